"""`python -m benchmarks.soak`: what requests notice of 1,000 swaps, and what 10,000 leave behind.

The service runs on one core, the client on the other. Steady blocks and blocks of swaps take turns,
so that a machine that is disturbed disturbs both. Every answer is compared with the one that the
version it names gives when it is asked alone.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, ClassVar

import numpy as np

from benchmarks import beside_hostile, collectors, javas, loading, many_swaps, recipes, swapped_load
from benchmarks.memory import growth
from benchmarks.model import Model, Row
from benchmarks.percentiles import percentile
from benchmarks.service import ServiceProcess
from benchmarks.services.scorejar import ScorejarService
from benchmarks.soak_curve import Curve
from benchmarks.soak_report import markdown
from benchmarks.swapped_load import SwappedLoad, Told
from benchmarks.versions import Versions
from pyservice import open_scorer
from scorejar.errors import UsageError
from scorejar.jdk import Jdk

__all__ = ["RECIPES", "markdown", "measure"]

REFITTED = recipes.Recipe("L1000-refitted", trees=1000, leaves=63, training_rows=40_000)
RECIPES: Sequence[recipes.Recipe] = (recipes.L1000, REFITTED, recipes.L100)
ROWS = 200
RATE = 500.0
CONNECTIONS = 8
BLOCK_SWAPS = 60  # more than a block has time for
WARM_SWAPS = 20
PATIENCE_S = 120.0
PERCENTS = {"p50": 50.0, "p90": 90.0, "p99": 99.0, "p99_9": 99.9, "max": 100.0}


class SwappedService(ScorejarService):
    """`scorejar serve` that looks at its repository often, besides hearing of files."""

    variables: ClassVar[dict[str, str]] = {"SCOREJAR_SCAN_INTERVAL_S": "0.5"}


@dataclass
class Judged:
    """What a load came to. Latencies in nanoseconds, from when a request was due.

    firsts: of the first answer of each version that came in this load.
    """

    latencies: list[int] = field(default_factory=list)
    firsts: list[int] = field(default_factory=list)
    failed: int = 0
    wrong: int = 0
    stale: int = 0
    swaps: int = 0
    seconds: float = 0.0

    def add(self, load: SwappedLoad, expected: Sequence[Sequence[Any]], seen: int) -> int:
        """Judge a load's answers. expected: by version modulo their number, and by row.

        seen: the newest version that had answered before. Returns the newest that has now.
        """
        self.failed += load.unanswered
        before = sorted(load.told, key=lambda told: told.done)
        newest, place = seen, 0
        starts = sorted(load.told, key=lambda told: told.sent)
        for told in starts:
            while place < len(before) and before[place].done < told.sent:
                newest = max(newest, before[place].version)
                place += 1
            self._judge(told, expected, newest)
        reached = seen
        for told in before:
            if told.version > reached:
                self.swaps += 1
                self.firsts.append(told.done - told.due)
                reached = told.version
        self.seconds += (before[-1].done - starts[0].sent) / 1e9 if before else 0
        return reached

    def _judge(self, told: Told, expected: Sequence[Sequence[Any]], newest: int) -> None:
        if told.status != 200:
            self.failed += 1
            return
        said = json.loads(told.body)
        right = expected[said["version"] % len(expected)][told.row]
        self.wrong += said["predictions"] != [right]
        self.stale += said["version"] < newest
        self.latencies.append(told.done - told.due)


@dataclass(frozen=True)
class Lengths:
    """How much there is of each part. block_s: seconds of a block of swaps, twice a steady one."""

    swaps: int = 1_000
    block_s: float = 10.0
    row_of_swaps: int = 10_000
    with_leak: int = 300  # twice as many fill the heap, and versions are refused then
    hostile_blocks: int = 6
    collectors: collectors.Times = collectors.FULL


FULL = Lengths()
QUICK = Lengths(20, 4.0, 200, 60, 1, collectors.Times(1.0, 1.0, 2.0))


def measure(
    models: Sequence[Model], progress: Callable[[str], None], lengths: Lengths = FULL
) -> dict[str, Any]:
    """Every part; JSON-ready. models: all of RECIPES."""
    by_name = {model.name: model for model in models}
    missing = [recipe.name for recipe in RECIPES if recipe.name not in by_name]
    if missing:
        raise UsageError(f"expected the models of the section; got no {missing[0]}")
    large, refitted, small = (by_name[recipe.name] for recipe in RECIPES)
    jars = [loading.lean(model) for model in (large, refitted)]
    under_load = swaps_under_load(large, jars, lengths.swaps, progress, block_s=lengths.block_s)
    progress("honest clients beside others")
    hostile = beside_hostile.measure(large, blocks=lengths.hostile_blocks)
    by_collector = collectors.measure(large, jars, progress, lengths.collectors)
    in_a_row = []
    newest, *oldest = javas.found()
    runs: list[tuple[int, many_swaps.Engine, Jdk]] = [(lengths.row_of_swaps, "compiled", newest)]
    # Enough to tell whether what grows there is the newest Java's own.
    few = lengths.row_of_swaps // 5
    runs += [(few, "transpiled", java) for java in (newest, *oldest)]
    for swaps, engine, java in runs:
        progress(f"{swaps} swaps in a row, {engine}, Java {java.version}")
        in_a_row.append(many_swaps.run(small.jar, swaps, engine=engine, java=java))
    progress(f"{lengths.with_leak} swaps with a leak")
    return {
        "model": large.name,
        "load": under_load,
        "connections": CONNECTIONS,
        "hostile": hostile,
        "collectors": by_collector,
        "in_a_row": in_a_row,
        "control": many_swaps.run(small.jar, lengths.with_leak, leak=True),
    }


def swaps_under_load(
    model: Model,
    jars: Sequence[Path],
    swaps: int,
    progress: Callable[[str], None],
    *,
    rate: float = RATE,
    block_s: float = FULL.block_s,
    variables: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """Swap between the jars so many times while requests come at a fixed rate.

    model: its pool gives the rows. variables: settings of the service besides.
    """
    rows = model.pool()[:ROWS]
    expected = [serial(jar, model, rows) for jar in jars]
    made = [Versions(jar, model.jar.parent.name) for jar in jars]
    steady, swapped, curve = Judged(), Judged(), Curve()
    with tempfile.TemporaryDirectory(prefix="scorejar-") as folder:
        home = Path(folder) / "models" / made[0].model
        home.mkdir(parents=True)
        # Versions are taken by their number modulo the number of jars, and so are the answers.
        version = len(jars)
        made[0].write(home / f"{version}.jar", version)
        alone = replace(model, jar=home / f"{version}.jar")
        service = type(
            "Service",
            (SwappedService,),
            {"variables": {**SwappedService.variables, **(variables or {})}},
        )
        process = ServiceProcess(service, alone, Path(folder) / "logs")
        try:
            requests = [process.request([row]) for row in rows]
            memory: list[dict[str, int]] = []
            named, last_progress = version, time.monotonic()
            # The first swaps warm what loads versions, and are counted for their errors alone.
            for judged, needed in ((Judged(), WARM_SWAPS), (swapped, swaps)):
                memory = [sample(judged, process)]
                while judged.swaps < needed:
                    progress(f"{judged.swaps} of {needed} swaps")
                    block = swapped_load.load(
                        process.port, requests, rate, CONNECTIONS, block_s / 2
                    )
                    version = steady.add(block, expected, version)
                    curve.add(block)
                    staged = []
                    for number in range(named + 1, named + 1 + BLOCK_SWAPS):
                        path = Path(folder) / f"{number}.staged"
                        made[number % len(made)].write(path, number)
                        staged.append((path, home / f"{number}.jar"))
                    block = swapped_load.load(
                        process.port,
                        requests,
                        rate,
                        CONNECTIONS,
                        block_s,
                        staged,
                        named if named > version else 0,
                    )
                    reached = judged.add(block, expected, version)
                    curve.add(block)
                    named += len(block.renamed)
                    if reached > version:
                        last_progress = time.monotonic()
                    elif time.monotonic() > last_progress + PATIENCE_S:
                        raise OSError(f"version {named} does not answer: {process.log.name}")
                    version = reached
                    memory.append(sample(judged, process))
                    for path, _ in staged[len(block.renamed) :]:
                        path.unlink()
                    for path in home.glob("*.jar"):
                        if int(path.stem) < named - 1:
                            path.unlink()
                if judged is not swapped:
                    swapped.failed += judged.failed
                    swapped.wrong += judged.wrong
                    swapped.stale += judged.stale
                    curve = Curve()
                    steady = Judged(failed=steady.failed, wrong=steady.wrong, stale=steady.stale)
        finally:
            process.close()
    return {
        "rate": rate,
        "swaps": swapped.swaps,
        "requests": len(swapped.latencies) + len(steady.latencies),
        "failed": swapped.failed + steady.failed,
        "wrong": swapped.wrong + steady.wrong,
        "stale": swapped.stale + steady.stale,
        "swaps_a_second": swapped.swaps / swapped.seconds,
        "steady": quantiles(steady.latencies),
        "swapping": quantiles(swapped.latencies),
        "first": quantiles(swapped.firsts),
        "curve": curve.told(),
        "memory": memory,
        "resident_slope": growth(memory, "resident"),
    }


def serial(jar: Path, model: Model, rows: Sequence[Row]) -> list[dict[str, Any]]:
    """What a jar answers when it is asked alone, one row after another."""
    with open_scorer(jar) as scorer:
        return [scorer.score(dict(zip(model.columns, row, strict=True))) for row in rows]


def quantiles(nanoseconds: Sequence[int]) -> dict[str, float]:
    """Percentiles by their names, in microseconds."""
    values = np.array(nanoseconds, dtype=np.int64)
    return {name: percentile(values, percent) / 1e3 for name, percent in PERCENTS.items()}


def sample(judged: Judged, service: ServiceProcess) -> dict[str, int]:
    """How many swaps there have been, and the bytes that the service holds in memory."""
    lines = Path(f"/proc/{service.process.pid}/status").read_text().splitlines()
    kilobytes = next(int(line.split()[1]) for line in lines if line.startswith("VmRSS:"))
    return {"swaps": judged.swaps, "resident": kilobytes << 10}


def main() -> None:
    """Measure and print the section, or one part of it."""
    options = argparse.ArgumentParser(prog="python -m benchmarks.soak", description=__doc__)
    options.add_argument("--quick", action="store_true", help="a short form of every part")
    options.add_argument(
        "--collectors", action="store_true", help="only the JVM's collectors side by side"
    )
    arguments = options.parse_args()
    lengths = QUICK if arguments.quick else FULL
    models = [recipes.prepare(recipe) for recipe in RECIPES]
    started = time.monotonic()

    def progress(what: str) -> None:
        print(f"[{time.monotonic() - started:4.0f} s] {what}", file=sys.stderr, flush=True)

    if arguments.collectors:
        jars = [loading.lean(model) for model in models[:2]]
        found = collectors.measure(models[0], jars, progress, lengths.collectors)
        print(collectors.markdown(found))
    else:
        print(markdown(measure(models, progress, lengths)))
    progress("done")


if __name__ == "__main__":
    main()
