"""A shadow scores beside what answers: compared, counted, and never in the way."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from typing import Any

from pyservice.traffic.shadow import DIFFERENCES, MOST_JOBS, Later, Shadow


class Notes:
    """What metrics would be told."""

    def __init__(self) -> None:
        self.outcomes: dict[str, int] = {}
        self.differences: list[float] = []

    def rows(self, outcome: str, rows: int) -> None:
        self.outcomes[outcome] = self.outcomes.get(outcome, 0) + rows

    def difference(self, output: str, difference: float) -> None:
        self.differences.append(difference)


class AtOnce(Later):
    """Does what is put at once."""

    def put(self, work: Any) -> bool:
        work()
        return True


def said(answer: Mapping[str, Any]) -> Any:
    return lambda candidate: ([{"p": 0.5, "y": "a", "n": None}], [answer])


def test_differences_are_counted_by_how_large_they_are() -> None:
    notes = Notes()
    shadow = Shadow(4, "candidate", 1.0, AtOnce(), notes)
    for p in (0.5, 0.5 + 1e-10, 0.53, 99.0):
        shadow.offer(1, said({"p": p, "y": "a", "n": None}))
    shadow.offer(1, said({"p": None, "y": "b", "n": None}))
    told = shadow.told()
    assert (told["compared"], told["failed"], told["dropped"]) == (5, 0, 0)
    counts = told["differences"]["p"]["counts"]
    buckets = dict(zip([*DIFFERENCES, "more"], counts, strict=True))
    assert {bound: n for bound, n in buckets.items() if n} == {0.0: 1, 1e-9: 1, 0.05: 1, 100.0: 1}
    assert told["differences"]["p"]["changed"] == 1
    assert told["differences"]["y"]["changed"] == 1
    assert told["differences"]["n"]["changed"] == 0
    assert len(notes.differences) == 4


def test_what_a_candidate_does_wrong_is_counted_with_its_reason() -> None:
    shadow = Shadow(4, "candidate", 1.0, AtOnce(), Notes())

    def fail(candidate: str) -> Any:
        raise ValueError("no such\ncolumn")

    shadow.offer(3, fail)
    assert (shadow.failed, shadow.failure) == (3, "no such column")
    missing: Shadow[str] = Shadow(5, None, 1.0, AtOnce(), Notes())
    missing.offer(2, fail)
    assert (missing.failed, missing.failure) == (2, "version 5 is not loaded")


def test_a_share_of_the_requests_is_compared() -> None:
    shadow = Shadow(4, "candidate", 0.25, AtOnce(), Notes())
    for _ in range(1_000):
        shadow.offer(1, said({}))
    assert abs(shadow.compared - 250) < 5


def test_more_than_can_wait_is_dropped_and_counted_and_keeps_nobody_waiting() -> None:
    later, notes = Later(), Notes()
    shadow = Shadow(4, "candidate", 1.0, later, notes)
    begun, release = threading.Event(), threading.Event()

    def wait(candidate: str) -> Any:
        begun.set()
        release.wait(30)
        return [], []

    shadow.offer(1, wait)
    assert begun.wait(30)
    for _ in range(MOST_JOBS + 7):
        shadow.offer(1, said({}))
    assert shadow.dropped == notes.outcomes["dropped"] == 7
    release.set()
    later.stop()
