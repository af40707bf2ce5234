"""Models that the plain JPMML chain answers wrongly from or cannot take, a table of them.

Where each comes from: LightGBM's missing types and objectives, JPMML's transpiler and its limits.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from lightgbm import LGBMClassifier, LGBMRegressor
from sklearn.calibration import CalibratedClassifierCV
from sklearn.compose import ColumnTransformer
from sklearn.dummy import DummyClassifier
from sklearn.ensemble import GradientBoostingClassifier, RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.multiclass import OneVsRestClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler
from sklearn.tree import DecisionTreeClassifier

ROWS = 400
RIGHT, WRONG, FAILS = "right", "wrong", "fails"
TINY = 1.0000000180025095e-35  # LightGBM's kZeroThreshold
SPECIAL = [None, 0.0, -0.0, TINY, -TINY, 1e-36, 2 * TINY, -2 * TINY, -999.0, 1e300, -1e300]


class Hazard(NamedTuple):
    """A model fitted on `inputs` and `target`, and what becomes of it.

    interpreted, transpiled: what the plain chain does with the rows: RIGHT, WRONG or FAILS.
    ours: words of a repair, or of the refusal if `refused`.
    special: whether the rows hold more than training did.
    """

    model: Any
    inputs: pd.DataFrame
    target: pd.Series
    interpreted: str
    transpiled: str
    ours: str
    refused: bool = False
    special: bool = True


def table() -> pd.DataFrame:
    """Numbers; `gap` has some missing, `whole` many zeroes, the rest none missing."""
    draw = np.random.default_rng(1)
    rows = pd.DataFrame(draw.normal(size=(ROWS, 3)), columns=["a", "b", "gap"])
    rows["b"] += 1
    rows["whole"] = draw.normal(size=ROWS).round()
    rows.loc[draw.random(ROWS) < 0.2, "gap"] = np.nan
    return rows


T = table()
SCORE = T["a"] + T["b"] ** 2 + T["gap"].fillna(1) + T["whole"]
TWO = SCORE.gt(SCORE.median()).astype(int)
THREE = pd.Series(np.digitize(SCORE, SCORE.quantile([1 / 3, 2 / 3])))
FULL = T[["a", "b"]]


def classifier(**options: Any) -> Any:
    return LGBMClassifier(n_estimators=6, num_leaves=7, verbose=-1, **options)


def regressor(**options: Any) -> Any:
    return LGBMRegressor(n_estimators=6, num_leaves=7, verbose=-1, **options)


def own_objective(target: Any, score: Any) -> tuple[Any, Any]:
    """Squared error, as a user would write it."""
    return score - target, np.ones_like(score)


def named(*names: str) -> pd.DataFrame:
    """The two full columns by other names."""
    return FULL.set_axis(list(names), axis="columns")


def fractions(estimator: Any) -> tuple[Any, pd.DataFrame]:
    """An estimator behind one-hot columns of a number with a fraction."""
    rates = np.random.default_rng(2).choice([1.0, 2.5, 7.0], ROWS)
    steps = [("rate", OneHotEncoder(sparse_output=False), ["rate"]), ("a", "passthrough", ["a"])]
    return make_pipeline(ColumnTransformer(steps), estimator), T[["a"]].assign(rate=rates)


def forest() -> Any:
    return RandomForestClassifier(5, max_depth=4, random_state=1)


ZERO_GOES = "send a missing value where 0 goes"
RENAMED = "fields renamed"
INNER = "classifiers inside a classifier given the target"

FITTED: dict[str, Callable[[], Hazard]] = {
    "a missing value in a column that had none": lambda: Hazard(
        classifier(), T, TWO, WRONG, WRONG, ZERO_GOES
    ),
    "a missing value in a column that had none, three classes": lambda: Hazard(
        classifier(), T, THREE, WRONG, WRONG, ZERO_GOES
    ),
    "a missing value in a column that had none, behind a scaler": lambda: Hazard(
        make_pipeline(StandardScaler(), regressor()), T, SCORE, WRONG, WRONG, ZERO_GOES
    ),
    "a missing value in a column that had none, random forest": lambda: Hazard(
        regressor(boosting_type="rf", bagging_fraction=0.7, bagging_freq=1),
        *(T, SCORE, WRONG, WRONG, ZERO_GOES),
    ),
    "a missing value in a column that had none, dart": lambda: Hazard(
        regressor(boosting_type="dart"), T, SCORE, WRONG, WRONG, ZERO_GOES
    ),
    "use_missing=False": lambda: Hazard(
        classifier(use_missing=False), T, TWO, WRONG, WRONG, ZERO_GOES
    ),
    "zero_as_missing": lambda: Hazard(
        classifier(zero_as_missing=True), T, TWO, WRONG, WRONG, "zero_as_missing"
    ),
    "zero_as_missing behind a scaler": lambda: Hazard(
        make_pipeline(StandardScaler(with_mean=False), regressor(zero_as_missing=True)),
        *(T, SCORE, WRONG, WRONG, "zero_as_missing"),
    ),
    "linear_tree": lambda: Hazard(
        regressor(linear_tree=True), T, SCORE, WRONG, WRONG, "linear_tree", refused=True
    ),
    "reg_sqrt": lambda: Hazard(
        regressor(reg_sqrt=True), T, SCORE, WRONG, WRONG, "the sum of the trees is squared"
    ),
    "objective mape": lambda: Hazard(
        regressor(objective="mape"), T, SCORE + 30, FAILS, FAILS, "mape"
    ),
    "objective multiclassova": lambda: Hazard(
        classifier(objective="multiclassova"), T, THREE, FAILS, FAILS, "multiclassova"
    ),
    "objective cross_entropy of a regressor": lambda: Hazard(
        regressor(objective="cross_entropy"), T, TWO, FAILS, FAILS, "cross_entropy of a regressor"
    ),
    "objective binary of a regressor": lambda: Hazard(
        regressor(objective="binary", sigmoid=1.7), T, TWO, FAILS, FAILS, "binary of a regressor"
    ),
    "objective cross_entropy_lambda": lambda: Hazard(
        regressor(objective="cross_entropy_lambda"), T, TWO, FAILS, FAILS, "cross_entropy_lambda"
    ),
    "an objective of one's own": lambda: Hazard(
        regressor(objective=own_objective), T, SCORE, FAILS, FAILS, "of one's own"
    ),
    "a classifier with an objective of one's own": lambda: Hazard(
        classifier(objective=own_objective), T, TWO, FAILS, FAILS, "no probabilities", refused=True
    ),
    "a classifier of a single tree": lambda: Hazard(
        LGBMClassifier(n_estimators=1, verbose=-1), FULL, TWO, WRONG, FAILS, "lone trees"
    ),
    "columns that differ by case": lambda: Hazard(
        classifier(), named("Age", "age"), TWO, RIGHT, WRONG, RENAMED, special=False
    ),
    "columns that differ by a sign": lambda: Hazard(
        classifier(), named("x<30", "x>30"), TWO, RIGHT, WRONG, RENAMED, special=False
    ),
    "columns named like elements of an array": lambda: Hazard(
        classifier(), named("x_0", "x_1"), TWO, WRONG, FAILS, RENAMED
    ),
    "a column named like a far element of an array": lambda: Hazard(
        forest(), named("a", "id_3000000000"), TWO, RIGHT, FAILS, RENAMED
    ),
    "categories that are fractions": lambda: Hazard(
        *fractions(forest()), TWO, RIGHT, FAILS, "fractional"
    ),
    "a calibrated forest": lambda: Hazard(
        CalibratedClassifierCV(forest(), cv=2), FULL, TWO, WRONG, FAILS, INNER
    ),
    "a constant classifier": lambda: Hazard(DummyClassifier(), FULL, TWO, RIGHT, FAILS, "stated"),
    "integer classes versus the rest": lambda: Hazard(
        OneVsRestClassifier(LogisticRegression()), FULL, THREE, FAILS, FAILS, INNER
    ),
    "one tree versus the rest": lambda: Hazard(
        OneVsRestClassifier(DecisionTreeClassifier(max_depth=3)),
        *(FULL, THREE, FAILS, FAILS, INNER),
    ),
    "isotonic calibration of three classes": lambda: Hazard(
        CalibratedClassifierCV(
            GradientBoostingClassifier(n_estimators=3, random_state=1), method="isotonic", cv=2
        ),
        *(FULL, THREE, WRONG, WRONG, INNER),
    ),
}


def hurting(hazard: Hazard) -> pd.DataFrame:
    """Rows of training, and some with one value made special."""
    rows = [hazard.inputs.head(60)]
    if not hazard.special:
        return rows[0]
    full = hazard.inputs.dropna().head(10)
    # The other models refuse a missing value.
    special = SPECIAL if takes_missing(hazard.model) else [s for s in SPECIAL if s == -999]
    for column in hazard.inputs.columns.difference(["rate"]):
        rows += [full.assign(**{column: value}) for value in special]
    return pd.concat(rows, ignore_index=True).astype(float)


def takes_missing(model: Any) -> bool:
    """Whether it is a LightGBM model, perhaps behind a scaler."""
    return type(getattr(model, "steps", [("", model)])[-1][1]).__name__.startswith("LGBM")
