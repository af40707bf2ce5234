"""One value of evidence, from a cell of CSV or Parquet to JSON, by the PMML's type of it."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from scorejar.tables import MISSING, NUMBER

INFINITIES = {"inf": "Infinity", "infinity": "Infinity"}  # JSON has no number for them
NUMBER_FORM = re.compile(NUMBER)
DATE_FORM = re.compile(r"\d{4}-\d{2}-\d{2}")
BOOLEANS = {"true": True, "false": False, "1": True, "0": False}


def number(value: Any) -> float | int | str | None:
    """A number, exactly as it was read; an infinity is told by name."""
    if isinstance(value, str):
        unsigned = value.lstrip("+-").lower()
        if unsigned in INFINITIES:
            return ("-" if value.startswith("-") else "") + INFINITIES[unsigned]
        if not NUMBER_FORM.match(value):
            raise ValueError
        value = float(value)
    if isinstance(value, Decimal):
        value = float(value)
    if isinstance(value, bool) or not isinstance(value, float | int):
        raise ValueError
    if isinstance(value, float) and math.isinf(value):
        return "Infinity" if value > 0 else "-Infinity"
    return value


def integer(value: Any) -> int | str | None:
    """A whole number, which may be written as 3.0."""
    if isinstance(value, str) and re.fullmatch(r"[+-]?\d+", value):
        return int(value)  # more digits than a float has
    read = number(value)
    if isinstance(read, float) and not read.is_integer():
        raise ValueError
    return int(read) if isinstance(read, float) else read


def boolean(value: Any) -> bool:
    """True or false, in words of any case, or 1 or 0."""
    if isinstance(value, bool):
        return value
    if isinstance(value, float | int) and value in (0, 1):
        return bool(value)
    return BOOLEANS[value.lower()]


def string(value: Any) -> str:
    """Text as it stands; a Parquet column of numbers is not text."""
    if not isinstance(value, str):
        raise ValueError
    return value


def day(value: Any) -> str:
    """A date, or a time stamp at midnight."""
    if isinstance(value, str):
        if not DATE_FORM.fullmatch(value[:10]) or value[10:] not in ("", "T00:00:00", " 00:00:00"):
            raise ValueError
        value = date.fromisoformat(value[:10])
    if isinstance(value, datetime):
        if value.time() != time(0):
            raise ValueError
        value = value.date()
    if not isinstance(value, date):
        raise ValueError
    return value.isoformat()


def moment(value: Any) -> str:
    """A date with a time, without a time zone."""
    if isinstance(value, str):
        value = datetime.fromisoformat(value)
    elif isinstance(value, date) and not isinstance(value, datetime):
        value = datetime.combine(value, time(0))
    if not isinstance(value, datetime) or value.tzinfo is not None:
        raise ValueError
    return value.isoformat()


def clock(value: Any) -> str:
    """A time of day."""
    read = time.fromisoformat(value) if isinstance(value, str) else value
    if not isinstance(read, time) or read.tzinfo is not None:
        raise ValueError
    return read.isoformat()


READERS: dict[str, Callable[[Any], Any]] = {
    "double": number,
    "float": number,
    "integer": integer,
    "boolean": boolean,
    "string": string,
    "date": day,
    "dateTime": moment,
    "time": clock,
}
"""By PMML's type. Each raises ValueError, TypeError or KeyError for a value that is not of it."""


def read(kind: str, value: Any) -> Any:
    """A value as JSON has it, None where it is missing.

    Missing is null, NaN, and where no string is expected one of the words that mean it. Raises
    ValueError for a value that is not of the type.
    """
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return None
    if isinstance(value, str) and kind != "string":
        value = value.strip()
        if value in MISSING:
            return None
    try:
        return READERS[kind](value)
    except (TypeError, KeyError, AttributeError) as error:
        raise ValueError from error
