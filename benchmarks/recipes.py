"""The models that are measured: fits them, exports them, keeps them in `build/bench/models`.

The jar comes out of `scorejar export` as anybody's would, proved against the pipeline.
"""

from __future__ import annotations

import hashlib
import inspect
import os
import shutil
import signal
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import joblib
import lightgbm
import numpy as np
import pandas as pd
import sklearn
from sklearn.compose import ColumnTransformer
from sklearn.ensemble import RandomForestClassifier
from sklearn.impute import SimpleImputer
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

from benchmarks import shape, tables
from benchmarks.model import EXPECTED, POOL, Model
from benchmarks.shape import shape_of
from scorejar.errors import ScorejarError

FOLDER = Path(__file__).parent.parent / "build" / "bench" / "models"
JARS = Path(__file__).parent.parent / "build" / "jars"
EVIDENCE_ROWS = 1_000
COMMAND_SECONDS = 240
"""How long one model may take to be converted, or to be proved, before it is left out."""


@dataclass(frozen=True)
class Recipe:
    """How to make a model.

    table: what it is fitted on: `numeric`, `mixed` (behind an imputer, a scaler and a one-hot
    encoder), `classes`, or `wide`, which has so many columns. forest_depth: a random forest of
    trees of at most this depth; 0: a booster. The pool is drawn from another seed than the training
    rows. left_out: why it is named on the page but not made, if so.
    """

    name: str
    trees: int
    leaves: int = 0
    table: Literal["numeric", "mixed", "classes", "wide"] = "numeric"
    columns: int = 28
    forest_depth: int = 0
    training_rows: int = 50_000
    pool_rows: int = 20_000
    left_out: str = field(default="", repr=False)

    @property
    def summary(self) -> str:
        """The model in a few words, for the report."""
        before = "imputer, scaler, one-hot and " if self.table == "mixed" else ""
        before = "random forest of " if self.forest_depth else before
        a_class = " a class, 5 classes" if self.table == "classes" else ""
        of = f"depth {self.forest_depth}" if self.forest_depth else f"{self.leaves} leaves"
        mixed = self.table == "mixed"
        columns = "3 numeric and 3 categorical" if mixed else f"{self.columns} numeric"
        return f"{before}{self.trees} trees{a_class} of {of}, {columns} columns"

    def rows(self, count: int, seed: int) -> tuple[pd.DataFrame, tables.Labels]:
        """Rows of its table, with labels."""
        if self.table == "wide":
            return tables.wide(count, self.columns, seed)
        return {"numeric": tables.numeric, "mixed": tables.mixed, "classes": tables.classes}[
            self.table
        ](count, seed)


L100 = Recipe("L100", trees=100, leaves=31)
L1000 = Recipe("L1000", trees=1000, leaves=63)
MIXED = Recipe("mixed", trees=200, leaves=31, table="mixed")
CLASSES = Recipe("classes", trees=100, leaves=31, table="classes")
FOREST = Recipe("forest", trees=100, forest_depth=12, training_rows=20_000)
GRID = tuple(
    Recipe(
        f"T{trees}x{columns}",
        trees=trees,
        leaves=31,
        table="wide",
        columns=columns,
        training_rows=10_000,
        pool_rows=2_000,
        left_out="it takes 12 minutes to fit and export" if trees * columns > 500_000 else "",
    )
    for trees in (10, 5_000)
    for columns in (10, 100, 1_000)
)
MEASURED = tuple(
    recipe for recipe in (L100, L1000, MIXED, CLASSES, FOREST, *GRID) if not recipe.left_out
)


def unfitted(recipe: Recipe) -> Pipeline:
    """The pipeline of a recipe. One thread: the more there are, the slower is one row."""
    if recipe.forest_depth:
        forest = RandomForestClassifier(
            n_estimators=recipe.trees, max_depth=recipe.forest_depth, random_state=0, n_jobs=1
        )
        return Pipeline([("classifier", forest)])
    booster = lightgbm.LGBMClassifier(
        n_estimators=recipe.trees,
        num_leaves=recipe.leaves,
        learning_rate=0.05,
        random_state=0,
        n_jobs=1,
        verbose=-1,
    )
    if recipe.table != "mixed":
        return Pipeline([("classifier", booster)])
    numbers = Pipeline([("impute", SimpleImputer(strategy="median")), ("scale", StandardScaler())])
    categories = OneHotEncoder(handle_unknown="ignore")
    columns = ColumnTransformer(
        [
            ("numbers", numbers, ["age", "income", "hours"]),
            ("categories", categories, ["job", "region", "contract"]),
        ]
    )
    return Pipeline([("columns", columns), ("classifier", booster)])


def prepare(recipe: Recipe, folder: Path = FOLDER) -> Model:
    """The model of a recipe, from the folder if it was made there by the same sources.

    Raises ScorejarError where it is left out, or cannot be made.
    """
    if recipe.left_out:
        raise ScorejarError(recipe.left_out)
    home = folder / recipe.name
    stamp = home / "made-from"
    made_from = _digest(recipe)
    if not stamp.is_file() or stamp.read_text() != made_from:
        shutil.rmtree(home, ignore_errors=True)
        home.mkdir(parents=True)
        fit(recipe, home)
        stamp.write_text(made_from)
    model = Model.read(home)
    newest = max((jar.stat().st_mtime for jar in JARS.glob("*.jar")), default=0.0)
    if not model.jar.is_file() or model.jar.stat().st_mtime < newest:
        _export(model)
    return model


def fit(recipe: Recipe, home: Path) -> None:
    """Fit a recipe into a folder: pipeline, booster, evidence rows, and a pool with answers."""
    print(f"fitting {recipe.name}: {recipe.summary}", file=sys.stderr)
    table, labels = recipe.rows(recipe.training_rows, seed=1)
    pool, _ = recipe.rows(recipe.pool_rows, seed=2)
    pipeline = unfitted(recipe).fit(table, labels)
    joblib.dump(pipeline, home / "pipeline.joblib")
    if recipe.table != "mixed" and not recipe.forest_depth:
        pipeline["classifier"].booster_.save_model(home / "booster.txt")
    pool.to_csv(home / POOL, index=False)
    pool.head(EVIDENCE_ROWS).to_parquet(home / "evidence.parquet", index=False)
    pipeline.predict_proba(pool)[:, 1].astype(np.float64).tofile(home / EXPECTED)
    name = recipe.name.lower()
    Model(
        name=recipe.name,
        folder=home,
        columns=tuple(map(str, pool.columns)),
        numeric=tuple(bool(kind == np.float64) for kind in pool.dtypes),
        answer="probability(1)",
        jar=home / "repository" / name / "1.jar",
        classes=len(pipeline.classes_),
        shape=shape_of(pipeline["classifier"]),
    ).write()


def _export(model: Model) -> None:
    print(f"exporting {model.name}", file=sys.stderr)
    shutil.rmtree(model.repository, ignore_errors=True)
    converted = model.folder / "converted"
    evidence = str(model.folder / "evidence.parquet")
    _scorejar(
        *("convert", str(model.folder / "pipeline.joblib"), "--out", str(converted)),
        *("--evidence", evidence),
    )
    _scorejar(
        *("export", str(converted / "model.pmml"), "--model", model.jar.parent.name),
        *("--evidence", str(converted / "evidence.parquet"), "--version", model.jar.stem),
        *("--repository", str(model.repository)),
    )
    (converted / "model.pmml").replace(model.folder / "model.pmml")


def _scorejar(*arguments: str) -> None:
    """Run a command of ours. Raises ScorejarError where it fails or takes longer than its limit."""
    told = f"`scorejar {' '.join(arguments)}`"
    # A group of its own: what is stopped is the command with the JVM that it has started.
    process = subprocess.Popen(
        [sys.executable, "-m", "scorejar", *arguments], stdout=sys.stderr, start_new_session=True
    )
    try:
        code = process.wait(COMMAND_SECONDS)
    except BaseException as error:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        if isinstance(error, subprocess.TimeoutExpired):
            raise ScorejarError(f"{told} was stopped after {COMMAND_SECONDS} s") from None
        raise
    if code:
        raise ScorejarError(f"expected {told} to work; it gave {code}")


def _digest(recipe: Recipe) -> str:
    """What the fitted model depends on: the recipe, these sources, and who fits it."""
    digest = hashlib.sha256(f"{recipe} {lightgbm.__version__} {sklearn.__version__}".encode())
    for source in (unfitted, fit, tables, shape):
        digest.update(inspect.getsource(source).encode())
    return digest.hexdigest()
