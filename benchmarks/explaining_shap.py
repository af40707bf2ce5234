"""The `shap` package, in an environment of its own.

`python -m benchmarks.explaining_shap MODEL_FOLDER ANSWERS` writes its contributions as an array of
shape (rows, answers, columns + 1), the base last, and prints its times as JSON. Over a booster
`TreeExplainer` calls LightGBM's `pred_contrib`; over a forest of scikit-learn it runs code of its
own, written in C.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.explaining import Explainer, Rows, rows_of, timed
from benchmarks.model import Model

LOCK = "shap.lock"
NAME = "shap `TreeExplainer`"


def explainer(model: Model) -> Callable[[Rows], Any]:
    """Explains rows: shape (rows, answers, columns + 1)."""
    import joblib
    import shap

    pipeline = joblib.load(model.folder / "pipeline.joblib")
    tree = shap.TreeExplainer(pipeline["classifier"], feature_perturbation="tree_path_dependent")

    def explain(rows: Rows) -> Any:
        found = np.asarray(tree.shap_values(rows, check_additivity=False))
        found = found.reshape(len(rows), rows.shape[1], -1).transpose(0, 2, 1)
        base = np.broadcast_to(np.atleast_1d(tree.expected_value), found.shape[:2])
        return np.concatenate([found, base[..., None]], axis=2)

    return explain


def main() -> None:
    """Answer first, then be timed."""
    folder, answers = map(Path, sys.argv[1:])
    model = Model.read(folder)
    rows = rows_of(model)
    explain = explainer(model)
    np.save(answers, explain(rows))
    print(json.dumps(timed(Explainer(NAME, explain, warm_up_s=0), rows)))


if __name__ == "__main__":
    main()
