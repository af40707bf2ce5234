"""scikit-learn's linear models, support vectors, naive Bayes, neighbours and networks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from sklearn import discriminant_analysis as discriminant
from sklearn import linear_model as linear
from sklearn import naive_bayes, neighbors, neural_network, svm
from sklearn.dummy import DummyClassifier, DummyRegressor
from sklearn.isotonic import IsotonicRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from ..case import Case


def scaled(estimator: Callable[[], Any]) -> Callable[[], Any]:
    """The estimator behind a StandardScaler."""
    return lambda: make_pipeline(StandardScaler(), estimator())


def cases() -> Iterator[Case]:
    """All of them."""
    yield from regressions()
    yield from classifications()
    yield from vectors()
    yield from bayes()
    yield from neighbours()
    yield from others()


def regressions() -> Iterator[Case]:
    group = "Linear models"
    for name, build in {
        "LinearRegression": linear.LinearRegression,
        "LinearRegression without intercept": lambda: linear.LinearRegression(fit_intercept=False),
        "Ridge": linear.Ridge,
        "RidgeCV": linear.RidgeCV,
        "Lasso": lambda: linear.Lasso(0.05),
        "LassoCV": lambda: linear.LassoCV(cv=3),
        "ElasticNet": lambda: linear.ElasticNet(0.05),
        "ElasticNetCV": lambda: linear.ElasticNetCV(cv=3),
        "Lars": linear.Lars,
        "LassoLars": lambda: linear.LassoLars(0.01),
        "OrthogonalMatchingPursuit": linear.OrthogonalMatchingPursuit,
        "BayesianRidge": linear.BayesianRidge,
        "ARDRegression": linear.ARDRegression,
        "HuberRegressor": lambda: linear.HuberRegressor(max_iter=1000),
        "TheilSenRegressor": lambda: linear.TheilSenRegressor(random_state=1, max_subpopulation=99),
        "RANSACRegressor": lambda: linear.RANSACRegressor(random_state=1),
        "QuantileRegressor": lambda: linear.QuantileRegressor(alpha=0.1),
        "SGDRegressor": scaled(lambda: linear.SGDRegressor(random_state=1)),
    }.items():
        yield Case(name, group, build)
    for name, build in {
        "PoissonRegressor": linear.PoissonRegressor,
        "GammaRegressor": linear.GammaRegressor,
        "TweedieRegressor, power 1.5": lambda: linear.TweedieRegressor(power=1.5),
        "TweedieRegressor, power 0": lambda: linear.TweedieRegressor(power=0),
    }.items():
        yield Case(name, group, build, target="positive")
    yield Case(
        "LinearRegression of two numbers", group, linear.LinearRegression, target="two_numbers"
    )
    yield Case("LinearRegression, diabetes", group, linear.LinearRegression, "diabetes", "real")


def classifications() -> Iterator[Case]:
    group = "Linear models"

    def logistic(**options: Any) -> Callable[[], Any]:
        return lambda: linear.LogisticRegression(max_iter=500, **options)

    for target in ("two", "yes", "truth", "three", "named"):
        yield Case(f"LogisticRegression, {target}", group, logistic(), target=target)
    yield Case("LogisticRegression, wine", group, scaled(logistic()), "wine", "real")
    yield Case("LogisticRegression, wine as text", group, scaled(logistic()), "wine", "text")
    yield Case(
        "LogisticRegression, class_weight", group, logistic(class_weight="balanced"), target="two"
    )
    yield Case(
        "LogisticRegressionCV",
        group,
        lambda: linear.LogisticRegressionCV(
            Cs=[0.1, 1.0], cv=3, max_iter=500, l1_ratios=(0,), use_legacy_attributes=False
        ),
        target="two",
    )
    for name, build in {
        "RidgeClassifier": linear.RidgeClassifier,
        "Perceptron": lambda: linear.Perceptron(random_state=1),
        "SGDClassifier, hinge": lambda: linear.SGDClassifier(random_state=1),
        "SGDClassifier, log_loss": lambda: linear.SGDClassifier(loss="log_loss", random_state=1),
        "SGDClassifier, modified_huber": lambda: linear.SGDClassifier(
            loss="modified_huber", random_state=1
        ),
    }.items():
        for target in ("two", "named"):
            yield Case(f"{name}, {target}", group, scaled(build), target=target)


def vectors() -> Iterator[Case]:
    group = "Support vectors"
    for kernel in ("linear", "poly", "rbf", "sigmoid"):
        yield Case(f"SVR, {kernel}", group, scaled(partial(svm.SVR, kernel=kernel)))
        for target in ("two", "named"):
            yield Case(
                f"SVC, {kernel}, {target}",
                group,
                scaled(partial(svm.SVC, kernel=kernel)),
                target=target,
            )
    yield Case("NuSVR", group, scaled(svm.NuSVR))
    yield Case("NuSVC", group, scaled(lambda: svm.NuSVC(nu=0.3)), target="two")
    yield Case("LinearSVR", group, scaled(lambda: svm.LinearSVR(random_state=1)))
    yield Case("LinearSVC, two", group, scaled(lambda: svm.LinearSVC(random_state=1)), target="two")
    yield Case(
        "LinearSVC, three", group, scaled(lambda: svm.LinearSVC(random_state=1)), target="three"
    )
    yield Case("OneClassSVM", group, scaled(lambda: svm.OneClassSVM(nu=0.1)))


def bayes() -> Iterator[Case]:
    group = "Naive Bayes"
    for target in ("two", "named"):
        yield Case(f"GaussianNB, {target}", group, naive_bayes.GaussianNB, target=target)
        for kind in ("MultinomialNB", "BernoulliNB", "ComplementNB", "CategoricalNB"):
            yield Case(f"{kind}, {target}", group, getattr(naive_bayes, kind), "counts", target)


def neighbours() -> Iterator[Case]:
    group = "Neighbours"
    for weights in ("uniform", "distance"):
        yield Case(
            f"KNeighborsRegressor, {weights}",
            group,
            partial(neighbors.KNeighborsRegressor, weights=weights),
        )
        yield Case(
            f"KNeighborsClassifier, {weights}",
            group,
            partial(neighbors.KNeighborsClassifier, weights=weights),
            target="named",
        )
    yield Case(
        "KNeighborsClassifier, manhattan",
        group,
        lambda: neighbors.KNeighborsClassifier(3, metric="manhattan"),
        target="two",
    )
    yield Case("NearestCentroid", group, neighbors.NearestCentroid, target="named")


def others() -> Iterator[Case]:
    group = "Networks and others"
    for activation in ("identity", "logistic", "tanh", "relu"):
        options: dict[str, Any] = {"hidden_layer_sizes": (5,), "max_iter": 60, "random_state": 1}
        yield Case(
            f"MLPRegressor, {activation}",
            group,
            scaled(partial(neural_network.MLPRegressor, activation=activation, **options)),
        )
        yield Case(
            f"MLPClassifier, {activation}",
            group,
            scaled(partial(neural_network.MLPClassifier, activation=activation, **options)),
            target="two" if activation == "relu" else "named",
        )
    for target in ("two", "named"):
        yield Case(
            f"LinearDiscriminantAnalysis, {target}",
            group,
            discriminant.LinearDiscriminantAnalysis,
            target=target,
        )
        yield Case(
            f"QuadraticDiscriminantAnalysis, {target}",
            group,
            discriminant.QuadraticDiscriminantAnalysis,
            target=target,
        )
    for strategy in ("mean", "median"):
        yield Case(f"DummyRegressor, {strategy}", group, partial(DummyRegressor, strategy=strategy))
    for strategy in ("prior", "most_frequent"):
        yield Case(
            f"DummyClassifier, {strategy}",
            group,
            partial(DummyClassifier, strategy=strategy),
            target="named",
        )
    for bounds in ("nan", "clip", "raise"):
        yield Case(
            f"IsotonicRegression, out_of_bounds={bounds}",
            group,
            partial(IsotonicRegression, out_of_bounds=bounds),
            columns=("b",),
        )
