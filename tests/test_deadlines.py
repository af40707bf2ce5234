"""Requests whose senders say how long they wait."""

from __future__ import annotations

import asyncio
import json
import math
import threading
import time
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from pyservice.deadlines import deadline_of, of_parameter
from pyservice.problems import ProblemError
from pyservice.queue import Queue

from .service_jars import NUMBERS, write_jar
from .service_server import Server

ROWS = json.dumps([{"a": 1, "b c": 2, "n": 3}] * 2000).encode()
OIP = {"inputs": [{"name": "a", "datatype": "FP64", "shape": [1], "data": [1.5]}]}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    repository = tmp_path_factory.mktemp("deadlines")
    write_jar(repository, NUMBERS)
    with Server(repository).ready() as running:
        yield running


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, math.inf),
        ({b"grpc-timeout": b"50m"}, 0.05),
        ({b"grpc-timeout": b"2S"}, 2.0),
        ({b"grpc-timeout": b"99999999n"}, 0.099999999),
        ({b"x-envoy-expected-rq-timeout-ms": b"15000"}, 15.0),
        ({b"x-envoy-expected-rq-timeout-ms": b"0"}, math.inf),
        ({b"grpc-timeout": b"1M", b"x-envoy-expected-rq-timeout-ms": b"250"}, 0.25),
    ],
)
def test_the_shorter_of_both_headers_counts(headers: dict[bytes, bytes], seconds: float) -> None:
    assert deadline_of(headers, 10.0) == pytest.approx(10.0 + seconds)


@pytest.mark.parametrize(
    ("headers", "message"),
    [
        ({b"grpc-timeout": b"50"}, "grpc-timeout: expected up to 8 digits and one of H, M, S"),
        ({b"grpc-timeout": b"123456789m"}, "grpc-timeout: expected up to 8 digits"),
        ({b"x-envoy-expected-rq-timeout-ms": b"-1"}, "x-envoy-expected-rq-timeout-ms: expected"),
    ],
)
def test_a_header_of_another_form_is_refused(headers: dict[bytes, bytes], message: str) -> None:
    with pytest.raises(ProblemError, match=message):
        deadline_of(headers, 0.0)


def test_the_parameter_counts_microseconds() -> None:
    assert of_parameter(250, 1.0) == pytest.approx(1.00025)
    assert of_parameter(0, 1.0) == of_parameter(None, 1.0) == math.inf
    for wrong in (-1, 1.5, True, "1"):
        with pytest.raises(ProblemError, match="timeout: expected microseconds"):
            of_parameter(wrong, 1.0)


def test_who_waits_in_the_queue_is_answered_when_the_deadline_passes() -> None:
    async def run() -> None:
        queue = Queue(threads=1, waiting=2)
        free = threading.Event()
        begun: list[str] = []
        first = asyncio.ensure_future(queue.run(free.wait))
        await asyncio.sleep(0)  # lets it begin
        with pytest.raises(ProblemError) as refused:
            await queue.run(lambda: begun.append("late"), time.perf_counter() + 0.01)
        assert refused.value.status == 504
        free.set()
        assert await first
        assert await queue.run(lambda: 42, time.perf_counter() + 60) == 42
        assert not begun
        queue.close()

    asyncio.run(run())


@pytest.mark.parametrize(
    ("path", "body", "key"),
    [
        ("/predict", b'{"a": 1}', "error"),
        ("/predict", ROWS, "error"),
        ("/v2/models/m/infer", json.dumps(OIP).encode(), "error"),
        ("/v1/models/m:predict", b'{"instances": [{}]}', "error"),
        ("/invocations", b'{"instances": [{}]}', "message"),
        ("/model/m", b'{"arguments": {}}', "message"),
    ],
)
def test_nothing_is_scored_for_those_who_wait_no_more(
    server: Server, path: str, body: bytes, key: str
) -> None:
    def asked(timeout: str) -> httpx.Response:
        kind = {"content-type": "application/json", "grpc-timeout": timeout}
        return server.client.post(path, content=body, headers=kind)

    late = asked("1n")
    assert late.status_code == 504
    assert late.json()[key] == "deadline: it passed before the score began"
    assert asked("1M").status_code == 200
    assert asked("soon").status_code == 400


def test_the_protocols_own_parameter_is_heeded(server: Server) -> None:
    def asked(timeout: Any) -> int:
        body = OIP | {"parameters": {"timeout": timeout}}
        return server.post("/v2/models/m/infer", body).status_code

    assert [asked(given) for given in (1, 60_000_000, "1")] == [504, 200, 400]
