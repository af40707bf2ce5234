"""Bins of columns: what `train` and `export` tell of the rows that they have seen."""

from __future__ import annotations

import datetime
import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet
import pytest
from hypothesis import given
from hypothesis import strategies as st

from export.evidence import write_evidence
from scorejar.distribution import BINS, MOST_VALUES, distribution

NUMBERS = st.floats(allow_nan=False, width=32)


def series(*values: Any) -> pd.Series[Any]:
    return pd.Series(values, dtype=object)


def of(*values: Any, kind: str = "double") -> dict[str, Any]:
    return distribution("x", kind, series(*values))


@given(st.lists(NUMBERS | st.none(), max_size=60))
def test_every_number_is_in_one_bin(values: list[float | None]) -> None:
    found = of(*values)
    there = [value for value in values if value is not None]
    assert found["missing"] == len(values) - len(there)
    assert len(found["counts"]) == len(found["edges"]) + 1
    assert found["edges"] == sorted(set(found["edges"]))
    assert np.isfinite(found["edges"]).all()
    bins = [sum(edge < value for edge in found["edges"]) for value in there]
    assert found["counts"] == [bins.count(place) for place in range(len(found["counts"]))]


def test_numbers_are_parted_into_tenths() -> None:
    found = of(*range(1000))
    assert found["counts"] == [100] * BINS
    assert found["edges"][0] == 99.5
    assert (found["least"], found["greatest"]) == (0, 999)


def test_a_number_that_is_common_has_a_bin_of_its_own() -> None:
    found = of(*[0.0] * 30, *range(1, 71))
    assert found["counts"][:2] == [0, 30], "nothing below zero, zero itself"
    found = of(*[0] * 5, *[1] * 95)
    assert found["counts"] == [5, 95, 0], "and nothing above one"
    assert of(*[7.5] * 9)["counts"] == [0, 9, 0]


def test_edges_are_on_no_number_that_was_seen() -> None:
    """Another precision, as of `float`, puts each number into the same bin."""
    values = np.random.default_rng(0).normal(size=500).round(2)
    found = of(*values)
    single = np.searchsorted(found["edges"], values.astype(np.float32).astype(float))
    assert (single == np.searchsorted(found["edges"], values)).all()
    assert not set(found["edges"]) & set(values)


def test_infinities_count_and_make_no_edge() -> None:
    found = of(float("-inf"), 1, 2, "Infinity")
    assert np.isfinite(found["edges"]).all()
    assert (found["counts"][0], found["counts"][-1]) == (1, 1)
    assert (found["least"], found["greatest"]) == (1, 2)


def test_the_commonest_texts_have_bins() -> None:
    texts = [f"t{number}" for number in range(60) for _ in range(number + 1)]
    found = of(*texts, None, kind="string")
    assert found["values"][:2] == ["t59", "t58"]
    assert len(found["values"]) == MOST_VALUES
    assert found["other"] == sum(range(1, 11))
    assert found["missing"] == 1


@pytest.mark.parametrize(
    ("kind", "value", "number"),
    [
        ("boolean", True, 1),
        ("date", "1970-01-03", 2),
        ("date", datetime.date(1970, 1, 3), 2),
        ("date", pd.Timestamp("1970-01-03"), 2),
        ("dateTime", "1970-01-01T00:01:00.5", 60.5),
        ("time", "01:00:00", 3600),
        ("time", datetime.time(1, 0, 0, 500_000), 3600.5),
        ("time", pd.Timestamp("2026-01-31T01:00:00"), 3600),
    ],
)
def test_other_types_are_counted_as_their_doubles(kind: str, value: Any, number: float) -> None:
    found = of(value, None, kind=kind)
    assert found["least"] == found["greatest"] == number
    assert found["missing"] == 1


SCHEMA: dict[str, Any] = {
    "inputs": [{"name": "a", "type": "double"}, {"name": "b", "type": "string"}],
    "outputs": [{"name": "y", "type": "double"}],
}


def described(folder: Path, table: dict[str, Any], note: Any = None) -> dict[str, Any]:
    """What evidence in a file says of its rows."""
    rows = pa.table(table)
    if note is not None:
        rows = rows.replace_schema_metadata({b"scorejar": json.dumps(note).encode()})
    pa.parquet.write_table(rows, folder / "rows.parquet")
    found = write_evidence(folder / "rows.parquet", SCHEMA, "", folder)
    told: dict[str, Any] = json.loads(found.statistics.read_text())
    return told


def test_rows_of_evidence_are_described_where_nobody_has_done_it(tmp_path: Path) -> None:
    told = described(tmp_path, {"a": [1.0, None], "b": ["x", "x"], "y": [0.5, 0.25]})
    assert told["source"] == "2 rows of evidence"
    assert [column["name"] for column in told["columns"]] == ["a", "b"]
    assert told["columns"][0]["missing"] == 1
    assert told["columns"][1]["values"] == ["x"]
    assert (told["scores"][0]["least"], told["scores"][0]["greatest"]) == (0.25, 0.5)


def test_rows_that_were_made_are_not_described(tmp_path: Path) -> None:
    kinds = {"scorejar.kind": ["real", "threshold"], "scorejar.refused": [None, None]}
    told = described(tmp_path, {"a": [1.0, -1e300], "b": ["x", "z"], "y": [1.0, 2.0], **kinds})
    assert told["source"] == "1 rows of evidence"
    assert told["columns"][0]["least"] == told["columns"][0]["greatest"] == 1
    assert told["scores"][0]["greatest"] == 1
    none = {**kinds, "scorejar.kind": ["leaf", "threshold"]}
    told = described(tmp_path, {"a": [1.0, 2.0], "b": ["x", "z"], "y": [1.0, 2.0], **none})
    assert told["columns"] == told["scores"] == []


def test_what_training_has_described_goes_before_the_evidence(tmp_path: Path) -> None:
    note = {"statistics": {"source": "training", "columns": [], "scores": []}}
    assert described(tmp_path, {"a": [1.0], "b": ["x"]}, note) == note["statistics"]
