"""All cases."""

from __future__ import annotations

from ..case import Case
from . import catboost, lightgbm, linear, names, preprocessing, trees, xgboost

CASES: dict[str, Case] = {}
for module in (lightgbm, xgboost, catboost, trees, linear, preprocessing, names):
    for case in module.cases():
        assert case.name not in CASES, case.name
        CASES[case.name] = case
