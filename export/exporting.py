"""The export, top to bottom: source, PMML, evidence, proved jar, a place in a repository."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from scorejar import jars, java
from scorejar.errors import FAMILIES, ModelError, ScorejarError, UsageError
from scorejar.progress import step

from .evidence import Evidence, write_evidence
from .publish import check_names, check_repository, slot, write_page
from .report import proved_page, refused_page

Engine = Literal["auto", "compiled", "transpiled", "interpreted"]

BUILD = "io.scorejar.transpiler.Build"
DESCRIBE = "io.scorejar.transpiler.Describe"


@dataclass(frozen=True)
class Exported:
    """A jar that was proved and published.

    path: where it is. engine: what answers when nothing else is asked for. declined: the engines
    that the jar does not hold, each with the cause. repairs: what was changed in the PMML first.
    judge: who gave the expected answers: pipeline, file or interpreter. rows: how many were
    compared; refusals: how many of them the judge refused, and so does the jar. max_ulps: the
    largest difference in units of the last place; max_difference: relative to the larger of 1 and
    the expected value. page: the report for people beside the jar, None if it could not be
    written. manifest: the jar's model.json.
    """

    path: Path
    model: str
    version: int
    engine: str
    declined: dict[str, str]
    repairs: list[str]
    notes: list[str]
    judge: str
    rows: int
    refusals: int
    max_ulps: int
    max_difference: float
    size_bytes: int
    page: Path | None
    manifest: dict[str, Any] = field(repr=False)


def export(
    source: Path,
    *,
    model: str,
    repository: Path,
    evidence: Path | None = None,
    targets: Sequence[str] = (),
    version: int | None = None,
    engine: Engine = "auto",
    standalone: bool = False,
    report: Path | None = None,
) -> Exported:
    """Prove a model and publish it as `repository/model/version.jar`.

    source: a PMML file, or a .joblib of a fitted pipeline, which runs the code in it. evidence:
    rows as CSV or Parquet; others are made up from the model. The expected answers are
    those of the pipeline where source is one or the evidence came with the PMML from `scorejar
    train` or `convert`, else the file's own output columns, else the interpreter's.
    targets: what the pipeline predicts, where it does not say. version: the next one if None.
    standalone: put the run time into the jar, so that it needs nothing else; the engine must be
    compiled.
    report: where to write the page of a refusal, if it comes to that; the page of a proof stands
    beside the jar, as VERSION.html.

    Raises ScorejarError, of one line: UsageError for what cannot be read or written, ModelError for
    a model that is refused or disproved, RowError for a wrong row of evidence. Then nothing changed
    on disk.
    """
    check_names(model, version)
    for path in (source, evidence):
        if path is not None and not path.is_file():
            found = "expected a file, found a folder" if path.is_dir() else "no such file"
            raise UsageError(f"{path}: {found}")
    check_repository(repository, model, version)
    with scratch() as folder:
        pmml = source
        if source.suffix.lower() != ".pmml":
            pmml, evidence = convert(source, folder, evidence, targets)
        proof = None if evidence is None else prepare(pmml, evidence, folder)
        arguments = ["--pmml", str(pmml), "--model", model, "--engine", engine]
        if standalone:
            arguments += ["--standalone", "true"]
        if proof is not None:
            arguments += ["--evidence", str(proof.path), "--statistics", str(proof.statistics)]
            if proof.judge != "interpreter":
                arguments += ["--judge", proof.judge]
        with slot(repository, model, version) as place:
            arguments += ["--version", str(place.version), "--out", str(place.staged)]
            facts = folder / "report.json"
            arguments += ["--report", str(facts)]
            try:
                with step(f"making and proving {model} {place.version}"):
                    built = build(arguments, proof)
            except ModelError:
                if report is not None and facts.is_file():
                    page = refused_page(model, json.loads(facts.read_text(encoding="utf-8")))
                    report.write_text(page, encoding="utf-8")
                raise
        return exported(built, place.jar)


@contextmanager
def scratch() -> Iterator[Path]:
    """A temporary folder; what fails in it on the disk's side is told in one line."""
    try:
        with tempfile.TemporaryDirectory(prefix="scorejar-") as name:
            yield Path(name)
    except OSError as error:
        where = error.filename or tempfile.gettempdir()
        raise UsageError(f"{where}: cannot be written: {error.strerror or error}") from error


def convert(
    source: Path, folder: Path, evidence: Path | None, targets: Sequence[str]
) -> tuple[Path, Path | None]:
    """A pipeline to PMML and evidence, by the command that does it: stages share files only."""
    out = folder / "converted"
    command = [sys.executable, "-m", "scorejar", "convert", str(source), "--out", str(out)]
    if evidence is not None:
        command += ["--evidence", str(evidence)]
    for target in targets:
        command += ["--target", target]
    with step("converting the pipeline to PMML"):
        done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    if done.returncode != 0:
        lines = done.stderr.splitlines()
        errors = [line.removeprefix("error: ") for line in lines if line.startswith("error: ")]
        said = errors[-1] if errors else f"scorejar convert ended with {done.returncode}"
        raise FAMILIES.get(done.returncode, ScorejarError)(said)
    made = out / "evidence.parquet"  # none where the pipeline's answers are none of the PMML's
    return out / "model.pmml", made if made.is_file() else None


def prepare(pmml: Path, evidence: Path, folder: Path) -> Evidence:
    """Evidence as the builder reads it, by the types that the PMML gives to its columns."""
    described = java.run(DESCRIBE, ["--pmml", str(pmml)], jars.transpiling())
    sha256 = hashlib.sha256(pmml.read_bytes()).hexdigest()
    return write_evidence(evidence, described["schema"], sha256, folder)


def build(arguments: list[str], proof: Evidence | None) -> dict[str, Any]:
    """Run the builder; it proves the jar that it has written by opening it again."""
    try:
        return java.run(BUILD, arguments, jars.transpiling(), compiler=True)
    except ModelError as error:
        if proof is None or proof.judge != "file":
            raise
        columns = ", ".join(f"'{name}'" for name in proof.answered)
        raise ModelError(
            f"{error} (expected answers were the evidence's columns {columns}:"
            " leave out what holds true labels)"
        ) from error


def exported(built: dict[str, Any], jar: Path) -> Exported:
    """The builder's summary, with the jar at its final place."""
    engine = built["engine"]
    proof = built["proof"]
    manifest = {
        key: value
        for key, value in built.items()
        if key not in ("jar", "notes", "engine", "report")
    }
    page = proved_page(manifest, built["report"], str(jar), built.get("notes", []))
    return Exported(
        path=jar,
        model=built["model"],
        version=built["version"],
        engine=engine,
        declined=built.get("declined", {}),
        repairs=built.get("repairs", []),
        notes=built.get("notes", []),
        judge=proof["judge"],
        rows=proof["rows"],
        refusals=proof["refusals"],
        max_ulps=proof["engines"][engine]["max_ulps"],
        max_difference=proof["engines"][engine]["max_difference"],
        size_bytes=jar.stat().st_size,
        page=write_page(jar.with_suffix(".html"), page),
        manifest=manifest,
    )
