"""How the tail of a load went over time, and when versions were swapped."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import numpy as np

from benchmarks.percentiles import percentile
from benchmarks.swapped_load import SwappedLoad

SECOND_NS = 1_000_000_000


class Curve:
    """Loads one after the other; what was between them is left out."""

    def __init__(self) -> None:
        self._p99: list[tuple[int, float]] = []
        self._swaps: list[float] = []
        self._end = 0

    def add(self, load: SwappedLoad) -> None:
        """Add a load to the end."""
        begun = min((told.due for told in load.told), default=0)
        latencies: defaultdict[int, list[int]] = defaultdict(list)
        for told in load.told:
            latencies[(told.due - begun) // SECOND_NS].append(told.done - told.due)
        for second, found in sorted(latencies.items()):
            p99 = percentile(np.array(found), 99) / 1e3
            self._p99.append((self._end + second, round(p99, 1)))
        self._swaps += [
            round(self._end + (moment - begun) / SECOND_NS, 2) for moment in load.renamed
        ]
        self._end += max(latencies, default=-1) + 1

    def told(self) -> dict[str, Any]:
        """The p99 in µs of the requests that were due in each second, and the seconds of swaps."""
        return {"p99": self._p99, "swaps": self._swaps}
