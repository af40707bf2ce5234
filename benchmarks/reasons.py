"""What reasons for a score cost: `python -m benchmarks --section reasons`.

`scorer.contributions` beside LightGBM's `pred_contrib` in this process, and the `shap` package in
an environment of its own, each on one thread, on rows of the pool that are all different. Answers
are compared before a time is printed. Counted is the processor's time of the calling thread, which
does not depend on who else wants the core.
"""

from __future__ import annotations

import json
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import lightgbm as lgb
import numpy as np
from numpy.typing import NDArray

from benchmarks import environment, explaining_shap
from benchmarks.explaining import ROWS, Explainer, Rows, rows_of, timed
from benchmarks.markdown import number, table
from benchmarks.model import Model
from benchmarks.recipes import FOREST, L100, L1000, Recipe
from pyservice import open_scorer
from scorejar.errors import ModelError, ScorejarError

RECIPES: Sequence[Recipe] = (L100, L1000, FOREST)
NEAR = 1e-9
MOST_SECONDS = 600  # of the `shap` package over one model

Found = dict[str, Any]
Answers = NDArray[np.float64]


def measure(models: Sequence[Model], progress: Callable[[str], None]) -> dict[str, Any]:
    """Microseconds a row, one at a time and in a batch; JSON-ready."""
    found: list[Found] = []
    for model in models:
        progress(f"reasons of {model.name}")
        found += [{"model": model.name, **one} for one in of_model(model, rows_of(model))]
    return {"timed": found, "rows": ROWS}


def of_model(model: Model, rows: Rows) -> Iterator[Found]:
    """Ours, and what others take and how far from ours they are."""
    with open_scorer(model.jar) as scorer:
        ours = scorer.contributions(rows)
        yield {"name": "Scorejar", **timed(Explainer("Scorejar", scorer.contributions), rows)}
    if model.has_booster:
        booster = lgb.Booster(model_file=str(model.folder / "booster.txt"))

        def contrib(some: Rows) -> Answers:
            return np.asarray(booster.predict(some, pred_contrib=True, num_threads=1))

        name = "LightGBM `pred_contrib`"
        yield {
            "name": name,
            "difference": difference(model, ours, name, contrib(rows)),
            **timed(Explainer(name, contrib), rows),
        }
    answers, times = by_shap(model)
    name = explaining_shap.NAME
    yield {"name": name, "difference": difference(model, ours, name, answers), **times}


def difference(model: Model, ours: Answers, name: str, theirs: Answers) -> float:
    """How far others are from us; raises ModelError where that is more than rounding."""
    far = float(np.abs(ours - theirs.reshape(ours.shape)).max())
    if not far <= NEAR:
        raise ModelError(f"{model.jar}: expected the reasons of {name}, got {far} off")
    return far


def by_shap(model: Model) -> tuple[Answers, dict[str, float]]:
    """The `shap` package's contributions and its times."""
    python = environment.interpreter((explaining_shap.LOCK,))
    with tempfile.TemporaryDirectory() as folder:
        answers = Path(folder) / "answers.npy"
        command = [python, "-m", explaining_shap.__name__, model.folder, answers]
        ran = subprocess.run(
            [str(word) for word in command],
            cwd=Path(__file__).parent.parent,
            env=environment.variables(),
            capture_output=True,
            encoding="utf-8",
            timeout=MOST_SECONDS,
            check=False,
        )
        if ran.returncode:
            raise ScorejarError(f"expected the shap package to answer; it said {ran.stderr[-500:]}")
        return np.load(answers), json.loads(ran.stdout)


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
        "largest difference from Scorejar",
    ]
    return (
        "## Reasons\n\n"
        "Exact TreeSHAP of all columns, from Python, numpy to numpy, one thread. Over a booster the"
        " `shap` package calls LightGBM; over a forest it runs code of its own, in C. Of the forest"
        " both classes are explained.\n\n" + table(header, lines)
    )
