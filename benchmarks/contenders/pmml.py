"""PMML scored from Python: jpmml_evaluator and pypmml, both around a JVM."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.metadata import version
from typing import Any, ClassVar

from benchmarks.contender import PythonContender, python_version
from benchmarks.model import Model, Row


class JpmmlEvaluator(PythonContender):
    """`jpmml_evaluator` over JPype: `evaluate` of a dict, `evaluateAll` of a DataFrame."""

    name: ClassVar[str] = "jpmml_evaluator, JPype"
    just_in_time: ClassVar[bool] = True
    backend: ClassVar[str] = "jpype"
    largest_batch: ClassVar[int | None] = 100

    def open(self, model: Model) -> dict[str, str]:
        """Start the JVM and read the PMML."""
        import pandas
        from jpmml_evaluator import make_evaluator

        self.frame = pandas.DataFrame
        self.columns = list(model.columns)
        self.answer = model.answer
        self.evaluator = make_evaluator(str(model.folder / "model.pmml"), backend=self.backend)
        self.evaluator.verify()
        return {"python": python_version(), "jpmml_evaluator": version("jpmml_evaluator")}

    def prepare(self, rows: Sequence[Row]) -> Any:
        """A dict for one row, a DataFrame for more, not timed."""
        if len(rows) == 1:
            row = dict(zip(self.columns, rows[0], strict=True))
            return {name: value for name, value in row.items() if value == value}
        return self.frame(rows, columns=self.columns)

    def score(self, argument: Any) -> Any:
        """From a dict to a dict, from a DataFrame to a DataFrame."""
        if isinstance(argument, dict):
            return self.evaluator.evaluate(argument)
        return self.evaluator.evaluateAll(argument)

    def probabilities(self, answer: Any) -> Sequence[float]:
        """By the name of the output."""
        if isinstance(answer, dict):
            return [float(answer[self.answer])]
        return [float(p) for p in answer[self.answer]]


class JpmmlEvaluatorPy4j(JpmmlEvaluator):
    """The same over Py4J."""

    name: ClassVar[str] = "jpmml_evaluator, Py4J"
    backend: ClassVar[str] = "py4j"


class PyPmml(PythonContender):
    """`pypmml.Model.predict` of a dict: PMML4S in a JVM of its own."""

    name: ClassVar[str] = "pypmml"
    requirements: ClassVar[tuple[str, ...]] = ("pypmml.lock",)
    just_in_time: ClassVar[bool] = True
    largest_batch: ClassVar[int | None] = 1

    def open(self, model: Model) -> dict[str, str]:
        """Start the JVM and read the PMML."""
        from pypmml import Model as Pmml

        self.columns = list(model.columns)
        self.answer = model.answer
        self.model = Pmml.load(str(model.folder / "model.pmml"))
        return {"python": python_version(), "pypmml": version("pypmml")}

    def prepare(self, rows: Sequence[Row]) -> Any:
        """A dict, not timed."""
        return {n: v for n, v in zip(self.columns, rows[0], strict=True) if v == v}

    def score(self, argument: Any) -> Any:
        """From a dict to a dict."""
        return self.model.predict(argument)

    def probabilities(self, answer: Any) -> Sequence[float]:
        """By the name of the output."""
        return [float(answer[self.answer])]
