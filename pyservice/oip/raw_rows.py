"""One row of raw doubles in a message, and its answer as bytes: what most calls over gRPC are.

Never an error: what is unusual is told by None and left to the careful way, which says what is
wrong. An answer is put together of its fields' bytes, since most of them are the same each time.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from math import isfinite
from struct import Struct
from typing import Any

from google.protobuf.message import DecodeError

from ..plan import Plan
from ..reading import UNUSUAL
from ..schema import Column
from .datatypes import datatype_of
from .messages import message
from .tensors import Tensor, to_binary

InferRequest, InferResponse = message("ModelInferRequest"), message("ModelInferResponse")

CODES = {"FP64": "d", "INT64": "q", "BOOL": "?"}
"""How `struct` names the datatypes that values can be packed as without being converted."""

RAW_OUTPUT = 6 << 3 | 2
"""The tag of `raw_output_contents`, with which the bytes of every output begin."""


class Usual:
    """A request for one row of raw doubles that has been read.

    What is the same up to the doubles, byte by byte and in length, asks the same of another row:
    the messages of a client differ in nothing else, and need not be parsed again.
    """

    __slots__ = ("_unpack", "columns", "head", "id", "model")

    def __init__(self, head: bytes, request: Any, columns: int) -> None:
        self.head = head
        self.columns = columns
        self.model: str = request.model_name
        self.id: bytes = InferResponse(id=request.id).SerializeToString()
        self._unpack = Struct(f"<{columns}d").unpack_from

    def row(self, data: bytes) -> tuple[float, ...] | None:
        """The row of such a message, in schema order; None where it is not finite."""
        row: tuple[float, ...] = self._unpack(data, len(self.head))
        return row if isfinite(sum(row)) else None


def usual(data: bytes) -> Usual | None:
    """What a ModelInferRequest asks, if it is for one row of raw doubles and nothing special."""
    try:
        request = InferRequest.FromString(data)
        raw, inputs = request.raw_input_contents, request.inputs
        if len(raw) != 1 or len(inputs) != 1 or request.outputs or request.parameters:
            return None
        given, size = inputs[0], len(raw[0])
        if given.datatype != "FP64" or given.shape != [1, size // 8] or size % 8:
            return None
        if given.HasField("contents") or request.model_version:
            return None
        # Whether the doubles are the end of the message, and what is before them is whole fields.
        field = InferRequest(raw_input_contents=raw).SerializeToString()
        before = InferRequest.FromString(data[: -len(field)])
    except DecodeError:
        return None
    if not data.endswith(field) or before.raw_input_contents:
        return None
    return Usual(data[: len(data) - size], request, size // 8)


class RawRows:
    """Answers of one model by one plan. Used from the event loop.

    columns: how many a row has; -1 where there is no quick way.
    """

    __slots__ = ("_answer", "_fields", "_model", "_outputs", "columns", "plan")

    def __init__(self, model: str, plan: Plan) -> None:
        schema = plan.description.schema
        self.plan = plan
        self._model = model
        self.columns = len(schema.inputs)
        usual = schema.numeric and self.columns > 1  # one column has a name, which says which
        fields = [(column.name, field_of(column)) for column in schema.outputs] if usual else []
        self._fields = [(name, field) for name, field in fields if field]
        if len(self._fields) < len(schema.outputs):
            self.columns = -1
        outputs = [
            {"name": column.name, "datatype": datatype_of(column), "shape": [1, 1]}
            for column in schema.outputs
        ]
        self._outputs: bytes = InferResponse(outputs=outputs).SerializeToString()
        self._answer = 0, b""  # the last version that answered, and how its answers begin

    def answer(self, identifier: bytes, version: int, named: Mapping[str, Any]) -> bytes | None:
        """The bytes of a ModelInferResponse. identifier: the bytes of its field `id`."""
        try:
            data = [field(named[name]) for name, field in self._fields]
        except UNUSUAL:  # a missing value
            return None
        known, head = self._answer
        if known != version:
            told = InferResponse(model_name=self._model, model_version=str(version))
            head = told.SerializeToString()
            self._answer = version, head
        return b"".join([head, identifier, self._outputs, *data])


def field_of(column: Column) -> Callable[[Any], bytes] | None:
    """From an output's value to the field of its raw bytes; None where that has no quick way."""
    code = CODES.get(datatype_of(column))
    if code:
        packed = Struct(f"<BB{code}")
        return partial(packed.pack, RAW_OUTPUT, packed.size - 2)
    if column.type != "string":
        return None
    texts = {}
    for text in column.categories:
        data = to_binary(Tensor(column.name, "BYTES", (1, 1), [text]))
        texts[text] = InferResponse(raw_output_contents=[data]).SerializeToString()
    return texts.__getitem__
