"""Requests at a fixed rate while versions are put into the repository, from one thread.

Each answer is kept whole: what it says is judged afterwards, when nothing is timed any more. A
version is staged on the same file system beforehand, so that a swap costs this thread a rename.
"""

from __future__ import annotations

import gc
import re
import selectors
import time
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from benchmarks.http_load import PATIENCE_SECONDS, Connection

PAUSE_NS = 150_000_000  # from one swap to the next at least
VERSION = re.compile(rb'"version":\s*(\d+)')


class Told(NamedTuple):
    """One answer. Moments in nanoseconds of `perf_counter_ns`; row: which of the requests."""

    row: int
    due: int
    sent: int
    done: int
    status: int
    body: bytes

    @property
    def version(self) -> int:
        """The version that the answer names; 0 where it names none."""
        named = VERSION.search(self.body)
        return int(named[1]) if named else 0


@dataclass
class SwappedLoad:
    """What came: answers in the order of their ends, moments of the renames, requests unanswered.

    renamed: of each version, in order; empty where there was no swap.
    """

    told: list[Told] = field(default_factory=list)
    renamed: list[int] = field(default_factory=list)
    unanswered: int = 0


class Pending:
    """A connection with what is under way on it."""

    def __init__(self, port: int) -> None:
        self.connection = Connection(port)
        self.row = 0
        self.sent = 0


def load(
    port: int,
    requests: Sequence[bytes],
    rate: float,
    connections: int,
    seconds: float,
    staged: Sequence[tuple[Path, Path]] = (),
    awaited: int = 0,
) -> SwappedLoad:
    """Send `rate` requests a second for so many seconds, and swap meanwhile.

    staged: files with the names to give them, `<version>.jar`; one is renamed when an answer has
    named the one before and PAUSE_NS have gone by. The one renamed two before it is removed, so
    that a repository does not grow. awaited: a version that was renamed in an earlier load and has
    not answered yet; 0 for none.
    """
    found = SwappedLoad()
    total = int(rate * seconds)
    interval = 1e9 / rate
    with _connected(port, connections) as (selector, free):
        start = time.perf_counter_ns()
        patience = start + int((seconds + PATIENCE_SECONDS) * 1e9)
        swap_due = start + PAUSE_NS
        sent = 0
        while len(found.told) < total:
            now = time.perf_counter_ns()
            if now > patience:
                found.unanswered = total - len(found.told)
                break
            swaps = len(found.renamed)
            if swaps < len(staged) and sent < total and not awaited and swap_due <= now:
                staged[swaps][0].rename(staged[swaps][1])
                found.renamed.append(time.perf_counter_ns())
                awaited = int(staged[swaps][1].stem)
                swap_due = now + PAUSE_NS
                if swaps >= 2:
                    staged[swaps - 2][1].unlink()
            while sent < total and free and start + sent * interval <= now:
                pending = free.popleft()
                pending.row = sent % len(requests)
                pending.sent = time.perf_counter_ns()
                pending.connection.send(requests[pending.row], int(start + sent * interval))
                sent += 1
            # Never blocks: epoll waits in whole milliseconds, too coarse for the schedule.
            for key, _ in selector.select(0):
                pending = key.data
                if pending.connection.receive():
                    found.told.append(_told(pending))
                    free.append(pending)
                    if awaited and found.told[-1].version == awaited:
                        awaited = 0
    return found


def _told(pending: Pending) -> Told:
    connection = pending.connection
    done = time.perf_counter_ns()
    return Told(pending.row, connection.due, pending.sent, done, connection.status, connection.body)


@contextmanager
def _connected(
    port: int, connections: int
) -> Iterator[tuple[selectors.BaseSelector, deque[Pending]]]:
    opened: deque[Pending] = deque()
    with selectors.DefaultSelector() as selector:
        gc.collect()
        gc.disable()
        try:
            for _ in range(connections):
                pending = Pending(port)
                opened.append(pending)
                selector.register(pending.connection.socket, selectors.EVENT_READ, pending)
            yield selector, opened.copy()
        finally:
            gc.enable()
            for pending in opened:
                pending.connection.close()
