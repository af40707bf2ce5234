"""A harness that is told to end takes along what it has started."""

from __future__ import annotations

import signal
import sys
from types import FrameType


def on_sigterm() -> None:
    """Let SIGTERM leave every `with` and `finally`, which end processes, as Ctrl-C does.

    Only on the main thread. The exit code is then 143, as a shell tells of a SIGTERM. Further
    SIGTERMs are ignored, so that whoever sends two does not end the ending.
    """

    def end(number: int, frame: FrameType | None) -> None:
        signal.signal(number, signal.SIG_IGN)
        sys.exit(128 + number)

    signal.signal(signal.SIGTERM, end)
