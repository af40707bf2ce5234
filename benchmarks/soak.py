"""`python -m benchmarks.soak`: what requests notice of 1,000 swaps, and what 10,000 leave behind.

The service runs on one core, the client on the other. Steady blocks and blocks of swaps take turns,
so that a machine that is disturbed disturbs both. Every answer is compared with the one that the
version it names gives when it is asked alone.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, ClassVar

import numpy as np

from benchmarks import ending, loading, many_swaps, recipes, swapped_load
from benchmarks.markdown import number as rounded
from benchmarks.markdown import table
from benchmarks.model import Model, Row
from benchmarks.percentiles import percentile
from benchmarks.service import ServiceProcess
from benchmarks.services.scorejar import ScorejarService
from benchmarks.swapped_load import SwappedLoad, Told
from benchmarks.versions import Versions
from pyservice import open_scorer

REFITTED = recipes.Recipe("L1000-refitted", trees=1000, leaves=63, training_rows=40_000)
RECIPES = (recipes.L1000, REFITTED, recipes.L100)
ROWS = 200
RATE = 500.0
CONNECTIONS = 8
BLOCK_S = 10.0
BLOCK_SWAPS = 60  # more than a block has time for
SWAPS = 1_000
WARM_SWAPS = 20
PATIENCE_S = 120.0
LEAK_SWAPS = 10_000
CONTROL_SWAPS = 1_000
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


def measure(models: Sequence[Model], progress: Callable[[str], None]) -> dict[str, Any]:
    """The load, by the first two models, and the leak, by the last; JSON-ready."""
    jars = [loading.lean(model) for model in models[:2]]
    under_load = swaps_under_load(models[0], jars, SWAPS, progress)
    progress(f"{LEAK_SWAPS} swaps in a row, then {CONTROL_SWAPS} with a leak")
    jar = models[-1].jar
    return {
        "model": models[0].name,
        "load": under_load,
        "leak": many_swaps.run(jar, LEAK_SWAPS),
        "control": many_swaps.run(jar, CONTROL_SWAPS, leak=True),
    }


def swaps_under_load(
    model: Model,
    jars: Sequence[Path],
    swaps: int,
    progress: Callable[[str], None],
    *,
    rate: float = RATE,
    block_s: float = BLOCK_S,
    variables: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """Swap between the jars so many times while requests come at a fixed rate.

    model: its pool gives the rows. variables: settings of the service besides.
    """
    rows = model.pool()[:ROWS]
    expected = [serial(jar, model, rows) for jar in jars]
    made = [Versions(jar, model.jar.parent.name) for jar in jars]
    steady, swapped = Judged(), Judged()
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
            before = 0
            named, last_progress = version, time.monotonic()
            # The first swaps warm what loads versions, and are counted for their errors alone.
            for judged, needed in ((Judged(), WARM_SWAPS), (swapped, swaps)):
                before = resident(process.process.pid)
                while judged.swaps < needed:
                    progress(f"{judged.swaps} of {needed} swaps")
                    block = swapped_load.load(
                        process.port, requests, rate, CONNECTIONS, block_s / 2
                    )
                    version = steady.add(block, expected, version)
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
                    named += len(block.renamed)
                    if reached > version:
                        last_progress = time.monotonic()
                    elif time.monotonic() > last_progress + PATIENCE_S:
                        raise OSError(f"version {named} does not answer: {process.log.name}")
                    version = reached
                    for path, _ in staged[len(block.renamed) :]:
                        path.unlink()
                    for path in home.glob("*.jar"):
                        if int(path.stem) < named - 1:
                            path.unlink()
                if judged is not swapped:
                    swapped.failed += judged.failed
                    swapped.wrong += judged.wrong
                    swapped.stale += judged.stale
                    steady = Judged(failed=steady.failed, wrong=steady.wrong, stale=steady.stale)
            after = resident(process.process.pid)
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
        "resident_before": before,
        "resident_after": after,
    }


def serial(jar: Path, model: Model, rows: Sequence[Row]) -> list[dict[str, Any]]:
    """What a jar answers when it is asked alone, one row after another."""
    with open_scorer(jar) as scorer:
        return [scorer.score(dict(zip(model.columns, row, strict=True))) for row in rows]


def quantiles(nanoseconds: Sequence[int]) -> dict[str, float]:
    """Percentiles by their names, in microseconds."""
    values = np.array(nanoseconds, dtype=np.int64)
    return {name: percentile(values, percent) / 1e3 for name, percent in PERCENTS.items()}


def resident(process: int) -> int:
    """The bytes that a process holds in memory."""
    lines = Path(f"/proc/{process}/status").read_text().splitlines()
    return next(int(line.split()[1]) << 10 for line in lines if line.startswith("VmRSS:"))


def markdown(found: dict[str, Any]) -> str:
    """The section of the report."""
    load = found["load"]
    steady, swapping = load["steady"], load["swapping"]
    grown = (load["resident_after"] - load["resident_before"]) / load["swaps"]
    first = load["first"]["p50"] / steady["p50"]
    names = ("p50", "p99", "p99_9", "max")
    times = [
        [words, *(rounded(load[key][name]) for name in names)]
        for words, key in (
            ("steady", "steady"),
            ("while versions swap", "swapping"),
            ("first answer of each version", "first"),
        )
    ]
    leaks = []
    for words, key in (("as it is", "leak"), ("with a leak put in on purpose", "control")):
        one = found[key]
        leaks.append(
            [
                words,
                f"{one['swaps']:,}",
                f"{one['loaders']:,}",
                rounded(one["metaspace_slope"]),
                rounded(one["resident_slope"]),
                "flat" if many_swaps.flat(one) else "leaks",
            ]
        )
    parts = [
        "## Swaps that nobody notices",
        f"{load['swaps']:,} swaps between two fits of {found['model']},"
        f" {load['swaps_a_second']:.1f} a second, while one row a request comes at a fixed rate of"
        f" {load['rate']:g} a second over {CONNECTIONS} connections; one core for the service."
        f" Of {load['requests']:,} requests {load['failed']} failed, {load['wrong']} were answered"
        f" otherwise than the version they name answers alone, {load['stale']} were answered by a"
        " version that had been retired before they were sent. Blocks of swaps and steady ones"
        f" take turns; p99 while versions swap is {rounded(swapping['p99'] / steady['p99'])} times"
        f" the steady one, the first answers' median {rounded(first)} times the steady median."
        f" The service's memory grew by {grown / 1e3:.1f} kB a swap. In µs from when a request was"
        " due:",
        table(["", "p50", "p99", "p99.9", "largest"], times),
        "Swaps in a row in the service's process without HTTP, each version with classes of its own"
        " and asked once; live class loaders after the last one, and bytes a swap by least squares"
        " over the second half:",
        table(["", "swaps", "class loaders", "metaspace", "resident", "verdict"], leaks),
    ]
    return "\n\n".join(parts)


def main() -> None:
    """Measure and print the section."""
    ending.on_sigterm()
    models = [recipes.prepare(recipe) for recipe in RECIPES]
    print(markdown(measure(models, lambda told: print(told, file=sys.stderr))))


if __name__ == "__main__":
    main()
