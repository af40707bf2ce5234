"""Tables on disk, a batch of rows at a time: CSV and Parquet, in and out."""

from __future__ import annotations

import csv
import io
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Protocol

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet

from scorejar.csv_form import csv_options
from scorejar.errors import RowError, UsageError

BATCH_ROWS = 65_536  # of Parquet; some 16 MB of 30 columns
BLOCK_BYTES = 4_000_000  # of CSV

SUFFIXES = (".csv", ".parquet")


@dataclass(frozen=True)
class Table:
    """A table to read.

    names: its columns, in order. batches: its rows, in order. size and position: how much there
    is and how much has been read, in `unit`s; for progress only.
    """

    names: Sequence[str]
    batches: Iterator[pa.RecordBatch]
    size: int
    position: Callable[[], int]
    unit: str


@contextmanager
def open_table(path: Path) -> Iterator[Table]:
    """Open a .csv or .parquet file; raises UsageError where it cannot be read."""
    check_suffix(path)
    with readable(path):
        file = pa.OSFile(str(path), "rb")
    with file:
        yield open_csv(path, file) if path.suffix.lower() == ".csv" else open_parquet(path, file)


def check_suffix(path: Path) -> None:
    """Refuse a file whose name does not say how it is written."""
    if path.suffix.lower() not in SUFFIXES:
        raise UsageError(f"{path}: expected a .csv or .parquet file")


@contextmanager
def readable(path: Path) -> Iterator[None]:
    """What goes wrong with a file, in one line."""
    try:
        yield
    except (OSError, pa.ArrowException, UnicodeDecodeError) as error:
        if isinstance(error, OSError) and error.errno:
            raise UsageError(f"{path}: cannot be read: {os.strerror(error.errno)}") from None
        raise UsageError(f"{path}: cannot be read: {' '.join(str(error).split())}") from None


def open_parquet(path: Path, file: pa.NativeFile) -> Table:
    """A Parquet file; its columns keep their types."""
    with readable(path):
        parquet = pa.parquet.ParquetFile(file)
    read = 0

    def batches() -> Iterator[pa.RecordBatch]:
        nonlocal read
        with readable(path):
            for batch in parquet.iter_batches(BATCH_ROWS):
                yield batch
                read += batch.num_rows

    rows = parquet.metadata.num_rows
    return Table(parquet.schema_arrow.names, batches(), rows, lambda: read, "row")


def open_csv(path: Path, file: pa.NativeFile) -> Table:
    """A CSV file with a header, in UTF-8; every column is text, null where a cell is empty."""
    with readable(path), path.open(encoding="utf-8-sig", newline="") as text:
        names = next(csv.reader(text), [])
    if not names:
        raise UsageError(f"{path}: expected a header line, found an empty file")
    wrong: list[str] = []

    def batches() -> Iterator[pa.RecordBatch]:
        reading = pa.csv.ReadOptions(block_size=BLOCK_BYTES, use_threads=False)
        with readable(path):
            try:
                yield from pa.csv.open_csv(file, read_options=reading, **csv_options(names, wrong))
            except pa.ArrowInvalid:
                if wrong:
                    raise RowError(f"row: {wrong[0]}") from None
                raise

    return Table(names, batches(), path.stat().st_size, file.tell, "B")


class Writer(Protocol):
    """What both kinds of writer can do."""

    def write(self, batch: pa.RecordBatch) -> None:
        """Add rows."""

    def close(self) -> None:
        """End the file."""


@contextmanager
def new_table(path: Path | None, schema: pa.Schema) -> Iterator[Writer]:
    """Write a table that is there whole or not at all; None means stdout, as CSV.

    The rows go to a file beside it, which takes its name when all are written; for stdout to a
    temporary file, which is copied out then. Raises UsageError where it cannot be written.
    """
    try:
        if path is None:
            with tempfile.TemporaryFile() as staged:
                with closing(csv_writer(staged, schema)) as writer:
                    yield writer
                copy_to_stdout(staged)
            return
        staged_path = path.with_name(f".{path.name}.{os.getpid()}.part")
        try:
            with staged_path.open("wb") as staged:
                parquet = path.suffix.lower() == ".parquet"
                new = pa.parquet.ParquetWriter if parquet else csv_writer
                with closing(new(staged, schema)) as writer:
                    yield writer
            staged_path.replace(path)
        finally:
            staged_path.unlink(missing_ok=True)
    except BrokenPipeError:
        raise
    except OSError as error:
        said = os.strerror(error.errno) if error.errno else str(error)
        raise UsageError(f"{path or 'stdout'}: cannot be written: {said}") from None


def copy_to_stdout(staged: BinaryIO) -> None:
    """Let a finished table out."""
    staged.seek(0)
    sys.stdout.flush()
    shutil.copyfileobj(staged, sys.stdout.buffer)
    sys.stdout.buffer.flush()


def csv_writer(file: BinaryIO, schema: pa.Schema) -> Writer:
    """A writer of CSV with a header; text is quoted, null is an empty cell.

    In a table of one column null is NaN, since most readers skip a line that is empty.
    """
    header = io.StringIO()
    csv.writer(header, lineterminator="\n").writerow(schema.names)  # quotes only what needs it
    file.write(header.getvalue().encode())
    null = "NaN" if len(schema.names) == 1 else ""
    options = pa.csv.WriteOptions(include_header=False, null_string=null)
    writer: Writer = pa.csv.CSVWriter(file, schema, write_options=options)
    return writer
