"""Every contender, in the order of the tables. To add one, write its class and name it here."""

from __future__ import annotations

from benchmarks.contender import Contender
from benchmarks.contenders.booster import BoosterPredict
from benchmarks.contenders.java import JavaArray, JavaMap
from benchmarks.contenders.pipeline import PipelineFromDict, PipelineFromFrame
from benchmarks.contenders.scorer import (
    JPypeDict,
    JPypePredict,
    JPypeRow,
    Py4jDict,
    Py4jPredict,
)

CONTENDERS: tuple[type[Contender], ...] = (
    PipelineFromDict,
    PipelineFromFrame,
    BoosterPredict,
    JavaArray,
    JavaMap,
    JPypePredict,
    JPypeRow,
    JPypeDict,
    Py4jPredict,
    Py4jDict,
)
