"""When it pays to score one-row requests together: the service with micro-batches and without.

Two services of the same jar on one core take turns, one of them idle while the other is asked in a
closed loop by many connections; requests are for one row.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any, ClassVar

from benchmarks import cores
from benchmarks.asking import INFERENCE_GRPC, named_row
from benchmarks.load_figures import figures
from benchmarks.markdown import number, table
from benchmarks.model import Model
from benchmarks.services.scorejar import GRPC_PORT, ScorejarDoors
from benchmarks.serving_lanes import Asked, Lane, opened

CONNECTIONS = 64
ROWS = 64
DELAY_MS = 0.5
POOL_ROWS = 2_000
PAYS = 1.05
WAYS = ((named_row(), ""), (INFERENCE_GRPC, GRPC_PORT))


class ScorejarTogether(ScorejarDoors):
    """`scorejar serve` that scores one-row requests together."""

    name: ClassVar[str] = "scorejar serve, together"
    variables: ClassVar[dict[str, str]] = {
        "SCOREJAR_MICRO_BATCH_ROWS": str(ROWS),
        "SCOREJAR_MICRO_BATCH_DELAY_MS": str(DELAY_MS),
    }


def measure(
    models: Sequence[Model],
    progress: Callable[[str], None],
    logs: Path,
    *,
    warm_up: float,
    seconds: float,
    rounds: int,
) -> list[dict[str, Any]]:
    """Figures of a closed loop for each model and way, alone and together; JSON-ready."""
    found: list[dict[str, Any]] = []
    for model in models:
        progress(f"micro-batches of {model.name}")
        pool = model.pool()[:POOL_ROWS]
        with ExitStack() as stack:
            alone, together = (
                opened(Asked(service, WAYS), model, logs, stack)[0]
                for service in (ScorejarDoors, ScorejarTogether)
            )
            stack.enter_context(cores.pinned(cores.driving()))
            for pair in zip(alone, together, strict=True):
                for lane in pair:
                    lane.requests = [lane.way.request(model, row) for row in pool]
                    lane.load_closed(CONNECTIONS, warm_up, counts=False)
                for place in range(rounds):
                    for lane in reversed(pair) if place % 2 else pair:
                        lane.load_closed(CONNECTIONS, seconds)
                found.append({"model": model.name, "way": pair[0].way.name, **told(*pair)})
    return found


def told(alone: Lane, together: Lane) -> dict[str, Any]:
    """What came of a pair, or its problem."""
    problem = alone.problem or together.problem
    if problem:
        return {"problem": problem}
    return {"alone": figures(alone.closed, 1), "together": figures(together.closed, 1)}


def markdown(found: Sequence[dict[str, Any]]) -> str:
    """The part of the section."""
    timed = [row for row in found if "problem" not in row]
    paying = [f"{row['model']} by {row['way']}" for row in timed if ratio(row) > PAYS]
    verdict = f"It pays for {', '.join(paying)}" if paying else "It pays for none of them"
    cells = [
        [
            *(row["model"], row["way"]),
            *(number(row[kind]["requests_per_second"]) for kind in ("alone", "together")),
            f"{ratio(row):.2f}",
            *(number(row[kind]["p99_us"]) for kind in ("alone", "together")),
        ]
        for row in timed
    ]
    names = ["requests/s alone", "together", "times", "p99 µs alone", "together"]
    parts = [
        "### One-row requests scored together",
        f"`--micro-batch-rows {ROWS} --micro-batch-delay-ms {DELAY_MS:g}`, which is off by default,"
        f" under {CONNECTIONS} connections in a closed loop, beside the service without. {verdict}:"
        " what many rows in one call save of the score has to be more than what it takes to put"
        " them together.",
        table(["model", "asked by", *names], cells),
        *(f"- {row['model']} was not timed: {row['problem']}" for row in found if row not in timed),
    ]
    return "\n\n".join(parts)


def ratio(row: dict[str, Any]) -> float:
    """How many times as many requests it takes together."""
    rates = [float(row[kind]["requests_per_second"]) for kind in ("together", "alone")]
    return rates[0] / rates[1]
