"""Bodies that are tables: CSV, and streams of Arrow."""

from __future__ import annotations

import csv
import io

import pyarrow as pa
import pyarrow.csv

from scorejar.csv_form import csv_options

from .json_rows import checked_count
from .problems import bad_request

CSV = "text/csv"
ARROW = "application/vnd.apache.arrow.stream"


def batch_of_csv(body: bytes, most: int) -> pa.RecordBatch:
    """A body of CSV with a header, in UTF-8; all columns are text. Raises ProblemError."""
    try:
        names = next(csv.reader(io.StringIO(body.decode("utf-8-sig"), newline="")), [])
    except (UnicodeDecodeError, csv.Error) as error:
        raise bad_request(f"body: expected CSV in UTF-8, got {error}") from None
    if not names:
        raise bad_request("body: expected a header line and rows, got nothing")
    wrong: list[str] = []
    try:
        table = pa.csv.read_csv(
            pa.BufferReader(body),
            read_options=pa.csv.ReadOptions(use_threads=False),
            **csv_options(names, wrong),
        )
    except pa.ArrowInvalid as error:
        said = f"row: {wrong[0]}" if wrong else f"body: expected CSV, got {first_line(error)}"
        raise bad_request(said) from None
    return one_batch(table, most)


def batch_of_arrow(body: bytes, most: int) -> pa.RecordBatch:
    """A body that is a stream of Arrow's IPC format. Raises ProblemError."""
    try:
        with pa.ipc.open_stream(pa.BufferReader(body)) as stream:
            table = stream.read_all()
            table.validate(full=True)  # or an offset may point anywhere
    except (pa.ArrowException, OSError) as error:
        raise bad_request(f"body: expected a stream of Arrow, got {first_line(error)}") from None
    return one_batch(table, most)


def arrow_of(batch: pa.RecordBatch) -> bytes:
    """A batch as a stream of Arrow's IPC format."""
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, batch.schema) as stream:
        stream.write_batch(batch)
    written: bytes = sink.getvalue().to_pybytes()
    return written


def one_batch(table: pa.Table, most: int) -> pa.RecordBatch:
    """A table in one piece; from one row on, and at most so many."""
    checked_count(table.num_rows, most)
    return table.combine_chunks().to_batches()[0]


def first_line(error: Exception) -> str:
    """What an error says, in one line."""
    return str(error).split("\n", 1)[0][:200]
