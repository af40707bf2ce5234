"""What reasons for a score cost: `python -m benchmarks --section reasons`.

`scorer.contributions` beside LightGBM's `pred_contrib`, both in this process and on one thread, on
rows of the pool that are all different. Their answers are compared before either is timed. Counted
is the processor's time of the calling thread, which does not depend on who else wants the core.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import lightgbm as lgb
import numpy as np
from numpy.typing import NDArray

from benchmarks.markdown import number, table
from benchmarks.model import Model
from benchmarks.recipes import L100, L1000, Recipe
from pyservice import open_scorer
from scorejar.errors import ModelError

RECIPES: Sequence[Recipe] = (L100, L1000)
ROWS = 320  # of a batch
WARM_UP_S = 5.0
TIMED_S = 2.0
NEAR = 1e-9

Rows = NDArray[np.float64]


@dataclass(frozen=True)
class Explainer:
    """Something that explains rows, by its name."""

    name: str
    explain: Callable[[Rows], Any]


def measure(models: Sequence[Model], progress: Callable[[str], None]) -> dict[str, Any]:
    """Microseconds a row, one at a time and in a batch; JSON-ready."""
    found: list[dict[str, Any]] = []
    for model in models:
        progress(f"reasons of {model.name}")
        rows = np.array(model.pool()[:ROWS], dtype=np.float64)
        booster = lgb.Booster(model_file=str(model.folder / "booster.txt"))

        def contrib(some: Rows, booster: lgb.Booster = booster) -> Any:
            return booster.predict(some, pred_contrib=True, num_threads=1)

        with open_scorer(model.jar) as scorer:
            ours, theirs = scorer.contributions(rows), np.asarray(contrib(rows))
            difference = float(np.abs(ours - theirs).max())
            if difference > NEAR:
                raise ModelError(f"{model.jar}: expected LightGBM's reasons, got {difference} off")
            for one in (
                Explainer("Scorejar", scorer.contributions),
                Explainer("LightGBM `pred_contrib`", contrib),
            ):
                found.append({"model": model.name, "name": one.name, **timed(one, rows)})
        found[-2]["difference"] = difference
    return {"timed": found, "rows": ROWS}


def timed(one: Explainer, rows: Rows) -> dict[str, float]:
    """Microseconds a row: for one row after another, and for all at once."""

    def each() -> None:
        for row in range(len(rows)):
            one.explain(rows[row : row + 1])

    return {"one": microseconds(each), "batch": microseconds(lambda: one.explain(rows))}


def microseconds(work: Callable[[], object]) -> float:
    """The least that a row takes of the thread's time, of all turns over the rows."""
    until = time.thread_time() + WARM_UP_S
    while time.thread_time() < until:
        work()
    least = float("inf")
    until = time.thread_time() + TIMED_S
    while time.thread_time() < until:
        started = time.thread_time()
        work()
        least = min(least, time.thread_time() - started)
    return 1e6 * least / ROWS


def markdown(found: dict[str, Any]) -> str:
    """The part of the page."""
    lines = [
        [
            f"{one['name']}, {one['model']}",
            number(one["one"]),
            number(one["batch"]),
            f"{one['difference']:.1e}" if "difference" in one else "",
        ]
        for one in found["timed"]
    ]
    header = [
        "µs of processor time a row",
        "one row",
        f"{found['rows']} rows",
        "largest difference",
    ]
    return (
        "## Reasons\n\n"
        "Exact TreeSHAP of all columns, from Python, numpy to numpy, one thread.\n\n"
        + table(header, lines)
    )
