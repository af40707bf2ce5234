"""The examples of docs/service.md and docs/drift.md are run as they stand, on the model they name.

What stands below an example is what it prints; numbers may differ by a little, since another
LightGBM may fit other trees.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from .conftest import ROOT
from .page_examples import Example, check, examples_of
from .service_server import Server, wait_for

PAGES = [ROOT / "docs" / name for name in ("service.md", "operations.md", "drift.md")]
HTTP, GRPC = "127.0.0.1:8080", "127.0.0.1:8081"
SERVE = "make serve MODEL=diabetes"


EXAMPLES = [example for page in PAGES for example in examples_of(page)]
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


@pytest.mark.parametrize("example", RUN, ids=lambda example: example.code.strip()[:60])
def test_an_example_prints_what_the_page_says(example: Example, place: Place) -> None:
    check(example, place.folder, {HTTP: place.http, GRPC: place.grpc})


def test_every_door_has_an_example() -> None:
    asked = {path for example in RUN for path in re.findall(HTTP + r"/(\w+)", example.code)}
    doors = {"predict", "v2", "v1", "invocations", "vertex", "model"}
    assert asked >= doors
    assert any(GRPC in example.code for example in RUN)
    assert {example.language for example in RUN} == {"sh", "python"}
