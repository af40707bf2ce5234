"""Schemathesis makes requests from our own OpenAPI document, right and wrong, for every door."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from .service_jars import MIXED, NUMBERS, write_jar
from .service_server import Server

CHECKS = [
    *("not_a_server_error", "status_code_conformance", "content_type_conformance"),
    "response_schema_conformance",
]
SECONDS = 20  # for what it makes up; the cases that follow from the document come first
OPTIONS = [
    *("--checks", ",".join(CHECKS)),
    *("--phases", "examples,coverage,fuzzing"),
    *("--max-examples", "5"),
    *("--max-time", str(SECONDS)),
    "--generation-deterministic",
    "--no-color",
]


def test_no_request_finds_a_5xx_or_an_answer_unlike_the_document(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_jar(tmp_path, MIXED, model="mixed")
    write_jar(tmp_path, NUMBERS, model="numbers")
    monkeypatch.setenv("AIP_PREDICT_ROUTE", "/vertex")
    with Server(tmp_path, default_model="mixed") as server:
        server.ready()
        paths = server.client.get("/openapi.json").json()["paths"]
        begun = {path.split("/")[1] for path in paths}
        assert begun >= {"predict", "v1", "v2", "invocations", "model", "vertex"}
        done = subprocess.run(
            [Path(sys.executable).parent / "st", "run", f"{server.url}/openapi.json", *OPTIONS],
            capture_output=True,
            encoding="utf-8",
            cwd=tmp_path,  # it leaves files behind
            check=False,
            timeout=240,
        )
        assert done.returncode == 0, done.stdout
        assert "Traceback" not in "\n".join(server.log)
