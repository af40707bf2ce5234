"""The wheel, in an environment that has nothing else."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from tests.conftest import ROOT, Completed


def run(*command: str | Path, folder: Path) -> Completed:
    """Run a command away from the checkout, so that nothing of it can be imported by chance."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith("PYTHON")}
    completed = subprocess.run(
        [str(part) for part in command],
        capture_output=True,
        encoding="utf-8",
        cwd=folder,
        env=environment,
        check=False,
        timeout=280,
    )
    assert completed.returncode == 0, completed.stderr
    return completed


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    pip = (sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation")
    run(*pip, "--wheel-dir", folder, ROOT, folder=folder)
    return next(folder.glob("scorejar-*.whl"))


@pytest.fixture(scope="module")
def scorejar_program(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The console script of an environment into which only the wheel was installed."""
    home = tmp_path_factory.mktemp("environment")
    run(sys.executable, "-m", "venv", "--without-pip", home, folder=home)
    # The exact versions that this checkout runs with; the wheel's own pins are a subset of them.
    pip = (sys.executable, "-m", "pip", "--python", home / "bin" / "python", "install")
    run(*pip, "--quiet", "--no-compile", wheel, folder=home)
    return home / "bin" / "scorejar"


def test_the_wheel_puts_one_package_into_site_packages_and_no_agpl_jar(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
    tops = {name.partition("/")[0] for name in names}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"scorejar"}
    jars = {Path(name).name for name in names if name.endswith(".jar")}
    assert jars == {
        "scorejar-scorer.jar",
        "scorejar-compiler.jar",
        "scorejar-jpmml.jar",
        "scorejar-transpiler.jar",
    }
    assert not [name for name in names if "__pycache__" in name or "/." in name]


def test_the_installed_wheel_scores_a_file(
    scorejar_program: Path,
    exported: Callable[..., Path],
    trained: Callable[..., Path],
    tmp_path: Path,
) -> None:
    jar = shutil.copy(exported("breast_cancer"), tmp_path / "1.jar")
    evidence = pd.read_parquet(trained("breast_cancer") / "evidence.parquet")
    rows = tmp_path / "rows.parquet"
    evidence[evidence["scorejar.kind"] == "real"].to_parquet(rows)
    answers = tmp_path / "answers.csv"
    run(scorejar_program, "score", jar, rows, "--out", answers, folder=tmp_path)
    header = answers.read_text().partition("\n")[0]
    assert "probability" in header
    said = run(scorejar_program, "inspect", jar, "--json", folder=tmp_path).stdout
    assert json.loads(said)["model"] == "breast_cancer"
