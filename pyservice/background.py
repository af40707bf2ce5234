"""Keeps work that nobody waits for out of the way of requests."""

from __future__ import annotations

import gc
import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from . import time_slice

NICE = 5  # steps below the rest of the process: a third of its share
LOWEST = 19  # a seventieth of it
ASIDE = ("scorejar-loader", "scorejar-lanes")  # Java's threads that nobody waits for
MANY = 50_000  # new objects, from which on garbage is looked for among them; 700 by default
TURN_S = 0.0001  # with Python's lock, while another thread waits for it; it is 0.005 by default


def step_back() -> None:
    """Give the calling thread a lower priority, where the system has one for each thread.

    Linux has. What Java does on the thread is meant as well, for the JVM runs on the same one. Not
    the lowest: a thread that holds Python's lock must get on even where others want the core.
    """
    if sys.platform == "linux":
        thread = threading.get_native_id()
        nice = os.getpriority(os.PRIO_PROCESS, thread) + NICE
        os.setpriority(os.PRIO_PROCESS, thread, min(nice, LOWEST))
        time_slice.ask(0)


def put_aside() -> None:
    """Give Java's threads that load versions and compile lanes the lowest priority.

    Who answers gets the core from them at once, however much of it he has had. They hold no lock
    of Python's; a pause of the JVM may wait for them, and a short slice brings them their next turn
    sooner where others want the core. Threads that they start inherit it.
    """
    if sys.platform != "linux":
        return
    for path in Path("/proc/self/task").iterdir():
        with suppress(OSError):  # it has ended
            if (path / "comm").read_text().strip() in ASIDE:
                thread = int(path.name)
                os.setpriority(os.PRIO_PROCESS, thread, LOWEST)
                time_slice.ask(time_slice.SHORT_NS, thread)


def step_forward() -> None:
    """Let the calling thread, which answers requests, go on as soon as it wakes up.

    Without it the thread that loads a version keeps the core for the rest of its slice, however
    low its priority is, and Python's lock for its turn.
    """
    time_slice.ask(time_slice.SHORT_NS)
    sys.setswitchinterval(TURN_S)


@contextmanager
def handing_on() -> Iterator[None]:
    """Threads that the calling thread starts in here only hand work on: they take no core from it.

    A library's threads that wake each other at every step of a request would otherwise interrupt
    the one that answers, and be interrupted, fifteen times a request. Linux's SCHED_BATCH, which
    such threads inherit: what wakes up waits until whoever runs has no more to do. No difference
    where a core is free.
    """
    if sys.platform != "linux" or os.sched_getscheduler(0) != os.SCHED_OTHER:
        yield
        return
    os.sched_setscheduler(0, os.SCHED_BATCH, os.sched_param(0))
    try:
        yield
    finally:
        os.sched_setscheduler(0, os.SCHED_OTHER, os.sched_param(0))


def settle() -> None:
    """Take all objects that live now out of the garbage collector's sight.

    Called when all is loaded: what was imported lives as long as the process, and each full
    collection would go through it while a request waits. Nor is it to look for garbage within the
    rows of one body, which are none yet.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(MANY)
