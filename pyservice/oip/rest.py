"""Requests and answers as HTTP carries them: JSON, or JSON with binary data behind it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import msgspec

from ..messages import shown
from ..problems import ProblemError, bad_request
from ..schema import Schema
from .datatypes import LITTLE_ENDIAN, NUMBERS, datatype_of
from .inference import Inference
from .tensors import LENGTH, Tensor, checked_shape, from_binary, from_json, to_binary

JSON_LENGTH = b"inference-header-content-length"
BINARY = b"application/octet-stream"
BINARY_DATA = "binary_data"

Parameters = dict[str, Any]


class Input(msgspec.Struct, gc=False):
    """A tensor of a request; its data stands here or, binary, behind the JSON."""

    name: str
    shape: list[int]
    datatype: str
    data: msgspec.UnsetType | list[Any] = msgspec.UNSET
    parameters: Parameters = {}


class Output(msgspec.Struct, gc=False):
    """An output that is asked for."""

    name: str
    parameters: Parameters = {}


class InferRequest(msgspec.Struct, gc=False):
    """The JSON of a request."""

    inputs: list[Input]
    id: str = ""
    outputs: list[Output] = []
    parameters: Parameters = {}


class Request(NamedTuple):
    """A request, read: its tensors, and how its answer is to look."""

    id: str
    inputs: list[Tensor]
    outputs: list[str]
    binary: Mapping[str, bool]
    all_binary: bool
    parameters: Parameters


decode = msgspec.json.Decoder(InferRequest).decode
encode = msgspec.json.Encoder().encode


def read(body: bytes, json_length: str, most: int, schema: Schema) -> Request:
    """Read a request. json_length: the header of that name, empty where all is JSON.

    most: how many elements a tensor may have. schema: what bytes are without any JSON. Raises
    ProblemError.
    """
    if json_length == "0":
        return Request("", [raw_tensor(schema, body, most)], [], {}, True, {})
    end = checked_length(json_length, len(body))
    try:
        request = decode(body[:end] if json_length else body)
    except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError) as error:
        raise bad_request(f"body: expected an inference request: {error}") from None
    inputs, at = [], end
    for given in request.inputs:
        size = binary_size(given, len(body) - at)
        inputs.append(tensor(given, body[at : at + size], most))
        at += size
    if at != len(body):
        raise bad_request(f"body: expected {at} bytes, as its tensors say, got {len(body)}")
    outputs = request.outputs
    return Request(
        request.id,
        inputs,
        [output.name for output in outputs],
        {o.name: asked(o.parameters, BINARY_DATA) for o in outputs if BINARY_DATA in o.parameters},
        asked(request.parameters, "binary_data_output"),
        request.parameters,
    )


def raw_tensor(schema: Schema, body: bytes, most: int) -> Tensor:
    """A body that is nothing but data: of the only input, or FP64 rows where all are numbers.

    BYTES are one element, without its length before it. Raises ProblemError.
    """
    only = schema.inputs[0] if len(schema.inputs) == 1 else None
    datatype = datatype_of(only) if only else "FP64"
    name, width = only.name if only else "rows", len(schema.inputs)
    if only is None and not all(datatype_of(each) in NUMBERS for each in schema.inputs):
        name = JSON_LENGTH.decode()
        raise bad_request(f"{name}: expected more than 0, since not all inputs are numbers")
    if datatype == "BYTES":
        body, count = LENGTH.pack(len(body)) + body, 1
    else:
        row = LITTLE_ENDIAN[datatype].itemsize * width
        count, rest = divmod(len(body), row)
        if rest:
            raise bad_request(f"body: expected whole rows of {row} bytes, got {len(body)} bytes")
    shape = checked_shape(name, datatype, [count, width], most)
    return from_binary(name, datatype, shape, body)


def binary_size(given: Input, left: int) -> int:
    """How many of the bytes that are left are a tensor's."""
    size = given.parameters.get("binary_data_size")
    if (size is None) == (given.data is msgspec.UNSET):
        raise bad_request(f"{given.name}: expected either data or binary_data_size")
    if size is None:
        return 0
    if type(size) is not int or not 0 <= size <= left:
        expected = f"binary_data_size of at most the {left} bytes that are left"
        raise bad_request(f"{given.name}: expected {expected}, got {shown(size)}")
    return size


def tensor(given: Input, binary: bytes, most: int) -> Tensor:
    """A tensor as it was given."""
    shape = checked_shape(given.name, given.datatype, given.shape, most)
    if given.data is msgspec.UNSET:
        return from_binary(given.name, given.datatype, shape, binary)
    return from_json(given.name, given.datatype, shape, given.data)


def checked_length(json_length: str, size: int) -> int:
    """Where the JSON ends."""
    if not json_length:
        return size
    if not json_length.isdecimal() or not 0 < int(json_length[:20]) <= size:
        name = JSON_LENGTH.decode()
        raise ProblemError(
            400,
            f"{name}: expected the length of the JSON, at most {size}, got {shown(json_length)}",
        )
    return int(json_length)


def asked(parameters: Parameters, name: str) -> bool:
    """A parameter that is true or false; false where it is absent."""
    value = parameters.get(name, False)
    if not isinstance(value, bool):
        raise bad_request(f"parameters: expected {name} to be true or false, got {shown(value)}")
    return value


def answer(model: str, request: Request, found: Inference) -> tuple[bytes, int | None]:
    """The body of an answer, and how long its JSON is where binary data stands behind it."""
    outputs, behind = [], []
    for tensor in found.outputs:
        told: dict[str, Any] = {
            "name": tensor.name,
            "datatype": tensor.datatype,
            "shape": tensor.shape,
        }
        if request.binary.get(tensor.name, request.all_binary):
            data = to_binary(tensor)
            told["parameters"] = {"binary_data_size": len(data)}
            behind.append(data)
        else:
            told["data"] = tensor.values
        outputs.append(told)
    content: dict[str, Any] = {"model_name": model, "model_version": str(found.version)}
    if request.id:
        content["id"] = request.id
    content["outputs"] = outputs
    json = encode(content)
    return (b"".join([json, *behind]), len(json)) if behind else (json, None)
