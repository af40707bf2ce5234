"""A few models in every JVM of `make bits`: kernels, the reference walk and JPMML, bit by bit."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from scorejar import jars, java
from tests.bits import matrix
from tests.breadth.warm import WarmJvm
from tests.conftest import ROOT

DOCUMENTS = ROOT / "jvm/transpiler/src/test/resources"
SHAPES = (
    *("compiled/boosting_of_mixed", "compiled/forest", "compiled/isolation", "compiled/network"),
    *("compiled/several_targets", "compiled/stack", "compiled/vectors", "compiled/votes"),
    *("repair/default_children_categories", "repair/missing_in_boosting"),
    *("repair/one_versus_rest_trees", "repair/stacked_boosting"),
)
ROWS = 60
FEW_ROWS = 8
PLAIN = {"bit-slices", "block-walk", "direct-walk", "masks", "reference", "walk"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Jars with the compiled engine, their PMML, and rows that were made from it."""
    made = tmp_path_factory.mktemp("bits")
    jvm = WarmJvm(jars.transpiling())
    try:
        for shape in SHAPES:
            pmml = Path(shutil.copy(DOCUMENTS / f"{shape}.pmml", made))
            rows, jar = pmml.with_suffix(".json"), pmml.with_suffix(".jar")
            options = ["--pmml", pmml, "--out", rows, "--most", ROWS]
            coverage = run(jvm, "Rows", *options)["coverage"]
            rows.write_text(json.dumps(json.loads(rows.read_text()) | {"coverage": coverage}))
            options = ["--pmml", pmml, "--out", jar, "--model", "m", "--version", 1]
            run(jvm, "Build", *options, "--evidence", rows, "--engine", "compiled")
    finally:
        jvm.stop()
    return made


def run(jvm: WarmJvm, program: str, *options: object) -> dict[str, Any]:
    """What a program of the transpiler prints."""
    return java.answer(program, *jvm.run(f"io.scorejar.transpiler.{program}", [*map(str, options)]))


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
    lanes = {"byte-slices", "lanes"} if found["lanes"] else set()
    assert set(found["kernels"]) >= PLAIN | lanes
