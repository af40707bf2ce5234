"""A version that scores what another has answered: what it says is compared, and never told."""

from __future__ import annotations

import threading
import time
from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from queue import Empty, Full, Queue
from typing import Any, Generic, Protocol, TypeVar

from ..background import step_back
from .split import Split

DIFFERENCES = (
    *(0.0, 1e-12, 1e-9, 1e-6, 1e-4, 1e-3, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 10.0, 100.0),
    1000.0,
)
"""Upper bounds of the buckets of a difference between two numbers; the last one has none."""

MOST_JOBS = 1_000  # that wait; more are dropped
MOST_ROWS = 1_000  # of one request that are compared, its first ones


class Differences:
    """How the answers of one output differ. Used by one thread; others may read it.

    counts: by the buckets of DIFFERENCES and one above them, of numbers that differ by so much.
    changed: values of which not both are numbers and that are not the same.
    """

    def __init__(self) -> None:
        self.rows = 0
        self.changed = 0
        self.largest = 0.0
        self.counts = [0] * (len(DIFFERENCES) + 1)

    def note(self, told: Any, said: Any) -> float | None:
        """Compare two values; returns the difference of two numbers, None for others."""
        self.rows += 1
        if not (is_number(told) and is_number(said)):
            self.changed += told != said
            return None
        difference = abs(told - said)
        self.counts[bisect_left(DIFFERENCES, difference)] += 1
        self.largest = max(self.largest, difference)
        return float(difference)

    def told(self) -> dict[str, Any]:
        """As JSON."""
        return {
            "rows": self.rows,
            "changed": self.changed,
            "largest": self.largest,
            "bounds": list(DIFFERENCES),
            "counts": list(self.counts),
        }


def is_number(value: Any) -> bool:
    """Whether a difference means something."""
    return isinstance(value, (int, float)) and not isinstance(value, bool)


Answers = Sequence[Mapping[str, Any]]

M = TypeVar("M")


class Noted(Protocol):
    """Is told what becomes of rows, for metrics."""

    def rows(self, outcome: str, rows: int) -> None:
        """So many rows were `compared`, `dropped` or `failed`."""

    def difference(self, output: str, difference: float) -> None:
        """Two numbers differed by so much."""


class Shadow(Generic[M]):
    """A candidate, and what came of comparing it with the versions that answer.

    `offer` is quick and never raises; any thread may call it. version: the candidate's number;
    candidate: its model, None where it is not loaded, so that all rows count as failed.
    """

    def __init__(
        self, version: int, candidate: M | None, share: float, later: Later, noted: Noted
    ) -> None:
        self.version = version
        self.candidate = candidate
        self._turns = Split({"taken": share, "left": 1 - share}) if share < 1 else None
        self._later = later
        self._noted = noted
        self.compared = self.dropped = self.failed = 0
        self.failure: str | None = None
        self.differences: dict[str, Differences] = {}

    def offer(self, rows: int, both: Callable[[M], tuple[Answers, Answers]]) -> None:
        """So many rows were answered. both: what was told, and what the candidate says."""
        if self._turns and self._turns.turn() == "left":
            return
        if not self._later.put(lambda: self._compare(rows, both)):
            self.dropped += rows
            self._noted.rows("dropped", rows)

    def _compare(self, rows: int, both: Callable[[M], tuple[Answers, Answers]]) -> None:
        try:
            if self.candidate is None:
                raise LookupError(f"version {self.version} is not loaded")
            told, said = both(self.candidate)
        except Exception as error:  # whatever a candidate does, it is no more than counted
            self.failed += rows
            self.failure = " ".join(str(error).split()) or type(error).__name__
            self._noted.rows("failed", rows)
            return
        for answer, other in zip(told, said, strict=True):
            for output, value in answer.items():
                of_output = self.differences.setdefault(output, Differences())
                difference = of_output.note(value, other.get(output))
                if difference is not None:
                    self._noted.difference(output, difference)
        self.compared += rows
        self._noted.rows("compared", rows)

    def told(self) -> dict[str, Any]:
        """What came of it, as JSON; rows, not requests. Of this process alone."""
        return {
            "version": self.version,
            "loaded": self.candidate is not None,
            "compared": self.compared,
            "dropped": self.dropped,
            "failed": self.failed,
            "failure": self.failure,
            "differences": {name: found.told() for name, found in self.differences.items()},
        }


class Later:
    """One thread for what nobody waits for; it takes no more than half of a core.

    A shadow's work holds Python's lock now and then, so the thread rests after each piece for as
    long as that took: requests get on in between.
    """

    def __init__(self) -> None:
        self._waiting: Queue[Callable[[], None]] = Queue(MOST_JOBS)
        self._stopped = threading.Event()
        self._thread: threading.Thread | None = None
        self._starting = threading.Lock()

    def put(self, work: Callable[[], None]) -> bool:
        """Have it done some time; False where too much waits already."""
        try:
            self._waiting.put_nowait(work)
        except Full:
            return False
        if self._thread is None:
            self._start()
        return True

    def _start(self) -> None:
        with self._starting:
            if self._thread is None:
                name = "scorejar-shadow"
                self._thread = threading.Thread(target=self._run, name=name, daemon=True)
                self._thread.start()

    def _run(self) -> None:
        step_back()
        while not self._stopped.is_set():
            try:
                work = self._waiting.get(timeout=1.0)
            except Empty:
                continue
            started = time.perf_counter()
            work()
            time.sleep(time.perf_counter() - started)

    def stop(self) -> None:
        """Do no more; what waits is dropped."""
        self._stopped.set()
