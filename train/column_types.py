"""What is told to the converter about columns that the pipeline leaves aside: PMML's types."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from scorejar.errors import RowError, UsageError

from .columns import infer, is_text


def types_beside_numbers(table: pa.Table, *, parquet: bool) -> dict[str, str]:
    """PMML's types of the columns that hold text, dates or times.

    Parquet says it by the types that it has, CSV by its values. A boolean is a number here: that
    is what it becomes where a pipeline passes it on.
    """
    types = {name: type_of(table[name], written=not parquet) for name in table.column_names}
    return {name: told for name, told in types.items() if told is not None}


def type_of(column: pa.ChunkedArray, *, written: bool) -> str | None:
    """The type of a column; None for numbers, and for one without any value.

    written: text may be how a number or a date is written.
    """
    kind = column.type
    if column.null_count == len(column):
        return None
    if is_text(kind):
        return type_of_text(column) if written else "string"
    if pa.types.is_timestamp(kind):
        midnight = pc.all(pc.equal(column, pc.floor_temporal(column, unit="day"))).as_py()
        return "date" if midnight else "dateTime"
    if pa.types.is_date(kind):
        return "date"
    return "time" if pa.types.is_time(kind) else None


def type_of_text(column: pa.ChunkedArray) -> str | None:
    """The type of what is written in a column; None for numbers."""
    try:
        found = infer("", column)
    except (RowError, UsageError):
        return "string"  # some are numbers and others are not: ticket numbers, for example
    return {"categorical": "string", "date": "date"}.get(found)
