"""The last minutes of a service in samples: what the curves of the status page are drawn from."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ..metrics import Metrics

INTERVAL_S = 2.0
SAMPLES = 300  # ten minutes

BESIDE = frozenset(
    {"/", "/docs", "/health", "/metrics", "/models", "/openapi.json", "/page", "/status"}
)
"""Doors that score nothing: what looks at the service must not show as its load."""


@dataclass(slots=True)
class Totals:
    """What was counted since the start, at one moment."""

    at: float  # seconds, of a clock that never goes back
    requests: float = 0.0
    failures: float = 0.0  # answered with 500 or more
    rows: dict[str, float] = field(default_factory=dict)
    within: dict[float, float] = field(default_factory=dict)  # requests by upper bound in seconds


class History:
    """A sample every INTERVAL_S, of all workers where there are several. Not thread-safe."""

    def __init__(self, metrics: Metrics) -> None:
        self._metrics = metrics
        self._samples: deque[dict[str, Any]] = deque(maxlen=SAMPLES)
        self._last = totals(metrics)

    async def keep(self) -> None:
        """Take samples until it is cancelled."""
        while True:
            await asyncio.sleep(INTERVAL_S)
            self.take()

    def take(self) -> None:
        """Take a sample of what happened since the last one."""
        now = totals(self._metrics)
        self._samples.append(sample(self._last, now))
        self._last = now

    def since(self, moment: float) -> list[dict[str, Any]]:
        """The samples after a moment, in seconds of the epoch; the oldest first."""
        return [each for each in self._samples if each["at"] > moment]


def totals(metrics: Metrics) -> Totals:
    """What has been counted so far."""
    found = Totals(time.monotonic())
    for family in metrics.of_requests():
        for name, labels, value in (each[:3] for each in family.samples):
            if labels.get("door") in BESIDE:
                continue
            if name == "scorejar_requests_total":
                found.requests += value
                found.failures += value if labels["status"] >= "500" else 0
            elif name == "scorejar_rows_total":
                key = f"{labels['model']}/{labels.get('version', '')}"
                found.rows[key] = found.rows.get(key, 0) + value
            elif name == "scorejar_request_seconds_bucket":
                bound = float(labels["le"])
                found.within[bound] = found.within.get(bound, 0) + value
    return found


def sample(before: Totals, now: Totals) -> dict[str, Any]:
    """Rates by second and quantiles in seconds; a quantile is None where nothing was asked."""
    seconds = max(now.at - before.at, 1e-3)
    bounds = sorted(now.within)
    counts = [now.within[bound] - before.within.get(bound, 0) for bound in bounds]
    return {
        "at": time.time(),
        # Less than nothing where series of versions that retired long ago have been let go of.
        "requests": max(now.requests - before.requests, 0) / seconds,
        "failures": max(now.failures - before.failures, 0) / seconds,
        "p50": quantile(0.5, bounds, counts),
        "p99": quantile(0.99, bounds, counts),
        "rows": rates(before.rows, now.rows, seconds),
    }


def rates(
    before: Mapping[str, float], now: Mapping[str, float], seconds: float
) -> dict[str, float]:
    """How much was counted by second, of what was counted at all."""
    grown = {key: value - before.get(key, 0) for key, value in now.items()}
    return {key: value / seconds for key, value in grown.items() if value > 0}


def quantile(share: float, bounds: Sequence[float], within: Sequence[float]) -> float | None:
    """A quantile of a histogram as Prometheus' histogram_quantile has it: linear in its bucket.

    bounds: upper bounds, ascending, the last is infinite; within: how many are at most each.
    """
    if not within or within[-1] <= 0:
        return None
    rank = share * within[-1]
    place = next(index for index, count in enumerate(within) if count >= rank)
    if place == len(bounds) - 1:
        return bounds[-2] if place else None
    low, below = (bounds[place - 1], within[place - 1]) if place else (0.0, 0.0)
    return low + (bounds[place] - low) * (rank - below) / (within[place] - below)
