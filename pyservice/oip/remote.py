"""Requests and answers as gRPC carries them: typed contents, or raw bytes behind all tensors."""

from __future__ import annotations

from collections.abc import Sequence
from math import prod
from typing import Any

from ..messages import shown
from ..problems import bad_request
from .inference import Inference
from .messages import message
from .tensors import NAN, Tensor, check_elements, checked_shape, from_binary, to_binary

CONTENTS = {
    "BOOL": "bool_contents",
    **dict.fromkeys(("INT8", "INT16", "INT32"), "int_contents"),
    "INT64": "int64_contents",
    **dict.fromkeys(("UINT8", "UINT16", "UINT32"), "uint_contents"),
    "UINT64": "uint64_contents",
    "FP32": "fp32_contents",
    "FP64": "fp64_contents",
    "BYTES": "bytes_contents",
}
"""Which of the typed contents holds a datatype; FP16 has none."""

InferResponse = message("ModelInferResponse")


def read_tensors(request: Any, most: int) -> list[Tensor]:
    """The tensors of a ModelInferRequest, each of at most so many elements. Raises ProblemError."""
    raw = request.raw_input_contents
    if raw and len(raw) != len(request.inputs):
        expected = f"raw_input_contents: expected one for each of {len(request.inputs)} inputs"
        raise bad_request(f"{expected}, got {len(raw)}")
    found = []
    for place, given in enumerate(request.inputs):
        shape = checked_shape(given.name, given.datatype, list(given.shape), most)
        if not raw:
            found.append(of_contents(given, shape))
        elif given.HasField("contents"):
            raise bad_request(f"{given.name}: expected either contents or raw_input_contents")
        else:
            found.append(from_binary(given.name, given.datatype, shape, raw[place]))
    return found


def of_contents(given: Any, shape: tuple[int, ...]) -> Tensor:
    """A tensor whose elements stand in its typed contents."""
    where = CONTENTS.get(given.datatype)
    if where is None:
        raise bad_request(f"{given.name}: expected {given.datatype} in raw_input_contents")
    for field, _ in given.contents.ListFields():
        if field.name != where:
            raise bad_request(f"{given.name}: expected {where}, got {field.name}")
    values: Sequence[Any] = list(getattr(given.contents, where))
    if len(values) != prod(shape):
        expected = f"{prod(shape)} elements for shape {list(shape)}"
        raise bad_request(f"{given.name}: expected {expected}, got {len(values)}")
    if given.datatype == "BYTES":
        try:
            values = [value.decode() for value in values]
        except UnicodeDecodeError:
            raise bad_request(f"{given.name}: expected BYTES in UTF-8, got others") from None
    check_elements(given.name, given.datatype, values)
    return Tensor(given.name, given.datatype, shape, values)


def answer(model: str, request: Any, found: Inference) -> Any:
    """The ModelInferResponse: raw where the request was, as its sender reads that for certain."""
    response = InferResponse(model_name=model, model_version=str(found.version), id=request.id)
    raw = bool(request.raw_input_contents)
    for tensor in found.outputs:
        output = response.outputs.add(name=tensor.name, datatype=tensor.datatype)
        output.shape.extend(tensor.shape)
        data = to_binary(tensor)  # refuses a gap that has no form, here as there
        if raw:
            response.raw_output_contents.append(data)
            continue
        values: list[Any] = [NAN if value is None else value for value in tensor.values]
        if tensor.datatype == "BYTES":
            values = [value.encode() for value in values]
        getattr(output.contents, CONTENTS[tensor.datatype]).extend(values)
    return response


def parameters_of(request: Any) -> dict[str, Any]:
    """The parameters of a request by name; one without a value is left out."""
    found = {name: (each, each.WhichOneof("choice")) for name, each in request.parameters.items()}
    return {name: getattr(each, kind) for name, (each, kind) in found.items() if kind}


def wanted(request: Any) -> list[str]:
    """The names of the outputs that are asked for."""
    for output in request.outputs:
        if "classification" in output.parameters:
            raise bad_request(
                f"{shown(output.name)}: expected no classification parameter, got one"
            )
    return [output.name for output in request.outputs]


def timeout(request: Any) -> Any:
    """The parameter `timeout`, in microseconds; None where there is none."""
    if "timeout" not in request.parameters:
        return None
    given = request.parameters["timeout"]
    return getattr(given, given.WhichOneof("choice") or "", None)
