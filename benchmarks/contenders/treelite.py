"""Treelite: its reference walk (GTIL), and its compiler (tl2cgen, C by gcc)."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.metadata import version
from typing import Any, ClassVar

from benchmarks.contender import PythonContender, python_version
from benchmarks.model import Model, Row

FLOAT32_SUMS = 1e-5
"""Leaves are added up as 32-bit floats in one of the two and rounded so in the other."""


class Gtil(PythonContender):
    """`treelite.gtil.predict` on a float64 array, one thread."""

    name: ClassVar[str] = "treelite GTIL"
    requirements: ClassVar[tuple[str, ...]] = ("treelite.lock",)

    @classmethod
    def fits(cls, model: Model) -> bool:
        """Only models that need no preprocessing."""
        return model.has_booster

    def open(self, model: Model) -> dict[str, str]:
        """Read the model from LightGBM's text."""
        import numpy
        import treelite
        from treelite import gtil

        self.array = numpy.array
        self.classes = model.classes
        self.predict = gtil.predict
        self.model = treelite.frontend.load_lightgbm_model(model.folder / "booster.txt")
        return {"python": python_version(), "treelite": version("treelite")}

    def prepare(self, rows: Sequence[Row]) -> Any:
        """An array of shape (rows, columns), not timed."""
        return self.array(rows, float)

    def score(self, argument: Any) -> Any:
        """From numpy to numpy."""
        return self.predict(self.model, argument, nthread=1)

    def probabilities(self, answer: Any) -> Sequence[float]:
        """The probability of class 1."""
        place = 0 if self.classes == 2 else 1
        return [float(p) for p in answer.reshape(len(answer), -1)[:, place]]


class Tl2cgen(Gtil):
    """`tl2cgen.Predictor.predict` on a DMatrix that is made of a float64 array in each call."""

    name: ClassVar[str] = "tl2cgen"
    requirements: ClassVar[tuple[str, ...]] = ("tl2cgen.lock",)
    open_seconds: ClassVar[float] = 240  # gcc compiles the model
    most_leaves: ClassVar[int | None] = 64_000

    def open(self, model: Model) -> dict[str, str]:
        """Compile the model, once; later runs find the library in its folder."""
        import numpy
        import tl2cgen
        import treelite

        self.array = numpy.array
        self.classes = model.classes
        library = model.folder / "tl2cgen.so"
        if not library.is_file():
            trees = treelite.frontend.load_lightgbm_model(model.folder / "booster.txt")
            tl2cgen.export_lib(trees, toolchain="gcc", libpath=library, params={"parallel_comp": 8})
        self.matrix = tl2cgen.DMatrix
        self.predictor = tl2cgen.Predictor(library, nthread=1)
        names = ("tl2cgen", "treelite")
        return {"python": python_version(), **{name: version(name) for name in names}}

    def score(self, argument: Any) -> Any:
        """From numpy to numpy."""
        return self.predictor.predict(self.matrix(argument, dtype="float64"))
