"""Ordinary pipelines that JPMML's transpiler fails on or gets wrong, through the real programs.

Each is fitted on made-up rows, converted, built and proved on the pipeline's own answers; the
Java tests beside the repairs hold the small cases that show what each of them is for.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import pytest
from lightgbm import LGBMClassifier
from sklearn.calibration import CalibratedClassifierCV
from sklearn.compose import ColumnTransformer
from sklearn.ensemble import (
    BaggingClassifier,
    GradientBoostingClassifier,
    HistGradientBoostingClassifier,
    HistGradientBoostingRegressor,
    RandomForestClassifier,
    StackingClassifier,
)
from sklearn.linear_model import LogisticRegression
from sklearn.multiclass import OneVsRestClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import KBinsDiscretizer, OneHotEncoder, OrdinalEncoder
from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor

from scorejar import jars, java
from tests.answered import answered_by
from train.pmml import to_pmml, with_names

BUILD = "io.scorejar.transpiler.Build"
ROWS = 600
JUDGED = 150


class Case(NamedTuple):
    """A pipeline, what it is fitted on, and words of the repairs that it needs."""

    pipeline: Any
    inputs: pd.DataFrame
    target: pd.Series
    repairs: list[str]
    fit: tuple[tuple[str, Any], ...] = ()


def table() -> pd.DataFrame:
    """Numbers, one of them with gaps, and categories that are text, integers and fractions."""
    draw = np.random.default_rng(7)
    rows = pd.DataFrame(
        {
            "a": draw.normal(size=ROWS).round(3),
            "b": draw.normal(size=ROWS).round(3),
            "gap": draw.normal(size=ROWS).round(3),
            "color": draw.choice(["red", "green", "blue", "black"], ROWS),
            "zone": draw.choice([1, 2, 5, 10], ROWS),
            "rate": draw.choice([1.0, 2.5, 7.0], ROWS),
        }
    )
    rows.loc[draw.random(ROWS) < 0.15, "gap"] = np.nan
    return rows


T = table()
SCORE = (
    T["a"]
    + T["b"] ** 2
    + T["color"].map({"red": 1, "green": -1, "blue": 0.5, "black": 0})
    + T["zone"].map({1: 1, 2: 0, 5: -1.5, 10: 1})
    + T["rate"] % 2
    + T["gap"].fillna(1)
)
TWO = SCORE.gt(SCORE.median()).astype(int)
THREE = pd.Series(np.digitize(SCORE, SCORE.quantile([1 / 3, 2 / 3])) + 1)
NAMED = THREE.map({1: "low", 2: "middle", 3: "high"})
NUMBERS = T[["a", "b"]]


def numbers(*names: str) -> pd.DataFrame:
    """The two numbers, by other names."""
    return NUMBERS.set_axis(list(names), axis="columns")


def encoded(encoder: Any, estimator: Any, *columns: str) -> tuple[Any, pd.DataFrame]:
    """An encoder over some columns, and the numbers as they are."""
    steps = [("c", encoder, list(columns)), ("n", "passthrough", ["a", "b"])]
    return make_pipeline(ColumnTransformer(steps), estimator), T[[*columns, "a", "b"]]


def one_hot() -> Any:
    return OneHotEncoder(handle_unknown="ignore", sparse_output=False)


def forest() -> Any:
    return RandomForestClassifier(5, max_depth=4, random_state=1)


def boosting() -> Any:
    return GradientBoostingClassifier(n_estimators=5, random_state=1)


def lightgbm(**options: Any) -> Any:
    return LGBMClassifier(n_estimators=5, num_leaves=7, verbose=-1, **options)


RENAMED = "fields renamed"
ONE_BY_ONE = "categories that are fractional numbers"
REWRITTEN = "trees rewritten without default children"
ORDERED = "categories put into one order"
DROPPED = "outputs of single trees dropped"
LISTED = "classes listed for trees inside the model"
COUNTED = "one probability output for each class"
SPLIT = "trees split into several methods"

CASES: dict[str, Callable[[], Case]] = {
    "columns that differ by case": lambda: Case(
        lightgbm(), numbers("Age", "age"), TWO, [f"{RENAMED}.*Age, age"]
    ),
    "columns named like elements of an array": lambda: Case(
        forest(), numbers("x_0", "x_1"), TWO, [RENAMED]
    ),
    "one-hot columns that differ by a sign": lambda: Case(
        *renamed_categories(encoded(one_hot(), lightgbm(), "color")), TWO, [RENAMED]
    ),
    "a forest over one-hot fractions": lambda: Case(
        *encoded(one_hot(), forest(), "rate"), TWO, [ONE_BY_ONE]
    ),
    "a regression over bins": lambda: Case(
        make_pipeline(
            KBinsDiscretizer(4, encode="onehot-dense", quantile_method="averaged_inverted_cdf"),
            LogisticRegression(),
        ),
        NUMBERS,
        TWO,
        [ONE_BY_ONE],
    ),
    "histogram boosting with missing values": lambda: Case(
        HistGradientBoostingRegressor(max_iter=5, random_state=1),
        T[["a", "b", "gap"]],
        SCORE,
        [REWRITTEN],
    ),
    "histogram boosting of three classes with categories": lambda: Case(
        *encoded(
            OrdinalEncoder(),
            HistGradientBoostingClassifier(max_iter=5, categorical_features=[0, 1], random_state=1),
            *("color", "zone"),
        ),
        NAMED,
        [REWRITTEN, ORDERED],
    ),
    "boosting of three classes over one-hot text": lambda: Case(
        *encoded(one_hot(), boosting(), "color", "zone"), NAMED, [ORDERED]
    ),
    "LightGBM of three classes with categories": lambda: Case(
        *encoded(
            OrdinalEncoder(),
            lightgbm(min_data_per_group=5),
            *("color", "zone"),
        ),
        THREE,
        [ORDERED],
        (("lgbmclassifier__categorical_feature", [0, 1]),),
    ),
    "bagged trees with missing values": lambda: Case(
        BaggingClassifier(DecisionTreeClassifier(max_depth=4), n_estimators=3, random_state=1),
        T[["a", "b", "gap"]],
        TWO,
        [DROPPED],
    ),
    "a stack over a forest and LightGBM": lambda: Case(
        StackingClassifier([("f", forest()), ("l", lightgbm())], cv=2), NUMBERS, TWO, [LISTED]
    ),
    "one tree versus the rest": lambda: Case(
        OneVsRestClassifier(DecisionTreeClassifier(max_depth=3)), NUMBERS, NAMED, [LISTED]
    ),
    "one integer class versus the rest": lambda: Case(
        OneVsRestClassifier(LogisticRegression()), NUMBERS, THREE, [COUNTED]
    ),
    "a calibrated forest": lambda: Case(
        CalibratedClassifierCV(forest(), cv=2), NUMBERS, TWO, [LISTED]
    ),
    "a tree whose code is too large for Java": lambda: large_tree(),
}


def renamed_categories(encoder: tuple[Any, pd.DataFrame]) -> tuple[Any, pd.DataFrame]:
    """Colours by names that differ by what Java does not take."""
    pipeline, inputs = encoder
    signs = {"red": "<30", "green": ">30", "blue": "=30", "black": "30"}
    return pipeline, inputs.assign(color=inputs["color"].map(signs))


def large_tree() -> Case:
    """A tree of 7000 leaves, grown on noise."""
    draw = np.random.default_rng(3)
    inputs = pd.DataFrame(draw.normal(size=(7000, 3)), columns=["a", "b", "c"])
    target = pd.Series(draw.normal(size=7000))
    tree = DecisionTreeRegressor(random_state=1)
    return Case(tree, inputs, target, ["ensembles of one tree", SPLIT])


def built(name: str, folder: Path) -> dict[str, Any]:
    """What Build says of a case."""
    case = CASES[name]()
    model = case.pipeline.fit(case.inputs, case.target, **dict(case.fit))
    pmml, evidence = folder / f"{name}.pmml", folder / f"{name}.json"
    to_pmml(with_names(model, case.inputs.columns.tolist(), ["y"]), pmml)
    evidence.write_text(json.dumps(answered_by(model, case.inputs.head(JUDGED))))
    arguments = ["--pmml", str(pmml), "--model", "m", "--version", "1"]
    arguments += ["--evidence", str(evidence), "--judge", "pipeline"]
    arguments += ["--out", str(folder / f"{name}.jar")]
    return java.run(BUILD, arguments, jars.transpiling(), compiler=True)


@pytest.fixture(scope="module")
def summaries(
    tmp_path_factory: pytest.TempPathFactory, warm_java: None
) -> Iterator[dict[str, Future[Any]]]:
    """All cases, two at a time: one is fitted while the JVM has another."""
    folder = tmp_path_factory.mktemp("repairs")
    with ThreadPoolExecutor(2) as pool:
        yield {name: pool.submit(built, name, folder) for name in CASES}
        pool.shutdown(cancel_futures=True)


@pytest.mark.parametrize("name", CASES)
def test_is_transpiled_and_right(name: str, summaries: dict[str, Future[Any]]) -> None:
    summary = summaries[name].result()
    assert "transpiled" in summary["engines"], summary["declined"]
    assert summary["proof"]["judge"] == "pipeline"
    assert summary["proof"]["rows"] == JUDGED
    said = "\n".join(summary["repairs"])
    for words in CASES[name]().repairs:
        assert re.search(words, said), said
    slow = [note for note in summary["notes"] if "TreeModel" in note or "bytecode" in note]
    assert slow == []
