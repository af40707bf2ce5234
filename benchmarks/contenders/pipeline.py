"""The fitted scikit-learn pipeline itself: what a service does that keeps the pickle."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from benchmarks.contender import PythonContender, python_version
from benchmarks.model import Model, Row


class PipelineFromFrame(PythonContender):
    """`predict_proba` on a DataFrame that stands ready."""

    name: ClassVar[str] = "pipeline, DataFrame"

    def open(self, model: Model) -> dict[str, str]:
        """Unpickle the pipeline."""
        import joblib
        import lightgbm
        import numpy
        import pandas
        import sklearn

        self.frame = pandas.DataFrame
        self.columns = list(model.columns)
        self.pipeline = joblib.load(model.folder / "pipeline.joblib")
        modules = (sklearn, lightgbm, pandas, numpy)
        versions = {module.__name__: str(module.__version__) for module in modules}
        return {"python": python_version(), **versions}

    def prepare(self, rows: Sequence[Row]) -> Any:
        """A DataFrame, not timed."""
        return self.frame(rows, columns=self.columns)

    def score(self, argument: Any) -> Any:
        """The pipeline, preprocessing and all."""
        return self.pipeline.predict_proba(argument)

    def probabilities(self, answer: Any) -> Sequence[float]:
        """The second column is class 1."""
        return [float(p) for p in answer[:, 1]]


class PipelineFromDict(PipelineFromFrame):
    """`predict_proba` on a DataFrame that is built from dicts in every call, as in a service."""

    name: ClassVar[str] = "pipeline, dict"

    def prepare(self, rows: Sequence[Row]) -> Any:
        """One dict a row, not timed: what a JSON decoder hands over."""
        return [dict(zip(self.columns, row, strict=True)) for row in rows]

    def score(self, argument: Any) -> Any:
        """The DataFrame and the pipeline."""
        return self.pipeline.predict_proba(self.frame(argument, columns=self.columns))
