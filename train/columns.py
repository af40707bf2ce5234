"""What a column holds: numbers, categories, yes or no, or dates."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any, Literal

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from scorejar.errors import RowError, UsageError
from scorejar.tables import MISSING, NUMBER

Kind = Literal["numeric", "categorical", "boolean", "date", "unused"]

LEADING_ZERO = r"^[+-]?0\d"  # 007 is a code: as a number it would lose its zeros
DATE = r"^\d{4}-\d{2}-\d{2}$"
BOOLEAN = r"^(?i:true|false)$"
PATTERNS = {"numeric": NUMBER, "date": DATE, "boolean": BOOLEAN}
EXPECTED = {"numeric": "a number", "date": "a date (YYYY-MM-DD)", "boolean": "true or false"}
MIDNIGHT = datetime.time(0)


def infer(name: str, column: pa.ChunkedArray) -> Kind:
    """The kind that a column's type and values suggest.

    Text is numeric, boolean or a date when every value reads as one. Raises RowError where some
    values are numbers and others are not, and UsageError for a column without any value or of a
    type that no estimator here takes.
    """
    if column.null_count == len(column):
        raise no_values(name)
    kind = column.type
    if pa.types.is_boolean(kind):
        return "boolean"
    if pa.types.is_date(kind) or pa.types.is_timestamp(kind):
        return "date"
    if pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_decimal(kind):
        return "numeric"
    if not is_text(kind):
        raise UsageError(
            f"column '{name}': expected numbers, text, booleans or dates, got {kind};"
            f' columns.{quoted(name)} = "unused" leaves it out'
        )
    return infer_text(name, column)


def infer_text(name: str, column: pa.ChunkedArray) -> Kind:
    """The kind of a column of text."""
    values = stated(column)
    if len(values) == 0:
        raise no_values(name)
    for kind in ("boolean", "date"):
        if pc.all(matches(values, PATTERNS[kind])).as_py():
            return kind
    numbers = pc.sum(matches(values, NUMBER)).as_py()
    if numbers == 0 or pc.any(matches(values, LEADING_ZERO)).as_py():
        return "categorical"
    if numbers < len(values):
        row, text = first_other(column, "numeric")
        raise RowError(
            f"{name}: expected {EXPECTED['numeric']}, got {text!r} (row {row});"
            f' columns.{quoted(name)} = "categorical" takes all values as text'
        )
    return "numeric"


def no_values(name: str) -> UsageError:
    """What is said of a column in which every value is missing."""
    return UsageError(
        f"column '{name}': expected values, found every row missing;"
        f' columns.{quoted(name)} = "unused" leaves it out'
    )


def convert(name: str, column: pa.ChunkedArray, kind: Kind) -> pd.Series:
    """The column as pipelines here want it; rows count from 0 in messages.

    Raises RowError for a value that is not of the kind, UsageError where every value is missing.

    numeric: float64, NaN missing. categorical: object of str, NaN missing. boolean: object of
    bool, NaN missing. date: datetime64 at midnight, NaT missing.
    """
    categorical = kind == "categorical"
    values = as_object(name, text(column)) if categorical else parsed(name, column, kind)
    if not values.notna().any():
        raise no_values(name)
    return values


def parsed(name: str, column: pa.ChunkedArray, kind: Kind) -> pd.Series:
    """`convert` for what is read from text or cast from another type."""
    if is_text(column.type):
        row, value = first_other(column, kind)
        if row >= 0:
            raise RowError(f"{name}: expected {EXPECTED[kind]}, got {value!r} (row {row})")
        column = blanked(column)
    try:
        if kind == "numeric":
            return pd.Series(column.cast(pa.float64(), safe=False).to_numpy(), name=name)
        if kind == "boolean":
            return as_object(name, booleans(column))
        return pd.Series(dates(name, column), name=name)
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError) as error:
        raise UsageError(
            f"column '{name}': expected {EXPECTED[kind]} in every row, got {column.type}: {error}"
        ) from None


def as_object(name: str, values: Sequence[Any]) -> pd.Series:
    """Python values with NaN, which scikit-learn's imputers look for, where one is missing."""
    return pd.Series(
        [np.nan if value is None else value for value in values], dtype=object, name=name
    )


def text(column: pa.ChunkedArray) -> list[str | None]:
    """Every value as the text that it is in a file."""
    if pa.types.is_dictionary(column.type):
        column = column.cast(column.type.value_type)
    if pa.types.is_boolean(column.type):
        return [None if value is None else str(value).lower() for value in column.to_pylist()]
    values: list[str | None] = column.cast(pa.string()).to_pylist()
    return values


def booleans(column: pa.ChunkedArray) -> list[bool | None]:
    """Booleans from booleans, from 0 and 1, or from text."""
    if is_text(column.type):
        column = pc.utf8_lower(column)
    values: list[bool | None] = column.cast(pa.bool_()).to_pylist()
    return values


def dates(name: str, column: pa.ChunkedArray) -> np.ndarray[tuple[int], np.dtype[np.datetime64]]:
    """Days; a time stamp must stand at midnight."""
    if pa.types.is_timestamp(column.type):
        for row, value in enumerate(column.cast(pa.timestamp("us")).to_pylist()):
            if value is not None and value.time() != MIDNIGHT:
                raise RowError(
                    f"{name}: expected a date, got the time {value.isoformat(sep=' ')} (row {row});"
                    f' columns.{quoted(name)} = "unused" leaves the column out'
                )
    days: np.ndarray[tuple[int], np.dtype[np.datetime64]] = (
        column.cast(pa.date32()).cast(pa.timestamp("us")).to_numpy()
    )
    return days


def is_text(kind: pa.DataType) -> bool:
    """Whether a type is text, plain or as a dictionary of it."""
    if pa.types.is_dictionary(kind):
        kind = kind.value_type
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind))


def trimmed(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Text without the blanks around it."""
    if pa.types.is_dictionary(column.type):
        column = column.cast(column.type.value_type)
    return pc.utf8_trim_whitespace(column.cast(pa.string()))


def missing(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """True where a value is missing or is a word for that."""
    return pc.or_kleene(pc.is_null(column), pc.is_in(column, value_set=pa.array(MISSING)))


def stated(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """The text values that are not missing."""
    values = trimmed(column)
    return values.filter(pc.invert(missing(values)))


def blanked(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Text with null for each word that means missing."""
    values = trimmed(column)
    return pc.if_else(missing(values), pa.scalar(None, pa.string()), values)


def matches(values: pa.ChunkedArray, pattern: str) -> pa.ChunkedArray:
    """Which texts are of a form."""
    return pc.match_substring_regex(values, pattern)


def first_other(column: pa.ChunkedArray, kind: Kind) -> tuple[int, str]:
    """The first row whose text is neither missing nor of the kind, and it; row -1 if none."""
    values = trimmed(column)
    wrong = pc.invert(pc.or_kleene(missing(values), matches(values, PATTERNS[kind])))
    row = pc.index(wrong, True).as_py()
    return (row, column[row].as_py()) if row >= 0 else (-1, "")


def quoted(name: str) -> str:
    """A column's name as a TOML key."""
    return name if name.replace("_", "").isalnum() and name.isascii() else f'"{name}"'
