"""The ways to ask services for one row: the request, and P(1) out of its answer.

Requests are made before the clock runs, so that what is measured is the service, not a client.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from benchmarks.grpc_load import GrpcConnection, message
from benchmarks.http_load import Connect, Connection, post
from benchmarks.model import Model, Row
from pyservice.oip import messages

TENSOR = "rows"
JSON_LENGTH = "Inference-Header-Content-Length"


@dataclass(frozen=True)
class Way:
    """A protocol and a form of body; models of numbers alone, nothing missing.

    name: what tables call it.
    request: one row to the bytes that a connection sends.
    answer: the body of an answer to P(1); raises KeyError, IndexError or ValueError where it is not
      there.
    connect: opens a connection.
    """

    name: str
    request: Callable[[Model, Row], bytes]
    answer: Callable[[Model, bytes], float]
    connect: Connect = Connection


def compact(body: Any) -> bytes:
    """JSON without spaces, as msgspec, orjson and JavaScript write it."""
    return json.dumps(body, separators=(",", ":")).encode()


def name_of(model: Model) -> str:
    """What the services call the model."""
    return model.jar.parent.name


def named_row(path: str = "/predict") -> Way:
    """An object by column, as pydantic's models take it."""

    def request(model: Model, row: Row) -> bytes:
        return post(path, compact(dict(zip(model.columns, row, strict=True))))

    def answer(model: Model, body: bytes) -> float:
        return float(json.loads(body)["predictions"][0][model.answer])

    return Way("JSON, fields by name", request, answer)


def matrix(path: str, field: str, read: Callable[[Any], float]) -> Way:
    """An array of arrays of numbers under one name, in the order of the columns."""

    def request(model: Model, row: Row) -> bytes:
        return post(path, compact({field: [row]}))

    return Way("JSON, an array", request, lambda model, body: read(json.loads(body)))


def infer_path(model: Model) -> str:
    """Where the Open Inference Protocol takes requests."""
    return f"/v2/models/{name_of(model)}/infer"


def tensor(row: Row) -> dict[str, Any]:
    """The description of a row as one tensor."""
    return {"name": TENSOR, "datatype": "FP64", "shape": [1, len(row)]}


def inference_request(model: Model, row: Row) -> bytes:
    """One tensor, in JSON."""
    return post(infer_path(model), compact({"inputs": [{**tensor(row), "data": row}]}))


def binary_inference_request(model: Model, row: Row) -> bytes:
    """One tensor, binary, and its answer asked for in binary."""
    data = doubles(row)
    said = {**tensor(row), "parameters": {"binary_data_size": len(data)}}
    head = compact({"inputs": [said], "parameters": {"binary_data_output": True}})
    more = f"{JSON_LENGTH}: {len(head)}\r\n"
    return post(infer_path(model), head + data, more, "application/octet-stream")


def grpc_request(model: Model, row: Row) -> bytes:
    """One raw tensor in a message."""
    request = messages.message("ModelInferRequest")(
        model_name=name_of(model), inputs=[tensor(row)], raw_input_contents=[doubles(row)]
    )
    return message(request.SerializeToString())


def doubles(row: Row) -> bytes:
    """A row as little-endian doubles."""
    return struct.pack(f"<{len(row)}d", *map(float, row))


def output_place(model: Model, names: list[str]) -> int:
    """Which output is P(1): the one of that name, or the only one."""
    return names.index(model.answer) if len(names) > 1 else 0


def inference_answer(model: Model, body: bytes) -> float:
    """P(1) out of outputs in JSON."""
    outputs = json.loads(body)["outputs"]
    place = output_place(model, [output["name"] for output in outputs])
    return float(outputs[place]["data"][0])


def binary_inference_answer(model: Model, body: bytes) -> float:
    """P(1) out of outputs of 8 bytes each behind the JSON, which ends with a brace."""
    outputs, end = json.JSONDecoder().raw_decode(body.decode("latin-1"))
    names = [output["name"] for output in outputs["outputs"]]
    place = sum(
        int(output["parameters"]["binary_data_size"])
        for output in outputs["outputs"][: output_place(model, names)]
    )
    return float(struct.unpack_from("<d", body, end + place)[0])


def grpc_answer(model: Model, body: bytes) -> float:
    """P(1) out of a message, raw or typed."""
    said = messages.message("ModelInferResponse").FromString(body)
    place = output_place(model, [output.name for output in said.outputs])
    if said.raw_output_contents:
        return float(struct.unpack("<d", said.raw_output_contents[place])[0])
    return float(said.outputs[place].contents.fp64_contents[0])


INFERENCE_JSON = Way("OIP, JSON", inference_request, inference_answer)
INFERENCE_BINARY = Way("OIP, binary", binary_inference_request, binary_inference_answer)
INFERENCE_GRPC = Way("OIP, gRPC", grpc_request, grpc_answer, GrpcConnection)
