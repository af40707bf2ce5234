"""The threads that score large requests, and those that wait for one."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

T = TypeVar("T")


class Queue:
    """A fixed set of threads, since JPype attaches each to the JVM. Used from the event loop."""

    def __init__(self, threads: int) -> None:
        self._threads = ThreadPoolExecutor(threads, "scorejar-score")

    async def run(self, work: Callable[[], T]) -> T:
        """Do the work on the next thread that is free; returns or raises what it does."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, work)

    def close(self) -> None:
        """Wait for what is under way, and end the threads."""
        self._threads.shutdown()
