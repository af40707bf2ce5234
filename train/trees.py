"""Tells the converter what scikit-learn's trees do with missing values and with fractions.

Unless told so, it writes trees that give no prediction where a value is missing, and refuses some
pipelines altogether; scikit-learn's own predict, whether it has seen missing values in training or
not. And it makes a column that a tree takes a column of 32-bit floats, for scikit-learn's trees
round so; where a linear model takes the same column, as in a vote, that one must not be rounded.
"""

from __future__ import annotations

from typing import Any

from sklearn.ensemble import (
    ExtraTreesClassifier,
    ExtraTreesRegressor,
    RandomForestClassifier,
    RandomForestRegressor,
    StackingClassifier,
    StackingRegressor,
    VotingClassifier,
    VotingRegressor,
)
from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor

from .parts import parts

TREES = (
    DecisionTreeClassifier,
    DecisionTreeRegressor,
    ExtraTreesClassifier,
    ExtraTreesRegressor,
    RandomForestClassifier,
    RandomForestRegressor,
)
SHARED = (StackingClassifier, StackingRegressor, VotingClassifier, VotingRegressor)
"""Estimators of several kinds that take the same columns."""

OPTIONS = "pmml_options_"  # where the converter looks for them


def tell_trees(pipeline: Any) -> None:
    """Set the options on every tree and forest in a pipeline, however deep; in place.

    An option that the user has set stays.
    """
    every = list(parts(pipeline))
    options = {"allow_missing": True}
    if any(isinstance(part, SHARED) for part in every):
        options["input_float"] = False
    for part in every:
        if isinstance(part, TREES):
            vars(part)[OPTIONS] = options | vars(part).get(OPTIONS, {})
