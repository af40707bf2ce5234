"""Drift, from a table to the alert: rows of a service against those that its jar was trained on."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from tests.conftest import done, scorejar
from tests.restamp import restamp, with_entry, without_entry
from tests.service_jars import NUMBERS, TEXT, write_jar
from tests.service_server import Server
from train.credit import credit

STATISTICS = "META-INF/scorejar/statistics.json"
ROWS = 3000


def same(table: pd.DataFrame) -> None:
    """Rows as they were in training."""


def richer(table: pd.DataFrame) -> None:
    table["income"] *= 1.6


def saving_nothing(table: pd.DataFrame) -> None:
    """More of a value that every third row of training has."""
    table.loc[::2, "savings"] = 0.0


def of_one_region(table: pd.DataFrame) -> None:
    table.loc[::3, "region"] = "Zürich"


def without_home(table: pd.DataFrame) -> None:
    table["owns_home"] = table["owns_home"].astype(object)
    table.loc[::2, "owns_home"] = None


def on_leave(table: pd.DataFrame) -> None:
    """A category that training did not have."""
    table.loc[::3, "employment"] = "on leave"


def later(table: pd.DataFrame) -> None:
    table["applied_on"] += pd.Timedelta(days=700)


SHIFTS: dict[str, tuple[Callable[[pd.DataFrame], None], str | None]] = {
    "same": (same, None),
    "richer": (richer, "income"),
    "saving-nothing": (saving_nothing, "savings"),
    "of-one-region": (of_one_region, "region"),
    "without-home": (without_home, "owns_home"),
    "on-leave": (on_leave, "employment"),
    "later": (later, "applied_on"),
}


CONFIG = """
data = "credit"
target = "default"
seed = 1
[estimator]
kind = "lightgbm_classifier"
encoding = "native"
parameters = { n_estimators = 4, num_leaves = 7 }
"""


@pytest.fixture(scope="module")
def jar(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small model of the table, by the two commands that everybody uses."""
    home = tmp_path_factory.mktemp("small")
    (home / "small.toml").write_text(CONFIG)
    done(scorejar("train", "--config", home / "small.toml", "--out", home))
    files = (home / "model.pmml", "--evidence", home / "evidence.parquet")
    done(scorejar("export", *files, "--model", "small", "--repository", home, "--lean"))
    return home / "small" / "1.jar"


@pytest.fixture(scope="module")
def service(jar: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A model for each shift, all of the same jar, and one whose jar says nothing of training."""
    home = tmp_path_factory.mktemp("models")
    for name in [*SHIFTS, "silent"]:
        (home / name).mkdir()
        restamp(jar, home / name / "1.jar", model=name)
    without_entry(home / "silent" / "1.jar", home / "silent" / "2.jar", STATISTICS)
    restamp(home / "silent" / "2.jar", home / "silent" / "1.jar", version=1)
    (home / "silent" / "2.jar").unlink()
    with Server(home).ready() as server:
        yield server


def ask(service: Server, name: str, table: pd.DataFrame) -> None:
    """Score the rows, half of them in one request, the others by requests of fifty."""
    rows = json.loads(table.drop(columns="default").to_json(orient="records", date_format="iso"))
    for row in rows:
        for column in ("applied_on", "customer_since"):
            row[column] = row[column] and row[column][:10]
    half = len(rows) // 2
    parts = [rows[:half], *(rows[at : at + 50] for at in range(half, len(rows), 50))]
    for part in parts:
        answer = service.post(f"/predict/{name}", part)
        assert answer.status_code == 200, answer.text


def drift(service: Server, name: str) -> dict[str, Any]:
    found: dict[str, Any] = service.client.get(f"/models/{name}/drift").json()
    return found


def alerts(found: dict[str, Any]) -> list[str]:
    return [column["name"] for column in found["columns"] if column["alert"]]


@pytest.mark.parametrize("name", SHIFTS)
def test_a_shifted_column_raises_its_alert_and_no_other(service: Server, name: str) -> None:
    shift, shifted = SHIFTS[name]
    table = credit(ROWS, seed=7)
    shift(table)
    ask(service, name, table)
    found = drift(service, name)
    assert (found["model"], found["version"]) == (name, 1)
    assert found["rows"] >= found["fewest_rows"]
    assert {column["name"] for column in found["columns"]} == set(table) - {"default"}
    assert alerts(found) == ([shifted] if shifted else [])
    scores = {score["name"]: score for score in found["scores"]}
    assert {"probability(0)", "probability(1)", "default"} == set(scores)
    if shifted is None:
        assert not any(score["alert"] for score in scores.values())


def column(found: dict[str, Any], name: str) -> dict[str, Any]:
    return next(one for one in found["columns"] if one["name"] == name)


def test_shares_of_missing_and_unseen_values_are_told(service: Server) -> None:
    """Runs after the rows were scored: parametrised tests of a file run in order."""
    gone = column(drift(service, "without-home"), "owns_home")
    assert gone["training"]["missing"] == 0
    assert gone["missing_share"] == gone["window"]["missing"] == pytest.approx(0.5, abs=0.1)
    strange = column(drift(service, "on-leave"), "employment")
    assert strange["training"]["unseen"] == 0
    assert strange["unseen_share"] == strange["window"]["unseen"] == pytest.approx(1 / 3, abs=0.1)
    assert strange["values"][0] == "1 to 4 years"
    for part in ("training", "window"):
        shares = strange[part]
        total = sum(shares["shares"]) + shares["other"] + shares["missing"] + shares["unseen"]
        assert total == pytest.approx(1)


def test_metrics_tell_the_same(service: Server) -> None:
    text = service.client.get("/metrics").text
    labels = '{column="income",model="richer",version="1"}'
    assert f"scorejar_drift_alert{labels} 1.0" in text
    psi = column(drift(service, "richer"), "income")["psi"]
    assert f"scorejar_drift_psi{labels} {psi}" in text
    assert 'scorejar_drift_alert{column="income",model="same",version="1"} 0.0' in text
    assert 'scorejar_column_missing_share{column="owns_home",model="without-home"' in text
    assert 'scorejar_score_psi{model="same",output="probability(1)",version="1"}' in text
    assert 'model="silent",output=' not in text


def test_a_jar_without_statistics_says_so(service: Server) -> None:
    found = drift(service, "silent")
    assert found["rows"] is None
    assert found["columns"] == []
    assert found["cause"] == (
        "the jar holds no statistics of its training, or `drift_window_s` is 0"
    )


def test_a_model_that_is_not_there_is_told(service: Server) -> None:
    answer = service.client.get("/models/none/drift")
    assert answer.status_code == 404
    assert answer.json()["error"].startswith("model: expected one of ")


def test_versions_count_for_themselves_by_name_and_in_a_child_jvm_too(tmp_path: Path) -> None:
    age = {"name": "age", "missing": 0, "edges": [10], "counts": [5, 5]}
    note = {"name": "note", "missing": 0, "values": ["x"], "counts": [10], "other": 0}
    first = {**age, "name": "a"}
    for name, columns, version, described in (
        ("text", TEXT, 1, [age, note]),
        ("numbers", NUMBERS, 1, [first]),
        ("numbers", NUMBERS, 2, [first]),
    ):
        jar = write_jar(tmp_path, columns, model=name, version=version)
        told = {"source": "a test", "columns": described, "scores": []}
        with_entry(jar, jar, STATISTICS, json.dumps(told).encode())
    with Server(tmp_path, "--versions", "numbers=all", bridge="py4j").ready() as server:
        rows = [{"age": 3, "note": "x"}, {"age": 30, "note": "y"}, {"note": None}]
        assert server.post("/predict/text", rows * 2).status_code == 200
        found = drift(server, "text")
        assert (found["rows"], found["source"]) == (6, "a test")
        assert column(found, "age")["missing_share"] == pytest.approx(1 / 3)
        assert column(found, "note")["unseen_share"] == pytest.approx(1 / 3)
        row = {"a": 3, "b c": 1, "n": 1}
        assert server.post("/predict/numbers/versions/1", [row] * 3).status_code == 200
        assert server.post("/predict/numbers", row).status_code == 200
        counted = {
            query: (told["version"], told["rows"])
            for query in ("", "?version=1", "?version=2")
            for told in [server.client.get(f"/models/numbers/drift{query}").json()]
        }
        assert counted == {"": (2, 1), "?version=1": (1, 3), "?version=2": (2, 1)}
        metrics = server.client.get("/metrics").text
        for version in (1, 2):
            labels = f'{{column="a",model="numbers",version="{version}"}}'
            assert f"scorejar_column_missing_share{labels} 0.0" in metrics
        missing = server.client.get("/models/numbers/drift?version=9")
        assert missing.status_code == 404
        assert missing.json()["error"] == "version: expected 2 of numbers, got '9'"
