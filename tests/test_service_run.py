"""Starting, changing models, and stopping: what `scorejar serve` does around the requests."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import httpx
import pytest

from benchmarks import memory

from .conftest import ROOT, scorejar
from .service_jars import NUMBERS, TEXT, jar_bytes, write_jar
from .service_server import DEADLINE_S, Server, wait_for


def test_a_port_in_use_is_told_in_one_line(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = scorejar("serve", "--repository", tmp_path, "--port", port)
    assert done.returncode == 2
    assert done.stderr == (
        f"error: 127.0.0.1:{port}: cannot listen there: Address already in use\n"
    )


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (
            ("--repository", "nowhere"),
            "nowhere: expected a folder of models, found none",
        ),
        (("--repository", "Makefile"), "Makefile: expected a folder of models, found a file"),
        ((), "repository: expected --repository or SCOREJAR_REPOSITORY"),
        (("--repository", ".", "--pin", "credit"), "--pin: expected NAME=VERSION, got 'credit'"),
        (
            ("--repository", ".", "--workers", "0"),
            "workers: expected greater than or equal to 1, got 0",
        ),
        (
            ("--repository", ".", "--host", "no.such.host.invalid"),
            "no.such.host.invalid:8080: cannot listen there: ",
        ),
    ],
)
def test_wrong_options_are_told_in_one_line(options: tuple[str, ...], message: str) -> None:
    done = scorejar("serve", *options)
    assert done.returncode == 2
    assert done.stderr.startswith(f"error: {message}")
    assert done.stderr.count("\n") == 1


def test_a_jvm_that_does_not_start_is_told_in_one_line(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "scorejar", "serve", "--repository", tmp_path, "--port", "0"],
        env={**os.environ, "SCOREJAR_JVM_OPTIONS": '["-XX:NoSuchOption"]'},
        capture_output=True,
        encoding="utf-8",
        timeout=DEADLINE_S,
        cwd=ROOT,
        check=False,
    )
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert done.stderr.splitlines()[-1].startswith("error: Java ")


def test_an_empty_repository_is_served_and_its_first_model_found(tmp_path: Path) -> None:
    with Server(tmp_path, scan_interval_s=60) as server:
        answer = wait_for("an answer", lambda: server.client.get("/health/ready"))
        assert (answer.status_code, answer.json()) == (503, {"error": "no model is in service"})
        answer = server.post("/predict", {})
        assert (answer.status_code, answer.json()) == (503, {"error": "no model is in service"})
        write_jar(tmp_path, NUMBERS)
        server.ready()  # long before the next scan: by a file event
        assert server.post("/predict", {"a": 1, "b c": 2, "n": 3}).json()["version"] == 1


def test_the_heap_is_held_whole_before_the_first_request(tmp_path: Path) -> None:
    with Server(tmp_path, heap_mb=512) as server:
        wait_for("an answer", lambda: server.client.get("/health/ready"))
        assert (memory.resident_bytes(server.process.pid) or 0) > 512 << 20


def test_versions_come_and_go_and_bad_ones_never_answer(tmp_path: Path) -> None:
    row = {"a": 1, "b c": 2, "n": 3}
    write_jar(tmp_path, NUMBERS, version=1)
    with Server(tmp_path, scan_interval_s=0.2) as server:
        server.ready()
        write_jar(tmp_path, NUMBERS, version=2, add=0.5)
        wait_for("version 2", lambda: server.version("m") == 2)
        answer = server.post("/predict", row).json()
        assert (answer["version"], answer["predictions"]) == (2, [{"sum": 12.5}])

        whole = jar_bytes(NUMBERS, version=3, add=1.0)
        (tmp_path / "m" / "3.jar").write_bytes(whole[:-100])
        wait_for("a refusal", lambda: server.client.get("/models/m").json()["refused"])
        write_jar(tmp_path, TEXT, version=4)
        wait_for("two refusals", lambda: len(server.client.get("/models/m").json()["refused"]) == 2)
        assert server.post("/predict", row).json()["version"] == 2
        assert server.logged("refused model=m version=3")
        cause = server.client.get("/models/m").json()["refused"][1]["cause"]
        assert "schema: input 0: expected 'a' double as in the version in service" in cause

        for version in (2, 3, 4):
            (tmp_path / "m" / f"{version}.jar").unlink()
        wait_for("version 1 again", lambda: server.version("m") == 1)
        assert server.post("/predict", row).json()["predictions"] == [{"sum": 12.0}]
        wait_for("the log", lambda: server.logged("retired model=m version=2"))


def test_a_changed_schema_is_taken_where_it_is_allowed(tmp_path: Path) -> None:
    write_jar(tmp_path, NUMBERS, version=1)
    with Server(tmp_path, "--allow-schema-change", scan_interval_s=0.2) as server:
        server.ready()
        assert server.post("/predict", {"a": 1}).status_code == 200
        write_jar(tmp_path, TEXT, version=2)
        wait_for("version 2", lambda: server.version("m") == 2)
        answer = server.post("/predict", {"age": 1, "note": "x"})
        assert answer.json()["predictions"] == [{"its note": "x", "sum": 2.0}]
        assert "note" in server.client.get("/openapi.json").text


def test_a_pinned_model_stays_and_the_default_one_needs_no_name(tmp_path: Path) -> None:
    for version in (1, 2):
        write_jar(tmp_path, NUMBERS, model="one", version=version)
    write_jar(tmp_path, NUMBERS, model="two")
    with Server(tmp_path, "--pin", "one=1", "--default-model", "one") as server:
        answer = server.ready().post("/predict", {}).json()
        assert (answer["model"], answer["version"]) == ("one", 1)
        assert "/predict" in server.client.get("/openapi.json").json()["paths"]


def test_py4j_serves_the_same_and_its_jvm_ends_with_the_service(tmp_path: Path) -> None:
    write_jar(tmp_path, NUMBERS)
    with Server(tmp_path, "--bridge", "py4j") as server:
        server.ready()
        answer = server.post("/predict", [{"a": 1, "b c": 2, "n": 3}, {}])
        assert answer.json()["predictions"] == [{"sum": 12.0}, {"sum": None}]
        assert server.post("/predict", {"n": 0.5}).json() == {
            "error": "n: expected integer, got 0.5"
        }
        children = Path(f"/proc/{server.process.pid}/task/{server.process.pid}/children")
        (child,) = children.read_text().split()
        assert server.close() == 0
        assert not Path(f"/proc/{child}").exists()


def test_the_log_is_json_where_that_is_asked(tmp_path: Path) -> None:
    write_jar(tmp_path, NUMBERS)
    with Server(tmp_path, "--log-format", "json") as server:
        server.ready().post("/predict", {"z": 1})
        wait_for("the request's line", lambda: server.logged("unknown field"))
        lines = [json.loads(line) for line in server.log]
    loaded = next(line for line in lines if line["event"] == "loaded")
    assert (loaded["model"], loaded["version"], loaded["level"]) == ("m", 1, "info")
    request = next(line for line in lines if line["event"] == "request")
    assert (request["status"], request["path"]) == (422, "/predict")


def test_requests_in_flight_are_answered_when_the_service_stops(tmp_path: Path) -> None:
    write_jar(tmp_path, NUMBERS)
    rows = json.dumps([{"a": 1, "b c": 2, "n": 3}] * 60_000).encode()
    with Server(tmp_path) as server:
        server.ready()
        before = requests_begun(server)
        answers: list[httpx.Response] = []

        def ask() -> None:
            answers.append(httpx.post(f"{server.url}/predict", content=rows, timeout=DEADLINE_S))

        clients = [threading.Thread(target=ask) for _ in range(3)]
        for client in clients:
            client.start()
        wait_for("the requests", lambda: requests_begun(server) >= before + len(clients))
        server.process.send_signal(signal.SIGTERM)
        for client in clients:
            client.join()
        assert server.close() == 0
    assert [len(answer.json()["predictions"]) for answer in answers] == [60_000] * 3


def requests_begun(server: Server) -> int:
    """How many sockets the server holds: a request in flight is one more."""
    return len(list(Path(f"/proc/{server.process.pid}/fd").iterdir()))


def test_ready_is_false_while_the_service_drains(tmp_path: Path) -> None:
    write_jar(tmp_path, NUMBERS)
    with Server(tmp_path, drain_s=1.5) as server:
        server.ready()
        server.process.send_signal(signal.SIGTERM)
        answer = wait_for("a refusal", lambda: refusal(server))
        assert answer.json() == {"error": "the service is stopping"}
        assert server.post("/predict", {}).status_code == 200
        assert server.process.wait(DEADLINE_S) == 0
        assert server.logged("stopped")


def refusal(server: Server) -> httpx.Response | None:
    answer = server.client.get("/health/ready")
    return answer if answer.status_code == 503 else None


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_the_service_with_code_0(tmp_path: Path, number: signal.Signals) -> None:
    with Server(tmp_path) as server:
        wait_for("an answer", lambda: server.client.get("/health/live").is_success)
        server.process.send_signal(number)
        assert server.process.wait(DEADLINE_S) == 0
        assert not any("Traceback" in line for line in server.log)


def test_workers_share_the_port_and_the_figures(tmp_path: Path) -> None:
    write_jar(tmp_path, NUMBERS)
    with Server(tmp_path, "--workers", "2") as server:
        server.ready()
        wait_for("both workers", lambda: sum("started" in line for line in list(server.log)) == 2)
        for _ in range(20):  # each over a connection of its own, so that both take some
            assert httpx.post(f"{server.url}/predict", json={}).status_code == 200
        counted = 'scorejar_rows_total{model="m",version="1"} 20.0'
        wait_for("all rows", lambda: counted in server.client.get("/metrics").text)
        assert server.close() == 0


def test_the_app_can_be_given_to_any_asgi_server(tmp_path: Path) -> None:
    write_jar(tmp_path, NUMBERS)
    code = (
        "from fastapi.testclient import TestClient\n"
        "from pyservice.app import create_app\n"
        "from pyservice.settings import Settings\n"
        f"app = create_app(Settings(repository={str(tmp_path)!r}))\n"
        "with TestClient(app) as client:\n"
        "    print(client.post('/predict', json={'a': 1, 'b c': 2, 'n': 3}).text)\n"
    )
    done: Any = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        encoding="utf-8",
        cwd=ROOT,
        check=True,
        timeout=DEADLINE_S,
    )
    assert json.loads(done.stdout)["predictions"] == [{"sum": 12.0}]
