"""Arrow batches to answers, a column at a time."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from .columns import Doubles, doubles
from .frames import check_names, matrix
from .model import Model
from .plan import Plan
from .schema import Column, Schema
from .text_columns import typed

TYPES: dict[str, pa.DataType] = {
    "double": pa.float64(),
    "float": pa.float64(),
    "integer": pa.int64(),
    "boolean": pa.bool_(),
    "string": pa.string(),
    "date": pa.date32(),
    "dateTime": pa.timestamp("us"),
    "time": pa.time64("us"),
}
MICROS = 1_000_000


def answer_schema(schema: Schema) -> pa.Schema:
    """The columns that the answers have in a table: a name and a type for each output."""
    return pa.schema([(column.name, TYPES[column.type]) for column in schema.outputs])


def score_batch(
    model: Model, batch: pa.RecordBatch, first_row: int = 0
) -> tuple[int, pa.RecordBatch]:
    """Score the rows of a batch as JarScorer.score_batch does; tells the version as well."""
    return model.settled(lambda plan: score_by(plan, model, batch, first_row))


def explain_batch(model: Model, batch: pa.RecordBatch, first_row: int = 0) -> pa.RecordBatch:
    """Explain the rows of a batch as JarScorer.explain_batch does."""

    def by(plan: Plan) -> pa.RecordBatch:
        schema = plan.description.schema
        check_names(schema, batch.schema.names)
        rows = batch_rows(schema, batch, first_row)
        explained = model.explainer.explain_by(plan, rows, first_row)
        return pa.RecordBatch.from_arrays(
            [
                pa.array(explained.numbers[:, answer, column], from_pandas=True)
                for answer in range(len(explained.answers))
                for column in range(len(explained.columns) + 1)
            ],
            schema=reason_schema(explained.answers, explained.columns),
        )

    return model.settled(by)


def reason_schema(answers: list[str], columns: list[str]) -> pa.Schema:
    """The columns that reasons have in a table: a number for each answer and column."""
    return pa.schema(
        [
            (f"{answer}: {column}", pa.float64())
            for answer in answers
            for column in [*columns, "(base)"]
        ]
    )


def batch_rows(schema: Schema, batch: pa.RecordBatch, first_row: int) -> Doubles:
    """The rows of a batch as doubles."""
    return matrix(
        schema,
        batch.num_rows,
        lambda column: doubles(column, column_values(column, batch, first_row), first_row),
    )


def column_values(column: Column, batch: pa.RecordBatch, first_row: int) -> pa.Array:
    """A batch's column of an input's name, with text parsed where it holds no strings."""
    return typed(column, batch.column(batch.schema.names.index(column.name)), first_row)


def score_by(
    plan: Plan, model: Model, batch: pa.RecordBatch, first_row: int
) -> tuple[int, pa.RecordBatch]:
    """Score a batch by one schema."""
    schema = plan.description.schema
    check_names(schema, batch.schema.names)

    if schema.numeric:
        rows = batch_rows(schema, batch, first_row)
        version, answers = model.doubles_by(plan, rows, first_row)
        columns = [
            answer_column(column, answers[:, place]) for place, column in enumerate(schema.outputs)
        ]
    else:
        named = pa.RecordBatch.from_arrays(
            [column_values(column, batch, first_row) for column in schema.inputs],
            names=[column.name for column in schema.inputs],
        )
        version, answered = model.rows_by(plan, named.to_pylist(), first_row)
        columns = [
            pa.array([answer[column.name] for answer in answered], TYPES[column.type])
            for column in schema.outputs
        ]
    return version, pa.RecordBatch.from_arrays(columns, schema=answer_schema(schema))


def answer_column(column: Column, answers: Doubles) -> pa.Array:
    """One output's doubles as values of its type, null for NaN."""
    numbers = pa.array(answers, from_pandas=True)  # NaN to null
    if column.type in ("double", "float"):
        return numbers
    if column.type == "string":
        return pc.take(pa.array(column.categories, pa.string()), numbers.cast(pa.int64()))
    if column.type == "date":
        return numbers.cast(pa.int32()).cast(pa.date32())
    if column.type in ("dateTime", "time"):
        micros = pa.array(np.round(answers * MICROS), from_pandas=True)
        return micros.cast(pa.int64()).cast(TYPES[column.type])
    return numbers.cast(TYPES[column.type])
