"""Rows of JSON as the table or array that a fitted pipeline wants."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from .json_rows import Rows, doubles, value_of
from .native_categories import own_categories
from .pickles import Fitted
from .pmml import Field
from .rows import takes_categories

NUMBERS = ("double", "float", "integer")


class Typist:
    """Types rows for one pipeline.

    A column gets the type that it has in the rows that are known (`like`), or the one that the
    PMML gives it. What does not fit (a whole number that is missing, a boolean of 0.5) widens the
    column of that table, as pandas does for whoever sends such rows.
    """

    def __init__(
        self, fitted: Fitted, fields: Sequence[Field], like: pd.DataFrame | None = None
    ) -> None:
        self._fitted = fitted
        self._fields = {field.name: field for field in fields}
        self._places = {field.name: place for place, field in enumerate(fields)}
        self._types: dict[str, Any] = {} if like is None else dict(like.dtypes)
        self._categorical = own_categories(fitted.model, fitted.inputs)
        if takes_categories(fitted.model):
            self._categorical |= {field.name for field in fields if field.type == "string"}

    def complete(self) -> bool:
        """Whether the PMML and the pipeline call their columns alike, so that rows can be typed."""
        return set(self._fields) <= set(self._fitted.inputs)

    def table(self, rows: Rows) -> Any:
        """The rows as a DataFrame, or as an array where the pipeline was fitted on one."""
        columns = {name: self._column(name, rows) for name in self._fitted.inputs}
        frame = pd.DataFrame(columns, columns=self._fitted.inputs)
        return frame if self._fitted.named else frame.to_numpy()

    def fits(self, row: Sequence[Any]) -> bool:
        """Whether every value of a row is of its column's own type, so that none is widened."""
        return all(
            fitting([value_of(field, row[self._places[name]])], self._wanted(name, field))
            for name, field in self._fields.items()
        )

    def _wanted(self, name: str, field: Field) -> Any:
        """A column's dtype."""
        known = self._types.get(name)
        if name in self._categorical and not isinstance(known, pd.CategoricalDtype):
            return pd.CategoricalDtype()
        if known is not None:
            return known
        return {
            "integer": np.dtype("int64"),
            "boolean": np.dtype(bool),
            "string": np.dtype(object),
            "date": np.dtype("datetime64[us]"),
            "dateTime": np.dtype("datetime64[us]"),
        }.get(field.type, np.dtype("float64" if field.type in NUMBERS else object))

    def _column(self, name: str, rows: Rows) -> pd.Series:
        field = self._fields.get(name)
        if field is None:  # the pipeline takes it, and the PMML knows nothing of it
            return pd.Series(np.nan, index=range(len(rows)), dtype=self._types.get(name))
        values = [value_of(field, row[self._places[name]]) for row in rows]
        return series(values, self._wanted(name, field), field)


def fitting(values: Sequence[Any], dtype: Any) -> bool:
    """Whether a dtype without a place for missing values, or for fractions, holds the values."""
    kind = getattr(dtype, "kind", "O")
    if not isinstance(dtype, np.dtype) or kind not in "iub":
        return True
    if kind == "b":
        return all(isinstance(value, bool) or value in (0, 1) for value in values)
    least, most = np.iinfo(dtype).min, np.iinfo(dtype).max
    return all(
        value is not None
        and math.isfinite(value)
        and int(value) == value
        and least <= value <= most
        for value in values
    )


def series(values: list[Any], dtype: Any, field: Field) -> pd.Series:
    """Values of Python as a column of a dtype, or of a wider one where they do not fit."""
    numeric = field.type in NUMBERS
    if isinstance(dtype, pd.CategoricalDtype):
        return categories(values, whole=numeric)
    kind = dtype.kind if isinstance(dtype, np.dtype) else ""
    if kind == "M":
        return moments(values)
    column: pd.Series
    if not kind or (kind in ("i", "u", "b") and fitting(values, dtype)):
        column = pd.Series(values, dtype=dtype)  # without a kind: pandas' own, nullable
    elif numeric and kind in ("i", "u", "b", "f"):
        column = pd.Series(doubles(values).astype(dtype if kind == "f" else float))
    else:
        column = pd.Series([nan(value) for value in values], dtype=object)
    return column


def moments(values: list[Any]) -> pd.Series:
    """Time stamps; NaT where there is none, or one that pandas cannot hold."""
    column: pd.Series = pd.to_datetime(pd.Series(values, dtype=object), errors="coerce")
    return column


def categories(values: list[Any], *, whole: bool) -> pd.Series:
    """pandas categories of the values that there are; whole: numbers that may be integers."""
    present = sorted({value for value in values if value is not None})
    if whole and all(float(value).is_integer() for value in present):
        present = [int(value) for value in present]
    return pd.Series(pd.Categorical([nan(value) for value in values], categories=present))


def nan(value: Any) -> Any:
    """NaN, which scikit-learn's imputers look for, for a missing value."""
    return math.nan if value is None else value
