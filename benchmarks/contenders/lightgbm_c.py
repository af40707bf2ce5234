"""LightGBM's C interface, by ctypes: the fastest that LightGBM itself does for one row."""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from typing import Any, ClassVar

from benchmarks.contender import PythonContender, python_version
from benchmarks.model import Model, Row

FLOAT64 = 1  # C_API_DTYPE_FLOAT64
PROBABILITY = 0  # C_API_PREDICT_NORMAL


class SingleRowFast(PythonContender):
    """`LGBM_BoosterPredictForMatSingleRowFast`: everything that can be is set up beforehand.

    The row is copied where the call expects it, by the quickest way that Python has.
    """

    name: ClassVar[str] = "LightGBM C, SingleRowFast"
    largest_batch: ClassVar[int | None] = 1

    @classmethod
    def fits(cls, model: Model) -> bool:
        """Only models that need no preprocessing and have one answer."""
        return model.has_booster and model.classes == 2

    def open(self, model: Model) -> dict[str, str]:
        """Read the model from LightGBM's text and prepare the call."""
        import lightgbm
        import numpy

        self.array = numpy.array
        self.booster = lightgbm.Booster(model_file=str(model.folder / "booster.txt"))
        library = vars(lightgbm.basic)["_LIB"]
        columns = len(model.columns)
        self.row = (ctypes.c_double * columns)()
        self.row_bytes = memoryview(self.row).cast("B")
        self.found = (ctypes.c_double * 1)()
        fast = ctypes.c_void_p()
        wrong = library.LGBM_BoosterPredictForMatSingleRowFastInit(
            self.booster._handle,
            ctypes.c_int(PROBABILITY),
            ctypes.c_int(0),
            ctypes.c_int(-1),
            ctypes.c_int(FLOAT64),
            ctypes.c_int32(columns),
            ctypes.c_char_p(b"num_threads=1"),
            ctypes.byref(fast),
        )
        if wrong:
            raise RuntimeError(str(library.LGBM_GetLastError()))
        self.call = library.LGBM_BoosterPredictForMatSingleRowFast
        self.arguments = (fast, self.row, ctypes.byref(ctypes.c_int64()), self.found)
        return {"python": python_version(), "lightgbm": str(lightgbm.__version__)}

    def prepare(self, rows: Sequence[Row]) -> Any:
        """An array of one row, not timed."""
        return self.array(rows, float)

    def score(self, argument: Any) -> Any:
        """From numpy to a float."""
        self.row_bytes[:] = argument.tobytes()
        if self.call(*self.arguments):
            raise RuntimeError("LightGBM refused a row")
        return self.found[0]

    def probabilities(self, answer: Any) -> Sequence[float]:
        """The one probability."""
        return [float(answer)]
