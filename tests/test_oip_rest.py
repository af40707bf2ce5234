"""The Open Inference Protocol over HTTP, by hand-written requests: JSON and binary."""

from __future__ import annotations

import json
import struct
from collections.abc import Iterator
from typing import Any

import httpx
import numpy as np
import pytest

from .service_jars import MIXED, NUMBERS, TEXT, write_jar
from .service_server import Server

INPUTS: list[dict[str, Any]] = [
    {"name": "age", "datatype": "FP64", "shape": [2], "data": [1.5, None]},
    {"name": "count", "datatype": "INT64", "shape": [2, 1], "data": [[2], [7]]},
    {"name": "single", "datatype": "BOOL", "shape": [2], "data": [True, False]},
    {"name": "job", "datatype": "BYTES", "shape": [2], "data": ["clerk", "Köchin"]},
    {"name": "town", "datatype": "BYTES", "shape": [2], "data": ["Rome", "Paris"]},
    {"name": "day", "datatype": "BYTES", "shape": [2], "data": ["2026-01-31", None]},
    {"name": "at", "datatype": "BYTES", "shape": [2], "data": ["2026-01-31T12:30:00", None]},
    {"name": "clock", "datatype": "BYTES", "shape": [2], "data": ["12:30:00", None]},
]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    repository = tmp_path_factory.mktemp("oip")
    for name, columns in (("mixed", MIXED), ("numbers", NUMBERS), ("text", TEXT)):
        write_jar(repository, columns, model=name)
    with Server(repository, max_rows=1000).ready() as running:
        yield running


def infer(server: Server, model: str, **request: Any) -> httpx.Response:
    return server.post(f"/v2/models/{model}/infer", request)


def predictions(server: Server, model: str, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = server.post(f"/predict/{model}", rows).json()["predictions"]
    return found


def by_row(answer: dict[str, Any]) -> list[dict[str, Any]]:
    columns = {tensor["name"]: tensor["data"] for tensor in answer["outputs"]}
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


def rows_of(inputs: list[dict[str, Any]]) -> list[dict[str, Any]]:
    flat = {t["name"]: np.ravel(np.array(t["data"], object)).tolist() for t in inputs}
    return [dict(zip(flat, row, strict=True)) for row in zip(*flat.values(), strict=True)]


@pytest.mark.parametrize("times", [1, 100])
def test_tensors_of_columns_are_answered_as_rows_are(server: Server, times: int) -> None:
    inputs = [
        {**tensor, "shape": [2 * times, *tensor["shape"][1:]], "data": tensor["data"] * times}
        for tensor in INPUTS
    ]
    answer = infer(server, "mixed", id="42", inputs=inputs).json()
    assert (answer["id"], answer["model_name"], answer["model_version"]) == ("42", "mixed", "1")
    assert all(tensor["shape"] == [2 * times, 1] for tensor in answer["outputs"])
    assert by_row(answer) == predictions(server, "mixed", rows_of(inputs))


@pytest.mark.parametrize("count", [1, 3, 200])
def test_a_matrix_of_numbers_is_rows_in_schema_order(server: Server, count: int) -> None:
    matrix = [[0.1 + row, -row, row] for row in range(count)]
    tensor = {"name": "X", "datatype": "FP64", "shape": [count, 3], "data": matrix}
    flat = {**tensor, "data": [value for row in matrix for value in row]}
    rows = [dict(zip(["a", "b c", "n"], row, strict=True)) for row in matrix]
    for given in (tensor, flat):
        answer = infer(server, "numbers", inputs=[given]).json()
        assert by_row(answer) == predictions(server, "numbers", rows)


def binary(server: Server, model: str, request: dict[str, Any], data: bytes) -> httpx.Response:
    head = json.dumps(request).encode()
    headers = {"Inference-Header-Content-Length": str(len(head))}
    content = head + data
    return server.client.post(f"/v2/models/{model}/infer", content=content, headers=headers)


def texts(*values: str) -> bytes:
    return b"".join(struct.pack("<I", len(v.encode())) + v.encode() for v in values)


def test_binary_tensors_are_answered_in_binary(server: Server) -> None:
    parts = {
        "age": ("FP64", np.array([1.5, np.nan]).tobytes()),
        "count": ("INT64", np.array([2, 7]).tobytes()),
        "single": ("BOOL", b"\x01\x00"),
        "job": ("BYTES", texts("clerk", "Köchin")),
    }
    inputs = [
        {
            "name": name,
            "datatype": kind,
            "shape": [2],
            "parameters": {"binary_data_size": len(data)},
        }
        for name, (kind, data) in parts.items()
    ]
    data = b"".join(part for _, part in parts.values())
    answer = binary(
        server,
        "mixed",
        {"inputs": inputs, "outputs": [{"name": "sum", "parameters": {"binary_data": True}}]},
        data,
    )
    length = int(answer.headers["Inference-Header-Content-Length"])
    (output,) = json.loads(answer.content[:length])["outputs"]
    assert (output["datatype"], output["shape"]) == ("FP64", [2, 1])
    assert output["parameters"] == {"binary_data_size": len(answer.content) - length}
    rows = [{"age": 1.5, "count": 2, "single": True, "job": "clerk"}, {"count": 7, "job": "Köchin"}]
    expected = [row["sum"] for row in predictions(server, "mixed", rows)]
    found = np.frombuffer(answer.content[length:]).tolist()
    assert [None if value != value else value for value in found] == expected


def test_the_server_and_its_models_tell_what_they_are(server: Server) -> None:
    get = server.client.get
    assert get("/v2").json()["name"] == "scorejar"
    assert get("/v2/health/live").json() == {"live": True}
    assert get("/v2/health/ready").json() == {"ready": True}
    for path in ("/v2/models/mixed", "/v2/models/mixed/versions/1"):
        assert get(f"{path}/ready").json() == {"name": "mixed", "ready": True}
        told = get(path).json()
        assert (told["name"], told["versions"]) == ("mixed", ["1"])
        datatypes = {tensor["name"]: tensor["datatype"] for tensor in told["inputs"]}
        assert datatypes == {tensor["name"]: tensor["datatype"] for tensor in INPUTS}
        assert get(f"{path}/config").json()["max_batch_size"] == 1000


A = {"name": "a", "datatype": "FP64", "shape": [1], "data": [1]}
TWO = {"name": "n", "datatype": "FP64", "shape": [2], "data": [1, 2]}


def with_a(**changes: Any) -> dict[str, Any]:
    return {"inputs": [{**A, **changes}]}


WRONG: list[tuple[dict[str, Any], str]] = [
    ({}, "body: expected an inference request: Object missing required field `inputs`"),
    ({"inputs": []}, "inputs: expected at least one tensor, got none"),
    (with_a(name="aa"), "inputs: expected 'a', got 'aa'"),
    ({"inputs": [A, A]}, "inputs: expected 'a' once, got it twice"),
    (with_a(datatype="BYTES", data=["1"]), "a: expected FP64, got BYTES"),
    (with_a(datatype="FP65"), "a: expected a datatype of BOOL, "),
    (with_a(datatype="FP16"), "a: expected FP16 in binary"),
    (with_a(data=["1"]), "a: expected FP64, got '1'"),
    (with_a(data=[True]), "a: expected FP64, got true"),
    (with_a(data=[1, 2]), "a: expected 1 elements for shape [1], got 2"),
    (with_a(shape=[1, 1], data=[[1, 2]]), "a: expected data of shape [1, 1], got another"),
    (with_a(data=None), "body: expected an inference request: Expected `array"),
    (with_a(datatype="INT8", data=[128]), "a: expected INT8, got 128"),
    (with_a(datatype="FP32", data=[1e39]), "a: expected FP32, got a number too large for it"),
    (with_a(shape=[-1]), "a: expected a shape of whole numbers from 0, got [-1]"),
    (with_a(shape=[2**31, 2**33]), "a: expected at most 3000 elements, got 18446744073709551616"),
    (with_a(shape=[]), "a: expected a shape of 1 to 8 dimensions"),
    (with_a(shape=[0], data=[]), "inputs: expected at least one row, got none"),
    ({"inputs": [A, TWO]}, "n: expected shape [1] or [1, 1], got [2]"),
    (with_a(name="n", data=[1.5]), "n: expected integer, got 1.5"),
    (
        {"inputs": [A], "outputs": [{"name": "total"}]},
        "outputs: expected one of 'sum', got 'total'",
    ),
    ({"inputs": [A], "outputs": [{"name": "sum"}] * 2}, "outputs: expected each name once"),
]


@pytest.mark.parametrize(("request_", "message"), WRONG)
def test_a_wrong_request_is_answered_with_what_is_wrong(
    server: Server, request_: dict[str, Any], message: str
) -> None:
    answer = infer(server, "numbers", **request_)
    assert answer.status_code in (400, 413)
    assert answer.json()["error"].startswith(message)


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/v2/models/nothing", 404),
        ("/v2/models/mixed/versions/2", 404),
        ("/v2/models/mixed/versions/x/ready", 404),
        ("/v2/nothing", 404),
        ("/v2/models/mixed/infer", 405),
    ],
)
def test_a_wrong_path_is_answered_with_what_is_wrong(
    server: Server, path: str, status: int
) -> None:
    answer = server.client.get(path)
    assert (answer.status_code, list(answer.json())) == (status, ["error"])
