"""Imputers, scalers and bins in front of a simple estimator."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from sklearn import impute
from sklearn import preprocessing as pre
from sklearn.ensemble import HistGradientBoostingRegressor
from sklearn.linear_model import LinearRegression
from sklearn.pipeline import FeatureUnion, make_pipeline
from sklearn.tree import DecisionTreeRegressor

from ..case import Case
from .steps import before, beside, lightgbm


def cases() -> Iterator[Case]:
    """All of them."""
    yield from imputers()
    yield from scalers()
    yield from bins()


def imputers() -> Iterator[Case]:
    group = "Imputers"
    for strategy in ("mean", "median", "most_frequent", "constant"):
        yield Case(
            f"SimpleImputer, {strategy}",
            group,
            before(partial(impute.SimpleImputer, strategy=strategy)),
            "gaps",
        )
    yield Case(
        "SimpleImputer, add_indicator",
        group,
        before(lambda: impute.SimpleImputer(add_indicator=True)),
        "gaps",
    )
    yield Case(
        "SimpleImputer, missing_values=-999",
        group,
        before(lambda: impute.SimpleImputer(missing_values=-999)),
    )
    for strategy in ("most_frequent", "constant"):
        yield Case(
            f"SimpleImputer of text, {strategy}",
            group,
            beside(
                partial(
                    make_pipeline,
                    impute.SimpleImputer(strategy=strategy),
                    pre.OneHotEncoder(handle_unknown="ignore"),
                ),
                "color",
                estimator=LinearRegression,
            ),
            "text_gaps",
            columns=("a", "b", "color"),
        )
    yield Case(
        "MissingIndicator beside SimpleImputer",
        group,
        before(
            lambda: FeatureUnion([("i", impute.SimpleImputer()), ("m", impute.MissingIndicator())])
        ),
        "gaps",
    )
    yield Case("KNNImputer", group, before(impute.KNNImputer), "gaps")
    yield Case(
        "SimpleImputer of whole numbers, before trees",
        group,
        before(
            lambda: impute.SimpleImputer(strategy="median"),
            lambda: DecisionTreeRegressor(max_depth=3),
        ),
        "counts",
    )


def scalers() -> Iterator[Case]:
    group = "Scalers"
    for name, build in {
        "StandardScaler": pre.StandardScaler,
        "StandardScaler, with_mean=False": lambda: pre.StandardScaler(with_mean=False),
        "MinMaxScaler": pre.MinMaxScaler,
        "MinMaxScaler, clip": lambda: pre.MinMaxScaler(clip=True),
        "MaxAbsScaler": pre.MaxAbsScaler,
        "RobustScaler": pre.RobustScaler,
        "PowerTransformer, yeo-johnson": pre.PowerTransformer,
        "QuantileTransformer, uniform": lambda: pre.QuantileTransformer(n_quantiles=20),
        "QuantileTransformer, normal": lambda: pre.QuantileTransformer(
            n_quantiles=20, output_distribution="normal"
        ),
        "Normalizer": pre.Normalizer,
    }.items():
        yield Case(name, group, before(build))
    yield Case(
        "PowerTransformer, box-cox",
        group,
        before(lambda: pre.PowerTransformer(method="box-cox")),
        "positive",
    )
    yield Case(
        "StandardScaler, missing values, before LightGBM",
        group,
        before(pre.StandardScaler, lightgbm),
        "gaps",
    )
    yield Case(
        "StandardScaler, missing values, before HistGradientBoosting",
        group,
        before(pre.StandardScaler, lambda: HistGradientBoostingRegressor(max_iter=5)),
        "gaps",
    )
    yield Case(
        "StandardScaler before a tree",
        group,
        before(pre.StandardScaler, lambda: DecisionTreeRegressor(max_depth=4)),
    )
    yield Case("MinMaxScaler before LightGBM", group, before(pre.MinMaxScaler, lightgbm))


def bins() -> Iterator[Case]:
    group = "Bins"
    strategies: dict[str, dict[str, Any]] = {
        "uniform": {},
        "quantile": {"quantile_method": "averaged_inverted_cdf"},
        "kmeans": {},
    }
    for encode in ("onehot-dense", "ordinal"):
        for strategy, options in strategies.items():
            build = partial(pre.KBinsDiscretizer, 4, strategy=strategy, encode=encode, **options)
            name = f"KBinsDiscretizer, {strategy}, {encode}"
            yield Case(name, group, before(build), columns=("a", "b"))
    yield Case(
        "KBinsDiscretizer, onehot",
        group,
        before(lambda: pre.KBinsDiscretizer(3, strategy="uniform")),
        columns=("a", "b"),
    )
    yield Case("Binarizer", group, before(lambda: pre.Binarizer(threshold=0.5)))
