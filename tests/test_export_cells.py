"""Evidence: values from files to JSON by the PMML's types."""

from __future__ import annotations

import datetime
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet
import pytest

from export.cells import read
from export.evidence import write_evidence
from scorejar.errors import ModelError, RowError, UsageError

READ = [
    ("double", "0.1", 0.1),
    ("double", " 1e-3 ", 0.001),
    ("double", "NaN", None),
    ("double", float("nan"), None),
    ("double", "-inf", "-Infinity"),
    ("double", float("inf"), "Infinity"),
    ("double", Decimal("2.5"), 2.5),
    ("integer", "9007199254740993", 9007199254740993),
    ("integer", "3.0", 3),
    ("integer", 3.0, 3),
    ("boolean", "TRUE", True),
    ("boolean", "0", False),
    ("boolean", 1, True),
    ("string", "007", "007"),
    ("string", "NA", "NA"),
    ("string", "", ""),
    ("string", None, None),
    ("date", "2024-02-29", "2024-02-29"),
    ("date", "2024-02-29 00:00:00", "2024-02-29"),
    ("date", datetime.datetime(2024, 2, 29), "2024-02-29"),
    ("dateTime", "2024-02-29 12:30:00", "2024-02-29T12:30:00"),
    ("time", "12:30", "12:30:00"),
]

REFUSED = [
    ("double", "abc"),
    ("double", "1_000"),
    ("double", True),
    ("integer", "3.5"),
    ("boolean", "yes"),
    ("boolean", 2),
    ("string", 7),
    ("date", "29.2.2024"),
    ("date", "2024-02-30"),
    ("date", "2024-02-29 12:30:00"),
    ("dateTime", "2024-02-29T12:30:00+01:00"),
    ("time", "25:00"),
]

SCHEMA: dict[str, Any] = {
    "inputs": [{"name": "age", "type": "double"}, {"name": "zip", "type": "string"}],
    "outputs": [{"name": "p", "type": "double"}, {"name": "y", "type": "integer"}],
}


@pytest.mark.parametrize(("kind", "value", "expected"), READ)
def test_a_value_is_read_by_its_type(kind: str, value: object, expected: object) -> None:
    got = read(kind, value)
    assert got == expected
    assert type(got) is type(expected)


@pytest.mark.parametrize(("kind", "value"), REFUSED)
def test_a_value_of_another_type_is_refused(kind: str, value: object) -> None:
    with pytest.raises(ValueError, match=r".*"):
        read(kind, value)


def written(folder: Path, csv: str) -> dict[str, Any]:
    path = folder / "e.csv"
    path.write_text(csv)
    write_evidence(path, SCHEMA, "sha", folder)
    content: dict[str, Any] = json.loads((folder / "evidence.json").read_text())
    return content


def test_strings_stay_strings_and_other_columns_are_left_aside(tmp_path: Path) -> None:
    assert written(tmp_path, 'note,zip,age\nx,007,31.5\ny,,\nz,"",\n') == {
        "inputs": ["age", "zip"],
        "outputs": [],
        "rows": [[31.5, "007"], [None, None], [None, ""]],
    }


def test_columns_of_answers_are_the_files_own_judgement(tmp_path: Path) -> None:
    content = written(tmp_path, "age,zip,y\n1,a,0\n2,b,\n")
    assert content["outputs"] == ["y"]
    assert content["answers"] == [[0], [None]]


def test_a_wrong_value_is_told_with_its_row(tmp_path: Path) -> None:
    with pytest.raises(RowError) as caught:
        written(tmp_path, "age,zip\n1,a\nold,b\n")
    assert str(caught.value) == "age: expected double, got 'old' (row 1)"


def test_a_missing_input_is_told_with_the_nearest_column(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no column 'zip', which the model takes; did you mean"):
        written(tmp_path, "age,zipp\n1,a\n")


def test_answers_of_another_pipeline_are_refused(tmp_path: Path) -> None:
    note = json.dumps({"judge": "pipeline", "pmml_sha256": "another"}).encode()
    table = pa.table({"age": [1.0], "zip": ["a"], "p": [0.5]})
    pa.parquet.write_table(table.replace_schema_metadata({b"scorejar": note}), tmp_path / "e.pq")
    (tmp_path / "e.pq").rename(tmp_path / "e.parquet")
    with pytest.raises(ModelError, match="answers that the pipeline of another one gave"):
        write_evidence(tmp_path / "e.parquet", SCHEMA, "sha", tmp_path)
