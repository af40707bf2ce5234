"""A few models in every JVM of `make bits`: kernels, the reference walk and JPMML, bit by bit."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests import made_jars
from tests.bits import matrix

SHAPES = (
    *("compiled/boosting_of_mixed", "compiled/forest", "compiled/isolation", "compiled/network"),
    *("compiled/several_targets", "compiled/stack", "compiled/vectors", "compiled/votes"),
    *("repair/default_children_categories", "repair/missing_in_boosting"),
    "repair/one_versus_rest_trees",
)
ROWS = 60
FEW_ROWS = 8
PLAIN = {"bit-slices", "block-walk", "direct-walk", "masks", "reference", "walk"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Jars with the compiled engine, their PMML, and rows that were made from it."""
    made = tmp_path_factory.mktemp("bits")
    made_jars.make(SHAPES, made, ROWS)
    return made


@pytest.fixture(scope="module")
def class_path(tmp_path_factory: pytest.TempPathFactory) -> str:
    return matrix.compiled(tmp_path_factory.mktemp("classes"))


@pytest.mark.parametrize(
    "variant", list(matrix.variants(ROWS, ROWS)), ids=lambda variant: variant.name
)
def test_every_kernel_gives_the_bits_of_the_interpreter(
    variant: matrix.Variant, class_path: str, folder: Path
) -> None:
    if variant.name.endswith("-Xint"):
        variant = variant._replace(rows=FEW_ROWS, lane_rows=2)
    found = matrix.run(variant, class_path, folder)
    assert found["differences"] == []
    assert found["jars"] == len(SHAPES)
    assert found["answers"] >= variant.rows * len(SHAPES) // 2
    lanes = {"byte-slices", "lanes", "word-lanes"} if found["lanes"] else set()
    assert set(found["kernels"]) >= PLAIN | lanes
