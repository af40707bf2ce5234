"""What is said about a set of latencies: percentiles, never a mean or a minimum."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

import numpy as np
from numpy.typing import NDArray


def percentile(values: NDArray[np.int64], percent: float) -> float:
    """The smallest value that at least `percent` of all values do not exceed (nearest rank).

    Never made up by interpolation: the figure is a latency that was seen. `values` may be in any
    order, but there must be some.
    """
    if not 0 < percent <= 100:
        raise ValueError(f"expected a percentage above 0 and up to 100; got {percent}")
    if values.size == 0:
        raise ValueError("expected some values; got none")
    # Rounded first: 99.9 % of 1,000 is 999, not the 999.0000000000001 of binary fractions.
    rank = ceil(round(values.size * percent / 100, 9))
    return float(np.partition(values, rank - 1)[rank - 1])


def summary(rounds: Sequence[NDArray[np.int64]]) -> dict[str, float | None]:
    """Microseconds at p50, p99 and p99.9 over all rounds, and the range of the rounds' p50.

    The range says how far to trust the figure: a machine that other work disturbs shows here. A
    percentile of so few calls that it would only be the slowest one is None.
    """
    values = np.concatenate(rounds) if rounds else np.empty(0, np.int64)
    medians = [percentile(taken, 50) / 1000 for taken in rounds if taken.size]

    def microseconds(percent: float) -> float | None:
        enough = values.size * (1 - percent / 100) >= 1
        return percentile(values, percent) / 1000 if enough else None

    return {
        "calls": int(values.size),
        "p50_us": microseconds(50),
        "p99_us": microseconds(99),
        "p99_9_us": microseconds(99.9),
        "lowest_round_p50_us": min(medians, default=None),
        "highest_round_p50_us": max(medians, default=None),
    }
