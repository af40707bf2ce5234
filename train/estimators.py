"""The estimators that a configuration can name, and what each asks of its columns."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from lightgbm import LGBMClassifier, LGBMRanker, LGBMRegressor
from lightgbm.basic import _ConfigAliases
from sklearn.ensemble import (
    GradientBoostingClassifier,
    GradientBoostingRegressor,
    HistGradientBoostingClassifier,
    HistGradientBoostingRegressor,
    RandomForestClassifier,
    RandomForestRegressor,
)
from sklearn.linear_model import ElasticNet, LinearRegression, LogisticRegression, Ridge
from sklearn.neural_network import MLPClassifier, MLPRegressor

from scorejar.errors import UsageError

from .nearest import hint

Task = Literal["classification", "regression", "ranking"]

# Without these, LightGBM's sums depend on the number of threads and on the timing of a trial run.
SAME_BYTES = {"deterministic": True, "force_row_wise": True, "verbose": -1}


@dataclass(frozen=True)
class Estimator:
    """One kind of estimator.

    keeps_missing: takes NaN as it is; the others get the column's median.
    scaled: wants columns of mean 0 and variance 1.
    native: can take categories as they are (LightGBM).
    seeded: has a `random_state`.
    """

    make: Callable[..., Any]
    task: Task
    keeps_missing: bool = False
    scaled: bool = False
    native: bool = False
    seeded: bool = True
    defaults: Mapping[str, Any] = field(default_factory=dict)


def lightgbm(make: Callable[..., Any], task: Task) -> Estimator:
    """LightGBM, made to give the same model on every machine."""
    return Estimator(make, task, keeps_missing=True, native=True, defaults=SAME_BYTES)


ESTIMATORS: dict[str, Estimator] = {
    "lightgbm_classifier": lightgbm(LGBMClassifier, "classification"),
    "lightgbm_regressor": lightgbm(LGBMRegressor, "regression"),
    "lightgbm_ranker": lightgbm(LGBMRanker, "ranking"),
    "linear_regression": Estimator(LinearRegression, "regression", scaled=True, seeded=False),
    "ridge": Estimator(Ridge, "regression", scaled=True),
    "elastic_net": Estimator(ElasticNet, "regression", scaled=True),
    "logistic_regression": Estimator(
        LogisticRegression, "classification", scaled=True, defaults={"max_iter": 1000}
    ),
    "random_forest_classifier": Estimator(RandomForestClassifier, "classification"),
    "random_forest_regressor": Estimator(RandomForestRegressor, "regression"),
    "gradient_boosting_classifier": Estimator(GradientBoostingClassifier, "classification"),
    "gradient_boosting_regressor": Estimator(GradientBoostingRegressor, "regression"),
    "hist_gradient_boosting_classifier": Estimator(
        HistGradientBoostingClassifier, "classification", keeps_missing=True
    ),
    "hist_gradient_boosting_regressor": Estimator(
        HistGradientBoostingRegressor, "regression", keeps_missing=True
    ),
    "mlp_classifier": Estimator(
        MLPClassifier, "classification", scaled=True, defaults={"max_iter": 500}
    ),
    "mlp_regressor": Estimator(MLPRegressor, "regression", scaled=True, defaults={"max_iter": 500}),
}


def make(kind: str, parameters: Mapping[str, Any], seed: int) -> Any:
    """The unfitted estimator.

    Raises UsageError for a parameter that it does not have; what a parameter may hold is checked by
    the estimator itself when it is fitted.
    """
    estimator = ESTIMATORS[kind]
    known = accepted(estimator)
    for name in parameters:
        if name not in known:
            raise UsageError(f"estimator {kind}: unknown parameter '{name}'{hint(name, known)}")
    if estimator.native:
        refuse_what_pmml_cannot_carry(kind, parameters)
    given = {**estimator.defaults, **parameters}
    if estimator.seeded:
        given.setdefault("random_state", seed)
    try:
        return estimator.make(**given)
    except (TypeError, ValueError) as error:
        raise UsageError(f"estimator {kind}: {' '.join(str(error).split())}") from error


def refuse_what_pmml_cannot_carry(kind: str, parameters: Mapping[str, Any]) -> None:
    """Refuse, before any time goes into training, what the conversion would refuse afterwards."""
    for name in _ConfigAliases.get("linear_tree"):
        if parameters.get(name):
            raise UsageError(
                f"estimator {kind}: expected no {name}, got {parameters[name]!r}:"
                " PMML's trees cannot hold linear models in their leaves"
            )
    for name in _ConfigAliases.get("objective"):
        if kind == "lightgbm_classifier" and parameters.get(name) in (
            "cross_entropy_lambda",
            "xentlambda",
        ):
            raise UsageError(
                f"estimator {kind}: expected an objective of probabilities,"
                f" got {parameters[name]!r}; take lightgbm_regressor"
            )


def accepted(estimator: Estimator) -> list[str]:
    """The parameters that an estimator has. LightGBM takes any name and ignores what it does not
    know, so its own list of names and aliases is asked."""
    names = [name for name in inspect.signature(estimator.make).parameters if name != "kwargs"]
    if estimator.native:
        aliases = _ConfigAliases._get_all_param_aliases()
        names += sorted({*aliases, *(name for same in aliases.values() for name in same)})
    return names
