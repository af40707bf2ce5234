"""Nobody notices a model change: swaps of a real model under clients with a fixed rate."""

from __future__ import annotations

import re
import shutil
import subprocess
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import httpx
import pytest

from pyservice import open_scorer
from scorejar import jdk
from tests.conftest import evidence_rows
from tests.restamp import restamp
from tests.service_server import Server, wait_for

MODEL = "breast_cancer"
SWAPS = 40  # `make soak` does 1,000
CLIENTS = 2
RATE_PER_CLIENT = 60  # requests a second; half of what one core answers while the other swaps
SETTINGS: dict[str, object] = {
    "scan_interval_s": 0.2,
    # What is under test is the swap, not how fast the first answers of a version are.
    "warmup_rows": 50,
    # The JVM leaves SIGQUIT to Python, so jcmd needs a listener that is there already.
    "jvm_options": '["-XX:+StartAttachListener"]',
}

Row = dict[str, Any]


@pytest.fixture(scope="module")
def rows(trained: Callable[[str], Path]) -> list[Row]:
    """A hundred rows, as JSON has them."""
    return evidence_rows(trained(MODEL), 100)


def serves(service: Server, version: int) -> None:
    """Wait until the service says that it answers with a version."""
    wait_for(f"version {version}", lambda: service.version(MODEL) == version)


class Answered(NamedTuple):
    """What a client saw: which version it could expect at least, and what came."""

    in_force: int
    row: int
    status: int
    body: dict[str, Any]


class Clients:
    """Clients that each send at a fixed rate, whether or not answers come in time."""

    def __init__(self, address: httpx.URL, rows: list[Row]) -> None:
        self.address = address
        self.rows = rows
        self.in_force = 1
        self.answers: list[Answered] = []
        self.failures: list[BaseException] = []
        self._stop = threading.Event()
        self._threads = [threading.Thread(target=self._send) for _ in range(CLIENTS)]

    def __enter__(self) -> Clients:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join()

    def _send(self) -> None:
        try:
            with httpx.Client(base_url=self.address, timeout=30) as client:
                start, sent = time.perf_counter(), 0
                while not self._stop.is_set():
                    in_force, row = self.in_force, sent % len(self.rows)
                    response = client.post(f"/predict/{MODEL}", json=self.rows[row])
                    self.answers.append(
                        Answered(in_force, row, response.status_code, response.json())
                    )
                    sent += 1
                    self._stop.wait(max(0, start + sent / RATE_PER_CLIENT - time.perf_counter()))
        except BaseException as failure:
            self.failures.append(failure)
            raise


def jcmd(service: Server, *command: str) -> str:
    """Ask the JVM inside the service."""
    java = jdk.find(compiler=True)
    assert java is not None
    completed = subprocess.run(
        [str(java.home / "bin" / "jcmd"), str(service.process.pid), *command],
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=60,
    )
    assert completed.returncode == 0, completed.stdout + completed.stderr
    return completed.stdout


def model_class_loaders(service: Server) -> int:
    """How many class loaders of jars live; the histogram collects all garbage first."""
    histogram = jcmd(service, "GC.class_histogram")
    found = re.search(r"(\d+)\s+\d+\s+io\.scorejar\.JarClassLoader", histogram)
    return int(found[1]) if found else 0


def loaded_classes(service: Server) -> int:
    """How many classes are loaded, all loaders together."""
    found = re.search(r"Total = \d+\s+(\d+)", jcmd(service, "VM.classloader_stats"))
    assert found
    return int(found[1])


def open_files(service: Server) -> list[str]:
    """What the service's process holds open."""
    folder = Path(f"/proc/{service.process.pid}/fd")
    return [str(link.readlink()) for link in folder.iterdir() if link.is_symlink()]


def test_swaps_under_load_lose_no_request_and_leave_nothing_behind(
    two_models: tuple[Path, Path], rows: list[Row], tmp_path: Path
) -> None:
    expected = []
    for jar in two_models:
        with open_scorer(jar) as scorer:
            expected.append([scorer.score(row) for row in rows])
    assert expected[0] != expected[1]
    home = tmp_path / "models" / MODEL
    home.mkdir(parents=True)
    shutil.copy(two_models[0], home / "1.jar")
    # Of all engines the one whose every version brings classes of its own.
    with Server(home.parent, **SETTINGS, engine="transpiled") as service:
        serves(service, 1)
        with Clients(service.client.base_url, rows) as clients:
            for version in range(2, SWAPS + 2):
                restamp(two_models[(version - 1) % 2], home / f"{version}.jar", version=version)
                serves(service, version)
                clients.in_force = version
                if version > 3:  # As a person would: the last two are kept.
                    (home / f"{version - 2}.jar").unlink()
                if version == 11:
                    assert model_class_loaders(service) <= 2
                    classes_early = loaded_classes(service)
        assert not clients.failures
        for answer in clients.answers:
            assert answer.status == 200, answer
            assert answer.body["version"] >= answer.in_force, answer
            right = expected[(answer.body["version"] - 1) % 2][answer.row]
            assert answer.body["predictions"] == [right]
        versions_met = {answer.body["version"] for answer in clients.answers}
        assert len(versions_met) > SWAPS / 2
        assert model_class_loaders(service) == 1
        assert loaded_classes(service) <= classes_early + 50  # the JDK's own, lazily loaded
        assert not [file for file in open_files(service) if file.startswith(str(home))]


def test_removing_the_newest_version_rolls_back(
    two_models: tuple[Path, Path], rows: list[Row], repository: Path
) -> None:
    home = repository / MODEL
    restamp(two_models[1], home / "2.jar", version=2)
    with Server(repository, **SETTINGS) as service:
        assert service.post("/predict", rows[0]).json()["version"] == 2
        (home / "2.jar").unlink()
        serves(service, 1)
        assert service.post("/predict", rows[0]).json()["version"] == 1


def test_a_swap_by_a_symbolic_link_is_found(
    two_models: tuple[Path, Path], rows: list[Row], tmp_path: Path
) -> None:
    """As Kubernetes swaps a volume: the folder is a link, and the link is replaced."""
    for name, version in (("old", 1), ("new", 2)):
        (tmp_path / name / MODEL).mkdir(parents=True)
        restamp(
            two_models[version - 1],
            tmp_path / name / MODEL / f"{version}.jar",
            version=version,
        )
    link = tmp_path / "models"
    link.symlink_to(tmp_path / "old")
    with Server(link, **SETTINGS) as service:
        assert service.post("/predict", rows[0]).json()["version"] == 1
        (tmp_path / "next").symlink_to(tmp_path / "new")
        (tmp_path / "next").replace(link)
        serves(service, 2)
        assert service.post("/predict", rows[0]).json()["version"] == 2
