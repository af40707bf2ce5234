"""Every request counted, written to the log where it is to be, and sampled."""

from __future__ import annotations

from collections.abc import Mapping
from time import perf_counter
from typing import Any

from .access_log import AccessLog
from .course import Course
from .metrics import Metrics
from .payload_log import PayloadLog
from .settings import Settings


class RequestLog:
    """What is noted of each request. Used from the event loop.

    sample: lets the payload log have a part of a stream, or what a request kept.
    """

    def __init__(self, metrics: Metrics, settings: Settings) -> None:
        self._metrics = metrics
        self._wanted = {"off": 1000, "errors": 400, "all": 0}[settings.access_log]
        if settings.log_level in ("warning", "error"):  # a line is news, or an error of ours
            self._wanted = max(self._wanted, 500)
        self._access = AccessLog(settings.log_format, metrics.dropped_of("access"))
        self._payloads: PayloadLog | None = None
        if settings.payload_log is not None:
            self._payloads = PayloadLog(settings, metrics.dropped_of("payload"))

    def note(
        self, scope: Mapping[str, Any], door: str, status: int, course: Course, error: str | None
    ) -> None:
        """Note a request that has been answered. door: one of a few words, never a client's."""
        seconds = perf_counter() - course.arrived_at
        self._metrics.note_request(door, status, seconds, course)
        if status >= self._wanted:
            self._tell(scope, door, status, course, seconds, error)
        if self._payloads is not None:
            self._payloads.sample(course, door)

    def sample(self, course: Course, door: str) -> None:
        """See the class."""
        if self._payloads is not None:
            self._payloads.sample(course, door)
        course.kept = None

    def close(self) -> None:
        """Write what is left."""
        self._access.close()
        if self._payloads is not None:
            self._payloads.close()

    def _tell(
        self,
        scope: Mapping[str, Any],
        door: str,
        status: int,
        course: Course,
        seconds: float,
        error: str | None,
    ) -> None:
        client = scope.get("client")
        self._access.put(
            (
                "error" if status >= 500 else "info",
                scope["method"],
                scope["path"][:200],
                door,
                status,
                course.model,
                course.version,
                course.rows,
                client[0] if client else None,
            ),
            seconds * 1000,
            course.request_id,
            course.trace_id,
            error,
        )


def names(scope: Mapping[str, Any]) -> dict[str, object]:
    """What a request is called in a log; its query is left out."""
    client = scope.get("client")
    return {
        "method": scope["method"],
        "path": scope["path"][:200],
        "client": client[0] if client else None,
    }
