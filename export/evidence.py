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
from .statistics import statistics

Judge = Literal["pipeline", "file", "interpreter"]
METADATA = b"scorejar"  # what `scorejar train` and `convert` note in a Parquet file

# Columns beside inputs and outputs: docs/jar.md.
KIND = "scorejar.kind"
REFUSED = "scorejar.refused"
RAW = "scorejar.raw:"


class Evidence(NamedTuple):
    """JSON files of evidence and of statistics, how many rows, and who gave the answers to them."""

    path: Path
    statistics: Path
    rows: int
    judge: Judge
    answered: list[str]


def write_evidence(
    table_path: Path, schema: dict[str, Any], pmml_sha256: str, folder: Path
) -> Evidence:
    """Read a CSV or Parquet file by a model's schema; write evidence.json and statistics.json.

    Columns that are neither inputs nor outputs are left aside, but for those that `scorejar train`
    and `convert` add: what a row was made for, why the pipeline refused it, raw scores. Raises
    UsageError for an input that has no column, RowError for a value that is not of its type, and
    ModelError for evidence whose answers another PMML's pipeline gave.
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
    refusals = refusals_of(table)
    if outputs:
        answers = rows_of(table, outputs)
        content["answers"] = [
            None if str(row) in refusals else answer for row, answer in enumerate(answers)
        ]
    content |= notes_of(table, note) | ({"refusals": refusals} if outputs and refusals else {})
    path = write(folder / "evidence.json", content)
    described = note.get("statistics") or statistics(content, schema)
    judge: Judge = "interpreter"
    if outputs:
        judge = "pipeline" if judged_by_pipeline else "file"
    statistics_path = write(folder / "statistics.json", described)
    return Evidence(path, statistics_path, table.num_rows, judge, content["outputs"])


def write(path: Path, content: Any) -> Path:
    """Write JSON; returns the path."""
    path.write_text(json.dumps(content, ensure_ascii=False, allow_nan=False), encoding="utf-8")
    return path


def refusals_of(table: pa.Table) -> dict[str, str]:
    """What the judge said of the rows that it refused, by row number."""
    said = table[REFUSED].to_pylist() if REFUSED in table.column_names else []
    return {str(row): str(words) for row, words in enumerate(said) if words is not None}


def notes_of(table: pa.Table, note: dict[str, Any]) -> dict[str, Any]:
    """What a table says of its rows besides the answers, as evidence.json has it."""
    notes = {name: note[name] for name in ("agreement", "coverage") if note.get(name)}
    if KIND in table.column_names:
        notes["kinds"] = [str(kind) for kind in table[KIND].to_pylist()]
    raw = {
        name.removeprefix(RAW): column_of(name, "double", table[name].to_pylist())
        for name in table.column_names
        if name.startswith(RAW)
    }
    return notes | ({"raw": raw} if raw else {})


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
