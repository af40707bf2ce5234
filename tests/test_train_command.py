"""`scorejar train` as a user runs it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import joblib
import numpy as np
import pandas as pd
import pytest

from scorejar.cli import run
from tests.conftest import ROOT, done, scorejar
from train.credit import credit

pytestmark = pytest.mark.usefixtures("warm_java")

Trained = Callable[[str], Path]
Capture = pytest.CaptureFixture[str]


def table(folder: Path, content: str, name: str = "t.csv") -> Path:
    path = folder / name
    path.write_text(content, encoding="utf-8")
    return path


def rows(count: int = 40, header: str = "age,job,y") -> str:
    lines = [f"{20 + i},{'abc'[i % 3]}x,{i % 2}" for i in range(count)]
    return "\n".join([header, *lines]) + "\n"


def refused(capsys: Capture, out: Path, *arguments: str | Path) -> tuple[int, str]:
    """Run in this process; nothing may be on disk afterwards."""
    code = run(["train", *map(str, arguments), "--out", str(out)])
    assert not out.exists()
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith("error: ")
    assert captured.err.count("\n") == 1
    return code, captured.err.removeprefix("error: ").rstrip("\n")


def test_the_folder_holds_what_export_needs(trained: Trained) -> None:
    folder = trained("credit")
    names = ["evidence.parquet", "model.pmml", "pipeline.joblib", "rows.csv", "training.json"]
    assert sorted(path.name for path in folder.iterdir()) == names
    facts = json.loads((folder / "training.json").read_text())
    assert facts["held_out"]["auc"] > 0.75
    assert facts["held_out"]["log_loss"] < facts["held_out"]["baseline_log_loss"]
    assert set(facts["columns"].values()) == {"numeric", "categorical", "boolean", "date"}


def test_evidence_holds_the_answers_of_the_saved_pipeline(trained: Trained) -> None:
    folder = trained("credit")
    pipeline = joblib.load(folder / "pipeline.joblib")
    evidence = pd.read_parquet(folder / "evidence.parquet")
    answered = evidence[evidence["scorejar.refused"].isna()].reset_index(drop=True)
    inputs = answered[list(pipeline.feature_names_in_)].copy()
    for name in ("applied_on", "customer_since"):
        inputs[name] = pd.to_datetime(inputs[name])
    for name in ("purpose", "employment", "region", "owns_home", "guarantor"):
        inputs[name] = inputs[name].astype(object).where(inputs[name].notna(), np.nan)
    answers = pipeline.predict_proba(inputs)
    assert answered["probability(0)"].tolist() == answers[:, 0].tolist()
    assert answered["probability(1)"].tolist() == answers[:, 1].tolist()
    assert answered["default"].tolist() == pipeline.predict(inputs).tolist()
    raw = pipeline.predict(inputs, raw_score=True)
    assert answered["scorejar.raw:lgbmValue"].tolist() == raw.tolist()


def test_evidence_holds_what_hurts_and_what_is_refused(trained: Trained) -> None:
    folder = trained("credit")
    evidence = pd.read_parquet(folder / "evidence.parquet")
    kinds = evidence["scorejar.kind"].value_counts()
    assert kinds["real"] == 400
    assert kinds["threshold"] > 100
    names = joblib.load(folder / "pipeline.joblib").feature_names_in_
    for name in names:
        assert evidence[name].isna().any(), f"{name} is missing in no row"
    refused = evidence[evidence["scorejar.refused"].notna()]
    assert len(refused) > 0
    assert refused[["probability(0)", "probability(1)", "default"]].isna().all().all()
    numbers = refused[["age", "loan_amount", "late_payments"]].to_numpy()
    assert np.isinf(numbers).any(axis=1).all()
    regions = set(evidence["region"].dropna())
    assert regions - set(credit()["region"].dropna()), "no region that training did not know"
    facts = json.loads((folder / "training.json").read_text())
    assert facts["evidence_rows"] == len(evidence)
    assert facts["evidence_refused"] == len(refused)


def test_the_same_configuration_gives_the_same_bytes(trained: Trained, tmp_path: Path) -> None:
    config = ROOT / "train" / "examples" / "wine.toml"
    done(scorejar("train", "--config", config, "--out", tmp_path / "again"))
    for name in ("model.pmml", "evidence.parquet", "training.json"):
        assert (tmp_path / "again" / name).read_bytes() == (trained("wine") / name).read_bytes()


def test_a_ranker_learns_from_groups_and_other_files_stay(tmp_path: Path) -> None:
    rng = np.random.default_rng(5)
    query, quality = np.repeat(np.arange(60), 10), rng.normal(size=600)
    pages = pd.DataFrame({"query": query, "clicks": quality + rng.normal(size=600) / 4})
    pages["relevance"] = np.digitize(quality, [-0.5, 0.5, 1.5])
    pages.to_parquet(tmp_path / "pages.parquet")
    config = table(
        tmp_path,
        'data = "pages.parquet"\ntarget = "relevance"\ngroup = "query"\n'
        '[estimator]\nkind = "lightgbm_ranker"\nparameters = { n_estimators = 20 }\n',
        "c.toml",
    )
    out = tmp_path / "out"
    out.mkdir()
    (out / "mine.txt").write_text("stays")
    completed = done(scorejar("train", "--config", config, "--out", out, "--json"))
    facts = json.loads(completed.stdout)
    assert facts["held_out"]["ndcg"] > facts["held_out"]["baseline_ndcg"] + 0.1
    assert facts["rows"]["held_out"] % 10 == 0, "a group stays whole"
    assert (out / "mine.txt").read_text() == "stays"
    evidence = pd.read_parquet(out / "evidence.parquet")
    assert list(evidence) == ["clicks", "relevance", "scorejar.kind", "scorejar.refused"]


BAD_TABLES = {
    "empty": ("", 2, "t.csv: expected a header line and rows, found an empty file"),
    "header alone": ("age,job,y\n", 2, "t.csv: expected rows, found none"),
    "no target": (
        rows(header="age,job,Target"),
        2,
        "t.csv: target: no column 'y'; there are 'age', 'job', 'Target'",
    ),
    "constant target": (
        rows().replace(",1\n", ",0\n"),
        2,
        "target 'y': expected at least two different values, got 0 in every row",
    ),
    "mixed types": (
        rows().replace("25,", "old,"),
        4,
        "age: expected a number, got 'old' (row 5);"
        ' columns.age = "categorical" takes all values as text',
    ),
    "a column twice": (
        rows(header="age,age,y"),
        2,
        "t.csv: expected each column once, found 'age' more than once",
    ),
    "a column without values": (
        "age,job,y\n" + "".join(f"{i},,{i % 2}\n" for i in range(40)),
        2,
        "column 'job': expected values, found every row missing;"
        ' columns.job = "unused" leaves it out',
    ),
    "too few rows": (rows(8), 2, "expected at least 20 rows with a target, got 8"),
    "too few of a class": (
        rows() + "30,ax,2\n31,bx,2\n",
        2,
        "target 'y': expected at least 5 rows of each class, got 2 of 2",
    ),
    "a short row": (rows() + "30,ax\n", 4, "t.csv: expected 3 cells, got 2 (row 40)"),
    "an input like an answer": (
        rows(header="probability(1),job,y"),
        2,
        "column 'probability(1)': expected a name that no answer has;"
        " the probability of a class of 'y' will be called this",
    ),
}


@pytest.mark.parametrize("case", BAD_TABLES)
def test_a_bad_table_is_told_in_one_line_and_nothing_is_written(
    case: str, tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    content, code, message = BAD_TABLES[case]
    table(tmp_path, content)
    assert refused(capsys, tmp_path / "out", "--data", "t.csv", "--target", "y") == (code, message)


def test_a_missing_file_is_told(tmp_path: Path, capsys: Capture) -> None:
    path = tmp_path / "none.csv"
    code, message = refused(capsys, tmp_path / "out", "--data", path, "--target", "y")
    assert (code, message) == (2, f"{path}: no such file")


def test_a_file_that_is_no_parquet_is_told(tmp_path: Path, capsys: Capture) -> None:
    path = table(tmp_path, "age,y\n", "t.parquet")
    code, message = refused(capsys, tmp_path / "out", "--data", path, "--target", "y")
    assert code == 2
    assert message.startswith(f"{path}: cannot be read: ")


def test_a_built_in_table_that_is_not_there_is_told_with_the_nearest(
    tmp_path: Path, capsys: Capture
) -> None:
    code, message = refused(capsys, tmp_path / "out", "--data", "wines", "--target", "y")
    assert (code, message) == (2, "unknown data 'wines'; did you mean 'wine'?")


def test_neither_table_nor_configuration_is_wrong_usage(tmp_path: Path, capsys: Capture) -> None:
    code, message = refused(capsys, tmp_path / "out")
    assert (code, message) == (2, "expected --config, or --data and --target")


PARAMETERS = {
    "n_estimator = 5": "estimator lightgbm_classifier: unknown parameter 'n_estimator';"
    " did you mean 'n_estimators'?",
    'num_leaves = "many"': "estimator lightgbm_classifier: ",
}


@pytest.mark.parametrize("parameter", PARAMETERS)
def test_a_parameter_that_the_estimator_refuses_is_told(
    parameter: str, tmp_path: Path, capsys: Capture
) -> None:
    config = table(
        tmp_path,
        'data = "wine"\ntarget = "cultivar"\n[estimator]\nkind = "lightgbm_classifier"\n'
        f"parameters = {{ {parameter} }}\n",
        "c.toml",
    )
    code, message = refused(capsys, tmp_path / "out", "--config", config)
    assert code == 2
    assert message.startswith(PARAMETERS[parameter])


def test_an_output_folder_that_is_a_file_is_refused_before_training(
    tmp_path: Path, capsys: Capture
) -> None:
    out = table(tmp_path, "", "out")
    assert run(["train", "--data", "wine", "--target", "cultivar", "--out", str(out)]) == 2
    assert capsys.readouterr().err == f"error: {out}: expected a folder, found a file\n"


def test_the_rows_that_training_kept_can_be_scored_as_they_are(
    trained: Callable[[str], Path], exported: Callable[..., Path], tmp_path: Path
) -> None:
    out = tmp_path / "answers.csv"
    rows = trained("credit") / "rows.csv"
    done(scorejar("score", exported("credit"), rows, "--out", out))
    assert len(pd.read_csv(out)) == len(pd.read_csv(rows)) > 0
