"""Tells the converter that scikit-learn's trees know what to do with a missing value.

Unless told so, it writes trees that give no prediction where a value is missing, and refuses some
pipelines altogether; scikit-learn's own predict, whether it has seen missing values in training or
not.
"""

from __future__ import annotations

from typing import Any

from sklearn.ensemble import (
    ExtraTreesClassifier,
    ExtraTreesRegressor,
    IsolationForest,
    RandomForestClassifier,
    RandomForestRegressor,
)
from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor

from .parts import parts

TREES = (
    DecisionTreeClassifier,
    DecisionTreeRegressor,
    ExtraTreesClassifier,
    ExtraTreesRegressor,
    IsolationForest,
    RandomForestClassifier,
    RandomForestRegressor,
)
OPTIONS = "pmml_options_"  # where the converter looks for them


def allow_missing(pipeline: Any) -> None:
    """Set the option on every tree and forest in a pipeline, however deep; in place.

    An option that the user has set stays.
    """
    for part in parts(pipeline):
        if isinstance(part, TREES):
            vars(part)[OPTIONS] = {"allow_missing": True} | vars(part).get(OPTIONS, {})
