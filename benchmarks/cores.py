"""Which core does what: one for what is measured, the other for what drives it.

Processes inherit the cores of the one that starts them, threads and all, so a process is pinned by
pinning ourselves for the moment in which it starts.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager


def allowed() -> list[int]:
    """The cores that this process may use, lowest first; empty where the system does not say."""
    return sorted(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else []


def measured(count: int = 1) -> set[int]:
    """The cores of contenders and services: the last ones, for the first takes most interrupts."""
    return set(allowed()[-count:])


def driving() -> set[int]:
    """The core of the harness and of the load generator; the same one if there is only one."""
    return set(allowed()[:1])


@contextmanager
def pinned(cores: set[int]) -> Iterator[None]:
    """Run, and start processes, on these cores only; a set that is empty changes nothing."""
    if not cores:
        yield
        return
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, cores)
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)
