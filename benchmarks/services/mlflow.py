"""MLflow's scoring server, over the booster."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from benchmarks.model import Model
from benchmarks.services.flask import FlaskBooster


class MLflowBooster(FlaskBooster):
    """The server that `mlflow models serve` starts, with one worker."""

    name: ClassVar[str] = "MLflow, Booster"
    requirements: ClassVar[tuple[str, ...]] = ("mlflow.lock",)
    ready_path: ClassVar[str] = "/ping"
    variables: ClassVar[dict[str, str]] = {"MLFLOW_DISABLE_TELEMETRY": "true"}

    @classmethod
    def command(cls, model: Model, interpreter: Path, port: int) -> list[str]:
        """`mlflow_app.py`, which becomes the server."""
        app = "benchmarks.services.mlflow_app"
        return [str(interpreter), "-m", app, str(model.folder), str(port)]
