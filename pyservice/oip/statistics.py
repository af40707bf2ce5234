"""What became of a model's requests, as the protocol's statistics have it."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from itertools import pairwise
from types import TracebackType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ..served import Served

PARTS = ("queue", "compute_input", "compute_infer", "compute_output")
MOST_VERSIONS = 4  # kept of a model; only the one in service is told

Duration = dict[str, int]


class Figures:
    """The requests of one version. Used from the event loop."""

    __slots__ = ("fail", "fail_ns", "last_ms", "parts_ns", "rows", "success", "success_ns")

    def __init__(self) -> None:
        self.last_ms = self.rows = 0
        self.success = self.success_ns = 0
        self.fail = self.fail_ns = 0
        self.parts_ns = [0] * len(PARTS)

    def succeeded(self, rows: int, marks: Sequence[int]) -> None:
        """Count a request that was answered. marks: see Course, in ns of `perf_counter_ns`."""
        self.success += 1
        self.success_ns += marks[-1] - marks[0]
        self.rows += rows
        self.last_ms = time.time_ns() // 1_000_000
        for place, (begun, ended) in enumerate(pairwise(marks)):
            self.parts_ns[place] += ended - begun

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


def duration(count: int, ns: int) -> Duration:
    """How often, and how long in all."""
    return {"count": count, "ns": ns}


class Statistics:
    """The requests of this protocol, over HTTP and gRPC, by model and version.

    Those of this process only. Used from the event loop, but for `Course.mark`.
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
        """`model_stats`: one element for each of the models that answers."""
        return [
            self.of(each.name, each.status["version"]).told(each.name, str(each.status["version"]))
            for each in models
            if each.model is not None
        ]

    def course(self, model: str, version: int) -> Course:
        """To be entered for one request. version: the one in service, where it fails."""
        return Course(self, model, version)


class Course:
    """One request, from its arrival to its answer.

    mark: is called when it leaves the queue, has been read, and is scored; one of any thread.
    """

    __slots__ = ("_marks", "_model", "_statistics", "_version", "rows")

    def __init__(self, statistics: Statistics, model: str, version: int) -> None:
        self._statistics = statistics
        self._model = model
        self._version = version
        self._marks = [time.perf_counter_ns()]
        self.rows = 0

    def mark(self) -> None:
        """One part of it is over."""
        self._marks.append(time.perf_counter_ns())

    def scored(self, version: int, rows: int) -> None:
        """The third mark: so many rows were answered by this version."""
        self._version, self.rows = version, rows
        self.mark()

    def __enter__(self) -> Course:
        """The request has arrived."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """It is answered; with an error, where there is one."""
        self.mark()
        figures = self._statistics.of(self._model, self._version)
        marks = self._marks
        if kind is None:
            figures.succeeded(self.rows, marks)
        else:
            figures.fail += 1
            figures.fail_ns += marks[-1] - marks[0]
