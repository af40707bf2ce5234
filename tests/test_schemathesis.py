"""Schemathesis makes requests, right and wrong: from our own OpenAPI document, for every door, and
from the Open Inference Protocol's.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from .service_jars import MIXED, NUMBERS, write_jar
from .service_server import Server

PROTOCOL = Path(__file__).parent / "open_inference_rest.yaml"
CHECKS = [
    *("not_a_server_error", "status_code_conformance", "content_type_conformance"),
    "response_schema_conformance",
]
OPTIONS = [
    *("--checks", ",".join(CHECKS)),
    *("--phases", "examples,coverage,fuzzing"),
    *("--max-examples", "5"),
    "--generation-deterministic",
    "--no-color",
]
SECONDS = 20  # for what it makes up; the cases that follow from the document come first


def checked(folder: Path, *arguments: str) -> str:
    """What Schemathesis says, where it finds nothing; it leaves files behind in the folder."""
    done = subprocess.run(
        [Path(sys.executable).parent / "st", "run", *arguments, *OPTIONS],
        capture_output=True,
        encoding="utf-8",
        cwd=folder,
        check=False,
        timeout=240,
    )
    assert done.returncode == 0, done.stdout
    return done.stdout


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
        checked(tmp_path, f"{server.url}/openapi.json", "--max-time", str(SECONDS))
        assert "Traceback" not in "\n".join(server.log)


def test_no_request_finds_an_answer_unlike_the_protocol_s_own_document(tmp_path: Path) -> None:
    write_jar(tmp_path, NUMBERS, model="numbers", version=7)
    document = PROTOCOL.read_text().replace("${MODEL_NAME}", "numbers")
    file = tmp_path / "document.yaml"
    file.write_text(document.replace("${MODEL_VERSION}", "7"))
    with Server(tmp_path).ready() as server:
        told = checked(tmp_path, str(file), "--url", server.url)
        assert "Tested: 6" in told
        (counted,) = server.client.get("/v2/models/numbers/stats").json()["model_stats"]
        assert counted["inference_stats"]["success"]["count"] > 0
        assert "Traceback" not in "\n".join(server.log)
