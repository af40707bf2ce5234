"""By what a request is told apart from others: a header, or a column of its first row."""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from .rules import Key

Headers = Mapping[bytes, bytes]
KeyOf = Callable[[Headers, bytes], "str | None"]
"""From headers, by names in lower case, and a body to a key; None where there is none."""

ROWS = ("instances", "dataframe_records", "inputs", "arguments", "requests", "dataframe_split")
"""The fields under which the protocols' bodies have their rows."""

FIRST_LINES_BYTES = 1_000_000  # of a table, in which its header and its first row are looked for


def key_of(key: Key) -> KeyOf:
    """What finds the key of a request."""
    if key.header:
        name = key.header.lower().encode()
        return lambda headers, body: text_of_header(headers.get(name))
    column = key.column or ""
    return lambda headers, body: text_of(in_body(body, column))


def text_of_header(value: bytes | None) -> str | None:
    """A header's value; an empty one is none."""
    text = value.decode("latin-1").strip() if value else ""
    return text or None


def text_of(value: Any) -> str | None:
    """A value as the text of a key: 7, 7.0 and "7" are the same one."""
    if value is None or isinstance(value, (dict, list)):
        return None
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value)


def in_body(body: bytes, column: str) -> Any:
    """The column's value in the first row of a body, in whichever protocol; None if not there."""
    if body.lstrip()[:1] not in (b"{", b"["):
        return in_table(body, column)
    try:
        return in_json(msgspec.json.decode(body), column)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return None  # what is wrong with it is said by who reads it for scoring


def in_json(found: Any, column: str) -> Any:
    """The same in what JSON comes to: a row, rows, tensors, columns, or an object that has them."""
    first = found[0] if isinstance(found, list) and found else found
    if not isinstance(first, dict):
        return None
    if column in first:  # a row, or columns
        return first_of(first[column])
    if first.get("name") == column and "data" in first:  # a tensor
        return first_of(first["data"])
    if isinstance(found, list) and "data" in first:
        named = (each for each in found if isinstance(each, dict) and each.get("name") == column)
        return first_of(next(named, {}).get("data"))
    if isinstance(first.get("columns"), list) and column in first["columns"]:  # orient="split"
        row = first_of(first.get("data"))
        place = first["columns"].index(column)
        return row[place] if isinstance(row, list) and place < len(row) else None
    rows = next((first[name] for name in ROWS if name in first), None)
    return in_json(rows, column)


def first_of(value: Any) -> Any:
    """A value, or the first of an array."""
    return (value[0] if value else None) if isinstance(value, list) else value


def in_table(body: bytes, column: str) -> Any:
    """The same in CSV with a header."""
    lines = body[:FIRST_LINES_BYTES].decode("utf-8", "replace").splitlines()
    row = next(csv.DictReader(lines), {}) if lines else {}
    return row.get(column) or None
