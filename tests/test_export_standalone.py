"""A standalone jar needs nothing else: neither on a class path nor to build against."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from pyservice import open_scorer
from scorejar import jdk
from tests.conftest import ROOT, evidence_rows

Exported = Callable[..., Path]
Trained = Callable[[str], Path]

JDKS = {found.version: found for found in map(jdk.read, jdk.homes()) if found and found.compiler}
ORDERED = [JDKS[version] for version in sorted(JDKS) if version >= jdk.OLDEST]


@pytest.fixture(scope="module")
def standalone(exported: Exported) -> Path:
    return exported("wine", "--standalone")


def run(java: jdk.Jdk, *arguments: object) -> str:
    return subprocess.check_output([java.java, *map(str, arguments)], encoding="utf-8")


@pytest.mark.parametrize("java", ORDERED, ids=lambda java: f"JDK {java.version}")
def test_a_program_builds_and_runs_against_only_the_jar(
    java: jdk.Jdk, standalone: Path, trained: Trained, tmp_path: Path
) -> None:
    source = ROOT / "tests" / "java" / "OnlyTheJar.java"
    javac = str(java.home / "bin" / "javac")
    flags = ("--release", "17", "-cp", str(standalone), "-d", str(tmp_path))
    subprocess.run([javac, *flags, str(source)], check=True)
    row = evidence_rows(trained("wine"), 1)[0]
    class_path = f"{standalone}{os.pathsep}{tmp_path}"
    with open_scorer(standalone) as scorer:
        values = [row[column.name] for column in scorer.schema.inputs]
        expected = scorer.score(row)
    answer = run(java, "-cp", class_path, "OnlyTheJar", *values)
    assert float(answer) == next(iter(expected.values()))


def test_the_command_line_inside_the_jar_scores_and_inspects(
    standalone: Path, trained: Trained, tmp_path: Path
) -> None:
    rows = evidence_rows(trained("wine"), 20)
    table = tmp_path / "rows.csv"
    with table.open("w", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    manifest = json.loads(
        run(ORDERED[0], "-cp", standalone, "io.scorejar.Main", "inspect", standalone)
    )
    assert manifest["engines"] == ["compiled"]
    assert all(line.startswith("rows: ") for line in manifest["kernels"])
    assert manifest["kernels"]
    printed = run(ORDERED[-1], "-jar", standalone, "score", standalone, table)
    answers = list(csv.DictReader(printed.splitlines()))
    with open_scorer(standalone) as scorer:
        for row, answer in zip(rows, answers, strict=True):
            name, value = next(iter(scorer.score(row).items()))
            assert float(answer[name]) == value


def test_the_jar_is_the_lean_one_with_the_run_time_in_it(
    standalone: Path, exported: Exported
) -> None:
    lean = exported("wine", "--lean")
    run_time = ROOT / "build" / "jars" / "scorejar-scorer.jar"
    files = {path: zipfile.ZipFile(path) for path in (standalone, lean, run_time)}
    held = {name: files[standalone].read(name) for name in files[standalone].namelist()}
    for name in files[lean].namelist():
        if name != "META-INF/MANIFEST.MF":
            assert held.pop(name) == files[lean].read(name)
    brought = {
        name: files[run_time].read(name)
        for name in files[run_time].namelist()
        if not name.endswith("/") and not name.startswith(("META-INF/maven/", "META-INF/MANIFEST"))
    }
    brought.pop("META-INF/versions/25/META-INF/jpms.args", None)  # a note of the compiler's
    assert held.pop("META-INF/MANIFEST.MF").splitlines() == [
        b"Manifest-Version: 1.0",
        b"Main-Class: io.scorejar.Main",
        b"Multi-Release: true",
        b"",
    ]
    assert held == brought
