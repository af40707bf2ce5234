"""Measures servers of models side by side, one core each: `python -m benchmarks.serving`.

Every service runs as a real process; the load generator has the other core. First the answers of
each are compared with the pipeline's. Then, in rounds by turns: a closed loop, for the throughput;
requests at a fixed rate of half of that, for the latencies; and at one rate for all, half of what
the plain service of the scikit-learn pipeline takes. Timed: from the moment when a request is due,
whether the service is ready for it or not, to the last byte of its answer.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks import cores, ending, serving_together
from benchmarks.model import Model
from benchmarks.recipes import L100, L1000, Recipe, prepare
from benchmarks.services.field import FIELD, LEFT_OUT, YARDSTICK
from benchmarks.serving_lanes import Asked, Lane, Result, opened, resident_megabytes
from benchmarks.serving_report import markdown
from scorejar.errors import UsageError

__all__ = ["RECIPES", "markdown", "measure"]

RECIPES: Sequence[Recipe] = (L100, L1000)
LOGS = Path(__file__).parent.parent / "build" / "bench" / "logs"
HALF, SAME = "half", "same"
HEADROOM = 0.9
Progress = Callable[[str], None]


@dataclass(frozen=True)
class Times:
    """How long each load takes, in seconds, and how many rounds of them there are."""

    warm_up: float = 4.0
    closed: float = 3.0
    fixed: float = 4.0
    rounds: int = 3
    connections: int = 16
    rows: int = 10_000
    agreed_rows: int = 300


FULL = Times()
QUICK = Times(warm_up=1.5, closed=1.0, fixed=1.0, rounds=1)


def measure(
    models: Sequence[Model],
    progress: Progress,
    field: Sequence[Asked] = FIELD,
    times: Times = FULL,
) -> dict[str, Any]:
    """Measure a field of services on the first of the models, and micro-batches on all."""
    model = models[0]
    pool, expected = model.pool()[: times.rows], np.array(model.expected(), np.float64)
    results: list[Result] = []
    started = time.monotonic()
    lanes: list[Lane] = []
    with ExitStack() as stack:
        for asked in field:
            if not asked.service.fits(model):
                continue
            progress(f"starting {asked.service.name}")
            found, problems = opened(asked, model, LOGS, stack)
            lanes += found
            results += problems
            for lane in found:
                lane.agree(model, pool, expected[: times.agreed_rows])
        stack.enter_context(cores.pinned(cores.driving()))
        progress(f"warming {len(lanes)} ways to ask")
        for lane in lanes:
            lane.load_closed(times.connections, times.warm_up, counts=False)
        for number in range(times.rounds):
            progress(f"closed loop, round {number + 1} of {times.rounds}")
            for lane in turned(lanes, number):
                lane.load_closed(times.connections, times.closed)
        same_rate = yardstick(lanes) / 2
        for number in range(times.rounds):
            progress(f"fixed rate, round {number + 1} of {times.rounds}")
            for lane in turned(lanes, number):
                half = lane.throughput / 2
                if half:
                    lane.load_fixed(HALF, half, times.fixed)
                if half and 0 < same_rate < HEADROOM * lane.throughput:
                    lane.load_fixed(SAME, same_rate, times.fixed)
        results = [
            {**lane.results(), "megabytes": resident_megabytes(lane.process)} for lane in lanes
        ] + results
    together = serving_together.measure(
        models,
        progress,
        LOGS,
        warm_up=times.warm_up,
        seconds=times.closed,
        rounds=times.rounds,
    )
    return {
        "together": together,
        "model": model.name,
        "left_out": LEFT_OUT,
        "results": results,
        "connections": times.connections,
        "same_rate": same_rate,
        "seconds": [times.warm_up, times.closed, times.fixed],
        "rounds": times.rounds,
        "took": time.monotonic() - started,
        "cores": len(cores.allowed()),
    }


def turned(lanes: Sequence[Lane], number: int) -> Iterable[Lane]:
    """The lanes in another order each round."""
    return [*lanes[number:], *lanes[:number]] if number % 2 == 0 else [*reversed(lanes)]


def yardstick(lanes: Sequence[Lane]) -> float:
    """The throughput of the service that the common rate is taken from; 0 where it is not there."""
    return next((one.throughput for one in lanes if one.process.service is YARDSTICK), 0.0)


def main() -> None:
    """The section alone."""
    ending.on_sigterm()
    options = argparse.ArgumentParser(prog="python -m benchmarks.serving", description=__doc__)
    options.add_argument("--quick", action="store_true", help="a rough picture")
    options.add_argument(
        "--only", metavar="TEXT", action="append", default=[], help="services with TEXT in the name"
    )
    options.add_argument("--out", metavar="FILE", type=Path, help="keep what was found, as JSON")
    arguments = options.parse_args()
    field = [
        asked
        for asked in FIELD
        if not arguments.only
        or any(text.lower() in asked.service.name.lower() for text in arguments.only)
    ]
    if not field:
        raise SystemExit(str(UsageError(f"expected a part of a service; got {arguments.only[0]}")))
    started = time.monotonic()

    def progress(what: str) -> None:
        print(f"[{time.monotonic() - started:4.0f} s] {what}", file=sys.stderr, flush=True)

    models = [prepare(recipe) for recipe in (RECIPES[:1] if arguments.only else RECIPES)]
    found = measure(models, progress, field, QUICK if arguments.quick else FULL)
    if arguments.out:
        arguments.out.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n")
    print(markdown(found))


if __name__ == "__main__":
    main()
