"""The jar opened by Python, `pyservice.open_scorer`: over JPype or over py4j."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.metadata import version
from typing import Any, ClassVar, Literal

from benchmarks.contender import PythonContender, python_version
from benchmarks.model import Model, Row


def await_lanes() -> None:
    """Wait for the jar's kernels in vector lanes, which a thread compiles from the opening on."""
    import jpype

    for thread in jpype.JClass("java.lang.Thread").getAllStackTraces().keySet():
        if thread.getName() == "scorejar-lanes":
            thread.join()


class JarContender(PythonContender):
    """The common part; a subclass says in what form the rows are handed over."""

    ours: ClassVar[bool] = True
    just_in_time: ClassVar[bool] = True
    every_java: ClassVar[bool] = True
    bridge: ClassVar[Literal["jpype", "py4j"]] = "jpype"
    engine: ClassVar[str] = "auto"

    def open(self, model: Model) -> dict[str, str]:
        """Open the jar with the engine that it names first."""
        import numpy
        import pandas

        from pyservice import open_scorer

        self.array, self.frame = numpy.array, pandas.DataFrame
        self.scorer = open_scorer(
            model.jar, engine=self.engine, bridge=self.bridge, threads=self.cores
        )
        if self.bridge == "jpype":
            await_lanes()
        schema = self.scorer.schema
        self.columns = [column.name for column in schema.inputs]
        self.order = [model.columns.index(name) for name in self.columns]
        self.numeric = all(model.numeric)
        self.answer = model.answer
        self.position = [output.name for output in schema.outputs].index(model.answer)
        package = {"jpype": "jpype1", "py4j": "py4j"}[self.bridge]
        return {
            "python": python_version(),
            package: version(package),
            "engine": self.scorer.engine,
        }

    def in_order(self, row: Row) -> Row:
        """The values of a row in the order of the schema."""
        return [row[place] for place in self.order]

    def close(self) -> None:
        """Close the jar."""
        self.scorer.close()


class JPypePredict(JarContender):
    """`predict` on a float64 array, or on a DataFrame where there are strings."""

    name: ClassVar[str] = "jar, JPype, predict(X)"

    def prepare(self, rows: Sequence[Row]) -> Any:
        """An array of shape (rows, columns) or a DataFrame, not timed."""
        ordered = [self.in_order(row) for row in rows]
        if self.numeric:
            return self.array(ordered, float)
        return self.frame(ordered, columns=self.columns)

    def score(self, argument: Any) -> Any:
        """From numpy or pandas to numpy."""
        return self.scorer.predict(argument)

    def probabilities(self, answer: Any) -> Sequence[float]:
        """One column of the answers."""
        return [float(p) for p in answer[:, self.position]]


class JPypeTwoCores(JPypePredict):
    """The same on two cores, its rows shared by two threads."""

    name: ClassVar[str] = "jar, JPype, predict(X), 2 cores"
    cores: ClassVar[int] = 2
    one_row: ClassVar[bool] = False


class JPypeRow(JarContender):
    """`score` on a list in schema order, one row a call."""

    name: ClassVar[str] = "jar, JPype, score(list)"
    largest_batch: ClassVar[int | None] = 1

    def prepare(self, rows: Sequence[Row]) -> Any:
        """The list, not timed."""
        return self.in_order(rows[0])

    def score(self, argument: Any) -> Any:
        """From a list or a dict to a dict."""
        return self.scorer.score(argument)

    def probabilities(self, answer: Any) -> Sequence[float]:
        """By the name of the output."""
        return [float(answer[self.answer])]


class JPypeDict(JPypeRow):
    """`score` on a dict, one row a call."""

    name: ClassVar[str] = "jar, JPype, score(dict)"

    def prepare(self, rows: Sequence[Row]) -> Any:
        """The dict, not timed: what a JSON decoder hands over."""
        return dict(zip(self.columns, self.in_order(rows[0]), strict=True))


class Py4jPredict(JPypePredict):
    """`predict`, the JVM a child process."""

    every_java: ClassVar[bool] = False
    name: ClassVar[str] = "jar, py4j, predict(X)"
    bridge: ClassVar[Literal["jpype", "py4j"]] = "py4j"


class Py4jDict(JPypeDict):
    """`score` on a dict, the JVM a child process."""

    every_java: ClassVar[bool] = False
    name: ClassVar[str] = "jar, py4j, score(dict)"
    bridge: ClassVar[Literal["jpype", "py4j"]] = "py4j"
