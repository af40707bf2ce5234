"""Rows from a CSV or Parquet file, typed as a pipeline that is already fitted wants them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from scorejar.errors import UsageError
from scorejar.tables import read_table

from .columns import PATTERNS, Kind, blanked, convert, infer, is_text, matches, parsed, stated
from .native_categories import bare
from .nearest import hint
from .pickles import Fitted
from .pmml import Field

BLANK = re.compile(r"\s")
KINDS = {
    "integer": "numeric",
    "float": "numeric",
    "double": "numeric",
    "string": "categorical",
    "boolean": "boolean",
    "date": "date",
}
"""The kind of a column by PMML's type of it."""
NUMBERS = [name for name, kind in KINDS.items() if kind == "numeric"]


def read_columns(path: Path, fitted: Fitted) -> tuple[Fitted, pa.Table]:
    """The columns of a file that the pipeline takes, in its order; others are left aside.

    LightGBM writes '_' for each blank in a name; where the file has the name with blanks, that is
    the column's name from now on. Raises UsageError for a column that is not there.
    """
    table = read_table(path)
    blanks = {BLANK.sub("_", name): name for name in table.column_names}
    names = [
        name if name in table.column_names else blanks.get(name, name) for name in fitted.inputs
    ]
    for name in names:
        if name not in table.column_names:
            raise UsageError(f"{path}: no column '{name}'{hint(name, table.column_names)}")
    return replace(fitted, inputs=names), table.select(names)


def as_pmml_has(rows: pd.DataFrame, fields: Mapping[str, Field]) -> pd.DataFrame:
    """The rows with numbers for the booleans that the PMML knows as numbers.

    A pipeline that passes a boolean on to its estimator computes with 0 and 1.
    """
    booleans = [
        name
        for name, field in fields.items()
        if field.type in NUMBERS and pd.api.types.infer_dtype(rows[name], skipna=True) == "boolean"
    ]
    return rows.astype(dict.fromkeys(booleans, float))


def typed_rows(
    table: pa.Table, fitted: Fitted, fields: Mapping[str, Field], *, parquet: bool
) -> pd.DataFrame:
    """The rows as the pipeline wants them.

    Parquet keeps the types that it has; CSV is read by the PMML's types, so that "007" stays a
    string where the model knows strings. Raises RowError for a value that is not of its type.
    """
    if parquet:
        frame = table.to_pandas()
        rows = {name: with_nan(frame[name], fields.get(name)) for name in frame}
    else:
        rows = {name: from_text(name, table[name], fields.get(name)) for name in fitted.inputs}
    if takes_categories(fitted.model):
        for name, values in rows.items():
            if name in fields and fields[name].type == "string":
                rows[name] = values.astype("category")
    return pd.DataFrame(rows, columns=fitted.inputs)


def with_nan(values: pd.Series, field: Field | None) -> pd.Series:
    """A column of Parquet with NaN for None, and days as time stamps."""
    if field is not None and field.type in ("date", "dateTime"):
        return pd.to_datetime(values)
    return values.where(values.notna(), np.nan) if values.dtype == object else values


def from_text(name: str, column: pa.ChunkedArray, field: Field | None) -> pd.Series:
    """A column of CSV by PMML's type; by its values where PMML does not use it."""
    if column.null_count == len(column):
        return pd.Series(np.nan, index=range(len(column)), name=name)
    if field is not None and field.type in ("dateTime", "time"):
        return pd.Series(pd.to_datetime(blanked(column).to_pandas()), name=name)
    kind = cast(Kind, KINDS[field.type]) if field is not None else infer(name, column)
    if kind == "numeric" and all_booleans(column):
        return convert(name, column, "boolean").astype(float)
    if kind == "categorical" or not is_text(column.type):
        return convert(name, column, kind)
    values = parsed(name, column, kind)
    if field is not None and field.type == "integer" and values.notna().all():
        whole = values.astype(np.int64)
        return whole if (whole == values).all() else values
    return values


def all_booleans(column: pa.ChunkedArray) -> bool:
    """Whether every value of a column of CSV is the word true or false."""
    values = stated(column)
    return len(values) > 0 and bool(pc.all(matches(values, PATTERNS["boolean"])).as_py())


def takes_categories(model: Any) -> bool:
    """Whether the model was fitted on pandas categories, which text must become again."""
    model = bare(model)
    booster = getattr(model, "booster_", None) if hasattr(model, "n_features_in_") else None
    if hasattr(model, "get_booster"):
        return "c" in (model.get_booster().feature_types or ())
    return bool(getattr(booster, "pandas_categorical", None)) or (
        getattr(model, "is_categorical_", None) is not None
    )
