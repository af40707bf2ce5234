"""Which of the service's threads goes first where they want the same core."""

from __future__ import annotations

import contextlib
import ctypes
import os
import platform
import struct
from pathlib import Path

import pytest

from pyservice import background, time_slice

from .service_server import Server, wait_for

GET_ATTRIBUTES = {"x86_64": 315, "aarch64": 275}  # sched_getattr


def slice_ns(thread: int) -> int:
    """The time slice of a thread; 0 where the system has none of its own for it."""
    memory = ctypes.create_string_buffer(struct.calcsize(time_slice.ATTRIBUTES))
    number = GET_ATTRIBUTES[platform.machine()]
    assert ctypes.CDLL(None).syscall(number, thread, memory, len(memory), 0) == 0
    runtime: int = struct.unpack(time_slice.ATTRIBUTES, memory.raw)[5]
    return runtime


@pytest.mark.skipif(
    platform.machine() not in GET_ATTRIBUTES or slice_ns(0) == 0,
    reason="threads have slices of their own on Linux from 6.12 on",
)
def test_who_answers_has_a_short_slice_and_who_loads_goes_behind_all_others(tmp_path: Path) -> None:
    with Server(tmp_path) as server:
        answers = server.process.pid

        wait_for("a short slice", lambda: slice_ns(answers) == time_slice.SHORT_NS)
        watcher = wait_for("a thread that looks", lambda: stepped_back(answers))[0]
        wait_for("an ordinary slice", lambda: slice_ns(watcher) == slice_ns(0))
        loader = thread(answers, "scorejar-loader")
        assert os.getpriority(os.PRIO_PROCESS, loader) == background.LOWEST
        assert slice_ns(loader) == time_slice.SHORT_NS


def stepped_back(process: int) -> list[int]:
    """The threads of a process whose priority is lower than its own, but not the lowest."""
    usual = os.getpriority(os.PRIO_PROCESS, process)
    found = []
    for path in Path(f"/proc/{process}/task").iterdir():
        with contextlib.suppress(ProcessLookupError):  # It has ended.
            if usual < os.getpriority(os.PRIO_PROCESS, int(path.name)) < background.LOWEST:
                found.append(int(path.name))
    return found


def thread(process: int, name: str) -> int:
    """The thread of a name."""
    tasks = Path(f"/proc/{process}/task").iterdir()
    return next(int(path.name) for path in tasks if (path / "comm").read_text().strip() == name)


@pytest.mark.skipif(not hasattr(os, "SCHED_BATCH"), reason="a policy of Linux's")
def test_threads_of_grpc_take_no_core_from_the_one_that_answers(tmp_path: Path) -> None:
    with Server(tmp_path, "--grpc-port", "0") as server:
        answers = server.process.pid

        def handing_on() -> list[int]:
            threads = [int(path.name) for path in Path(f"/proc/{answers}/task").iterdir()]
            return [one for one in threads if os.sched_getscheduler(one) == os.SCHED_BATCH]

        wait_for("threads of gRPC", lambda: set(handing_on()) - {answers})
        wait_for("one that answers as before", lambda: answers not in handing_on())
        if platform.machine() in GET_ATTRIBUTES and slice_ns(0):
            assert slice_ns(answers) == time_slice.SHORT_NS
