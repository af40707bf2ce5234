"""Clients that send too slowly, and more large requests than can wait."""

from __future__ import annotations

import asyncio
import json
import socket
import threading
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from pathlib import Path

import pytest

from pyservice.problems import ProblemError
from pyservice.queue import Queue
from pyservice.slow_clients import AT_ONCE

from .service_jars import NUMBERS, write_jar
from .service_server import DEADLINE_S, Server, wait_for

HEAD = b"POST /predict HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n"
WHOLE = HEAD + b"content-length: 2\r\n\r\n{}"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    repository = tmp_path_factory.mktemp("slow")
    write_jar(repository, NUMBERS)
    with Server(repository, header_timeout_s=0.5, body_timeout_s=0.5).ready() as running:
        yield running


def connected(server: Server) -> socket.socket:
    host, port = (server.address() or "").split(":")
    return socket.create_connection((host, int(port)), timeout=DEADLINE_S)


def all_that_comes(client: socket.socket) -> bytes:
    """What is sent until the other side closes."""
    received = b""
    while piece := client.recv(65536):
        received += piece
    return received


@pytest.mark.parametrize(
    ("begun", "expected"),
    [
        (b"", "headers"),
        (HEAD, "headers"),
        (HEAD + b"content-length: 2\r\n\r\n{", "a body"),
        (HEAD + b"transfer-encoding: chunked\r\n\r\n1\r\n{\r\n", "a body"),
    ],
)
def test_a_request_that_does_not_come_to_its_end_is_given_up(
    server: Server, begun: bytes, expected: str
) -> None:
    with connected(server) as client:
        client.sendall(begun)
        head, _, body = all_that_comes(client).partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 408 ")
    assert json.loads(body) == {"error": f"request: expected {expected} within 0.5 s"}


def test_a_crowd_that_is_late_at_the_same_moment_is_told_so_to_the_last(server: Server) -> None:
    crowd = [connected(server) for _ in range(3 * AT_ONCE + 1)]
    with ExitStack() as stack:
        for client in map(stack.enter_context, crowd):
            client.sendall(HEAD)
        assert {all_that_comes(client)[:13] for client in crowd} == {b"HTTP/1.1 408 "}


def test_one_connection_too_many_is_refused_and_those_before_it_are_served(tmp_path: Path) -> None:
    write_jar(tmp_path, NUMBERS)
    with Server(tmp_path, max_connections=3).ready() as server:
        server.client.close()
        with connected(server) as first:
            assert status(first) == b"HTTP/1.1 200"  # by now the other one's end is known
            with connected(server):
                with connected(server), connected(server) as refused:
                    head, _, body = all_that_comes(refused).partition(b"\r\n\r\n")
                assert head.startswith(b"HTTP/1.1 503 ")
                assert b"\r\nretry-after: 1\r\n" in head
                expected = "connections: expected at most 3 at once, try again"
                assert json.loads(body) == {"error": expected}
                wait_for("room for another one", lambda: has_room(server))


def has_room(server: Server) -> bool:
    """Whether a request over one more connection is answered."""
    with connected(server) as client, suppress(OSError):
        return status(client) == b"HTTP/1.1 200"
    return False


def status(client: socket.socket) -> bytes:
    """How a request over this connection is answered."""
    client.sendall(WHOLE)
    return client.recv(12)


def test_a_slow_second_request_is_given_up_too(server: Server) -> None:
    with connected(server) as client:
        client.sendall(WHOLE + WHOLE[:-1])
        received = all_that_comes(client)
    assert received.count(b"HTTP/1.1 200 ") == 1
    assert received.count(b"HTTP/1.1 408 ") == 1


def test_others_are_answered_while_many_connections_send_nothing(server: Server) -> None:
    clients = [connected(server) for _ in range(200)]
    try:
        for _ in range(50):
            assert server.post("/predict", {"a": 1}).status_code == 200
        assert all(all_that_comes(c).startswith(b"HTTP/1.1 408 ") for c in clients)
    finally:
        for client in clients:
            client.close()


def test_more_work_than_can_wait_is_refused_at_once() -> None:
    async def run() -> None:
        queue = Queue(threads=1, waiting=1)
        free = threading.Event()
        first, second = (asyncio.ensure_future(queue.run(free.wait)) for _ in range(2))
        await asyncio.sleep(0)  # lets both begin
        with pytest.raises(ProblemError) as refused:
            await queue.run(free.wait)
        assert (refused.value.status, refused.value.headers) == (429, ((b"retry-after", b"1"),))
        free.set()
        assert await first and await second
        assert await queue.run(lambda: 42) == 42
        queue.close()

    asyncio.run(run())


def test_a_model_without_a_version_is_worth_another_try(tmp_path: Path) -> None:
    write_jar(tmp_path, NUMBERS).write_bytes(b"no jar")
    with Server(tmp_path) as server:
        assert server.post("/predict/m", {}).headers["retry-after"] == "1"
