"""Named values to a row of doubles (docs/jar.md, "A row of doubles").

One encoder a column, chosen once for a schema. A value of the wrong type is refused, never
converted: a silent conversion is a silent wrong score.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Callable, Mapping, Sequence
from operator import itemgetter
from typing import Any

import numpy as np

from . import moments
from .messages import in_row, shown, shown_categories, shown_range, unknown_field
from .missing import is_missing
from .schema import NUMBERS, Column, Schema

Encoder = Callable[[Any], float]

NAN = float("nan")
INFINITIES = (float("inf"), float("-inf"))
LARGEST = sys.float_info.max
LARGEST_INTEGER = 2**53  # from here on a double is not one whole number any more

KINDS = {
    "date": "date such as 2026-01-31",
    "dateTime": "dateTime such as 2026-01-31T12:30:00",
    "time": "time such as 12:30:00",
}


class WrongValueError(Exception):
    """What was expected of a value; the row encoder adds the column, what came, and the row."""


def number(value: Any) -> float:
    """A number, and no boolean or text; raises ValueError."""
    if isinstance(value, (int, float, np.integer, np.floating)) and not isinstance(value, bool):
        return float(value)
    raise ValueError


def integer(value: Any) -> float:
    """A whole number that a double holds exactly; 3.0 counts as 3."""
    result = number(value)
    if result != value or not result.is_integer() or abs(result) > LARGEST_INTEGER:
        raise ValueError
    return result


def boolean(value: Any) -> float:
    """A boolean, or the numbers 0 and 1 that tables hold instead."""
    if isinstance(value, (bool, np.bool_)):
        return float(value)
    if number(value) in (0.0, 1.0):
        return float(value)
    raise ValueError


PLAIN: dict[str, Encoder] = {
    "double": number,
    "float": number,
    "integer": integer,
    "boolean": boolean,
    "date": moments.days,
    "dateTime": moments.seconds,
    "time": moments.seconds_of_day,
}


def to_double(column: Column, value: Any) -> float:
    """The double of a value that is there and is no category's code."""
    try:
        if isinstance(value, np.datetime64):
            value = value.astype("datetime64[us]").item()
        return PLAIN[column.type](value)
    except (ValueError, OverflowError):
        raise WrongValueError(KINDS.get(column.type, column.type)) from None


def plain_encoder(column: Column) -> Encoder:
    """Numbers, booleans, dates: the value says its double; categories only say what is known."""
    known = frozenset(to_double(column, category) for category in column.categories)

    def encode(value: Any) -> float:
        if is_missing(value):
            return missing(column)
        result = to_double(column, value)
        if not column.low <= result <= column.high and column.type in NUMBERS:
            raise WrongValueError(column_range(column))
        if known and not column.unseen_accepted and result not in known:
            raise WrongValueError(shown_categories(column.categories))
        return result

    return encode


def column_range(column: Column) -> str:
    """The numbers that a column takes, for a message."""
    return shown_range(column.low, column.high, whole=column.type == "integer")


def string_encoder(column: Column) -> Encoder:
    """Strings: the place among the categories, -1 for a string that is none of them."""
    codes = {category: float(code) for code, category in enumerate(column.categories)}

    def encode(value: Any) -> float:
        if not isinstance(value, str):
            if is_missing(value):
                return missing(column)
            raise WrongValueError("string")
        code = codes.get(value, -1.0)
        if code < 0 and not column.unseen_accepted:
            raise WrongValueError(shown_categories(column.categories))
        return code

    return encode


def text_check(column: Column) -> Encoder:
    """Free text, which has no double: only checked; the answer means nothing."""

    def encode(value: Any) -> float:
        if not isinstance(value, str):
            if is_missing(value):
                return missing(column)
            raise WrongValueError("string")
        return NAN

    return encode


def missing(column: Column) -> float:
    """NaN where the column may be missing."""
    if column.missing_accepted:
        return NAN
    raise WrongValueError("a value")


def encoder(column: Column) -> Encoder:
    """The encoder of one column: a value to its double, NaN for a missing one."""
    if column.type != "string":
        return plain_encoder(column)
    return string_encoder(column) if column.categories else text_check(column)


class RowEncoder:
    """Turns named rows, or sequences in schema order, into doubles. Immutable, thread-safe.

    finite: refuse infinities; in JSON they can only be numbers too large for a double.
    """

    def __init__(self, schema: Schema, *, finite: bool = False) -> None:
        self.names = [column.name for column in schema.inputs]
        self.width = len(self.names)
        self._finite = finite
        self._known = frozenset(self.names)
        self._encoders = [encoder(column) for column in schema.inputs]
        # Two names or more: itemgetter of one name gives the bare value.
        self._values = itemgetter(*self.names) if self.width > 1 else None
        self._plain = all(
            column.type in ("double", "float") and column.missing_accepted and not column.categories
            for column in schema.inputs
        )
        # What every input takes: rows inside need no look at each value.
        lows = [column.low for column in schema.inputs] + [-LARGEST] * finite
        highs = [column.high for column in schema.inputs] + [LARGEST] * finite
        self._low, self._high = max(lows, default=-math.inf), min(highs, default=math.inf)
        self._bounded = self._low > -math.inf or self._high < math.inf

    def by_name(self, row: Any, number: int | None = None) -> Sequence[float]:
        """The doubles of a mapping of input names to values; absent and None are missing.

        number: which row it is, for messages. Raises RowError.
        """
        if not isinstance(row, Mapping):
            raise in_row(f"row: expected an object, got {shown(row)}", number)
        return self.in_order(self.values(row, number), number)

    def values(self, row: Mapping[str, Any], number: int | None = None) -> Sequence[Any]:
        """The values of a mapping in schema order, None where absent; refuses unknown names."""
        if self._values is not None and len(row) == self.width:
            try:
                found: tuple[Any, ...] = self._values(row)
                return found
            except KeyError:
                pass
        for name in row:
            if name not in self._known:
                raise in_row(unknown_field(name, self.names), number)
        return [row.get(name) for name in self.names]

    def in_order(self, values: Sequence[Any], number: int | None = None) -> Sequence[float]:
        """The doubles of values that stand in schema order. Raises RowError."""
        if len(values) != self.width:
            message = f"row: expected {self.width} values, got {len(values)}"
            raise in_row(message, number)
        if self._plain and set(map(type, values)) == {float}:  # noqa: SIM102
            # The usual row of numbers: nothing to check but the range. NaN does not spoil it: as
            # the first value it becomes the minimum and fails, elsewhere it is passed over.
            if not self._bounded or (self._low <= min(values) and max(values) <= self._high):
                return values
        row: list[float] = []
        for name, encode, value in zip(self.names, self._encoders, values, strict=True):
            try:
                double = encode(value)
            except WrongValueError as error:
                message = f"{name}: expected {error}, got {shown(value)}"
                raise in_row(message, number) from None
            if self._finite and double in INFINITIES:
                message = f"{name}: expected a number that a double can hold, got a larger one"
                raise in_row(message, number)
            row.append(double)
        return row
