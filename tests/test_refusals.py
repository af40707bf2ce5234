"""A jar that is not what it should be never answers; what was being served goes on being served."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import evidence_rows, scorejar
from tests.restamp import MANIFEST, restamp, sign, without_entry
from tests.service_server import Server, wait_for

MODEL = "breast_cancer"
PLACES = 20

Put = Callable[[Path, Path], None]


@pytest.fixture(scope="module")
def good(exported: Callable[..., Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A jar that would serve as version 2."""
    return restamp(exported(MODEL), tmp_path_factory.mktemp("good") / "2.jar", version=2)


@pytest.fixture(scope="module")
def row(trained: Callable[[str], Path]) -> dict[str, Any]:
    return evidence_rows(trained(MODEL), 1)[0]


@pytest.fixture(scope="module")
def service(
    exported: Callable[..., Path], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Server, Path]]:
    """One service for all refusals, and the folder of its model, which holds 1.jar."""
    home = tmp_path_factory.mktemp("models") / MODEL
    home.mkdir()
    restamp(exported(MODEL), home / "1.jar", version=1)
    with Server(home.parent, scan_interval_s=0.2, warmup_rows=10).ready() as running:
        yield running, home


def refusals(service: Server) -> list[dict[str, Any]]:
    """The versions that the service refuses, with causes."""
    found: list[dict[str, Any]] = service.client.get(f"/models/{MODEL}").json()["refused"]
    return found


def put(content: bytes, target: Path) -> None:
    staged = target.with_name(".staged")
    staged.write_bytes(content)
    staged.replace(target)


def truncated(place: int) -> Put:
    return lambda jar, target: put(jar.read_bytes()[: jar.stat().st_size * place // PLACES], target)


def flipped(place: int) -> Put:
    def flip(jar: Path, target: Path) -> None:
        content = bytearray(jar.read_bytes())
        content[(len(content) - 1) * place // (PLACES - 1)] ^= 1
        put(bytes(content), target)

    return flip


def without(entry: str) -> Put:
    return lambda jar, target: put(
        without_entry(jar, target.with_name(".cut"), entry).read_bytes(), target
    )


def with_manifest(change: Callable[[dict[str, Any]], dict[str, Any]]) -> Put:
    def write(jar: Path, target: Path) -> None:
        with zipfile.ZipFile(jar) as archive:
            manifest = json.loads(archive.read(MANIFEST))
        restamp(jar, target, **change(manifest))

    return write


def without_first_input(manifest: dict[str, Any]) -> dict[str, Any]:
    schema = manifest["schema"]
    return {"schema": {**schema, "inputs": schema["inputs"][1:]}}


def foreign(_jar: Path, target: Path) -> None:
    staged = target.with_name(".foreign")
    with zipfile.ZipFile(staged, "w") as archive:
        archive.writestr("hello.txt", "hello")
    staged.replace(target)


def foreign_signed(_jar: Path, target: Path) -> None:
    staged = target.with_name(".foreign")
    with zipfile.ZipFile(staged, "w") as archive:
        archive.writestr("hello.txt", "hello")
        archive.comment = b"0" * 64
    sign(staged)
    staged.replace(target)


def first_class(jar: Path, target: Path) -> None:
    """Leaves out the class that the jar's service entry names."""
    with zipfile.ZipFile(jar) as archive:
        name = archive.read("META-INF/services/org.dmg.pmml.PMML").decode().strip()
    without(name.replace(".", "/") + ".class")(jar, target)


def of_transpiled(write: Put) -> Put:
    """Spoils a jar that holds the transpiled engine alone."""

    def spoil(jar: Path, target: Path) -> None:
        staged = target.with_name(".transpiled")
        restamp(jar, staged, engines=["transpiled"])
        write(staged, target)

    return spoil


REFUSED: dict[str, tuple[Put, str]] = {
    **{f"truncated at {p} of {PLACES}": (truncated(p), "expected") for p in range(PLACES)},
    **{f"flipped at {p} of {PLACES}": (flipped(p), "expected") for p in range(PLACES)},
    "no manifest": (without(MANIFEST), "model.json"),
    "no evidence": (without("META-INF/scorejar/evidence.json"), "evidence.json"),
    "no program": (without("META-INF/scorejar/program.bin"), "program.bin"),
    "no service entry": (
        of_transpiled(without("META-INF/services/org.dmg.pmml.PMML")),
        "org.dmg.pmml.PMML",
    ),
    "no generated class": (of_transpiled(first_class), "io.scorejar.generated"),
    "of another format": (with_manifest(lambda _: {"format": 99}), "format"),
    "of another model": (with_manifest(lambda _: {"model": "credit"}), "credit"),
    "of another version": (with_manifest(lambda _: {"version": 3}), "3"),
    "with another schema": (with_manifest(without_first_input), "mean radius"),
    "a zip that is no model": (foreign, "expected"),
    "a signed zip that is no model": (foreign_signed, "model.json"),
    "no zip": (lambda _, target: put(b"hello", target), "expected"),
    "empty": (lambda _, target: put(b"", target), "expected"),
}


@pytest.mark.parametrize("defect", REFUSED)
def test_a_bad_jar_never_answers_and_says_why(
    service: tuple[Server, Path], good: Path, row: dict[str, Any], defect: str
) -> None:
    running, home = service
    write, word = REFUSED[defect]
    before = running.post("/predict", row).json()
    write(good, home / "2.jar")
    (refused,) = wait_for("a refusal", lambda: refusals(running))
    assert refused["version"] == 2
    assert word in refused["cause"]
    assert "\n" not in refused["cause"]
    assert running.post("/predict", row).json() == before
    assert before["version"] == running.version(MODEL) == 1
    (home / "2.jar").unlink()
    wait_for("the refusal to be over", lambda: not refusals(running))


def test_a_refused_version_serves_once_its_file_is_mended(
    service: tuple[Server, Path], good: Path, row: dict[str, Any]
) -> None:
    running, home = service
    truncated(10)(good, home / "2.jar")
    wait_for("a refusal", lambda: refusals(running))
    put(good.read_bytes(), home / "2.jar")
    wait_for("version 2", lambda: running.version(MODEL) == 2)
    assert not refusals(running)
    assert running.post("/predict", row).json()["version"] == 2
    (home / "2.jar").unlink()
    wait_for("version 1", lambda: running.version(MODEL) == 1)


@pytest.mark.parametrize("command", ["score", "inspect", "verify"])
@pytest.mark.parametrize("defect", ["truncated at 10 of 20", "no manifest", "no zip"])
def test_the_commands_refuse_a_bad_jar_in_one_line(
    good: Path, tmp_path: Path, command: str, defect: str
) -> None:
    write, _ = REFUSED[defect]
    jar = tmp_path / "2.jar"
    write(good, jar)
    (tmp_path / "rows.csv").write_text("a\n1\n")
    rows: list[str | Path] = []
    if command == "score":
        rows = [tmp_path / "rows.csv", "--out", tmp_path / "out.csv"]
    completed = scorejar(command, jar, *rows)
    assert completed.returncode == 3, completed.stderr
    assert completed.stderr.startswith(f"error: {jar}: ")
    assert completed.stderr.count("\n") == 1
    assert not (tmp_path / "out.csv").exists()
