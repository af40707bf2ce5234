"""How CSV is read wherever it comes from: all columns as text, null where a cell is empty."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pyarrow as pa
import pyarrow.csv


def csv_options(names: Sequence[str], wrong: list[str]) -> dict[str, Any]:
    """pyarrow's options for a table with these columns in UTF-8, after a header.

    wrong: is told of a row with too few or too many cells, which also ends the reading. Read with
    one thread: only then is that row's number known.
    """

    def wrong_row(row: Any) -> str:
        # Arrow counts lines from 1, and the first is the header.
        place = "" if row.number is None else f" (row {row.number - 2})"
        wrong.append(f"expected {row.expected_columns} cells, got {row.actual_columns}{place}")
        return "error"

    return {
        "parse_options": pa.csv.ParseOptions(
            newlines_in_values=True, invalid_row_handler=wrong_row
        ),
        "convert_options": pa.csv.ConvertOptions(
            column_types=dict.fromkeys(names, pa.string()),
            null_values=[""],
            strings_can_be_null=True,
            quoted_strings_can_be_null=False,
        ),
    }
