"""Transformers in front of a simple estimator, alone and stacked; dates; text."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import numpy as np
from lightgbm import LGBMClassifier, LGBMRegressor
from sklearn import decomposition, feature_selection, impute
from sklearn import preprocessing as pre
from sklearn.compose import ColumnTransformer, make_column_selector
from sklearn.ensemble import HistGradientBoostingRegressor, RandomForestClassifier
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer
from sklearn.linear_model import LinearRegression, LogisticRegression
from sklearn.pipeline import FeatureUnion, make_pipeline
from sklearn.tree import DecisionTreeRegressor
from sklearn2pmml.feature_extraction.text import Splitter
from sklearn2pmml.preprocessing import DaysSinceYearTransformer, PMMLLabelBinarizer

from ..case import Case

Build = Callable[[], Any]


def before(transformer: Build, estimator: Build = LinearRegression) -> Build:
    """A pipeline of two steps."""
    return lambda: make_pipeline(transformer(), estimator())


def beside(transformer: Build, *columns: str, estimator: Build = LinearRegression) -> Build:
    """A transformer of some columns, the other ones as they are."""
    return lambda: make_pipeline(
        ColumnTransformer(
            [("t", transformer(), list(columns))], remainder="passthrough", sparse_threshold=0
        ),
        estimator(),
    )


def logistic() -> Any:
    return LogisticRegression(max_iter=500)


def lightgbm(kind: Any = LGBMRegressor) -> Any:
    return kind(n_estimators=5, num_leaves=7, min_child_samples=5, n_jobs=1, verbose=-1)


def cases() -> Iterator[Case]:
    """All of them."""
    yield from imputers()
    yield from scalers()
    yield from bins()
    yield from encoders()
    yield from features()
    yield from text_and_dates()
    yield from stacked()


def imputers() -> Iterator[Case]:
    group = "Imputers"
    for strategy in ("mean", "median", "most_frequent", "constant"):
        yield Case(
            f"SimpleImputer, {strategy}",
            group,
            before(partial(impute.SimpleImputer, strategy=strategy)),
            "gaps",
        )
    yield Case(
        "SimpleImputer, add_indicator",
        group,
        before(lambda: impute.SimpleImputer(add_indicator=True)),
        "gaps",
    )
    yield Case(
        "SimpleImputer, missing_values=-999",
        group,
        before(lambda: impute.SimpleImputer(missing_values=-999)),
    )
    for strategy in ("most_frequent", "constant"):
        yield Case(
            f"SimpleImputer of text, {strategy}",
            group,
            beside(
                partial(
                    make_pipeline,
                    impute.SimpleImputer(strategy=strategy),
                    pre.OneHotEncoder(handle_unknown="ignore"),
                ),
                "color",
                estimator=LinearRegression,
            ),
            "text_gaps",
            columns=("a", "b", "color"),
        )
    yield Case(
        "MissingIndicator beside SimpleImputer",
        group,
        before(
            lambda: FeatureUnion([("i", impute.SimpleImputer()), ("m", impute.MissingIndicator())])
        ),
        "gaps",
    )
    yield Case("KNNImputer", group, before(impute.KNNImputer), "gaps")
    yield Case(
        "SimpleImputer of whole numbers, before trees",
        group,
        before(
            lambda: impute.SimpleImputer(strategy="median"),
            lambda: DecisionTreeRegressor(max_depth=3),
        ),
        "counts",
    )


def scalers() -> Iterator[Case]:
    group = "Scalers"
    for name, build in {
        "StandardScaler": pre.StandardScaler,
        "StandardScaler, with_mean=False": lambda: pre.StandardScaler(with_mean=False),
        "MinMaxScaler": pre.MinMaxScaler,
        "MinMaxScaler, clip": lambda: pre.MinMaxScaler(clip=True),
        "MaxAbsScaler": pre.MaxAbsScaler,
        "RobustScaler": pre.RobustScaler,
        "PowerTransformer, yeo-johnson": pre.PowerTransformer,
        "QuantileTransformer, uniform": lambda: pre.QuantileTransformer(n_quantiles=20),
        "QuantileTransformer, normal": lambda: pre.QuantileTransformer(
            n_quantiles=20, output_distribution="normal"
        ),
        "Normalizer": pre.Normalizer,
    }.items():
        yield Case(name, group, before(build))
    yield Case(
        "PowerTransformer, box-cox",
        group,
        before(lambda: pre.PowerTransformer(method="box-cox")),
        "positive",
    )
    yield Case(
        "StandardScaler, missing values, before LightGBM",
        group,
        before(pre.StandardScaler, lightgbm),
        "gaps",
    )
    yield Case(
        "StandardScaler, missing values, before HistGradientBoosting",
        group,
        before(pre.StandardScaler, lambda: HistGradientBoostingRegressor(max_iter=5)),
        "gaps",
    )
    yield Case(
        "StandardScaler before a tree",
        group,
        before(pre.StandardScaler, lambda: DecisionTreeRegressor(max_depth=4)),
    )
    yield Case("MinMaxScaler before LightGBM", group, before(pre.MinMaxScaler, lightgbm))


def bins() -> Iterator[Case]:
    group = "Bins"
    strategies: dict[str, dict[str, Any]] = {
        "uniform": {},
        "quantile": {"quantile_method": "averaged_inverted_cdf"},
        "kmeans": {},
    }
    for encode in ("onehot-dense", "ordinal"):
        for strategy, options in strategies.items():
            build = partial(pre.KBinsDiscretizer, 4, strategy=strategy, encode=encode, **options)
            name = f"KBinsDiscretizer, {strategy}, {encode}"
            yield Case(name, group, before(build), columns=("a", "b"))
    yield Case(
        "KBinsDiscretizer, onehot",
        group,
        before(lambda: pre.KBinsDiscretizer(3, strategy="uniform")),
        columns=("a", "b"),
    )
    yield Case("Binarizer", group, before(lambda: pre.Binarizer(threshold=0.5)))


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


def columns() -> Any:
    """Numbers imputed and scaled, text imputed and one-hot encoded, as everybody writes it."""
    numbers = make_pipeline(impute.SimpleImputer(), pre.StandardScaler())
    texts = make_pipeline(
        impute.SimpleImputer(strategy="constant", fill_value="none"),
        pre.OneHotEncoder(handle_unknown="ignore", sparse_output=False),
    )
    chosen = make_column_selector(dtype_include="number")
    return ColumnTransformer([("n", numbers, chosen), ("t", texts, ["color", "size"])])


def stacked() -> Iterator[Case]:
    group = "Stacked preprocessing"

    def mixed(estimator: Build) -> Build:
        return lambda: make_pipeline(columns(), estimator())

    for name, estimator, target in (
        ("LogisticRegression", logistic, "two"),
        ("LinearRegression", LinearRegression, "number"),
        ("LightGBM, two", lambda: lightgbm(LGBMClassifier), "two"),
        ("LightGBM, named", lambda: lightgbm(LGBMClassifier), "named"),
        ("a forest", lambda: RandomForestClassifier(5, max_depth=4, random_state=1), "named"),
    ):
        yield Case(
            f"Imputers, scaler and one-hot before {name}",
            group,
            mixed(estimator),
            "text_gaps",
            target,
        )
    yield Case(
        "FeatureUnion of PCA and SelectKBest",
        group,
        before(
            lambda: FeatureUnion(
                [("p", decomposition.PCA(2)), ("s", feature_selection.SelectKBest(k=2))]
            ),
            logistic,
        ),
        "wide",
        "two",
    )
    yield Case(
        "StandardScaler, PCA",
        group,
        lambda: make_pipeline(pre.StandardScaler(), decomposition.PCA(3), LinearRegression()),
        "wide",
    )
    yield Case(
        "SimpleImputer, PolynomialFeatures, StandardScaler",
        group,
        lambda: make_pipeline(
            impute.SimpleImputer(),
            pre.PolynomialFeatures(),
            pre.StandardScaler(),
            LinearRegression(),
        ),
        "gaps",
        columns=("a", "c"),
    )
    yield Case(
        "log1p, MinMaxScaler, KBinsDiscretizer",
        group,
        lambda: make_pipeline(
            pre.FunctionTransformer(np.log1p),
            pre.MinMaxScaler(),
            pre.KBinsDiscretizer(3, strategy="uniform"),
            LinearRegression(),
        ),
        "positive",
    )
    yield Case(
        "StandardScaler, KBinsDiscretizer, LightGBM",
        group,
        lambda: make_pipeline(
            pre.StandardScaler(),
            pre.KBinsDiscretizer(4, strategy="uniform", encode="ordinal"),
            lightgbm(),
        ),
        columns=("a", "b"),
    )
    yield Case(
        "a column dropped, the rest passed on",
        group,
        lambda: make_pipeline(
            ColumnTransformer([("drop", "drop", ["c"])], remainder="passthrough"), lightgbm()
        ),
    )
