"""Estimators around estimators, clusters and outliers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sklearn import ensemble, multiclass, multioutput, tree
from sklearn.calibration import CalibratedClassifierCV
from sklearn.cluster import KMeans, MiniBatchKMeans
from sklearn.compose import TransformedTargetRegressor
from sklearn.linear_model import LinearRegression, LogisticRegression
from sklearn.model_selection import GridSearchCV
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from ..case import Case


def cases() -> Iterator[Case]:
    """All of them."""
    yield from around()
    yield from without_target()


def around() -> Iterator[Case]:
    group = "Estimators around estimators"

    def forest() -> Any:
        return ensemble.RandomForestClassifier(n_estimators=4, max_depth=3, random_state=1)

    def logistic() -> Any:
        return LogisticRegression(max_iter=500)

    two = [
        ("f", ensemble.RandomForestRegressor(n_estimators=4, max_depth=3, random_state=1)),
        ("l", LinearRegression()),
    ]
    both = [("f", forest()), ("l", logistic())]
    for name, build, target in (
        (
            "BaggingRegressor of trees",
            lambda: ensemble.BaggingRegressor(
                tree.DecisionTreeRegressor(max_depth=3), 4, random_state=1
            ),
            "number",
        ),
        (
            "BaggingRegressor of lines",
            lambda: ensemble.BaggingRegressor(
                LinearRegression(), 4, max_features=0.75, random_state=1
            ),
            "number",
        ),
        (
            "BaggingClassifier of trees",
            lambda: ensemble.BaggingClassifier(
                tree.DecisionTreeClassifier(max_depth=3), 4, random_state=1
            ),
            "named",
        ),
        (
            "BaggingClassifier of logistic",
            lambda: ensemble.BaggingClassifier(logistic(), 4, random_state=1),
            "two",
        ),
        ("VotingRegressor", lambda: ensemble.VotingRegressor(two), "number"),
        (
            "VotingRegressor, weights",
            lambda: ensemble.VotingRegressor(two, weights=[1, 3]),
            "number",
        ),
        ("VotingClassifier, hard", lambda: ensemble.VotingClassifier(both), "named"),
        ("VotingClassifier, soft", lambda: ensemble.VotingClassifier(both, voting="soft"), "named"),
        ("StackingRegressor", lambda: ensemble.StackingRegressor(two, cv=2), "number"),
        ("StackingClassifier, two", lambda: ensemble.StackingClassifier(both, cv=2), "two"),
        (
            "StackingClassifier, named, passthrough",
            lambda: ensemble.StackingClassifier(both, cv=2, passthrough=True),
            "named",
        ),
        ("CalibratedClassifierCV, sigmoid", lambda: CalibratedClassifierCV(forest(), cv=2), "two"),
        (
            "CalibratedClassifierCV, isotonic",
            lambda: CalibratedClassifierCV(forest(), method="isotonic", cv=2),
            "two",
        ),
        (
            "CalibratedClassifierCV, sigmoid, named",
            lambda: CalibratedClassifierCV(forest(), cv=2),
            "named",
        ),
        (
            "CalibratedClassifierCV, no ensemble",
            lambda: CalibratedClassifierCV(logistic(), cv=2, ensemble=False),
            "two",
        ),
        (
            "OneVsRestClassifier, logistic",
            lambda: multiclass.OneVsRestClassifier(logistic()),
            "named",
        ),
        ("OneVsRestClassifier, forest", lambda: multiclass.OneVsRestClassifier(forest()), "three"),
        ("OneVsOneClassifier", lambda: multiclass.OneVsOneClassifier(logistic()), "named"),
        (
            "MultiOutputRegressor",
            lambda: multioutput.MultiOutputRegressor(LinearRegression()),
            "two_numbers",
        ),
        (
            "MultiOutputClassifier",
            lambda: multioutput.MultiOutputClassifier(forest()),
            "two_labels",
        ),
        ("RegressorChain", lambda: multioutput.RegressorChain(LinearRegression()), "two_numbers"),
        ("ClassifierChain", lambda: multioutput.ClassifierChain(logistic()), "two_labels"),
        ("GridSearchCV", lambda: GridSearchCV(logistic(), {"C": [0.1, 1.0]}, cv=2), "two"),
        (
            "TransformedTargetRegressor",
            lambda: TransformedTargetRegressor(LinearRegression(), transformer=StandardScaler()),
            "number",
        ),
    ):
        yield Case(name, group, build, target=target)


def without_target() -> Iterator[Case]:
    group = "Clusters and outliers"
    yield Case("KMeans", group, lambda: KMeans(3, n_init=1, random_state=1), target="none")
    yield Case(
        "KMeans behind StandardScaler",
        group,
        lambda: make_pipeline(StandardScaler(), KMeans(3, n_init=1, random_state=1)),
        target="none",
    )
    yield Case(
        "MiniBatchKMeans",
        group,
        lambda: MiniBatchKMeans(3, n_init=1, random_state=1),
        target="none",
    )
    yield Case(
        "IsolationForest",
        group,
        lambda: ensemble.IsolationForest(n_estimators=6, random_state=1),
        target="none",
    )
    yield Case(
        "IsolationForest, contamination",
        group,
        lambda: ensemble.IsolationForest(n_estimators=6, contamination=0.1, random_state=1),
        target="none",
    )
