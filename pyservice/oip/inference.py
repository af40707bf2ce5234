"""Tensors in, tensors out: one a column, or one matrix of numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import isfinite
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa

from ..batches import answer_column
from ..columns import Doubles, doubles, each
from ..frames import matrix
from ..messages import nearest, shown
from ..model import Model
from ..named import plain
from ..plan import Plan
from ..problems import ProblemError, bad_request
from ..schema import Column, Schema
from ..text_columns import typed
from .datatypes import NUMBERS, datatype_of, taken_for
from .tensors import Tensor, Values

FEW_ROWS = 64  # up to here rows are quicker than columns


class Inference(NamedTuple):
    """What came of a request: an answer for each row, all from one version."""

    version: int
    rows: int
    outputs: list[Tensor]


def infer(model: Model, inputs: Sequence[Tensor], wanted: Sequence[str], most: int) -> Inference:
    """Score at most so many rows of tensors.

    inputs: a tensor for each column, of shape [n] or [n, 1], those that are missing throughout left
    out; or, where all columns are numbers, one tensor of shape [n, columns] in schema order, under
    any name that is no column's. wanted: the names of the outputs asked for, in their order; all
    where it is empty. Raises ProblemError, and RowError for a row that the model does not take.
    """
    found = None if wanted or len(inputs) != 1 else quick_row(model, inputs[0])
    return found or model.settled(lambda plan: infer_by(plan, model, inputs, wanted, most))


def quick_row(model: Model, given: Tensor) -> Inference | None:
    """A matrix of one row the quick way; None for what is unusual, gaps and mistakes among it."""
    plan, quick = model.current()
    row = usual_row(plan, given)
    found = quick(row) if row else None
    return found and of_row(plan, *found)


def usual_row(plan: Plan, given: Tensor) -> tuple[Any, ...] | None:
    """The row that a matrix of one row holds, finite; None for what is unusual."""
    values = given.values
    width = len(plan.description.schema.inputs)
    if given.datatype != "FP64" or len(values) < 2 or given.shape != (1, width):
        return None
    row = tuple(values.tolist() if isinstance(values, np.ndarray) else values)
    try:
        return row if isfinite(sum(row)) else None
    except (TypeError, OverflowError):  # None in JSON, or integers that no double can hold
        return None


def of_row(plan: Plan, version: int, answer: Mapping[str, Any]) -> Inference:
    """What came of one row."""
    outputs = plan.description.schema.outputs
    return Inference(
        version,
        1,
        [Tensor(c.name, datatype_of(c), (1, 1), [plain(answer[c.name])]) for c in outputs],
    )


def infer_by(
    plan: Plan, model: Model, inputs: Sequence[Tensor], wanted: Sequence[str], most: int
) -> Inference:
    """The same by one schema."""
    schema = plan.description.schema
    outputs = chosen(schema, wanted)
    columns, count = by_column(schema, inputs)
    if not 0 < count <= most:
        status, few = (413, f"at most {most} rows") if count else (400, "at least one row")
        raise ProblemError(status, f"inputs: expected {few}, got {count or 'none'}")
    if count <= FEW_ROWS or not schema.numeric:
        version, answers = model.rows_by(plan, rows_of(columns), 0)
        found = {c.name: [plain(answer[c.name]) for answer in answers] for c in outputs}
    else:
        rows = matrix(schema, count, lambda column: column_doubles(column, columns, count))
        version, table = model.doubles_by(plan, rows, 0)
        found = {
            column.name: [plain(v) for v in answer_column(column, table[:, place]).to_pylist()]
            for place, column in enumerate(schema.outputs)
        }
    tensors = [Tensor(c.name, datatype_of(c), (count, 1), found[c.name]) for c in outputs]
    return Inference(version, count, tensors)


def chosen(schema: Schema, wanted: Sequence[str]) -> list[Column]:
    """The outputs that are asked for."""
    known = {column.name: column for column in schema.outputs}
    for name in wanted:
        if name not in known:
            raise bad_request(f"outputs: expected {nearest(name, list(known))}, got {shown(name)}")
    if len(set(wanted)) < len(wanted):
        raise bad_request("outputs: expected each name once, got one twice")
    return [known[name] for name in wanted] if wanted else list(schema.outputs)


def by_column(schema: Schema, inputs: Sequence[Tensor]) -> tuple[dict[str, Values], int]:
    """The values of each column, and how many there are of each."""
    if not inputs:
        raise bad_request("inputs: expected at least one tensor, got none")
    inputs = split(schema, inputs)
    count = inputs[0].shape[0]
    columns = {column.name: column for column in schema.inputs}
    found: dict[str, Values] = {}
    for given in inputs:
        column = columns.get(given.name)
        if column is None:
            expected = nearest(given.name, list(columns))
            raise bad_request(f"inputs: expected {expected}, got {shown(given.name)}")
        if given.name in found:
            raise bad_request(f"inputs: expected {shown(given.name)} once, got it twice")
        if given.datatype not in taken_for(column):
            raise bad_request(f"{given.name}: expected {datatype_of(column)}, got {given.datatype}")
        if given.shape not in ((count,), (count, 1)):
            shape = list(given.shape)
            raise bad_request(
                f"{given.name}: expected shape [{count}] or [{count}, 1], got {shape}"
            )
        found[given.name] = finite(given)
    return found, count


def split(schema: Schema, inputs: Sequence[Tensor]) -> Sequence[Tensor]:
    """One matrix of numbers as a tensor for each column; other inputs as they are."""
    first, width = inputs[0], len(schema.inputs)
    named = any(column.name == first.name for column in schema.inputs)
    if len(inputs) > 1 or len(first.shape) != 2 or (named and width != first.shape[1]):
        return inputs
    if named and width == 1:
        return inputs
    if first.datatype not in NUMBERS or first.shape[1] != width:
        return inputs
    values, count = first.values, (first.shape[0],)
    return [
        Tensor(column.name, first.datatype, count, values[place::width])
        for place, column in enumerate(schema.inputs)
    ]


def finite(tensor: Tensor) -> Values:
    """The values of a tensor; an infinity, which only a binary one can hold, is refused."""
    values = tensor.values
    if isinstance(values, np.ndarray) and values.dtype.kind == "f" and np.isinf(values).any():
        row = int(np.flatnonzero(np.isinf(values))[0])
        raise bad_request(f"{tensor.name}: expected a finite number, got an infinity (row {row})")
    return values


def rows_of(columns: dict[str, Values]) -> list[dict[str, Any]]:
    """Rows by name."""
    names = list(columns)
    lists = [v.tolist() if isinstance(v, np.ndarray) else v for v in columns.values()]
    return [dict(zip(names, row, strict=True)) for row in zip(*lists, strict=True)]


def rows_by_name(schema: Schema, inputs: Sequence[Tensor]) -> list[dict[str, Any]]:
    """The rows that tensors hold, for who looks at them later."""
    return rows_of(by_column(schema, inputs)[0])


def answers_by_name(outputs: Sequence[Tensor]) -> list[dict[str, Any]]:
    """The same of answers."""
    return rows_of({each.name: each.values for each in outputs})


def column_doubles(column: Column, columns: dict[str, Values], count: int) -> Doubles:
    """The doubles of a column; raises RowError for the first value that does not fit."""
    values = columns.get(column.name)
    if values is None:
        return doubles(column, pa.nulls(count))
    if isinstance(values, np.ndarray):
        return doubles(column, pa.array(values, from_pandas=True))
    try:
        found = pa.array(values, from_pandas=True)
    except (pa.ArrowException, OverflowError):
        return each(column, list(values), 0)
    return doubles(column, typed(column, found) if pa.types.is_string(found.type) else found)
