"""A line on stderr for a request, in the form of the other lines, in 2 µs where it is JSON.

`logging` takes ten times as long: it is for what happens less than 10,000 times a second.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from contextlib import suppress

import msgspec

from .lines import Lines
from .logs import text_value
from .settings import LogFormat

MOST_LINES = 50_000  # that wait; of a pipe that nobody reads more are of no use

WHOLE_BYTES = 4096
"""So much is written to a pipe in one piece, whoever else writes to it."""


class Line(msgspec.Struct, omit_defaults=True, gc=False):
    """What is told of a request; what is empty is left out."""

    time: str
    level: str
    event: str
    method: str
    path: str
    door: str
    status: int
    ms: float
    model: str = ""
    version: int = 0
    rows: int = 0
    client: str | None = None
    request_id: str = ""
    trace_id: str = ""
    error: str | None = None


class AccessLog:
    """Lines of requests. dropped: is told how many could not be written."""

    def __init__(self, form: LogFormat, dropped: Callable[[int], None]) -> None:
        self._encode = msgspec.json.Encoder().encode if form == "json" else text
        self._lines: Lines[bytes] = Lines("scorejar-access", self._write, MOST_LINES, dropped)
        self._dropped = dropped
        self._second = 0
        self._prefix = ""
        self.close = self._lines.close

    def now(self) -> str:
        """UTC to the millisecond, ISO 8601."""
        now = time.time()
        second = int(now)
        if second != self._second:
            self._second = second
            self._prefix = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(second))
        return f"{self._prefix}.{int((now - second) * 1000):03d}Z"

    def put(self, line: Line) -> None:
        """Leave a line to be written."""
        self._lines.put(self._encode(line))

    def _write(self, lines: list[bytes]) -> None:
        piece, count = b"", 0
        for line in [*lines, None]:
            if line is not None and len(piece) + len(line) < WHOLE_BYTES:
                piece, count = piece + line + b"\n", count + 1
                continue
            try:
                write_whole(piece)
            except (OSError, ValueError):  # full, closed, or nobody there to read it
                self._dropped(count)
            piece, count = (b"", 0) if line is None else (line + b"\n", 1)


def write_whole(piece: bytes) -> None:
    """Write to stderr, all of it."""
    with suppress(AttributeError):  # a program without one
        descriptor = sys.stderr.fileno()
        while piece:
            piece = piece[os.write(descriptor, piece) :]


def text(line: Line) -> bytes:
    """The line for people, as TextFormatter has it."""
    words = [
        f"{name}={text_value(value)}"
        for name in Line.__struct_fields__[3:]
        if (value := getattr(line, name)) not in (None, "", 0)
    ]
    return f"{line.time} {line.level.upper():<7} {line.event} {' '.join(words)}".encode()
