"""Every contender, in the order of the tables. To add one, write its class and name it here."""

from __future__ import annotations

from benchmarks.contender import Contender
from benchmarks.contenders.booster import BoosterPredict
from benchmarks.contenders.java import JavaArray, JavaMap, TranspiledArray, TranspiledMap
from benchmarks.contenders.java_field import (
    JpmmlInterpreted,
    Lightgbm4j,
    M2cgen,
    OnnxRuntimeJava,
    Pmml4s,
)
from benchmarks.contenders.lightgbm_c import SingleRowFast
from benchmarks.contenders.lignum import Lignum, LignumCompiled
from benchmarks.contenders.lleaves import Lleaves
from benchmarks.contenders.onnx import OnnxRuntime
from benchmarks.contenders.pipeline import PipelineFromDict, PipelineFromFrame
from benchmarks.contenders.pmml import JpmmlEvaluator, JpmmlEvaluatorPy4j, PyPmml
from benchmarks.contenders.scorer import (
    JPypeDict,
    JPypePredict,
    JPypeRow,
    JPypeTwoCores,
    Py4jDict,
    Py4jPredict,
)
from benchmarks.contenders.treelite import Gtil, Tl2cgen

EVERYWHERE: tuple[type[Contender], ...] = (
    PipelineFromFrame,
    BoosterPredict,
    SingleRowFast,
    OnnxRuntime,
    Lleaves,
    Lignum,
    LignumCompiled,
    Gtil,
    TranspiledArray,
    JavaArray,
    JPypePredict,
    JPypeDict,
)
"""Those that are measured on every model: ours, and whoever is the fastest somewhere."""

CONTENDERS: tuple[type[Contender], ...] = (
    PipelineFromDict,
    PipelineFromFrame,
    BoosterPredict,
    SingleRowFast,
    OnnxRuntime,
    Lleaves,
    Lignum,
    LignumCompiled,
    Gtil,
    Tl2cgen,
    JpmmlEvaluator,
    JpmmlEvaluatorPy4j,
    PyPmml,
    JpmmlInterpreted,
    TranspiledMap,
    TranspiledArray,
    Pmml4s,
    Lightgbm4j,
    M2cgen,
    OnnxRuntimeJava,
    JavaArray,
    JavaMap,
    JPypePredict,
    JPypeTwoCores,
    JPypeRow,
    JPypeDict,
    Py4jPredict,
    Py4jDict,
)
