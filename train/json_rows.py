"""Rows as evidence.json has them (docs/jar.md), from and to columns with types of their own.

A value is a number, a boolean, text (a date or time as ISO 8601), "Infinity" or "-Infinity", or
None where it is missing.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from datetime import date, datetime, time
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from scorejar.errors import RowError

from .pmml import Field

Rows = list[list[Any]]

INFINITIES = {"Infinity": math.inf, "-Infinity": -math.inf}
ARROW: dict[str, pa.DataType] = {
    "double": pa.float64(),
    "float": pa.float64(),
    "integer": pa.int64(),
    "boolean": pa.bool_(),
    "string": pa.string(),
    "date": pa.date32(),
    "dateTime": pa.timestamp("us"),
    "time": pa.time64("us"),
}
PARSED: dict[str, Callable[[Any], Any]] = {
    "date": date.fromisoformat,
    "dateTime": datetime.fromisoformat,
    "time": time.fromisoformat,
}


def to_json(frame: pd.DataFrame, fields: Sequence[Field]) -> Rows:
    """The rows of a table by PMML's types; raises RowError for a value that is not of its type."""
    columns = [written(field, frame[field.name].tolist()) for field in fields]
    return [list(row) for row in zip(*columns, strict=True)]


def written(field: Field, values: Sequence[Any]) -> list[Any]:
    """One column."""
    found = []
    for row, value in enumerate(values):
        try:
            found.append(None if pd.isna(value) else WRITERS[field.type](value))
        except (TypeError, ValueError, AttributeError):
            raise RowError(
                f"{field.name}: expected {field.type}, got {value!r} (row {row})"
            ) from None
    return found


def number(value: Any) -> float | str:
    """A number that JSON has, or the name of an infinity."""
    result = float(value) if not isinstance(value, str) else text_as_none()
    if math.isinf(result):
        return "Infinity" if result > 0 else "-Infinity"
    return result


def text_as_none() -> float:
    """Text is no number, however it reads."""
    raise TypeError


def integer(value: Any) -> int:
    """A whole number, which may be a float."""
    if isinstance(value, str) or int(value) != value:
        raise ValueError
    return int(value)


def boolean(value: Any) -> bool:
    """True or false, or 1 or 0."""
    if isinstance(value, str) or value not in (0, 1):
        raise ValueError
    return bool(value)


def string(value: Any) -> str:
    """Text, and nothing else."""
    if not isinstance(value, str):
        raise TypeError
    return value


def day(value: Any) -> str:
    """A date, or a moment at midnight."""
    stamp = pd.Timestamp(value)
    if stamp != stamp.normalize():
        raise ValueError
    return stamp.date().isoformat()


def clock(value: Any) -> str:
    """A time of day, or that of a moment."""
    of_day: time = value if isinstance(value, time) else pd.Timestamp(value).time()
    return of_day.isoformat()


WRITERS: dict[str, Callable[[Any], Any]] = {
    "double": number,
    "float": number,
    "integer": integer,
    "boolean": boolean,
    "string": string,
    "date": day,
    "dateTime": lambda value: pd.Timestamp(value).tz_localize(None).isoformat(),
    "time": clock,
}


def value_of(field: Field, value: Any) -> Any:
    """A value of JSON as Python has it: infinities, dates and times; None where it is missing."""
    if value is None:
        return None
    if field.type in PARSED:
        return PARSED[field.type](value)
    return INFINITIES.get(value, value) if field.type in ("double", "float") else value


def to_arrow(rows: Rows, fields: Sequence[Field]) -> dict[str, pa.Array]:
    """The columns by name, with the types that the PMML gives them and null where missing."""
    return {
        field.name: pa.array([value_of(field, row[at]) for row in rows], ARROW[field.type])
        for at, field in enumerate(fields)
    }


def doubles(values: Sequence[Any]) -> np.ndarray[Any, np.dtype[np.float64]]:
    """Numbers as float64, NaN where missing."""
    return np.array([math.nan if value is None else float(value) for value in values], np.float64)
