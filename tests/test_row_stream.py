"""Rows one a line, answered one a line, over a live connection."""

from __future__ import annotations

import gzip
import json
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from .service_jars import NUMBERS, TEXT, write_jar
from .service_server import DEADLINE_S, Server

NDJSON = "application/x-ndjson"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    repository = tmp_path_factory.mktemp("lines")
    write_jar(repository, NUMBERS, model="numbers", version=7)
    write_jar(repository, TEXT, model="text")
    with Server(repository, max_body_mb=0.2, max_rows=10, body_timeout_s=1).ready() as running:
        yield running


def streamed(server: Server, content: Any, **headers: str) -> httpx.Response:
    kinds = {"content-type": NDJSON, **headers}
    return server.client.post("/predict/numbers", content=content, headers=kinds)


def lines(answer: httpx.Response) -> list[Any]:
    assert answer.headers["content-type"] == NDJSON
    return [json.loads(line) for line in answer.text.splitlines()]


def test_each_line_is_answered_in_its_place(server: Server) -> None:
    body = (
        b'{"a": 1, "b c": 2, "n": 3}\n'
        b'{"a": "x"}\r\n'
        b"\n"
        b"no json\n"
        b"[1]\n"
        b'{"a": 1} {"a": 2}\n'
        b'{"a": 1,\n"n": 2}\n'
        b'{"n": 1.0, "a": 0.5, "b c": 0}'
    )
    found = lines(streamed(server, body))
    assert found[0] == {"version": 7, "prediction": {"sum": 12.0}}
    assert found[1] == {"error": "a: expected double, got 'x' (row 1)"}
    assert found[2]["error"].startswith("row: expected JSON, got a mistake at line 1 column")
    assert found[2]["error"].endswith(" (row 2)")
    assert found[3] == {"error": "row: expected an object, got a list (row 3)"}
    assert ["error" in line for line in found[4:]] == [True, True, True, False]
    assert found[7]["prediction"] == {"sum": 3.0}


def test_more_rows_and_bytes_than_one_body_may_hold_are_answered(server: Server) -> None:
    rows = [{"a": i, "b c": 0.5, "n": 1} for i in range(30_000)]
    body = "\n".join(map(json.dumps, rows)).encode()
    for content, packed in ((body, {}), (gzip.compress(body), {"content-encoding": "gzip"})):
        found = lines(streamed(server, content, **packed))
        assert [line["prediction"]["sum"] for line in found] == [2 * i + 3.0 for i in range(30_000)]


def test_lines_may_come_in_any_pieces(server: Server) -> None:
    body = b'{"a": 1, "b c": 2, "n": 3}\n' * 20
    found = lines(streamed(server, iter([body[i : i + 7] for i in range(0, len(body), 7)])))
    assert [line["prediction"] for line in found] == [{"sum": 12.0}] * 20


def test_answers_come_while_rows_are_still_sent(server: Server) -> None:
    with connected(server) as client:
        client.sendall(head("transfer-encoding: chunked"))
        reader = client.makefile("rb")
        for number in range(3):
            row = b'{"a": %d, "b c": 0, "n": 0}\n' % number
            client.sendall(b"%x\r\n%s\r\n" % (len(row), row))
            while not (line := reader.readline()).startswith(b"{"):
                assert line
            assert json.loads(line)["prediction"] == {"sum": 2.0 * number}
        client.sendall(b"0\r\n\r\n")
        assert reader.read(5) == b"\r\n0\r\n"


def test_a_line_without_an_end_is_not_kept(server: Server) -> None:
    body = b'{"a": 1}\n{"a": "' + b"x" * 3_000_000 + b'"}\n{"a": 2, "b c": 0, "n": 0}\n'
    found = lines(streamed(server, body))
    assert found[1] == {"error": "row: expected at most 1000000 bytes, got more (row 1)"}
    assert found[2]["prediction"] == {"sum": 4.0}


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"no gzip", "body: expected gzip, got something else"),
        (gzip.compress(b'{"a": 1}\n', mtime=0)[:-4], "body: expected whole gzip, got a part of it"),
    ],
)
def test_what_ends_a_stream_is_its_last_line(server: Server, content: bytes, message: str) -> None:
    answer = streamed(server, content, **{"content-encoding": "gzip"})
    assert lines(answer)[-1] == {"error": message}


def test_free_text_and_no_lines_at_all_are_answered(server: Server) -> None:
    body = '{"age": 1, "note": "ä"}\n'.encode()
    kinds = {"content-type": "application/jsonl"}
    answer = server.client.post("/predict/text", content=body, headers=kinds)
    assert lines(answer) == [{"version": 1, "prediction": {"its note": "ä", "sum": 2.0}}]
    assert streamed(server, b"\n \n").text == ""


def test_who_does_not_read_is_not_read_from_and_given_up(server: Server) -> None:
    row = b'{"a": 1, "b c": 2, "n": 3}\n' * 2000
    before = memory_kb(server)
    with connected(server, receive_buffer=4096) as client:
        client.sendall(head("content-length: 1000000000000"))
        with pytest.raises(OSError):
            for _ in range(10_000):
                client.sendall(row)
    assert memory_kb(server) - before < 50_000
    assert server.post("/predict/numbers", {"a": 1}).status_code == 200


def memory_kb(server: Server) -> int:
    status = Path(f"/proc/{server.process.pid}/status").read_text()
    return int(status.partition("VmRSS:")[2].split()[0])


def head(length: str) -> bytes:
    return (
        f"POST /predict/numbers HTTP/1.1\r\nhost: x\r\ncontent-type: {NDJSON}\r\n{length}\r\n\r\n"
    ).encode()


def connected(server: Server, receive_buffer: int = 0) -> socket.socket:
    host, port = (server.address() or "").split(":")
    client = socket.socket()
    if receive_buffer:
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
    client.settimeout(DEADLINE_S)
    client.connect((host, int(port)))
    return client
