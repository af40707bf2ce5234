"""What tests share: the command line, and each example trained and exported once a run."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from pyarrow import parquet

ROOT = Path(__file__).parent.parent

Completed = subprocess.CompletedProcess[str]


def scorejar(*arguments: str | Path, timeout_s: float = 240) -> Completed:
    """Run the command as a user would; never raises, look at returncode."""
    command = [sys.executable, "-m", "scorejar", *map(str, arguments)]
    return subprocess.run(
        command, capture_output=True, encoding="utf-8", timeout=timeout_s, check=False, cwd=ROOT
    )


def done(completed: Completed) -> Completed:
    """The same, when it must have worked."""
    assert completed.returncode == 0, completed.stderr
    return completed


@pytest.fixture(scope="session")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """`trained("wine")`: the folder that `scorejar train` wrote for a built-in example."""
    home = tmp_path_factory.mktemp("trained")

    def train(name: str) -> Path:
        folder = home / name
        if not folder.exists():
            config = ROOT / "train" / "examples" / f"{name}.toml"
            done(scorejar("train", "--config", config, "--out", folder))
        return folder

    return train


@pytest.fixture(scope="session")
def exported(
    trained: Callable[[str], Path], tmp_path_factory: pytest.TempPathFactory
) -> Callable[..., Path]:
    """`exported("wine")`: the jar of a built-in example, proved and published as version 1.

    Further arguments go to `scorejar export`; each set of them is exported once.
    """
    home = tmp_path_factory.mktemp("exported")
    made: dict[tuple[str, Sequence[str]], Path] = {}

    def export(name: str, *flags: str, version: int = 1) -> Path:
        key = (name, (*flags, str(version)))
        if key not in made:
            repository = home / str(len(made))
            folder = trained(name)
            done(
                scorejar(
                    *("export", folder / "model.pmml", "--evidence", folder / "evidence.parquet"),
                    *("--model", name, "--repository", repository, "--version", str(version)),
                    *flags,
                )
            )
            made[key] = repository / name / f"{version}.jar"
        return made[key]

    return export


@pytest.fixture(scope="session")
def two_models(
    exported: Callable[..., Path], tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, Path]:
    """The example's jar, and that of the same pipeline fitted on another split."""
    name = "breast_cancer"
    home = tmp_path_factory.mktemp("other")
    config = (ROOT / "train" / "examples" / "breast_cancer.toml").read_text()
    assert "seed = 1" in config
    (home / "other.toml").write_text(config.replace("seed = 1", "seed = 2"))
    done(scorejar("train", "--config", home / "other.toml", "--out", home / "out"))
    files = (home / "out" / "model.pmml", "--evidence", home / "out" / "evidence.parquet")
    done(scorejar("export", *files, "--model", name, "--repository", home))
    return exported(name), home / name / "1.jar"


def evidence_rows(folder: Path, count: int) -> list[dict[str, Any]]:
    """The first rows of the evidence in a folder of `scorejar train`, inputs only."""
    table = parquet.read_table(folder / "evidence.parquet")
    training = json.loads((folder / "training.json").read_text())
    rows: list[dict[str, Any]] = table.select(list(training["columns"])).slice(0, count).to_pylist()
    return rows


@pytest.fixture
def repository(exported: Callable[..., Path], tmp_path: Path) -> Path:
    """A repository of one's own that holds breast_cancer/1.jar."""
    home = tmp_path / "models" / "breast_cancer"
    home.mkdir(parents=True)
    shutil.copy(exported("breast_cancer"), home / "1.jar")
    return home.parent
