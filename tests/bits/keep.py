"""Models of the breadth suite, each as a jar, its PMML and its evidence, in a folder."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from export.exporting import prepare
from tests.breadth.case import Case
from tests.breadth.pool import run
from tests.breadth.verdict import Verdict, command, converted, tried


def keep(names: Sequence[str], folder: Path, tell: Callable[[Verdict], None]) -> dict[str, Verdict]:
    """Fit, convert and compile cases into NAME.jar, NAME.pmml and NAME.json (docs/jar.md).

    The evidence is all of it: the rows of the table and those made from the model. A case that
    does not compile leaves nothing, and its verdict says why.
    """
    folder.mkdir(parents=True, exist_ok=True)
    return run(names, 2, 120, tell, partial(kept, folder))


def kept(into: Path, case: Case) -> Verdict:
    """One case, in a process of its own."""
    return tried(case, partial(compiled, into))


def compiled(into: Path, case: Case, folder: Path, verdict: Verdict) -> None:
    """The jar with the compiled engine alone, and what it was proved on beside it."""
    _, source, evidence = converted(case, folder, verdict)
    done = command(
        *("export", source, "--evidence", evidence, "--engine", "compiled"),
        *("--model", "m", "--repository", folder / "models"),
    )
    verdict.engines["compiled"] = "proved"
    place = into / stem(case.name)
    shutil.copy(source, place.with_suffix(".pmml"))
    shutil.copy(prepare(source, evidence, folder).path, place.with_suffix(".json"))
    shutil.copy(done["jar"], place.with_suffix(".jar"))


def stem(name: str) -> str:
    """A case's name as a file may have it."""
    return re.sub(r"\W+", "-", name).strip("-").lower()
