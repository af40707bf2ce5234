"""Pipelines that the converter refuses until it is told what they hold."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from lightgbm import LGBMRanker, LGBMRegressor
from sklearn.feature_selection import SelectKBest, f_regression
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LinearRegression, LogisticRegression
from sklearn.multioutput import MultiOutputRegressor, RegressorChain
from sklearn.neural_network import MLPClassifier
from sklearn.pipeline import make_pipeline

from train.native_categories import xgboost_categories
from train.pickles import target_names
from train.pmml import describe, to_pmml, with_names

DRAW = np.random.default_rng(1)
X = pd.DataFrame(DRAW.normal(size=(120, 3)), columns=["a", "b", "c"])
Y = X["a"] + 2
THREE = pd.Series(np.digitize(X["a"], [-0.5, 0.5])).map({0: "low", 1: "middle", 2: "high"})
SMALL: dict[str, Any] = {"n_estimators": 2, "min_child_samples": 5, "verbose": -1}


def input_types(model: Any, folder: Path) -> list[str]:
    to_pmml(with_names(model, [str(name) for name in X], ["y"]), folder / "m.pmml")
    return [field.type for field in describe(folder / "m.pmml").inputs]


@pytest.mark.parametrize(
    "model",
    [
        make_pipeline(SelectKBest(f_regression, k=2), LinearRegression()).fit(X, Y),
        make_pipeline(SimpleImputer(strategy="constant", fill_value=0), LinearRegression()).fit(
            X, Y
        ),
        LGBMRegressor(objective="mape", **SMALL).fit(X, Y),
        LGBMRanker(objective="rank_xendcg", **SMALL).fit(X, DRAW.integers(0, 3, 120), group=[120]),
    ],
    ids=["a selector first", "a whole number as constant", "mape", "rank_xendcg"],
)
def test_converts_and_takes_fractions(model: Any, tmp_path: Path) -> None:
    assert input_types(model, tmp_path) == ["double", "double", "double"]


def test_what_is_written_for_the_converter_leaves_the_model_as_it_is(tmp_path: Path) -> None:
    model = LGBMRegressor(objective="mape", **SMALL).fit(X, Y)
    input_types(model, tmp_path)
    assert "objective=mape\n" in model.booster_.model_to_string()


def test_a_classifier_has_one_target_however_many_classes() -> None:
    for model in (LogisticRegression(), MLPClassifier((4,), max_iter=5000, random_state=1)):
        assert target_names(model.fit(X, THREE), None) == ["y"]


def test_estimators_of_several_targets_name_each() -> None:
    several = pd.DataFrame({"u": Y, "v": -Y})
    for model in (MultiOutputRegressor(LinearRegression()), RegressorChain(LinearRegression())):
        assert target_names(model.fit(X, several), None) == ["y1", "y2"]


def test_xgboosts_categories_are_known_by_the_columns_number() -> None:
    xgboost = pytest.importorskip("xgboost")
    rows = pd.DataFrame({"a": X["a"], "color": THREE.astype("category")})
    model = xgboost.XGBRegressor(n_estimators=2, enable_categorical=True).fit(rows, Y)
    assert xgboost_categories(model.get_booster()) == {1: ["high", "low", "middle"]}
