"""Rows and answers by name, as JSON carries them: the road of schemas with free text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from typing import Any

import numpy as np

from .missing import is_missing
from .schema import Column, Schema


def named_rows(schema: Schema, rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Rows that the encoder has checked, in values that JSON holds."""
    names = [column.name for column in schema.inputs]
    return [{name: plain(row.get(name)) for name in names} for row in rows]


def plain(value: Any) -> Any:
    """A value as JSON holds it: dates as ISO 8601 strings, missing ones as None."""
    if is_missing(value):
        return None
    if isinstance(value, np.datetime64):
        value = value.astype("datetime64[us]").item()
    if isinstance(value, np.generic):
        return value.item()
    return value.isoformat() if isinstance(value, (date, time)) else value


def answer_value(column: Column, value: Any) -> Any:
    """An output's value as it comes back in JSON: infinities are words, dates ISO strings."""
    if value is None or not isinstance(value, str) or column.type == "string":
        return value
    if column.type == "date":
        return date.fromisoformat(value)
    if column.type == "dateTime":
        return datetime.fromisoformat(value)
    return time.fromisoformat(value) if column.type == "time" else float(value)
