"""Every request counted, and written to the log where it is to be."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from time import perf_counter
from typing import Any

from .course import Course
from .logs import log_event
from .metrics import Metrics
from .settings import AccessLog


class RequestLog:
    """What is noted of each request. Bodies are never logged. Used from the event loop."""

    def __init__(self, metrics: Metrics, access_log: AccessLog) -> None:
        self._metrics = metrics
        self._access_log = access_log

    def note(
        self, scope: Mapping[str, Any], door: str, status: int, course: Course, error: str | None
    ) -> None:
        """Note a request that has been answered. door: one of a few words, never a client's."""
        seconds = perf_counter() - course.arrived_at
        self._metrics.note_request(door, status, seconds, course)
        if self._access_log == "all" or (self._access_log == "errors" and status >= 400):
            fields = names(scope) | {"status": status, "ms": seconds * 1000}
            level = logging.ERROR if status >= 500 else logging.INFO
            log_event(level, "request", **fields, error=error)


def names(scope: Mapping[str, Any]) -> dict[str, object]:
    """What a request is called in a log; its query is left out."""
    client = scope.get("client")
    return {
        "method": scope["method"],
        "path": scope["path"][:200],
        "client": client[0] if client else None,
    }
