"""Cases on several processes, each case within a time; what hangs is ended and told."""

from __future__ import annotations

import multiprocessing
import os
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess

from . import warm
from .case import Case
from .cases import CASES
from .verdict import Verdict, judge

Judge = Callable[[Case], Verdict]
"""What is done with a case; a function of a module, as another process must find it."""


class Worker:
    """A process that judges one case after the other, with JVMs of its own."""

    def __init__(self, done: Judge) -> None:
        context = multiprocessing.get_context("spawn")
        self.connection, theirs = context.Pipe()
        self.process: BaseProcess = context.Process(target=work, args=(theirs, done), daemon=True)
        self.process.start()
        theirs.close()
        self.name: str | None = None
        self.until = 0.0

    def give(self, name: str, seconds: float) -> None:
        """Have it judge a case."""
        self.name, self.until = name, time.monotonic() + seconds
        self.connection.send(name)

    def verdict(self) -> Verdict:
        """What it found, once its connection is ready."""
        name = self.name or ""
        self.name = None
        try:
            found: Verdict = self.connection.recv()
        except EOFError:
            return Verdict(name, failures=["crash: the process ended"], refused="crash")
        return found

    def stop(self) -> None:
        """End it; its JVMs end with it."""
        self.process.kill()
        self.process.join()


def work(connection: Connection, done: Judge) -> None:
    """What a worker does: names in, verdicts out."""
    os.environ["PYTHONWARNINGS"] = "ignore"
    warm.use()
    while True:
        try:
            name = connection.recv()
        except EOFError:
            warm.stop()
            return
        try:
            verdict = done(CASES[name])
        except Exception:
            last = traceback.format_exc().strip().splitlines()
            verdict = Verdict(name, refused="crash", failures=["crash: " + " | ".join(last[-6:])])
        connection.send(verdict)


def run(
    names: Sequence[str],
    processes: int,
    seconds: float,
    tell: Callable[[Verdict], None],
    done: Judge = judge,
) -> dict[str, Verdict]:
    """Judge cases; `tell` hears of each verdict as it comes. In the order of names."""
    # Two processes share two cores: libraries with threads of their own would only wait.
    os.environ["OMP_NUM_THREADS"] = "1"
    left = list(reversed(names))
    workers = [Worker(done) for _ in range(min(processes, len(left)))]
    found: dict[str, Verdict] = {}
    try:
        while left or any(worker.name for worker in workers):
            for index, worker in enumerate(workers):
                if worker.name and time.monotonic() > worker.until:
                    verdict = Verdict(worker.name, refused="took too long")
                    verdict.failures.append(f"crash: no verdict within {seconds:.0f} s")
                    worker.stop()
                    workers[index] = Worker(done)
                    found[verdict.name] = verdict
                    tell(verdict)
                if not workers[index].name and left:
                    workers[index].give(left.pop(), seconds)
            for verdict in ready(workers, done):
                found[verdict.name] = verdict
                tell(verdict)
    finally:
        for worker in workers:
            worker.stop()
    return {name: found[name] for name in names}


def ready(workers: list[Worker], done: Judge) -> Iterator[Verdict]:
    """The verdicts that have come; waits a second at most."""
    busy = {worker.connection: index for index, worker in enumerate(workers) if worker.name}
    for connection in wait(list(busy), timeout=1):
        index = busy[connection]  # type: ignore[index]
        verdict = workers[index].verdict()
        if not workers[index].process.is_alive():
            workers[index].stop()
            workers[index] = Worker(done)
        yield verdict
