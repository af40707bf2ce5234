"""How the values of one column are spread over bins: an entry of statistics.json (docs/jar.md)."""

from __future__ import annotations

from collections.abc import Hashable
from datetime import time
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

BINS = 10  # deciles, as the population stability index is commonly taken over
MOST_VALUES = 50  # of text, that have a bin of their own
EPOCH = pd.Timestamp(0)
MARGIN = 1e-6  # of a value, beside which nothing else was seen: well above a float's precision

Doubles = NDArray[np.float64]


def distribution(name: str, kind: str, values: pd.Series[Any]) -> dict[str, Any]:
    """The entry for a column.

    kind: its type as docs/jar.md names it. values: as pandas or evidence.json has them, one a row;
    None, NaN and NaT are missing. Numbers get bins of about a tenth of the rows each; a number that
    takes up a tenth alone has a bin of its own. Of text the commonest values get one each.
    """
    there = values[values.notna()]
    facts: dict[str, Any] = {"name": name, "missing": len(values) - len(there)}
    if kind == "string":
        counted = sorted(there.astype(object).value_counts().items(), key=by_count)
        listed, rest = counted[:MOST_VALUES], counted[MOST_VALUES:]
        return facts | {
            "values": [str(value) for value, _ in listed],
            "counts": [int(count) for _, count in listed],
            "other": int(sum(count for _, count in rest)),
        }
    numbers = doubles(kind, there)
    found = edges(np.sort(numbers[np.isfinite(numbers)]))
    bins = np.searchsorted(found, numbers, side="left")
    facts |= {
        "edges": found.tolist(),
        "counts": np.bincount(bins, minlength=len(found) + 1).tolist(),
    }
    finite = numbers[np.isfinite(numbers)]
    if finite.size:
        facts |= {"least": float(finite.min()), "greatest": float(finite.max())}
    return facts


def by_count(counted: tuple[Hashable, int]) -> tuple[int, str]:
    """The commonest first; those that are as common by name."""
    value, count = counted
    return -count, str(value)


def doubles(kind: str, values: pd.Series[Any]) -> Doubles:
    """The doubles of values that are there: docs/jar.md, "A row of doubles"."""
    if kind in ("date", "dateTime"):
        step = pd.Timedelta(days=1) if kind == "date" else pd.Timedelta(seconds=1)
        moments = pd.to_datetime(values, format="ISO8601" if values.dtype == object else None)
        return np.asarray((moments - EPOCH) / step, np.float64)
    if kind == "time":
        return np.array([seconds_of_day(value) for value in values], np.float64)
    return np.asarray(values.astype(object), dtype=object).astype(np.float64)


def seconds_of_day(value: Any) -> float:
    """Seconds since midnight of a time of day, a moment, or an ISO string."""
    of_day = time.fromisoformat(value) if isinstance(value, str) else value
    if not isinstance(of_day, time):
        of_day = pd.Timestamp(of_day).time()
    return of_day.hour * 3600 + of_day.minute * 60 + of_day.second + of_day.microsecond / 1e6


def edges(numbers: Doubles) -> Doubles:
    """Where bins end, for numbers that rise: between two that were seen, never on one.

    So the arithmetic of another precision puts no number of training into another bin.
    """
    found: list[float] = []
    count = len(numbers)
    for decile in range(1, BINS):
        value = numbers[-(-decile * count // BINS) - 1] if count else None
        if value is None:
            break
        first, end = (int(np.searchsorted(numbers, value, side)) for side in ("left", "right"))
        alone = (end - first) * BINS >= count
        if end < count:
            found.append(between(value, numbers[end]))
        elif alone:
            found.append(value + margin(value))
        if alone:
            found.append(between(numbers[first - 1], value) if first else value - margin(value))
    return np.unique(np.array(found, np.float64))


def between(low: float, high: float) -> float:
    """The shortest number between two near their middle; the low one where there is none."""
    middle = low / 2 + high / 2
    for digits in range(1, 18):
        short = float(f"{middle:.{digits}g}")
        if low < short < high:
            return short
    return float(low)


def margin(value: float) -> float:
    """A step that no rounding of the value takes."""
    return max(abs(float(value)) * MARGIN, MARGIN)
