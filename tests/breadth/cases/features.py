"""Made, selected and projected features, text and dates."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

import numpy as np
from lightgbm import LGBMClassifier
from sklearn import decomposition, feature_selection
from sklearn import preprocessing as pre
from sklearn.compose import ColumnTransformer
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer
from sklearn.linear_model import LinearRegression
from sklearn.pipeline import make_pipeline
from sklearn2pmml.decoration import DateDomain
from sklearn2pmml.feature_extraction.text import Splitter
from sklearn2pmml.preprocessing import DaysSinceYearTransformer

from ..case import Case
from .steps import Build, before, lightgbm, logistic


def cases() -> Iterator[Case]:
    """All of them."""
    yield from features()
    yield from text_and_dates()


def features() -> Iterator[Case]:
    group = "Features"
    yield Case(
        "PolynomialFeatures, degree 2", group, before(pre.PolynomialFeatures), columns=("a", "b")
    )
    yield Case(
        "PolynomialFeatures, degree 3, interactions",
        group,
        before(lambda: pre.PolynomialFeatures(3, interaction_only=True)),
        columns=("a", "b", "c"),
    )
    for extrapolation in ("constant", "linear", "continue", "error"):
        yield Case(
            f"SplineTransformer, {extrapolation}",
            group,
            before(partial(pre.SplineTransformer, 4, extrapolation=extrapolation)),
            columns=("a", "b"),
        )
    for name in (
        "log1p",
        "sqrt",
        "log",
        "exp",
        "abs",
        "floor",
        "ceil",
        "square",
        "reciprocal",
        "sign",
    ):
        yield Case(
            f"FunctionTransformer, numpy.{name}",
            group,
            before(partial(pre.FunctionTransformer, getattr(np, name))),
            "positive",
            columns=("p", "q"),
        )
    yield Case(
        "FunctionTransformer, numpy.log1p of numbers below 0 too, before LightGBM",
        group,
        before(lambda: pre.FunctionTransformer(np.expm1), lightgbm),
        columns=("a",),
    )
    yield Case("FunctionTransformer, identity", group, before(pre.FunctionTransformer))
    yield Case(
        "SelectKBest", group, before(lambda: feature_selection.SelectKBest(k=3)), "wide", "two"
    )
    yield Case(
        "SelectPercentile",
        group,
        before(lambda: feature_selection.SelectPercentile(feature_selection.f_regression)),
        "breast_cancer",
        "real",
    )
    yield Case("VarianceThreshold", group, before(feature_selection.VarianceThreshold), "wide")
    yield Case(
        "SelectFromModel",
        group,
        before(lambda: feature_selection.SelectFromModel(LinearRegression())),
        "wide",
    )
    yield Case("RFE", group, before(lambda: feature_selection.RFE(LinearRegression())), "wide")
    yield Case("PCA", group, before(lambda: decomposition.PCA(2)), "wide")
    yield Case("PCA, whiten", group, before(lambda: decomposition.PCA(2, whiten=True)), "wide")
    yield Case("IncrementalPCA", group, before(lambda: decomposition.IncrementalPCA(2)), "wide")
    yield Case(
        "TruncatedSVD", group, before(lambda: decomposition.TruncatedSVD(2, random_state=1)), "wide"
    )


def days() -> Any:
    """Days since 2000; the last step is there because scikit-learn asks it whether it is fitted."""
    return make_pipeline(
        DateDomain(), DaysSinceYearTransformer(2000), pre.FunctionTransformer(validate=True)
    )


def text_and_dates() -> Iterator[Case]:
    group = "Text and dates"

    def vectorized(vectorizer: Build, estimator: Build = logistic) -> Build:
        return lambda: make_pipeline(ColumnTransformer([("t", vectorizer(), "text")]), estimator())

    for name, build in {
        "CountVectorizer": CountVectorizer,
        "CountVectorizer, Splitter": lambda: CountVectorizer(
            tokenizer=Splitter(), token_pattern=None
        ),
        "CountVectorizer, pairs of words": lambda: CountVectorizer(
            tokenizer=Splitter(), token_pattern=None, ngram_range=(1, 2)
        ),
        "TfidfVectorizer": TfidfVectorizer,
        "TfidfVectorizer, norm=None": lambda: TfidfVectorizer(norm=None),
        "TfidfVectorizer, norm=None, Splitter": lambda: TfidfVectorizer(
            norm=None, tokenizer=Splitter(), token_pattern=None
        ),
    }.items():
        yield Case(name, group, vectorized(build), "words", "two", columns=("text",))
    yield Case(
        "TfidfVectorizer, norm=None, before LightGBM",
        group,
        vectorized(
            lambda: TfidfVectorizer(
                norm=None, tokenizer=Splitter(), token_pattern=None, dtype=np.float64
            ),
            lambda: lightgbm(LGBMClassifier),
        ),
        "words",
        "two",
        columns=("text",),
    )
    yield Case(
        "DateDomain, DaysSinceYearTransformer",
        group,
        lambda: make_pipeline(
            ColumnTransformer(
                [
                    ("d", days(), ["day"]),
                    ("n", "passthrough", ["a"]),
                ]
            ),
            LinearRegression(),
        ),
        "days",
    )
    yield Case(
        "DaysSinceYearTransformer",
        group,
        lambda: make_pipeline(
            ColumnTransformer(
                [("d", DaysSinceYearTransformer(2000), ["day"]), ("n", "passthrough", ["a"])]
            ),
            LinearRegression(),
        ),
        "days",
    )
    yield Case(
        "a date that is dropped",
        group,
        lambda: make_pipeline(ColumnTransformer([("n", "passthrough", ["a"])]), LinearRegression()),
        "days",
    )
