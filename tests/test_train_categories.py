"""LightGBM models with categories of their own and no transformer in front."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from lightgbm import LGBMRegressor
from sklearn.linear_model import LinearRegression

from tests.conftest import done, scorejar
from train.native_categories import lightgbm_categories, with_categories
from train.pmml import describe, to_pmml, with_names

DRAW = np.random.default_rng(1)
ROWS = pd.DataFrame(
    {
        "a": DRAW.normal(size=200),
        "zone": DRAW.choice([0, 2, 7], 200),
        "color": DRAW.choice(["red", "blue"], 200),
    }
)
TARGET = ROWS["a"] + (ROWS["zone"] == 2) + (ROWS["color"] == "red")


def fitted(rows: pd.DataFrame, **fit: Any) -> Any:
    model = LGBMRegressor(
        n_estimators=4, min_child_samples=5, min_data_per_group=5, cat_smooth=1, verbose=-1
    )
    return model.fit(rows, TARGET, **fit)


def of_pandas() -> Any:
    return fitted(ROWS[["a", "color"]].astype({"color": "category"}))


def of_codes() -> Any:
    return fitted(ROWS[["a", "zone"]], categorical_feature=["zone"])


def test_pandas_categories_are_known_by_the_columns_number() -> None:
    assert lightgbm_categories(of_pandas().booster_) == {1: ["blue", "red"]}


def test_the_categories_of_codes_are_all_codes_up_to_the_highest() -> None:
    assert lightgbm_categories(of_codes().booster_) == {1: [0, 1, 2, 3, 4, 5, 6, 7]}


def test_a_model_without_categories_stays_as_it_is() -> None:
    for model in (fitted(ROWS[["a"]]), LinearRegression().fit(ROWS[["a"]], TARGET)):
        assert with_categories(model, ["a"]) is model


def test_the_pmml_lists_the_categories(tmp_path: Path) -> None:
    to_pmml(with_names(of_pandas(), ["a", "color"], ["y"]), tmp_path / "m.pmml")
    known = {field.name: field.categories for field in describe(tmp_path / "m.pmml").inputs}
    assert known == {"a": [], "color": ["blue", "red"]}


@pytest.mark.parametrize("column", ["color", "zone"])
def test_a_model_with_categories_becomes_a_jar_by_the_command(tmp_path: Path, column: str) -> None:
    import joblib

    joblib.dump(of_pandas() if column == "color" else of_codes(), tmp_path / "m.joblib")
    ROWS[["a", column]].to_parquet(tmp_path / "rows.parquet")
    exported = done(
        scorejar(
            *("export", tmp_path / "m.joblib", "--evidence", tmp_path / "rows.parquet"),
            *("--model", "m", "--repository", tmp_path / "models"),
        )
    )
    assert "engine     compiled" in exported.stdout
