"""XGBoost, the packages xgboost and xgboost-cpu alike."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

import xgboost

from ..case import Case

OBJECTIVES = {
    "reg:squarederror": "number",
    "reg:absoluteerror": "number",
    "reg:logistic": "share",
    "reg:gamma": "positive",
    "reg:tweedie": "positive",
    "count:poisson": "count",
    "binary:logistic": "two",
    "multi:softprob": "zero_based",
}
CLASSIFICATION = ("binary:logistic", "multi:softprob")


def model(objective: str, **options: Any) -> Any:
    """A small one."""
    kind = "Classifier" if objective in CLASSIFICATION else "Regressor"
    if options.pop("forest", False):
        kind = "RF" + kind
    parameters = {"n_estimators": 6, "max_depth": 3, "n_jobs": 1, "random_state": 1}
    return getattr(xgboost, f"XGB{kind}")(objective=objective, **parameters | options)


def cases() -> Iterator[Case]:
    """Each objective plain; the other options with the common ones."""
    for objective, target in OBJECTIVES.items():
        yield case(objective, "plain", target=target)
    for objective in ("reg:squarederror", *CLASSIFICATION):
        yield case(objective, "missing values", table="gaps")
        yield case(objective, "gblinear", booster="gblinear", max_depth=None)
        yield case(objective, "dart", booster="dart", rate_drop=0.5)
        yield case(objective, "random forest", forest=True)
        yield case(
            objective,
            "pandas categories",
            table="categories",
            enable_categorical=True,
            tree_method="hist",
        )
    yield case("reg:squarederror", "missing=-999", missing=-999.0)
    yield case("binary:logistic", "monotone constraints", monotone_constraints="(1,-1,0,0)")
    yield case("binary:logistic", "one tree", n_estimators=1)
    yield case("binary:logistic", "base_score", base_score=0.3)
    yield Case(
        "XGBoost ranking, rank:pairwise",
        "XGBoost",
        lambda: xgboost.XGBRanker(n_estimators=6, max_depth=3, n_jobs=1),
        target="grade",
        fit=lambda known: {"group": [24] * 10},
    )


def case(
    objective: str, option: str, *, table: str = "numbers", target: str = "", **options: Any
) -> Case:
    """One case."""
    return Case(
        f"XGBoost {objective}, {option}",
        "XGBoost",
        partial(model, objective, **options),
        table=table,
        target=target or OBJECTIVES[objective],
    )
