"""PMML documents that JPMML's transpiler cannot take or fails on, made or taken from golden cases.

JPMML's interpreter, where it takes them, says what is right.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

GOLDEN = Path(__file__).parent.parent / "jvm/transpiler/src/test/resources/repair"
RIGHT, WRONG, FAILS = "right", "wrong", "fails"


class Document(NamedTuple):
    """A PMML, rows for it, and what the plain chain and ours make of them.

    interpreted, transpiled: of the plain chain: RIGHT, WRONG or FAILS.
    engine: of our jar. ours: words of a repair; empty where it needs none that has a name.
    """

    pmml: str
    inputs: list[str]
    rows: list[list[Any]]
    interpreted: str
    transpiled: str
    engine: str
    ours: str


def pmml(columns: list[str], model: str) -> str:
    fields = "".join(
        f'<DataField name="{name}" optype="continuous" dataType="double"/>'
        for name in [*columns, "y"]
    )
    return (
        '<PMML xmlns="http://www.dmg.org/PMML-4_4" version="4.4"><Header/>'
        f"<DataDictionary>{fields}</DataDictionary>{model}</PMML>"
    )


def schema(columns: list[str], *, target: bool = True) -> str:
    fields = "".join(f'<MiningField name="{name}"/>' for name in columns)
    return (
        "<MiningSchema>"
        + fields
        + '<MiningField name="y" usageType="target"/>' * target
        + "</MiningSchema>"
    )


def node(low: int, high: int, column: str = "x") -> str:
    """A balanced tree over the whole numbers from low to high; each has a leaf."""
    if high - low == 1:
        return f'<Node score="{low / 7}"><True/></Node>'
    middle = (low + high) // 2
    left = node(low, middle, column).replace(
        "<True/>",
        f'<SimplePredicate field="{column}" operator="lessOrEqual" value="{middle - 0.5}"/>',
        1,
    )
    return f'<Node score="0"><True/>{left}{node(middle, high, column)}</Node>'


def tree(columns: list[str], leaves: int, extra: str = "") -> str:
    return (
        f'<TreeModel functionName="regression" splitCharacteristic="multiSplit">{schema(columns)}'
        f"{node(0, leaves, columns[0])}{extra}</TreeModel>"
    )


def forest(columns: list[str], trees: int) -> str:
    """Each tree asks one column."""
    segments = "".join(
        f'<Segment id="{i}"><True/><TreeModel functionName="regression"'
        f' splitCharacteristic="multiSplit">{schema([columns[i % len(columns)]], target=False)}'
        f"{node(i, i + 2, columns[i % len(columns)])}</TreeModel></Segment>"
        for i in range(trees)
    )
    return (
        f'<MiningModel functionName="regression">{schema(columns)}'
        f'<Segmentation multipleModelMethod="sum">{segments}</Segmentation></MiningModel>'
    )


def verified(columns: list[str], rows: int) -> str:
    fields = "".join(
        f'<VerificationField field="{name}" column="c{i}"/>'
        for i, name in enumerate([*columns, "y"])
    )
    cells = "".join(f"<c{i}>0.25</c{i}>" for i in range(len(columns)))
    table = f"<row>{cells}<c{len(columns)}>0</c{len(columns)}></row>" * rows
    return (
        f'<ModelVerification recordCount="{rows}" fieldCount="{len(columns) + 1}">'
        f"<VerificationFields>{fields}</VerificationFields>"
        f"<InlineTable>{table}</InlineTable></ModelVerification>"
    )


WIDE = [f"c{i}q" for i in range(1100)]
SOME = WIDE[:60]
NUMBERS: list[list[Any]] = [[value] for value in (-1.0, 0.5, 3.0, 2047.5, 4999.0, 1e9)]


def across(columns: list[str]) -> list[list[Any]]:
    return [[float(row + column % 3) for column in range(len(columns))] for row in range(5)]


def golden(name: str, rows: list[list[Any]], inputs: list[str], **said: str) -> Document:
    return Document((GOLDEN / f"{name}.pmml").read_text(), inputs, rows, **said)


DOCUMENTS: dict[str, Callable[[], Document]] = {
    "a tree of 7000 leaves": lambda: Document(
        pmml(["x"], tree(["x"], 7000)), ["x"], NUMBERS, RIGHT, FAILS, "transpiled", "split"
    ),
    "4500 trees": lambda: Document(
        pmml(["x"], forest(["x"], 4500)), ["x"], NUMBERS, RIGHT, FAILS, "interpreted", ""
    ),
    "more than a thousand columns": lambda: Document(
        pmml(WIDE, forest(WIDE, 1100)), WIDE, across(WIDE), FAILS, FAILS, "transpiled", ""
    ),
    "many rows that verify the model": lambda: Document(
        pmml(SOME, tree(SOME, 3, verified(SOME, 256))),
        *(SOME, across(SOME), RIGHT, FAILS, "transpiled", ""),
    ),
    "a missing prediction": lambda: golden(
        "missing_in_tree",
        [[None, 1.0], [1.0, None], [1.0, 1.0]],
        ["num", "uni"],
        **{"interpreted": RIGHT, "transpiled": WRONG, "engine": "transpiled", "ours": ""},
    ),
}
