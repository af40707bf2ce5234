"""A body of JSON: rows in tuples the quick way, or taken apart strictly."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any, cast

import msgspec
from pydantic_core import from_json

from .messages import shown
from .problems import ProblemError, bad_request
from .schema import Schema

Rows = Callable[[bytes], "list[tuple[Any, ...]] | tuple[Any, ...] | None"]
"""A body to values in schema order, of one row or of several; None where it is unusual."""

FIELDS: dict[str, Any] = {
    "double": float | None,
    "float": float | None,
    "integer": int | None,  # 3.0 is left to the encoder, and so is what a double might round
    "boolean": bool | None,
    "string": str | None,
}

ESCAPED = re.compile(r'["\\\x00-\x1f]')
"""What stands escaped in JSON, which msgspec takes in no name of a field."""

NAN = float("nan")

PART_BYTES = 4096
"""That are read with Python's lock at a time; all of 2 MB would make requests wait for 5 ms."""

BETWEEN = re.compile(rb"\}[ \t\n\r]*,")
"""What ends a row that others follow."""


def quick_rows(schema: Schema) -> Rows:
    """A decoder made for a schema; like `reading`, it refuses nothing and leaves much aside."""
    if any(column.type not in FIELDS or not column.has_double for column in schema.inputs):
        return lambda body: None
    if any(ESCAPED.search(column.name) for column in schema.inputs):
        return lambda body: None
    fields = [
        (f"f{place}", FIELDS[column.type], None if column.type == "string" else NAN)
        for place, column in enumerate(schema.inputs)
    ]
    row = msgspec.defstruct(
        "Row",
        fields,
        rename={f"f{place}": column.name for place, column in enumerate(schema.inputs)},
        forbid_unknown_fields=True,
        gc=False,
    )
    one, several = msgspec.json.Decoder(row), msgspec.json.Decoder(list[row])  # type: ignore[valid-type]
    values = msgspec.structs.astuple

    def rows(body: bytes) -> list[tuple[Any, ...]] | tuple[Any, ...] | None:
        try:
            if body.startswith(b"{"):
                return values(one.decode(body))
            found: list[tuple[Any, ...]] = []
            for part in parts(body):
                read = cast("list[msgspec.Struct]", several.decode(part))
                if not read:
                    return None  # no rows, or a comma that nothing follows
                found += map(values, read)
            return found
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
            return None

    return rows


def parts(array: bytes) -> Iterator[bytes]:
    """An array of flat objects, cut into arrays of some of them.

    All parts are arrays of objects only if the whole is one: where a cut went through a string or
    something deeper, what lies before it is no JSON any more.
    """
    begin = 0
    opening = b""
    while len(array) - begin > 2 * PART_BYTES:
        cut = BETWEEN.search(array, begin + PART_BYTES)
        if cut is None:
            break
        yield opening + array[begin : cut.start() + 1] + b"]"
        begin, opening = cut.end(), b"["
    yield opening + array[begin:]


def parse_rows(body: bytes, max_rows: int) -> dict[str, Any] | list[Any]:
    """One row, or a list of at least one and at most max_rows rows.

    Strict JSON: no NaN, no Infinity, no trailing comma, no more than 200 levels.
    """
    found = parsed(body)
    if isinstance(found, dict):
        return found
    if not isinstance(found, list):
        raise ProblemError(422, f"body: expected an object or an array, got {shown(found)}")
    if not found:
        raise ProblemError(422, "body: expected at least one row, got an empty array")
    if len(found) > max_rows:
        raise ProblemError(413, f"body: expected at most {max_rows} rows, got {len(found)}")
    return found


def parsed(body: bytes) -> Any:
    """Strict JSON; raises ProblemError."""
    try:
        return from_json(body, allow_inf_nan=False)
    except ValueError as error:
        raise bad_request(f"body: expected JSON, got {reason(error)}") from None


def reason(error: ValueError) -> str:
    """The parser's reason as what came: `a mistake at line 1 column 5: trailing comma`."""
    what, _, where = str(error).partition(" at line ")
    return f"a mistake at line {where}: {what}" if where else what
