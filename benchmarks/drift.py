"""What counting rows for drift costs the service: `python -m benchmarks --section drift`.

Two services of the same jar on one core take turns, one of them idle while the other is asked in a
closed loop; one compares the rows with those of training, the other does not. Counted are the rows
by second of its processor's time, which on a core of its own is the throughput, and elsewhere does
not depend on who else wants the core.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any, ClassVar

import numpy as np

from benchmarks import cores
from benchmarks.asking import compact, name_of, named_row
from benchmarks.http_load import Connection, post
from benchmarks.markdown import number, table
from benchmarks.model import Model
from benchmarks.recipes import L100, Recipe
from benchmarks.services.scorejar import ScorejarService
from benchmarks.serving_lanes import Asked, Lane, opened
from scorejar.errors import ModelError

RECIPES: Sequence[Recipe] = (L100,)
LOGS = Path(__file__).parent.parent / "build" / "bench" / "logs"
ASKED = ((1, 16), (100, 4))  # rows a request, connections
ROUNDS = 75
SECONDS = 0.2  # a machine whose pace changes does so within seconds; see alternating
WARM_UP_S = 8.0
POOL_ROWS = 2_000
MOST = 0.05  # of the throughput, that drift may cost


class ScorejarWithoutDrift(ScorejarService):
    """`scorejar serve` that does not look at drift."""

    name: ClassVar[str] = "scorejar serve, without drift"
    variables: ClassVar[dict[str, str]] = {"SCOREJAR_DRIFT_WINDOW_S": "0"}


def measure(models: Sequence[Model], progress: Callable[[str], None]) -> dict[str, Any]:
    """What both take, round by round; JSON-ready."""
    found: list[dict[str, Any]] = []
    for model in models:
        progress(f"drift of {model.name}")
        with ExitStack() as stack:
            lanes = {
                "without": started(ScorejarWithoutDrift, model, stack),
                "with": started(ScorejarService, model, stack),
            }
            stack.enter_context(cores.pinned(cores.driving()))
            for rows, connections in ASKED:
                rates = alternating(model, lanes, rows, connections)
                found.append({"model": model.name, "rows": rows, **rates})
            watched = counted(lanes["with"].port, name_of(model))
        if not watched:
            raise ModelError(f"{model.jar}: expected statistics of training, got none")
    return {"asked": found, "rounds": ROUNDS, "seconds": SECONDS}


def started(service: type[ScorejarService], model: Model, stack: ExitStack) -> Lane:
    """A service that runs until the stack ends."""
    lanes, problems = opened(Asked(service, ((named_row(), ""),)), model, LOGS, stack)
    if problems:
        raise OSError(problems[0]["problem"])
    return lanes[0]


def alternating(
    model: Model, lanes: dict[str, Lane], rows: int, connections: int
) -> dict[str, list[float]]:
    """Rows by second of processor time of each, round by round, in turned order.

    Rounds are short, so that those that are compared meet the machine at one pace.
    """
    named = [dict(zip(model.columns, row, strict=True)) for row in model.pool()[:POOL_ROWS]]
    bodies = [named[first : first + rows] for first in range(0, len(named), rows)]
    for lane in lanes.values():
        lane.requests = [post("/predict", compact(body)) for body in bodies]
        lane.load_closed(connections, WARM_UP_S, counts=False)
        lane.closed.clear()
    found: dict[str, list[float]] = {name: [] for name in lanes}
    for place in range(ROUNDS):
        for name in reversed(lanes) if place % 2 else lanes:
            lane = lanes[name]
            before = processor_seconds(lane.process.process.pid)
            lane.load_closed(connections, SECONDS)
            took = processor_seconds(lane.process.process.pid) - before
            if lane.problem:
                raise OSError(lane.problem)
            found[name].append(rows * len(lane.closed[-1].latencies) / took)
    return found


def processor_seconds(pid: int) -> float:
    """How long the threads of a process have run, those that have ended among them, to the ns."""
    return time.clock_gettime(~pid << 3 | 2)  # clock_getcpuclockid(3), which Python has not


def counted(port: int, model: str) -> int:
    """How many rows a service has counted for drift."""
    head = f"GET /models/{model}/drift HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode()
    with closing(Connection(port)) as connection:
        rows: int | None = json.loads(connection.ask(head))["rows"]
    return rows or 0


def markdown(found: dict[str, Any]) -> str:
    """The part of the page."""
    cells = []
    for row in found["asked"]:
        ratios = np.array(row["with"]) / np.array(row["without"])
        cells.append(
            [
                *(row["model"], str(row["rows"])),
                *(number(float(np.median(row[name]))) for name in ("without", "with")),
                f"{np.median(ratios):.3f}",
                f"{ratios.min():.3f} to {ratios.max():.3f}",
            ]
        )
    names = ["rows a request", "rows/CPU s without", "with", "with / without", "round by round"]
    return "\n\n".join(
        [
            "## Drift",
            "The service that compares its rows with those of training, which is the default,"
            f" beside one that does not, on one core in turns: {found['rounds']} rounds of"
            f" {found['seconds']:g} s each. At most {MOST:.0%} of the throughput are meant to go.",
            table(["model", *names], cells),
        ]
    )
