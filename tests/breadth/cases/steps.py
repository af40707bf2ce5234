"""Pipelines that cases are built of."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from lightgbm import LGBMRegressor
from sklearn.compose import ColumnTransformer
from sklearn.linear_model import LinearRegression, LogisticRegression
from sklearn.pipeline import make_pipeline

Build = Callable[[], Any]


def before(transformer: Build, estimator: Build = LinearRegression) -> Build:
    """A pipeline of two steps."""
    return lambda: make_pipeline(transformer(), estimator())


def beside(transformer: Build, *columns: str, estimator: Build = LinearRegression) -> Build:
    """A transformer of some columns, the other ones as they are."""
    return lambda: make_pipeline(
        ColumnTransformer(
            [("t", transformer(), list(columns))], remainder="passthrough", sparse_threshold=0
        ),
        estimator(),
    )


def logistic() -> Any:
    return LogisticRegression(max_iter=500)


def lightgbm(kind: Any = LGBMRegressor) -> Any:
    return kind(n_estimators=5, num_leaves=7, min_child_samples=5, n_jobs=1, verbose=-1)
