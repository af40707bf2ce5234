"""The second look: a published jar beside the pipeline, on rows that the proof has not seen."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from pyservice import open_scorer
from pyservice.settings import EngineName
from scorejar.errors import RowError, ScorejarError

from .case import Case
from .oracle import REFUSED, answers
from .rows import frame, fresh

SEED = 41
FLOAT = 1e-6
SUMS = 1e-12


class Found:
    """What the look found: failures, each in a sentence, and what the jar refuses beyond need."""

    def __init__(self) -> None:
        self.rows = 0
        self.compared = 0
        self.failures: list[str] = []
        self.stricter: list[str] = []


def look(case: Case, model: Any, jar: Path, engine: EngineName) -> Found:
    """Score fresh rows with an engine of the jar and compare."""
    found = Found()
    rows = fresh(case.inputs(), SEED)
    with open_scorer(jar, engine) as scorer:
        outputs = [column.name for column in scorer.schema.outputs]
        names = [column.name for column in scorer.schema.inputs]
        expected = answers(model, frame(rows, case.inputs()), outputs, array=case.array)
        kind = agreement(scorer.manifest)
        for row, want in zip(rows, expected, strict=True):
            found.rows += 1
            try:
                got = scorer.score(row)
            except RowError as error:
                if want is not REFUSED and any(want[name] is not None for name in want):
                    refusal(str(error), names, row, found)
                continue
            except ScorejarError as error:
                found.failures.append(f"{told(row)}: the jar fails: {error}")
                continue
            found.compared += bool(want)
            found.failures += differences(want, got, kind, row)
    return found


def agreement(manifest: Mapping[str, Any]) -> str:
    """The name of the agreement that the jar was proved by."""
    proof = manifest["proof"]
    return str(proof.get("agreement", "float" if proof.get("tolerance") == FLOAT else "sums"))


def refusal(said: str, names: Sequence[str], row: Mapping[str, Any], found: Found) -> None:
    """A row that the pipeline answers and the jar refuses: allowed by a rule of the schema."""
    if any(said.startswith(f"{name}: ") for name in names):
        found.stricter.append(said)
    else:
        found.failures.append(f"{told(row)}: refused by no rule of the schema: {said}")


def differences(
    want: Mapping[str, Any] | None, got: Mapping[str, Any], kind: str, row: Mapping[str, Any]
) -> Iterator[str]:
    """What a row's answers say otherwise than the pipeline."""
    if want is REFUSED:
        if any(value is not None for value in got.values()):
            yield f"{told(row)}: the pipeline refuses the row, the jar answers {told(got)}"
        return
    for name, value in want.items():
        if not agree(value, got[name], kind):
            yield f"{told(row)}: {name}: the pipeline says {value!r}, the jar {got[name]!r}"
            return


def agree(want: Any, got: Any, kind: str) -> bool:
    """Whether two answers are the same by an agreement (docs/proof.md)."""
    if want is None or got is None:
        return want is None and got is None
    numbers = isinstance(want, float | int) and isinstance(got, float | int)
    if not numbers or isinstance(want, bool) or isinstance(got, bool):
        return bool(want == got)
    if math.isinf(want) or math.isinf(got) or want == got:
        return bool(want == got)
    if kind in ("bits", "ulps"):
        return bool(abs(want - got) <= 4 * max(float(np.spacing(abs(want))), 2.0**-53))
    bound = (FLOAT if kind == "float" else SUMS) * max(1.0, abs(want))
    return bool(abs(want - got) <= bound)


def told(values: Mapping[str, Any]) -> str:
    """Values by name, short."""
    return ", ".join(f"{name}={value!r}" for name, value in values.items())[:300]
