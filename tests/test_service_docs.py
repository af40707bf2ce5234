"""The examples of docs/service.md are run as they stand there, on the model that they name.

What stands below an example is what it prints; numbers may differ by a little, since another
LightGBM may fit other trees.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from benchmarks.environment import interpreter

from .conftest import ROOT
from .service_server import Server, wait_for

PAGE = ROOT / "docs" / "service.md"
CLIENTS = ROOT / "tests" / "environments" / "clients.lock"
BLOCK = re.compile(
    r"^```(?P<language>\w+)\n(?P<code>.*?)^```\n(?:\n```(?:json|text)\n(?P<printed>.*?)^```\n)?",
    re.MULTILINE | re.DOTALL,
)
HTTP, GRPC = "127.0.0.1:8080", "127.0.0.1:8081"
SERVE = "make serve MODEL=diabetes"


class Example(NamedTuple):
    """A block of the page, and what it prints where the page says so."""

    language: str
    code: str
    printed: str | None


EXAMPLES = [
    Example(*found.group("language", "code", "printed"))
    for found in BLOCK.finditer(PAGE.read_text())
]
(START,) = [example for example in EXAMPLES if SERVE in example.code]
"""Not run, as it would train and build once more: the service has the settings that it gives."""
RUN = [example for example in EXAMPLES if example != START]


class Place(NamedTuple):
    """Where examples are run: a folder with models and build, and the addresses of the service."""

    folder: Path
    http: str
    grpc: str


@pytest.fixture(scope="module")
def place(
    trained: Callable[[str], Path],
    exported: Callable[..., Path],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Place]:
    folder = tmp_path_factory.mktemp("examples")
    (folder / "models" / "diabetes").mkdir(parents=True)
    shutil.copy(exported("diabetes"), folder / "models" / "diabetes" / "1.jar")
    shutil.copytree(trained("diabetes"), folder / "build" / "diabetes")
    with pytest.MonkeyPatch.context() as patch:
        for name, value in re.findall(r"(\w+)=(\S+) ", START.code.partition("make")[0]):
            patch.setenv(name, "0" if name == "SCOREJAR_GRPC_PORT" else value)
        started = Server(folder / "models")
    with started.ready() as server:
        http = server.url.removeprefix("http://")
        yield Place(folder, http, wait_for("an address", server.grpc_address))


def command(example: Example) -> list[str]:
    """How an example is run: by a shell, by Python, or by one that has the client it needs."""
    if example.language == "sh":
        return ["bash", "-euo", "pipefail", "-c"]
    if "tritonclient" in example.code:
        return [str(interpreter((str(CLIENTS),), ROOT / "build" / "environments")), "-c"]
    return [sys.executable, "-c"]


def as_values(text: str) -> Any:
    """What is printed, line by line: values of JSON where it is that, else text and numbers."""
    try:
        return [json.loads(line) for line in text.splitlines()]
    except ValueError:
        return [
            float(piece) if re.fullmatch(r"-?[\d.]+", piece) else piece
            for piece in re.findall(r"-?\d[\d.]*|[^-\d]+|-", text.strip())
        ]


def alike(found: Any, expected: Any) -> bool:
    """Whether two values are the same but for a little in their fractions."""
    if isinstance(expected, dict) and isinstance(found, dict):
        return found.keys() == expected.keys() and all(alike(found[k], expected[k]) for k in found)
    if isinstance(expected, list) and isinstance(found, list):
        return len(found) == len(expected) and all(map(alike, found, expected))
    if isinstance(expected, float):
        return bool(found == pytest.approx(expected, rel=0.02))
    return type(found) is type(expected) and bool(found == expected)


@pytest.mark.parametrize("example", RUN, ids=lambda example: example.code.strip()[:60])
def test_an_example_prints_what_the_page_says(example: Example, place: Place) -> None:
    code = example.code.replace(HTTP, place.http).replace(GRPC, place.grpc)
    done = subprocess.run(
        [*command(example), code],
        capture_output=True,
        encoding="utf-8",
        cwd=place.folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    if example.printed is None:
        assert "error" not in done.stdout
    else:
        assert alike(as_values(done.stdout), as_values(example.printed)), done.stdout


def test_every_door_has_an_example() -> None:
    asked = {path for example in RUN for path in re.findall(HTTP + r"/(\w+)", example.code)}
    doors = {"predict", "v2", "v1", "invocations", "vertex", "model"}
    assert asked >= doors
    assert any(GRPC in example.code for example in RUN)
    assert {example.language for example in RUN} == {"sh", "python"}
