"""What Prometheus may ask. Times are in seconds, as it wants them, in buckets from 1 µs on."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    Metric,
    ProcessCollector,
    disable_created_metrics,
    generate_latest,
)
from prometheus_client.multiprocess import MultiProcessCollector

from .tally import Counted, Tally

SCORE_BUCKETS_S = [
    *(1e-6, 2e-6, 5e-6, 1e-5, 2e-5, 5e-5, 1e-4, 2e-4, 5e-4),
    *(1e-3, 2e-3, 5e-3, 1e-2, 2e-2, 5e-2, 0.1, 0.2, 0.5, 1, 2, 5),
]
REQUEST_BUCKETS_S = [
    *(5e-5, 1e-4, 2e-4, 3e-4, 5e-4, 7e-4),
    *(1e-3, 2e-3, 3e-3, 5e-3, 7e-3, 1e-2, 2e-2, 5e-2, 0.1, 0.2, 0.5, 1, 2, 5, 10),
]

POUR_S = 1.0  # how old the figures of the other workers may be

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

        self._requests: dict[tuple[str, int], Tally] = {}
        self._scores: dict[str, Tally] = {}
        self._rows: dict[str, Counted] = {}

    def note_request(self, route: str, status: int, seconds: float) -> None:
        """Count a request."""
        tally = self._requests.get((route, status))
        if tally is None:
            tally = self._requests.setdefault((route, status), Tally(REQUEST_BUCKETS_S))
        tally.observe(seconds)

    def scores_of(self, model: str) -> Callable[[float], None]:
        """What is to be told the seconds of each crossing of a model."""
        return self._scores.setdefault(model, Tally(SCORE_BUCKETS_S)).observe

    def rows_of(self, model: str) -> Callable[[int], None]:
        """What is to be told how many rows a model has scored."""
        return self._rows.setdefault(model, Counted()).add

    def pour(self) -> None:
        """Let the tallies' figures be those of the metrics, which all workers share."""
        for (route, status), tally in list(self._requests.items()):
            self.requests.labels(route, status).inc(tally.pour(self.request_seconds.labels(route)))
        for model, tally in list(self._scores.items()):
            tally.pour(self.score_seconds.labels(model))
        for model, rows in list(self._rows.items()):
            self.rows.labels(model).inc(rows.take())

    def exposition(self) -> bytes:
        """The figures in Prometheus' text format."""
        return generate_latest(self._current())

    def families(self) -> Iterable[Metric]:
        """The figures, as Prometheus' client for Python has them."""
        return self._current().collect()

    def _current(self) -> CollectorRegistry:
        """What holds the figures up to now, of all workers where there are several."""
        self.pour()
        if MULTIPROCESS_DIR not in os.environ:
            return self._registry
        registry = CollectorRegistry()
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
        return registry
