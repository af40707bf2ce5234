"""/v1: TensorFlow Serving's REST API, with rows for instances."""

from __future__ import annotations

import re
from typing import Any

from ..course import Course
from ..exchange import Exchange, Reply
from ..json_rows import Row, from_columns, from_instances, parsed_object
from ..messages import shown
from ..model import Answer
from ..problems import bad_request
from ..schema import Column, Description
from ..served import Served, check_version
from .door import Door, encode, expect, serving, unknown_path

PATH = re.compile(
    r"/v1/models/(?P<model>[^/:]+)"
    r"(/versions/(?P<version>[^/:]+)|/labels/(?P<label>[^/:]+))?"
    r"(?P<verb>:predict|/metadata|)"
)
DTYPES = {
    "double": "DT_DOUBLE",
    "float": "DT_FLOAT",
    "integer": "DT_INT64",
    "boolean": "DT_BOOL",
}
SIGNATURE = "serving_default"


class TensorFlowServing(Door):
    """`/v1/models/{model}`, with `:predict` and `/metadata`."""

    async def answer(self, exchange: Exchange) -> Reply:
        """See Door."""
        found = PATH.fullmatch(exchange.path)
        if not found:
            raise unknown_path(exchange)
        version = found["version"] or ""
        served = self.service.models.get(found["model"]).at(version, found["label"] or "")
        course = exchange.course
        served.asked_in(course)
        if found["verb"] == ":predict":
            expect(exchange, "POST")
            body = await self.read(exchange)
            return await self.run(
                exchange,
                self.small(body),
                lambda: Reply(
                    self.predict(
                        served.chosen(course, exchange.headers, body), version, body, course
                    )
                ),
            )
        expect(exchange, "GET", "HEAD")
        if found["verb"]:
            return Reply(encode(metadata(serving(served).description)))
        return Reply(encode(status(served)))

    def predict(self, served: Served, version: str, body: bytes, course: Course) -> bytes:
        """Score instances, rows in the row format, or inputs, columns in the columnar one."""
        request = parsed_object(body)
        unknown = request.keys() - {"instances", "inputs", "signature_name"}
        if unknown or len(request.keys() & {"instances", "inputs"}) != 1:
            expected = "either instances or inputs, and no more than signature_name beside it"
            raise bad_request(f"body: expected {expected}")
        signature = request.get("signature_name", SIGNATURE)
        if signature not in (SIGNATURE, ""):
            raise bad_request(f"signature_name: expected {SIGNATURE}, got {shown(signature)}")
        model = serving(served)
        rows = self.rows(model.description, request)
        course.parsed()
        answer = model.score_rows(rows)
        check_version(served, version, answer.version)
        course.keep(rows, answer.rows)
        served.answered(course, answer.version, len(answer.rows))
        if "instances" in request:
            return encode({"predictions": by_row(answer)})
        return encode({"outputs": by_column(answer)})

    def rows(self, description: Description, request: dict[str, Any]) -> list[Row]:
        """The rows of a request."""
        if "instances" in request:
            return from_instances(description.schema, request["instances"], self.max_rows)
        inputs = request["inputs"]
        if isinstance(inputs, list):
            return from_instances(description.schema, inputs, self.max_rows)
        return from_columns(inputs, self.max_rows)


def by_row(answer: Answer) -> list[Any]:
    """An object of outputs for each row, or its value where there is but one output."""
    if len(answer.rows[0]) > 1:
        return answer.rows
    return [value for row in answer.rows for value in row.values()]


def by_column(answer: Answer) -> Any:
    """An array for each output, or the array where there is but one."""
    columns = {name: [row[name] for row in answer.rows] for name in answer.rows[0]}
    return columns if len(columns) > 1 else next(iter(columns.values()))


def status(served: Served) -> dict[str, Any]:
    """GetModelStatus: the versions that answer, and those that were refused."""
    told = [version_status(number, "AVAILABLE", "OK", "") for number in served.answering()]
    for refused in served.status["refused"]:
        told.append(version_status(refused["version"], "END", "INVALID_ARGUMENT", refused["cause"]))
    return {"model_version_status": told}


def version_status(version: int, state: str, code: str, message: str) -> dict[str, Any]:
    """One version of GetModelStatus."""
    error = {"error_code": code, "error_message": message}
    return {"version": str(version), "state": state, "status": error}


def metadata(description: Description) -> dict[str, Any]:
    """GetModelMetadata: the one signature that a model has."""
    signature = {
        "inputs": {column.name: tensor_info(column) for column in description.schema.inputs},
        "outputs": {column.name: tensor_info(column) for column in description.schema.outputs},
        "method_name": "tensorflow/serving/predict",
        "defaults": {},
    }
    return {
        "model_spec": {
            "name": description.model,
            "signature_name": "",
            "version": str(description.version),
        },
        "metadata": {"signature_def": {"signature_def": {SIGNATURE: signature}}},
    }


def tensor_info(column: Column) -> dict[str, Any]:
    """One tensor of a signature, a value for each row."""
    shape = {"dim": [{"size": "-1", "name": ""}], "unknown_rank": False}
    return {
        "dtype": DTYPES.get(column.type, "DT_STRING"),
        "tensor_shape": shape,
        "name": column.name,
    }
