"""The body of a request: read within a limit, and taken apart as strict JSON."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fastapi import Request
from pydantic_core import from_json

from .messages import shown
from .problems import ProblemError

# Bytes past the limit that are read and dropped, so that a client that is still sending gets to
# see the answer instead of a broken connection.
DRAIN_BYTES = 64_000_000


def check_media_type(headers: Mapping[str, str]) -> None:
    """Take JSON in UTF-8, uncompressed; a request that does not say what it sends is taken so."""
    kind, *parameters = headers.get("content-type", "application/json").lower().split(";")
    kind = kind.strip()
    charset = next((p.partition("=")[2] for p in parameters if p.strip().startswith("charset")), "")
    if kind != "application/json" and not kind.endswith("+json"):
        raise ProblemError(415, f"content-type: expected application/json, got {shown(kind)}")
    if charset.strip(' "') not in ("", "utf-8", "utf8", "us-ascii"):
        raise ProblemError(415, f"content-type: expected charset utf-8, got {shown(charset)}")
    encoding = headers.get("content-encoding", "identity")
    if encoding != "identity":
        raise ProblemError(415, f"content-encoding: expected none, got {shown(encoding)}")


async def read_body(request: Request, limit: int) -> bytes:
    """The body, of at most `limit` bytes."""
    if "expect" in request.headers and int(request.headers.get("content-length", 0)) > limit:
        raise too_large(limit)  # the client has asked before sending it
    chunks: list[bytes] = []
    size = 0
    async for chunk in request.stream():
        size += len(chunk)
        if size <= limit:
            chunks.append(chunk)
        else:
            chunks.clear()
            if size > limit + DRAIN_BYTES:
                break
    if size > limit:
        raise too_large(limit)
    return chunks[0] if len(chunks) == 1 else b"".join(chunks)


def too_large(limit: int) -> ProblemError:
    """What is said of a body beyond the limit."""
    return ProblemError(413, f"body: expected at most {limit} bytes, got more")


def parse_rows(body: bytes, max_rows: int) -> dict[str, Any] | list[Any]:
    """One row, or a list of at least one and at most max_rows rows.

    Strict JSON: no NaN, no Infinity, no trailing comma, no more than 200 levels.
    """
    try:
        parsed = from_json(body, allow_inf_nan=False)
    except ValueError as error:
        raise ProblemError(400, f"body: expected JSON, got {reason(error)}") from None
    if isinstance(parsed, dict):
        return parsed
    if not isinstance(parsed, list):
        raise ProblemError(422, f"body: expected an object or an array, got {shown(parsed)}")
    if not parsed:
        raise ProblemError(422, "body: expected at least one row, got an empty array")
    if len(parsed) > max_rows:
        raise ProblemError(413, f"body: expected at most {max_rows} rows, got {len(parsed)}")
    return parsed


def reason(error: ValueError) -> str:
    """The parser's reason as what came: `a mistake at line 1 column 5: trailing comma`."""
    what, _, where = str(error).partition(" at line ")
    return f"a mistake at line {where}: {what}" if where else what
