"""Evidence against PMML that was changed in one place: does the proof notice?

`python -m tests.mutations` tries 1,000 seeded changes over several models, and lists the escapes.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from lightgbm import LGBMClassifier, LGBMRegressor
from sklearn.ensemble import HistGradientBoostingClassifier, RandomForestRegressor
from sklearn.tree import DecisionTreeClassifier

from scorejar import jars, java, jdk
from train.pmml import to_pmml, with_names

ROWS = "io.scorejar.transpiler.Rows"
SOURCES = Path(__file__).parent / "java" / "mutations"
TRAINING_ROWS = 600
SEED = 4


def table() -> tuple[pd.DataFrame, pd.Series[float]]:
    """Two columns of numbers, one with gaps, and one of categories; and what follows from them."""
    draw = np.random.default_rng(SEED)
    rows = pd.DataFrame(
        {
            "age": draw.normal(40, 12, TRAINING_ROWS).round(1),
            "income": draw.lognormal(3, 1, TRAINING_ROWS),
            "debt": draw.normal(size=TRAINING_ROWS),
            "job": pd.Categorical(draw.choice(list("abcdefgh"), TRAINING_ROWS)),
        }
    )
    rows.loc[draw.random(TRAINING_ROWS) < 0.15, "income"] = np.nan
    rows.loc[draw.random(TRAINING_ROWS) < 0.1, "job"] = None
    target = rows.age / 20 + np.log(rows.income.fillna(5)) + rows.job.isin(list("ace")) * 1.5
    return rows, target + draw.normal(0, 0.5, TRAINING_ROWS)


BOOST: dict[str, Any] = {"n_estimators": 8, "num_leaves": 7, "verbose": -1, "n_jobs": 1}
NUMBERS = ["age", "income", "debt"]


def binary() -> tuple[Any, pd.DataFrame]:
    """LightGBM, two classes, categories and gaps."""
    rows, target = table()
    return LGBMClassifier(**BOOST).fit(rows, target > target.median()), rows


def regression() -> tuple[Any, pd.DataFrame]:
    """LightGBM, a number."""
    rows, target = table()
    return LGBMRegressor(**BOOST).fit(rows, target), rows


def multiclass() -> tuple[Any, pd.DataFrame]:
    """LightGBM, three classes."""
    rows, target = table()
    labels = pd.qcut(target, 3, labels=["low", "middle", "high"]).astype(str)
    return LGBMClassifier(**BOOST | {"n_estimators": 4}).fit(rows, labels), rows


def tree() -> tuple[Any, pd.DataFrame]:
    """A single tree of scikit-learn, numbers without gaps."""
    rows, target = table()
    inputs = rows[["age", "debt"]]
    return DecisionTreeClassifier(max_leaf_nodes=40, random_state=0).fit(
        inputs, target > target.median()
    ), inputs


def forest() -> tuple[Any, pd.DataFrame]:
    """A forest of regression trees."""
    rows, target = table()
    inputs = rows[["age", "debt"]]
    made = RandomForestRegressor(6, max_leaf_nodes=12, random_state=0)
    return made.fit(inputs, target), inputs


def histogram() -> tuple[Any, pd.DataFrame]:
    """scikit-learn's histogram boosting, with gaps."""
    rows, target = table()
    made = HistGradientBoostingClassifier(max_iter=8, max_leaf_nodes=7)
    return made.fit(rows[NUMBERS], target > target.median()), rows[NUMBERS]


MODELS: dict[str, Callable[[], tuple[Any, pd.DataFrame]]] = {
    "LightGBM, two classes": binary,
    "LightGBM, regression": regression,
    "LightGBM, three classes": multiclass,
    "one tree": tree,
    "forest": forest,
    "histogram boosting": histogram,
}


def java_home() -> jdk.Jdk:
    """A Java with a compiler."""
    found = jdk.find(compiler=True)
    assert found is not None, jdk.MISSING
    return found


def compiled(folder: Path) -> str:
    """The class path of the judge, which is compiled first: one JVM a model does all the rest."""
    path = jars.class_path(jars.transpiling())
    classes = folder / "classes"
    sources = [str(source) for source in sorted(SOURCES.glob("*.java"))]
    javac = str(java_home().java.with_name("javac"))
    subprocess.run([javac, "-cp", path, "-d", str(classes), *sources], check=True)
    return f"{classes}:{path}"


def tried(name: str, count: int, folder: Path, class_path: str) -> dict[str, Any]:
    """What became of that many changes to a model: tried, caught, escaped, neutral, kinds."""
    model, inputs = MODELS[name]()
    pmml, evidence = folder / f"{name}.pmml", folder / f"{name}.json"
    to_pmml(with_names(model, inputs.columns.tolist(), ["y"]), pmml)
    real = {"inputs": inputs.columns.tolist(), "rows": listed(inputs.head(100))}
    (folder / "real.json").write_text(json.dumps(real))
    options = ["--pmml", str(pmml), "--out", str(evidence), "--seed", str(SEED)]
    options += ["--real", str(folder / "real.json")]
    coverage = java.run(ROWS, options, jars.transpiling())["coverage"]
    made = json.loads(evidence.read_text())
    evidence.write_text(json.dumps(made | {"coverage": coverage}))
    command = [str(java_home().java), "-Xmx1g", "-cp", class_path]
    command += ["io.scorejar.transpiler.Mutations", str(pmml), str(evidence), str(SEED), str(count)]
    said = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    if said.returncode:
        raise RuntimeError(said.stderr)
    found: dict[str, Any] = json.loads(said.stdout)
    return found


def listed(rows: pd.DataFrame) -> list[list[Any]]:
    """Rows as JSON has them."""
    values = rows.astype(object).where(rows.notna(), None)
    return [list(row) for row in values.itertuples(index=False)]


def main() -> None:
    """Try many changes and tell what became of them."""
    parse = argparse.ArgumentParser(prog="python -m tests.mutations", description=__doc__)
    parse.add_argument("--count", type=int, default=1000)
    count = parse.parse_args().count
    caught = escaped = 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        class_path = compiled(folder)
        for model in MODELS:
            found = tried(model, -(-count // len(MODELS)), folder, class_path)
            caught += found["caught"]
            escaped += len(found["escaped"])
            print(
                f"{model}: {found['tried']} changes, {found['caught']} caught {found['kinds']},"
                f" {found['neutral']} change no answer"
            )
            for sentence in found["escaped"]:
                print(f"  escaped: {sentence}")
    print(f"{caught} of {caught + escaped} changes that can change an answer were caught")
    sys.exit(caught < 0.99 * (caught + escaped))


if __name__ == "__main__":
    main()
