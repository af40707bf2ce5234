"""Reasons for scores: LightGBM's own contributions, and what a linear model's terms are."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import lightgbm as lgb
import numpy as np
import pandas as pd
import pytest
from sklearn.compose import make_column_transformer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

from export import export_pipeline
from pyservice import open_scorer
from scorejar.errors import ModelError, RowError

from .conftest import scorejar
from .restamp import without_entry
from .service_server import Server

pytestmark = pytest.mark.usefixtures("warm_java")

NEAR = 1e-9
COVERS = "META-INF/scorejar/covers.bin"
NAMES = ["age", "income", "job"]


@pytest.fixture(scope="module")
def table() -> pd.DataFrame:
    random = np.random.default_rng(3)
    age, income = random.normal(size=(2, 800))
    job = random.choice(["clerk", "nurse", "smith", "cook", "judge"], 800)
    table = pd.DataFrame({"age": age, "income": income, "job": pd.Categorical(job)})
    table.loc[random.random(800) < 0.1, "age"] = np.nan
    return table


@pytest.fixture(scope="module")
def target(table: pd.DataFrame) -> pd.Series[Any]:
    wave = np.sin(2 * table["age"].fillna(1)) + table["income"] * (table["job"] == "cook")
    return pd.Series(wave + table["job"].isin(["nurse", "judge"]))


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("reasons")


@pytest.fixture(scope="module")
def native(
    table: pd.DataFrame, target: pd.Series[Any], repository: Path
) -> tuple[lgb.LGBMClassifier, Path]:
    """Three classes, missing values, categories as LightGBM splits them itself."""
    model = lgb.LGBMClassifier(
        n_estimators=15, num_leaves=15, min_child_samples=5, min_data_per_group=5,
        cat_smooth=1, max_cat_to_onehot=2, n_jobs=1, verbose=-1,
    )  # fmt: skip
    model.fit(table, pd.qcut(target, 3, labels=[0, 1, 2]).astype(int))
    done = export_pipeline(model, table, model="native", repository=repository, engine="compiled")
    return model, done.path


@pytest.fixture(scope="module")
def one_hot(table: pd.DataFrame, target: pd.Series[Any], repository: Path) -> tuple[Any, Path]:
    """Two classes, behind a scaler and a one-hot encoder."""
    front = make_column_transformer(
        (StandardScaler(), ["age", "income"]),
        (OneHotEncoder(handle_unknown="ignore", sparse_output=False), ["job"]),
    )
    model = lgb.LGBMClassifier(n_estimators=15, min_child_samples=5, n_jobs=1, verbose=-1)
    rows = table.astype({"job": object})
    pipeline = make_pipeline(front, model).fit(rows, target > 0.5)
    done = export_pipeline(pipeline, rows, model="hot", repository=repository, engine="compiled")
    return pipeline, done.path


@pytest.fixture(scope="module")
def server(one_hot: tuple[Any, Path], repository: Path) -> Iterator[Server]:
    started = Server(repository, default_model="hot", access_log="off")
    with started.ready() as running:
        yield running


def test_every_class_has_the_contributions_that_lightgbm_gives(
    native: tuple[lgb.LGBMClassifier, Path], table: pd.DataFrame
) -> None:
    model, jar = native
    expected = np.asarray(model.predict(table, pred_contrib=True)).reshape(len(table), 3, 4)
    with open_scorer(jar) as scorer:
        answers, columns = scorer.explains
        assert (answers, columns) == ([f"probability({i})" for i in range(3)], NAMES)
        found = scorer.contributions(table)
    assert np.abs(found - expected).max() < NEAR
    assert np.abs(found.sum(axis=2) - model.predict(table, raw_score=True)).max() < NEAR


def test_encoded_columns_are_folded_back_to_the_columns_of_the_user(
    one_hot: tuple[Any, Path], table: pd.DataFrame
) -> None:
    pipeline, jar = one_hot
    inner = pipeline[-1].predict(pipeline[0].transform(table), pred_contrib=True)
    expected = np.column_stack([inner[:, :2], inner[:, 2:-1].sum(axis=1), inner[:, -1]])
    with open_scorer(jar) as scorer:
        found = scorer.contributions(table.astype({"job": object}))
        one = scorer.explain({"age": 0.5, "job": "cook"})["probability(true)"]
    assert np.abs(found - expected).max() < NEAR
    assert one["sum"] == pytest.approx(one["base"] + sum(one["contributions"].values()))
    assert list(one["contributions"]) == NAMES


def test_a_linear_model_is_explained_by_its_terms(
    table: pd.DataFrame, target: pd.Series[Any], repository: Path
) -> None:
    rows = table[["age", "income"]].fillna(0)
    pipeline = make_pipeline(StandardScaler(), LogisticRegression()).fit(rows, target > 0.5)
    done = export_pipeline(pipeline, rows, model="linear", repository=repository, engine="compiled")
    terms = pipeline[0].transform(rows) * pipeline[1].coef_[0]
    with open_scorer(done.path) as scorer:
        found = scorer.contributions(rows)
    assert np.abs(found[:, :2] - terms).max() < NEAR
    assert found[0, 2] == pytest.approx(pipeline[1].intercept_[0])


def test_a_jar_without_records_says_to_export_it_again(
    one_hot: tuple[Any, Path], tmp_path: Path
) -> None:
    old = without_entry(one_hot[1], tmp_path / "old.jar", COVERS)
    expected = (
        "reasons: expected the records of each leaf, got a jar without them: export the model again"
    )
    with open_scorer(old) as scorer:
        assert scorer.score({"age": 1.0})
        with pytest.raises(ModelError) as error:
            scorer.explain({"age": 1.0})
    assert str(error.value) == expected


def test_a_wrong_row_has_no_reasons(one_hot: tuple[Any, Path]) -> None:
    with open_scorer(one_hot[1]) as scorer, pytest.raises(RowError, match=r"^income: expected"):
        scorer.explain({"income": "much"})


def test_a_file_of_answers_gets_columns_of_reasons(
    one_hot: tuple[Any, Path], table: pd.DataFrame, tmp_path: Path
) -> None:
    rows, out = tmp_path / "rows.csv", tmp_path / "out.csv"
    table.head(20).to_csv(rows, index=False)
    completed = scorejar("score", one_hot[1], rows, "--out", out, "--explain")
    assert completed.returncode == 0, completed.stderr
    with out.open(newline="") as file:
        written = list(csv.DictReader(file))
    with open_scorer(one_hot[1]) as scorer:
        expected = scorer.contributions(table.head(20).astype({"job": object}))
    names = [f"probability(true): {name}" for name in [*NAMES, "(base)"]]
    found = np.array([[float(row[name]) for name in names] for row in written])
    assert len(written) == 20
    assert np.abs(found - expected).max() < NEAR


def test_the_service_explains_where_it_is_asked_to(
    server: Server, one_hot: tuple[Any, Path]
) -> None:
    rows: list[dict[str, Any]] = [{"age": 0.5, "income": 1.0, "job": "cook"}, {"job": "other"}]
    plain = server.client.post("/predict", json=rows).json()
    told = server.client.post("/predict/hot?explain=true", json=rows).json()
    one = server.client.post("/predict/hot?explain=true", json=rows[0]).json()
    reasons = told.pop("reasons")
    assert told == plain
    assert one["reasons"] == reasons[:1]
    with open_scorer(one_hot[1]) as scorer:
        assert reasons == [scorer.explain(row) for row in rows]


@pytest.mark.parametrize(
    ("query", "kind", "status", "error"),
    [
        ("explain=perhaps", "json", 400, "explain: expected true or false, got 'perhaps'"),
        (
            "explain=true&orient=list",
            "json",
            400,
            "explain: expected rows as JSON objects, and JSON back",
        ),
        ("explain=true", "csv", 400, "explain: expected rows as JSON objects, and JSON back"),
    ],
)
def test_the_service_says_what_it_cannot_explain(
    server: Server, query: str, kind: str, status: int, error: str
) -> None:
    media = {"json": "application/json", "csv": "text/csv"}[kind]
    answer = server.client.post(
        f"/predict/hot?{query}", content=json.dumps({"age": 1}), headers={"content-type": media}
    )
    assert (answer.status_code, answer.json()) == (status, {"error": error})


def test_a_wrong_row_among_several_is_named_by_its_place(server: Server) -> None:
    rows: list[dict[str, Any]] = [{"age": 1}, {"age": "old"}]
    answer = server.client.post("/predict/hot?explain=true", json=rows)
    assert answer.status_code == 422
    assert answer.json()["error"].endswith("(row 1)")
