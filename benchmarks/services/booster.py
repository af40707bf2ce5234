"""LightGBM's booster as services call it: rows in the order of the columns to P(1).

NumPy and LightGBM alone, because each service runs in an environment of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import lightgbm
import numpy as np

Predict = Callable[[list[list[Any]]], Sequence[float]]


def booster_predict(folder: Path) -> Predict:
    """P(1) by the booster of a model folder; from one thread, since a row takes microseconds."""
    booster = lightgbm.Booster(model_file=str(folder / "booster.txt"), params={"num_threads": 1})

    def predict(rows: list[list[Any]]) -> Sequence[float]:
        found: list[float] = np.asarray(booster.predict(np.array(rows, float))).tolist()
        return found

    return predict
