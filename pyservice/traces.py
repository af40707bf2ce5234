"""A span for each request and for its parts, sent to where OpenTelemetry collects them.

Made when a request is over, out of its course: nothing is asked while it is under way. Imported
only where it is wanted; the SDK reads its own variables (`OTEL_…`) besides.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping
from time import perf_counter
from typing import Any

from scorejar import __version__
from scorejar.errors import UsageError

from .course import Course
from .metrics import Metrics
from .request_log import RequestLog
from .settings import Settings

try:
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
    from opentelemetry.sdk.resources import Resource
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import BatchSpanProcessor
    from opentelemetry.trace import SpanKind, Status, StatusCode, set_span_in_context
    from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator
except ImportError as missing:
    expected = "expected OpenTelemetry, which pip install 'scorejar[trace]' brings"
    raise UsageError(f"trace_endpoint: {expected}, got {missing}") from None


STOP_S = 3.0


class TracedLog(RequestLog):
    """A RequestLog that tells of each request in a trace too, the client's where it names one."""

    def __init__(self, metrics: Metrics, settings: Settings) -> None:
        super().__init__(metrics, settings)
        resource = Resource.create({"service.name": "scorejar", "service.version": __version__})
        self._provider = TracerProvider(resource=resource, shutdown_on_exit=False)
        exporter = OTLPSpanExporter(endpoint=settings.trace_endpoint)
        self._provider.add_span_processor(BatchSpanProcessor(exporter))
        self._tracer = self._provider.get_tracer("scorejar", __version__)
        self._read = TraceContextTextMapPropagator().extract

    def note(
        self, scope: Mapping[str, Any], door: str, status: int, course: Course, error: str | None
    ) -> None:
        """See RequestLog."""
        self._trace(scope, door, status, course, error)
        super().note(scope, door, status, course, error)

    def close(self) -> None:
        """Send and write what is left; where nobody takes it, it is given up after STOP_S."""
        sending = threading.Thread(target=self._provider.shutdown, daemon=True)
        sending.start()
        sending.join(STOP_S)
        super().close()

    def _trace(
        self, scope: Mapping[str, Any], door: str, status: int, course: Course, error: str | None
    ) -> None:
        moved = time.time() - perf_counter()

        def at(moment: float) -> int:
            """A moment of a course in ns since 1970."""
            return round((moment + moved) * 1e9)

        attributes = {
            "http.request.method": scope["method"],
            "http.response.status_code": status,
            "url.path": scope["path"][:200],
            "scorejar.door": door,
            "scorejar.model": course.model,
            "scorejar.version": course.version,
            "scorejar.rows": course.rows,
        }
        span = self._tracer.start_span(
            f"{scope['method']} {door}",
            self._read({"traceparent": course.traceparent}),
            SpanKind.SERVER,
            {name: value for name, value in attributes.items() if value},
            start_time=at(course.arrived_at),
        )
        if not course.traceparent:
            course.traceparent = f"00-{span.get_span_context().trace_id:032x}"
        if span.is_recording():
            if error is not None and status >= 500:
                span.set_status(Status(StatusCode.ERROR, error))
            inside = set_span_in_context(span)
            for part, begun, ended in parts(course):
                child = self._tracer.start_span(part, inside, start_time=at(begun))
                child.end(at(ended))
        span.end(at(perf_counter()))


def parts(course: Course) -> list[tuple[str, float, float]]:
    """The parts of a request that came to its end, and when each began and ended."""
    if not course.ready_at:
        return []
    found = [
        ("queue", course.queued_at, course.begun_at),
        ("parse", course.begun_at, course.parsed_at),
        ("score", course.parsed_at, course.scored_at),
        ("serialise", course.scored_at, course.ready_at),
    ]
    return [(part, begun, ended) for part, begun, ended in found if ended > begun]
