"""The models that are measured: fits them, exports them, keeps them in `build/bench/models`.

The jar comes out of `scorejar export` as anybody's would, proved against the pipeline.
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import joblib
import lightgbm
import numpy as np
import sklearn
from sklearn.compose import ColumnTransformer
from sklearn.impute import SimpleImputer
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

from benchmarks import tables
from benchmarks.model import EXPECTED, POOL, Model
from scorejar.errors import ScorejarError

FOLDER = Path(__file__).parent.parent / "build" / "bench" / "models"
JARS = Path(__file__).parent.parent / "build" / "jars"
EVIDENCE_ROWS = 1_000


@dataclass(frozen=True)
class Recipe:
    """How to make a model.

    mixed: over the mixed table, behind an imputer, a scaler and a one-hot encoder; otherwise over
    the numeric one, a booster alone. The pool is drawn after the training rows, from another seed.
    """

    name: str
    trees: int
    leaves: int
    mixed: bool = False
    training_rows: int = 50_000
    pool_rows: int = 20_000

    @property
    def summary(self) -> str:
        """The model in a few words, for the report."""
        before = "imputer, scaler, one-hot and " if self.mixed else ""
        columns = "3 numeric and 3 categorical" if self.mixed else "28 numeric"
        return f"{before}{self.trees} trees of {self.leaves} leaves, {columns} columns"


L100 = Recipe("L100", trees=100, leaves=31)
L1000 = Recipe("L1000", trees=1000, leaves=63)
MIXED = Recipe("mixed", trees=200, leaves=31, mixed=True)


def unfitted(recipe: Recipe) -> Pipeline:
    """The pipeline of a recipe. One thread: the more there are, the slower is one row."""
    booster = lightgbm.LGBMClassifier(
        n_estimators=recipe.trees,
        num_leaves=recipe.leaves,
        learning_rate=0.05,
        random_state=0,
        n_jobs=1,
        verbose=-1,
    )
    if not recipe.mixed:
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
    """The model of a recipe, from the folder if it was made there by the same sources."""
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
    make = tables.mixed if recipe.mixed else tables.numeric
    table, labels = make(recipe.training_rows, seed=1)
    pool, _ = make(recipe.pool_rows, seed=2)
    pipeline = unfitted(recipe).fit(table, labels)
    joblib.dump(pipeline, home / "pipeline.joblib")
    if not recipe.mixed:
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
    ).write()


def _export(model: Model) -> None:
    print(f"exporting {model.name}", file=sys.stderr)
    shutil.rmtree(model.repository, ignore_errors=True)
    command = [sys.executable, "-m", "scorejar", "export", str(model.folder / "pipeline.joblib")]
    command += ["--evidence", str(model.folder / "evidence.parquet")]
    command += ["--model", model.jar.parent.name, "--repository", str(model.repository)]
    command += ["--version", model.jar.stem]
    code = subprocess.run(command, check=False, stdout=sys.stderr).returncode
    if code:
        raise ScorejarError(f"expected {model.name} to be exported; `scorejar export` gave {code}")


def _digest(recipe: Recipe) -> str:
    """What the fitted model depends on: the recipe, these sources, and who fits it."""
    digest = hashlib.sha256(f"{recipe} {lightgbm.__version__} {sklearn.__version__}".encode())
    for source in (Path(__file__), Path(tables.__file__)):
        digest.update(source.read_bytes())
    return digest.hexdigest()
