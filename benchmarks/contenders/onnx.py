"""ONNX Runtime, after onnxmltools: float32, as that converter makes it."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.metadata import version
from typing import Any, ClassVar

from benchmarks.contender import PythonContender, python_version
from benchmarks.model import Model, Row


class OnnxRuntime(PythonContender):
    """`InferenceSession.run` on a float32 array, one thread."""

    name: ClassVar[str] = "ONNX Runtime"
    requirements: ClassVar[tuple[str, ...]] = ("onnx.lock",)
    open_seconds: ClassVar[float] = 180  # for onnxmltools

    tolerance: ClassVar[float] = 0.1
    """A value that lies between a threshold and its nearest float32 goes the other way, so that
    single rows are off by a leaf; nobody can ask for more of 32 bits."""

    @classmethod
    def fits(cls, model: Model) -> bool:
        """Only models that need no preprocessing."""
        return model.has_booster

    def open(self, model: Model) -> dict[str, str]:
        """Convert the booster, once a model, and open a session."""
        import lightgbm
        import numpy
        import onnxruntime
        from onnxmltools import convert_lightgbm
        from onnxmltools.convert.common.data_types import FloatTensorType

        self.array, self.float32 = numpy.array, numpy.float32
        file = model.folder / "model.onnx"
        if not file.is_file():
            booster = lightgbm.Booster(model_file=str(model.folder / "booster.txt"))
            columns = [("X", FloatTensorType([None, len(model.columns)]))]
            made = convert_lightgbm(booster, initial_types=columns, zipmap=False)
            file.write_bytes(made.SerializeToString())
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        self.session = onnxruntime.InferenceSession(
            str(file), options, providers=["CPUExecutionProvider"]
        )
        names = ("onnxruntime", "onnxmltools")
        return {"python": python_version(), **{name: version(name) for name in names}}

    def prepare(self, rows: Sequence[Row]) -> Any:
        """An array of float32, not timed."""
        return {"X": self.array(rows, self.float32)}

    def score(self, argument: Any) -> Any:
        """From numpy to numpy."""
        return self.session.run(["probabilities"], argument)

    def probabilities(self, answer: Any) -> Sequence[float]:
        """The second column is class 1."""
        return [float(p) for p in answer[0][:, 1]]
