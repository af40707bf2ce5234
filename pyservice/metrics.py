"""What Prometheus may ask. Times are in seconds, as it wants them, in buckets from 1 µs on."""

from __future__ import annotations

import os

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    ProcessCollector,
    disable_created_metrics,
    generate_latest,
)
from prometheus_client.multiprocess import MultiProcessCollector

SCORE_BUCKETS_S = [
    *(1e-6, 2e-6, 5e-6, 1e-5, 2e-5, 5e-5, 1e-4, 2e-4, 5e-4),
    *(1e-3, 2e-3, 5e-3, 1e-2, 2e-2, 5e-2, 0.1, 0.2, 0.5, 1, 2, 5),
]
REQUEST_BUCKETS_S = [
    *(5e-5, 1e-4, 2e-4, 3e-4, 5e-4, 7e-4),
    *(1e-3, 2e-3, 3e-3, 5e-3, 7e-3, 1e-2, 2e-2, 5e-2, 0.1, 0.2, 0.5, 1, 2, 5, 10),
]

MULTIPROCESS_DIR = "PROMETHEUS_MULTIPROC_DIR"  # set by `serve` where there are several workers


class Metrics:
    """The figures of one service; of all its workers where there are several."""

    def __init__(self) -> None:
        # A second series for each, which nobody reads.
        disable_created_metrics()  # type: ignore[no-untyped-call]
        self._registry = CollectorRegistry()
        ProcessCollector(registry=self._registry)
        self.requests = Counter(
            "scorejar_requests",
            "Requests by route and status.",
            ["route", "status"],
            registry=self._registry,
        )
        self.request_seconds = Histogram(
            "scorejar_request_seconds",
            "From the first byte of a request's body to the last of its answer.",
            ["route"],
            buckets=REQUEST_BUCKETS_S,
            registry=self._registry,
        )
        self.score_seconds = Histogram(
            "scorejar_score_seconds",
            "One crossing into Java: all rows of a request, or as many as a lane holds.",
            ["model"],
            buckets=SCORE_BUCKETS_S,
            registry=self._registry,
        )
        self.rows = Counter("scorejar_rows", "Rows scored.", ["model"], registry=self._registry)
        self.swaps = Counter(
            "scorejar_model_events",
            "Versions loaded, refused, retired and removed.",
            ["model", "event"],
            registry=self._registry,
        )
        self.version = Gauge(
            "scorejar_model_version",
            "The version that answers; 0 where none does.",
            ["model"],
            registry=self._registry,
            multiprocess_mode="livemin",
        )

    def exposition(self) -> bytes:
        """The figures in Prometheus' text format."""
        if MULTIPROCESS_DIR not in os.environ:
            return generate_latest(self._registry)
        registry = CollectorRegistry()
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
        return generate_latest(registry)
