"""The examples of docs/traffic.md are run one after the other, as they stand there."""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from pyservice.traffic.rules_file import RulesFile

from .conftest import ROOT
from .page_examples import check, examples_of
from .restamp import restamp
from .service_server import Server
from .test_management import port_of

PAGE = ROOT / "docs" / "traffic.md"
SERVE = "scorejar serve"
HTTP, MANAGEMENT, PORT = "127.0.0.1:8080", "127.0.0.1:8090", "--port 8090"


def test_examples_print_what_the_page_says(
    exported: Callable[..., Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "models" / "diabetes"
    folder.mkdir(parents=True)
    shutil.copy(exported("diabetes"), folder / "1.jar")
    restamp(folder / "1.jar", folder / "2.jar", version=2)
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    start, *examples = examples_of(PAGE)
    options = start.code.split()[4:-1]
    with Server(tmp_path / "models", *options, "0").ready() as server:
        port = port_of(server)
        addresses = {
            HTTP: server.url.removeprefix("http://"),
            MANAGEMENT: f"127.0.0.1:{port}",
            PORT: f"--port {port}",
        }
        for example in examples:
            if example.language == "sh":
                check(example, tmp_path, addresses)


def test_the_files_on_the_page_are_taken(tmp_path: Path) -> None:
    file = RulesFile(tmp_path / "traffic.json")
    for example in examples_of(PAGE):
        if example.language == "json":
            file.path.write_text(example.code)
            read = json.loads(file.read().model_dump_json(exclude_defaults=True))
            assert read == json.loads(example.code)
