"""What a fitted pipeline itself answers, row by row, by the names of a jar's outputs.

Written apart from `train/answers.py` on purpose: two readings of what a pipeline says must agree.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from sklearn.base import is_classifier, is_clusterer, is_outlier_detector, is_regressor

REFUSED = None
"""In the place of a row's answers: the pipeline raised an exception."""


def answers(
    model: Any, rows: pd.DataFrame, outputs: Sequence[str], *, array: bool
) -> list[dict[str, Any] | None]:
    """For each row the values of those outputs that are the pipeline's own, or REFUSED.

    Rows are asked together; where that fails, in halves, down to the row that is refused.
    """
    try:
        with warnings.catch_warnings(), np.errstate(all="ignore"):
            warnings.simplefilter("ignore")
            table = answered(model, rows.to_numpy() if array else rows, outputs)
    except Exception:
        if len(rows) == 1:
            return [REFUSED]
        half = len(rows) // 2
        return answers(model, rows.iloc[:half], outputs, array=array) + answers(
            model, rows.iloc[half:], outputs, array=array
        )
    return [
        {name: plain(column[index]) for name, column in table.items()} for index in range(len(rows))
    ]


def answered(model: Any, X: Any, outputs: Sequence[str]) -> dict[str, Any]:
    """A column for each output that the pipeline itself says."""
    columns: dict[str, Any] = {}
    ranker = type(model).__name__.endswith("Ranker")
    if is_classifier(model) and hasattr(model, "predict_proba"):
        table = model.predict_proba(X)
        if isinstance(table, np.ndarray):
            for label, column in zip(model.classes_, table.T, strict=True):
                columns[f"probability({text(label)})"] = column
    if is_classifier(model) or is_regressor(model) or ranker:
        predicted = np.asarray(model.predict(X)).reshape(len(X), -1)
        names = [name for name in outputs if name in ("y", "u", "v")]
        names = names or [name for name in outputs if name in ("y1", "y2")]
        if predicted.shape[1] == len(names):
            columns |= dict(zip(names, predicted.T, strict=True))
    if is_outlier_detector(model):
        columns["predict(outlier)"] = model.predict(X)
        columns["outlier"] = columns["predict(outlier)"] == -1
        columns["decisionFunction"] = model.decision_function(X)
    if is_clusterer(model):
        columns["cluster"] = model.predict(X).astype(str)
    return {name: column for name, column in columns.items() if name in outputs}


def text(label: Any) -> str:
    """A class as PMML writes it."""
    return str(label).lower() if isinstance(label, bool | np.bool_) else str(label)


def plain(value: Any) -> Any:
    """A value as Python has it; None for NaN."""
    value = value.item() if isinstance(value, np.generic) else value
    return None if isinstance(value, float) and np.isnan(value) else value
