"""What tests share: the command line, and each example trained and exported once a run."""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from pyarrow import parquet

from scorejar import java
from tests.breadth import warm

ROOT = Path(__file__).parent.parent

Completed = subprocess.CompletedProcess[str]

# As many processes as cores run tests: libraries with threads of their own would only wait.
os.environ.setdefault("OMP_NUM_THREADS", "1")


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


def once(folder: Path, make: Callable[[Path], None]) -> Path:
    """A folder that `make` fills, by the first of the processes of a run that asks for it.

    The others wait. What fails is tried anew by the next that asks.
    """
    made = folder.with_name(f"{folder.name}.made")
    with folder.with_name(f"{folder.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            shutil.rmtree(folder, ignore_errors=True)
            make(folder)
            made.touch()
    return folder


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that is the same one for every process of a run."""
    own = tmp_path_factory.getbasetemp()
    home = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "shared"
    home.mkdir(exist_ok=True)
    return home


@pytest.fixture(scope="session")
def trained(shared: Path) -> Callable[[str], Path]:
    """`trained("wine")`: the folder that `scorejar train` wrote for a built-in example."""

    def train(name: str) -> Path:
        config = ROOT / "train" / "examples" / f"{name}.toml"

        def fit(folder: Path) -> None:
            done(scorejar("train", "--config", config, "--out", folder))

        return once(shared / f"trained-{name}", fit)

    return train


@pytest.fixture(scope="session")
def exported(trained: Callable[[str], Path], shared: Path) -> Callable[..., Path]:
    """`exported("wine")`: the jar of a built-in example, proved and published as version 1.

    Further arguments go to `scorejar export`; each set of them is exported once.
    """

    def export(name: str, *flags: str, version: int = 1) -> Path:
        arguments = ("--model", name, "--version", str(version), *flags)

        def publish(repository: Path) -> None:
            folder = trained(name)
            files = (folder / "model.pmml", "--evidence", folder / "evidence.parquet")
            done(scorejar("export", *files, "--repository", repository, *arguments))

        key = hashlib.sha256(" ".join(arguments).encode()).hexdigest()[:16]
        return once(shared / f"exported-{key}", publish) / name / f"{version}.jar"

    return export


@pytest.fixture(scope="session")
def two_models(exported: Callable[..., Path], shared: Path) -> tuple[Path, Path]:
    """The example's jar, and that of the same pipeline fitted on another split."""
    name = "breast_cancer"
    config = (ROOT / "train" / "examples" / "breast_cancer.toml").read_text()
    assert "seed = 1" in config

    def publish(home: Path) -> None:
        home.mkdir()
        (home / "other.toml").write_text(config.replace("seed = 1", "seed = 2"))
        done(scorejar("train", "--config", home / "other.toml", "--out", home / "out"))
        files = (home / "out" / "model.pmml", "--evidence", home / "out" / "evidence.parquet")
        done(scorejar("export", *files, "--model", name, "--repository", home))

    return exported(name), once(shared / "other", publish) / name / "1.jar"


@pytest.fixture(scope="session")
def warm_jvms() -> Iterator[None]:
    """JVMs that stay until the last test; those who ask for `warm_java` start them."""
    yield
    warm.stop()


@pytest.fixture(scope="module")
def warm_java(warm_jvms: None) -> Iterator[None]:
    """Java programs that this process runs for a module's tests, in JVMs that stay."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(java, "run", warm.run)
        yield


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
