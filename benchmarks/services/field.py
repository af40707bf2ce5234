"""The servers of models that are measured side by side, and how each is asked."""

from __future__ import annotations

from benchmarks.asking import (
    INFERENCE_BINARY,
    INFERENCE_GRPC,
    INFERENCE_JSON,
    matrix,
    named_row,
)
from benchmarks.service import Service
from benchmarks.services import mlserver
from benchmarks.services.bentoml import BentoMLBooster
from benchmarks.services.fastapi import FastApiBooster, FastApiPipeline
from benchmarks.services.flask import FlaskBooster
from benchmarks.services.mlflow import MLflowBooster
from benchmarks.services.mlserver import MLServerBooster
from benchmarks.services.scorejar import GRPC_PORT, ScorejarDoors
from benchmarks.serving_lanes import Asked

YARDSTICK: type[Service] = FastApiPipeline
"""The one whose throughput the rate that all are asked at is half of."""

FIELD: tuple[Asked, ...] = (
    Asked(
        ScorejarDoors,
        (
            (named_row(), ""),
            (INFERENCE_JSON, ""),
            (INFERENCE_BINARY, ""),
            (INFERENCE_GRPC, GRPC_PORT),
        ),
    ),
    Asked(FastApiPipeline, ((named_row(), ""),)),
    Asked(FastApiBooster, ((named_row(), ""),)),
    Asked(MLServerBooster, ((INFERENCE_JSON, ""), (INFERENCE_GRPC, mlserver.GRPC_PORT))),
    Asked(FlaskBooster, ((named_row(), ""),)),
    Asked(BentoMLBooster, ((matrix("/predict", "rows", lambda said: said[0]), ""),)),
    Asked(
        MLflowBooster,
        ((matrix("/invocations", "inputs", lambda said: said["predictions"][0]), ""),),
    ),
)

LEFT_OUT = {
    "Ray Serve": "its processes listen on all network interfaces of the machine, whatever address"
    " they are given, and a benchmark is not to open one to the network",
}
"""Who is not measured, and why."""
