"""`scorejar convert`: a user's own pipeline."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import joblib
import numpy as np
import pandas as pd
import pyarrow.parquet
import pytest
from lightgbm import LGBMClassifier
from sklearn.cluster import KMeans
from sklearn.datasets import load_iris
from sklearn.linear_model import LinearRegression, LogisticRegression
from sklearn.neighbors import KNeighborsClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from scorejar.cli import run
from scorejar.errors import ModelError, UsageError
from train.pickles import examine

pytestmark = pytest.mark.usefixtures("warm_java")

Capture = pytest.CaptureFixture[str]


@pytest.fixture(scope="module")
def iris() -> tuple[pd.DataFrame, pd.Series]:
    inputs, target = load_iris(return_X_y=True, as_frame=True)
    return inputs, target


def save(folder: Path, model: Any, name: str = "p.joblib") -> str:
    joblib.dump(model, folder / name)
    return str(folder / name)


def convert(capsys: Capture, *arguments: str | Path) -> dict[str, Any]:
    code = run(["convert", *map(str, arguments), "--json"])
    captured = capsys.readouterr()
    assert code == 0, captured.err
    facts: dict[str, Any] = json.loads(captured.out)
    return facts


def test_a_pipeline_is_converted_with_its_own_answers_as_evidence(
    iris: tuple[pd.DataFrame, pd.Series], tmp_path: Path, capsys: Capture
) -> None:
    inputs, target = iris
    pipeline = make_pipeline(StandardScaler(), LogisticRegression()).fit(inputs, target)
    inputs.to_csv(tmp_path / "rows.csv", index=False)
    facts = convert(
        capsys,
        *(save(tmp_path, pipeline), "--out", tmp_path / "out"),
        *("--evidence", tmp_path / "rows.csv", "--target", "species"),
    )
    assert facts["inputs"] == list(inputs)
    assert facts["answered"] == ["probability(0)", "probability(1)", "probability(2)", "species"]
    evidence = pd.read_parquet(tmp_path / "out" / "evidence.parquet")
    real = evidence[evidence["scorejar.kind"] == "real"]
    distinct = inputs.drop_duplicates()
    assert real["species"].tolist() == pipeline.predict(distinct).tolist()
    assert real["probability(2)"].tolist() == pipeline.predict_proba(distinct)[:, 2].tolist()
    made = evidence[evidence["scorejar.kind"] != "real"]
    assert len(made) > 100, "rows are made beside those given"
    refused = made[made["scorejar.refused"].notna()]
    assert refused["species"].isna().all()
    assert "ValueError: Input X contains NaN" in refused["scorejar.refused"].iloc[0]
    answered = made[made["scorejar.refused"].isna()]
    with np.errstate(all="ignore"):
        predicted = pipeline.predict(answered[list(inputs)])
    assert answered["species"].tolist() == predicted.tolist()


def test_a_pipeline_is_asked_about_rows_made_from_its_pmml_alone(
    iris: tuple[pd.DataFrame, pd.Series], tmp_path: Path, capsys: Capture
) -> None:
    inputs, target = iris
    model = LGBMClassifier(n_estimators=3, verbose=-1).fit(inputs, (target == 1).astype(int))
    out = tmp_path / "out"
    facts = convert(capsys, save(tmp_path, model), "--out", out)
    assert facts["answered"] == ["probability(0)", "probability(1)", "y"]
    assert facts["coverage"]["leaves"]["covered"] == facts["coverage"]["leaves"]["of"] > 0
    table = pyarrow.parquet.read_table(out / "evidence.parquet")
    note = json.loads(table.schema.metadata[b"scorejar"])
    assert (note["judge"], note["agreement"]) == ("pipeline", "ulps")
    assert note["pmml_sha256"] == facts["pmml_sha256"]
    rows = table.to_pandas()
    names = [str(name).replace(" ", "_") for name in inputs]  # as LightGBM has them
    raw = np.asarray(model.predict(rows[names], raw_score=True))
    assert rows["scorejar.raw:lgbmValue"].tolist() == raw.tolist()


def test_names_with_blanks_that_lightgbm_changed_come_back_from_the_rows(
    iris: tuple[pd.DataFrame, pd.Series], tmp_path: Path, capsys: Capture
) -> None:
    inputs, target = iris
    model = LGBMClassifier(n_estimators=3, verbose=-1).fit(inputs, target)
    inputs.to_parquet(tmp_path / "rows.parquet")
    facts = convert(
        capsys,
        *(save(tmp_path, model), "--out", tmp_path / "out"),
        *("--evidence", tmp_path / "rows.parquet"),
    )
    assert facts["inputs"] == list(inputs)
    assert len(facts["answered"]) == 4


@pytest.mark.parametrize(
    ("model", "said"),
    [
        (KMeans(3, n_init=1, random_state=0), "rounding of distances"),
        (make_pipeline(StandardScaler(), KNeighborsClassifier()), "rounding of distances"),
        (LogisticRegression(max_iter=500), "no numbers at all, got the text '0'"),
    ],
)
def test_what_no_proof_can_hold_for_is_refused_by_name(
    iris: tuple[pd.DataFrame, pd.Series], model: Any, said: str
) -> None:
    inputs, target = iris
    with pytest.raises(ModelError, match=said):
        examine(model.fit(inputs, target.astype("category").cat.codes.astype(str)), None, "p")


def test_names_come_from_the_model_or_are_numbered(iris: tuple[pd.DataFrame, pd.Series]) -> None:
    inputs, target = iris
    named = examine(LogisticRegression(max_iter=500).fit(inputs, target), None, "p")
    assert (named.inputs, named.targets, named.named) == (list(inputs), ["y"], True)
    numbered = examine(LinearRegression().fit(inputs.to_numpy(), inputs.to_numpy()), None, "p")
    assert numbered.inputs == ["x1", "x2", "x3", "x4"]
    assert numbered.targets == ["y1", "y2", "y3", "y4"]
    assert not numbered.named


def test_a_target_named_like_an_input_is_refused() -> None:
    model = LinearRegression().fit(pd.DataFrame({"y": [1.0, 2.0]}), np.array([1.0, 2.0]))
    with pytest.raises(UsageError, match="p: 'y' is an input; name the target by --target"):
        examine(model, None, "p")


NOT_PIPELINES = {
    "a dict": ({"a": 1}, "expected a fitted pipeline or estimator, got dict"),
    "not fitted": (LogisticRegression(), "expected a fitted pipeline, got one that is not"),
}


@pytest.mark.parametrize("case", NOT_PIPELINES)
def test_what_is_no_fitted_pipeline_is_refused(case: str, tmp_path: Path, capsys: Capture) -> None:
    model, message = NOT_PIPELINES[case]
    path = save(tmp_path, model)
    assert run(["convert", path, "--out", str(tmp_path / "out")]) == 3
    assert capsys.readouterr().err == f"error: {path}: {message}\n"
    assert not (tmp_path / "out").exists()


def test_a_file_that_is_no_pickle_is_refused(tmp_path: Path, capsys: Capture) -> None:
    path = tmp_path / "p.joblib"
    path.write_text("age,y\n1,2\n")
    assert run(["convert", str(path), "--out", str(tmp_path / "out")]) == 3
    assert capsys.readouterr().err.startswith(
        f"error: {path}: expected a fitted pipeline saved by joblib, got a file that cannot be"
    )


def test_rows_without_a_column_are_refused_before_converting(
    iris: tuple[pd.DataFrame, pd.Series], tmp_path: Path, capsys: Capture
) -> None:
    inputs, target = iris
    path = save(tmp_path, LogisticRegression(max_iter=500).fit(inputs, target))
    rows = tmp_path / "rows.csv"
    inputs.rename(columns={"petal width (cm)": "petal widht (cm)"}).to_csv(rows, index=False)
    out = tmp_path / "out"
    assert run(["convert", path, "--out", str(out), "--evidence", str(rows)]) == 2
    expected = f"{rows}: no column 'petal width (cm)'; did you mean 'petal widht (cm)'?"
    assert capsys.readouterr().err == f"error: {expected}\n"
    assert not out.exists()
