"""What no honest client sends: each door answers in the words of its protocol, never by a 5xx."""

from __future__ import annotations

import gzip
import json
import resource
import socket
import struct
import threading
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from .service_jars import NUMBERS, write_jar
from .service_server import DEADLINE_S, Server

MOST = 1_000_000  # bytes of a body
NESTED = b"[" * 10_000 + b"]" * 10_000
NDJSON = "application/x-ndjson"

DOORS = [
    ("/predict", b'[{"a": %s}]', "error"),
    ("/predict?orient=list", b'{"a": [%s]}', "error"),
    ("/v2/models/m/infer", b"", "error"),
    ("/v1/models/m:predict", b'{"instances": [{"a": %s}]}', "error"),
    ("/v1/models/m:predict", b'{"inputs": {"a": [%s]}}', "error"),
    ("/invocations", b'{"dataframe_records": [{"a": %s}]}', "message"),
    ("/invocations", b'{"dataframe_split": {"columns": ["a"], "data": [[%s]]}}', "message"),
    ("/vertex", b'{"instances": [{"a": %s}]}', "error"),
    ("/model/m", b'{"arguments": {"a": %s}}', "message"),
    ("/model/m/batch", b'{"requests": [{"arguments": {"a": %s}}, 1]}', "message"),
]
INFER = (
    b'{"inputs": [{"name": "a", "datatype": "FP64", "shape": [1], "data": [%s]}]}'  # %s as above
)
BODIES = [(path, body or INFER, key) for path, body, key in DOORS]

VALUES = [
    *(b"NaN", b"Infinity", b"-Infinity", b"1e400", b"1" * 5000, b"01", b".5", b'"\\ud800"'),
    *(b'"\xff"', b"[[1]]", b"{}", b'{"a": 1, "a": 2}', b"true", NESTED, b"1, ", b"'1'", b"\x00"),
]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    repository = tmp_path_factory.mktemp("hostile")
    write_jar(repository, NUMBERS)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AIP_PREDICT_ROUTE", "/vertex")
        limits = {"max_body_mb": MOST / 1e6, "max_rows": 1000}
        patience = {"header_timeout_s": 3, "body_timeout_s": 3}
        started = Server(repository, **limits, **patience)
    with started.ready() as running:
        yield running
        assert running.process.poll() is None
        assert "Traceback" not in "\n".join(running.log)


def posted(
    server: Server, path: str, body: bytes, kind: str = "application/json", **headers: str
) -> httpx.Response:
    return server.client.post(path, content=body, headers={"content-type": kind} | headers)


def refused(answer: httpx.Response, key: str, *statuses: int) -> None:
    assert answer.status_code in (statuses or (400, 413, 422)), answer.text
    message = answer.json()[key]
    assert message
    assert "\n" not in message


@pytest.mark.parametrize(("path", "body", "key"), BODIES)
def test_no_value_is_more_than_a_wrong_row(
    server: Server, path: str, body: bytes, key: str
) -> None:
    for value in VALUES:
        refused(posted(server, path, body.replace(b"%s", value)), key)
    refused(posted(server, path, NESTED), key)
    refused(posted(server, path, b"\x00" * 100), key)
    refused(posted(server, path, b""), key)


@pytest.mark.parametrize(("path", "body", "key"), BODIES)
def test_a_body_beyond_the_limit_is_refused_packed_or_not(
    server: Server, path: str, body: bytes, key: str
) -> None:
    long = b" " * (MOST + 1)
    refused(posted(server, path, long), key, 413)
    refused(server.client.post(path, content=iter([long])), key, 413)
    bomb = gzip.compress(b"[" * 300_000_000, 1) if path == "/predict" else gzip.compress(long)
    packed = {"content-encoding": "gzip"}
    refused(posted(server, path, bomb, **packed), key, 413)
    refused(posted(server, path, b"no gzip", **packed), key, 400)
    refused(posted(server, path, zlib.compress(b"{}")[:-1], **packed), key, 400)
    refused(posted(server, path, b"{}", **{"content-encoding": "br"}), key, 415)


def test_a_bomb_of_lines_ends_in_a_line(server: Server) -> None:
    bomb = gzip.compress(b"x" * 100_000_000, 1)
    packed = {"content-encoding": "gzip"}
    answer = posted(server, "/predict", bomb, NDJSON, **packed)
    assert answer.json() == {"error": "row: expected at most 1000000 bytes, got more (row 0)"}
    answer = posted(server, "/predict", b'{"a": NaN}\n' + NESTED, NDJSON)
    assert [list(json.loads(line)) for line in answer.text.splitlines()] == [["error"]] * 2


def tensor(**change: Any) -> dict[str, Any]:
    return {"name": "a", "datatype": "FP64", "shape": [1], "data": [1.5]} | change


@pytest.mark.parametrize(
    "inputs",
    [
        [tensor(shape=[2**62, 2**62])],
        [tensor(shape=[2**63])],
        [tensor(shape=[10**40])],
        [tensor(shape=[-1])],
        [tensor(shape=[0, 2**62])],
        [tensor(shape=[1] * 1000)],
        [tensor(shape=[])],
        [tensor(shape=[1.5])],
        [tensor(), tensor()],
        [tensor(), tensor(name="b c", shape=[2], data=[1, 2])],
        [tensor(datatype="FP16")],
        [tensor(datatype="INT8", data=[300])],
        [tensor(datatype="NONE")],
        [tensor(name="x" * 100_000)],
        [tensor(data=[[[[1.5]]]])],
        [tensor(data="1.5")],
        [tensor(parameters={"binary_data_size": 8})],
        [],
    ],
)
def test_no_tensor_is_more_than_a_wrong_request(server: Server, inputs: Any) -> None:
    body = json.dumps({"inputs": inputs}).encode()
    refused(posted(server, "/v2/models/m/infer", body), "error", 400, 413)


def binary(size: Any, data: bytes, datatype: str = "FP64") -> tuple[bytes, int]:
    given: dict[str, Any] = {"name": "a", "datatype": datatype, "shape": [1]}
    given["parameters"] = {"binary_data_size": size}
    head = json.dumps({"inputs": [given]}).encode()
    return head + data, len(head)


@pytest.mark.parametrize(
    "length", ["-1", "0", "999999999999999999999", "1e3", "x", "5", "+10", "²"]
)
def test_no_length_of_the_json_is_more_than_a_wrong_request(server: Server, length: str) -> None:
    body, _ = binary(8, struct.pack("<d", 1.5))
    header = {b"Inference-Header-Content-Length": length.encode()}
    answer = server.client.post("/v2/models/m/infer", content=body, headers=header)
    refused(answer, "error", 400)


@pytest.mark.parametrize(
    ("size", "data", "datatype"),
    [
        (7, b"1234567", "FP64"),
        (8, b"1234567", "FP64"),
        (8, b"123456789", "FP64"),
        (-8, b"12345678", "FP64"),
        (2**70, b"12345678", "FP64"),
        ("8", b"12345678", "FP64"),
        (True, b"1", "BOOL"),
        (1, b"\x07", "BOOL"),
        (4, b"\xff\xff\xff\xff", "BYTES"),
        (8, b"\x00\x00\x00\x00\x00\x00\x00\x00", "BYTES"),
        (8, struct.pack("<d", float("inf")), "FP64"),
    ],
)
def test_no_size_of_a_tensor_is_more_than_a_wrong_request(
    server: Server, size: Any, data: bytes, datatype: str
) -> None:
    body, length = binary(size, data, datatype)
    header = {"Inference-Header-Content-Length": str(length)}
    refused(posted(server, "/v2/models/m/infer", body, **header), "error", 400)


def test_nan_is_missing_in_binary_and_null_comes_out(server: Server) -> None:
    body, length = binary(8, struct.pack("<d", float("nan")))
    header = {"Inference-Header-Content-Length": str(length)}
    answer = posted(server, "/v2/models/m/infer", body, **header)
    assert answer.json()["outputs"][0]["data"] == [None]
    large = {"a": 1.7e308, "b c": 1.7e308, "n": 0}  # whose sum is infinite
    for path, form in (
        ("/v1/models/m:predict", {"instances": [large]}),
        ("/invocations", {"instances": [large]}),
        ("/vertex", {"instances": [large]}),
        ("/model/m", {"arguments": large}),
    ):
        answer = posted(server, path, json.dumps(form).encode())
        assert answer.status_code == 200
        assert "null" in answer.text


def said(server: Server, *parts: bytes) -> bytes:
    """What is answered to bytes on a connection of their own, until the other side closes it."""
    host, port = (server.address() or "").split(":")
    with socket.create_connection((host, int(port)), timeout=DEADLINE_S) as client:
        try:
            for part in parts:
                client.sendall(part)
        except OSError:
            pass  # it has been closed already
        received = b""
        try:
            while piece := client.recv(65536):
                received += piece
        except ConnectionResetError:
            pass
    return received


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (b"nonsense\r\n\r\n", b"400"),
        (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\x00" * 500, b"400"),
        (b"GET / HTTP/9.9\r\n\r\n", b"400"),
        (b"OPTIONS * HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n", b"4"),
        (b"GET http:// HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n", b"4"),
        (b"GET /%ff%00/%2e%2e HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n", b"404"),
        (b"POST /predict HTTP/1.1\r\nhost: x\r\ncontent-length: -1\r\n\r\n", b"400"),
        (b"POST /predict HTTP/1.1\r\nhost: x\r\ncontent-length: 2\r\n"
         b"content-length: 3\r\n\r\n{}", b"400"),
        (b"POST /predict HTTP/1.1\r\nhost: x\r\ncontent-length: 2\r\n"
         b"transfer-encoding: chunked\r\n\r\n{}", b"400"),
        (b"POST /predict HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n", b"4"),
    ],
)  # fmt: skip
def test_what_is_no_http_is_told_so(server: Server, sent: bytes, status: bytes) -> None:
    answer = said(server, sent)
    assert answer.startswith(b"HTTP/1.1 " + status), answer[:200]
    head, _, body = answer.partition(b"\r\n\r\n")
    assert b"content-type: application/json" in head
    assert json.loads(body.partition(b"HTTP/1.1 ")[0])["error"]


def test_a_head_without_an_end_is_refused(server: Server) -> None:
    start = b"GET /health/live HTTP/1.1\r\n"
    for bomb in (b"x" * 100 + b": " + b"y" * 4_000_000, b"a: b\r\n" * 400_000):
        answer = said(server, start, bomb)
        assert not answer or answer.startswith(b"HTTP/1.1 431 ")
    assert server.client.get("/health/live").status_code == 200


def test_a_length_beyond_the_limit_is_refused_before_the_body_comes(server: Server) -> None:
    host, port = (server.address() or "").split(":")
    head = b"POST /predict HTTP/1.1\r\nhost: x\r\ncontent-length: 100000000\r\n%s\r\n"
    with socket.create_connection((host, int(port)), timeout=DEADLINE_S) as client:
        client.sendall(head % b"")
        assert client.recv(12) == b"HTTP/1.1 413"
    answer = said(server, head % b"expect: 100-continue\r\n")
    assert answer.startswith(b"HTTP/1.1 413")
    assert b"\r\nconnection: close\r\n" in answer


def test_500_slow_clients_hold_nobody_up(server: Server) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(4096, hard), hard))
    host, port = (server.address() or "").split(":")
    head = b"POST /predict HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n"
    try:
        clients = [
            socket.create_connection((host, int(port)), timeout=DEADLINE_S) for _ in range(500)
        ]
        for place, client in enumerate(clients):
            client.sendall([b"", head, head + b"\r\n{"][place % 3])
        for _ in range(50):
            assert server.post("/predict", {"a": 1}).status_code == 200
        for client in clients:
            assert client.recv(12) == b"HTTP/1.1 408"
            client.close()
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def test_many_requests_at_once_are_answered_or_refused(server: Server) -> None:
    rows = json.dumps([{"a": 1}] * 1000).encode() + b" " * 16_000
    statuses: list[int] = []

    def ask() -> None:
        for _ in range(5):
            statuses.append(httpx.post(f"{server.url}/predict", content=rows).status_code)

    threads = [threading.Thread(target=ask) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(statuses) <= {200, 429}
    assert statuses.count(200) > 0


def test_memory_has_not_grown(server: Server) -> None:
    status = Path(f"/proc/{server.process.pid}/status").read_text()
    assert int(status.partition("VmHWM:")[2].split()[0]) < 900_000
