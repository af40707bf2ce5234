"""Rows as the JSON of several protocols has them: by name, in order, or a column at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from .messages import in_row, shown
from .problems import ProblemError, bad_request
from .row_bodies import parsed
from .schema import Schema

Row = dict[str, Any]


def parsed_object(body: bytes) -> dict[str, Any]:
    """Strict JSON that is an object. Raises ProblemError."""
    found = parsed(body)
    if not isinstance(found, dict):
        raise bad_request(f"body: expected an object, got {shown(found)}")
    return found


def checked_count(count: int, most: int) -> int:
    """How many rows there are, from one on. Raises ProblemError."""
    if not count:
        raise bad_request("body: expected at least one row, got none")
    if count > most:
        raise ProblemError(413, f"body: expected at most {most} rows, got {count}")
    return count


def from_instances(schema: Schema, instances: Any, most: int) -> list[Row]:
    """Rows that are objects by input name, or arrays in schema order, each on its own."""
    if not isinstance(instances, list):
        raise bad_request(f"instances: expected an array, got {shown(instances)}")
    checked_count(len(instances), most)
    names = [column.name for column in schema.inputs]
    return [from_instance(names, row, number) for number, row in enumerate(instances)]


def from_instance(names: Sequence[str], row: Any, number: int) -> Row:
    """One row by name; a value may stand in an array of its own, as a tensor of shape [1]."""
    if isinstance(row, Mapping):
        return {name: scalar(value) for name, value in row.items()}
    values = row if isinstance(row, list) else [row]
    if len(values) != len(names):
        raise in_row(f"row: expected {len(names)} values, got {len(values)}", number)
    return {name: scalar(value) for name, value in zip(names, values, strict=True)}


def scalar(value: Any) -> Any:
    """A value, or the only one of an array."""
    return value[0] if isinstance(value, list) and len(value) == 1 else value


def from_columns(columns: Any, most: int) -> list[Row]:
    """Rows of an object of columns, arrays of the same length by input name."""
    if not isinstance(columns, Mapping) or not columns:
        raise bad_request(f"inputs: expected columns by name, got {shown(columns)}")
    lengths = {}
    for name, values in columns.items():
        if not isinstance(values, list):
            raise bad_request(f"{name}: expected an array of values, got {shown(values)}")
        lengths[name] = len(values)
    count = max(lengths.values())
    for name, length in lengths.items():
        if length != count:
            raise bad_request(f"{name}: expected {count} values as others have, got {length}")
    checked_count(count, most)
    lists = [list(map(scalar, values)) for values in columns.values()]
    return [dict(zip(columns, row, strict=True)) for row in zip(*lists, strict=True)]


def from_split(columns: Any, data: Any, most: int) -> list[Row]:
    """Rows as pandas' orient="split" has them: the names once, and arrays of values."""
    if not isinstance(columns, list) or not all(isinstance(name, str) for name in columns):
        raise bad_request(f"columns: expected an array of names, got {shown(columns)}")
    if len(set(columns)) < len(columns):
        raise bad_request("columns: expected each name once, got one twice")
    if not isinstance(data, list):
        raise bad_request(f"data: expected an array of rows, got {shown(data)}")
    checked_count(len(data), most)
    for number, row in enumerate(data):
        if not isinstance(row, list) or len(row) != len(columns):
            raise in_row(f"row: expected an array of {len(columns)} values", number)
    return [dict(zip(columns, row, strict=True)) for row in data]
