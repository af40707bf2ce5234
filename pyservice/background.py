"""Keeps work that nobody waits for out of the way of requests."""

from __future__ import annotations

import gc
import os
import sys
import threading

from . import time_slice

NICE = 5  # steps below the rest of the process: a third of its share
LOWEST = 19


def step_back() -> None:
    """Give the calling thread a lower priority, where the system has one for each thread.

    Linux has. What Java does on the thread is meant as well, for the JVM runs on the same one. Not
    the lowest: a thread that holds Python's lock, or that a pause of the JVM waits for, must get
    on even where other processes want the core.
    """
    if sys.platform == "linux":
        thread = threading.get_native_id()
        nice = os.getpriority(os.PRIO_PROCESS, thread) + NICE
        os.setpriority(os.PRIO_PROCESS, thread, min(nice, LOWEST))
        time_slice.ask(0)


def step_forward() -> None:
    """Let the calling thread, which answers requests, have a core as soon as it wakes up.

    Without it the thread that loads a version keeps the core for the rest of its slice, however
    low its priority is.
    """
    time_slice.ask(time_slice.SHORT_NS)


def settle() -> None:
    """Take all objects that live now out of the garbage collector's sight.

    Called when all is loaded: what was imported lives as long as the process, and each full
    collection would go through it while a request waits.
    """
    gc.collect()
    gc.freeze()
