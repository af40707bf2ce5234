"""Shapley values of trees by their definition, over all sets of features: the judge of reasons.

Where a feature is not in the set, a row goes both ways, in the proportion of the records that
training saw there (path-dependent TreeSHAP); what is in none is the base.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import comb
from typing import Any

import numpy as np
from numpy.typing import NDArray

Row = NDArray[np.float64]


@dataclass(frozen=True)
class Judge:
    """A tree: its children (-1 in leaves), features, records and values by node, and which way a
    row goes."""

    left: NDArray[Any]
    right: NDArray[Any]
    feature: NDArray[Any]
    records: NDArray[Any]
    values: NDArray[np.float64]
    goes_left: Callable[[int, Row], bool]

    def mean(self, row: Row, known: frozenset[int], node: int = 0) -> Any:
        """What it answers where only some features are known."""
        left, right = self.left[node], self.right[node]
        if left == -1:
            return self.values[node]
        if self.feature[node] in known:
            return self.mean(row, known, left if self.goes_left(node, row) else right)
        parts = [(self.records[child], self.mean(row, known, child)) for child in (left, right)]
        return sum(records * mean for records, mean in parts) / sum(r for r, _ in parts)


def plain(tree: Any, values: NDArray[np.float64]) -> Judge:
    """scikit-learn's `tree_`, with the values that count."""

    def goes_left(node: int, row: Row) -> bool:
        value = np.float32(row[tree.feature[node]])
        if np.isnan(value):
            return bool(tree.missing_go_to_left[node])
        return bool(value <= tree.threshold[node])

    return Judge(
        tree.children_left, tree.children_right, tree.feature,
        tree.weighted_n_node_samples, values, goes_left,
    )  # fmt: skip


def histogram(predictor: Any) -> Judge:
    """A tree of HistGradientBoosting."""
    nodes = predictor.nodes
    leaf = nodes["is_leaf"] == 1

    def goes_left(node: int, row: Row) -> bool:
        value, one = row[nodes["feature_idx"][node]], nodes[node]
        if np.isnan(value):
            return bool(one["missing_go_to_left"])
        if one["is_categorical"]:
            bits = predictor.raw_left_cat_bitsets[one["bitset_idx"]]
            return bool(int(bits[int(value) // 32]) >> int(value) % 32 & 1)
        return bool(value <= one["num_threshold"])

    left, right = (np.where(leaf, -1, nodes[side].astype(int)) for side in ("left", "right"))
    return Judge(left, right, nodes["feature_idx"], nodes["count"], nodes["value"], goes_left)


def contributions(trees: Sequence[Judge], rows: NDArray[np.float64]) -> NDArray[np.float64]:
    """The sum over trees, shape (rows, features + 1, values), the base last."""
    return np.array([of_row(trees, row) for row in rows])


def of_row(trees: Sequence[Judge], row: Row) -> NDArray[np.float64]:
    """The same, of one row."""
    features = range(len(row))
    sets = [
        frozenset(some) for size in (*features, len(row)) for some in combinations(features, size)
    ]
    means = {known: np.atleast_1d(sum(tree.mean(row, known) for tree in trees)) for known in sets}
    shares = [
        sum(
            (means[known | {feature}] - means[known]) / (len(row) * comb(len(row) - 1, len(known)))
            for known in sets
            if feature not in known
        )
        for feature in features
    ]
    return np.array([*shares, means[frozenset()]])
