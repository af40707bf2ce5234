"""Columns of text, as CSV files have them, to columns of the type that a model takes.

The same words are missing and the same forms are numbers and dates as in training from a table.
"""

from __future__ import annotations

from dataclasses import replace

import pyarrow as pa
import pyarrow.compute as pc

from scorejar.tables import MISSING, NUMBER

from . import moments
from .columns import is_text, plain_values, wrong_value
from .encode import KINDS, LARGEST_INTEGER, WrongValueError, encoder
from .schema import NUMBERS, Column

FORMS = {
    "boolean": r"^(?i:true|false|0|1)$",
    "date": f"^({moments.DATE.pattern})$",
    "dateTime": f"^({moments.DATE_TIME.pattern}|{moments.DATE.pattern})$",
    "time": f"^({moments.TIME.pattern})$",
}
TYPES = {
    "boolean": pa.bool_(),
    "date": pa.date32(),
    "dateTime": pa.timestamp("us"),
}


def typed(column: Column, values: pa.Array, first_row: int = 0) -> pa.Array:
    """A column of a file in the type that the model takes.

    Text is parsed where the column holds no strings. Whole numbers and booleans are text where it
    does, as they are in training; fractions are not, since 1 and 1.0 would be two categories.
    first_row: the number of the first value. Raises RowError.
    """
    values = plain_values(values)
    if column.type != "string":
        return parsed(column, values, first_row) if is_text(values.type) else values
    if pa.types.is_boolean(values.type):
        return pc.if_else(values, "true", "false")
    return values.cast(pa.string()) if pa.types.is_integer(values.type) else values


def parsed(column: Column, values: pa.Array, first_row: int) -> pa.Array:
    """Text to numbers, booleans, dates or times; raises RowError for the first that is none."""
    text = pc.utf8_trim_whitespace(values.cast(pa.string()))
    missing = pc.is_in(text, value_set=pa.array(MISSING))
    text = pc.if_else(missing, pa.scalar(None, pa.string()), text)
    form = NUMBER if column.type in NUMBERS else FORMS[column.type]
    refuse_first(column, text, pc.invert(pc.match_substring_regex(text, form)), first_row)
    if column.type in NUMBERS:
        result = text.cast(pa.float64())
        largest = LARGEST_INTEGER if column.type == "integer" else float("inf")
        refuse_first(column, text, pc.greater_equal(pc.abs(result), largest), first_row)
        return result
    if column.type == "time":  # which Arrow does not parse
        micros = pc.round(pc.multiply(each_present(column, text, first_row), 1e6))
        return micros.cast(pa.int64()).cast(pa.time64("us"))
    try:
        return text.cast(TYPES[column.type])
    except pa.ArrowInvalid:  # 2026-02-30
        each_present(column, text, first_row)
        raise


def each_present(column: Column, text: pa.Array, first_row: int) -> pa.Array:
    """The doubles of the texts, one by one; null stays null. Raises RowError."""
    encode = encoder(replace(column, missing_accepted=True))
    found = []
    for row, value in enumerate(text.to_pylist(), first_row):
        try:
            found.append(None if value is None else encode(value))
        except WrongValueError as error:
            raise wrong_value(column, error, value, row) from None
    return pa.array(found, pa.float64())


def refuse_first(column: Column, text: pa.Array, wrong: pa.Array, first_row: int) -> None:
    """Refuse the first text that the mask says is wrong, if there is one."""
    place = pc.index(wrong, True).as_py()
    if place >= 0:
        expected = KINDS.get(column.type, column.type)
        raise wrong_value(column, expected, text[place].as_py(), first_row + place)
