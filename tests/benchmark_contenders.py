"""Contenders for the tests of the harness: they need no model but its expected answers."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Any, ClassVar

from benchmarks.contender import PythonContender
from benchmarks.model import Model, Row


class Right(PythonContender):
    """Looks the answers up by the first column, which is the number of the row."""

    name: ClassVar[str] = "right"

    def open(self, model: Model) -> dict[str, str]:
        self.answers = list(model.expected())
        return {"prefix": sys.prefix}

    def prepare(self, rows: Sequence[Row]) -> Any:
        return [int(row[0]) for row in rows]

    def score(self, argument: Any) -> Any:
        return [self.answers[number] for number in argument]

    def probabilities(self, answer: Any) -> Sequence[float]:
        return list(answer)


class Wrong(Right):
    """A little off on one row."""

    name: ClassVar[str] = "wrong"

    def open(self, model: Model) -> dict[str, str]:
        versions = super().open(model)
        self.answers[7] += 1e-9
        return versions


class Failing(Right):
    """Takes no batches."""

    name: ClassVar[str] = "failing"

    def score(self, argument: Any) -> Any:
        if len(argument) > 1:
            raise RuntimeError("no batches\nhere")
        return super().score(argument)


class Unopened(Right):
    """Dies before it says a word."""

    name: ClassVar[str] = "unopened"

    def open(self, model: Model) -> dict[str, str]:
        raise SystemExit("the library is not there")


class TooLarge(Right):
    """Compiles nothing but a stump."""

    name: ClassVar[str] = "too large"
    most_leaves: ClassVar[int | None] = 5
