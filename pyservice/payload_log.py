"""A sample of the rows that came and of their answers, in files, for who looks at them later."""

from __future__ import annotations

import logging
import os
import random
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any, BinaryIO

import msgspec
import pyarrow as pa

from scorejar.errors import UsageError

from .course import Course, Kept
from .lines import Lines
from .logs import log_event
from .settings import Settings

REDACTED = "[redacted]"
MOST_WAITING = 1_000
MOST_ROWS = 1_000  # of one request
FILES = 8  # that make up the limit: the oldest goes when a new one is begun

Row = dict[str, Any]
Sampled = tuple[Row, Kept]
"""What is said of each row of a request, as it was when it was sampled; its rows and answers."""


class PayloadLog:
    """Rows and answers of a share of requests, `payload-….jsonl` in a folder, a row a line.

    Columns to be redacted are, in rows and in answers; nothing else of a request is written. A
    full disk costs lines, which are counted, and never an answer. Raises UsageError where the
    folder cannot be made.
    """

    def __init__(self, settings: Settings, dropped: Callable[[int], None]) -> None:
        assert settings.payload_log is not None  # noqa: S101, who makes one has looked
        self._folder = settings.payload_log
        self._share = settings.payload_share
        self._redacted = frozenset(settings.payload_redact)
        self._limit_bytes = round(settings.payload_mb * 1e6)
        self._dropped = dropped
        self._file: BinaryIO | None = None
        self._size = 0
        self._troubled = False
        self._encode = msgspec.json.Encoder(enc_hook=str).encode
        self._lines: Lines[Sampled] = Lines("scorejar-payload", self._write, MOST_WAITING, dropped)
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            said = f"expected a folder that can be written, got {error.strerror}"
            raise UsageError(f"payload_log: {self._folder}: {said}") from None

    def sample(self, course: Course, door: str) -> None:
        """Write what a request held, or do not, by chance. Takes no time."""
        if course.kept is not None and random.random() < self._share:  # noqa: S311
            now = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
            about = {"time": now, "model": course.model, "version": course.version, "door": door}
            if course.request_id:
                about["request_id"] = course.request_id
            self._lines.put((about, course.kept))

    def close(self) -> None:
        """Write what is left."""
        self._lines.close()
        if self._file is not None:
            self._file.close()

    def _write(self, sampled: list[Sampled]) -> None:
        for each in sampled:
            try:
                content = b"".join(self._encode(line) + b"\n" for line in self._told(*each))
                file = self._opened(len(content))
                file.write(content)
                file.flush()
                self._size += len(content)
                self._troubled = False
            except Exception as error:  # a log must not end the thread that writes it
                self._dropped(1)
                self._say(str(error))

    def _told(self, about: Row, kept: Kept) -> Iterator[Row]:
        pairs = zip(rows_of(kept[0]), rows_of(kept[1]), strict=False)
        for row, answer in list(pairs)[:MOST_ROWS]:
            yield {**about, "row": self._without(row), "answer": self._without(answer)}

    def _without(self, row: Row) -> Row:
        return {k: REDACTED if k in self._redacted else value for k, value in row.items()}

    def _opened(self, more: int) -> BinaryIO:
        """The file that takes so many bytes more; a new one where the last has enough."""
        if self._file is None or self._size + more > self._limit_bytes / FILES:
            if self._file is not None:
                self._file.close()
                self._file = None
            self._make_room()
            name = f"payload-{time.time_ns() // 1000}-{os.getpid()}.jsonl"
            self._file, self._size = (self._folder / name).open("ab"), 0
        return self._file

    def _make_room(self) -> None:
        """Remove the oldest files, of any worker's, until another one fits below the limit."""
        files = sorted(self._folder.glob("payload-*.jsonl"))
        sizes = [file.stat().st_size for file in files]
        total = sum(sizes)
        for file, size in zip(files, sizes, strict=True):
            if total <= self._limit_bytes * (FILES - 1) / FILES:
                return
            file.unlink(missing_ok=True)
            total -= size

    def _say(self, trouble: str) -> None:
        if not self._troubled:  # once, and not for each line
            self._troubled = True
            log_event(logging.ERROR, "payload log", folder=self._folder, cause=trouble)


def rows_of(kept: Any) -> list[Row]:
    """What a door kept as rows by name."""
    if callable(kept):
        return rows_of(kept())
    if isinstance(kept, bytes):
        return rows_of(msgspec.json.decode(kept))
    if isinstance(kept, pa.RecordBatch):
        return rows_of(kept.slice(0, MOST_ROWS).to_pylist())
    return [kept] if isinstance(kept, dict) else list(kept)
