"""The base of every contender. Standard library only: see model.py.

To add one: write a class in `contenders/`, name it in `contenders/__init__.py`, and the harness
compares its answers, warms it, times it and reports it.
"""

from __future__ import annotations

import sys
from abc import ABC, abstractmethod
from collections.abc import Sequence
from pathlib import Path
from typing import Any, ClassVar, Literal

from benchmarks.model import Model, Row
from scorejar.jdk import Jdk


class Contender(ABC):
    """One way to score rows: a process that speaks the lines of child.py."""

    name: ClassVar[str]
    """What tables and plots call it; unique."""

    language: ClassVar[Literal["Python", "Java"]] = "Python"
    """The language of the program that calls it."""

    ours: ClassVar[bool] = False
    """Whether it is a jar of this project, answered by its first engine."""

    largest_batch: ClassVar[int | None] = None
    """The most rows a call it is asked for; 1 where it takes no more. None: any number."""

    one_row: ClassVar[bool] = True
    """Whether it is asked for one row a call."""

    tolerance: ClassVar[float] = 1e-12
    """How far its probabilities may be from the pipeline's. More than rounding needs a reason."""

    just_in_time: ClassVar[bool] = False
    """Whether its code is compiled while it runs, so that it needs a long warm-up: it is Java's."""

    warm_up_factor: ClassVar[float] = 1
    """How many times as long it runs before anything counts as its kind usually does."""

    every_java: ClassVar[bool] = False
    """Whether it is measured on each Java that is found, not on the newest alone."""

    requirements: ClassVar[tuple[str, ...]] = ()
    """Exact pins for an environment of its own, as pip takes them, or the name of a file of
    `environments/` that holds them with their hashes; empty: ours will do."""

    cores: ClassVar[int] = 1
    """How many cores it gets."""

    open_seconds: ClassVar[float] = 60
    """How long opening a model may take: some compile it."""

    most_leaves: ClassVar[int | None] = None
    """The largest model that it is asked to open, by the leaves of all trees; None: any."""

    @classmethod
    def fits(cls, model: Model) -> bool:
        """Whether it can score this model at all; if not, the tables leave it out."""
        return True

    @classmethod
    @abstractmethod
    def command(cls, model: Model, interpreter: Path, java: Jdk | None) -> list[str]:
        """The process to start.

        interpreter: the Python that has the requirements. java: the one to run on, where its code
        is compiled as it runs; a process in Python finds it by `SCOREJAR_JAVA_HOME` and `PATH`.
        """


class PythonContender(Contender):
    """A contender in Python: child.py speaks for it.

    `open` is called once, then `prepare` and `score` in turns, from one thread. Only `score` is
    timed. What `prepare` returns is what a caller of this contender would have in hand anyway,
    never half of the work.
    """

    @classmethod
    def command(cls, model: Model, interpreter: Path, java: Jdk | None) -> list[str]:
        """This class in a process of its own."""
        where = f"{cls.__module__}:{cls.__qualname__}"
        return [str(interpreter), "-m", "benchmarks.child", where, str(model.folder)]

    @abstractmethod
    def open(self, model: Model) -> dict[str, str]:
        """Load the model. Returns the versions of what does the work, to be named in the report."""

    @abstractmethod
    def prepare(self, rows: Sequence[Row]) -> Any:
        """The argument of one call of `score`, from one row or from a batch. Not timed."""

    @abstractmethod
    def score(self, argument: Any) -> Any:
        """Score it. Timed, nothing else is."""

    @abstractmethod
    def probabilities(self, answer: Any) -> Sequence[float]:
        """The probability of class 1 for each row in what `score` returned. Not timed."""

    def close(self) -> None:
        """Let go of what `open` took."""


def python_version() -> str:
    """The version of the interpreter that this process runs on."""
    return ".".join(map(str, sys.version_info[:3]))
