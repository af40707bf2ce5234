"""MLflow's own scoring server over the booster, as `mlflow models serve` starts it.

Run as `python -m benchmarks.services.mlflow_app MODEL_FOLDER PORT`. The model is saved by MLflow's
LightGBM flavour; then this process becomes the server, so that whoever started it ends it.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

import lightgbm
import mlflow.lightgbm
import uvicorn


def main() -> None:
    """Save the model, then serve it on 127.0.0.1 with one worker."""
    folder, port = Path(sys.argv[1]), int(sys.argv[2])
    with tempfile.TemporaryDirectory() as saved:
        where = Path(saved) / "model"
        booster = lightgbm.Booster(model_file=str(folder / "booster.txt"))
        pins = [f"lightgbm=={lightgbm.__version__}"]
        mlflow.lightgbm.save_model(booster, where, pip_requirements=pins)
        # What `mlflow models serve` does: the app takes its model from this variable.
        os.environ["__pyfunc_model_path__"] = str(where)  # noqa: SIM112, its name
        uvicorn.run(
            "mlflow.pyfunc.scoring_server.app:app",
            host="127.0.0.1",
            port=port,
            log_level="warning",
            access_log=False,
        )


if __name__ == "__main__":
    main()
