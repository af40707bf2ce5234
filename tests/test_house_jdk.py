"""Which JDK is taken, and what is said where there is none."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from scorejar import jdk
from tests.conftest import ROOT


def java_home(folder: Path, version: str, *, compiler: bool = True) -> Path:
    (folder / "bin").mkdir(parents=True)
    for program in ("java", "javac") if compiler else ("java",):
        (folder / "bin" / program).touch()
    (folder / "release").write_text(f'IMPLEMENTOR="Test"\nJAVA_VERSION="{version}"\n')
    return folder


@pytest.fixture(autouse=True)
def no_other_java(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path / "nowhere"))
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.delenv("SCOREJAR_JAVA_HOME", raising=False)
    monkeypatch.setattr(jdk, "FOLDERS", (str(tmp_path / "jvm"),))


def test_the_newest_is_taken_wherever_it_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JAVA_HOME", str(java_home(tmp_path / "mine", "17.0.15")))
    newest = java_home(tmp_path / "jvm" / "temurin-25", "25.0.1")
    java_home(tmp_path / "jvm" / "openjdk-21", "21.0.4")
    found = jdk.find()
    assert found is not None
    assert (found.version, found.home) == (25, newest)


def test_one_that_is_too_old_is_passed_over(tmp_path: Path) -> None:
    java_home(tmp_path / "jvm" / "openjdk-11", "11.0.20")
    assert jdk.find() is None


def test_where_a_compiler_is_needed_a_runtime_image_does_not_do(tmp_path: Path) -> None:
    java_home(tmp_path / "jvm" / "jre-25", "25.0.1", compiler=False)
    java_home(tmp_path / "jvm" / "jdk-17", "17.0.1")
    with_compiler, any_java = jdk.find(compiler=True), jdk.find()
    assert with_compiler is not None
    assert any_java is not None
    assert (with_compiler.version, any_java.version) == (17, 25)


def test_a_pinned_home_is_taken_without_a_search(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    java_home(tmp_path / "jvm" / "temurin-25", "25.0.1")
    monkeypatch.setenv("SCOREJAR_JAVA_HOME", str(java_home(tmp_path / "pinned", "17.0.2")))
    found = jdk.find()
    assert found is not None
    assert found.version == 17


def test_a_java_home_that_is_not_there_is_no_java_home(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JAVA_HOME", str(tmp_path / "gone"))
    assert jdk.find() is None


def test_the_makefile_gets_one_line_where_there_is_none(tmp_path: Path) -> None:
    # A pinned home is taken without a search, so this machine's own folders are not looked at.
    environment = {"SCOREJAR_JAVA_HOME": str(tmp_path / "none")}
    completed = subprocess.run(
        [sys.executable, str(ROOT / "scorejar" / "jdk.py")],
        capture_output=True,
        encoding="utf-8",
        env=environment,
        check=False,
    )
    assert completed.returncode == 1
    assert completed.stderr.startswith(
        "error: JDK 17 or newer not found (looked at JAVA_HOME, PATH"
    )
    assert completed.stderr.count("\n") == 1
