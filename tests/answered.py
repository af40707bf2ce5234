"""Rows of evidence with the answers of a fitted pipeline."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd


def answered_by(model: Any, rows: pd.DataFrame) -> dict[str, Any]:
    """Rows with the answers of the pipeline, as docs/jar.md has it."""
    answers = pd.DataFrame({"y": np.ravel(model.predict(rows))})
    if hasattr(model, "predict_proba") and np.ndim(model.predict_proba(rows)) == 2:
        for label, column in zip(model.classes_, model.predict_proba(rows).T, strict=True):
            answers[f"probability({label})"] = column
    return {
        "inputs": rows.columns.tolist(),
        "outputs": answers.columns.tolist(),
        "rows": rows.astype(object).where(rows.notna(), None).to_numpy().tolist(),
        "answers": answers.astype(object).to_numpy().tolist(),
    }
