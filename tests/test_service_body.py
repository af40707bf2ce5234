"""Bodies: what is taken for rows, and what is said of everything else."""

from __future__ import annotations

import gzip
import re
import zlib
from collections.abc import Callable

import pytest

from pyservice.doors.predict import checked_kind
from pyservice.exchange import Exchange
from pyservice.packing import unpacked
from pyservice.problems import ProblemError
from pyservice.row_bodies import parse_rows


@pytest.mark.parametrize(
    ("body", "rows"),
    [
        (b'{"a": 1}', {"a": 1}),
        (b' [ {"a": null} , {} ] ', [{"a": None}, {}]),
        ('{"ä": "Köchin"}'.encode(), {"ä": "Köchin"}),
        (b'{"a": 1, "a": 2}', {"a": 2}),
    ],
)
def test_an_object_is_a_row_and_an_array_is_rows(body: bytes, rows: object) -> None:
    assert parse_rows(body, 2) == rows


@pytest.mark.parametrize(
    ("body", "mistake"),
    [
        (b"", "EOF while parsing a value"),
        (b"{'a': 1}", "key must be a string"),
        (b'{"a": 1,}', "trailing comma"),
        (b'{"a": NaN}', "expected value"),
        (b'{"a": -Infinity}', "invalid number"),
        (b'{"a": 01}', "invalid number"),
        (b'{"a": "\xff"}', "invalid unicode code point"),
        (b'{"a": "\\ud800"}', "unexpected end of hex escape"),
        (b'{"a": 1} {}', "trailing characters"),
        (b"[" * 9999, "recursion limit exceeded"),
        (b"1" * 9999, "number out of range"),
    ],
)
def test_what_is_no_json_is_refused_with_the_place(body: bytes, mistake: str) -> None:
    with pytest.raises(ProblemError) as error:
        parse_rows(body, 2)
    place = r"body: expected JSON, got a mistake at line 1 column \d+: "
    assert re.fullmatch(place + mistake, str(error.value))
    assert error.value.status == 400


@pytest.mark.parametrize(
    ("body", "status", "message"),
    [
        (b"3", 422, "body: expected an object or an array, got 3"),
        (b'"text"', 422, "body: expected an object or an array, got 'text'"),
        (b"null", 422, "body: expected an object or an array, got none"),
        (b"[]", 422, "body: expected at least one row, got an empty array"),
        (b"[{}, {}, {}]", 413, "body: expected at most 2 rows, got 3"),
    ],
)
def test_json_that_is_no_rows_is_refused(body: bytes, status: int, message: str) -> None:
    with pytest.raises(ProblemError) as error:
        parse_rows(body, 2)
    assert (error.value.status, str(error.value)) == (status, message)


def exchange(content_type: str | None) -> Exchange:
    headers = [(b"content-type", content_type.encode())] if content_type else []
    scope = {"method": "POST", "path": "/predict", "headers": headers}

    async def nothing(*_: object) -> None:
        raise AssertionError("nothing is read or sent")

    return Exchange(scope, nothing, nothing)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "content_type",
    [
        None,
        "application/json",
        "Application/JSON; charset=UTF-8",
        'application/json;charset="utf-8"',
        "application/vnd.rows+json",
    ],
)
def test_json_in_utf_8_is_taken_by_any_of_its_names(content_type: str | None) -> None:
    assert checked_kind(exchange(content_type)).endswith("json")


@pytest.mark.parametrize(
    ("content_type", "message"),
    [
        (
            "text/html",
            "content-type: expected application/json, text/csv,"
            " application/vnd.apache.arrow.stream or application/x-ndjson, got 'text/html'",
        ),
        (
            "application/json; charset=latin-1",
            "content-type: expected charset utf-8, got 'latin-1'",
        ),
    ],
)
def test_another_kind_of_body_is_refused(content_type: str, message: str) -> None:
    with pytest.raises(ProblemError) as error:
        checked_kind(exchange(content_type))
    assert (error.value.status, str(error.value)) == (415, message)


BODY = b'[{"a": 1}]' * 50


@pytest.mark.parametrize(
    ("encoding", "pack"), [("gzip", gzip.compress), ("deflate", zlib.compress)]
)
def test_a_packed_body_is_unpacked(encoding: str, pack: Callable[[bytes], bytes]) -> None:
    assert unpacked(pack(BODY), encoding, len(BODY)) == BODY


@pytest.mark.parametrize(
    ("content", "encoding", "status", "message"),
    [
        (
            gzip.compress(BODY, mtime=0),
            "br",
            415,
            "content-encoding: expected gzip or deflate or none, got 'br'",
        ),
        (BODY, "gzip", 400, "body: expected gzip, got something else"),
        (
            gzip.compress(BODY, mtime=0)[:-9],
            "gzip",
            400,
            "body: expected whole gzip, got a part of it",
        ),
        (
            gzip.compress(BODY + b" ", mtime=0),
            "gzip",
            413,
            "body: expected at most 500 bytes, got more",
        ),
        (
            gzip.compress(b" " * 10**7, mtime=0),
            "gzip",
            413,
            "body: expected at most 500 bytes, got more",
        ),
    ],
)
def test_a_body_that_cannot_be_unpacked_is_refused(
    content: bytes, encoding: str, status: int, message: str
) -> None:
    with pytest.raises(ProblemError) as error:
        unpacked(content, encoding, len(BODY))
    assert (error.value.status, str(error.value)) == (status, message)
