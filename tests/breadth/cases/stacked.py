"""Transformers in front of and beside each other."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from lightgbm import LGBMClassifier
from sklearn import decomposition, feature_selection, impute
from sklearn import preprocessing as pre
from sklearn.compose import ColumnTransformer, make_column_selector
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LinearRegression
from sklearn.pipeline import FeatureUnion, make_pipeline

from ..case import Case
from .steps import Build, before, lightgbm, logistic


def cases() -> Iterator[Case]:
    """All of them."""
    yield from stacked()


def columns() -> Any:
    """Numbers imputed and scaled, text imputed and one-hot encoded, as everybody writes it."""
    numbers = make_pipeline(impute.SimpleImputer(), pre.StandardScaler())
    texts = make_pipeline(
        impute.SimpleImputer(strategy="constant", fill_value="none"),
        pre.OneHotEncoder(handle_unknown="ignore", sparse_output=False),
    )
    chosen = make_column_selector(dtype_include="number")
    return ColumnTransformer([("n", numbers, chosen), ("t", texts, ["color", "size"])])


def stacked() -> Iterator[Case]:
    group = "Stacked preprocessing"

    def mixed(estimator: Build) -> Build:
        return lambda: make_pipeline(columns(), estimator())

    for name, estimator, target in (
        ("LogisticRegression", logistic, "two"),
        ("LinearRegression", LinearRegression, "number"),
        ("LightGBM, two", lambda: lightgbm(LGBMClassifier), "two"),
        ("LightGBM, named", lambda: lightgbm(LGBMClassifier), "named"),
        ("a forest", lambda: RandomForestClassifier(5, max_depth=4, random_state=1), "named"),
    ):
        yield Case(
            f"Imputers, scaler and one-hot before {name}",
            group,
            mixed(estimator),
            "text_gaps",
            target,
        )
    yield Case(
        "FeatureUnion of PCA and SelectKBest",
        group,
        before(
            lambda: FeatureUnion(
                [("p", decomposition.PCA(2)), ("s", feature_selection.SelectKBest(k=2))]
            ),
            logistic,
        ),
        "wide",
        "two",
    )
    yield Case(
        "StandardScaler, PCA",
        group,
        lambda: make_pipeline(pre.StandardScaler(), decomposition.PCA(3), LinearRegression()),
        "wide",
    )
    yield Case(
        "SimpleImputer, PolynomialFeatures, StandardScaler",
        group,
        lambda: make_pipeline(
            impute.SimpleImputer(),
            pre.PolynomialFeatures(),
            pre.StandardScaler(),
            LinearRegression(),
        ),
        "gaps",
        columns=("a", "c"),
    )
    yield Case(
        "log1p, MinMaxScaler, KBinsDiscretizer",
        group,
        lambda: make_pipeline(
            pre.FunctionTransformer(np.log1p),
            pre.MinMaxScaler(),
            pre.KBinsDiscretizer(3, strategy="uniform"),
            LinearRegression(),
        ),
        "positive",
    )
    yield Case(
        "StandardScaler, KBinsDiscretizer, LightGBM",
        group,
        lambda: make_pipeline(
            pre.StandardScaler(),
            pre.KBinsDiscretizer(4, strategy="uniform", encode="ordinal"),
            lightgbm(),
        ),
        columns=("a", "b"),
    )
    yield Case(
        "a column dropped, the rest passed on",
        group,
        lambda: make_pipeline(
            ColumnTransformer([("drop", "drop", ["c"])], remainder="passthrough"), lightgbm()
        ),
    )
