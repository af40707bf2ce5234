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

from ..plan import Plan
from ..reading import UNUSUAL
from ..schema import Column
from .datatypes import datatype_of
from .messages import message
from .tensors import Tensor, to_binary

InferResponse = message("ModelInferResponse")

CODES = {"FP64": "d", "INT64": "q", "BOOL": "?"}
"""How `struct` names the datatypes that values can be packed as without being converted."""

RAW_OUTPUT = 6 << 3 | 2
"""The tag of `raw_output_contents`, with which the bytes of every output begin."""


class RawRows:
    """The quick way for one model by one plan. Used from the event loop."""

    __slots__ = ("_answer", "_columns", "_fields", "_model", "_outputs", "_unpack", "plan")

    def __init__(self, model: str, plan: Plan) -> None:
        schema = plan.description.schema
        self.plan = plan
        self._model = model
        self._columns = len(schema.inputs)
        self._unpack = Struct(f"<{self._columns}d").unpack
        usual = schema.numeric and self._columns > 1  # one column has a name, which says which
        fields = [(column.name, field_of(column)) for column in schema.outputs] if usual else []
        self._fields = [(name, field) for name, field in fields if field]
        if len(self._fields) < len(schema.outputs):
            self._columns = -1
        outputs = [
            {"name": column.name, "datatype": datatype_of(column), "shape": [1, 1]}
            for column in schema.outputs
        ]
        self._outputs: bytes = InferResponse(outputs=outputs).SerializeToString()
        self._answer = 0, b""  # the last version that answered, and how its answers begin

    def row(self, request: Any) -> tuple[float, ...] | None:
        """The row of a ModelInferRequest that asks for nothing special; finite, in schema order."""
        raw, inputs = request.raw_input_contents, request.inputs
        if len(raw) != 1 or len(inputs) != 1 or request.outputs or request.parameters:
            return None
        given, data, columns = inputs[0], raw[0], self._columns
        if given.datatype != "FP64" or given.shape != [1, columns] or len(data) != 8 * columns:
            return None
        if given.HasField("contents"):
            return None
        row: tuple[float, ...] = self._unpack(data)
        return row if isfinite(sum(row)) else None

    def answer(self, identifier: str, version: int, named: Mapping[str, Any]) -> bytes | None:
        """The bytes of a ModelInferResponse. identifier: the request's own, or empty."""
        try:
            data = [field(named[name]) for name, field in self._fields]
        except UNUSUAL:  # a missing value
            return None
        known, head = self._answer
        if known != version:
            told = InferResponse(model_name=self._model, model_version=str(version))
            head = told.SerializeToString()
            self._answer = version, head
        if identifier:
            head += InferResponse(id=identifier).SerializeToString()
        return b"".join([head, self._outputs, *data])


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
