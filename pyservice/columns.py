"""Columns of a table to doubles, a column at a time: DataFrames, CSV and Parquet, through Arrow.

The vectors below find out whether all values fit; what is said of one that does not, and whether
it really does not, is decided by the encoder of single values in `encode`.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from scorejar.errors import RowError

from .encode import LARGEST_INTEGER, WrongValueError, encoder, to_double
from .messages import in_row, shown
from .schema import NUMBERS, Column

Doubles = NDArray[np.float64]

UNITS_PER_SECOND = 1_000_000  # moments are read to the microsecond


def doubles(column: Column, values: pa.Array, first_row: int = 0) -> Doubles:
    """A column's values as doubles, NaN where missing.

    values: of an Arrow type that fits the column's; nothing is parsed here. first_row: the
    number of the first value, for messages. Raises RowError for the first value that does not fit.
    """
    if not is_categorical_text(column, values):
        values = plain_values(values)
    if pa.types.is_null(values.type):
        result = np.full(len(values), np.nan)
    elif column.type == "string":
        result = string_codes(column, values, first_row)
    elif column.type in NUMBERS or column.type == "boolean":
        result = numbers(column, values, first_row)
    else:
        result = moments(column, values, first_row)
    check_rules(column, values, result, first_row)
    return result


def is_categorical_text(column: Column, values: pa.Array) -> bool:
    """Whether these are strings, each of which stands once in a dictionary."""
    kind = values.type
    return column.type == "string" and pa.types.is_dictionary(kind) and is_text(kind.value_type)


def plain_values(values: pa.Array) -> pa.Array:
    """The values without a dictionary around them, in one piece."""
    if isinstance(values, pa.ChunkedArray):
        values = values.combine_chunks()
    if pa.types.is_dictionary(values.type):
        values = values.dictionary_decode()
    return values


def numbers(column: Column, values: pa.Array, first_row: int) -> Doubles:
    """Numbers and booleans."""
    kind = values.type
    if pa.types.is_boolean(kind) and column.type == "boolean":
        return to_numpy(values.cast(pa.float64()))
    if not (pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_decimal(kind)):
        return each(column, values.to_pylist(), first_row)
    result = to_numpy(values.cast(pa.float64(), safe=False))
    if column.type == "boolean":
        refuse_any(column, values, ~np.isin(result, (0.0, 1.0)) & ~np.isnan(result), first_row)
    elif column.type == "integer":
        wrong = (np.floor(result) != result) | (np.abs(result) >= LARGEST_INTEGER)
        refuse_any(column, values, wrong & ~np.isnan(result), first_row)
    elif column.type == "float":
        with np.errstate(over="ignore"):
            result = result.astype(np.float32).astype(np.float64)
    return result


def string_codes(column: Column, values: pa.Array, first_row: int) -> Doubles:
    """Strings to the places of their categories; -1 for those that are none of them."""
    if is_categorical_text(column, values):  # each category is looked up once
        if isinstance(values, pa.ChunkedArray):
            values = values.unify_dictionaries().combine_chunks()
        codes = string_codes(column, values.dictionary, first_row)
        return to_numpy(pc.take(pa.array(codes, from_pandas=True), values.indices))
    if not is_text(values.type):
        return each(column, values.to_pylist(), first_row)
    known = pa.array(column.categories, pa.string())
    found = pc.index_in(values.cast(pa.string()), value_set=known, skip_nulls=True)
    codes = pc.if_else(pc.is_valid(values), pc.fill_null(found, -1), pa.scalar(None, pa.int32()))
    return to_numpy(codes.cast(pa.float64()))


def moments(column: Column, values: pa.Array, first_row: int) -> Doubles:
    """Dates to days, moments and times of day to seconds."""
    kind = values.type
    if column.type == "date" and pa.types.is_date(kind):
        return to_numpy(values.cast(pa.date32()).cast(pa.int32()).cast(pa.float64()))
    if pa.types.is_timestamp(kind) and kind.tz is None and column.type != "time":
        micros = to_numpy(values.cast(pa.timestamp("us"), safe=False).cast(pa.int64()))
        if column.type == "dateTime":
            return micros / UNITS_PER_SECOND
        days = micros / (86_400 * UNITS_PER_SECOND)
        refuse_any(column, values, (np.floor(days) != days) & ~np.isnan(days), first_row)
        return days
    if column.type == "time" and pa.types.is_time(kind):
        whole = values.cast(pa.time64("us"), safe=False).cast(pa.int64())
        return to_numpy(whole) / UNITS_PER_SECOND
    return each(column, values.to_pylist(), first_row)


def each(column: Column, values: list[Any], first_row: int) -> Doubles:
    """Values of any types one by one; raises RowError for the first that does not fit."""
    encode = encoder(column)
    found = np.empty(len(values))
    for place, value in enumerate(values):
        try:
            found[place] = encode(value)
        except WrongValueError as error:
            raise wrong_value(column, error, value, first_row + place) from None
    return found


def check_rules(column: Column, values: pa.Array, result: Doubles, first_row: int) -> None:
    """Refuse what the column does not take: a missing, unknown or too large or small value."""
    if not column.missing_accepted:
        refuse_any(column, values, np.isnan(result), first_row)
    if column.bounded:
        refuse_any(column, values, (result < column.low) | (result > column.high), first_row)
    if column.categories and not column.unseen_accepted:
        if column.type == "string":
            unseen = result < 0
        else:
            known = [to_double(column, category) for category in column.categories]
            unseen = ~np.isin(result, known) & ~np.isnan(result)
        refuse_any(column, values, unseen, first_row)


def is_text(kind: pa.DataType) -> bool:
    """Whether an Arrow type holds text."""
    return bool(
        pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind)
    )


def to_numpy(values: pa.Array) -> Doubles:
    """An array of doubles, NaN for null."""
    return np.asarray(values.cast(pa.float64()).to_numpy(zero_copy_only=False), np.float64)


def refuse_any(column: Column, values: pa.Array, wrong: NDArray[Any], first_row: int) -> None:
    """Refuse the first value that the mask says is wrong, and that its encoder refuses too."""
    encode = encoder(column)
    for place in np.flatnonzero(wrong):
        value = values[int(place)].as_py()
        try:
            encode(value)
        except WrongValueError as error:
            raise wrong_value(column, error, value, first_row + int(place)) from None


def wrong_value(column: Column, expected: object, value: Any, row: int) -> RowError:
    """`age: expected double, got 'abc' (row 3)`."""
    return in_row(f"{column.name}: expected {expected}, got {shown(value)}", row)
