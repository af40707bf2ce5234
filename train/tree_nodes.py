"""The trees of a PMML file, with the places in the file where its nodes begin."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from xml.parsers.expat import ParserCreate

PREDICATES = ("True", "False", "SimplePredicate", "SimpleSetPredicate", "CompoundPredicate")


@dataclass(slots=True)
class Predicate:
    """A question; `kind` is the operator of a simple predicate, else the name of its element."""

    kind: str = ""
    field: str = ""
    value: str = ""


@dataclass(slots=True)
class Node:
    """A node.

    at: where its tag begins, in bytes. counts: of its classes, where it has a distribution of them.
    """

    at: int
    score: str | None
    predicate: Predicate = field(default_factory=Predicate)
    nodes: list[Node] = field(default_factory=list)
    counts: list[float] = field(default_factory=list)

    @property
    def leaf(self) -> list[float]:
        """What it answers, as numbers; empty where that is none."""
        try:
            return self.counts or [float(self.score or "")]
        except ValueError:
            return []


@dataclass(slots=True)
class Tree:
    """A tree.

    binary: two children each, and every score but those of leaves is only for show. Else a row that
    no child takes stays with the node (JPMML's compact form).
    """

    binary: bool


def read_trees(pmml: bytes, take: Callable[[Tree, Node], None]) -> None:
    """Call `take` with each tree and its root, in the order of the file; one at a time, because
    forests are large."""
    reader = Reader(take)
    reader.parser.Parse(pmml, True)


class Reader:
    """What is open where the parser stands."""

    def __init__(self, take: Callable[[Tree, Node], None]) -> None:
        self.parser = ParserCreate()
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self._take = take
        self._tree: Tree | None = None
        self._nodes: list[Node] = []

    def _start(self, name: str, given: dict[str, str]) -> None:
        if name == "TreeModel":
            self._tree = Tree(given.get("splitCharacteristic") == "binarySplit")
        elif name == "Node":
            node = Node(self.parser.CurrentByteIndex, given.get("score"))
            if self._nodes:
                self._nodes[-1].nodes.append(node)
            self._nodes.append(node)
        elif self._nodes:
            self._inside(self._nodes[-1], name, given)

    def _inside(self, node: Node, name: str, given: dict[str, str]) -> None:
        if name == "ScoreDistribution":
            node.counts.append(float(given["recordCount"]))
        elif name in PREDICATES and not node.predicate.kind:
            kind = given.get("operator", given.get("booleanOperator", name))
            node.predicate = Predicate(kind, given.get("field", ""), given.get("value", ""))

    def _end(self, name: str) -> None:
        if name == "Node":
            node = self._nodes.pop()
            if not self._nodes and self._tree is not None:
                self._take(self._tree, node)
