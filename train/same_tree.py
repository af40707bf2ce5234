"""Whether a tree of a PMML file is the one that an estimator grew, and which node is which.

Every leaf has to answer alike and every question has to ask for the same: where one does not, the
trees are not the same, and nothing is said of any node.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from .grown import LEAF, Grown
from .tree_nodes import Node, Predicate, Tree

AT_MOST = {"lessOrEqual", "lessThan"}
ABOVE = {"greaterThan", "greaterOrEqual"}
SETS = {"isIn", "equal"}

Fields = dict[int, tuple[str, str]]
"""By feature, the field and the category that PMML has for it."""


class Place(NamedTuple):
    """A PMML node of which so many children did not take a row, and the node of the grown tree
    where such rows are."""

    node: Node
    child: int
    grown: int


def same_tree(tree: Tree, root: Node, grown: Grown, fields: Fields) -> dict[int, int] | None:
    """The node of `grown` that each PMML node stands for, by the place in the file where it begins;
    None where the trees differ.

    fields: is asked of, and gets, what each feature is called: the same in all trees of a model.
    """
    found: dict[int, int] = {}
    asked: Fields = {}
    waiting = [Place(root, 0, 0)]
    while waiting:
        place = waiting.pop()
        if place.child == 0:
            found[place.node.at] = place.grown
        if place.child == len(place.node.nodes):
            if not same_leaf(place.node, grown, place.grown):
                return None
            continue
        ways = ways_on(tree, place, grown)
        if not ways:
            return None
        waiting += ways
        if len(ways) > 1:
            feature, name = question(place, grown)
            if asked.setdefault(feature, fields.get(feature, name)) != name:
                return None
    fields |= asked
    # Where PMML has one field for two features, reasons would take them for one.
    return found if len(set(fields.values())) == len(fields) else None


def ways_on(tree: Tree, place: Place, grown: Grown) -> list[Place]:
    """Where rows go on from a place: both sides of a question, or one where it is none. Nowhere
    where the trees differ."""
    node, child, at = place
    below = node.nodes[child]
    predicate = below.predicate
    if predicate.kind == "True":
        return [Place(below, 0, at)]
    if grown.left[at] == LEAF or not same_threshold(predicate, float(grown.threshold[at])):
        return []
    left, right = int(grown.left[at]), int(grown.right[at])
    if tree.binary:
        other = node.nodes[-1]
        both = len(node.nodes) == 2 and opposite(predicate, other.predicate)
        return [Place(below, 0, left), Place(other, 0, right)] if both else []
    inside = inner_side(predicate, grown, at)
    if inside is None:
        return []
    outside = right if inside == left else left
    return [Place(below, 0, inside), Place(node, child + 1, outside)]


def question(place: Place, grown: Grown) -> tuple[int, tuple[str, str]]:
    """The feature that a place asks for, and what PMML has for it: a field, or a category of one,
    of which the estimator has a column."""
    predicate = place.node.nodes[place.child].predicate
    of_category = predicate.kind in ("equal", "notEqual")
    split_by_sets = math.isnan(grown.threshold[place.grown])
    category = predicate.value if of_category and not split_by_sets else ""
    return int(grown.feature[place.grown]), (predicate.field, category)


def same_leaf(node: Node, grown: Grown, place: int) -> bool:
    """Whether a leaf answers alike."""
    leaf = grown.leaf[place]
    return (
        len(node.leaf) == len(leaf)
        and max(node.counts, default=0) <= 1
        and all(
            math.isclose(found, wanted, rel_tol=grown.near, abs_tol=0)
            for found, wanted in zip(node.leaf, leaf, strict=True)
        )
    )


def opposite(one: Predicate, other: Predicate) -> bool:
    """Whether the first of two children takes small numbers and the second all others, or each some
    categories of a field."""
    if one.field != other.field:
        return False
    if one.kind in AT_MOST:
        return other.kind in ABOVE and one.value == other.value
    return one.kind in SETS and other.kind in SETS


def inner_side(asked: Predicate, grown: Grown, place: int) -> int | None:
    """The side of a question that a compact tree's child stands for; the other stays with the node.

    The column of a category is 1 for it, and so above the threshold. Of any other question it is
    not known.
    """
    left, right = int(grown.left[place]), int(grown.right[place])
    if asked.kind in AT_MOST:
        return left
    if asked.kind in ABOVE:
        return right
    if np.isnan(grown.threshold[place]):
        return None
    return {"equal": right, "notEqual": left}.get(asked.kind)


def same_threshold(asked: Predicate, threshold: float) -> bool:
    """Whether a node asks for the same number, where it asks for one: PMML may have it in float32,
    rounded either way. The column of a category is 0 or 1; a split by categories has no threshold.
    """
    if asked.kind not in AT_MOST | ABOVE:
        return math.isnan(threshold) or 0 <= threshold <= 1
    value = float(asked.value)
    return value == threshold or abs(np.float32(value) - threshold) <= np.spacing(
        np.float32(abs(threshold))
    )
