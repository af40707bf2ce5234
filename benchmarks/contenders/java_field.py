"""Other libraries that score in the JVM: those of Maven Central that run, and m2cgen's classes."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from benchmarks import environment
from benchmarks.contenders.java import (
    CLASSES,
    SOURCES,
    JavaContender,
    compiled,
    harness,
    run_within,
)
from benchmarks.maven import libraries
from benchmarks.model import Model
from scorejar import jars


class FieldContender(JavaContender):
    """The common part; `form` is the class in `java/` that calls the library.

    The jar is opened, too, for its schema, by which the pool is read.
    """

    largest_batch: ClassVar[int | None] = 1
    folder: ClassVar[str]
    lock: ClassVar[str] = ""

    @classmethod
    def libraries(cls, model: Model) -> list[Path]:
        """The library, fetched and checked, and the class that calls it."""
        others = libraries(cls.lock) if cls.lock else jars.serving()
        sources = sorted((SOURCES / cls.folder).glob("*.java"))
        return [compiled(sources, [harness(), *others], CLASSES / cls.folder), *others]


class JpmmlInterpreted(FieldContender):
    """JPMML-Evaluator on the PMML, one row a call."""

    name: ClassVar[str] = "JPMML interpreted, Map"
    every_java: ClassVar[bool] = True
    form: ClassVar[str] = "JpmmlCalls"
    folder: ClassVar[str] = "jpmml"


class Pmml4s(FieldContender):
    """PMML4S on the PMML, one row a call."""

    name: ClassVar[str] = "PMML4S, Map"
    form: ClassVar[str] = "Pmml4sCalls"
    folder: ClassVar[str] = "pmml4s"
    lock: ClassVar[str] = "pmml4s.lock"


class Lightgbm4j(FieldContender):
    """lightgbm4j: `predictForMatSingleRow` and `predictForMat`."""

    name: ClassVar[str] = "lightgbm4j, double[]"
    form: ClassVar[str] = "Lightgbm4jCalls"
    folder: ClassVar[str] = "lightgbm4j"
    lock: ClassVar[str] = "lightgbm4j.lock"
    largest_batch: ClassVar[int | None] = None

    @classmethod
    def fits(cls, model: Model) -> bool:
        """Only models that need no preprocessing and have one answer."""
        return model.has_booster and model.classes == 2


class OnnxRuntimeJava(FieldContender):
    """ONNX Runtime's own binding, on the file that the contender in Python has converted: floats.

    The tensor is made in the call, of a direct buffer that stands ready.
    """

    name: ClassVar[str] = "ONNX Runtime, Java"
    form: ClassVar[str] = "OnnxCalls"
    folder: ClassVar[str] = "onnx"
    lock: ClassVar[str] = "onnxruntime.lock"
    largest_batch: ClassVar[int | None] = None
    tolerance: ClassVar[float] = 0.1  # for the reason that onnx.py gives

    @classmethod
    def fits(cls, model: Model) -> bool:
        """Only models that need no preprocessing and could be converted."""
        return model.has_booster


WRITE = """
import sys, joblib, m2cgen
sys.setrecursionlimit(100_000)
model = joblib.load(sys.argv[1])["classifier"]
text = m2cgen.export_to_java(model, class_name="M2cgenModel")
open(sys.argv[2], "w").write(text)
"""


class M2cgen(FieldContender):
    """The Java class that m2cgen writes for a booster, one row a call."""

    name: ClassVar[str] = "m2cgen Java, double[]"
    open_seconds: ClassVar[float] = 240
    most_leaves: ClassVar[int | None] = 64_000
    form: ClassVar[str] = "M2cgenCalls"
    folder: ClassVar[str] = "m2cgen"

    @classmethod
    def fits(cls, model: Model) -> bool:
        """Only models that need no preprocessing."""
        return model.has_booster

    @classmethod
    def libraries(cls, model: Model) -> list[Path]:
        """The model's class, written and compiled once, and the one that calls it."""
        source = model.folder / "m2cgen" / "M2cgenModel.java"
        if not source.is_file():
            source.parent.mkdir(exist_ok=True)
            python = environment.interpreter(("m2cgen.lock",))
            arguments = [str(model.folder / "pipeline.joblib"), str(source)]
            run_within(cls.open_seconds, [str(python), "-c", WRITE, *arguments])
        sources = [source, *sorted((SOURCES / cls.folder).glob("*.java"))]
        return [compiled(sources, [harness()], source.parent / "classes", cls.open_seconds)]
