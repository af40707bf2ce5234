"""Named values to doubles: what each type takes, and every message in full."""

from __future__ import annotations

import math
import sys
from collections import OrderedDict
from datetime import UTC, date, datetime, time
from difflib import get_close_matches
from typing import Any

import numpy as np
import pandas as pd
import pytest

from pyservice import messages
from pyservice.encode import RowEncoder
from pyservice.row_models import row_model
from pyservice.schema import Column, Description, Schema
from scorejar.errors import RowError


def encoder(column: Column, *, finite: bool = False) -> RowEncoder:
    return RowEncoder(Schema((column,), (Column("y", "double"),)), finite=finite)


def encode(column: Column, value: Any) -> float:
    return encoder(column).by_name({column.name: value})[0]


JOB = Column("job", "string", ("clerk", "nurse"), unseen_accepted=False)
TOWN = Column("town", "string", ("Rome", "Oslo"))
GRADE = Column("grade", "integer", (1, 2, 3), unseen_accepted=False)


@pytest.mark.parametrize(
    ("column", "value", "double"),
    [
        (Column("x", "double"), 1.5, 1.5),
        (Column("x", "double"), 2, 2.0),
        (Column("x", "double"), np.float32(0.5), 0.5),
        (Column("x", "double"), np.int64(3), 3.0),
        (Column("x", "double"), math.inf, math.inf),
        (Column("x", "float"), 1, 1.0),
        (Column("x", "integer"), 7, 7.0),
        (Column("x", "integer"), 7.0, 7.0),
        (Column("x", "integer"), -(2**53), -(2.0**53)),
        (Column("x", "boolean"), True, 1.0),
        (Column("x", "boolean"), np.bool_(False), 0.0),
        (Column("x", "boolean"), 1, 1.0),
        (JOB, "nurse", 1.0),
        (TOWN, "Oslo", 1.0),
        (TOWN, "Paris", -1.0),
        (TOWN, "", -1.0),
        (GRADE, 3, 3.0),
        (Column("x", "date"), "1970-01-02", 1.0),
        (Column("x", "date"), date(1969, 12, 31), -1.0),
        (Column("x", "date"), datetime(1970, 1, 3), 2.0),
        (Column("x", "date"), pd.Timestamp("1970-01-03"), 2.0),
        (Column("x", "date"), np.datetime64("1970-01-03"), 2.0),
        (Column("x", "dateTime"), "1970-01-01T00:01:00.5", 60.5),
        (Column("x", "dateTime"), "1970-01-01 00:01", 60.0),
        (Column("x", "dateTime"), datetime(1969, 12, 31, 23, 59, 59), -1.0),
        (Column("x", "time"), "01:00:00", 3600.0),
        (Column("x", "time"), time(0, 0, 0, 250_000), 0.25),
    ],
)
def test_a_value_becomes_its_double(column: Column, value: Any, double: float) -> None:
    assert encode(column, value) == double


@pytest.mark.parametrize("value", [None, math.nan, np.nan, pd.NA, pd.NaT, np.datetime64("NaT")])
@pytest.mark.parametrize("kind", ["double", "integer", "boolean", "date", "dateTime", "time"])
def test_every_form_of_missing_becomes_nan(kind: Any, value: Any) -> None:
    assert math.isnan(encode(Column("x", kind), value))


def test_a_missing_string_is_nan_and_not_an_unseen_one() -> None:
    assert math.isnan(encode(TOWN, None))
    assert math.isnan(encode(JOB, math.nan))


@pytest.mark.parametrize(
    ("column", "value", "message"),
    [
        (Column("age", "double"), "abc", "age: expected double, got 'abc'"),
        (Column("age", "double"), "1.5", "age: expected double, got '1.5'"),
        (Column("age", "double"), True, "age: expected double, got true"),
        (Column("age", "double"), [1], "age: expected double, got a list"),
        (Column("age", "double"), {}, "age: expected double, got an object"),
        (Column("age", "double"), np.array([1.0, 2.0]), "age: expected double, got a list"),
        (Column("age", "double"), "a" * 99, f"age: expected double, got '{'a' * 60}…'"),
        (Column("age", "double"), "a\nb", "age: expected double, got 'a\ufffdb'"),
        (
            Column("age", "double"),
            10**400,
            "age: expected double, got a number of more than 60 digits",
        ),
        (Column("n", "integer"), 1.5, "n: expected integer, got 1.5"),
        (Column("n", "integer"), 2**53 + 1, "n: expected integer, got 9007199254740993"),
        (Column("n", "integer"), math.inf, "n: expected integer, got Infinity"),
        (Column("b", "boolean"), 2, "b: expected boolean, got 2"),
        (Column("b", "boolean"), "yes", "b: expected boolean, got 'yes'"),
        (JOB, 5, "job: expected string, got 5"),
        (JOB, "pilot", "job: expected one of 'clerk', 'nurse', got 'pilot'"),
        (GRADE, 4, "grade: expected one of 1, 2, 3, got 4"),
        (
            Column("c", "string", tuple("abcdefgh"), unseen_accepted=False),
            "z",
            "c: expected one of 'a', 'b', … (8 in all), got 'z'",
        ),
        (Column("d", "date"), "31.1.2026", "d: expected date such as 2026-01-31, got '31.1.2026'"),
        (
            Column("d", "date"),
            "2026-02-30",
            "d: expected date such as 2026-01-31, got '2026-02-30'",
        ),
        (
            Column("d", "date"),
            datetime(2026, 1, 1, 12),
            "d: expected date such as 2026-01-31, got '2026-01-01 12:00:00'",
        ),
        (
            Column("t", "dateTime"),
            datetime(2026, 1, 1, tzinfo=UTC),
            "t: expected dateTime such as 2026-01-31T12:30:00, got '2026-01-01 00:00:00+00:00'",
        ),
        (Column("t", "time"), "25:00", "t: expected time such as 12:30:00, got '25:00'"),
        (Column("x", "double", missing_accepted=False), None, "x: expected a value, got none"),
    ],
)
def test_a_wrong_value_is_refused_in_full(column: Column, value: Any, message: str) -> None:
    with pytest.raises(RowError) as error:
        encode(column, value)
    assert str(error.value) == message


def test_the_row_is_named_where_there_are_several() -> None:
    with pytest.raises(RowError) as error:
        encoder(Column("age", "double")).by_name({"age": "abc"}, 3)
    assert str(error.value) == "age: expected double, got 'abc' (row 3)"


THREE = Schema(
    (Column("age", "double"), Column("sum", "double"), Column("a b", "double")),
    (Column("y", "double"),),
)


def test_absent_fields_are_missing_and_order_does_not_matter() -> None:
    row = RowEncoder(THREE).by_name(OrderedDict([("a b", 3.0), ("age", 1.0)]))
    assert [row[0], row[2]] == [1.0, 3.0]
    assert math.isnan(row[1])


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("agee", "unknown field 'agee' (expected 'age') (row 2)"),
        ("zzz", "unknown field 'zzz' (expected one of 'age', 'sum', 'a b') (row 2)"),
    ],
)
def test_an_unknown_field_is_refused_with_the_one_that_was_meant(name: str, message: str) -> None:
    for row in ({name: 1.0}, {"age": 1.0, "sum": 2.0, name: 3.0}):
        with pytest.raises(RowError) as error:
            RowEncoder(THREE).by_name(row, 2)
        assert str(error.value) == message


def test_an_unknown_field_costs_little_however_long_it_is_and_however_wide_the_table(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    compared: list[int] = []

    def close(name: str, known: list[str], n: int) -> list[str]:
        compared.append(len(name) * len(known))
        return get_close_matches(name, known, n)

    monkeypatch.setattr(messages, "get_close_matches", close)
    wide = [f"column_{place}" for place in range(5_000)]
    assert messages.nearest("colum_7", wide) == "'column_7'"
    assert messages.nearest("x" * 10_000, wide).startswith("one of 'column_0'")
    assert messages.nearest("x" * 10_000, ["x" * 10_000]).startswith("one of ")
    assert max(compared) <= 10_000


def test_values_in_schema_order_must_be_as_many_as_the_inputs() -> None:
    encoder = RowEncoder(THREE)
    assert list(encoder.in_order([1, 2.0, 3])) == [1.0, 2.0, 3.0]
    with pytest.raises(RowError) as error:
        encoder.in_order([1.0, 2.0])
    assert str(error.value) == "row: expected 3 values, got 2"


def test_a_row_that_is_no_mapping_is_refused() -> None:
    with pytest.raises(RowError) as error:
        RowEncoder(THREE).by_name("age", 0)
    assert str(error.value) == "row: expected an object, got 'age' (row 0)"


@pytest.mark.parametrize("row", [{"age": math.inf, "sum": 1.0, "a b": 2.0}, {"age": math.inf}])
def test_a_number_too_large_for_a_double_is_refused_where_rows_come_from_json(
    row: dict[str, float],
) -> None:
    with pytest.raises(RowError) as error:
        RowEncoder(THREE, finite=True).by_name(row)
    assert str(error.value) == "age: expected a number that a double can hold, got a larger one"
    assert RowEncoder(THREE).by_name(row)[0] == math.inf


AGE = Column("age", "double", low=0.0, high=150.0)
DIGIT = Column("n", "integer", low=0.0, high=9.0)
FINITE = Column("x", "double", low=-sys.float_info.max, high=sys.float_info.max)


@pytest.mark.parametrize(
    ("column", "value", "message"),
    [
        (AGE, 150.5, "age: expected a number from 0.0 to 150.0, got 150.5"),
        (AGE, -1, "age: expected a number from 0.0 to 150.0, got -1"),
        (FINITE, math.inf, "x: expected a finite number, got Infinity"),
        (FINITE, -math.inf, "x: expected a finite number, got -Infinity"),
        (DIGIT, 10, "n: expected an integer from 0 to 9, got 10"),
        (Column("x", "double", low=0.0), -0.5, "x: expected a number from 0.0, got -0.5"),
    ],
)
def test_a_number_out_of_range_is_refused(column: Column, value: Any, message: str) -> None:
    with pytest.raises(RowError) as error:
        encode(column, value)
    assert str(error.value) == message


def test_a_number_in_range_is_taken_and_so_is_a_missing_one() -> None:
    assert encode(AGE, 150.0) == 150.0
    assert encode(AGE, 0) == 0.0
    assert math.isnan(encode(AGE, None))
    assert math.isnan(encode(AGE, math.nan))


def test_each_value_of_a_row_of_floats_has_its_own_range() -> None:
    schema = Schema((AGE, FINITE, Column("free", "double")), (Column("y", "double"),))
    rows = RowEncoder(schema)
    assert rows.in_order([1.0, 1e300, math.inf]) == [1.0, 1e300, math.inf]
    assert math.isnan(rows.in_order([math.nan, 7.0, 7.0])[0])
    for wrong in ([151.0, 1.0, 1.0], [1.0, math.inf, 1.0], [math.nan, math.inf, 1.0]):
        with pytest.raises(RowError):
            rows.in_order(wrong)


def test_the_document_says_the_bounds_that_json_can_pass() -> None:
    inputs = (AGE, FINITE, DIGIT, Column("free", "double"))
    described = Description("m", 1, "e", 1, Schema(inputs, (Column("y", "double"),)), {})
    shown = row_model(described).model_json_schema()["properties"]
    bounds = {
        name: [
            {key: kind[key] for key in ("minimum", "maximum") if key in kind}
            for kind in told["anyOf"]
            if kind["type"] != "null"
        ]
        for name, told in shown.items()
    }
    assert bounds == {
        "age": [{"minimum": 0.0, "maximum": 150.0}],
        "x": [{}],
        "n": [{"minimum": 0, "maximum": 9}],
        "free": [{}],
    }
