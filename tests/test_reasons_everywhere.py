"""Reasons of models that are no trees, of columns made of several, and while versions change."""

from __future__ import annotations

import threading
from functools import partial
from pathlib import Path
from typing import Any

import httpx
import numpy as np
import pandas as pd
import pytest
from lightgbm import LGBMRegressor
from sklearn.compose import make_column_transformer
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import MinMaxScaler
from sklearn2pmml.preprocessing import ExpressionTransformer

from export import export_pipeline
from pyservice import open_scorer

from .conftest import done, scorejar
from .restamp import restamp
from .service_server import Server, wait_for

pytestmark = pytest.mark.usefixtures("warm_java")

NEAR = 1e-9
LAST = 6  # versions
SCORECARD = """<?xml version="1.0" encoding="UTF-8"?>
<PMML xmlns="http://www.dmg.org/PMML-4_4" version="4.4">
<Header/>
<DataDictionary>
  <DataField name="age" optype="continuous" dataType="double"/>
  <DataField name="income" optype="continuous" dataType="double"/>
  <DataField name="points" optype="continuous" dataType="double"/>
</DataDictionary>
<Scorecard functionName="regression" initialScore="100" useReasonCodes="false">
  <MiningSchema>
    <MiningField name="age"/><MiningField name="income"/>
    <MiningField name="points" usageType="target"/>
  </MiningSchema>
  <Characteristics>
    <Characteristic name="of age">
      <Attribute partialScore="-20">
        <SimplePredicate field="age" operator="lessThan" value="30"/>
      </Attribute>
      <Attribute partialScore="15">
        <SimplePredicate field="age" operator="greaterOrEqual" value="30"/>
      </Attribute>
      <Attribute partialScore="0.5"><True/></Attribute>
    </Characteristic>
    <Characteristic name="of income">
      <Attribute partialScore="7">
        <SimplePredicate field="income" operator="greaterThan" value="1000"/>
      </Attribute>
      <Attribute partialScore="-3"><True/></Attribute>
    </Characteristic>
  </Characteristics>
</Scorecard>
</PMML>
"""


@pytest.fixture(scope="module")
def table() -> pd.DataFrame:
    random = np.random.default_rng(7)
    return pd.DataFrame(random.normal(size=(150, 3)), columns=["age", "income", "debt"])


def fitted(table: pd.DataFrame, sign: float) -> Any:
    """A booster of two columns' product, and of the third."""
    # Within 0 and 1, so that there is a product of any two numbers.
    times = make_pipeline(MinMaxScaler(clip=True), ExpressionTransformer("X[0] * X[1]"))
    front = make_column_transformer((times, ["age", "income"]), remainder="passthrough")
    model = LGBMRegressor(n_estimators=5, num_leaves=5, min_child_samples=5, n_jobs=1, verbose=-1)
    target = table["age"] * table["income"] + sign * table["debt"]
    return make_pipeline(front, model).fit(table, target)


@pytest.fixture(scope="module")
def product(table: pd.DataFrame, tmp_path_factory: pytest.TempPathFactory) -> tuple[Any, Path]:
    pipeline, folder = fitted(table, 1), tmp_path_factory.mktemp("product")
    made = export_pipeline(pipeline, table, model="made", repository=folder, engine="compiled")
    return pipeline, made.path


def test_a_scorecard_is_explained_by_its_points(tmp_path: Path) -> None:
    pmml, rows = tmp_path / "card.pmml", tmp_path / "rows.csv"
    pmml.write_text(SCORECARD)
    rows.write_text("age,income\n20,2000\n40,500\n,\n")
    done(scorejar("export", pmml, "--model", "card", "--repository", tmp_path, "--evidence", rows))
    with open_scorer(tmp_path / "card" / "1.jar") as scorer:
        assert scorer.explains == (["points"], ["age", "income"])
        found = scorer.contributions(np.array([[20, 2000], [40, 500], [np.nan, np.nan]]))
    assert found.tolist() == [[-20, 7, 100], [15, -3, 100], [0.5, -3, 100]]


def test_what_is_made_of_several_columns_is_explained_under_their_names(
    product: tuple[Any, Path], table: pd.DataFrame
) -> None:
    pipeline, jar = product
    # Inside: the product, debt, and the base.
    inner = pipeline[-1].predict(pipeline[0].transform(table), pred_contrib=True)
    with open_scorer(jar) as scorer:
        assert scorer.explains == (["y"], ["age", "income", "debt", "age & income"])
        found = scorer.contributions(table)
        one = scorer.explain(table.iloc[0])["y"]
    assert np.abs(found[:, [3, 2, 4]] - inner).max() < NEAR
    assert not found[:, :2].any()
    assert one["contributions"]["age & income"] == found[0, 3]


def test_py4j_gives_the_same_reasons_as_jpype(
    product: tuple[Any, Path], table: pd.DataFrame
) -> None:
    with open_scorer(product[1]) as here, open_scorer(product[1], bridge="py4j") as apart:
        assert apart.explains == here.explains
        assert (apart.contributions(table) == here.contributions(table)).all()
        assert apart.explain(table.iloc[0]) == here.explain(table.iloc[0])


def answered_by(told: list[tuple[int, dict[str, Any]]], version: int) -> bool:
    """Whether the last answer is of a version."""
    return bool(told) and told[-1][1]["version"] == version


def test_reasons_are_of_the_version_that_the_answer_names_while_versions_change(
    product: tuple[Any, Path], table: pd.DataFrame, tmp_path: Path
) -> None:
    rows: list[dict[str, Any]] = [dict(row) for _, row in table.head(20).iterrows()]
    other = export_pipeline(
        fitted(table, -1), table, model="made", repository=tmp_path, engine="compiled"
    )
    jars = (product[1], other.path)
    expected = []
    for jar in jars:
        with open_scorer(jar) as scorer:
            expected.append([(scorer.score(row), scorer.explain(row)) for row in rows])
    home = tmp_path / "models" / "made"
    home.mkdir(parents=True)
    restamp(jars[0], home / "1.jar", version=1)
    told: list[tuple[int, dict[str, Any]]] = []
    stop = threading.Event()

    with Server(home.parent, scan_interval_s=0.1, warmup_rows=1).ready() as server:

        def ask() -> None:
            with httpx.Client(base_url=server.url, timeout=60, trust_env=False) as client:
                while not stop.is_set():
                    place = len(told) % len(rows)
                    answer = client.post("/predict/made?explain=true", json=rows[place])
                    told.append((place, answer.raise_for_status().json()))

        client = threading.Thread(target=ask)
        client.start()
        try:
            wait_for("version 1", partial(answered_by, told, 1))
            for version in range(2, LAST + 1):
                restamp(jars[(version - 1) % 2], home / f"{version}.jar", version=version)
                wait_for(f"version {version}", partial(answered_by, told, version))
        finally:
            stop.set()
            client.join()
    for place, answer in told:
        score, reasons = expected[(answer["version"] - 1) % 2][place]
        assert answer["predictions"] == [score]
        assert answer["reasons"] == [reasons]
        assert reasons["y"]["sum"] == pytest.approx(score["y"])
    assert {answer["version"] for _, answer in told} == set(range(1, LAST + 1))
