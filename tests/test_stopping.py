"""SIGTERM to a real process, whatever it does: exit code 0, in time, a word to each client."""

from __future__ import annotations

import json
import signal
import socket
import threading
from contextlib import suppress
from pathlib import Path

import httpx
import pytest

from .service_jars import NUMBERS, write_jar
from .service_server import DEADLINE_S, Server, wait_for

ROW = {"a": 1, "b c": 2, "n": 3}
ROWS = json.dumps([ROW] * 60_000).encode()
HEAD = "POST /predict HTTP/1.1\r\nhost: x\r\ncontent-type: {}\r\ncontent-length: {}\r\n\r\n"


def connected(server: Server) -> socket.socket:
    host, port = (server.address() or "").split(":")
    return socket.create_connection((host, int(port)), timeout=DEADLINE_S)


def stopped(server: Server) -> None:
    """It has ended as asked, and nothing went wrong on the way."""
    assert server.process.wait(DEADLINE_S) == 0
    assert server.logged("stopped")
    assert not any("Traceback" in line for line in server.log)


def test_idle_connections_are_closed(tmp_path: Path) -> None:
    write_jar(tmp_path, NUMBERS)
    with Server(tmp_path) as server:
        server.ready()
        with connected(server) as silent, connected(server) as begun:
            begun.sendall(b"POST /predict HTTP/1.1\r\nhost:")
            assert server.post("/predict", ROW).status_code == 200
            server.process.send_signal(signal.SIGTERM)
            assert silent.recv(10) == begun.recv(10) == b""
            stopped(server)


def test_those_in_the_queue_are_answered_and_those_beyond_it_refused(tmp_path: Path) -> None:
    write_jar(tmp_path, NUMBERS)
    with Server(tmp_path, score_threads=1, max_queue=2, shutdown_timeout_s=25) as server:
        server.ready()
        answers: list[httpx.Response] = []

        def ask() -> None:
            with suppress(httpx.TransportError):  # who connects after the signal finds nobody
                found = httpx.post(f"{server.url}/predict", content=ROWS, timeout=DEADLINE_S)
                answers.append(found)

        clients = [threading.Thread(target=ask) for _ in range(6)]
        for client in clients:
            client.start()
        # One is refused only when the queue is full, so that the others are in it.
        wait_for("a refusal", lambda: any(answer.status_code == 429 for answer in answers))
        server.process.send_signal(signal.SIGTERM)
        for client in clients:
            client.join()
        stopped(server)
    by_status = [answer.status_code for answer in answers]
    assert set(by_status) == {200, 429}
    assert by_status.count(200) >= 3


def test_who_still_sends_when_the_time_is_over_is_told(tmp_path: Path) -> None:
    write_jar(tmp_path, NUMBERS)
    with Server(tmp_path, shutdown_timeout_s=1) as server:
        server.ready()
        with connected(server) as slow, connected(server) as stream:
            slow.sendall(HEAD.format("application/json", 100).encode() + b"{")
            line = json.dumps(ROW).encode() + b"\n"
            stream.sendall(HEAD.format("application/x-ndjson", 10**9).encode() + line)
            reader = stream.makefile("rb")
            wait_for("a prediction", lambda: b"prediction" in reader.readline())
            server.process.send_signal(signal.SIGTERM)
            told = slow.makefile("rb").read()
            assert told.startswith(b"HTTP/1.1 503 ")
            assert b"\r\nretry-after: 1\r\n" in told
            assert told.endswith(b'{"error":"the service is stopping"}')
            assert b'{"error":"the service is stopping"}\n' in reader.read()
            stopped(server)


def test_a_version_that_is_being_loaded_does_not_hold_the_end_up(tmp_path: Path) -> None:
    write_jar(tmp_path, NUMBERS)
    # So many rows take a second to warm up, which is where warming ends in any case.
    with Server(tmp_path, warmup_rows=2_000_000_000) as server:
        server.ready()
        for place in range(30):
            write_jar(tmp_path, NUMBERS, model=f"m{place}")
        before = cpu_ticks(server)
        wait_for("the loading", lambda: cpu_ticks(server) > before + 50)
        assert server.post("/predict/m", ROW).status_code == 200
        server.process.send_signal(signal.SIGTERM)
        stopped(server)


@pytest.mark.parametrize("workers", [1, 2])
def test_a_signal_is_heard_from_the_first_line_of_the_log_on(tmp_path: Path, workers: int) -> None:
    write_jar(tmp_path, NUMBERS)
    with Server(tmp_path, workers=workers) as server:
        server.process.send_signal(signal.SIGTERM)
        assert server.process.wait(DEADLINE_S) == 0
        assert not any("Traceback" in line for line in server.log)


def test_the_first_load_does_not_hold_the_end_up(tmp_path: Path) -> None:
    for place in range(100):  # a second each
        write_jar(tmp_path, NUMBERS, model=f"m{place}")
    with Server(tmp_path, warmup_rows=2_000_000_000, drain_s=300) as server:
        wait_for("the loading", lambda: cpu_ticks(server) > 300)
        server.process.send_signal(signal.SIGTERM)
        stopped(server)
        assert not server.logged("started")


def cpu_ticks(server: Server) -> int:
    """Hundredths of a second that the process has computed for."""
    fields = Path(f"/proc/{server.process.pid}/stat").read_text().rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])
