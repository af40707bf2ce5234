"""Writes into PMML how many records of the training came to each node.

Reasons for a score need it (`Node@recordCount`), and the converters of scikit-learn's and XGBoost's
trees leave it out. The fitted trees still know it. Where a node has a distribution of classes JPMML
writes shares, of a `recordCount` of 1, from which answers are made: there an Extension tells.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from .grown import Grown, ensembles
from .same_tree import Fields, same_tree
from .tree_nodes import Node, Tree, read_trees

COUNT = re.compile(rb' recordCount="([^"]*)"')


class Edit(NamedTuple):
    """What the tag of a node gets.

    of_classes: its `recordCount` is what the counts of its classes are shares of, and stays.
    """

    records: float
    of_classes: bool


class Run:
    """The trees of one estimator beside those of a PMML file, one after another.

    edits: by the place of the tag of a node.
    """

    def __init__(self, trees: Sequence[Grown]) -> None:
        self.trees = trees
        self.edits: dict[int, Edit] = {}
        self._next = 0
        self._fields: Fields = {}

    @property
    def complete(self) -> bool:
        """Whether every tree was found, but for some that ask nothing: converters drop those."""
        return all(tree.lone for tree in self.trees[self._next :])

    def goes_on(self, tree: Tree, root: Node) -> bool:
        """Whether the next of the trees is this one; then its records are noted."""
        while self._next < len(self.trees):
            grown = self.trees[self._next]
            found = same_tree(tree, root, grown, self._fields)
            if found is None and not (grown.lone and root.nodes):
                return False
            self._next += 1
            if found is not None:
                self._note(root, grown, found)
                return True
        return False

    def _note(self, root: Node, grown: Grown, found: Mapping[int, int]) -> None:
        waiting = [root]
        while waiting:
            node = waiting.pop()
            waiting += node.nodes
            self.edits[node.at] = Edit(float(grown.records[found[node.at]]), bool(node.counts))


class Records:
    """What is to be written into a PMML file for the estimators of a pipeline."""

    def __init__(self, grown: Sequence[Sequence[Grown]]) -> None:
        self.edits: dict[int, Edit] = {}
        self._unused = list(grown)
        self._runs: list[Run] = []

    def take(self, tree: Tree, root: Node) -> None:
        """The next tree of the file: one more of the estimator before, or the first of another."""
        self._runs = [run for run in self._runs if run.goes_on(tree, root)] or self._begun(
            tree, root
        )

    def _begun(self, tree: Tree, root: Node) -> list[Run]:
        self.end()
        return [run for run in map(Run, self._unused) if run.goes_on(tree, root)]

    def end(self) -> None:
        """No more trees of an estimator: keep its records if they are known beyond doubt."""
        complete = [run for run in self._runs if run.complete]
        if complete and all(run.edits == complete[0].edits for run in complete):
            self.edits |= complete[0].edits
            self._unused = [some for some in self._unused if some is not complete[0].trees]
        self._runs = []


def write_records(path: Path, pipeline: Any) -> str | None:
    """Write the records of a fitted pipeline's trees into its PMML; answers stay what they are.

    An estimator is passed over as a whole where PMML does not have its very trees. Returns the
    SHA-256 of the file, None where nothing is written.
    """
    grown = list(ensembles(pipeline))
    if not grown:
        return None
    pmml = path.read_bytes()
    records = Records(grown)
    read_trees(pmml, records.take)
    records.end()
    if not records.edits:
        return None
    written = b"".join(edited(pmml, records.edits))
    path.write_bytes(written)
    return hashlib.sha256(written).hexdigest()


def edited(pmml: bytes, edits: Mapping[int, Edit]) -> Iterator[bytes]:
    """The file in pieces."""
    before = 0
    for at in sorted(edits):
        end = pmml.index(b">", at) + 1
        yield pmml[before:at]
        yield from counted(pmml[at:end], edits[at])
        before = end
    yield pmml[before:]


def counted(tag: bytes, edit: Edit) -> Iterator[bytes]:
    """The tag of a node with its records."""
    if edit.of_classes:
        yield tag
        yield b'<Extension name="X-Scorejar-Records" value="%b"/>' % number(edit.records)
    else:
        yield b'<Node recordCount="%b"' % number(edit.records)
        yield COUNT.sub(b"", tag.removeprefix(b"<Node"))


def number(records: float) -> bytes:
    """A count as short as it can be, exact to 12 digits."""
    return (str(int(records)) if records.is_integer() else f"{records:.12g}").encode()
