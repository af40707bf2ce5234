"""A minimal Flask service over the booster, for gunicorn: `gunicorn benchmarks.services.flask_app`.

The model's folder stands in `MODEL_FOLDER`, since gunicorn imports an app without arguments.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import flask

from benchmarks.model import Model
from benchmarks.services.booster import booster_predict

model = Model.read(Path(os.environ["MODEL_FOLDER"]))
predict = booster_predict(model.folder)
application = flask.Flask("native")


@application.get("/health")  # type: ignore[untyped-decorator]
def health() -> dict[str, Any]:
    """Says that the model is there."""
    return {"ready": True}


@application.post("/predict")  # type: ignore[untyped-decorator]
def predict_row() -> dict[str, Any]:
    """One row, an object by column."""
    row = flask.request.get_json()
    (found,) = predict([[row.get(column) for column in model.columns]])
    return {"predictions": [{model.answer: found}]}
