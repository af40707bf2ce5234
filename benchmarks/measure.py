"""The loop that times calls. Standard library only: see model.py.

Arguments are prepared in chunks of 256 rows, outside the clock, so that the loop neither waits for
them nor finds them cold in memory as it would a pool of a hundred megabytes. One-row calls are
timed in two ways by turns, because reading the clock twice costs about as much as a very fast call:

- a *clocked* chunk has the clock read around each call: that gives the percentiles;
- an *unclocked* chunk is timed as a whole: that gives rows per second.

A batch is always clocked, for there the clock costs nothing.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from time import perf_counter_ns
from typing import Any

from benchmarks.model import Row

CHUNK_ROWS = 256


@dataclass(frozen=True)
class Times:
    """What a measurement found.

    calls: the time of each clocked call, in nanoseconds, clock reading included.
    rows, nanoseconds: so many rows were scored in so much time, clock reading left out.
    """

    calls: array[int]
    rows: int
    nanoseconds: int


def measure(
    prepare: Callable[[Sequence[Row]], Any],
    score: Callable[[Any], Any],
    batches: Iterator[Sequence[Row]],
    size: int,
    seconds: float,
) -> Times:
    """Time calls for about `seconds`, preparation included; one chunk of each kind at least.

    batches: endless; each is `size` rows.
    """
    chunk = max(1, CHUNK_ROWS // size)
    calls: array[int] = array("q")
    rows = nanoseconds = 0
    clocked = True
    deadline = perf_counter_ns() + int(seconds * 1e9)
    while rows == 0 or perf_counter_ns() < deadline:
        arguments = [prepare(batch) for batch in islice(batches, chunk)]
        if size > 1:
            taken = clock_each(score, arguments)
            calls.extend(taken)
            rows += size * chunk
            nanoseconds += sum(taken)
        elif clocked:
            calls.extend(clock_each(score, arguments))
        else:
            start = perf_counter_ns()
            for argument in arguments:
                score(argument)
            nanoseconds += perf_counter_ns() - start
            rows += chunk
        clocked = not clocked
    return Times(calls, rows, nanoseconds)


def clock_each(score: Callable[[Any], Any], arguments: Sequence[Any]) -> list[int]:
    """The time of each call, in nanoseconds."""
    taken = []
    for argument in arguments:
        start = perf_counter_ns()
        score(argument)
        taken.append(perf_counter_ns() - start)
    return taken


def clock_cost_ns() -> float:
    """What reading the clock around a call of nothing shows: the floor of a clocked call."""
    taken = sorted(clock_each(lambda _: None, range(10_000)))
    return float(taken[len(taken) // 2])
