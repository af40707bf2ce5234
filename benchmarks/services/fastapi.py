"""What people write themselves: FastAPI in front of the native model."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from benchmarks.model import Model
from benchmarks.service import Service


class FastApiPipeline(Service):
    """The scikit-learn pipeline behind FastAPI and pydantic."""

    name: ClassVar[str] = "FastAPI, pipeline"
    ready_path: ClassVar[str] = "/openapi.json"
    kind: ClassVar[str] = "pipeline"

    @classmethod
    def command(cls, model: Model, interpreter: Path, port: int) -> list[str]:
        """`native_app.py` under uvicorn."""
        arguments = [cls.kind, str(model.folder), str(port)]
        return [str(interpreter), "-m", "benchmarks.services.native_app", *arguments]

    @classmethod
    def path(cls, model: Model, size: int) -> str:
        """A path each for a row and for a batch, so that pydantic need not try both."""
        return "/predict" if size == 1 else "/predict/batch"


class FastApiBooster(FastApiPipeline):
    """LightGBM's booster behind FastAPI and pydantic."""

    name: ClassVar[str] = "FastAPI, Booster"
    kind: ClassVar[str] = "booster"

    @classmethod
    def fits(cls, model: Model) -> bool:
        """Only models that need no preprocessing."""
        return model.has_booster
