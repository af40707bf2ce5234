"""Keeps the converter from taking a column of fractions for one of whole numbers."""

from __future__ import annotations

from typing import Any

import numpy as np
from sklearn.impute import SimpleImputer

from .parts import parts


def fractions_stay(pipeline: Any) -> None:
    """Write the constant of each imputer of floating-point columns as a float; in place.

    scikit-learn keeps `fill_value=0` as the integer that it was, from which the converter concludes
    that the column is one of integers, and rows with fractions are refused.
    """
    for part in parts(pipeline):
        if isinstance(part, SimpleImputer) and part.strategy == "constant":
            kind = getattr(part, "_fit_dtype", None)
            if kind is not None and kind.kind == "f":
                part.statistics_ = np.asarray(part.statistics_, dtype=float)
                part.fill_value = None if part.fill_value is None else float(part.fill_value)
