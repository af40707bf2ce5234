"""Clients that others wrote speak to the live service; their answers are those of /predict."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from benchmarks.environment import interpreter

from .conftest import ROOT
from .service_jars import MIXED, NUMBERS, write_jar
from .service_server import Server, wait_for

LOCK = Path(__file__).parent / "environments" / "clients.lock"
ROWS = [[0.1, 0.2, 3], [1 / 3, -1e300, 0], [5e-324, 2.5, -7]]
JOBS = ["clerk", "Köchin", "nurse"]


@pytest.fixture(scope="module")
def python() -> Path:
    """The interpreter of an environment of their own: their pins are not ours."""
    return interpreter((str(LOCK),), ROOT / "build" / "environments")


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A service, as `tests.clients.calls.Service` is told of it."""
    repository = tmp_path_factory.mktemp("clients")
    write_jar(repository, NUMBERS, model="numbers", version=2)
    write_jar(repository, MIXED, model="mixed")
    write_jar(repository, NUMBERS, model="spare")
    with Server(repository, "--grpc-port", "0", "--model-control").ready() as server:
        numbers = [dict(zip(["a", "b c", "n"], row, strict=True)) for row in ROWS]
        mixed = [
            {"age": row / 3, "count": row, "single": row % 2 == 0, "job": job}
            for row, job in enumerate(JOBS)
        ]
        told: dict[str, Any] = {
            "http": server.url.removeprefix("http://"),
            "grpc": wait_for("an address", server.grpc_address),
            "rows": ROWS,
            "sums": [
                row["sum"] for row in server.post("/predict/numbers", numbers).json()["predictions"]
            ],
            "jobs": JOBS,
            "mixed_sums": [
                row["sum"] for row in server.post("/predict/mixed", mixed).json()["predictions"]
            ],
        }
        yield json.dumps(told)


@pytest.mark.parametrize(
    ("client", "calls"),
    [("triton_http", 13), ("triton_grpc", 13), ("kserve_calls", 9), ("open_inference_calls", 5)],
)
def test_every_call_of_a_client_is_answered_as_it_expects(
    python: Path, service: str, client: str, calls: int
) -> None:
    done = subprocess.run(
        [python, "-m", f"tests.clients.{client}", service],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found = [json.loads(line) for line in done.stdout.splitlines() if line.startswith('{"call"')]
    failed = [f"{call['call']}: {call['failure']}" for call in found if call["failure"]]
    assert not failed, "\n".join(failed)
    assert len(found) == calls
