"""BentoML, over the booster."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from benchmarks.model import Model
from benchmarks.services.flask import FlaskBooster


class BentoMLBooster(FlaskBooster):
    """One worker; no log and no metrics of requests."""

    name: ClassVar[str] = "BentoML, Booster"
    requirements: ClassVar[tuple[str, ...]] = ("bentoml.lock",)
    ready_path: ClassVar[str] = "/readyz"
    variables: ClassVar[dict[str, str]] = {"BENTOML_DO_NOT_TRACK": "True"}

    @classmethod
    def model_variables(cls, model: Model) -> dict[str, str]:
        """Its store beside the model, not in the home folder."""
        return {**super().model_variables(model), "BENTOML_HOME": str(model.folder / "bentoml")}

    @classmethod
    def command(cls, model: Model, interpreter: Path, port: int) -> list[str]:
        """BentoML's own command."""
        app = "benchmarks.services.bentoml_app:Native"
        where = ["--host", "127.0.0.1", "--port", str(port)]
        return [str(interpreter), "-m", "bentoml", "serve", app, *where]
