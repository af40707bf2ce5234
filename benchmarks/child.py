"""A contender's process: takes one line, does what it says, answers with one line.

Run as `python -m benchmarks.child MODULE:CLASS MODEL_FOLDER`. Standard library only. A contender
in another language speaks the same lines (`java/BenchmarkScorer.java` does):

| line in                  | line out          | means                                          |
|--------------------------|-------------------|------------------------------------------------|
| (start)                  | `ready VERSIONS`  | the model is open; VERSIONS is a JSON object   |
| `answers SIZE ROWS FILE` | `done`            | FILE holds P(1) of the first ROWS rows of the  |
|                          |                   | pool, scored SIZE rows a call, as doubles      |
| `time SIZE SECONDS FILE` | `done ROWS NANOS` | FILE holds the time of each clocked call in    |
|                          |                   | nanoseconds, as 64-bit integers; ROWS were     |
|                          |                   | scored in NANOS without a clock in between     |
| `close`                  | (end of the file) |                                                |

Whatever goes wrong is answered by `error TEXT`, on one line.
"""

from __future__ import annotations

import json
import os
import sys
from array import array
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import TextIO

from benchmarks.contender import PythonContender
from benchmarks.measure import measure
from benchmarks.model import Model, Row


def find(where: str) -> type[PythonContender]:
    """The class at `package.module:Class`."""
    module, _, name = where.partition(":")
    found = getattr(import_module(module), name)
    if not (isinstance(found, type) and issubclass(found, PythonContender)):
        raise TypeError(f"expected a PythonContender at {where}; got {found!r}")
    return found


class Child:
    """One open contender and its pool."""

    def __init__(self, contender: PythonContender, model: Model) -> None:
        self.contender = contender
        self.pool = model.pool()
        self.position = 0

    def batches(self, size: int) -> Iterator[list[Row]]:
        """The pool in batches, over and over; each measurement goes on where the last one ended."""
        while True:
            if self.position + size > len(self.pool):
                self.position = 0
            self.position += size
            yield self.pool[self.position - size : self.position]

    def answers(self, size: int, rows: int, path: Path) -> str:
        """Score the first rows of the pool, in order."""
        found: array[float] = array("d")
        for start in range(0, rows, size):
            argument = self.contender.prepare(self.pool[start : min(start + size, rows)])
            found.extend(self.contender.probabilities(self.contender.score(argument)))
        path.write_bytes(found.tobytes())
        return "done"

    def time(self, size: int, seconds: float, path: Path) -> str:
        """Time calls of `size` rows for about so many seconds."""
        contender = self.contender
        found = measure(contender.prepare, contender.score, self.batches(size), size, seconds)
        path.write_bytes(found.calls.tobytes())
        return f"done {found.rows} {found.nanoseconds}"

    def obey(self, line: str) -> str:
        """The answer to one line."""
        verb, _, arguments = line.partition(" ")
        if verb == "answers":
            size, rows, path = arguments.split(" ", 2)
            return self.answers(int(size), int(rows), Path(path))
        if verb == "time":
            size, seconds, path = arguments.split(" ", 2)
            return self.time(int(size), float(seconds), Path(path))
        raise ValueError(f"expected 'answers …' or 'time …'; got {line!r}")


def serve(where: str, folder: Path, commands: TextIO, replies: TextIO) -> None:
    """Open the contender and obey until `close` or the end of the input."""

    def reply(text: str) -> None:
        print(text, file=replies, flush=True)

    contender = find(where)()
    try:
        model = Model.read(folder)
        versions = contender.open(model)
        child = Child(contender, model)
        reply("ready " + json.dumps(versions))
        for line in commands:
            if line.strip() == "close":
                break
            reply(child.obey(line.rstrip("\n")))
    except Exception as error:
        reply(f"error {type(error).__name__}: " + " ".join(str(error).split()))
    finally:
        contender.close()


def main() -> None:
    """Keep stdout for the protocol: whatever a library prints goes to stderr."""
    replies = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    where, folder = sys.argv[1:]
    serve(where, Path(folder), sys.stdin, replies)


if __name__ == "__main__":
    main()
