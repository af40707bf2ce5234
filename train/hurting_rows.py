"""Rows made to hurt a model: io.scorejar.transpiler.Rows makes them from its PMML."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from scorejar import jars, java

from .json_rows import Rows
from .pmml import Field

ROWS = "io.scorejar.transpiler.Rows"
MOST = 10_000


class Made(NamedTuple):
    """Rows, the real ones first, what each was made for, and what of the model they reach."""

    rows: Rows
    kinds: list[str]
    coverage: dict[str, Any]


def hurting_rows(pmml: Path, real: Rows, fields: Sequence[Field], seed: int, most: int) -> Made:
    """The real rows and others made from the PMML and like them; at most `most` in all.

    fields: the PMML's inputs. The same arguments give the same rows.
    """
    given, out = pmml.with_suffix(".real.json"), pmml.with_suffix(".rows.json")
    content = {"inputs": [field.name for field in fields], "outputs": [], "rows": real}
    given.write_text(json.dumps(content, ensure_ascii=False, allow_nan=False), encoding="utf-8")
    arguments = ["--pmml", str(pmml), "--out", str(out)]
    arguments += ["--seed", str(seed), "--most", str(most)]
    if real:
        arguments += ["--real", str(given)]
    try:
        coverage = java.run(ROWS, arguments, jars.transpiling())["coverage"]
        made = json.loads(out.read_text(encoding="utf-8"))
    finally:
        given.unlink()
        out.unlink(missing_ok=True)
    return Made(made["rows"], made["kinds"], coverage)
