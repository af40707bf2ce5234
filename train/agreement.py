"""What counts as equal to a pipeline's answers: one of the agreements of docs/jar.md."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

Agreement = Literal["ulps", "sums", "float"]

FLOATS = b'x-mathContext="float"'  # how the converter marks models that compute in 32 bits


def agreement(model: Any, pmml: Path) -> Agreement:
    """How close a jar must come to this pipeline; `pmml` is what it was converted to.

    float: the PMML says that the model computes in 32 bits, as XGBoost and its like do.

    ulps: the last step is LightGBM. It adds up the leaves in the order of the trees, in doubles, as
    PMML says, so that only the link function differs: exp and log are another library's in Java.
    What stands in front of it decides which leaves are reached and nothing else: whatever it
    computes otherwise makes another leaf, which no agreement allows. Not so with linear trees,
    whose leaves are dot products.

    sums: everything else. A dot product has no order in BLAS, nor has a sum over threads.
    """
    if FLOATS in pmml.read_bytes():
        return "float"
    last = last_step(model)
    if is_lightgbm(last) and not last.get_params().get("linear_tree"):
        return "ulps"
    return "sums"


def last_step(model: Any) -> Any:
    """The estimator at the end of a pipeline, or of pipelines within pipelines."""
    while hasattr(model, "steps"):
        model = model.steps[-1][1]
    return model


def is_lightgbm(estimator: Any) -> bool:
    """Whether it is one of LightGBM's estimators for scikit-learn."""
    return type(estimator).__module__.startswith("lightgbm.") and hasattr(estimator, "booster_")
