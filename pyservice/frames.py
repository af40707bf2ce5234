"""DataFrames to answers, a column at a time."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
from numpy.typing import NDArray

from scorejar.errors import RowError, UsageError

from .columns import Doubles, doubles, each
from .messages import nearest
from .model import Answer, Model
from .plan import Plan
from .reading import UNUSUAL
from .schema import Column, Schema

FLOAT64 = np.dtype(np.float64)
FEW_ROWS = 64  # from here on columns are quicker than rows
UNIFORM = ("string", "boolean", "integer", "floating")  # objects that are all of one type


def score_frame(model: Model, frame: pd.DataFrame) -> NDArray[Any]:
    """Score the rows of a DataFrame; see JarScorer.predict."""
    if not isinstance(frame, pd.DataFrame):
        raise UsageError(f"X: expected an array or a DataFrame, got {type(frame).__name__}")
    quick = quick_matrix(model.plan, frame)
    if quick is not None:
        with contextlib.suppress(RowError):  # the careful way knows better what to say
            return model.predict(quick)
    schema = model.description.schema
    if not schema.numeric:
        check_names(schema, frame.columns.tolist())
        names = [column.name for column in schema.inputs]
        return as_array(model, model.score_rows(frame[names].to_dict("records")))
    return model.predict(frame_rows(schema, frame))


def frame_rows(schema: Schema, frame: pd.DataFrame) -> Doubles:
    """The rows of a DataFrame as doubles; raises RowError for a column that is wrong."""
    if not isinstance(frame, pd.DataFrame):
        raise UsageError(f"X: expected an array or a DataFrame, got {type(frame).__name__}")
    check_names(schema, frame.columns.tolist())
    return matrix(schema, len(frame), lambda column: frame_column(column, frame[column.name]))


def check_names(schema: Schema, names: list[Any]) -> None:
    """Refuse a table that lacks an input's column or has it twice; others are left alone.

    A row may lack a value, and then it is missing; a table that lacks a whole column has more
    probably misspelt it.
    """
    for column in schema.inputs:
        found = names.count(column.name)
        if found == 0:
            known = nearest(column.name, [str(name) for name in names]) if names else "no column"
            raise RowError(f"{column.name}: expected a column of this name, got {known}")
        if found > 1:
            raise RowError(f"{column.name}: expected one column of this name, got {found}")


def quick_matrix(plan: Plan, frame: pd.DataFrame) -> Doubles | None:
    """Rows of doubles of a frame that holds nothing but floats, or few rows.

    As in `reading`, what is unusual is told by None and left to the careful way.
    """
    if any(column.type == "float" for column in plan.description.schema.inputs):
        return None  # which is rounded, column by column
    places = positions(frame.columns.tolist(), plan.encoder.names)
    if places is None or (len(frame) > FEW_ROWS and set(frame.dtypes) != {FLOAT64}):
        return None
    values = frame.to_numpy()  # as it stands in memory, where it is of one type
    if places:
        values = values[:, places]
    if values.dtype == FLOAT64 and plan.takes_any_double:
        return values
    return few_rows(plan, values) if len(values) <= FEW_ROWS else None


def positions(given: list[Any], wanted: list[str]) -> list[int] | None:
    """Where the columns are; empty where as wanted, None where one lacks or is there twice."""
    if given == wanted:
        return []
    found = {name: place for place, name in enumerate(given)}
    if len(found) != len(given) or not found.keys() >= set(wanted):
        return None
    return [found[name] for name in wanted]


def few_rows(plan: Plan, values: NDArray[Any]) -> Doubles | None:
    """A few rows of any values as doubles; None where one is unusual."""
    width = plan.encoder.width
    memory = bytearray(8 * values.size)
    try:
        for place, row in enumerate(values.tolist()):
            found = plan.read(row)
            if found is None:
                return None
            plan.pack(memory, 8 * place * width, *found)
    except UNUSUAL:
        return None
    return np.frombuffer(memory, np.float64).reshape(values.shape)


def matrix(schema: Schema, count: int, column_doubles: Callable[[Column], Doubles]) -> Doubles:
    """Rows of doubles, shape (count, n_inputs), made a column at a time."""
    rows = np.empty((count, len(schema.inputs)), order="F")
    for place, column in enumerate(schema.inputs):
        rows[:, place] = column_doubles(column)
    return rows


def frame_column(column: Column, series: pd.Series[Any]) -> Doubles:
    """A DataFrame's column as doubles; raises RowError with the row's place, not its label."""
    # Arrow reads mixed types by the first one: 1.5 among times of day as a microsecond.
    if series.dtype == object and pd.api.types.infer_dtype(series, skipna=True) not in UNIFORM:
        return each(column, series.tolist(), 0)
    try:
        values = pa.Array.from_pandas(series)
    except (pa.ArrowException, OverflowError):
        return each(column, series.tolist(), 0)
    return doubles(column, values)


def as_array(model: Model, answer: Answer) -> NDArray[Any]:
    """Answers by name as the array that `predict` gives."""
    names = [column.name for column in model.description.schema.outputs]
    array = np.empty((len(answer.rows), len(names)), dtype=object)
    for row, values in enumerate(answer.rows):
        array[row] = [values[name] for name in names]
    return array if not model.decoder.numbers else array.astype(np.float64)
