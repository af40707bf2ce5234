"""Flask under gunicorn, over the booster."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from benchmarks.model import Model
from benchmarks.service import Service

KEEP_ALIVE_SECONDS = 75


class FlaskBooster(Service):
    """One worker with threads, for the kind without closes each connection after its answer."""

    name: ClassVar[str] = "Flask, gunicorn, Booster"
    requirements: ClassVar[tuple[str, ...]] = ("flask.lock",)
    ready_path: ClassVar[str] = "/health"

    @classmethod
    def fits(cls, model: Model) -> bool:
        """Only models that need no preprocessing."""
        return model.has_booster

    @classmethod
    def model_variables(cls, model: Model) -> dict[str, str]:
        """Where the app finds the model."""
        return {"MODEL_FOLDER": str(model.folder)}

    @classmethod
    def command(cls, model: Model, interpreter: Path, port: int) -> list[str]:
        """gunicorn's own command."""
        options = ["--workers", "1", "--threads", "4", "--keep-alive", str(KEEP_ALIVE_SECONDS)]
        where = ["--bind", f"127.0.0.1:{port}", "--no-control-socket"]
        app = "benchmarks.services.flask_app"
        return [str(interpreter), "-m", "gunicorn", *options, *where, app]
