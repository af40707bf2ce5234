"""The figures of a fitted model that its speed hangs on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np


def shape_of(classifier: Any) -> dict[str, float]:
    """Trees, leaves, depth and distinct thresholds of a booster or a random forest.

    `depth` is the number of questions on the way to a leaf: the mean over training rows, and the
    most; `thresholds` counts the distinct pairs of a column and a threshold.
    """
    if hasattr(classifier, "estimators_"):
        return forest_shape(classifier)
    return booster_shape(classifier.booster_.dump_model()["tree_info"])


def booster_shape(trees: list[dict[str, Any]]) -> dict[str, float]:
    """From LightGBM's dump."""
    thresholds: set[tuple[int, Any]] = set()
    leaves: list[tuple[int, int]] = []  # depth and rows
    for tree in trees:
        for node, depth in walk(tree["tree_structure"]):
            if "split_feature" in node:
                thresholds.add((node["split_feature"], node["threshold"]))
            else:
                leaves.append((depth, node.get("leaf_count", 1)))
    return figures(len(trees), np.array(leaves), len(thresholds))


def walk(root: dict[str, Any]) -> Iterator[tuple[dict[str, Any], int]]:
    """Every node with its depth."""
    waiting = [(root, 0)]
    while waiting:
        node, depth = waiting.pop()
        yield node, depth
        waiting += [
            (node[side], depth + 1) for side in ("left_child", "right_child") if side in node
        ]


def forest_shape(forest: Any) -> dict[str, float]:
    """From scikit-learn's arrays."""
    thresholds: set[tuple[int, float]] = set()
    leaves: list[tuple[int, int]] = []
    for tree in (estimator.tree_ for estimator in forest.estimators_):
        depths = np.zeros(tree.node_count, np.int64)
        for node in range(tree.node_count):  # parents come before their children
            if tree.children_left[node] < 0:
                leaves.append((int(depths[node]), int(tree.n_node_samples[node])))
                continue
            thresholds.add((int(tree.feature[node]), float(tree.threshold[node])))
            for child in (tree.children_left[node], tree.children_right[node]):
                depths[child] = depths[node] + 1
    return figures(len(forest.estimators_), np.array(leaves), len(thresholds))


def figures(trees: int, leaves: np.ndarray[Any, Any], thresholds: int) -> dict[str, float]:
    """The figures of leaves given as depth and number of training rows."""
    return {
        "trees": trees,
        "leaves": len(leaves),
        "depth": round(float(np.average(leaves[:, 0], weights=leaves[:, 1])), 1),
        "deepest": int(leaves[:, 0].max()),
        "thresholds": thresholds,
    }
