"""Lanes: the buffers that rows go through, lent to one call at a time."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from scorejar.errors import ScorejarError

# 1 MiB of rows: large enough that a crossing costs nothing per row, small enough for the cache.
ROW_DOUBLES = 131_072
ANSWER_DOUBLES = 65_536

# Statuses of Lane.score; a positive one is the version that answered.
WRONG_ROW = -1
SCHEMA_CHANGED = -2
NO_VERSION = -3


class Lane(Protocol):
    """A pair of buffers; belongs to one thread at a time.

    rows, answers: flat views of doubles in native order. Write `count` rows into `rows`, one
    after the other, call score, read as many answers out of `answers`.
    row_memory, answer_memory: the same memory as bytes, for `struct`.
    """

    rows: NDArray[np.float64]
    answers: NDArray[np.float64]
    row_memory: bytearray
    answer_memory: bytearray

    def score(self, model: int, count: int, width: int, schema_id: int) -> int:
        """Score the first `count` rows, each of `width` doubles.

        Returns the version that answered, or a status <= 0.
        """

    def failure(self) -> str:
        """The text of the last failure on this lane; a row is named by its place in the lane."""


class LaneSize(NamedTuple):
    """How many doubles a lane holds."""

    row_doubles: int
    answer_doubles: int

    @classmethod
    def for_widths(cls, row_width: int, answer_width: int) -> LaneSize:
        """The usual size, or more where a single row or answer is wider than that."""
        return cls(max(ROW_DOUBLES, row_width), max(ANSWER_DOUBLES, answer_width))


class LanePool:
    """Lends lanes and keeps them: there are as many as calls were ever made at the same time.

    A lane is never freed, because JPype pins a shared buffer until the JVM ends; so lanes belong
    to calls and not to threads, which come and go. Thread-safe without a lock: taking from a
    deque and adding to it are single steps.
    """

    def __init__(self, make: Callable[[LaneSize], Lane]) -> None:
        self._make = make
        self._free: defaultdict[LaneSize, deque[Lane]] = defaultdict(deque)

    def take(self, size: LaneSize) -> Lane:
        """A lane for one call; give it back, whatever happens."""
        try:
            return self._free[size].pop()
        except IndexError:
            return self._make(size)

    def give_back(self, size: LaneSize, lane: Lane) -> None:
        """Lend it to others again."""
        self._free[size].append(lane)

    def refuse(self, reason: str) -> None:
        """Lend no more: the JVM is gone."""

        def make(size: LaneSize) -> Lane:
            raise ScorejarError(reason)

        self._make = make
        self._free.clear()
