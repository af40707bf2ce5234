"""What became of a model's requests, as the protocol's statistics have it."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from ..course import Course

if TYPE_CHECKING:
    from ..served import Served

PARTS = ("queue", "compute_input", "compute_infer", "compute_output")
MOST_VERSIONS = 16  # kept of a model; those that answer are told

Duration = dict[str, int]


class Figures:
    """The requests of one version. Used from the event loop."""

    __slots__ = ("fail", "fail_ns", "last_ms", "parts_ns", "rows", "success", "success_ns")

    def __init__(self) -> None:
        self.last_ms = self.rows = 0
        self.success = self.success_ns = 0
        self.fail = self.fail_ns = 0
        self.parts_ns = [0] * len(PARTS)

    def succeeded(self, course: Course) -> None:
        """Count a request that was answered."""
        self.success += 1
        self.success_ns += ns(course.ready_at - course.queued_at)
        self.rows += course.rows
        self.last_ms = time.time_ns() // 1_000_000
        read, scored = course.parsed_at, course.scored_at
        moments = (course.queued_at, course.begun_at, read, scored, course.ready_at)
        for place, (begun, ended) in enumerate(pairwise(moments)):
            self.parts_ns[place] += ns(ended - begun)

    def failed(self, course: Course) -> None:
        """Count a request that was not."""
        self.fail += 1
        self.fail_ns += ns(time.perf_counter() - (course.queued_at or course.arrived_at))

    def told(self, model: str, version: str) -> dict[str, Any]:
        """One element of `model_stats`. Times are in nanoseconds, the last one in ms since 1970."""
        count = self.success
        parts = zip(PARTS, self.parts_ns, strict=True)
        return {
            "name": model,
            "version": version,
            "last_inference": self.last_ms,
            "inference_count": self.rows,
            "execution_count": count,
            "inference_stats": {
                "success": duration(count, self.success_ns),
                "fail": duration(self.fail, self.fail_ns),
                **{part: duration(count, ns) for part, ns in parts},
                "cache_hit": duration(0, 0),
                "cache_miss": duration(0, 0),
            },
            "batch_stats": [],
        }


def ns(seconds: float) -> int:
    """Nanoseconds, which is what the protocol counts in."""
    return round(seconds * 1e9)


def duration(count: int, ns: int) -> Duration:
    """How often, and how long in all."""
    return {"count": count, "ns": ns}


class Statistics:
    """The requests of this protocol, over HTTP and gRPC, by model and version.

    Those of this process only. Used from the event loop.
    """

    def __init__(self) -> None:
        self._known: dict[str, dict[int, Figures]] = {}

    def of(self, model: str, version: int) -> Figures:
        """The figures of a version, which begin at 0."""
        versions = self._known.setdefault(model, {})
        figures = versions.get(version)
        if figures is None:
            while len(versions) >= MOST_VERSIONS:
                del versions[next(iter(versions))]
            figures = versions[version] = Figures()
        return figures

    def told(self, models: Iterable[Served]) -> list[dict[str, Any]]:
        """`model_stats`: one element for each version of the models that answers."""
        return [
            self.of(each.name, version).told(each.name, str(version))
            for each in models
            for version in each.answering()
        ]

    @contextmanager
    def following(self, course: Course) -> Iterator[None]:
        """Count one request by its course; as one that failed, where there is an error."""
        try:
            yield
        except BaseException:
            self.of(course.model, course.version).failed(course)
            raise
        self.of(course.model, course.version).succeeded(course)
