"""The Open Inference Protocol over gRPC, by a client that has nothing but the messages."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from typing import Any

import grpc
import numpy as np
import pytest
from grpc_health.v1 import health_pb2, health_pb2_grpc
from grpc_reflection.v1alpha.proto_reflection_descriptor_database import (
    ProtoReflectionDescriptorDatabase,
)

from pyservice.oip.messages import SERVICE, message

from .grpc_calls import call, channel_to
from .service_jars import MIXED, NUMBERS, write_jar
from .service_server import Server
from .test_oip_rest import by_row, infer


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    repository = tmp_path_factory.mktemp("grpc")
    for name, columns in (("mixed", MIXED), ("numbers", NUMBERS)):
        write_jar(repository, columns, model=name)
    with Server(repository, "--grpc-port", "0", max_rows=1000).ready() as running:
        yield running


@pytest.fixture(scope="module")
def channel(server: Server) -> Iterator[grpc.Channel]:
    with channel_to(server) as opened:
        yield opened


TENSOR = {"name": "X", "datatype": "FP64", "shape": [1, 3]}


def typed(name: str, datatype: str, contents: str, values: list[Any]) -> dict[str, Any]:
    return {
        "name": name,
        "datatype": datatype,
        "shape": [len(values)],
        "contents": {contents: values},
    }


TYPED = [
    typed("age", "FP64", "fp64_contents", [0.1, float("nan")]),
    typed("count", "INT64", "int64_contents", [3, 4]),
    typed("single", "BOOL", "bool_contents", [True, False]),
    typed("job", "BYTES", "bytes_contents", ["Köchin".encode(), b"clerk"]),
]


def test_typed_contents_are_answered_in_typed_contents(
    server: Server, channel: grpc.Channel
) -> None:
    outputs = [{"name": "sum"}, {"name": "its job"}]
    answer = call(channel, "ModelInfer", model_name="mixed", id="7", inputs=TYPED, outputs=outputs)
    assert (answer.model_name, answer.model_version, answer.id) == ("mixed", "1", "7")
    rows = [{"age": 0.1, "count": 3, "single": True, "job": "Köchin"}, {"count": 4, "job": "clerk"}]
    expected = server.post("/predict/mixed", rows).json()["predictions"]
    sums, jobs = (output.contents for output in answer.outputs)
    assert [None if v != v else v for v in sums.fp64_contents] == [row["sum"] for row in expected]
    assert [v.decode() for v in jobs.bytes_contents] == [row["its job"] for row in expected]


@pytest.mark.parametrize("count", [1, 200])
def test_a_raw_matrix_is_answered_raw(server: Server, channel: grpc.Channel, count: int) -> None:
    matrix = np.arange(3.0 * count).reshape(count, 3) / 7
    matrix[:, 2] = np.arange(count)
    tensor = {"name": "X", "datatype": "FP64", "shape": [count, 3]}
    raw = [matrix.tobytes()]
    answer = call(
        channel, "ModelInfer", model_name="numbers", inputs=[tensor], raw_input_contents=raw
    )
    given = {**tensor, "data": matrix.ravel().tolist()}
    expected = [row["sum"] for row in by_row(infer(server, "numbers", inputs=[given]).json())]
    assert answer.outputs[0].shape == [count, 1]
    assert np.frombuffer(answer.raw_output_contents[0]).tolist() == expected


@pytest.mark.parametrize(
    ("row", "text"),
    [
        ([0.1, float("nan"), 3], None),
        ([0.1, 0.2, 1.5], "n: expected integer, got 1.5"),
        ([0.1, float("inf"), 3], "b c: expected a finite number, got an infinity (row 0)"),
        ([1e308, 1e308, 3], None),
    ],
)
def test_a_row_with_a_gap_or_a_mistake_is_answered_as_by_name(
    server: Server, channel: grpc.Channel, row: list[float], text: str | None
) -> None:
    tensor = TENSOR
    given: dict[str, Any] = {"model_name": "numbers", "inputs": [tensor]}
    given["raw_input_contents"] = [struct.pack("<3d", *row)]
    if text:
        with pytest.raises(grpc.RpcError) as error:
            call(channel, "ModelInfer", **given)
        assert str(error.value.details()).startswith(text)
        return
    (found,) = struct.unpack("<d", call(channel, "ModelInfer", **given).raw_output_contents[0])
    named = {name: v for name, v in zip(["a", "b c", "n"], row, strict=True) if v == v}
    (expected,) = server.post("/predict/numbers", named).json()["predictions"]
    # JSON has no infinity: there it is null.
    assert (found if np.isfinite(found) else None) == expected["sum"]


def test_a_usual_request_is_answered_as_one_that_asks_for_the_same_in_more_words(
    server: Server, channel: grpc.Channel
) -> None:
    tensor = TENSOR
    usual: dict[str, Any] = {"model_name": "numbers", "id": "ü7", "inputs": [tensor]}
    usual["raw_input_contents"] = [struct.pack("<3d", 0.1, 0.2, 3)]
    before = call(channel, "ModelStatistics", name="numbers").model_stats[0]
    answer = call(channel, "ModelInfer", **usual)
    assert answer == call(channel, "ModelInfer", **usual, model_version="1")
    assert (answer.id, answer.model_version) == ("ü7", "1")
    after = call(channel, "ModelStatistics", name="numbers").model_stats[0]
    assert after.inference_count == before.inference_count + 2
    assert after.inference_stats.success.count == before.inference_stats.success.count + 2


def test_the_server_and_its_models_tell_what_they_are(
    server: Server, channel: grpc.Channel
) -> None:
    assert call(channel, "ServerLive").live
    assert call(channel, "ServerReady").ready
    assert call(channel, "ServerMetadata").name == "scorejar"
    assert call(channel, "ModelReady", name="mixed", version="1").ready
    told = call(channel, "ModelMetadata", name="mixed")
    by_http = server.client.get("/v2/models/mixed").json()
    assert [(t.name, t.datatype, list(t.shape)) for t in told.inputs] == [
        (t["name"], t["datatype"], t["shape"]) for t in by_http["inputs"]
    ]
    config = call(channel, "ModelConfig", name="mixed").config
    assert [tensor.data_type for tensor in config.input] == [12, 9, 1, 13, 13, 13, 13, 13]


def test_health_and_reflection_are_there(channel: grpc.Channel) -> None:
    health = health_pb2_grpc.HealthStub(channel).Check(health_pb2.HealthCheckRequest(), timeout=30)
    assert health.status == health_pb2.HealthCheckResponse.SERVING
    database = ProtoReflectionDescriptorDatabase(channel)
    assert SERVICE in database.get_services()
    assert "inference" in database.FindFileContainingSymbol(SERVICE).package


A = typed("a", "FP64", "fp64_contents", [1.0])
WRONG: list[tuple[dict[str, Any], str]] = [
    ({"model_name": "nothing"}, "NOT_FOUND: model: expected one of 'mixed', 'numbers', got"),
    ({"model_version": "2", "inputs": [A]}, "NOT_FOUND: version: expected 1 of numbers, got '2'"),
    ({}, "INVALID_ARGUMENT: inputs: expected at least one tensor, got none"),
    ({"inputs": [A], "raw_input_contents": [bytes(8)]}, "INVALID_ARGUMENT: a: expected either"),
    ({"inputs": [A, A]}, "INVALID_ARGUMENT: inputs: expected 'a' once, got it twice"),
    ({"inputs": [A | {"shape": [2]}]}, "INVALID_ARGUMENT: a: expected 2 elements for shape [2]"),
    ({"inputs": [A | {"shape": [-1]}]}, "INVALID_ARGUMENT: a: expected a shape of whole numbers"),
    ({"inputs": [A | {"datatype": "FP32"}]}, "INVALID_ARGUMENT: a: expected fp32_contents"),
    ({"inputs": [A | {"datatype": "FP16"}]}, "INVALID_ARGUMENT: a: expected FP16 in raw_input"),
    (
        {"inputs": [{"name": "a", "datatype": "FP64", "shape": [1]}], "raw_input_contents": [b"1"]},
        "INVALID_ARGUMENT: a: expected 8 bytes for shape [1] of FP64, got 1",
    ),
    (
        {
            "inputs": [{"name": "a", "datatype": "BYTES", "shape": [1]}],
            "raw_input_contents": [struct.pack("<I", 2**32 - 1)],
        },
        "INVALID_ARGUMENT: a: expected 1 elements of BYTES",
    ),
]


@pytest.mark.parametrize(("request_", "message_"), WRONG)
def test_a_wrong_call_is_answered_with_what_is_wrong(
    channel: grpc.Channel, request_: dict[str, Any], message_: str
) -> None:
    with pytest.raises(grpc.RpcError) as error:
        call(channel, "ModelInfer", **{"model_name": "numbers", **request_})
    assert f"{error.value.code().name}: {error.value.details()}".startswith(message_)


def usual(row: Sequence[float], **more: Any) -> bytes:
    """The bytes of a request for one row, as a client library makes them."""
    raw = [struct.pack("<3d", *row)]
    given = {"model_name": "numbers", "inputs": [TENSOR], "raw_input_contents": raw, **more}
    return bytes(message("ModelInferRequest")(**given).SerializeToString())


def send(channel: grpc.Channel, data: bytes) -> Any:
    """One call whose request is these bytes."""
    method = channel.unary_unary(f"/{SERVICE}/ModelInfer")
    return message("ModelInferResponse").FromString(method(data, timeout=30))


def total(answer: Any) -> float:
    (found,) = struct.unpack("<d", answer.raw_output_contents[0])
    return float(found)


def test_requests_of_one_length_are_told_apart(channel: grpc.Channel) -> None:
    for number in range(4):
        for name in ("one", "two"):
            answer = send(channel, usual([number, 2, 3], id=name))
            assert (answer.id, total(answer)) == (name, 10 + 2 * number)


def test_a_row_is_where_the_message_has_it_and_not_where_it_usually_is(
    channel: grpc.Channel,
) -> None:
    head = usual([1, 2, 3])[:-26]
    first, second = (usual([n, 2, 3])[-26:] for n in (1, 7))
    assert total(send(channel, head + first)) == 12
    for hidden in (first, second):  # within a field that no message has, behind the row
        unknown = b"\xaa\x06" + bytes([len(hidden)]) + hidden
        assert total(send(channel, head + first + unknown)) == 12
    with pytest.raises(grpc.RpcError) as error:  # two tensors where one was announced
        send(channel, head + first + second)
    assert error.value.code() == grpc.StatusCode.INVALID_ARGUMENT


def test_bytes_that_are_no_message_are_refused_by_name(channel: grpc.Channel) -> None:
    for data in (b"\xff" * 50, usual([1, 2, 3])[:-1]):
        with pytest.raises(grpc.RpcError) as error:
            send(channel, data)
        assert error.value.code() == grpc.StatusCode.INVALID_ARGUMENT
        assert error.value.details() == "body: expected a ModelInferRequest, got other bytes"
