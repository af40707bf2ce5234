"""Columns of tables to doubles: by vectors, and always as the encoder of single values says."""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pyservice.columns import Doubles, doubles
from pyservice.encode import WrongValueError, encoder
from pyservice.frames import check_names, frame_column
from pyservice.messages import shown
from pyservice.schema import Column, Schema
from pyservice.text_columns import typed
from scorejar.errors import RowError

NAN = float("nan")


def one_by_one(column: Column, values: list[Any]) -> tuple[list[float], list[str]]:
    """What the encoder of single values says: the doubles, and the messages of wrong ones."""
    encode = encoder(column)
    found, wrong = [], []
    for row, value in enumerate(values):
        try:
            found.append(encode(value))
        except WrongValueError as error:
            wrong.append(f"{column.name}: expected {error}, got {shown(value)} (row {row})")
    return found, wrong


def outcome(make: Callable[[], Doubles]) -> list[float] | str:
    try:
        found: list[float] = make().tolist()
        return found
    except RowError as error:
        return str(error)


NUMBERS = st.one_of(st.floats(width=32), st.integers(-(2**60), 2**60), st.sampled_from([2**53, 0]))
VALUES: dict[str, st.SearchStrategy[Any]] = {
    "double": NUMBERS,
    "integer": NUMBERS,
    "boolean": st.one_of(st.booleans(), st.sampled_from([0, 1, 2, 0.0, 1.0])),
    "string": st.sampled_from(["a", "b", "c", ""]),
    "date": st.one_of(st.dates(date(1, 1, 1), date(9999, 12, 31)), st.just("2026-01-31")),
    "dateTime": st.datetimes(datetime(1900, 1, 1), datetime(2200, 1, 1)),
    "time": st.times(),
}
CATEGORIES: dict[str, tuple[Any, ...]] = {"string": ("a", "b"), "integer": (0, 7)}


@st.composite
def columns(draw: st.DrawFn) -> tuple[Column, list[Any]]:
    """A column with any rules, and values that may or may not fit it."""
    kind = draw(st.sampled_from(sorted(VALUES)))
    known = CATEGORIES.get(kind, ())
    known = known if kind == "string" or draw(st.booleans()) else ()
    column = Column("x", kind, known, draw(st.booleans()), not known or draw(st.booleans()))  # type: ignore[arg-type]
    value = st.one_of(VALUES[kind], VALUES[kind], VALUES[kind], st.none())
    foreign = st.one_of(st.just("zz"), st.just(1.5), st.just(True))
    values = draw(st.lists(value, max_size=5))
    return column, values + draw(st.lists(foreign, max_size=1))


@settings(max_examples=400, deadline=None)
@given(columns())
def test_a_series_of_any_values_is_read_as_its_values_are(drawn: tuple[Column, list[Any]]) -> None:
    column, values = drawn
    series = pd.Series(values, dtype=object)
    doubles, wrong = one_by_one(column, values)
    found = outcome(lambda: frame_column(column, series))
    if wrong:  # of several, any may be told
        assert found in wrong
    else:
        np.testing.assert_array_equal(found, doubles)


STRINGS = Column("x", "string", ("a", "b"))


@pytest.mark.parametrize(
    ("column", "series", "expected"),
    [
        (Column("x", "double"), pd.Series([1, 2], dtype="int8"), [1.0, 2.0]),
        (Column("x", "double"), pd.Series([1, None], dtype="Int64"), [1.0, NAN]),
        (Column("x", "double"), pd.Series([1.5, None], dtype="Float32"), [1.5, NAN]),
        (Column("x", "double"), pd.Series([1.5, np.nan]), [1.5, NAN]),
        (Column("x", "double"), pd.Series([1, 2], dtype="category"), [1.0, 2.0]),
        (Column("x", "double"), pd.Series([None, None]), [NAN, NAN]),
        (Column("x", "integer"), pd.Series([3.0, np.nan]), [3.0, NAN]),
        (Column("x", "boolean"), pd.Series([True, False]), [1.0, 0.0]),
        (Column("x", "boolean"), pd.Series([True, None], dtype="boolean"), [1.0, NAN]),
        (Column("x", "boolean"), pd.Series([True, None], dtype=object), [1.0, NAN]),
        (STRINGS, pd.Series(["b", "a", "zz", None]), [1.0, 0.0, -1.0, NAN]),
        (STRINGS, pd.Series(["b", None], dtype="string"), [1.0, NAN]),
        (STRINGS, pd.Series(["b", "a", None], dtype="category"), [1.0, 0.0, NAN]),
        (Column("x", "date"), pd.Series([datetime(1970, 1, 2), pd.NaT]), [1.0, NAN]),
        (
            Column("x", "dateTime"),
            pd.Series([datetime(1970, 1, 1, 0, 0, 1, 500_000), pd.NaT]),
            [1.5, NAN],
        ),
        (Column("x", "time"), pd.Series([time(1), None]), [3600.0, NAN]),
    ],
)
def test_every_dtype_of_pandas_is_taken(
    column: Column, series: pd.Series[Any], expected: list[float]
) -> None:
    np.testing.assert_array_equal(frame_column(column, series), expected)


@pytest.mark.parametrize(
    ("column", "series", "message"),
    [
        (
            Column("x", "double"),
            pd.Series([1.0, "abc"], dtype=object),
            "x: expected double, got 'abc' (row 1)",
        ),
        (Column("x", "double"), pd.Series([True]), "x: expected double, got true (row 0)"),
        (Column("x", "integer"), pd.Series([1.0, 1.5]), "x: expected integer, got 1.5 (row 1)"),
        (
            Column("x", "integer"),
            pd.Series([2**53 + 1]),
            "x: expected integer, got 9007199254740993 (row 0)",
        ),
        (
            Column("x", "double", missing_accepted=False),
            pd.Series([1.0, None]),
            "x: expected a value, got none (row 1)",
        ),
        (
            Column("x", "string", ("a", "b"), unseen_accepted=False),
            pd.Series(["a", "c"], dtype="category"),
            "x: expected one of 'a', 'b', got 'c' (row 1)",
        ),
        (STRINGS, pd.Series([1, 2]), "x: expected string, got 1 (row 0)"),
        (
            Column("x", "date"),
            pd.Series([datetime(2026, 1, 1), datetime(2026, 1, 1, 12)]),
            "x: expected date such as 2026-01-31, got '2026-01-01 12:00:00' (row 1)",
        ),
    ],
)
def test_a_wrong_value_is_told_with_its_row(
    column: Column, series: pd.Series[Any], message: str
) -> None:
    with pytest.raises(RowError) as error:
        frame_column(column, series)
    assert str(error.value) == message


def test_rows_count_from_the_first_row_of_a_batch() -> None:
    with pytest.raises(RowError) as error:
        doubles(Column("x", "double"), pa.array(["abc"]), 1000)
    assert str(error.value) == "x: expected double, got 'abc' (row 1000)"


TEXT: list[tuple[str, list[str | None], list[float]]] = [
    (
        "double",
        ["1.5", " 2 ", "+3", "-.5", "1e3", "NA", "", None],
        [1.5, 2, 3, -0.5, 1e3, NAN, NAN, NAN],
    ),
    ("integer", ["7", "7.0", "null"], [7, 7, NAN]),
    ("boolean", ["true", "False", "1", "0", "NaN"], [1, 0, 1, 0, NAN]),
    ("date", ["1970-01-02", "None"], [1, NAN]),
    ("dateTime", ["1970-01-01T00:00:01.5", "1970-01-01 00:01", "1970-01-02"], [1.5, 60, 86400]),
    ("time", ["01:00", "00:00:00.25", ""], [3600, 0.25, NAN]),
    ("string", ["a", "NA", None], [0, -1, NAN]),
]


@pytest.mark.parametrize(("kind", "cells", "expected"), TEXT)
def test_cells_of_text_are_read_as_in_training(
    kind: Any, cells: list[str | None], expected: list[float]
) -> None:
    column = Column("x", kind, ("a", "b") if kind == "string" else ())
    values = pa.array(cells, pa.string())
    np.testing.assert_array_equal(doubles(column, typed(column, values)), expected)
    coded = values.dictionary_encode()
    np.testing.assert_array_equal(doubles(column, typed(column, coded)), expected)


@pytest.mark.parametrize(
    ("kind", "cell", "expected"),
    [
        ("double", "abc", "double"),
        ("double", "inf", "double"),
        ("double", "1e999", "double"),
        ("double", "1,5", "double"),
        ("double", "0x10", "double"),
        ("integer", "7x", "integer"),
        ("integer", "9007199254740993", "integer"),
        ("boolean", "yes", "boolean"),
        ("date", "2026-02-30", "date such as 2026-01-31"),
        ("date", "31.01.2026", "date such as 2026-01-31"),
        ("dateTime", "2026-01-01T25:00", "dateTime such as 2026-01-31T12:30:00"),
        ("dateTime", "2026-01-01T12:00Z", "dateTime such as 2026-01-31T12:30:00"),
        ("time", "24:00", "time such as 12:30:00"),
    ],
)
def test_a_cell_that_is_not_of_the_type_is_refused(kind: Any, cell: str, expected: str) -> None:
    column = Column("x", kind)
    with pytest.raises(RowError) as error:
        doubles(column, typed(column, pa.array([None, cell]), 10), 10)
    assert str(error.value) == f"x: expected {expected}, got '{cell}' (row 11)"


def test_a_fraction_is_no_integer_in_text_either() -> None:
    column = Column("x", "integer")
    with pytest.raises(RowError) as error:
        doubles(column, typed(column, pa.array(["1", "1.5"])))
    assert str(error.value) == "x: expected integer, got 1.5 (row 1)"


def test_a_missing_cell_of_a_column_that_must_be_there_is_refused() -> None:
    column = Column("x", "time", missing_accepted=False)
    with pytest.raises(RowError) as error:
        doubles(column, typed(column, pa.array(["01:00", "NA"])))
    assert str(error.value) == "x: expected a value, got none (row 1)"


def test_numbers_where_strings_are_expected_are_taken_as_a_file_would_spell_them() -> None:
    column = Column("x", "string", ("1", "true"))
    for values in (pa.array([1, 2]), pa.array([True, False])):
        assert doubles(column, typed(column, values)).tolist() == [
            1.0 if values.type == pa.bool_() else 0.0,
            -1.0,
        ]


def test_fractions_where_strings_are_expected_are_refused() -> None:
    column = Column("x", "string", ("1", "2"))
    with pytest.raises(RowError) as error:
        doubles(column, typed(column, pa.array([None, 1.0])))
    assert str(error.value) == "x: expected string, got 1.0 (row 1)"


def test_a_table_must_have_every_input_once_and_may_have_others() -> None:
    schema = Schema((Column("age", "double"), Column("job", "string")), (Column("y", "double"),))
    check_names(schema, ["id", "job", "age"])
    for names, message in (
        (["agee", "job"], "age: expected a column of this name, got 'agee'"),
        ([], "age: expected a column of this name, got no column"),
        (["age", "job", "job"], "job: expected one column of this name, got 2"),
    ):
        with pytest.raises(RowError) as error:
            check_names(schema, names)
        assert str(error.value) == message


def test_a_column_with_a_number_out_of_range_is_refused() -> None:
    age = Column("age", "double", low=0.0, high=150.0)
    assert doubles(age, pa.array([0.0, None, 150.0])).tolist()[::2] == [0.0, 150.0]
    with pytest.raises(RowError) as error:
        doubles(age, pa.array([1.0, math.inf]))
    assert str(error.value) == "age: expected a number from 0.0 to 150.0, got Infinity (row 1)"
