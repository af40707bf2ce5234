"""LightGBM: objectives, kinds of boosting and options, every pair of which meets in some case."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import lightgbm

from ..case import Case
from ..pairs import covering
from ..tables import ROWS, Table

REGRESSION = {
    "regression": "number",
    "regression_l1": "number",
    "huber": "number",
    "fair": "number",
    "quantile": "number",
    "mape": "positive",
    "poisson": "positive",
    "gamma": "positive",
    "tweedie": "positive",
}
CLASSIFICATION = {
    "binary": "two",
    "multiclass": "named",
    "multiclassova": "three",
    "cross_entropy": "two",
}
RANKING = {"lambdarank": "grade", "rank_xendcg": "grade"}
TARGETS = REGRESSION | CLASSIFICATION | RANKING
"""What each objective predicts."""

BOOSTINGS: dict[str, dict[str, Any]] = {
    "gbdt": {},
    "dart": {"boosting_type": "dart", "drop_rate": 0.5, "drop_seed": 1},
    "goss": {"data_sample_strategy": "goss"},
    "rf": {"boosting_type": "rf", "subsample": 0.6, "subsample_freq": 1},
}


@dataclass(frozen=True)
class Option:
    """A way to train, and the objectives and boostings that take it."""

    parameters: dict[str, Any] = field(default_factory=dict)
    table: str = "numbers"
    fit: Callable[[Table], dict[str, Any]] | None = None
    objectives: frozenset[str] = frozenset(TARGETS)
    boostings: frozenset[str] = frozenset(BOOSTINGS)


def eyes(known: Table, target: str, ranking: bool) -> dict[str, Any]:
    """The end of the table as a validation set."""
    X, y = known.inputs.iloc[ROWS * 3 // 4 :], known.targets[target].iloc[ROWS * 3 // 4 :]
    group = {"eval_group": [[len(X)]]} if ranking else {}
    stop = lightgbm.early_stopping(2, verbose=False)
    return {"eval_set": [(X, y)], "callbacks": [stop], **group}


CATEGORIES = {"min_data_per_group": 5, "cat_smooth": 1, "cat_l2": 1}
OPTIONS = {
    "plain": Option(),
    "pandas categories": Option(CATEGORIES, table="categories"),
    "integer categories": Option(
        CATEGORIES, table="codes", fit=lambda known: {"categorical_feature": ["zone", "kind"]}
    ),
    "missing values": Option(table="gaps"),
    "zero_as_missing": Option({"zero_as_missing": True}, table="zeros"),
    "use_missing=False": Option({"use_missing": False}, table="gaps"),
    "monotone constraints": Option(
        {"monotone_constraints": [1, -1, 0, 0]},
        objectives=frozenset(TARGETS) - {"regression_l1", "quantile", "mape"},
    ),
    "early stopping": Option({"n_estimators": 10}, boostings=frozenset(BOOSTINGS) - {"dart"}),
    "linear_tree": Option(
        {"linear_tree": True}, objectives=frozenset(TARGETS) - {"regression_l1", "mape"}
    ),
    "reg_sqrt": Option(
        {"reg_sqrt": True}, objectives=frozenset({"regression", "regression_l1", "fair"})
    ),
    "one tree": Option({"n_estimators": 1}),
    "class weights": Option(
        {"class_weight": "balanced"}, objectives=frozenset(CLASSIFICATION) - {"cross_entropy"}
    ),
    "only leaves": Option({"min_child_samples": ROWS}),
}


def allowed(objective: str, boosting: str, option: str) -> bool:
    """Whether LightGBM takes the combination."""
    chosen = OPTIONS[option]
    return objective in chosen.objectives and boosting in chosen.boostings


def model(objective: str, boosting: str, option: str) -> Any:
    """A small one."""
    estimator = lightgbm.LGBMRegressor
    if objective in CLASSIFICATION:
        estimator = lightgbm.LGBMClassifier
    elif objective in RANKING:
        estimator = lightgbm.LGBMRanker
    parameters = {
        "n_estimators": 6,
        "num_leaves": 7,
        "min_child_samples": 5,
        "learning_rate": 0.3,
        "random_state": 1,
        "deterministic": True,
        "n_jobs": 1,
        "verbose": -1,
    }
    return estimator(
        objective=objective, **parameters | BOOSTINGS[boosting] | OPTIONS[option].parameters
    )


def fit_arguments(objective: str, option: str, known: Table) -> dict[str, Any]:
    """What `fit` takes beside the rows."""
    ranking = objective in RANKING
    given: dict[str, Any] = {"group": [24] * (ROWS // 24)} if ranking else {}
    if option == "early stopping":
        given |= eyes(known, TARGETS[objective], ranking)
    chosen = OPTIONS[option].fit
    return given | (chosen(known) if chosen else {})


def cases() -> Iterator[Case]:
    """All of them."""
    for objective, boosting, option in covering(
        [list(TARGETS), list(BOOSTINGS), list(OPTIONS)], allowed
    ):
        yield Case(
            name=f"LightGBM {objective}, {boosting}, {option}",
            group="LightGBM",
            build=partial(model, objective, boosting, option),
            table=OPTIONS[option].table,
            target=TARGETS[objective],
            fit=partial(fit_arguments, objective, option),
        )
