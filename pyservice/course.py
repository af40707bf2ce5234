"""One request on its way: when each part of it was over, and what answered it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from time import perf_counter
from typing import Any

TRACE = re.compile(rb"[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}[!-~]{0,100}")
"""W3C's `traceparent`."""


Kept = tuple[Any, Any]
"""Rows and answers: bytes of JSON, rows by name, an Arrow batch, or what gives one of those."""


class Course:
    """The moments of one request, by `perf_counter`, 0 for those that have not come; its answer.

    arrived_at: its head was there. queued_at: its body was; begun_at: a thread, or the event loop
    at once, began with it. parsed_at: its rows were read. scored_at: they were answered, and
    ready_at: the answer was bytes. model, version, rows: what it asked for and then what answered;
    "" and 0 where there was none. request_id, traceparent: what the client calls it, "" where it
    does not. kept: its rows and answers, for the payload log. Used by one thread at a time.
    """

    __slots__ = (
        *("arrived_at", "begun_at", "kept", "model", "parsed_at", "queued_at", "ready_at"),
        *("request_id", "rows", "scored_at", "traceparent", "version"),
    )

    def __init__(self) -> None:
        self.arrived_at = perf_counter()
        self.queued_at = self.begun_at = self.parsed_at = self.scored_at = self.ready_at = 0.0
        self.kept: Kept | None = None
        self.model = self.request_id = self.traceparent = ""
        self.version = 0
        self.rows = 0

    def wait(self) -> None:
        """The request is whole, and waits for its turn."""
        self.queued_at = perf_counter()

    def leave_queue(self) -> None:
        """A thread has taken it."""
        self.begun_at = perf_counter()

    def begin(self) -> None:
        """The request is whole, and has not to wait."""
        self.queued_at = self.begun_at = perf_counter()

    def parsed(self) -> None:
        """Its rows have been read."""
        self.parsed_at = perf_counter()

    def scored(self, version: int, rows: int) -> None:
        """So many rows, or so many more of a stream, were answered by this version."""
        self.version = version
        self.rows += rows
        self.scored_at = perf_counter()

    def keep(self, rows: Any, answers: Any) -> None:
        """What came and what was answered, as it lies there; see Kept."""
        self.kept = rows, answers

    def called(self, headers: Mapping[bytes, bytes]) -> None:
        """Take over what the client calls the request, as far as it says so."""
        given = headers.get(b"x-request-id")
        if given is not None:
            self.request_id = given[:100].decode("latin-1")
        trace = headers.get(b"traceparent")
        if trace is not None and TRACE.fullmatch(trace):
            self.traceparent = trace.decode()

    @property
    def trace_id(self) -> str:
        """Which trace it belongs to; "" where that is none."""
        return self.traceparent[3:35]

    def ready(self) -> None:
        """Its answer is bytes."""
        self.ready_at = perf_counter()
