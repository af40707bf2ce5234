"""lleaves: LightGBM's trees compiled by LLVM."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.metadata import version
from typing import Any, ClassVar

from benchmarks.contender import PythonContender, python_version
from benchmarks.model import Model, Row


class Lleaves(PythonContender):
    """`Model.predict` on a float64 array, one thread."""

    name: ClassVar[str] = "lleaves"
    requirements: ClassVar[tuple[str, ...]] = ("lleaves.lock",)
    open_seconds: ClassVar[float] = 400  # it compiles 1000 trees of 63 leaves for three minutes
    most_leaves: ClassVar[int | None] = 64_000

    @classmethod
    def fits(cls, model: Model) -> bool:
        """Only models that need no preprocessing."""
        return model.has_booster

    def open(self, model: Model) -> dict[str, str]:
        """Compile the model, once; later runs find the machine code in its folder."""
        import lleaves
        import numpy

        self.array = numpy.array
        self.model = lleaves.Model(model_file=str(model.folder / "booster.txt"))
        self.model.compile(cache=str(model.folder / "lleaves.o"))
        self.classes = model.classes
        names = ("lleaves", "llvmlite")
        return {"python": python_version(), **{name: version(name) for name in names}}

    def prepare(self, rows: Sequence[Row]) -> Any:
        """An array of shape (rows, columns), not timed."""
        return self.array(rows, float)

    def score(self, argument: Any) -> Any:
        """From numpy to numpy."""
        return self.model.predict(argument, n_jobs=1)

    def probabilities(self, answer: Any) -> Sequence[float]:
        """The probability of class 1."""
        return [float(p) for p in (answer if self.classes == 2 else answer[:, 1])]
