"""Which rows a pipeline refuses, and which values of a column."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from lightgbm import LGBMRegressor
from sklearn.ensemble import RandomForestRegressor
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LinearRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer, OneHotEncoder

from train.agreement import agreement
from train.asking import ask
from train.json_rows import to_json
from train.pickles import Fitted
from train.pmml import Field, Fields, Rule
from train.questions import Questions
from train.rules import FLOAT32, MAX, learn
from train.typist import Typist

NUMBER = Field("x", "double", [])
TABLE = pd.DataFrame({"x": [1.0, 2.0, 3.0, 5.0]})
TARGET = np.array([1.0, 2.0, 3.0, 4.0])


def test_only_the_rows_that_are_refused_alone_are_refused() -> None:
    values = [1.0, math.nan, 3.0, -1.0, 5.0, math.nan]
    calls = []

    def answer(rows: Sequence[int]) -> pd.DataFrame:
        calls.append(len(rows))
        some = [values[row] for row in rows]
        if any(math.isnan(value) for value in some):
            raise ValueError("Input contains NaN.\nSee elsewhere")
        return pd.DataFrame({"y": [None if value < 0 else value for value in some]})

    replies = ask(answer, range(6), lambda row: math.isnan(values[row]))
    assert replies.refusals == dict.fromkeys(
        (1, 5), "ValueError: Input contains NaN. See elsewhere"
    )
    assert list(replies.answers.index) == [0, 2, 3, 4]
    assert [row for row in range(6) if replies.answered(row)] == [0, 2, 4]
    assert calls[:3] == [6, 4, 2], "all, then by kinds"


def rule_of(model: object, field: Field, table: pd.DataFrame) -> Rule:
    fitted = Fitted(model, [field.name], ["y"], named=True)
    fields = Fields([field], [Field("y", "double", [])], [])
    found = learn(Questions(fitted, fields, table), [field], to_json(table, [field]))
    return found.get(field.name, Rule())


def test_a_linear_model_refuses_missing_values_and_infinities() -> None:
    rule = rule_of(LinearRegression().fit(TABLE, TARGET), NUMBER, TABLE)
    assert rule == Rule(missing_refused=True, low=-MAX, high=MAX)


def test_an_imputer_takes_missing_values() -> None:
    model = make_pipeline(SimpleImputer(), LinearRegression()).fit(TABLE, TARGET)
    assert rule_of(model, NUMBER, TABLE) == Rule(low=-MAX, high=MAX)


def test_a_forest_refuses_what_no_float32_holds() -> None:
    model = RandomForestRegressor(3).fit(TABLE, TARGET)
    assert rule_of(model, NUMBER, TABLE) == Rule(low=-FLOAT32, high=FLOAT32)


def test_lightgbm_takes_every_number() -> None:
    model = LGBMRegressor(n_estimators=2, min_child_samples=1, verbose=-1).fit(TABLE, TARGET)
    assert rule_of(model, NUMBER, TABLE) == Rule()


def test_a_bound_is_found_to_the_last_bit() -> None:
    logarithm = FunctionTransformer(np.log)
    model = make_pipeline(logarithm, LinearRegression()).fit(TABLE, TARGET)
    assert rule_of(model, NUMBER, TABLE) == Rule(missing_refused=True, low=5e-324, high=MAX)
    root = FunctionTransformer(lambda x: np.sqrt(x - 0.3))
    model = make_pipeline(root, LinearRegression()).fit(TABLE, TARGET)
    assert rule_of(model, NUMBER, TABLE).low == 0.3


def test_an_unseen_category_is_refused_where_the_encoder_refuses_it() -> None:
    jobs = pd.DataFrame({"job": ["a", "b", "a", "b"]})
    field = Field("job", "string", ["a", "b"])
    strict = make_pipeline(OneHotEncoder(), LinearRegression()).fit(jobs, TARGET)
    assert rule_of(strict, field, jobs) == Rule(missing_refused=True, unseen_refused=True)
    mild = make_pipeline(OneHotEncoder(handle_unknown="ignore"), LinearRegression())
    assert rule_of(mild.fit(jobs, TARGET), field, jobs) == Rule()


TYPED: list[tuple[str, pd.Series, str, list[object]]] = [
    ("integer", pd.Series([1, 2]), "int64", [3, 4]),
    ("integer", pd.Series([1, 2]), "float64", [3, None]),
    ("double", pd.Series([True, False]), "bool", [1.0, 0.0]),
    ("double", pd.Series([True, False]), "float64", [0.5, 1.0]),
    ("double", pd.Series([0.5, 1.0]), "float64", ["-Infinity", -0.0]),
    ("string", pd.Series(["a", "b"], dtype=object), "object", ["c", None]),
    ("string", pd.Series(["a", "b"], dtype="category"), "category", ["never seen", None]),
    ("date", pd.Series(pd.to_datetime(["2020-01-01"])), "datetime64", ["2024-02-29", None]),
]


@pytest.mark.parametrize(("kind", "like", "dtype", "values"), TYPED)
def test_a_row_gets_the_types_that_the_pipeline_knows(
    kind: str, like: pd.Series, dtype: str, values: list[object]
) -> None:
    model = LinearRegression().fit(TABLE, TARGET)
    fitted = Fitted(model, ["x"], ["y"], named=True)
    typist = Typist(fitted, [Field("x", kind, [])], like.to_frame("x"))
    column = typist.table([[value] for value in values])["x"]
    assert str(column.dtype).startswith(dtype)
    assert column.isna().tolist() == [value is None for value in values]


def test_signs_of_zero_and_infinities_survive() -> None:
    fitted = Fitted(LinearRegression().fit(TABLE, TARGET), ["x"], ["y"], named=True)
    column = Typist(fitted, [NUMBER]).table([["-Infinity"], [-0.0], [1e300]])["x"]
    assert column[0] == -math.inf
    assert math.copysign(1, column[1]) == -1
    assert column[2] == 1e300


def test_the_agreement_follows_from_the_last_step(tmp_path: Path) -> None:
    pmml = tmp_path / "m.pmml"
    pmml.write_text("<PMML/>")
    boosted = LGBMRegressor(n_estimators=2, verbose=-1).fit(TABLE, TARGET)
    assert agreement(boosted, pmml) == "ulps"
    assert agreement(make_pipeline(SimpleImputer(), boosted), pmml) == "ulps"
    linear = LGBMRegressor(n_estimators=2, linear_tree=True, verbose=-1).fit(TABLE, TARGET)
    assert agreement(linear, pmml) == "sums"
    assert agreement(LinearRegression().fit(TABLE, TARGET), pmml) == "sums"
    pmml.write_text('<TreeModel x-mathContext="float"/>')
    assert agreement(boosted, pmml) == "float"
