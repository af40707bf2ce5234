"""The harness's end of the pipes to a contender: see child.py for the lines."""

from __future__ import annotations

import json
import queue
import subprocess
import threading
from pathlib import Path
from typing import IO

import numpy as np
from numpy.typing import NDArray

from benchmarks import cores, environment
from benchmarks.contender import Contender
from benchmarks.model import Model, file_name
from scorejar.jdk import Jdk

ROOT = Path(__file__).parent.parent
ORDER_SECONDS = 120.0


class ContenderFailedError(Exception):
    """A contender said `error`, ended, or kept silent for too long."""


def last_line(log: Path) -> str:
    """The last line that a process logged: mostly it says why it ended."""
    lines = log.read_text(encoding="utf-8", errors="replace").split("\n")
    return next((line.strip() for line in reversed(lines) if line.strip()), "an empty log")


class ContenderProcess:
    """A contender that runs and waits for orders, pinned to the measured core.

    Opening blocks until its model is open, or for so many seconds at most. Every order has a time
    limit, too, after which the process is killed and ContenderFailedError raised; so a contender
    can fail, but it cannot hang a run.
    """

    def __init__(
        self,
        contender: type[Contender],
        model: Model,
        folder: Path,
        java: Jdk | None,
        open_seconds: float,
    ) -> None:
        command = contender.command(model, environment.interpreter(contender.requirements), java)
        folder.mkdir(parents=True, exist_ok=True)
        on = f"java {java.version}" if java else ""
        self.stem = folder / file_name(model.name, contender.name, on)
        self.log = self.stem.with_suffix(".log").open("wb")
        with cores.pinned(cores.measured(contender.cores)):
            self.process = subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=self.log,
                cwd=ROOT,
                env=environment.variables(java),
                encoding="utf-8",
            )
        if self.process.stdin is None or self.process.stdout is None:
            raise RuntimeError("pipes were asked for")
        self.commands: IO[str] = self.process.stdin
        self.lines: queue.Queue[str] = queue.Queue()
        self.reader = threading.Thread(
            target=self._read, args=(self.process.stdout,), name="replies", daemon=True
        )
        self.reader.start()
        try:
            self.versions: dict[str, str] = json.loads(self._reply("ready", open_seconds))
        except BaseException:
            self.close()
            raise

    def answers(self, size: int, rows: int) -> NDArray[np.float64]:
        """P(1) of the first rows of the pool, scored `size` rows a call."""
        file = self.stem.with_suffix(".answers")
        self._tell(f"answers {size} {rows} {file}", "done")
        return np.fromfile(file, np.float64)

    def time(self, size: int, seconds: float) -> tuple[NDArray[np.int64], float]:
        """Nanoseconds of each clocked call, and rows per second of the unclocked ones."""
        file = self.stem.with_suffix(".times")
        rows, nanoseconds = self._tell(f"time {size} {seconds} {file}", "done").split()
        return np.fromfile(file, np.int64), int(rows) / (int(nanoseconds) / 1e9)

    def close(self) -> None:
        """End the process: politely, then by force. Safe to call again."""
        try:
            self.commands.write("close\n")
            self.commands.close()
        except (OSError, ValueError):
            pass  # It has gone already.
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.reader.join()
        if self.process.stdout:
            self.process.stdout.close()
        self.log.close()

    def _tell(self, line: str, expected: str) -> str:
        try:
            self.commands.write(line + "\n")
            self.commands.flush()
        except OSError as error:
            raise ContenderFailedError(f"ended before '{line}': {error}") from error
        return self._reply(expected, ORDER_SECONDS)

    def _reply(self, expected: str, seconds: float) -> str:
        try:
            line = self.lines.get(timeout=seconds)
        except queue.Empty:
            self.process.kill()
            raise ContenderFailedError(f"no '{expected}' within {seconds:g} s") from None
        word, _, rest = line.partition(" ")
        if word == expected:
            return rest
        if word == "error":
            raise ContenderFailedError(rest)
        raise ContenderFailedError(
            f"expected '{expected}', got '{line}' and in the log: {last_line(Path(self.log.name))}"
        )

    def _read(self, replies: IO[str]) -> None:
        for line in replies:
            self.lines.put(line.rstrip("\n"))
        self.lines.put("")
