"""Bodies: what is taken for rows, and what is said of everything else."""

from __future__ import annotations

import re

import pytest

from pyservice.problems import ProblemError
from pyservice.request_body import check_media_type, parse_rows


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


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"content-type": "application/json"},
        {"content-type": "Application/JSON; charset=UTF-8"},
        {"content-type": 'application/json;charset="utf-8"'},
        {"content-type": "application/vnd.rows+json"},
        {"content-type": "application/json", "content-encoding": "identity"},
    ],
)
def test_json_in_utf_8_is_taken_by_any_of_its_names(headers: dict[str, str]) -> None:
    check_media_type(headers)


@pytest.mark.parametrize(
    ("headers", "message"),
    [
        (
            {"content-type": "text/csv"},
            "content-type: expected application/json, got 'text/csv'",
        ),
        (
            {"content-type": "application/json; charset=latin-1"},
            "content-type: expected charset utf-8, got 'latin-1'",
        ),
        ({"content-encoding": "gzip"}, "content-encoding: expected none, got 'gzip'"),
    ],
)
def test_another_kind_of_body_is_refused(headers: dict[str, str], message: str) -> None:
    with pytest.raises(ProblemError) as error:
        check_media_type(headers)
    assert (error.value.status, str(error.value)) == (415, message)
