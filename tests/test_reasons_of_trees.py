"""Reasons of scikit-learn's and XGBoost's trees: their Shapley values by the definition."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from numpy.typing import NDArray
from sklearn.compose import make_column_transformer
from sklearn.datasets import make_regression
from sklearn.ensemble import (
    AdaBoostClassifier,
    ExtraTreesRegressor,
    GradientBoostingClassifier,
    HistGradientBoostingRegressor,
    IsolationForest,
    RandomForestClassifier,
)
from sklearn.ensemble._iforest import _average_path_length
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder
from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor
from xgboost import DMatrix, XGBClassifier, XGBRegressor

from export import export_pipeline
from pyservice import open_scorer
from scorejar.errors import ModelError
from train.grown import ensembles
from train.pmml import to_pmml, with_names
from train.records import write_records

from .shapley import contributions, histogram, plain

pytestmark = pytest.mark.usefixtures("warm_java")

NEAR = 1e-9
FLOATS = 2e-6  # XGBoost sums its own contributions in float32
NAMES = ["age", "income", "job"]
SOME = 12  # rows: by the definition, each costs 2 ** features means of every tree

Answers = NDArray[np.float64]


@pytest.fixture(scope="module")
def table() -> pd.DataFrame:
    random = np.random.default_rng(5)
    age, income = random.normal(size=(2, 400))
    job = random.choice(["clerk", "nurse", "smith", "cook"], 400)
    table = pd.DataFrame({"age": age, "income": income, "job": job})
    table.loc[random.random(400) < 0.1, "age"] = np.nan
    return table


@pytest.fixture(scope="module")
def target(table: pd.DataFrame) -> pd.Series[Any]:
    wave = np.sin(2 * table["age"].fillna(1)) + table["income"] * (table["job"] == "cook")
    return pd.Series(wave)


@pytest.fixture(scope="module")
def classes(target: pd.Series[Any]) -> pd.Series[Any]:
    return pd.qcut(target, 3, labels=[0, 1, 2]).astype(int)


def reasons(model: Any, X: pd.DataFrame, folder: Path) -> tuple[tuple[Any, Any], Answers]:
    """What the model's jar explains, and its contributions to some rows."""
    done = export_pipeline(model, X, model="trees", repository=folder, engine="compiled")
    with open_scorer(done.path) as scorer:
        return scorer.explains, scorer.contributions(X.head(SOME))


def test_a_forest_of_classes_behind_an_encoder_is_explained_class_by_class(
    table: pd.DataFrame, classes: pd.Series[Any], tmp_path: Path
) -> None:
    front = make_column_transformer(
        (OneHotEncoder(sparse_output=False), ["job"]), remainder="passthrough"
    )
    forest = RandomForestClassifier(4, max_depth=5, class_weight="balanced", random_state=1)
    X = table.fillna({"age": 0.0})
    model = make_pipeline(front, forest).fit(X, classes)
    (answers, columns), found = reasons(model, X, tmp_path)
    trees = [plain(one.tree_, one.tree_.value[:, 0, :] / 4) for one in forest.estimators_]
    inner = contributions(trees, front.transform(X.head(SOME)))
    # The encoder's four columns come first, then age, income and the base.
    expected = np.stack([inner[:, 4], inner[:, 5], inner[:, :4].sum(axis=1), inner[:, 6]], axis=1)
    assert (answers, columns) == ([f"probability({i})" for i in range(3)], NAMES)
    assert np.abs(found - expected.transpose(0, 2, 1)).max() < NEAR
    assert np.abs(found.sum(axis=2) - model.predict_proba(X.head(SOME))).max() < NEAR


def test_a_tree_of_weighted_rows_with_gaps_is_explained_by_their_weights(
    table: pd.DataFrame, classes: pd.Series[Any], tmp_path: Path
) -> None:
    X, weights = table[["age", "income"]], np.random.default_rng(2).random(len(table))
    labels = np.array(["<=50K", "a & b", ">50K"])[classes]
    model = DecisionTreeClassifier(max_depth=5).fit(X, labels, sample_weight=weights)
    (answers, _), found = reasons(model, X, tmp_path)
    expected = contributions([plain(model.tree_, model.tree_.value[:, 0, :])], X[:SOME].to_numpy())
    assert answers == [f"probability({label})" for label in model.classes_]
    assert np.abs(found - expected.transpose(0, 2, 1)).max() < NEAR


def test_stages_of_trees_are_explained_by_what_each_adds_to_the_raw_score(
    table: pd.DataFrame, classes: pd.Series[Any], tmp_path: Path
) -> None:
    X = table[["age", "income"]].fillna(0)
    model = GradientBoostingClassifier(n_estimators=4, max_depth=3).fit(X, classes)
    _, found = reasons(model, X, tmp_path)
    rows = X[:SOME].to_numpy()
    for number in range(3):
        stages = [one.tree_ for one in model.estimators_[:, number]]
        expected = contributions([plain(t, 0.1 * t.value[:, 0, 0]) for t in stages], rows)[..., 0]
        assert np.abs(found[:, number, :2] - expected[:, :2]).max() < NEAR
    assert np.abs(found.sum(axis=2) - model.decision_function(X[:SOME])).max() < NEAR


def test_histogram_boosting_with_gaps_and_categories_is_explained(
    table: pd.DataFrame, target: pd.Series[Any], tmp_path: Path
) -> None:
    X = table.astype({"job": "category"})
    model = HistGradientBoostingRegressor(max_iter=4, categorical_features="from_dtype")
    model.fit(X, target)
    _, found = reasons(model, X, tmp_path)
    # scikit-learn puts the columns of categories first.
    rows = np.asarray(model._preprocess_X(X.head(SOME), reset=False), dtype=float)
    trees = [histogram(stage[0]) for stage in model._predictors]
    assert any(stage[0].nodes["is_categorical"].any() for stage in model._predictors)
    expected = contributions(trees, rows)[..., 0][:, [1, 2, 0]]
    assert np.abs(found[:, :3] - expected).max() < NEAR
    assert np.abs(found.sum(axis=1) - model.predict(X.head(SOME))).max() < NEAR


def test_an_isolation_forest_is_explained_by_how_long_its_ways_are(
    table: pd.DataFrame, tmp_path: Path
) -> None:
    X = table[["age", "income"]].fillna(0)
    model = IsolationForest(n_estimators=5, max_samples=32, random_state=1).fit(X)
    (answers, _), found = reasons(model, X, tmp_path)
    raw = -np.log2(0.5 - model.decision_function(X[:SOME]))
    trees = []
    for one in model.estimators_:
        tree = one.tree_
        depths = np.asarray(tree.decision_path(X.to_numpy(dtype=np.float32)).sum(axis=1)).ravel()
        ways = np.zeros(tree.node_count)
        ways[tree.apply(X.to_numpy(dtype=np.float32))] = depths - 1
        ways += _average_path_length(tree.n_node_samples)
        trees.append(plain(tree, ways / (5 * _average_path_length([32])[0])))
    expected = contributions(trees, X[:SOME].to_numpy())[..., 0]
    assert answers == ["decisionFunction"]
    assert np.abs(found - expected).max() < NEAR
    assert np.abs(found.sum(axis=1) - raw).max() < NEAR


def test_xgboost_is_explained_as_it_explains_itself(
    table: pd.DataFrame, classes: pd.Series[Any], tmp_path: Path
) -> None:
    X = table[["age", "income"]]
    model = XGBClassifier(n_estimators=5, max_depth=4, n_jobs=1).fit(X, classes)
    _, found = reasons(model, X, tmp_path)
    expected = model.get_booster().predict(DMatrix(X.head(SOME)), pred_contribs=True)
    assert np.abs(found - expected).max() < FLOATS


def test_only_the_rounds_up_to_the_best_are_explained(
    table: pd.DataFrame, target: pd.Series[Any], tmp_path: Path
) -> None:
    X = table[["age", "income"]]
    model = XGBRegressor(n_estimators=60, learning_rate=0.9, n_jobs=1, early_stopping_rounds=3)
    model.fit(X[:300], target[:300], eval_set=[(X[300:], target[300:])], verbose=False)
    assert model.best_iteration + 1 < len(model.get_booster().get_dump())
    _, found = reasons(model, X, tmp_path)
    assert np.abs(found.sum(axis=1) - model.predict(X.head(SOME))).max() < FLOATS


def test_records_are_written_for_the_very_trees_of_the_file_alone(tmp_path: Path) -> None:
    X, y = make_regression(60, 2, random_state=1)
    one, other = (ExtraTreesRegressor(2, max_depth=3, random_state=s).fit(X, y) for s in (1, 2))
    pmml = tmp_path / "model.pmml"
    before = to_pmml(with_names(one, ["a", "b"], ["y"]), pmml)
    plain_text = pmml.read_text()
    assert write_records(pmml, other) is None
    assert pmml.read_text() == plain_text
    digest = write_records(pmml, one)
    assert digest not in (None, before)
    counts = re.findall(r'<Node recordCount="(\d+)"', pmml.read_text())
    assert len(counts) == plain_text.count("<Node ")
    assert counts[0] == "60"
    assert re.sub(r' recordCount="\d+"', "", pmml.read_text()) == plain_text
    assert write_records(pmml, one) == digest


def swapped(text: str) -> str:
    """The first question, the other way round."""
    other = {"lessOrEqual": "greaterThan", "greaterThan": "lessOrEqual"}
    return re.sub("|".join(other), lambda found: other[found[0]], text, count=1)


def test_a_leaf_or_a_threshold_that_differs_leaves_all_records_out(tmp_path: Path) -> None:
    X = np.random.default_rng(1).normal(size=(60, 2))
    y = X.prod(axis=1)
    model = DecisionTreeRegressor(max_depth=3).fit(X, y)
    pmml = tmp_path / "model.pmml"
    to_pmml(with_names(model, ["a", "b"], ["y"]), pmml)
    text = pmml.read_text()
    for wrong in (
        re.sub(r'(value="-?)(\d)', r"\g<1>7\2", text, count=1),
        re.sub(r'(<Node score="-?)(\d)', r"\g<1>7\2", text, count=1),
        swapped(text),
        text.replace('field="a"', 'field="b"'),
    ):
        assert wrong != text
        pmml.write_text(wrong)
        assert write_records(pmml, model) is None
        assert pmml.read_text() == wrong


def test_estimators_that_are_no_trees_or_not_fitted_have_no_records() -> None:
    unfitted = [XGBRegressor(), DecisionTreeRegressor(), HistGradientBoostingRegressor()]
    assert list(ensembles(make_pipeline(OneHotEncoder(), *unfitted))) == []


def test_trees_whose_records_are_not_in_the_pmml_say_so(
    table: pd.DataFrame, classes: pd.Series[Any], tmp_path: Path
) -> None:
    X = table[["age", "income"]].fillna(0)
    # Its trees vote: PMML has the class of each leaf, not the shares that the estimator keeps.
    model = AdaBoostClassifier(n_estimators=3, random_state=1).fit(X, classes > 0)
    with pytest.raises(ModelError) as error:
        reasons(model, X, tmp_path)
    assert str(error.value) == (
        "reasons: expected the records of each leaf, got a model whose PMML does not have them:"
        " nodes without recordCount"
    )
