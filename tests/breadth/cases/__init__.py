"""All cases."""

from __future__ import annotations

from ..case import Case
from . import (
    around,
    catboost,
    encoders,
    features,
    lightgbm,
    linear,
    names,
    preprocessing,
    stacked,
    trees,
    xgboost,
)

CASES: dict[str, Case] = {}
for module in (
    *(lightgbm, xgboost, catboost, trees, around, linear),
    *(preprocessing, encoders, features, stacked, names),
):
    for case in module.cases():
        assert case.name not in CASES, case.name
        CASES[case.name] = case
