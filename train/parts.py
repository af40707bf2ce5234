"""Every estimator inside a pipeline, however deep."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from sklearn.base import BaseEstimator


def parts(pipeline: Any, seen: set[int] | None = None) -> Iterator[Any]:
    """The pipeline itself and what it holds, each object once."""
    seen = set() if seen is None else seen
    if id(pipeline) in seen:
        return
    seen.add(id(pipeline))
    inside: Any = ()
    if isinstance(pipeline, dict):
        inside = pipeline.values()
    elif isinstance(pipeline, list | tuple):
        inside = pipeline
    elif isinstance(pipeline, np.ndarray) and pipeline.dtype == object:
        inside = pipeline.ravel()
    elif isinstance(pipeline, BaseEstimator) or type(pipeline).__module__.startswith("sklearn."):
        yield pipeline
        inside = list(getattr(pipeline, "__dict__", {}).values())
    for each in inside:
        yield from parts(each, seen)
