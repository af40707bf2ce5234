"""A minimal service over the native model, as one would write it for speed and no more.

Run as `python -m benchmarks.services.native_app pipeline|booster MODEL_FOLDER PORT`. The handlers
are `async`, for a hop to the thread pool would cost more than a row; rows are typed by pydantic,
for that is why people take FastAPI.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import joblib
import numpy as np
import pandas as pd
import uvicorn
from fastapi import FastAPI
from pydantic import BaseModel, create_model

from benchmarks.model import Model
from benchmarks.services.booster import Predict, booster_predict


def pipeline_predict(model: Model) -> Predict:
    """P(1) by the pipeline, from rows in the order of the columns."""
    pipeline = joblib.load(model.folder / "pipeline.joblib")
    columns = list(model.columns)

    def predict(rows: list[list[Any]]) -> Sequence[float]:
        frame = pd.DataFrame(rows, columns=columns)
        found: list[float] = pipeline.predict_proba(frame)[:, 1].tolist()
        return found

    return predict


def create_app(model: Model, predict: Predict) -> FastAPI:
    """`POST /predict` for one row, `POST /predict/batch` for an array of them."""
    app = FastAPI()
    fields: dict[str, Any] = {
        column: ((float if number else str) | None, None)
        for column, number in zip(model.columns, model.numeric, strict=True)
    }
    row_type: Any = create_model("Row", **fields)

    def values(row: BaseModel) -> list[Any]:
        return [np.nan if value is None else value for value in row.__dict__.values()]

    def answer(rows: list[list[Any]]) -> dict[str, Any]:
        return {"predictions": [{model.answer: p} for p in predict(rows)]}

    async def predict_row(row: Any) -> dict[str, Any]:
        return answer([values(row)])

    async def predict_batch(rows: Any) -> dict[str, Any]:
        return answer([values(row) for row in rows])

    # The types are made from the columns, so they cannot be written where the arguments are.
    predict_row.__annotations__["row"] = row_type
    predict_batch.__annotations__["rows"] = list[row_type]
    app.post("/predict")(predict_row)
    app.post("/predict/batch")(predict_batch)
    return app


def main() -> None:
    """Serve on 127.0.0.1 with uvicorn's defaults, without a log line for each request."""
    kind, folder, port = sys.argv[1:]
    model = Model.read(Path(folder))
    predict = booster_predict(model.folder) if kind == "booster" else pipeline_predict(model)
    uvicorn.run(
        create_app(model, predict),
        host="127.0.0.1",
        port=int(port),
        log_level="warning",
        access_log=False,
    )


if __name__ == "__main__":
    main()
