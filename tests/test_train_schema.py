"""The schema of a model is the pipeline's columns: all of them, in their order, always."""

from __future__ import annotations

import functools
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import joblib
import numpy as np
import pandas as pd
import pytest
from lightgbm import LGBMClassifier
from sklearn.compose import ColumnTransformer
from sklearn.dummy import DummyClassifier
from sklearn.ensemble import RandomForestClassifier
from sklearn.feature_selection import SelectKBest
from sklearn.impute import SimpleImputer
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder

from pyservice import open_scorer
from scorejar.cli import run
from tests.conftest import done, scorejar
from train.pmml import describe

pytestmark = pytest.mark.usefixtures("warm_java")

Capture = pytest.CaptureFixture[str]
Train = Callable[..., Path]

COLUMNS = ["id", "x_1", "job", "flag", "X_1", "joined", "town"]  # and a target: y


def table(answer: str, *, seed: int = 1, count: int = 400) -> pd.DataFrame:
    """Seven columns of all kinds; the target depends on one of them alone."""
    rng = np.random.default_rng(seed)
    rows = pd.DataFrame(
        {
            "id": np.arange(count) % 50,
            "x_1": rng.normal(size=count),
            "job": rng.choice(["clerk", "nurse", "smith"], count),
            "flag": rng.random(count) < 0.5,
            "X_1": rng.normal(size=count),
            "joined": pd.Timestamp("2020-01-01")
            + pd.to_timedelta(rng.integers(0, 900, count), "D"),
            "town": rng.choice(["Ayr", "Bath"], count),
        }
    )
    causes = {
        "x_1": rows.x_1 > 0.2,
        "job": rows.job == "nurse",
        "flag": rows.flag,
        "joined": rows.joined > pd.Timestamp("2021-01-01"),
    }
    return rows.assign(y=causes[answer].astype(int))


@pytest.fixture(scope="module")
def trained_on(tmp_path_factory: pytest.TempPathFactory) -> Train:
    """`trained_on("x_1")`: the folder of a small model that uses that column alone."""

    @functools.cache
    def train(answer: str, kind: str = "lightgbm_classifier") -> Path:
        folder = tmp_path_factory.mktemp(answer)
        rows = table(answer)
        rows["joined"] = rows["joined"].dt.date
        rows.to_parquet(folder / "t.parquet")
        (folder / "c.toml").write_text(
            f'data = "t.parquet"\ntarget = "y"\n[estimator]\nkind = "{kind}"\n'
            "parameters = { n_estimators = 3, max_depth = 1 }\n"
        )
        assert run(["train", "--config", str(folder / "c.toml"), "--out", str(folder / "out")]) == 0
        return folder / "out"

    return train


def save(folder: Path, model: Any, rows: pd.DataFrame) -> tuple[Path, Path]:
    folder.mkdir(parents=True, exist_ok=True)
    joblib.dump(model, folder / "p.joblib")
    rows.to_parquet(folder / "rows.parquet")
    return folder / "p.joblib", folder / "rows.parquet"


def export(source: Path, evidence: Path, repository: Path, *flags: str) -> Path:
    command = ("export", source, "--evidence", evidence, "--model", "m")
    completed = done(scorejar(*command, "--repository", repository, *flags, "--json"))
    return Path(json.loads(completed.stdout)["jar"])


def inspected(jar: Path) -> dict[str, Any]:
    """What `scorejar inspect` says."""
    facts: dict[str, Any] = json.loads(done(scorejar("inspect", jar, "--json")).stdout)
    return facts


@pytest.mark.parametrize("kind", ["lightgbm_classifier", "random_forest_classifier"])
def test_a_model_that_uses_few_columns_takes_all_in_the_order_of_the_table(
    kind: str, trained_on: Train
) -> None:
    described = [describe(trained_on(answer, kind) / "model.pmml") for answer in ("x_1", "job")]
    for fields in described:
        assert [field.name for field in fields.inputs] == COLUMNS
    assert described[0] == described[1]
    kinds = {field.name: field.type for field in described[0].inputs}
    assert kinds["job"] == "string"
    assert kinds["flag"] == "boolean"
    assert kinds["joined"] == "date"
    assert kinds["id"] == kinds["x_1"]


def test_a_model_that_uses_another_column_takes_the_place_of_the_one_in_service(
    trained_on: Train, tmp_path: Path
) -> None:
    for answer in ("x_1", "job"):
        folder = trained_on(answer)
        export(folder / "model.pmml", folder / "evidence.parquet", tmp_path)
    first, second = (inspected(tmp_path / "m" / f"{version}.jar") for version in (1, 2))
    assert first["schema"] == second["schema"]
    assert first["engines"] == second["engines"] == ["compiled", "transpiled"]


def fitted_on(answer: str) -> Any:
    """A user's own pipeline: it drops `id`, `joined` and `town`, and passes numbers on."""
    rows = table(answer)
    model = make_pipeline(
        ColumnTransformer(
            [
                ("job", OneHotEncoder(handle_unknown="ignore", sparse_output=False), ["job"]),
                ("numbers", "passthrough", ["x_1", "X_1", "flag"]),
            ]
        ),
        LGBMClassifier(n_estimators=1, max_depth=1, verbose=-1),
    )
    return model.fit(rows[COLUMNS], rows["y"])


ODD: Sequence[dict[str, Any]] = (
    {"town": "never seen in training"},
    {"town": None, "joined": None, "id": None},
    {"job": "never seen in training"},
    {"id": 1e300, "X_1": -1e300},
)


def test_an_odd_value_in_an_unused_column_is_scored_as_the_pipeline_does(tmp_path: Path) -> None:
    model = fitted_on("x_1")
    rows = table("x_1")[COLUMNS]
    jar = export(*save(tmp_path, model, rows), tmp_path / "models")
    inputs = {field["name"]: field for field in inspected(jar)["schema"]["inputs"]}
    assert list(inputs) == COLUMNS
    assert inputs["town"]["type"] == "string"
    assert inputs["town"]["categories"], "without any, a row would have no doubles"
    assert inputs["joined"]["type"] == "date"
    assert inputs["flag"]["type"] == "double"
    first: dict[str, Any] = {str(name): value for name, value in rows.iloc[0].items()}
    first |= {"flag": 1.0, "joined": "2020-02-03"}
    with open_scorer(jar) as scorer:
        for odd in ODD:
            row = first | odd
            frame = pd.DataFrame([row]).astype({"id": float, "X_1": float})
            expected = model.predict_proba(frame[COLUMNS])[0, 1]
            assert scorer.score(row)["probability(1)"] == pytest.approx(expected, abs=1e-12)


def test_the_rows_of_a_user_may_be_csv(tmp_path: Path, capsys: Capture) -> None:
    source, _ = save(tmp_path, fitted_on("job"), table("job"))
    rows = table("job")[COLUMNS].astype({"town": object})
    rows.loc[3, "town"] = "12"  # a column of text may hold what reads as a number
    rows.to_csv(tmp_path / "rows.csv", index=False)
    out = tmp_path / "out"
    arguments = [str(source), "--out", str(out), "--evidence", str(tmp_path / "rows.csv")]
    assert run(["convert", *arguments]) == 0, capsys.readouterr().err
    kinds = {field.name: field.type for field in describe(out / "model.pmml").inputs}
    assert (kinds["town"], kinds["joined"], kinds["flag"]) == ("string", "date", "double")
    evidence = pd.read_parquet(out / "evidence.parquet")
    real = evidence[evidence["scorejar.kind"] == "real"]
    assert real["flag"].tolist() == rows["flag"].tolist()


def test_a_column_of_which_nothing_is_known_is_a_number(tmp_path: Path) -> None:
    source, _ = save(tmp_path, fitted_on("job"), table("job"))
    assert run(["convert", str(source), "--out", str(tmp_path / "out")]) == 0
    kinds = {f.name: f.type for f in describe(tmp_path / "out" / "model.pmml").inputs}
    assert list(kinds) == COLUMNS
    assert (kinds["town"], kinds["job"]) == ("double", "string")


def test_a_model_that_uses_no_column_takes_all_of_them(tmp_path: Path) -> None:
    rows = table("x_1")
    model = DummyClassifier().fit(rows[COLUMNS], rows["y"])
    jar = export(*save(tmp_path, model, rows[COLUMNS]), tmp_path / "models")
    assert [field["name"] for field in inspected(jar)["schema"]["inputs"]] == COLUMNS


def test_a_selector_may_choose_other_columns_the_next_time(tmp_path: Path) -> None:
    numbers = ["id", "x_1", "X_1"]
    schemas = []
    for answer in ("x_1", "joined"):
        rows = table(answer)
        rows["id"] += (rows["joined"].dt.year > 2020) * 50
        model = make_pipeline(
            SimpleImputer(),
            SelectKBest(k=1),
            RandomForestClassifier(2, max_depth=1, random_state=0),
        ).fit(rows[numbers], rows["y"])
        source, evidence = save(tmp_path / answer, model, rows[numbers])
        out = tmp_path / answer / "out"
        assert run(["convert", str(source), "--out", str(out), "--evidence", str(evidence)]) == 0
        schemas.append(describe(out / "model.pmml"))
    assert schemas[0].inputs == schemas[1].inputs
    assert [field.name for field in schemas[0].inputs] == numbers
