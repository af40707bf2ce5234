"""The trees of fitted estimators as arrays: what training left in them, leaf by leaf."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.ensemble import GradientBoostingClassifier, GradientBoostingRegressor, IsolationForest
from sklearn.ensemble._forest import ForestClassifier, ForestRegressor
from sklearn.ensemble._hist_gradient_boosting.gradient_boosting import BaseHistGradientBoosting
from sklearn.ensemble._iforest import _average_path_length
from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor

from .parts import parts

LEAF = -1
EXACT = 1e-15  # a sum in another order
FLOATS = 3e-7  # two roundings to float32


@dataclass(frozen=True)
class Grown:
    """One tree; node 0 is the root, and a row goes left where its value is at most, or below, the
    threshold.

    left, right: the children, LEAF where there are none. feature, threshold: NaN where the split is
    by categories. leaf: shape (nodes, values), the value of a regression or the share of each
    class; of leaves alone. records: what training saw at each node, in weights: those of an inner
    node are the sum of its leaves'. near: how far, relatively, PMML may round a leaf.
    """

    left: NDArray[np.intp]
    right: NDArray[np.intp]
    feature: NDArray[np.intp]
    threshold: NDArray[np.float64]
    leaf: NDArray[np.float64]
    records: NDArray[np.float64]
    near: float = EXACT

    @property
    def lone(self) -> bool:
        """Whether it asks nothing."""
        return len(self.left) == 1


def grown(
    left: Any, right: Any, feature: Any, threshold: Any, leaf: Any, records: Any, near: float
) -> Grown:
    """A tree of arrays as libraries have them; the records of inner nodes are summed anew, because
    those in float32 are no sums of their leaves'."""
    lefts, rights = (np.asarray(side, dtype=np.intp) for side in (left, right))
    sums = np.array(records, dtype=np.float64)
    for node in below_first(lefts, rights):
        sums[node] = sums[lefts[node]] + sums[rights[node]]
    values = np.asarray(leaf, dtype=np.float64).reshape(len(lefts), -1)
    return Grown(
        lefts,
        rights,
        np.asarray(feature, dtype=np.intp),
        np.asarray(threshold, dtype=np.float64),
        values,
        sums,
        near,
    )


def below_first(left: NDArray[np.intp], right: NDArray[np.intp]) -> list[int]:
    """The inner nodes, each behind those below it."""
    order: list[int] = []
    waiting = [0]
    while waiting:
        node = waiting.pop()
        if left[node] != LEAF:
            order.append(node)
            waiting += [int(left[node]), int(right[node])]
    return order[::-1]


def ensembles(pipeline: Any) -> Iterator[Sequence[Grown]]:
    """The trees of each fitted estimator in a pipeline, in the order in which PMML has them.

    An estimator whose trees are not known gives none: LightGBM's, whose converter writes the
    records itself, or those of several targets.
    """
    inside: set[int] = set()
    for part in parts(pipeline):
        if id(part) in inside:
            continue
        for kind, trees in KINDS:
            if isinstance(part, kind) and hasattr(part, fitted_by(part)):
                inside |= {id(tree) for tree in inner(part)}
                yield list(trees(part))
                break
        else:
            # Beside fitted ones, ensembles of estimators keep those that they were made of.
            booster = getattr(part, "_Booster", None)
            if type(part).__module__.startswith("xgboost.") and booster is not None:
                yield from boosted(part)


def fitted_by(part: Any) -> str:
    """The attribute that a fitted estimator has."""
    if isinstance(part, BaseHistGradientBoosting):
        return "_predictors"
    return "tree_" if isinstance(part, TREES) else "estimators_"


def inner(part: Any) -> Iterable[Any]:
    """The estimators that an ensemble is made of."""
    return np.ravel(np.asarray(getattr(part, "estimators_", ()), dtype=object))


def of_tree(part: Any) -> Iterator[Grown]:
    """scikit-learn's own tree; of several targets, nothing."""
    tree = part.tree_
    if tree.n_outputs == 1:
        yield plain(tree, tree.value[:, 0, :])


def plain(tree: Any, leaf: Any, features: Any = None) -> Grown:
    """The arrays of a `sklearn.tree._tree.Tree`.

    features: those of the model that it was given; all, if None.
    """
    feature = tree.feature if features is None else features[np.maximum(tree.feature, 0)]
    return grown(
        tree.children_left,
        tree.children_right,
        feature,
        tree.threshold,
        leaf,
        tree.weighted_n_node_samples,
        EXACT,
    )


def of_forest(part: Any) -> Iterator[Grown]:
    """One tree after another."""
    for one in part.estimators_:
        yield from of_tree(one)


def of_stages(part: Any) -> Iterator[Grown]:
    """Class by class, as PMML has them."""
    for column in part.estimators_.T:
        for one in column:
            yield from of_tree(one)


def of_isolation(part: IsolationForest) -> Iterator[Grown]:
    """Its leaves answer how many questions lead to a record."""
    for one, features in zip(part.estimators_, part.estimators_features_, strict=True):
        tree = one.tree_
        depths = np.zeros(tree.node_count)
        for node in below_first(tree.children_left, tree.children_right)[::-1]:
            for child in (tree.children_left[node], tree.children_right[node]):
                depths[child] = depths[node] + 1
        leaf = depths + _average_path_length(tree.n_node_samples)
        yield plain(tree, leaf, np.asarray(features))


def of_histograms(part: Any) -> Iterator[Grown]:
    """Class by class; a split by categories has no threshold."""
    for number in range(part.n_trees_per_iteration_):
        for stage in part._predictors:
            nodes = stage[number].nodes
            leaf = nodes["is_leaf"].astype(bool)
            threshold = np.where(
                nodes["is_categorical"].astype(bool), np.nan, nodes["num_threshold"]
            )
            yield grown(
                np.where(leaf, LEAF, nodes["left"].astype(np.intp)),
                np.where(leaf, LEAF, nodes["right"].astype(np.intp)),
                nodes["feature_idx"],
                threshold,
                nodes["value"],
                nodes["count"],
                EXACT,
            )


def boosted(part: Any) -> Iterator[Sequence[Grown]]:
    """XGBoost's trees, class by class; where training was stopped early, also those up to the best
    round alone."""
    learner = json.loads(bytes(part.get_booster().save_raw("json")))["learner"]
    model = learner["gradient_booster"].get("model", {})
    if "trees" not in model:
        return  # linear, or trees with weights of their own
    trees, classes = model["trees"], np.asarray(model["tree_info"])
    rounds = np.asarray(model.get("iteration_indptr", []))
    best = learner.get("attributes", {}).get("best_iteration")
    counts = [len(trees)]
    if best is not None and int(best) + 1 < len(rounds):
        counts.append(int(rounds[int(best) + 1]))
    for count in counts:
        order = np.argsort(classes[:count], kind="stable")
        yield [of_xgboost(trees[number]) for number in order]


def of_xgboost(tree: dict[str, Any]) -> Grown:
    """A tree as XGBoost's JSON has it; a leaf's value stands in the place of a threshold."""
    left = np.asarray(tree["left_children"])
    values = np.asarray(tree["split_conditions"], dtype=np.float64)
    by_sets = np.asarray(tree["split_type"]) == 1
    return grown(
        left,
        tree["right_children"],
        tree["split_indices"],
        np.where(by_sets, np.nan, values),
        values,
        tree["sum_hessian"],
        FLOATS,
    )


TREES = (DecisionTreeClassifier, DecisionTreeRegressor)
STAGES = (GradientBoostingClassifier, GradientBoostingRegressor)
KINDS: Sequence[tuple[Any, Callable[[Any], Iterable[Grown]]]] = (
    (TREES, of_tree),
    ((ForestClassifier, ForestRegressor), of_forest),
    (STAGES, of_stages),
    (IsolationForest, of_isolation),
    (BaseHistGradientBoosting, of_histograms),
)
