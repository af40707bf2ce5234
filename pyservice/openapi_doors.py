"""The paths of the doors in the OpenAPI document: by protocol, not by the fields of each model."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from .oip.datatypes import DATATYPES
from .settings import Settings

Schema = dict[str, Any]

JSON = "application/json"

ERRORS = {
    "400": "The request is wrong; the message says what was expected and what came.",
    "404": "There is no such model, version or path.",
    "408": "The request did not come to its end in time.",
    "413": "The body is too large, or has too many rows.",
    "415": "The body is said to be of another kind than is taken.",
    "429": "Too many large requests wait already.",
    "503": "No version of the model is in service, or the service is stopping.",
    "504": "The sender's deadline passed before the score began.",
}

ANY: Schema = {}
TEXT: Schema = {"type": "string"}
WHOLE: Schema = {"type": "integer"}
YES_OR_NO: Schema = {"type": "boolean"}
ROW: Schema = {"type": "object"}


def listed(items: Schema, least: int = 0) -> Schema:
    """An array."""
    return {"type": "array", "items": items} | ({"minItems": least} if least else {})


def shaped(required: Schema, optional: Schema | None = None, *, closed: bool = False) -> Schema:
    """An object; closed: with no other properties."""
    shape: Schema = {
        "type": "object",
        "properties": required | (optional or {}),
        "required": list(required),
    }
    return shape | {"additionalProperties": False} if closed else shape


ERROR = shaped({"error": TEXT})
MLFLOW_ERROR = shaped({"error_code": TEXT, "message": TEXT})
MESSAGE = shaped({"message": TEXT})

PARAMETERS: Schema = {"type": "object"}
TENSOR = {"name": TEXT, "shape": listed(WHOLE), "datatype": {"enum": sorted(DATATYPES)}}
METADATA = {"name": TEXT, "datatype": TEXT, "shape": listed(WHOLE)}
INFER = shaped(
    {"inputs": listed(shaped(TENSOR | {"data": listed(ANY)}, {"parameters": PARAMETERS}), 1)},
    {
        "id": TEXT,
        "parameters": PARAMETERS,
        "outputs": listed(shaped({"name": TEXT}, {"parameters": PARAMETERS})),
    },
)
INFERRED = shaped(
    {
        "model_name": TEXT,
        "model_version": TEXT,
        "outputs": listed(shaped(TENSOR, {"data": listed(ANY), "parameters": PARAMETERS})),
    },
    {"id": TEXT},
)
MODEL = shaped(
    {
        "name": TEXT,
        "versions": listed(TEXT),
        "platform": TEXT,
        "inputs": listed(shaped(METADATA)),
        "outputs": listed(shaped(METADATA)),
    }
)
INSTANCES = listed({"anyOf": [ROW, listed(ANY)]}, 1)
COLUMNS: Schema = {"type": "object", "additionalProperties": listed(ANY)}
PREDICTIONS = shaped({"predictions": listed(ANY)})
SPLIT = shaped({"columns": listed(TEXT), "data": listed(listed(ANY))})
REQUEST = shaped({"arguments": ROW}, {"id": TEXT})
RESPONSE = shaped({}, {"id": TEXT, "results": ROW, "message": TEXT})


def door_paths(models: Sequence[str], settings: Settings) -> dict[str, Any]:
    """The paths of all doors but /predict, for these models."""
    paths = {**open_inference(models), **tensorflow_serving(models)}
    paths |= {**invocations(), **openscoring(models), **vertex(settings)}
    return paths


def operation(
    tag: str,
    summary: str,
    answer: Schema,
    *,
    error: Schema = ERROR,
    body: dict[str, Schema] | None = None,
    kind: str = JSON,
) -> Schema:
    """One operation. body: the schema of each media type that is taken, none for a GET."""
    told: Schema = {"tags": [tag], "summary": summary}
    if body is not None:
        content = {media: {"schema": schema} for media, schema in body.items()}
        told["requestBody"] = {"required": True, "content": content}
    told["responses"] = {
        "200": {"description": "Done.", "content": {kind: {"schema": answer}}},
        **{
            status: {"description": text, "content": {JSON: {"schema": error}}}
            for status, text in ERRORS.items()
        },
    }
    return told


def of_model(models: Sequence[str], operations: Schema, version: bool = False) -> Schema:
    """Operations on a path that names a model, and a version of it."""
    schemas = {"model": {"enum": list(models)}} | ({"version": TEXT} if version else {})
    parameters = [
        {"name": name, "in": "path", "required": True, "schema": schema}
        for name, schema in schemas.items()
    ]
    return {"parameters": parameters, **operations}


def open_inference(models: Sequence[str]) -> Schema:
    """/v2."""
    tag = "Open Inference Protocol"
    server = shaped({"name": TEXT, "version": TEXT, "extensions": listed(TEXT)})
    paths: Schema = {
        "/v2": {"get": operation(tag, "Name, version, extensions", server)},
        "/v2/health/live": {"get": operation(tag, "Live", shaped({"live": YES_OR_NO}))},
        "/v2/health/ready": {"get": operation(tag, "Ready", shaped({"ready": YES_OR_NO}))},
    }
    ready = shaped({"name": TEXT, "ready": YES_OR_NO})
    known = {
        "": {"get": operation(tag, "Names, datatypes and shapes", MODEL)},
        "/ready": {"get": operation(tag, "Whether the model answers", ready)},
        "/config": {"get": operation(tag, "Triton's form of a configuration", ROW)},
        "/infer": {"post": operation(tag, "Score tensors", INFERRED, body={JSON: INFER})},
    }
    for end, operations in known.items() if models else ():
        paths[f"/v2/models/{{model}}{end}"] = of_model(models, operations)
        path = f"/v2/models/{{model}}/versions/{{version}}{end}"
        paths[path] = of_model(models, operations, version=True)
    return paths


def tensorflow_serving(models: Sequence[str]) -> Schema:
    """/v1."""
    tag = "TensorFlow Serving"
    signature = {"signature_name": {"enum": ["serving_default"]}}
    asked = {
        "oneOf": [
            shaped({"instances": INSTANCES}, signature, closed=True),
            shaped({"inputs": {"anyOf": [COLUMNS, INSTANCES]}}, signature, closed=True),
        ]
    }
    answer = {"oneOf": [PREDICTIONS, shaped({"outputs": ANY})]}
    status = shaped({"model_version_status": listed(ROW)})
    signatures = shaped({"model_spec": ROW, "metadata": ROW})
    known = {
        "": {"get": operation(tag, "The version in service, and refused ones", status)},
        "/metadata": {"get": operation(tag, "Inputs and outputs", signatures)},
        ":predict": {"post": operation(tag, "Score rows or columns", answer, body={JSON: asked})},
    }
    paths: Schema = {}
    for end, operations in known.items() if models else ():
        paths[f"/v1/models/{{model}}{end}"] = of_model(models, operations)
        path = f"/v1/models/{{model}}/versions/{{version}}{end}"
        paths[path] = of_model(models, operations, version=True)
    return paths


def invocations() -> Schema:
    """MLflow's and SageMaker's."""
    tag = "MLflow and SageMaker"
    forms = {
        "dataframe_split": SPLIT,
        "dataframe_records": listed(ROW, 1),
        "instances": INSTANCES,
        "inputs": {"anyOf": [COLUMNS, INSTANCES]},
    }
    asked = {"oneOf": [shaped({name: form}, closed=True) for name, form in forms.items()]}
    told = operation(
        tag,
        "Score rows with the default model",
        PREDICTIONS,
        error=MLFLOW_ERROR,
        body={JSON: asked, "text/csv": TEXT},
    )
    plain = "text/plain"
    ping = operation(tag, "Whether a model answers", TEXT, error=MLFLOW_ERROR, kind=plain)
    return {"/invocations": {"post": told}, "/ping": {"get": ping}}


def openscoring(models: Sequence[str]) -> Schema:
    """/model."""
    tag = "Openscoring"

    def told(summary: str, answer: Schema, body: dict[str, Schema] | None = None) -> Schema:
        kind = "text/plain" if body and JSON not in body else JSON
        return operation(tag, summary, answer, error=MESSAGE, body=body, kind=kind)

    model = shaped({"id": TEXT}, {"schema": ROW, "summary": TEXT, "properties": ROW})
    batch = shaped({"requests": listed(REQUEST, 1)}, {"id": TEXT})
    answers = shaped({"responses": listed(RESPONSE)}, {"id": TEXT})
    models_told = shaped({"responses": listed(model)})
    known: Schema = {
        "": {
            "get": told("A model and its fields", model),
            "post": told("Score one row", RESPONSE, {JSON: REQUEST}),
        },
        "/batch": {"post": told("Score rows, each on its own", answers, {JSON: batch})},
        "/csv": {"post": told("Score a table", TEXT, {"text/csv": TEXT, "text/plain": TEXT})},
    }
    paths: Schema = {"/model": {"get": told("Every model", models_told)}}
    for end, operations in known.items() if models else ():
        paths[f"/model/{{model}}{end}"] = of_model(models, operations)
    return paths


def vertex(settings: Settings) -> Schema:
    """The paths that Vertex AI names, where it does."""
    tag = "Vertex AI"
    paths: Schema = {}
    if settings.vertex_health_route:
        ready = shaped({"ready": YES_OR_NO})
        paths[settings.vertex_health_route] = {"get": operation(tag, "Ready", ready)}
    if settings.vertex_predict_route:
        asked = shaped({"instances": INSTANCES}, {"parameters": ANY}, closed=True)
        told = operation(tag, "Score rows", PREDICTIONS, body={JSON: asked})
        paths[settings.vertex_predict_route] = {"post": told}
    return paths
