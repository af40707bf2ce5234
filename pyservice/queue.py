"""The threads that score large requests, and the requests that wait for one of them."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from . import deadlines
from .background import step_back
from .problems import RETRY_AFTER, ProblemError

T = TypeVar("T")


class Queue:
    """A fixed set of threads, since JPype attaches each to the JVM. Used from the event loop.

    waiting: how many requests may wait for a thread; one more is refused at once, since it would
    only wait longer than its sender does.
    """

    def __init__(self, threads: int, waiting: int) -> None:
        # Whoever sends much waits for those who send little, and not the other way round.
        self._threads = ThreadPoolExecutor(threads, "scorejar-score", step_back)
        self._most = threads + waiting
        self._taken = 0

    def check_room(self) -> None:
        """Raises ProblemError where too many wait."""
        if self._taken >= self._most:
            message = f"queue: expected fewer than {self._most} large requests at once, try again"
            raise ProblemError(429, message, RETRY_AFTER[429])

    async def run(self, work: Callable[[], T], deadline: float = deadlines.NEVER) -> T:
        """Do the work on the next thread that is free; returns or raises what it does.

        Raises ProblemError where too many wait, and as soon as the deadline (see deadlines.py) has
        passed while no thread has begun.
        """
        self.check_room()
        return await self.run_in_turn(work, deadline)

    async def run_in_turn(self, work: Callable[[], T], deadline: float = deadlines.NEVER) -> T:
        """The same for one who was let in before: there is always room."""
        self._taken += 1
        begun = self._threads.submit(work)
        try:
            done = asyncio.wrap_future(begun)
            if deadline < deadlines.NEVER:
                await asyncio.wait({done}, timeout=max(deadline - time.perf_counter(), 0))
                if not done.done() and begun.cancel():
                    raise deadlines.passed()
            return await done
        finally:
            begun.cancel()  # of no effect on what has begun
            self._taken -= 1

    def close(self) -> None:
        """Wait for what is under way, and end the threads."""
        self._threads.shutdown()
