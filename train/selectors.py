"""Tells the converter what a feature selector at the beginning of a pipeline selects from."""

from __future__ import annotations

from typing import Any

from sklearn.feature_selection import SelectorMixin
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import FunctionTransformer


def typed_first(estimator: Any) -> Any:
    """A pipeline behind a step that changes nothing, where a selector comes first.

    The converter takes the types of the columns from the first step, and a selector has none.
    """
    steps = getattr(estimator, "steps", ())
    if not steps or not isinstance(steps[0][1], SelectorMixin):
        return estimator
    return Pipeline([("numbers", FunctionTransformer()), *steps])
