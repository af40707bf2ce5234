"""The fitted pipeline's own answers, under the names that PMML gives them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pandas as pd
from sklearn.base import is_classifier, is_regressor

from .pmml import Field

PROBABILITY = "probability("  # how the converter begins the name of a class's probability
VALUE: dict[str, Callable[[Any], Any]] = {
    "integer": int,
    "double": float,
    "float": float,
    "boolean": bool,
    "string": str,
}


def answers(
    model: Any, inputs: Any, outputs: Sequence[Field], targets: Sequence[str]
) -> pd.DataFrame:
    """One column for each output that the pipeline answers, one row for each row of inputs.

    `predict` answers the targets and `predict_proba` the outputs probability(class). Other outputs
    get no column: a cluster's affinities, what the transformers of a PMMLPipeline add. Neither does
    any output of an estimator whose `predict` says something else than its PMML does: an outlier
    detector (1 or -1), a clusterer, a bare booster (the probability).

    inputs: a DataFrame, or an array where the pipeline was fitted on one.
    """
    if not answers_targets(model):
        return pd.DataFrame(index=range(len(inputs)))
    columns: dict[str, pd.Series] = {}
    probabilities = [field for field in outputs if field.name.startswith(PROBABILITY)]
    if probabilities and is_classifier(model) and hasattr(model, "predict_proba"):
        table = model.predict_proba(inputs)
        if isinstance(table, np.ndarray) and table.shape[1] == len(probabilities):
            for field, column in zip(probabilities, table.T, strict=True):
                columns[field.name] = pd.Series(column, dtype=float)
    predicted = np.asarray(model.predict(inputs)).reshape(len(inputs), -1)
    known = {field.name: field for field in outputs}
    if predicted.shape[1] == len(targets):
        for name, column in zip(targets, predicted.T, strict=True):
            if name in known:
                value = VALUE.get(known[name].type, str)
                columns[name] = pd.Series([value(item) for item in column], name=name)
    return pd.DataFrame({name: columns[name] for name in known if name in columns})


def probability_names(classes: Sequence[Any]) -> list[str]:
    """What PMML calls the probabilities of these classes."""
    texts = [str(label).lower() if isinstance(label, bool) else str(label) for label in classes]
    return [f"{PROBABILITY}{text})" for text in texts]


def answers_targets(model: Any) -> bool:
    """Whether `predict` gives what PMML calls the target."""
    last = model
    while hasattr(last, "steps"):
        last = last.steps[-1][1]
    # A ranker has no estimator type; its raw score is a regression's target to PMML.
    return is_classifier(model) or is_regressor(model) or type(last).__name__.endswith("Ranker")
