"""One case from fitting to a verdict, by the commands that a user types."""

from __future__ import annotations

import contextlib
import io
import json
import re
import tempfile
import time
import warnings
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import joblib

from scorejar import cli

from .case import Case
from .check import look

ROOT = Path(__file__).parents[2]
EVIDENCE = 120
"""How many rows of the table are given as evidence; more are made from the model."""

FAULTS = re.compile(
    r"our own fault|fault of ours|\b(java|org)\.\w+\.\w|SelectorProxy|Exception\b|Traceback"
)
"""Words that no user should read in a refusal."""


@dataclass
class Verdict:
    """What came of a case.

    engines: by engine `proved`, or why the jar does not hold it. refused: why there is no jar.
    repairs: what was changed in the PMML. failures: what is wrong with us: silent wrong rows,
    crashes, words that nobody can act upon.
    """

    name: str
    engines: dict[str, str] = field(default_factory=dict)
    refused: str = ""
    repairs: list[str] = field(default_factory=list)
    judge: str = ""
    stricter: list[str] = field(default_factory=list)
    rows: int = 0
    compared: int = 0
    failures: list[str] = field(default_factory=list)
    seconds: dict[str, float] = field(default_factory=dict)

    @property
    def outcome(self) -> str:
        """proved, repaired, refused; or wrong, where something is wrong with us."""
        if self.failures:
            return "wrong"
        if self.refused:
            return "refused"
        return "repaired" if self.repairs else "proved"


class RefusedError(Exception):
    """A command ended with another exit code than 0."""

    def __init__(self, code: int, said: str) -> None:
        super().__init__(said)
        self.code = code


def judge(case: Case) -> Verdict:
    """Fit, convert, export and look again."""
    return tried(case, road)


def tried(case: Case, way: Callable[[Case, Path, Verdict], None]) -> Verdict:
    """What comes of a case that goes a way, in a folder that is there so long."""
    verdict = Verdict(case.name)
    with tempfile.TemporaryDirectory(prefix="scorejar-breadth-") as name, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        folder = Path(name)
        try:
            way(case, folder, verdict)
        except RefusedError as refused:
            verdict.refused = words(str(refused), folder)
            if refused.code == 1 or FAULTS.search(verdict.refused):
                verdict.failures.append(f"refused in words of ours: {refused}")
    return verdict


def converted(case: Case, folder: Path, verdict: Verdict) -> tuple[Any, Path, Path]:
    """The fitted model, None where the case is a PMML; the PMML, and the evidence for it."""
    if case.source is not None:
        return None, case.source, case.source.with_suffix(".csv")
    with timed(verdict, "fit"):
        model = case.fitted()
    pipeline, rows = folder / "pipeline.joblib", folder / "rows.parquet"
    joblib.dump(model, pipeline)
    case.inputs().head(EVIDENCE).to_parquet(rows, index=False)
    out = folder / "converted"
    with timed(verdict, "convert"):
        command("convert", pipeline, "--evidence", rows, "--out", out)
    return model, out / "model.pmml", out / "evidence.parquet"


def road(case: Case, folder: Path, verdict: Verdict) -> None:
    """The commands, and the second look at each jar."""
    model, source, evidence = converted(case, folder, verdict)
    for engine in ("auto", "interpreted"):
        if engine in verdict.engines:
            continue
        try:
            with timed(verdict, f"export {engine}"):
                done = command(
                    *("export", source, "--evidence", evidence, "--engine", engine),
                    *("--model", "m", "--repository", folder / "models"),
                )
        except RefusedError as refused:
            if engine == "auto":
                raise
            verdict.engines[engine] = words(str(refused), folder)
            continue
        if engine == "auto":
            verdict.judge = done["proof"]["judge"]
            verdict.repairs = done.get("repairs", [])
            for declined, cause in done.get("declined", {}).items():
                verdict.engines[declined] = words(cause, folder)
        for held in done["engines"]:
            verdict.engines[held] = "proved"
            if model is not None:
                with timed(verdict, f"look {held}"):
                    found = look(case, model, Path(done["jar"]), held)
                verdict.rows, verdict.compared = found.rows, found.compared
                verdict.stricter = found.stricter
                verdict.failures += [f"{held}: {each}" for each in found.failures]


def command(*arguments: object) -> dict[str, Any]:
    """Run `scorejar ARGUMENTS --json` in this process; raises RefusedError."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            code = cli.run([*map(str, arguments), "--json"])
        except SystemExit as exit_:  # argparse
            code = int(exit_.code or 0)
    if code:
        lines = err.getvalue().splitlines() or ["no word"]
        raise RefusedError(code, lines[-1].removeprefix("error: "))
    answer: dict[str, Any] = json.loads(out.getvalue())
    return answer


def words(said: str, folder: Path) -> str:
    """A message without the temporary folder that this run happened to have."""
    return re.sub(rf"({re.escape(str(folder))}|{re.escape(str(ROOT))})/(\w+/)*", "", said)


@contextlib.contextmanager
def timed(verdict: Verdict, what: str) -> Any:
    """Note how long a step took."""
    start = time.perf_counter()
    try:
        yield
    finally:
        verdict.seconds[what] = verdict.seconds.get(what, 0) + time.perf_counter() - start
