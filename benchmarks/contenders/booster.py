"""LightGBM without scikit-learn and pandas: the fastest that its own Python package does."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from benchmarks.contender import PythonContender, python_version
from benchmarks.model import Model, Row


class BoosterPredict(PythonContender):
    """`Booster.predict` on a float64 array, one thread."""

    name: ClassVar[str] = "Booster.predict"

    @classmethod
    def fits(cls, model: Model) -> bool:
        """Only models that need no preprocessing."""
        return model.has_booster

    def open(self, model: Model) -> dict[str, str]:
        """Read the model from LightGBM's text."""
        import lightgbm
        import numpy

        self.array = numpy.array
        self.classes = model.classes
        self.booster = lightgbm.Booster(
            model_file=str(model.folder / "booster.txt"), params={"num_threads": 1}
        )
        return {"python": python_version(), "lightgbm": str(lightgbm.__version__)}

    def prepare(self, rows: Sequence[Row]) -> Any:
        """An array of shape (rows, columns), not timed."""
        return self.array(rows, float)

    def score(self, argument: Any) -> Any:
        """The booster, from numpy to numpy."""
        return self.booster.predict(argument)

    def probabilities(self, answer: Any) -> Sequence[float]:
        """A binary booster answers with the probability of class 1, others with one a class."""
        return [float(p) for p in (answer if self.classes == 2 else answer[:, 1])]
