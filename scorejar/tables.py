"""Whole tables from disk, CSV and Parquet, for the stages that look at all rows at once."""

from __future__ import annotations

import csv
import os
from collections import Counter
from pathlib import Path

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet

from scorejar.csv_form import csv_options
from scorejar.errors import RowError, UsageError

# What stands for a missing value where numbers, dates or booleans are expected. In a column of
# text only an empty cell is missing: "NA" may be Namibia.
MISSING = ("", "NA", "N/A", "NaN", "nan", "null", "NULL", "None")
NUMBER = r"^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?$"


def read_table(path: Path) -> pa.Table:
    """Read a .csv or .parquet file.

    All columns of a CSV are text, with null where a cell is empty. Raises UsageError for a file
    that is missing, unreadable or without rows, and for a column name that stands there twice;
    RowError for a row of CSV with too few or too many cells.
    """
    suffix = path.suffix.lower()
    if suffix not in (".csv", ".parquet"):
        raise UsageError(f"{path}: expected a .csv or .parquet file")
    try:
        with path.open("rb"):
            pass
        table = pa.parquet.read_table(path) if suffix == ".parquet" else read_csv(path)
    except FileNotFoundError:
        raise UsageError(f"{path}: no such file") from None
    except (OSError, pa.ArrowException, UnicodeDecodeError, csv.Error) as error:
        code = getattr(error, "errno", None)
        said = os.strerror(code) if code else " ".join(str(error).split())
        raise UsageError(f"{path}: cannot be read: {said}") from None
    twice = [name for name, count in Counter(table.column_names).items() if count > 1]
    if twice:
        raise UsageError(f"{path}: expected each column once, found '{twice[0]}' more than once")
    if table.num_rows == 0:
        raise UsageError(f"{path}: expected rows, found none")
    return table


def read_csv(path: Path) -> pa.Table:
    """A CSV file in UTF-8 with a header; every column as text."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        header = next(csv.reader(file), [])
    if not header:
        raise UsageError(f"{path}: expected a header line and rows, found an empty file")
    wrong: list[str] = []
    try:
        return pa.csv.read_csv(
            path,
            read_options=pa.csv.ReadOptions(use_threads=False),
            **csv_options(header, wrong),
        )
    except pa.ArrowInvalid:
        if wrong:
            raise RowError(f"{path}: {wrong[0]}") from None
        raise
