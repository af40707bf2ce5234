"""Evidence from a table on disk to the JSON that the builder reads (docs/jar.md)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Literal, NamedTuple

import pyarrow as pa

from scorejar.errors import ModelError, RowError, UsageError
from scorejar.tables import read_table

from .cells import read

Judge = Literal["pipeline", "file", "interpreter"]
METADATA = b"scorejar"  # what `scorejar train` and `convert` note in a Parquet file


class Evidence(NamedTuple):
    """A JSON file of evidence, how many rows it has, and who gave the answers in it."""

    path: Path
    rows: int
    judge: Judge
    answered: list[str]


def write_evidence(
    table_path: Path, schema: dict[str, Any], pmml_sha256: str, path: Path
) -> Evidence:
    """Read a CSV or Parquet file by a model's schema and write it as JSON.

    Columns that are neither inputs nor outputs are left aside. Raises UsageError for an input that
    has no column, RowError for a value that is not of its type, and ModelError for evidence whose
    answers another PMML's pipeline gave.
    """
    table = read_table(table_path)
    note = json.loads((table.schema.metadata or {}).get(METADATA, b"{}"))
    judged_by_pipeline = note.get("judge") == "pipeline"
    if judged_by_pipeline and note.get("pmml_sha256") != pmml_sha256:
        raise ModelError(
            f"{table_path}: expected evidence for this PMML, got answers that the pipeline of"
            " another one gave: train or convert again"
        )
    inputs = schema["inputs"]
    for field in inputs:
        if field["name"] not in table.column_names:
            raise UsageError(missing_column(table_path, field["name"], table.column_names))
    outputs = [field for field in schema["outputs"] if field["name"] in table.column_names]
    content = {
        "inputs": [field["name"] for field in inputs],
        "outputs": [field["name"] for field in outputs],
        "rows": rows_of(table, inputs),
    }
    if outputs:
        content["answers"] = rows_of(table, outputs)
    path.write_text(json.dumps(content, ensure_ascii=False, allow_nan=False), encoding="utf-8")
    judge: Judge = "interpreter"
    if outputs:
        judge = "pipeline" if judged_by_pipeline else "file"
    return Evidence(path, table.num_rows, judge, content["outputs"])


def rows_of(table: pa.Table, fields: Sequence[dict[str, Any]]) -> list[list[Any]]:
    """The values of some columns, row by row."""
    columns = [
        column_of(field["name"], field["type"], table[field["name"]].to_pylist())
        for field in fields
    ]
    return [list(row) for row in zip(*columns, strict=True)]


def column_of(name: str, kind: str, values: Sequence[Any]) -> list[Any]:
    """One column by its type; rows count from 0 in messages."""
    converted = []
    for row, value in enumerate(values):
        try:
            converted.append(read(kind, value))
        except ValueError:
            raise RowError(f"{name}: expected {kind}, got {value!r} (row {row})") from None
    return converted


def missing_column(path: Path, name: str, names: Sequence[str]) -> str:
    """What is said of an input that the file does not have."""
    close = get_close_matches(name, names, n=1)
    return f"{path}: no column '{name}', which the model takes" + (
        f"; did you mean '{close[0]}'?" if close else ""
    )
