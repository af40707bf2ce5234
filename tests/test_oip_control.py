"""The protocol's extensions beside inference: statistics, the repository, streams, raw bodies."""

from __future__ import annotations

import gzip
import json
import re
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import grpc
import httpx
import pytest

from pyservice.oip.messages import METHODS, SERVICE, message

from .conftest import scorejar
from .grpc_calls import call, channel_to
from .service_jars import NUMBERS, TEXT, write_jar
from .service_server import Server

ROW = {"a": 0.1, "b c": 0.2, "n": 3}
X = {"name": "X", "datatype": "FP64", "shape": [1, 3]}
MATRIX = {"inputs": [{**X, "data": [0.1, 0.2, 3]}]}
PATH = "/v2/models/numbers/infer"
RAW = struct.pack("<3d", *ROW.values())


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    repository = tmp_path_factory.mktemp("control")
    write_jar(repository, NUMBERS, model="numbers")
    write_jar(repository, NUMBERS, model="numbers", version=2)
    write_jar(repository, TEXT[:1], model="one")
    write_jar(repository, TEXT, model="text")
    options = ("--grpc-port", "0", "--model-control")
    with Server(repository, *options, inline_body_kb=0).ready() as running:
        yield running


@pytest.fixture(scope="module")
def channel(server: Server) -> Iterator[grpc.Channel]:
    with channel_to(server) as opened:
        yield opened


def counts(server: Server) -> tuple[int, int, int]:
    (told,) = server.client.get("/v2/models/numbers/stats").json()["model_stats"]
    ended = told["inference_stats"]
    return told["inference_count"], ended["success"]["count"], ended["fail"]["count"]


def test_statistics_count_the_requests_of_both_ways(server: Server, channel: grpc.Channel) -> None:
    rows, succeeded, failed = counts(server)
    assert server.post(PATH, MATRIX).status_code == 200
    assert server.post(PATH, {"inputs": []}).status_code == 400
    raw = {"model_name": "numbers", "inputs": [X], "raw_input_contents": [RAW]}
    call(channel, "ModelInfer", **raw)
    assert counts(server) == (rows + 2, succeeded + 2, failed + 1)
    told = server.client.get("/v2/models/numbers/versions/2/stats").json()["model_stats"]
    (by_grpc,) = call(channel, "ModelStatistics", name="numbers").model_stats
    assert by_grpc.last_inference == told[0]["last_inference"] > 1e12
    stats = by_grpc.inference_stats
    parts = (stats.queue, stats.compute_input, stats.compute_infer, stats.compute_output)
    assert all(part.count == succeeded + 2 and part.ns > 0 for part in parts)
    assert sum(part.ns for part in parts) == stats.success.ns
    names = [each["name"] for each in server.client.get("/v2/models/stats").json()["model_stats"]]
    assert names == ["numbers", "one", "text"]
    assert [each.name for each in call(channel, "ModelStatistics").model_stats] == names


def index(server: Server, **request: Any) -> list[tuple[str, str, str]]:
    found = server.post("/v2/repository/index", request).json()
    return [(each["version"], each["state"], each["reason"]) for each in found[:2]]


def test_a_model_is_unloaded_and_loaded_again(server: Server, channel: grpc.Channel) -> None:
    other = ("1", "UNAVAILABLE", "not the version in service")
    assert index(server) == [other, ("2", "READY", "")]
    assert index(server, ready=True)[0] == ("2", "READY", "")
    assert server.post("/v2/repository/models/numbers/unload", {}).json() == {}
    assert index(server) == [(v, "UNAVAILABLE", "unloaded") for v in "12"]
    assert server.client.get("/v2/models/numbers/ready").status_code == 503
    assert (server.post(PATH, MATRIX).status_code, server.version("numbers")) == (503, None)
    assert server.client.get("/health/ready").status_code == 200
    # KServe's form: the name in field 1, which is the repository's name for others.
    loaded = call(channel, "RepositoryModelLoad", repository_name="numbers")
    assert (loaded.model_name, loaded.isLoaded) == ("numbers", True)
    assert server.version("numbers") == 2
    assert call(channel, "RepositoryModelUnload", model_name="numbers").isUnloaded
    assert server.version("numbers") is None
    assert server.client.post("/v2/repository/models/numbers/load").json() == {}
    assert server.post(PATH, MATRIX).status_code == 200
    found = call(channel, "RepositoryIndex", ready=True).models
    assert [(each.name, each.state) for each in found] == [
        (name, "READY") for name in ("numbers", "one", "text")
    ]


WRONG: list[tuple[str, dict[str, Any], int, str]] = [
    ("models/nothing/load", {}, 404, "model: expected one of 'numbers', 'one', 'text', got"),
    ("models/nothing/unload", {}, 404, "model: expected one of 'numbers', 'one', 'text', got"),
    ("models/one/load", {"parameters": {"config": "{}"}}, 400, "parameters: expected unload_de"),
    ("models/one/load", {"parameters": [1]}, 400, "parameters: expected an object, got"),
    ("index", {"ready": 1}, 400, "ready: expected true or false, got 1"),
    ("models/one", {}, 404, "path: expected one that /docs lists"),
]


@pytest.mark.parametrize(("path", "request_", "status", "text"), WRONG)
def test_a_wrong_change_is_answered_with_what_is_wrong(
    server: Server, path: str, request_: dict[str, Any], status: int, text: str
) -> None:
    answer = server.post(f"/v2/repository/{path}", request_)
    assert answer.status_code == status
    assert answer.json()["error"].startswith(text)


def test_models_are_not_changed_unless_that_is_allowed(tmp_path: Path) -> None:
    write_jar(tmp_path, NUMBERS)
    with Server(tmp_path).ready() as server:
        answer = server.post("/v2/repository/models/m/unload", {})
        assert answer.status_code == 403
        assert answer.json() == {
            "error": "model_control: expected true to unload models, got false"
        }
        assert server.version("m") == 1
    refused = scorejar("serve", "--repository", tmp_path, "--model-control", "--workers", "2")
    assert (refused.returncode, refused.stderr.count("\n")) == (2, 1)
    assert "model_control: expected one worker" in refused.stderr


def test_a_stream_goes_on_after_an_error(channel: grpc.Channel) -> None:
    request, response = (message(name) for name in METHODS["ModelStreamInfer"])
    stub = channel.stream_stream(
        f"/{SERVICE}/ModelStreamInfer",
        request_serializer=request.SerializeToString,
        response_deserializer=response.FromString,
    )
    good = request(model_name="numbers", id="good", inputs=[X], raw_input_contents=[RAW])
    wrong = request(model_name="numbers", id="wrong")
    wrong.parameters["triton_enable_empty_final_response"].bool_param = True
    first, second, third = stub(iter([good, wrong, good]), timeout=30)
    assert (first.error_message, first.infer_response.id) == ("", "good")
    assert first == third
    assert second.error_message == "inputs: expected at least one tensor, got none"
    assert second.infer_response.id == "wrong"
    assert second.infer_response.parameters["triton_final_response"].bool_param


def raw(server: Server, model: str, body: bytes) -> httpx.Response:
    headers = {"Inference-Header-Content-Length": "0"}
    return server.client.post(f"/v2/models/{model}/infer", content=body, headers=headers)


def test_a_body_without_json_is_the_only_input_or_rows_of_numbers(server: Server) -> None:
    for model, body, row in (("numbers", RAW, ROW), ("one", RAW[:8], {"age": 0.1})):
        answer = raw(server, model, body * 2)
        length = int(answer.headers["Inference-Header-Content-Length"])
        (output,) = json.loads(answer.content[:length])["outputs"]
        assert output["shape"] == [2, 1]
        (expected,) = server.post(f"/predict/{model}", row).json()["predictions"]
        assert struct.unpack("<2d", answer.content[length:]) == (expected["sum"],) * 2
    assert "whole rows of 24 bytes, got 25" in raw(server, "numbers", RAW + b"x").json()["error"]
    assert "not all inputs are numbers" in raw(server, "text", RAW).json()["error"]


def test_a_large_answer_is_packed_where_the_client_says_that_it_may(server: Server) -> None:
    inputs = {"inputs": [{**X, "shape": [1000, 3], "data": [0.1, 0.2, 3] * 1000}]}
    plain = server.client.post(PATH, json=inputs, headers={"Accept-Encoding": "identity"})
    assert "content-encoding" not in plain.headers
    body = gzip.compress(json.dumps(inputs).encode())
    headers = {"Content-Encoding": "gzip"}
    for encoding in ("gzip", "deflate"):
        asked = headers | {"Accept-Encoding": encoding}
        packed = server.client.post(PATH, content=body, headers=asked)
        assert packed.headers["content-encoding"] == encoding
        assert int(packed.headers["content-length"]) < len(plain.content) / 5
        assert packed.content == plain.content


@pytest.mark.parametrize(
    ("parameters", "status", "text"),
    [
        ({"timeout": 60_000_000, "priority": 1}, 200, ""),
        ({"timeout": 1}, 504, "deadline: it passed before the score began"),
        ({"timeout": "1"}, 400, "timeout: expected microseconds, got '1'"),
    ],
)
def test_a_request_may_say_how_long_it_can_wait(
    server: Server, parameters: dict[str, Any], status: int, text: str
) -> None:
    answer = server.post(PATH, MATRIX | {"parameters": parameters})
    assert answer.status_code == status
    assert re.match(re.escape(text), answer.json().get("error", ""))
