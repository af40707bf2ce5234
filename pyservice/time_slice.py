"""How long a thread may keep a core while others wait for it, where the system can be told."""

from __future__ import annotations

import ctypes
import os
import platform
import struct
import sys

SYSCALLS = {"x86_64": 314, "aarch64": 274}  # sched_setattr; the C library has it since 2.41
ATTRIBUTES = "=IIQiIQQQ"  # size, policy, flags, nice, priority, runtime, deadline, period
KEEP_POLICY = 8
SHORT_NS = 100_000  # the least that Linux takes


def ask(nanoseconds: int, thread: int = 0) -> None:
    """Ask for a time slice for a thread; 0 is the system's own, of milliseconds.

    thread: its native id; 0 is the calling one.

    Linux takes it from 6.12 on, without privileges: a thread that wakes up with a shorter slice
    than the one that runs gets the core at once, as long as it has had no more than its share.
    Elsewhere nothing happens, nor where a policy for real time is in force. Threads that it starts
    afterwards inherit it.
    """
    number = SYSCALLS.get(platform.machine())
    if sys.platform != "linux" or number is None or os.sched_getscheduler(thread) != os.SCHED_OTHER:
        return
    nice = os.getpriority(os.PRIO_PROCESS, thread)
    size = struct.calcsize(ATTRIBUTES)
    attributes = struct.pack(ATTRIBUTES, size, 0, KEEP_POLICY, nice, 0, nanoseconds, 0, 0)
    ctypes.CDLL(None).syscall(number, thread, attributes, 0)
