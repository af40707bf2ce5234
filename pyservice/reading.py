"""Rows to doubles the quick way: no questions that the usual row does not raise.

It never refuses anything. What it does not know how to take, and whatever goes wrong, is left to
`RowEncoder`, which alone says what is wrong with a row. What that asks of a row is asked

- here: whether the names are known, and every value of a type that its column takes;
- in Java (`Schema.check`, by every engine): whole numbers, categories, what may be missing.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Mapping, Sequence
from math import isfinite
from operator import countOf, itemgetter
from typing import Any

import numpy as np

from .encode import INFINITIES, LARGEST_INTEGER, NAN
from .schema import Column, Schema

Values = Sequence[Any]
Reader = Callable[[Any], Values | None]
"""A row to values that `struct` packs as doubles; None, or one of UNUSUAL, where it is unusual."""

NUMBERS = frozenset({"double", "float", "integer", "boolean"})  # what `struct` packs as it stands
TYPES = frozenset({float, int, bool, str, type(None), np.float64, np.float32, np.int64})
UNUSUAL = (struct.error, KeyError, TypeError, ValueError, OverflowError)


class Codes(dict[str | None, float]):
    """The doubles of a string column's values; -1 for another string, where that may come."""

    def __init__(self, column: Column) -> None:
        super().__init__({text: float(code) for code, text in enumerate(column.categories)})
        if column.missing_accepted:
            self[None] = NAN
        self.unseen_accepted = column.unseen_accepted

    def __missing__(self, value: str | None) -> float:
        """The code of a value that is none of the categories; raises KeyError."""
        if value != value:  # NaN, as pandas has it among strings
            return self[None]
        if type(value) is str and self.unseen_accepted:
            return -1.0
        raise KeyError(value)


def picker(names: Sequence[str]) -> Callable[[Mapping[str, Any]], Values]:
    """From a row that has all of these names to its values; raises KeyError where one lacks."""
    if len(names) > 1:
        return itemgetter(*names)
    return lambda row: [row[name] for name in names]  # itemgetter of one gives the bare value


def mending(schema: Schema) -> Callable[[Values], Values | None]:
    """From values that are not all floats to what `struct` takes for doubles; None if unusual."""
    columns = list(enumerate(schema.inputs))
    texts = [(place, Codes(column)) for place, column in columns if column.type == "string"]
    integers = [place for place, column in columns if column.type == "integer"]
    no_booleans = [place for place, c in columns if c.type not in ("string", "boolean")]

    def mended(given: Values) -> Values | None:
        types = set(map(type, given))
        if not types <= TYPES:
            return None
        values = list(given)
        if bool in types and any(type(values[place]) is bool for place in no_booleans):
            return None  # which struct would take for 0 or 1
        for place, codes in texts:
            values[place] = codes[values[place]]
        if type(None) in types:
            values = [NAN if value is None else value for value in values]
        if any(abs(values[place]) > LARGEST_INTEGER for place in integers):
            return None  # which a double might round
        return values

    return mended


def reading(schema: Schema, *, finite: bool) -> Reader:
    """The reader of a schema's rows; finite as for `RowEncoder`."""
    if any(column.type not in NUMBERS and not column.categories for column in schema.inputs):
        return lambda row: None
    names = [column.name for column in schema.inputs]
    width = len(names)
    known = frozenset(names)
    pick, mended = picker(names), mending(schema)
    only_numbers = all(column.type in NUMBERS for column in schema.inputs)

    def read(row: Any) -> Values | None:
        kind = type(row)
        values: Values
        if kind is dict:
            if len(row) == width:
                values = pick(row)
            elif known.issuperset(row):
                values = tuple(map(row.get, names))
            else:
                return None
        elif kind is list or kind is tuple:
            values = row
        elif kind is np.ndarray:
            values = row.tolist()
        else:
            return None
        if only_numbers and countOf(map(type, values), float) == width == len(values):
            return None if finite and infinite(values) else values
        found = mended(values) if len(values) == width else None
        return None if found and finite and infinite(found) else found

    return read


def infinite(values: Values) -> bool:
    """Whether an infinity is among numbers; their sum says so only where it is finite."""
    return not isfinite(sum(values)) and any(map(values.__contains__, INFINITIES))
