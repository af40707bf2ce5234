"""`scorejar export` as a user runs it: real models, real jars."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pandas as pd
import pytest

from tests.conftest import ROOT, done, scorejar

Trained = Callable[[str], Path]
Exported = Callable[..., Path]


INTERPRETED = ("--engine", "interpreted")  # no javac: seconds less, where the engine is no matter


def arguments(folder: Path, repository: Path, model: str = "wine") -> list[str]:
    source, evidence = folder / "model.pmml", folder / "evidence.parquet"
    flags = ["--evidence", evidence, "--model", model, "--repository", repository]
    return ["export", str(source), *map(str, flags)]


def names(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*"))


def test_the_pipelines_own_answers_are_what_was_proved(trained: Trained, tmp_path: Path) -> None:
    folder = trained("credit")
    completed = done(scorejar(*arguments(folder, tmp_path, "credit"), "--json"))
    facts = json.loads(completed.stdout)
    evidence = pd.read_parquet(folder / "evidence.parquet")
    assert facts["jar"] == str(tmp_path / "credit" / "1.jar")
    assert facts["proof"]["judge"] == "pipeline"
    assert facts["proof"]["rows"] == len(evidence)
    outputs = [output["name"] for output in facts["schema"]["outputs"]]
    assert outputs == ["probability(0)", "probability(1)", "default"]
    types = {field["name"]: field["type"] for field in facts["schema"]["inputs"]}
    assert types["income"] == "double"
    assert types["employment"] == "string"
    assert types["guarantor"] == "boolean"
    assert types["customer_since"] == "date"


def test_the_same_version_in_another_repository_has_the_same_bytes(
    trained: Trained, exported: Exported, tmp_path: Path
) -> None:
    first = exported("wine")
    done(scorejar(*arguments(trained("wine"), tmp_path), "--version", "1"))
    assert (tmp_path / "wine" / "1.jar").read_bytes() == first.read_bytes()


def test_two_exports_at_once_take_two_versions(trained: Trained, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "scorejar", *arguments(trained("wine"), tmp_path)]
    command += INTERPRETED
    both = [subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE) for _ in range(2)]
    assert [process.communicate() and process.returncode for process in both] == [0, 0]
    assert names(tmp_path / "wine") == ["1.html", "1.jar", "2.html", "2.jar"]


def test_a_disproved_model_is_refused_and_nothing_is_published(
    trained: Trained, tmp_path: Path
) -> None:
    evidence = pd.read_parquet(trained("wine") / "evidence.parquet")
    evidence["probability(class_0)"] += 1e-9
    evidence.to_csv(tmp_path / "wrong.csv", index=False)
    command = arguments(trained("wine"), tmp_path / "models")
    command[command.index("--evidence") + 1] = str(tmp_path / "wrong.csv")
    completed = scorejar(*command, *INTERPRETED)
    assert completed.returncode == 3
    error = completed.stderr.splitlines()[-1]
    assert "expected a model that agrees with its evidence" in error
    assert "probability(class_0)" in error
    assert "leave out what holds true labels" in error
    assert not (tmp_path / "models").exists()


REFUSED = {
    "version": (["--version", "1"], 3, "1.jar: expected a version that does not exist"),
    "lean": (["--lean", "--engine", "transpiled"], 2, "--lean: a jar without"),
    "standalone": (["--standalone", "--engine", "transpiled"], 2, "--standalone: a jar without"),
    "name": (["--model", "Wine"], 2, "--model: expected 1 to 63"),
    "evidence": (["--evidence", "none.csv"], 2, "none.csv: no such file"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_is_told_in_one_line(
    case: str, exported: Exported, trained: Trained
) -> None:
    flags, code, message = REFUSED[case]
    repository = exported("wine").parent.parent
    before = names(repository)
    completed = scorejar(*arguments(trained("wine"), repository), *flags)
    assert completed.returncode == code
    assert message in completed.stderr
    assert completed.stderr.count("\n") == 1
    assert names(repository) == before


BAD_SOURCES = {
    "not there": (None, 2),
    "no XML": ("age,y\n1,2\n", 3),
    "a DOCTYPE": ('<!DOCTYPE PMML SYSTEM "file:///etc/passwd"><PMML version="4.4"/>', 3),
    "an unknown version": ('<PMML xmlns="http://www.dmg.org/PMML-9_9" version="9.9"/>', 3),
}


@pytest.mark.parametrize("case", BAD_SOURCES)
def test_a_source_that_is_no_pmml_is_refused(case: str, tmp_path: Path) -> None:
    content, code = BAD_SOURCES[case]
    source = tmp_path / "m.pmml"
    if content is not None:
        source.write_text(content)
    completed = scorejar("export", source, "--model", "m", "--repository", tmp_path / "models")
    assert completed.returncode == code
    assert completed.stderr.splitlines()[-1].startswith(f"error: {source}: ")
    assert not (tmp_path / "models").exists()


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 12 kB; needs the right to mount one."""
    folder = tmp_path / "disk"
    folder.mkdir()
    if os.geteuid() != 0:
        pytest.skip("only root may mount a small tmpfs")
    mount = ["mount", "-t", "tmpfs", "-o", "size=12k", "tmpfs", str(folder)]
    mounted = subprocess.run(mount, capture_output=True, text=True, check=False)
    if mounted.returncode != 0:
        pytest.skip(f"mounting a tmpfs is not permitted here: {mounted.stderr.strip()}")
    yield folder
    subprocess.run(["/usr/bin/env", "umount", str(folder)], check=True)


def test_a_full_disk_is_told_in_one_line_and_leaves_nothing(
    small_disk: Path, trained: Trained
) -> None:
    completed = scorejar(*arguments(trained("wine"), small_disk / "models"), *INTERPRETED)
    assert completed.returncode == 2
    error = completed.stderr.splitlines()[-1]
    assert error.startswith("error: ")
    assert "No space left on device" in error
    assert names(small_disk) == []
