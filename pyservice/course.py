"""One request on its way: when each part of it was over, and what answered it."""

from __future__ import annotations

from time import perf_counter


class Course:
    """The moments of one request, by `perf_counter`, 0 for those that have not come; its answer.

    arrived_at: its head was there. queued_at: its body was; begun_at: a thread, or the event loop
    at once, began with it. parsed_at: its rows were read. scored_at: they were answered, and
    ready_at: the answer was bytes. model, version, rows: what it asked for and then what answered;
    "" and 0 where there was none. Used by one thread at a time.
    """

    __slots__ = (
        *("arrived_at", "begun_at", "model", "parsed_at", "queued_at", "ready_at", "rows"),
        *("scored_at", "version"),
    )

    def __init__(self) -> None:
        self.arrived_at = perf_counter()
        self.queued_at = self.begun_at = self.parsed_at = self.scored_at = self.ready_at = 0.0
        self.model = ""
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

    def ready(self) -> None:
        """Its answer is bytes."""
        self.ready_at = perf_counter()
