"""How long reasons for rows take: what both we and others in an environment of their own are
measured by. Nothing but numpy is needed."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.model import Model

ROWS = 320  # of a batch
WARM_UP_S = 5.0
TIMED_S = 2.0

Rows = NDArray[np.float64]


@dataclass(frozen=True)
class Explainer:
    """Something that explains rows, by its name.

    warm_up_s: of the thread's time, before anything counts; 0 for what is compiled beforehand.
    """

    name: str
    explain: Callable[[Rows], Any]
    warm_up_s: float = WARM_UP_S


def rows_of(model: Model) -> Rows:
    """The rows that are explained, all different."""
    return np.array(model.pool()[:ROWS], dtype=np.float64)


def timed(one: Explainer, rows: Rows) -> dict[str, float]:
    """Microseconds a row: for one row after another, and for all at once."""

    def each() -> None:
        for row in range(len(rows)):
            one.explain(rows[row : row + 1])

    def batch() -> None:
        one.explain(rows)

    return {
        "one": microseconds(each, one.warm_up_s, len(rows)),
        "batch": microseconds(batch, one.warm_up_s, len(rows)),
    }


def microseconds(work: Callable[[], object], warm_up_s: float, rows: int) -> float:
    """The least that a row takes of the thread's time, of all turns over the rows."""
    until = time.thread_time() + warm_up_s
    while time.thread_time() < until:
        work()
    least = float("inf")
    until = time.thread_time() + TIMED_S
    while time.thread_time() < until:
        started = time.thread_time()
        work()
        least = min(least, time.thread_time() - started)
    return 1e6 * least / rows
