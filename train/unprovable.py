"""Models that no proof can hold for every row: refused by name, in words that say why."""

from __future__ import annotations

import contextlib
import re
from typing import Any

import numpy as np

from scorejar.errors import ModelError
from scorejar.tables import NUMBER

from .parts import parts


def refuse_unprovable(model: Any, where: str) -> None:
    """Raise ModelError, which begins with `where`, for a model that PMML cannot carry exactly.

    Nearest centres and neighbours: far from the training data distances are so much larger than
    their differences that scikit-learn, which expands the square, and PMML, which sums squared
    differences, name other ones; ties between neighbours have no order in PMML. XGBoost's own
    categories: their PMML answers where XGBoost refuses a category. Text labels that look like
    numbers: PMML's answers are numbers.
    """
    inside = [part for part in parts(model) if hasattr(part, "predict")]
    for reason in (of_distances, of_own_categories, of_labels):
        for part in inside:
            said = reason(part)
            if said:
                raise ModelError(f"{where}: {type(part).__name__}: {said}")


def of_distances(part: Any) -> str:
    """For k-means and k-nearest neighbours."""
    if type(part).__name__.startswith(("KMeans", "MiniBatchKMeans", "KNeighbors")):
        return (
            "expected answers that do not hang on the rounding of distances; far from the training"
            " data scikit-learn and PMML find other centres or neighbours to be nearest"
        )
    return ""


def of_own_categories(part: Any) -> str:
    """For XGBoost with `enable_categorical`."""
    if type(part).__module__.startswith("xgboost.") and hasattr(part, "get_booster"):
        with contextlib.suppress(Exception):  # not fitted: somebody else says so
            if "c" in (part.get_booster().feature_types or ()):
                return (
                    "expected categories that were encoded before, got XGBoost's own, which it"
                    " refuses where PMML answers; put a OneHotEncoder or OrdinalEncoder in front"
                )
    return ""


def of_labels(part: Any) -> str:
    """For classifiers of text."""
    labels = getattr(part, "classes_", ())
    if isinstance(labels, np.ndarray) and labels.ndim == 1 and labels.dtype.kind in "UO":
        texts = [label for label in labels if isinstance(label, str)]
        looks = [text for text in texts if re.match(NUMBER, text.strip())]
        if looks:
            return (
                f"expected labels that are numbers or no numbers at all, got the text {looks[0]!r},"
                " which PMML answers as a number"
            )
    return ""
