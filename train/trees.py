"""Tells the converter that scikit-learn's trees know what to do with a missing value.

Unless told so, it writes trees that give no prediction where a value is missing, and refuses some
pipelines altogether; scikit-learn's own predict, whether it has seen missing values in training or
not.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from sklearn.base import BaseEstimator
from sklearn.ensemble import (
    ExtraTreesClassifier,
    ExtraTreesRegressor,
    RandomForestClassifier,
    RandomForestRegressor,
)
from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor

TREES = (
    DecisionTreeClassifier,
    DecisionTreeRegressor,
    ExtraTreesClassifier,
    ExtraTreesRegressor,
    RandomForestClassifier,
    RandomForestRegressor,
)
OPTIONS = "pmml_options_"  # where the converter looks for them


def allow_missing(pipeline: Any) -> None:
    """Set the option on every tree and forest in a pipeline, however deep; in place.

    An option that the user has set stays.
    """
    _visit(pipeline, set())


def _visit(part: Any, seen: set[int]) -> None:
    if id(part) in seen:
        return
    seen.add(id(part))
    if isinstance(part, TREES):
        vars(part)[OPTIONS] = {"allow_missing": True} | vars(part).get(OPTIONS, {})
    inside: Any = ()
    if isinstance(part, dict):
        inside = part.values()
    elif isinstance(part, list | tuple):
        inside = part
    elif isinstance(part, np.ndarray) and part.dtype == object:
        inside = part.ravel()
    elif isinstance(part, BaseEstimator) or type(part).__module__.startswith("sklearn."):
        inside = getattr(part, "__dict__", {}).values()
    for each in inside:
        _visit(each, seen)
