"""Encoders of categories in front of a simple estimator."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

import numpy as np
from sklearn import preprocessing as pre
from sklearn.compose import ColumnTransformer
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LinearRegression
from sklearn.pipeline import make_pipeline
from sklearn2pmml.preprocessing import PMMLLabelBinarizer

from ..case import Case
from .steps import beside, lightgbm, logistic


def cases() -> Iterator[Case]:
    """All of them."""
    yield from encoders()


def encoders() -> Iterator[Case]:
    group = "Encoders"
    hot = pre.OneHotEncoder
    one_hot: dict[str, dict[str, Any]] = {
        "handle_unknown=ignore": {"handle_unknown": "ignore"},
        "handle_unknown=error": {},
        "infrequent_if_exist, min_frequency": {
            "handle_unknown": "infrequent_if_exist",
            "min_frequency": 20,
        },
        "max_categories": {"max_categories": 3, "handle_unknown": "infrequent_if_exist"},
        "drop=first": {"drop": "first"},
        "drop=if_binary": {"drop": "if_binary"},
        "drop=first, handle_unknown=ignore": {"drop": "first", "handle_unknown": "ignore"},
        "sparse_output=False": {"sparse_output": False, "handle_unknown": "ignore"},
    }
    for name, options in one_hot.items():
        yield Case(
            f"OneHotEncoder, {name}",
            group,
            beside(partial(hot, **options), "color", "size"),
            "texts",
        )
    yield Case(
        "OneHotEncoder of integers",
        group,
        beside(lambda: hot(handle_unknown="ignore"), "zone", "kind"),
        "codes",
    )
    yield Case(
        "OneHotEncoder of fractions",
        group,
        beside(lambda: hot(handle_unknown="ignore"), "zone", "kind"),
        "rates",
    )
    yield Case(
        "OneHotEncoder of truth values",
        group,
        beside(lambda: hot(handle_unknown="ignore"), "member"),
        "truths",
    )
    yield Case(
        "OneHotEncoder with missing text",
        group,
        beside(lambda: hot(handle_unknown="ignore"), "color", "size"),
        "text_gaps",
    )
    yield Case(
        "OneHotEncoder before LightGBM",
        group,
        beside(lambda: hot(handle_unknown="ignore"), "color", "size", estimator=lightgbm),
        "texts",
    )
    yield Case(
        "OneHotEncoder before a forest",
        group,
        beside(
            lambda: hot(handle_unknown="ignore"),
            "color",
            "size",
            estimator=lambda: RandomForestClassifier(5, max_depth=4, random_state=1),
        ),
        "texts",
        "named",
    )
    ordinal: dict[str, dict[str, Any]] = {
        "unknown refused": {},
        "unknown_value=-1": {"handle_unknown": "use_encoded_value", "unknown_value": -1},
        "unknown_value=NaN": {"handle_unknown": "use_encoded_value", "unknown_value": np.nan},
        "min_frequency": {
            "min_frequency": 20,
            "handle_unknown": "use_encoded_value",
            "unknown_value": -1,
        },
    }
    for name, options in ordinal.items():
        estimator = lightgbm if "NaN" in name else LinearRegression
        yield Case(
            f"OrdinalEncoder, {name}",
            group,
            beside(partial(pre.OrdinalEncoder, **options), "color", "size", estimator=estimator),
            "texts",
        )
    yield Case(
        "OrdinalEncoder, encoded_missing_value=-2",
        group,
        beside(lambda: pre.OrdinalEncoder(encoded_missing_value=-2), "color", "size"),
        "text_gaps",
    )
    yield Case(
        "OrdinalEncoder, before LightGBM's own categories",
        group,
        beside(
            lambda: pre.OrdinalEncoder(handle_unknown="use_encoded_value", unknown_value=-1),
            "color",
            "size",
            estimator=lightgbm,
        ),
        "texts",
        fit=lambda known: {"lgbmregressor__categorical_feature": [0, 1]},
    )
    for target_type, target in (
        ("continuous", "number"),
        ("binary", "two"),
        ("multiclass", "named"),
    ):
        estimator = LinearRegression if target_type == "continuous" else logistic
        yield Case(
            f"TargetEncoder, {target_type}",
            group,
            beside(
                partial(pre.TargetEncoder, target_type=target_type, cv=2, random_state=1),
                "color",
                "size",
                estimator=estimator,
            ),
            "texts",
            target,
        )
    yield Case(
        "PMMLLabelBinarizer",
        group,
        lambda: make_pipeline(
            ColumnTransformer(
                [("t", PMMLLabelBinarizer(), ["color"]), ("n", "passthrough", ["a", "b"])]
            ),
            LinearRegression(),
        ),
        "texts",
    )
