"""Bodies of rows the quick way: answered as by the careful way, or left to it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pyservice import open_scorer, row_bodies
from pyservice.model import Answer, Model
from pyservice.row_bodies import parse_rows, quick_rows
from scorejar.errors import RowError

from .service_jars import NUMBERS, TEXT, write_jar
from .test_service_quick import COLUMNS

ODD = (
    *("null", "0", "-0", "-0.0", "1", "1.0", "2", "2.5", "0.1", "1e-320", "1e308", "1e400", "-7"),
    *("9007199254740992", "9007199254740993", "1" * 400, "0.30000000000000004", "true", "false"),
    *('""', '"clerk"', '"Rome"', '"Paris"', '"1"', '"\\u0063lerk"', '"Köchin"', "[]", "{}", "NaN"),
)
PLAIN_AGE = '"age": 1.5, '
PLAIN = {
    **{"age": "1.5", "must": "2.0", "count": "3", "size": "2"},
    **{"single": "true", "job": '"nurse"', "town": '"Paris"'},
}


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Model]:
    with open_scorer(write_jar(tmp_path_factory.mktemp("bodies"), COLUMNS)) as opened:
        yield Model(opened._bridge, opened._handle, finite=True)


def careful(model: Model, body: bytes) -> Answer:
    rows = parse_rows(body, 100)
    several = rows if isinstance(rows, list) else [rows]
    return model.settled(lambda plan: model.rows_by(plan, checked(plan, several), 0))


def checked(plan: Any, rows: list[Any]) -> list[dict[str, Any]]:
    """Rows as the encoder has them: it is asked about each, so that the quick way has no part."""
    encoded = [plan.encoder.by_name(row, number) for number, row in enumerate(rows)]
    assert len(encoded) == len(rows)
    return rows


def json_row(cells: dict[str, str]) -> str:
    return "{" + ", ".join(f'"{name}": {text}' for name, text in cells.items()) + "}"


rows = st.builds(
    lambda changes, absent: json_row(
        {name: text for name, text in (PLAIN | changes).items() if name not in absent}
    ),
    changes=st.dictionaries(st.sampled_from([*PLAIN, "agee"]), st.sampled_from(ODD), max_size=2),
    absent=st.sets(st.sampled_from(sorted(PLAIN)), max_size=2),
)


@settings(max_examples=400, deadline=None, derandomize=True)
@given(body=rows | st.lists(rows, min_size=1, max_size=3).map(lambda r: f"[{','.join(r)}]"))
def test_a_body_is_answered_as_by_the_careful_way(model: Model, body: str) -> None:
    found = model.score_body(body.encode(), 100)
    if found is not None:
        assert repr(found) == repr(careful(model, body.encode()))


TOWNS = ('{"town": "}, {"}', '{"town": "\\"} ,"}', '{"town": "a"}', '{"town": [{}, {}]}', "{}")
soup = st.lists(
    st.sampled_from([*TOWNS, *"{}[], \n", '"', '{"', '"}', "},", ", {}", ', {"town": "b"}']),
    max_size=9,
).map("".join)


@settings(max_examples=1000, deadline=None, derandomize=True)
@given(body=soup | soup.map("[{}]".format) | st.lists(st.sampled_from(TOWNS)).map(", ".join))
def test_a_body_in_parts_is_read_as_in_one_or_left_alone(model: Model, body: str) -> None:
    read = quick_rows(model.plan.description.schema)
    for text in (body, f"[{body}]"):
        whole = repr(read(text.encode()))
        for size in (0, 1, 5):
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr(row_bodies, "PART_BYTES", size)
                assert repr(read(text.encode())) in ("None", whole)


def test_a_large_body_is_read_in_many_parts_and_answered_in_order(doubles: Model) -> None:
    rows = [{"a": float(number), "b": number / 7} for number in range(3_000)]
    body = json.dumps(rows).encode()
    assert len(list(row_bodies.parts(body))) > 20
    found = doubles.score_body(body, len(rows))
    assert found is not None
    assert [found] == [doubles.score_rows(rows)]


@pytest.fixture(scope="module")
def doubles(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Model]:
    """Every input takes any double: rows cross as one array."""
    columns = [{"name": name, "type": "double", "missing": "accepted"} for name in "ab"]
    with open_scorer(write_jar(tmp_path_factory.mktemp("doubles"), columns)) as opened:
        yield Model(opened._bridge, opened._handle, finite=True)


cells = st.dictionaries(st.sampled_from("abc"), st.sampled_from(ODD), max_size=2)


@settings(max_examples=300, deadline=None, derandomize=True)
@given(rows=st.lists(cells, min_size=1, max_size=4))
def test_rows_of_doubles_are_answered_as_by_the_careful_way(
    doubles: Model, rows: list[dict[str, str]]
) -> None:
    body = f"[{', '.join(map(json_row, rows))}]".encode()
    found = doubles.score_body(body, 100)
    if found is not None:
        assert repr(found) == repr(careful(doubles, body))


def test_usual_rows_of_doubles_go_the_quick_way_and_infinities_do_not(doubles: Model) -> None:
    assert doubles.plan.takes_any_double
    body = b'[{"a": 1.5, "b": -0.0}, {}, {"a": null, "b": 3}]'
    assert doubles.score_body(body, 100) == careful(doubles, body)
    assert doubles.score_body(b'[{"a": 1}, {"a": 1e999}]', 100) is None


def test_the_usual_body_goes_the_quick_way(model: Model) -> None:
    row = json_row(PLAIN)
    for body in (
        row,
        f"[{row}, {row}]",
        row.replace("1.5", "null"),
        row.replace('"age": 1.5, ', ""),
    ):
        assert model.score_body(body.encode(), 2) == careful(model, body.encode())


@pytest.mark.parametrize(
    "body",
    [
        *(b"", b"[]", b"[[]]", b"1", b"nul", b'{"age": 1} {}', b"[" * 100_000, b"{" * 100_000),
        *(b'{"age": "\xff"}', b'{"age": "\\ud800"}', b'{"agee": 1}', b'{"age": "1"}'),
    ],
)
def test_a_body_that_is_not_usual_is_left_alone(model: Model, body: bytes) -> None:
    assert model.score_body(body, 100) is None


def test_more_rows_than_are_taken_are_left_alone(model: Model) -> None:
    assert model.score_body(f"[{','.join([json_row(PLAIN)] * 3)}]".encode(), 2) is None


def test_a_schema_with_free_text_has_no_quick_way(tmp_path: Any) -> None:
    with open_scorer(write_jar(tmp_path, TEXT)) as opened:
        scorer = Model(opened._bridge, opened._handle, finite=True)
        assert scorer.score_body(b'{"age": 1, "note": "x"}', 1) is None


@pytest.mark.parametrize("name", ['a "b"', "a\\b", "a\tb", "<a>\n"])
def test_a_name_that_json_escapes_is_scored_the_careful_way(tmp_path: Path, name: str) -> None:
    jar = write_jar(tmp_path, [{"name": name, "type": "double", "missing": "accepted"}])
    with open_scorer(jar) as opened:
        model = Model(opened._bridge, opened._handle, finite=True)
        body = json.dumps({name: 2.5}).encode()
        assert model.score_body(body, 100) is None
        assert careful(model, body).rows == [{"sum": 5.0}]


def test_a_quick_body_that_java_refuses_is_left_alone(tmp_path: Any) -> None:
    columns = [{**column, "missing": "refused"} for column in NUMBERS]
    with open_scorer(write_jar(tmp_path, columns)) as opened:
        scorer = Model(opened._bridge, opened._handle, finite=True)
        assert scorer.score_body(b'{"a": 1, "n": 2}', 1) is None
        with pytest.raises(RowError, match="b c: expected a value"):
            careful(scorer, b'{"a": 1, "n": 2}')
