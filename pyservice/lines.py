"""Work that is put aside for a thread of its own, so that no answer waits for a disk or a pipe."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")

GATHER_S = 0.1
"""How long the thread lets items gather, so that many are written at once."""

END_S = 5.0


class Lines(Generic[T]):
    """Items in order, written by a thread that starts with the first of them.

    write: is given what has gathered; must not raise. most: how many may wait; what comes then is
    dropped, and `dropped` is told. `put` never waits. Thread-safe.
    """

    def __init__(
        self,
        name: str,
        write: Callable[[list[T]], None],
        most: int,
        dropped: Callable[[int], None],
    ) -> None:
        self._name = name
        self._write = write
        self._most = most
        self._dropped = dropped
        self._items: deque[T] = deque()
        self._asleep = True
        self._there = threading.Event()
        self._ended = threading.Event()
        self._thread: threading.Thread | None = None

    def put(self, item: T) -> None:
        """Leave an item to be written."""
        if len(self._items) >= self._most:
            self._dropped(1)
            return
        self._items.append(item)
        if self._asleep:
            self._asleep = False
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name=self._name, daemon=True)
                self._thread.start()
            self._there.set()

    def close(self) -> None:
        """Write what is left; gives up where that takes longer than END_S."""
        self._ended.set()
        self._there.set()
        if self._thread is not None:
            self._thread.join(END_S)

    def _run(self) -> None:
        while not self._ended.is_set():
            self._there.wait()
            self._there.clear()
            self._ended.wait(GATHER_S)
            self._asleep = True  # before the look: what comes after it wakes the thread again
            self._write_all()
        self._write_all()

    def _write_all(self) -> None:
        items = [self._items.popleft() for _ in range(len(self._items))]
        if items:
            self._write(items)
