"""The paths of the doors in the OpenAPI document: by protocol, not by the fields of each model."""

from __future__ import annotations

from collections.abc import Sequence

from .openapi_oip import open_inference
from .openapi_shapes import (
    ANY,
    JSON,
    ROW,
    TEXT,
    YES_OR_NO,
    Schema,
    listed,
    of_model,
    of_versions,
    operation,
    shaped,
)
from .settings import Settings
from .table_bodies import CSV

PLAIN = "text/plain"

MLFLOW_ERROR = shaped({"error_code": TEXT, "message": TEXT})
MESSAGE = shaped({"message": TEXT})

INSTANCES = listed({"anyOf": [ROW, listed(ANY)]}, 1)
COLUMNS: Schema = {"type": "object", "additionalProperties": listed(ANY)}
PREDICTIONS = shaped({"predictions": listed(ANY)})
SPLIT = shaped({"columns": listed(TEXT), "data": listed(listed(ANY))})
REQUEST = shaped({"arguments": ROW}, {"id": TEXT})
RESPONSE = shaped({}, {"id": TEXT, "results": ROW, "message": TEXT})


def door_paths(models: Sequence[str], settings: Settings) -> Schema:
    """The paths of all doors but /predict, for these models."""
    paths = {**open_inference(models), **tensorflow_serving(models)}
    paths |= {**invocations(), **openscoring(models), **vertex(settings)}
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
    predict = operation(tag, "Score rows or columns", {JSON: answer}, body={JSON: asked})
    known = {
        "": {"get": operation(tag, "The versions that answer, and refused ones", {JSON: status})},
        "/metadata": {"get": operation(tag, "Inputs and outputs", {JSON: signatures})},
        ":predict": {"post": predict},
    }
    paths = of_versions(models, "/v1/models", known)
    for end, operations in known.items() if models else ():
        path = f"/v1/models/{{model}}/labels/{{label}}{end}"
        paths[path] = of_model(models, operations, named="label")
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
        {JSON: PREDICTIONS},
        body={JSON: asked, CSV: TEXT},
        error=MLFLOW_ERROR,
    )
    ping = operation(tag, "Whether a model answers", {PLAIN: TEXT}, error=MLFLOW_ERROR)
    version = operation(tag, "The service's own version", {PLAIN: TEXT}, error=MLFLOW_ERROR)
    return {"/invocations": {"post": told}, "/ping": {"get": ping}, "/version": {"get": version}}


def openscoring(models: Sequence[str]) -> Schema:
    """/model, and the same below /openscoring."""
    tag = "Openscoring"

    def told(
        summary: str, answer: Schema, body: dict[str, Schema] | None = None, kind: str = JSON
    ) -> Schema:
        return operation(tag, summary, {kind: answer}, body=body, error=MESSAGE)

    model = shaped({"id": TEXT}, {"schema": ROW, "summary": TEXT, "properties": ROW})
    batch = shaped({"requests": listed(REQUEST, 1)}, {"id": TEXT})
    answers = shaped({"responses": listed(RESPONSE)}, {"id": TEXT})
    tables = dict.fromkeys((CSV, "application/csv", PLAIN), TEXT)
    known: Schema = {
        "": {
            "get": told("A model and its fields", model),
            "post": told("Score one row", RESPONSE, {JSON: REQUEST}),
        },
        "/batch": {"post": told("Score rows, each on its own", answers, {JSON: batch})},
        "/csv": {"post": told("Score a table", TEXT, tables, PLAIN)},
    }
    all_models = {"get": told("Every model", shaped({"responses": listed(model)}))}
    paths: Schema = {}
    for start in ("/model", "/openscoring/model"):
        paths[start] = all_models
        for end, operations in known.items() if models else ():
            paths[f"{start}/{{model}}{end}"] = of_model(models, operations)
    return paths


def vertex(settings: Settings) -> Schema:
    """The paths that Vertex AI names, where it does."""
    tag = "Vertex AI"
    paths: Schema = {}
    if settings.vertex_health_route:
        ready = shaped({"ready": YES_OR_NO})
        paths[settings.vertex_health_route] = {"get": operation(tag, "Ready", {JSON: ready})}
    if settings.vertex_predict_route:
        asked = shaped({"instances": INSTANCES}, {"parameters": ANY}, closed=True)
        told = operation(tag, "Score rows", {JSON: PREDICTIONS}, body={JSON: asked})
        paths[settings.vertex_predict_route] = {"post": told}
    return paths
