"""What Prometheus may ask. Times are in seconds, as it wants them, in buckets from 1 µs on.

docs/operations.md lists every name; a test holds that list and this file together.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

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
from prometheus_client.multiprocess import MultiProcessCollector, mark_process_dead

from .course import Course
from .drift_metrics import DriftMetrics
from .jvm_metrics import JvmMetrics
from .refusals import reason_of
from .shadow_metrics import ShadowMetrics
from .tally import Counted, Tally

STAGE_BUCKETS_S = [
    *(1e-6, 2e-6, 5e-6, 1e-5, 2e-5, 5e-5, 1e-4, 2e-4, 5e-4),
    *(1e-3, 2e-3, 5e-3, 1e-2, 2e-2, 5e-2, 0.1, 0.2, 0.5, 1, 2, 5),
]
REQUEST_BUCKETS_S = [
    *(5e-5, 1e-4, 2e-4, 3e-4, 5e-4, 7e-4),
    *(1e-3, 2e-3, 3e-3, 5e-3, 7e-3, 1e-2, 2e-2, 5e-2, 0.1, 0.2, 0.5, 1, 2, 5, 10),
]
LOAD_BUCKETS_S = [*(1e-2, 2e-2, 5e-2, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100)]

POUR_S = 1.0  # how old the figures of the other workers may be

MOST_VERSIONS = 20
"""Versions of a model that have series; those that answered first are let go of beyond."""

MULTIPROCESS_DIR = "PROMETHEUS_MULTIPROC_DIR"  # set by `serve` where there are several workers

Asked = tuple[str, int, str, int]
"""Model, version, door and status."""


class Stages:
    """How long the parts of a model's requests took, as far as the event loop notes them."""

    __slots__ = ("parse", "queue", "serialise")

    def __init__(self) -> None:
        self.queue, self.parse, self.serialise = (Tally(STAGE_BUCKETS_S) for _ in range(3))


class Metrics:
    """The figures of one service; of all its workers where there are several."""

    def __init__(self) -> None:
        # A second series for each, which nobody reads.
        disable_created_metrics()  # type: ignore[no-untyped-call]
        registry = self._registry = CollectorRegistry()
        ProcessCollector(registry=registry)

        def stage(name: str, what: str) -> Histogram:
            return Histogram(
                f"scorejar_{name}_seconds",
                what,
                ["model"],
                buckets=STAGE_BUCKETS_S,
                registry=registry,
            )

        self.requests = Counter(
            "scorejar_requests",
            "Requests, by what answered them.",
            ["model", "version", "door", "status"],
            registry=registry,
        )
        self.request_seconds = Histogram(
            "scorejar_request_seconds",
            "From the head of a request to the last byte of its answer.",
            ["model", "door"],
            buckets=REQUEST_BUCKETS_S,
            registry=registry,
        )
        self.queue_seconds = stage("queue", "What larger requests waited for a thread.")
        self.parse_seconds = stage("parse", "From a body to rows.")
        self.score_seconds = stage(
            "score", "One crossing into Java: all rows of a request, or as many as a lane holds."
        )
        self.serialise_seconds = stage("serialise", "From answers to the bytes of a body.")
        self.rows = Counter(
            "scorejar_rows", "Rows scored.", ["model", "version"], registry=registry
        )
        self.events = Counter(
            "scorejar_model_events",
            "Versions loaded, refused, retired and removed.",
            ["model", "event"],
            registry=registry,
        )
        self.load_seconds = Histogram(
            "scorejar_load_seconds",
            "From the look that found a version to its first answer: read, checked, warmed.",
            ["model"],
            buckets=LOAD_BUCKETS_S,
            registry=registry,
        )
        self.refusals = Counter(
            "scorejar_refusals",
            "Versions refused, by why.",
            ["model", "reason"],
            registry=registry,
        )
        self.version = Gauge(
            "scorejar_model_version",
            "The version that answers; 0 where none does.",
            ["model"],
            registry=registry,
            multiprocess_mode="livemin",
        )
        self.loaded = Gauge(
            "scorejar_loaded_versions",
            "Versions in memory that answer.",
            ["model"],
            registry=registry,
            multiprocess_mode="livemin",
        )
        self.dropped = Counter(
            "scorejar_log_dropped",
            "Lines, or sampled requests, that could not be written or came too fast.",
            ["log"],
            registry=registry,
        )
        self.jvm = JvmMetrics(registry)

        self.drift = DriftMetrics(registry, shared=MULTIPROCESS_DIR in os.environ)
        """Set by whoever asks the models; see Service.measure_drift."""

        self.shadow = ShadowMetrics(self._registry)
        self._requests: dict[Asked, Tally] = {}
        self._versions: dict[str, dict[int, None]] = {}
        self._stages: dict[str, Stages] = {}
        self._scores: dict[str, Tally] = {}
        self._rows: dict[tuple[str, int], Counted] = {}
        self._dropped: dict[str, Counted] = {}

    def note_request(self, door: str, status: int, seconds: float, course: Course) -> None:
        """Count a request. From the event loop."""
        key = (course.model, course.version, door, status)
        tally = self._requests.get(key)
        if tally is None:
            tally = self._first_of(key)
        tally.note(seconds)
        if course.ready_at:
            stages = self._stages.get(course.model)
            if stages is None:
                stages = self._stages[course.model] = Stages()
            stages.parse.note(course.parsed_at - course.begun_at)
            stages.serialise.note(course.ready_at - course.scored_at)
            if course.begun_at > course.queued_at:
                stages.queue.note(course.begun_at - course.queued_at)

    def _first_of(self, key: Asked) -> Tally:
        model, version, *_ = key
        if version:
            self._versions.setdefault(model, {})[version] = None
        tally = self._requests[key] = Tally(REQUEST_BUCKETS_S)
        return tally

    def scores_of(self, model: str) -> Callable[[float], None]:
        """What is to be told the seconds of each crossing of a model."""
        return self._scores.setdefault(model, Tally(STAGE_BUCKETS_S)).note

    def rows_of(self, model: str) -> Callable[[int, int], None]:
        """What is to be told a version of the model and how many rows it has scored."""

        def add(version: int, rows: int) -> None:
            counted = self._rows.get((model, version))
            if counted is None:
                counted = self._rows.setdefault((model, version), Counted())
            counted.note(rows)

        return add

    def dropped_of(self, log: str) -> Callable[[int], None]:
        """What is to be told how many lines of a log were lost."""
        return self._dropped.setdefault(log, Counted()).note

    def note_event(self, event: Mapping[str, Any]) -> None:
        """Count what happened to a version, as Bridge.poll tells it."""
        model, kind = event["model"], event["event"]
        self.events.labels(model, kind).inc()
        if kind == "loaded":
            self.load_seconds.labels(model).observe(event["seconds"])
        elif kind == "refused":
            self.refusals.labels(model, reason_of(event["cause"])).inc()

    def note_models(self, before: Iterable[str], statuses: Iterable[Mapping[str, Any]]) -> None:
        """How the models stand, as Bridge.models tells it. before: names of those there were."""
        gone = set(before)
        for status in statuses:
            gone.discard(status["model"])
            self.version.labels(status["model"]).set(status["version"] or 0)
            beside = {each["version"] for each in status.get("beside", ())}
            self.loaded.labels(status["model"]).set(len({status["version"] or 0, *beside} - {0}))
        for name in gone:
            self.version.labels(name).set(0)
            self.loaded.labels(name).set(0)

    def pour(self) -> None:
        """Let the tallies' figures be those of the metrics, which all workers share."""
        for (model, version, door, status), tally in self._requests.items():
            labels = model, version or "", door, status
            histogram = self.request_seconds.labels(model, door)
            self.requests.labels(*labels).inc(tally.pour(histogram))
        for model, stages in self._stages.items():
            stages.queue.pour(self.queue_seconds.labels(model))
            stages.parse.pour(self.parse_seconds.labels(model))
            stages.serialise.pour(self.serialise_seconds.labels(model))
        for model, tally in list(self._scores.items()):
            tally.pour(self.score_seconds.labels(model))
        for (model, version), rows in list(self._rows.items()):
            self.rows.labels(model, version).inc(rows.take())
        for log, lost in self._dropped.items():
            self.dropped.labels(log).inc(lost.take())
        self._forget_oldest()

    def _forget_oldest(self) -> None:
        """Let series of retired versions go; what workers share knows no forgetting."""
        for model, versions in self._versions.items():
            while len(versions) > MOST_VERSIONS:
                oldest = next(iter(versions))
                del versions[oldest]
                shared = MULTIPROCESS_DIR in os.environ
                for key in [key for key in self._requests if key[:2] == (model, oldest)]:
                    del self._requests[key]
                    if not shared:
                        self.requests.remove(*key)
                if self._rows.pop((model, oldest), None) and not shared:
                    self.rows.remove(model, oldest)

    def exposition(self) -> bytes:
        """The figures in Prometheus' text format."""
        return generate_latest(self._current())

    def of_requests(self) -> Iterable[Metric]:
        """Requests, their times and rows alone, of all workers: quick, for the event loop."""
        registry = self._current()
        if registry is not self._registry:
            return registry.collect()
        return [
            family
            for metric in (self.requests, self.request_seconds, self.rows)
            for family in metric.collect()
        ]

    def _current(self) -> CollectorRegistry:
        """What holds the figures up to now, of all workers where there are several."""
        self.pour()
        if MULTIPROCESS_DIR not in os.environ:
            return self._registry
        forget_the_dead(Path(os.environ[MULTIPROCESS_DIR]))
        registry = CollectorRegistry()
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
        return registry


def forget_the_dead(folder: Path) -> None:
    """Let gauges of workers that have ended, and were started anew, count no more."""
    for pid in {path.stem.rpartition("_")[2] for path in folder.glob("gauge_live*.db")}:
        try:
            os.kill(int(pid), 0)
        except ProcessLookupError:
            mark_process_dead(pid)  # type: ignore[no-untyped-call]
