"""scikit-learn's trees and ensembles of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from sklearn import ensemble, tree

from ..case import Case

SMALL = {"n_estimators": 6, "max_depth": 4, "random_state": 1}


def cases() -> Iterator[Case]:
    """All of them."""
    yield from trees()
    yield from boosted()
    yield from histograms()


def trees() -> Iterator[Case]:
    group = "Trees and forests"
    leaves = {"max_leaf_nodes": 12, "random_state": 1}
    for module, kind, options in (
        (tree, "DecisionTree", leaves),
        (tree, "ExtraTree", leaves),
        (ensemble, "RandomForest", SMALL),
        (ensemble, "ExtraTrees", SMALL),
    ):
        regressor = partial(getattr(module, f"{kind}Regressor"), **options)
        classifier = partial(getattr(module, f"{kind}Classifier"), **options)
        yield Case(f"{kind}Regressor", group, regressor)
        yield Case(f"{kind}Classifier, two", group, classifier, target="two")
        yield Case(f"{kind}Classifier, named", group, classifier, target="named")
        yield Case(f"{kind}Regressor, missing values", group, regressor, "gaps")
        yield Case(f"{kind}Classifier, missing values", group, classifier, "gaps", "named")
    yield from more_trees(group)


def more_trees(group: str) -> Iterator[Case]:
    forest = partial(ensemble.RandomForestClassifier, **SMALL)
    yield Case(
        "RandomForestClassifier, class_weight",
        group,
        partial(forest, class_weight="balanced"),
        target="two",
    )
    yield Case("RandomForestClassifier, truth", group, forest, target="truth")
    yield Case("RandomForestClassifier, iris", group, forest, "iris", "real")
    yield Case("RandomForestClassifier, breast_cancer", group, forest, "breast_cancer", "real")
    yield Case(
        "RandomForestRegressor of two numbers",
        group,
        partial(ensemble.RandomForestRegressor, **SMALL),
        target="two_numbers",
    )
    yield Case("RandomForestClassifier of two labels", group, forest, target="two_labels")
    single = partial(tree.DecisionTreeRegressor, max_depth=3)
    yield Case(
        "DecisionTreeRegressor, criterion=absolute_error",
        group,
        partial(single, criterion="absolute_error"),
    )
    yield Case(
        "DecisionTreeRegressor, monotonic_cst", group, partial(single, monotonic_cst=[1, -1, 0, 0])
    )
    yield Case("DecisionTreeRegressor, one leaf", group, single, target="constant")


def boosted() -> Iterator[Case]:
    group = "Boosting"
    few = {"n_estimators": 5, "random_state": 1}
    for loss in ("squared_error", "absolute_error", "huber", "quantile"):
        yield Case(
            f"GradientBoostingRegressor, {loss}",
            group,
            partial(ensemble.GradientBoostingRegressor, loss=loss, **few),
        )
    for target in ("two", "named"):
        yield Case(
            f"GradientBoostingClassifier, log_loss, {target}",
            group,
            lambda: ensemble.GradientBoostingClassifier(**few),
            target=target,
        )
        yield Case(
            f"AdaBoostClassifier, {target}",
            group,
            lambda: ensemble.AdaBoostClassifier(**few),
            target=target,
        )
    yield Case(
        "GradientBoostingClassifier, exponential",
        group,
        lambda: ensemble.GradientBoostingClassifier(loss="exponential", **few),
        target="two",
    )
    yield Case(
        "GradientBoostingRegressor, init=zero",
        group,
        lambda: ensemble.GradientBoostingRegressor(init="zero", **few),
    )
    for loss in ("linear", "square"):
        yield Case(
            f"AdaBoostRegressor, {loss}",
            group,
            partial(ensemble.AdaBoostRegressor, loss=loss, **few),
        )


def histograms() -> Iterator[Case]:
    group = "Histogram boosting"

    def regressor(**options: Any) -> Callable[[], Any]:
        return lambda: ensemble.HistGradientBoostingRegressor(
            max_iter=6, max_leaf_nodes=8, min_samples_leaf=5, random_state=1, **options
        )

    def classifier(**options: Any) -> Callable[[], Any]:
        return lambda: ensemble.HistGradientBoostingClassifier(
            max_iter=6, max_leaf_nodes=8, min_samples_leaf=5, random_state=1, **options
        )

    for loss, target in {
        "squared_error": "number",
        "absolute_error": "number",
        "gamma": "positive",
        "poisson": "positive",
        "quantile": "number",
    }.items():
        options: dict[str, Any] = {"loss": loss} | ({"quantile": 0.8} if loss == "quantile" else {})
        yield Case(
            f"HistGradientBoostingRegressor, {loss}", group, regressor(**options), target=target
        )
    for name, table, options in (
        ("plain", "numbers", {}),
        ("missing values", "gaps", {}),
        ("pandas categories", "categories", {"categorical_features": "from_dtype"}),
        ("integer categories", "codes", {"categorical_features": ["zone", "kind"]}),
        ("monotonic_cst", "numbers", {"monotonic_cst": [1, -1, 0, 0]}),
        ("early stopping", "numbers", {"early_stopping": True}),
    ):
        yield Case(f"HistGradientBoostingRegressor, {name}", group, regressor(**options), table)
        yield Case(
            f"HistGradientBoostingClassifier, {name}, two",
            group,
            classifier(**options),
            table,
            "two",
        )
        if "monotonic_cst" not in options:
            yield Case(
                f"HistGradientBoostingClassifier, {name}, named",
                group,
                classifier(**options),
                table,
                "named",
            )
