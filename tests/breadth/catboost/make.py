"""Writes the files beside it, in an environment that has catboost 1.2.10: 100 MB, too much to
install for every run of the tests. CatBoost writes PMML itself, for models of one output."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import catboost

from tests.breadth.tables import table

HERE = Path(__file__).parent
SMALL: dict[str, Any] = {
    "iterations": 4,
    "depth": 2,
    "random_seed": 1,
    "verbose": False,
    "allow_writing_files": False,
    "thread_count": 1,
}


def write(name: str, model: Any, source: str, target: str) -> None:
    """A model's PMML, and its rows with its answers."""
    known = table(source)
    X = known.inputs
    model.fit(X, known.targets[target])
    file = HERE / f"{name}.pmml"
    model.save_model(str(file), format="pmml")
    text = re.sub(r"<Timestamp>.*?</Timestamp>\n", "", file.read_text())
    file.write_text(re.sub(r'version="Git info:.*?"', 'version="1.2.10"', text, flags=re.DOTALL))
    if hasattr(model, "predict_proba"):
        answers = {"prediction": model.predict(X).astype(bool)}
    else:
        answers = {"prediction": model.predict(X)}
    X.assign(**answers).head(60).to_csv(HERE / f"{name}.csv", index=False)


write("regression", catboost.CatBoostRegressor(**SMALL), "numbers", "number")
write("missing", catboost.CatBoostRegressor(**SMALL), "gaps", "number")
write("two", catboost.CatBoostClassifier(**SMALL), "numbers", "two")
