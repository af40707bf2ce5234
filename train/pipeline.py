"""The pipeline to fit: a function of the columns' kinds, the training rows and the estimator."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from datetime import date
from itertools import groupby
from typing import Any, NamedTuple

import pandas as pd
from sklearn.compose import ColumnTransformer
from sklearn.impute import SimpleImputer
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler
from sklearn2pmml.decoration import CategoricalDomain
from sklearn2pmml.pipeline import PMMLPipeline
from sklearn2pmml.preprocessing import PMMLLabelEncoder

from .columns import Kind, no_values
from .dates import PARTS, date_parts
from .estimators import ESTIMATORS, Estimator, make

MISSING_CATEGORY = "missing"


class Prepared(NamedTuple):
    """A pipeline that is not fitted yet, and what its `fit` takes beside the rows."""

    pipeline: PMMLPipeline
    fit_parameters: dict[str, Any]


class Run(NamedTuple):
    """Neighbouring columns that are treated alike, how, and how many columns come of them.

    width None: not known before the rows are seen (one-hot), and not needed.
    """

    columns: list[str]
    transformer: Any
    width: int | None


def build(
    rows: pd.DataFrame,
    kinds: Mapping[str, Kind],
    kind: str,
    parameters: Mapping[str, Any],
    *,
    native: bool,
    seed: int,
) -> Prepared:
    """A PMMLPipeline of `columns` and `model`; inputs stay in the table's order.

    rows: the training rows; from them come which columns have missing values and the median date.
    native: LightGBM gets categories its own way, else as columns of 0 and 1.

    A missing number stays missing where the estimator takes it and training saw it; otherwise it
    becomes the median. (LightGBM scores a value that was never missing in training as 0.0, which
    PMML cannot say: jpmml-lightgbm takes the default side.) A missing category is one of
    its own; an unseen one counts as missing to LightGBM and as none of the known ones elsewhere.
    """
    estimator = ESTIMATORS[kind]
    native = native and estimator.native
    runs = list(column_runs(rows, kinds, estimator, native))
    columns = ColumnTransformer(
        [(str(index), run.transformer, run.columns) for index, run in enumerate(runs)],
        sparse_threshold=0,
        verbose_feature_names_out=False,
    )
    model = make(kind, parameters, seed)
    fit_parameters = {}
    if native:
        fit_parameters["model__categorical_feature"] = list(categorical_positions(runs, kinds))
    return Prepared(PMMLPipeline([("columns", columns), ("model", model)]), fit_parameters)


def column_runs(
    rows: pd.DataFrame, kinds: Mapping[str, Kind], estimator: Estimator, native: bool
) -> Iterator[Run]:
    """The columns in order; numbers that are treated alike go together: fewer steps."""

    def treatment(name: str) -> tuple[bool, bool]:
        seen_missing = bool(rows[name].isna().any())
        if not rows[name].notna().any():
            raise no_values(name)
        return kinds[name] == "numeric", estimator.keeps_missing and seen_missing

    for (numeric, keeps_missing), names in groupby(kinds, key=treatment):
        if numeric:
            together = list(names)
            yield Run(together, numbers(estimator.scaled, keeps_missing), len(together))
            continue
        for name in names:
            if kinds[name] == "date":
                middle = None if keeps_missing else median_date(rows[name])
                parts = date_parts(name, middle)
                scaled = make_pipeline(parts, StandardScaler()) if estimator.scaled else parts
                yield Run([name], scaled, len(PARTS))
            elif native:
                yield Run([name], codes(), 1)
            else:
                yield Run([name], zeros_and_ones(kinds[name]), None)


def categorical_positions(runs: list[Run], kinds: Mapping[str, Kind]) -> Iterator[int]:
    """Where the estimator finds the columns of category codes."""
    position = 0
    for run in runs:
        if kinds[run.columns[0]] in ("categorical", "boolean"):
            yield position
        position += run.width or 0


def numbers(scaled: bool, keeps_missing: bool) -> Any:
    """Numbers as they are, or without gaps, or without gaps and scaled."""
    if keeps_missing:
        return "passthrough"
    imputer = SimpleImputer(strategy="median")
    return make_pipeline(imputer, StandardScaler()) if scaled else imputer


def codes() -> Any:
    """One column of categories as the codes that LightGBM splits by; missing and unseen are
    NaN. By codes and not by pandas categories, because LightGBM
    refuses column names that hold a comma, a bracket, a colon or a quotation mark."""
    return make_pipeline(
        CategoricalDomain(invalid_value_treatment="as_missing"),
        PMMLLabelEncoder(missing_values=math.nan),
    )


def zeros_and_ones(kind: Kind) -> Any:
    """One column of categories as a column of 0 and 1 for each; all 0 where it is unseen.

    The imputer comes first because forests and networks in PMML have no answer for a missing
    category: missing text becomes a category of its own, a missing boolean the more frequent one.
    """
    if kind == "boolean":
        imputer = SimpleImputer(strategy="most_frequent")
    else:
        imputer = SimpleImputer(strategy="constant", fill_value=MISSING_CATEGORY)
    return make_pipeline(imputer, OneHotEncoder(handle_unknown="ignore", sparse_output=False))


def median_date(dates: pd.Series) -> date:
    """A date of the column with as many before it as after it."""
    known = dates.dropna().sort_values()
    middle: date = known.iloc[len(known) // 2].date()
    return middle
