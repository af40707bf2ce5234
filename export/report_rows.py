"""The rows that a report page shows: the wrong ones, the close ones, and their leaves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from .page import number, table, text

Facts = Mapping[str, Any]

MOST_COLUMNS = 12  # of a row that is shown


def closest(report: Facts) -> Iterator[str]:
    """The rows that a small error would have sent elsewhere."""
    if report["closest"]:
        yield text("h2", "The rows that came closest to a threshold")
        yield text("p", "One ulp more or less, and such a row takes another way through a tree.")
        told = {
            "column": "compared",
            "value": "value",
            "threshold": "threshold",
            "ulps": "ulps away",
        }
        yield rows_table(report, report["closest"], told)


def wrong(report: Facts) -> Iterator[str]:
    """The first wrong rows and the leaves that the first of them reaches."""
    if not report.get("wrong"):
        return
    yield text("h2", "The first wrong rows")
    told = {"output": "output", "expected": "expected", "got": "came"}
    yield rows_table(report, report["wrong"], told)
    if report.get("leaves"):
        yield text("h2", f"Where row {report['wrong'][0]['row']} ends")
        yield table(
            ("segment", "node", "score", "nearest threshold", "away"),
            [
                (
                    leaf["segment"] or "the only tree",
                    leaf["node"],
                    shown(leaf["score"]),
                    "{column} = {threshold}".format(**leaf["closest"])
                    if leaf["closest"]
                    else "none",
                    ulps(leaf["closest"]["ulps"]) if leaf["closest"] else "",
                )
                for leaf in report["leaves"]
            ],
        )


def rows_table(report: Facts, rows: Sequence[Facts], told: Mapping[str, str]) -> str:
    """Rows with what is told of each, then their values; of wide rows some, those blamed first."""
    names = report["inputs"]
    blamed = [name for name in report.get("columns", []) if name in names]
    inputs = [*blamed, *(name for name in names if name not in blamed)][:MOST_COLUMNS]
    places = [names.index(name) for name in inputs]
    left_out = len(names) - len(inputs)
    heads = ["row", "made for", *told.values(), *inputs]
    lines = [
        [
            number(row["row"]),
            row.get("kind", ""),
            *(shown(row[name]) for name in told),
            *(shown(row["values"][place]) for place in places),
        ]
        for row in rows
    ]
    more = text("p", f"{left_out} more columns are not shown.", "faint") if left_out else ""
    return table(heads, lines) + more


def ulps(count: int) -> str:
    """A difference, in words where there is no number."""
    if count >= 2**63 - 1:
        return "no number"
    return f"{count:,} ulp{'' if count == 1 else 's'}" if count < 10**6 else f"{count:.1e} ulps"


def shown(value: Any) -> str:
    """A value in a cell."""
    return "missing" if value is None else str(value)
