"""Which kind of column values make, and how they are read."""

from __future__ import annotations

import datetime

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from scorejar.errors import RowError, UsageError
from train.columns import convert, infer

INFERRED = [
    (["1", " 2.5", "-3e2", "NaN", None], "numeric"),
    (["true", "FALSE", "", None], "boolean"),
    (["2024-01-31", "NA", "1999-12-31"], "date"),
    (["007", "12", "13"], "categorical"),
    (["Zürich", "NA", "Genève"], "categorical"),
    ([1, 2, None], "numeric"),
    ([True, None], "boolean"),
    ([datetime.date(2024, 1, 31), None], "date"),
]


@pytest.mark.parametrize(("values", "kind"), INFERRED)
def test_a_columns_kind_follows_from_its_values(values: list[object], kind: str) -> None:
    assert infer("c", pa.chunked_array([values])) == kind


def test_numbers_among_text_are_refused_with_the_row() -> None:
    column = pa.chunked_array([["31", "NA", "abc", "12"]])
    with pytest.raises(RowError) as caught:
        infer("age", column)
    assert str(caught.value) == (
        "age: expected a number, got 'abc' (row 2);"
        ' columns.age = "categorical" takes all values as text'
    )


def test_numbers_among_text_are_categories_when_said_to_be() -> None:
    column = convert("code", pa.chunked_array([["1", "A", None]]), "categorical")
    assert column.tolist()[:2] == ["1", "A"]
    assert np.isnan(column[2])


@pytest.mark.parametrize("values", [[None, None], ["NA", ""]])
def test_a_column_without_a_value_is_refused(values: list[object]) -> None:
    column = pa.chunked_array([pa.array(values, pa.string())])
    with pytest.raises(UsageError, match="column 'c': expected values, found every row missing"):
        infer("c", column)


def test_a_column_of_lists_is_refused() -> None:
    with pytest.raises(UsageError, match="expected numbers, text, booleans or dates, got list"):
        infer("c", pa.chunked_array([[[1, 2], [3]]]))


def test_a_value_that_is_not_of_the_stated_kind_is_told_with_its_row() -> None:
    column = pa.chunked_array([["2024-01-31", "31.1.2024"]])
    with pytest.raises(RowError) as caught:
        convert("on", column, "date")
    assert str(caught.value) == "on: expected a date (YYYY-MM-DD), got '31.1.2024' (row 1)"


def test_a_time_of_day_is_not_cut_off_silently() -> None:
    column = pa.chunked_array([[datetime.datetime(2024, 1, 1), datetime.datetime(2024, 1, 1, 9)]])
    with pytest.raises(RowError, match=r"on: expected a date, got the time .* \(row 1\)"):
        convert("on", column, "date")


def test_values_arrive_as_pipelines_want_them() -> None:
    number = convert("n", pa.chunked_array([["0.1", "NA", None]]), "numeric")
    assert number.dtype == np.float64
    assert number[0] == 0.1
    assert number.isna().tolist() == [False, True, True]
    truth = convert("b", pa.chunked_array([["True", "false", None]]), "boolean")
    assert truth.tolist()[:2] == [True, False]
    day = convert("d", pa.chunked_array([["2024-02-29", None]]), "date")
    assert day[0] == pd.Timestamp("2024-02-29")
    assert day.isna()[1]
