"""A minimal BentoML service over the booster, for `bentoml serve`.

The model's folder stands in `MODEL_FOLDER`, since BentoML imports a service without arguments. The
method is `async`, for a hop to the thread pool would cost more than a row.
"""

from __future__ import annotations

import os
from pathlib import Path

import bentoml

from benchmarks.services.booster import booster_predict


@bentoml.service(workers=1, logging={"access": {"enabled": False}}, metrics={"enabled": False})
class Native:
    """Rows in, P(1) out."""

    def __init__(self) -> None:
        self.score = booster_predict(Path(os.environ["MODEL_FOLDER"]))

    @bentoml.api  # type: ignore[untyped-decorator]
    async def predict(self, rows: list[list[float]]) -> list[float]:
        """P(1) of each row."""
        return list(self.score(rows))
