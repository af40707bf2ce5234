"""The threads that score large requests, and the requests that wait for one of them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from .problems import ProblemError

T = TypeVar("T")

RETRY = ((b"retry-after", b"1"),)


class Queue:
    """A fixed set of threads, since JPype attaches each to the JVM. Used from the event loop.

    waiting: how many requests may wait for a thread; one more is refused at once, since it would
    only wait longer than its sender does.
    """

    def __init__(self, threads: int, waiting: int) -> None:
        self._threads = ThreadPoolExecutor(threads, "scorejar-score")
        self._most = threads + waiting
        self._taken = 0

    async def run(self, work: Callable[[], T]) -> T:
        """Do the work on the next thread that is free; returns or raises what it does.

        Raises ProblemError where too many wait.
        """
        if self._taken >= self._most:
            message = f"queue: expected fewer than {self._most} large requests at once, try again"
            raise ProblemError(429, message, RETRY)
        self._taken += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._threads, work)
        finally:
            self._taken -= 1

    def close(self) -> None:
        """Wait for what is under way, and end the threads."""
        self._threads.shutdown()
