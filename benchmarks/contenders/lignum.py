"""lignum: LightGBM's trees walked by a native library, or compiled by the system's C compiler."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.metadata import version
from typing import Any, ClassVar

from benchmarks.contender import PythonContender, python_version
from benchmarks.model import Model, Row


class Lignum(PythonContender):
    """`Model.predict` of its interpreter on a float64 array, one thread."""

    name: ClassVar[str] = "lignum"
    requirements: ClassVar[tuple[str, ...]] = ("lignum.lock",)

    @classmethod
    def fits(cls, model: Model) -> bool:
        """Only models that need no preprocessing."""
        return model.has_booster

    def open(self, model: Model) -> dict[str, str]:
        """Read the model from LightGBM's text."""
        import lignum
        import numpy

        self.array = numpy.array
        self.classes = model.classes
        self.model = lignum.load(model.folder / "booster.txt")
        return {"python": python_version(), "pylignum": version("pylignum")}

    def prepare(self, rows: Sequence[Row]) -> Any:
        """An array of shape (rows, columns), not timed."""
        return self.array(rows, float)

    def score(self, argument: Any) -> Any:
        """From numpy to numpy."""
        return self.model.predict(argument, n_jobs=1)

    def probabilities(self, answer: Any) -> Sequence[float]:
        """The probability of class 1."""
        return [float(p) for p in (answer if self.classes == 2 else answer[:, 1])]


class LignumCompiled(Lignum):
    """The same after `Model.compile`, which writes C and runs the system's compiler on it."""

    name: ClassVar[str] = "lignum, compiled"
    open_seconds: ClassVar[float] = 240  # cc compiles the model
    most_leaves: ClassVar[int | None] = 64_000

    def open(self, model: Model) -> dict[str, str]:
        """Compile the model, once; later runs find the library in its folder."""
        versions = super().open(model)
        folder = model.folder / "lignum"
        folder.mkdir(exist_ok=True)
        self.model.compile(work_dir=str(folder), jobs=1)
        return versions
