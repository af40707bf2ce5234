"""The pipelines that are fitted: what they do with dates, gaps and the unknown."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from train.columns import Kind
from train.credit import credit
from train.dates import date_parts
from train.estimators import ESTIMATORS
from train.pipeline import build

KINDS: dict[str, Kind] = {
    "age": "numeric",
    "income": "numeric",
    "purpose": "categorical",
    "guarantor": "boolean",
    "customer_since": "date",
}
FAST: dict[str, dict[str, Any]] = {
    "lightgbm": {"n_estimators": 5},
    "random_forest": {"n_estimators": 5, "max_depth": 4},
    "gradient": {"n_estimators": 5},
    "hist_gradient": {"max_iter": 5},
    "mlp": {"hidden_layer_sizes": [4], "max_iter": 2000, "tol": 0.05},
}


def test_the_parts_of_every_date_of_two_centuries_are_pandas_own() -> None:
    days = pd.DataFrame({"on": pd.date_range("1901-01-01", "2099-12-31", freq="D")})
    parts = date_parts("on", replacement=None).fit_transform(days)
    assert (parts[:, 0] == (days.on - pd.Timestamp("1900-01-01")).dt.days).all()
    assert (parts[:, 1] == days.on.dt.year).all()
    assert (parts[:, 2] == days.on.dt.month).all()
    assert (parts[:, 3] == days.on.dt.day_of_week).all()


def test_a_missing_date_stays_missing_or_becomes_the_replacement() -> None:
    days = pd.DataFrame({"on": [pd.Timestamp("2024-05-31"), pd.NaT]})
    assert np.isnan(date_parts("on", None).fit_transform(days)[1]).all()
    replaced = date_parts("on", pd.Timestamp("1999-12-31").date()).fit_transform(days)
    assert replaced[1, 1:].tolist() == [1999, 12, 4]


@pytest.mark.parametrize("kind", [kind for kind in ESTIMATORS if "ranker" not in kind])
def test_every_estimator_scores_rows_with_gaps_and_unknown_categories(kind: str) -> None:
    table = credit(400)
    inputs = table[list(KINDS)].astype({"guarantor": object})
    inputs = inputs.where(inputs.notna(), np.nan)
    classes = ESTIMATORS[kind].task == "classification"
    target = table["default"] if classes else np.log(table["loan_amount"])
    parameters: dict[str, Any] = next(
        (value for key, value in FAST.items() if kind.startswith(key)), {}
    )
    prepared = build(inputs, KINDS, kind, parameters, native=True, seed=1)
    prepared.pipeline.fit(inputs, target, **prepared.fit_parameters)
    rows = inputs.iloc[:6].copy()
    for place, name in enumerate(KINDS):
        rows.loc[place, name] = np.nan
    rows.loc[5, "purpose"] = "a world tour"
    assert np.isfinite(prepared.pipeline.predict(rows).astype(float)).all()


def test_the_credit_table_is_the_same_every_time() -> None:
    pd.testing.assert_frame_equal(credit(50), credit(50))
    assert 0.1 < credit()["default"].mean() < 0.25
