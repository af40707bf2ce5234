"""Tells the converter which columns of a LightGBM or XGBoost model are categories.

It learns that from the transformers in front of a model only, and refuses a model that was fitted
on pandas categories or with `categorical_feature` and nothing in front. The model's own text says
which columns they are and what their codes stand for.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import pandas as pd
from sklearn.compose import ColumnTransformer
from sklearn.pipeline import Pipeline
from sklearn2pmml.decoration import CategoricalDomain

COLUMNS = re.compile(r"^\[categorical_feature: ([\d,]+)\]$", re.MULTILINE)
CODES = re.compile(r"^feature_infos=(.*)$", re.MULTILINE)


def with_categories(estimator: Any, inputs: Sequence[str]) -> Any:
    """The estimator behind a step that tells its categories, where it has some of its own.

    Anything else comes back as it is, a model among them whose categories cannot be told apart:
    of pandas and of `categorical_feature` at once. The step is for the converter alone. To LightGBM
    a category that it has not seen is a missing one; XGBoost refuses it.
    """
    model = bare(estimator)
    unseen = "as_missing"
    categories = {}
    if hasattr(model, "booster_"):
        categories = lightgbm_categories(model.booster_)
    elif hasattr(model, "get_booster"):
        categories = xgboost_categories(model.get_booster())
        unseen = "return_invalid"
    if not categories:
        return estimator
    steps = [
        (
            str(index),
            domain(categories[index], unseen) if index in categories else "passthrough",
            [name],
        )
        for index, name in enumerate(inputs)
    ]
    columns = ColumnTransformer(steps, verbose_feature_names_out=False)
    columns.fit(example(inputs, categories))
    return Pipeline([("columns", columns), ("model", model)])


def own_categories(estimator: Any, inputs: Sequence[str]) -> set[str]:
    """The columns that a bare model wants as pandas categories, as it was fitted."""
    model = bare(estimator)
    found: dict[int, list[Any]] = {}
    if hasattr(model, "get_booster"):
        found = xgboost_categories(model.get_booster())
    elif hasattr(model, "booster_") and model.booster_.pandas_categorical:
        found = lightgbm_categories(model.booster_)
    return {inputs[index] for index in found}


def lightgbm_categories(booster: Any) -> dict[int, list[Any]]:
    """By the number of a column its categories, in the order of their codes."""
    text = booster.model_to_string(num_iteration=1)
    told, infos = COLUMNS.search(text), CODES.search(text)
    if told is None or infos is None:
        return {}
    columns = [int(number) for number in told[1].split(",")]
    known = booster.pandas_categorical or []
    if known:
        return dict(zip(columns, known, strict=True)) if len(known) == len(columns) else {}
    codes = [re.findall(r"(?<![-\d])\d+", info) for info in infos[1].split(" ")]
    # A column of which no split can be made is "none".
    return {column: list(range(max(map(int, codes[column]), default=0) + 1)) for column in columns}


def xgboost_categories(booster: Any) -> dict[int, list[Any]]:
    """The same of a booster that knows the categories that pandas had."""
    if "c" not in (booster.feature_types or ()):
        return {}
    known = booster.get_categories(export_to_arrow=True).to_arrow()
    return {
        index: values.to_pylist() for index, (_, values) in enumerate(known) if values is not None
    }


def bare(estimator: Any) -> Any:
    """The estimator of a pipeline that has nothing else in it."""
    while len(getattr(estimator, "steps", ())) == 1:
        estimator = estimator.steps[0][1]
    return estimator


def domain(categories: Sequence[Any], unseen: str) -> Any:
    """What tells the converter the categories of one column."""
    return CategoricalDomain(data_values=[list(categories)], invalid_value_treatment=unseen)


def example(inputs: Sequence[str], categories: dict[int, list[Any]]) -> pd.DataFrame:
    """One row of the columns: the first category each, and numbers."""
    return pd.DataFrame(
        {
            name: pd.Series(
                categories[index][:1] if index in categories else [0.0],
                dtype=object if isinstance(categories.get(index, [0])[0], str) else None,
            )
            for index, name in enumerate(inputs)
        }
    )
