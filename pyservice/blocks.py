"""Work in blocks that several threads share, in a way that errors come as from one thread."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait

BLOCKS_PER_THREAD = 8  # enough that a thread which is late at one leaves the rest to others
FEWEST_ROWS = 512  # for a thread: it takes about as long to wake one as to score these
STEP = 64  # kernels take so many rows at a time; a block that is no multiple wastes a part of one


def block_size(rows: int, largest: int, threads: int) -> int:
    """How many rows a block has: as many as fit, fewer where threads share them."""
    share = rows if threads < 2 else -(-rows // (threads * BLOCKS_PER_THREAD))
    steps = max(1, -(-share // STEP))
    return max(1, min(steps * STEP, largest - largest % STEP or largest))


class Team:
    """The calling thread and some others, which are started when they are first needed.

    threads: how many work at once, the caller included. Thread-safe: callers share the others.
    """

    def __init__(self, threads: int) -> None:
        self.threads = max(1, threads)
        self._others: ThreadPoolExecutor | None = None
        self._lock = threading.Lock()
        self._process = os.getpid()

    def share(self, rows: int, step: int, do: Callable[[int, int], None]) -> None:
        """`work` by blocks of a multiple of step; all at once where one thread does it all."""
        if self.threads < 2 or rows < 2 * FEWEST_ROWS:
            do(0, rows)
        else:
            blocks = self.threads * BLOCKS_PER_THREAD * step
            self.work(rows, step * max(1, -(-rows // blocks)), do)

    def work(self, rows: int, block: int, do: Callable[[int, int], None]) -> None:
        """Call `do(first, end)` for every block of rows, in any thread; return when all are done.

        Raises what `do` raised at the first row of all, no matter which thread came to what first.
        """
        blocks = iter(range(0, rows, block))  # shared: to take the next one is a single step
        failed: list[tuple[int, BaseException]] = []

        def take() -> None:
            for first in blocks:
                if any(row < first for row, _ in failed):
                    return
                try:
                    do(first, min(first + block, rows))
                except BaseException as error:
                    failed.append((first, error))
                    return

        # A forked child has none of the threads that its parent had.
        others = min(self.threads, -(-rows // block), rows // FEWEST_ROWS) - 1
        if others > 0 and os.getpid() == self._process:
            pool = self._pool()
            started = [pool.submit(take) for _ in range(others)]
            take()
            wait(started)
        else:
            take()
        if failed:
            raise min(failed, key=lambda failure: failure[0])[1]

    def _pool(self) -> ThreadPoolExecutor:
        with self._lock:
            if self._others is None:
                name = "scorejar-block"
                self._others = ThreadPoolExecutor(self.threads - 1, thread_name_prefix=name)
            return self._others

    def close(self) -> None:
        """End the other threads; they start again if they are needed again."""
        with self._lock:
            others, self._others = self._others, None
        if others is not None and os.getpid() == self._process:
            others.shutdown()
