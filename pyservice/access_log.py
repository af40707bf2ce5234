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


SHORTEST = 100  # bytes of a line; a shorter one only makes a piece smaller

MOST_ALIKE = 1_000  # kinds of lines whose bytes are kept; paths and clients are of any number

Alike = tuple[str, str, str, str, int, str, int, int, str | None]
"""What many lines have in common: level, method, path, door, status, model, version, rows, client.

"" and 0 and None where there is none.
"""


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


def line_of(alike: Alike, time: str, ms: float, *rest: str | None) -> Line:
    """A request's line. rest: its id, its trace's id and its error, as far as there are such."""
    level, method, path, door, status, *answered = alike
    return Line(time, level, "request", method, path, door, status, ms, *answered, *rest)  # type: ignore[arg-type]


class AccessLog:
    """Lines of requests. dropped: is told how many could not be written."""

    def __init__(self, form: LogFormat, dropped: Callable[[int], None]) -> None:
        self._json = form == "json"
        self._encode = msgspec.json.Encoder().encode if self._json else text
        self._lines: Lines[bytes] = Lines("scorejar-access", self._write, MOST_LINES, dropped)
        self._dropped = dropped
        self._alike: dict[Alike, tuple[bytes, bytes]] = {}
        self._millisecond = 0
        self._now = ""
        self.close = self._lines.close

    def now(self) -> str:
        """UTC to the millisecond, ISO 8601."""
        millisecond = int(time.time() * 1000)
        if millisecond != self._millisecond:
            second, rest = divmod(millisecond, 1000)
            moment = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(second))
            self._millisecond, self._now = millisecond, f"{moment}.{rest:03d}Z"
        return self._now

    def put(self, alike: Alike, ms: float, *rest: str | None) -> None:
        """Leave a line to be written. rest: see line_of."""
        now = self.now()
        if self._json and not any(rest):
            head, tail = self._alike.get(alike) or self._ends(alike)
            line = b'{"time":"%b%b"ms":%.3f%b' % (now.encode(), head, ms, tail)
        else:
            line = self._encode(line_of(alike, now, round(ms, 3), *rest))
        self._lines.put(line)

    def _ends(self, alike: Alike) -> tuple[bytes, bytes]:
        """The bytes of such lines between the time and the milliseconds, and after them."""
        whole = self._encode(line_of(alike, "", 0.0))
        head, _, tail = whole.partition(b'"ms":0.0')  # in a path its quotes would be escaped
        if len(self._alike) >= MOST_ALIKE:
            self._alike.clear()
        ends = self._alike[alike] = head.removeprefix(b'{"time":"'), tail
        return ends

    def _write(self, lines: list[bytes]) -> None:
        first = 0
        while first < len(lines):
            # As many as fit by the longest of them: to count them one by one takes longer.
            longest = max(map(len, lines[first : first + WHOLE_BYTES // SHORTEST]))
            some = lines[first : first + max(1, WHOLE_BYTES // (longest + 1))]
            try:
                write_whole(b"\n".join(some) + b"\n")
            except (OSError, ValueError):  # full, closed, or nobody there to read it
                self._dropped(len(some))
            first += len(some)


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
