"""What rows of evidence are like, where nobody described those of training (docs/jar.md)."""

from __future__ import annotations

from typing import Any

import pandas as pd

from scorejar.distribution import distribution

REAL = "real"  # the kind of rows that nobody made


def statistics(evidence: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    """The content of statistics.json for that of evidence.json.

    Rows that were made to hurt the model count for nothing; scores are those of rows that were
    answered. Where all rows were made there are no statistics, of no column.
    """
    kinds = evidence.get("kinds") or [REAL] * len(evidence["rows"])
    real = [row for row, kind in enumerate(kinds) if kind == REAL]
    answers = evidence.get("answers", [])
    answered = [answers[row] for row in real if answers and answers[row] is not None]
    return {
        "source": f"{len(real)} rows of evidence",
        "columns": described(schema["inputs"], evidence["inputs"], pick(evidence["rows"], real)),
        "scores": described(schema["outputs"], evidence["outputs"], answered),
    }


def pick(rows: list[Any], places: list[int]) -> list[Any]:
    """Some of the rows."""
    return [rows[place] for place in places]


def described(
    fields: list[dict[str, Any]], names: list[str], rows: list[list[Any]]
) -> list[dict[str, Any]]:
    """An entry for each column that there are rows of."""
    kinds = {field["name"]: field["type"] for field in fields}
    return [
        distribution(name, kinds[name], pd.Series([row[place] for row in rows], dtype=object))
        for place, name in enumerate(names)
        if rows
    ]
