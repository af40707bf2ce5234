"""One-row requests that are scored together: each gets its own answer, and its own mistake."""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from .grpc_calls import call, channel_to
from .service_jars import NUMBERS, write_jar
from .service_server import Server
from .test_oip_rest import by_row, infer

ROWS = 4
TENSOR = {"name": "X", "datatype": "FP64", "shape": [1, 3]}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A service that waits for ever, unless so many rows have come."""
    repository = tmp_path_factory.mktemp("together")
    write_jar(repository, NUMBERS, model="numbers", version=3)
    settings = {"micro_batch_rows": ROWS, "micro_batch_delay_ms": 1e9}
    with Server(repository, "--grpc-port", "0", **settings).ready() as running:
        yield running


def crossings(server: Server) -> float:
    """How often Java was called to score."""
    lines = server.client.get("/metrics").text.splitlines()
    name = 'scorejar_score_seconds_count{model="numbers"} '
    return next((float(line[len(name) :]) for line in lines if line.startswith(name)), 0.0)


def at_once(ask: Callable[[int], Any], count: int = ROWS) -> list[Any]:
    with ThreadPoolExecutor(count) as threads:
        return list(threads.map(ask, range(count)))


def test_rows_that_come_at_once_are_scored_in_one_call_whatever_door_they_come_by(
    server: Server,
) -> None:
    before = crossings(server)
    with channel_to(server) as channel:

        def by_grpc(row: list[float]) -> float:
            raw = [struct.pack("<3d", *row)]
            given = {"model_name": "numbers", "inputs": [TENSOR], "raw_input_contents": raw}
            answer = call(channel, "ModelInfer", **given)
            assert answer.model_version == "3"
            return float(struct.unpack("<d", answer.raw_output_contents[0])[0])

        def by_rest(row: list[float]) -> float:
            answer = infer(server, "numbers", inputs=[{**TENSOR, "data": row}]).json()
            assert answer["model_version"] == "3"
            return float(by_row(answer)[0]["sum"])

        def by_name(row: list[float]) -> float:
            named = dict(zip(["a", "b c", "n"], [*row[:2], int(row[2])], strict=True))
            answer = server.post("/predict/numbers", named).json()
            assert answer["version"] == 3
            return float(answer["predictions"][0]["sum"])

        ways = [by_grpc, by_rest, by_name, by_name]
        found = at_once(lambda number: ways[number]([number + 0.25, 2.0, 10.0 * number]))
    assert crossings(server) == before + 1
    rows = [{"a": number + 0.25, "b c": 2.0, "n": 10 * number} for number in range(ROWS)]
    together = server.post("/predict/numbers", rows).json()["predictions"]
    assert found == [row["sum"] for row in together]


def test_a_wrong_row_fails_alone(server: Server) -> None:
    def ask(number: int) -> Any:
        row = [0.5, number, 1.5 if number == 2 else 1]
        return infer(server, "numbers", inputs=[{**TENSOR, "data": row}])

    answers = at_once(ask)
    assert [answer.status_code for answer in answers] == [200, 200, 400, 200]
    assert answers[2].json()["error"].startswith("n: expected integer, got 1.5")
    sums = [by_row(answer.json())[0]["sum"] for answer in answers if answer.is_success]
    assert sums == [sums[0], sums[0] + 2, sums[0] + 6]  # the column weighs 2


def test_what_is_not_one_usual_row_waits_for_nobody(server: Server) -> None:
    assert server.post("/predict/numbers", [{"a": 1}, {"a": 2}]).is_success
    assert server.post("/predict/numbers", {"a": "one"}).status_code == 422
    matrix = {**TENSOR, "shape": [2, 3], "data": [1, 2, 3, 4, 5, 6]}
    assert infer(server, "numbers", inputs=[matrix]).is_success
