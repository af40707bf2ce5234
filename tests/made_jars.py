"""Small jars of PMML documents of the Java tests, without a fit: one JVM makes them all."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from scorejar import jars, java
from tests.breadth.warm import WarmJvm

DOCUMENTS = Path(__file__).parents[1] / "jvm/transpiler/src/test/resources"


def make(shapes: Sequence[str], folder: Path, rows: int, engine: str = "compiled") -> None:
    """NAME.pmml, NAME.json (rows made from it, with what they cover) and NAME.jar for each.

    shapes: documents by folder and name, for example `repair/plain`. engine: the one that the jar
    holds.
    """
    folder.mkdir(parents=True, exist_ok=True)
    jvm = WarmJvm(jars.transpiling())
    try:
        for shape in shapes:
            pmml = Path(shutil.copy(DOCUMENTS / f"{shape}.pmml", folder))
            evidence, jar = pmml.with_suffix(".json"), pmml.with_suffix(".jar")
            options = ["--pmml", pmml, "--out", evidence, "--most", rows]
            coverage = run(jvm, "Rows", *options)["coverage"]
            made = json.loads(evidence.read_text(encoding="utf-8")) | {"coverage": coverage}
            evidence.write_text(json.dumps(made), encoding="utf-8")
            options = ["--pmml", pmml, "--out", jar, "--model", "m", "--version", 1]
            run(jvm, "Build", *options, "--evidence", evidence, "--engine", engine)
    finally:
        jvm.stop()


def run(jvm: WarmJvm, program: str, *options: object) -> dict[str, Any]:
    """What a program of the transpiler prints."""
    return java.answer(program, *jvm.run(f"io.scorejar.transpiler.{program}", [*map(str, options)]))
