"""Lanes: the buffers that rows go through, lent to one call at a time."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from scorejar.errors import ScorejarError

# 256 KiB of rows, which Java copies into an array of its own: large enough that a crossing costs
# nothing per row, small enough that both stay in a core's cache.
ROW_DOUBLES = 32_768
ANSWER_DOUBLES = 16_384
FEWEST_ROWS = 64  # of however many columns, for kernels take so many at a time

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

    def refuse(self, reason: str) -> None:
        """Raise a ScorejarError instead of calling Java from now on."""


class LaneSize(NamedTuple):
    """How many doubles a lane holds."""

    row_doubles: int
    answer_doubles: int

    @classmethod
    def for_widths(cls, row_width: int, answer_width: int) -> LaneSize:
        """The usual size, or more where rows or answers are wide."""
        return cls(
            max(ROW_DOUBLES, FEWEST_ROWS * row_width),
            max(ANSWER_DOUBLES, FEWEST_ROWS * answer_width),
        )


class Call(NamedTuple):
    """What a lane can be aimed at: so many rows of a model, by this schema and its widths."""

    model: int
    rows: int
    schema_id: int
    width: int
    answer_width: int


class LanePool:
    """Lends lanes and keeps them: there are as many as calls were ever made at the same time.

    A lane is never freed, because JPype pins a shared buffer until the JVM ends; so lanes belong
    to calls and not to threads, which come and go. Thread-safe without a lock: taking from a
    deque and adding to it are single steps.

    quick: whether its lanes can be aimed, as JPypeLane can, and are worth the quick way.
    """

    def __init__(self, make: Callable[[LaneSize], Lane], *, quick: bool = False) -> None:
        self._make = make
        self._free: defaultdict[LaneSize, deque[Lane]] = defaultdict(deque)
        self._made: list[Lane] = []
        self.quick = quick

    def free(self, size: LaneSize) -> deque[Lane]:
        """The lanes that nobody uses, for those in a hurry: pop one, append it afterwards."""
        return self._free[size]

    def take(self, size: LaneSize) -> Lane:
        """A lane for one call; give it back, whatever happens."""
        try:
            return self._free[size].pop()
        except IndexError:
            lane = self._make(size)
            self._made.append(lane)
            return lane

    def give_back(self, size: LaneSize, lane: Lane) -> None:
        """Lend it to others again."""
        self._free[size].append(lane)

    def refuse(self, reason: str) -> None:
        """Lend no more, and let nobody use what is lent: the JVM is gone."""

        def make(size: LaneSize) -> Lane:
            raise ScorejarError(reason)

        self._make = make
        for lane in self._made:
            lane.refuse(reason)
        for lanes in self._free.values():
            lanes.clear()
