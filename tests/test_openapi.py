"""The OpenAPI document lists every path that is answered, and no other one."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from http.client import HTTPConnection
from itertools import product
from typing import Any

import pytest

from .conftest import ROOT
from .service_jars import NUMBERS, write_jar
from .service_server import Server

MODEL, VERSION = "numbers", "3"
VERTEX = {"AIP_HEALTH_ROUTE": "/alive", "AIP_PREDICT_ROUTE": "/vertex"}
VALUES = {"{model}": MODEL, "{version}": VERSION, "{label}": "stable"}
UNLISTED = {"/docs", "/docs/oauth2-redirect", "/openapi.json"}
METHODS = ("GET", "POST")
MODULES = {
    **{"predict": "predict", "v1": "tensorflow_serving", "v2": "oip", "openscoring": "openscoring"},
    **{"model": "openscoring", "ping": "invocations", "version": "invocations"},
    **{"invocations": "invocations", "alive": "vertex", "vertex": "vertex"},
}
"""What answers the paths that begin so; app.py all others."""

Route = tuple[str, str]
"""A method and a path."""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    repository = tmp_path_factory.mktemp("openapi")
    write_jar(repository, NUMBERS, model=MODEL, version=int(VERSION))
    rules = {"models": {MODEL: {"labels": {"stable": int(VERSION)}}}}
    (repository / "traffic.json").write_text(json.dumps(rules))
    with pytest.MonkeyPatch.context() as patch:
        for name, value in VERTEX.items():
            patch.setenv(name, value)
        started = Server(repository, default_model=MODEL, access_log="off")
    with started.ready() as running:
        yield running


@pytest.fixture(scope="module")
def documented(server: Server) -> set[Route]:
    """Each operation of the document, with this model for the placeholders."""
    paths: dict[str, Any] = server.client.get("/openapi.json").json()["paths"]
    return {
        (method.upper(), filled(path))
        for path, operations in paths.items()
        for method in operations
        if method.upper() in METHODS
    }


def filled(path: str) -> str:
    for name, value in VALUES.items():
        path = path.replace(name, value)
    assert "{" not in path
    return path


def answered(server: Server, paths: set[str]) -> set[Route]:
    """What is known of these: an empty body is wrong for most, but then nobody says 404."""
    connection = HTTPConnection(server.url.removeprefix("http://"))

    def status(method: str, path: str) -> int:
        connection.request(method, path)
        response = connection.getresponse()
        response.read()
        return response.status

    known = [path for path in paths if status("GET", path) != 404]
    found = {
        (method, path)
        for path, method in product(known, METHODS)
        if status(method, path) not in (404, 405)
    }
    connection.close()
    return found


def words(module: str) -> set[str]:
    """What may be a part of a path that a module answers."""
    folder = ROOT / "pyservice"
    file = folder / "app.py" if module == "app" else folder / "doors" / f"{module}.py"
    texts = [
        node.value
        for node in ast.walk(ast.parse(file.read_text()))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and " " not in node.value
    ]
    return {word for text in texts for word in re.findall("[a-z]{2,}", text)}


def candidates(documented: set[Route]) -> set[str]:
    """Whatever may be answered: below each part of a documented path a word of the code.

    Or two words, right below the first part.
    """
    begun: set[tuple[str, ...]] = {("",), *((first,) for first in MODULES)}
    for _, path in documented:
        parts = path[1:].split("/")
        begun |= {tuple(parts[:count]) for count in range(1, len(parts) + 1)}
    paths = set()
    for pieces in begun:
        start = "/".join(("", *pieces)).rstrip("/")
        known = words(MODULES.get(pieces[0], "app"))
        paths |= {start, *(f"{start}/{word}" for word in known)}
        paths |= {f"{start}:{word}" for word in known if pieces[-1] in VALUES.values()}
        if len(pieces) == 1:
            paths |= {f"{start}/{one}/{other}" for one, other in product(known, known)}
    return paths - {""}


def test_every_path_that_is_answered_is_in_the_document(
    server: Server, documented: set[Route]
) -> None:
    listed = documented | {("GET", path) for path in UNLISTED}
    found = answered(server, candidates(documented))
    assert found - listed == set()
    assert len(found) > 40


def test_every_path_of_the_document_is_answered(server: Server, documented: set[Route]) -> None:
    assert answered(server, {path for _, path in documented}) == documented
