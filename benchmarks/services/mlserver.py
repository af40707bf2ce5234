"""MLServer with its LightGBM runtime."""

from __future__ import annotations

import json
from pathlib import Path
from typing import ClassVar

from benchmarks.asking import name_of
from benchmarks.model import Model
from benchmarks.service import Service

GRPC_PORT = "MLSERVER_GRPC_PORT"


class MLServerBooster(Service):
    """Scores in the process that listens: a pool of workers only costs where there is one core."""

    name: ClassVar[str] = "MLServer, LightGBM"
    requirements: ClassVar[tuple[str, ...]] = ("mlserver.lock",)
    ready_path: ClassVar[str] = "/v2/health/ready"
    open_seconds: ClassVar[float] = 120
    port_variables: ClassVar[tuple[str, ...]] = (GRPC_PORT, "MLSERVER_METRICS_PORT")
    variables: ClassVar[dict[str, str]] = {
        "MLSERVER_HOST": "127.0.0.1",
        "MLSERVER_DEBUG": "false",
        "MLSERVER_PARALLEL_WORKERS": "0",
    }

    @classmethod
    def ready(cls, model: Model) -> str:
        """The model's own: the server says that it is ready before it has loaded."""
        return f"/v2/models/{name_of(model)}/ready"

    @classmethod
    def fits(cls, model: Model) -> bool:
        """Only models that need no preprocessing."""
        return model.has_booster

    @classmethod
    def command(cls, model: Model, interpreter: Path, port: int) -> list[str]:
        """MLServer's own command, on a folder with the settings of the model."""
        folder = model.folder / "mlserver"
        folder.mkdir(exist_ok=True)
        settings = {
            "name": name_of(model),
            "implementation": "mlserver_lightgbm.LightGBMModel",
            "parameters": {"uri": str((model.folder / "booster.txt").resolve())},
        }
        (folder / "model-settings.json").write_text(json.dumps(settings))
        (folder / "settings.json").write_text(json.dumps({"http_port": port}))
        return [str(interpreter.with_name("mlserver")), "start", str(folder)]
