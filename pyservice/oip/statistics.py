"""What became of a model's requests, as the protocol's statistics have it."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from ..course import Course

if TYPE_CHECKING:
    from ..served import Served

PARTS = ("queue", "compute_input", "compute_infer", "compute_output")
MOST_VERSIONS = 16  # kept of a model; those that answer are told

Duration = dict[str, int]


class Figures:
    """The requests of one version. Used from the event loop."""

    __slots__ = ("fail", "fail_s", "last_s", "parts_s", "rows", "success", "success_s")

    def __init__(self) -> None:
        self.rows = self.success = self.fail = 0
        self.success_s = self.fail_s = self.last_s = 0.0
        self.parts_s = [0.0] * len(PARTS)

    def succeeded(self, course: Course) -> None:
        """Count a request that was answered."""
        self.success += 1
        self.success_s += course.ready_at - course.queued_at
        self.rows += course.rows
        self.last_s = time.time()
        parts = self.parts_s
        parts[0] += course.begun_at - course.queued_at
        parts[1] += course.parsed_at - course.begun_at
        parts[2] += course.scored_at - course.parsed_at
        parts[3] += course.ready_at - course.scored_at

    def failed(self, course: Course) -> None:
        """Count a request that was not."""
        self.fail += 1
        self.fail_s += time.perf_counter() - (course.queued_at or course.arrived_at)

    def told(self, model: str, version: str) -> dict[str, Any]:
        """One element of `model_stats`. Times are in nanoseconds, the last one in ms since 1970."""
        count = self.success
        parts = zip(PARTS, self.parts_s, strict=True)
        return {
            "name": model,
            "version": version,
            "last_inference": int(self.last_s * 1000),
            "inference_count": self.rows,
            "execution_count": count,
            "inference_stats": {
                "success": duration(count, self.success_s),
                "fail": duration(self.fail, self.fail_s),
                **{part: duration(count, seconds) for part, seconds in parts},
                "cache_hit": duration(0, 0),
                "cache_miss": duration(0, 0),
            },
            "batch_stats": [],
        }


def duration(count: int, seconds: float) -> Duration:
    """How often, and how long in all, in nanoseconds."""
    return {"count": count, "ns": round(seconds * 1e9)}


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
