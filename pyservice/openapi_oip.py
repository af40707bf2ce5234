"""The paths of the Open Inference Protocol in the OpenAPI document."""

from __future__ import annotations

from collections.abc import Sequence

from .oip.datatypes import DATATYPES
from .openapi_shapes import (
    ANY,
    BYTES,
    ERRORS,
    JSON,
    ROW,
    TEXT,
    WHOLE,
    YES_OR_NO,
    Schema,
    listed,
    of_model,
    of_versions,
    operation,
    shaped,
)

TAG = "Open Inference Protocol"
BINARY = "application/octet-stream"

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
READY = shaped({"name": TEXT, "ready": YES_OR_NO})
STATISTICS = shaped({"model_stats": listed(ROW)})
INDEX = listed(shaped({"name": TEXT, "version": TEXT, "state": TEXT, "reason": TEXT}))
JSON_LENGTH = {
    "name": "Inference-Header-Content-Length",
    "in": "header",
    "description": "How much of the body is JSON, where binary tensors stand behind it.",
    "schema": {"type": "integer", "minimum": 0},
}
CONTROL = ERRORS | {"403": "The service was started without --model-control."}


def open_inference(models: Sequence[str]) -> Schema:
    """/v2."""
    return {**of_server(), **of_models(models), **of_repository(models)}


def of_server() -> Schema:
    """What is asked of no model."""
    server = shaped({"name": TEXT, "version": TEXT, "extensions": listed(TEXT)})
    live, ready = (shaped({word: YES_OR_NO}) for word in ("live", "ready"))
    return {
        "/v2": {"get": operation(TAG, "Name, version, extensions", {JSON: server})},
        "/v2/health/live": {"get": operation(TAG, "Live", {JSON: live})},
        "/v2/health/ready": {"get": operation(TAG, "Ready", {JSON: ready})},
        "/v2/models/stats": {"get": operation(TAG, "Statistics of all", {JSON: STATISTICS})},
    }


def of_models(models: Sequence[str]) -> Schema:
    """What is asked of a model, or of the version that serves."""
    infer = operation(
        TAG,
        "Score tensors",
        {JSON: INFERRED, BINARY: BYTES},
        body={JSON: INFER, BINARY: BYTES},
        parameters=[JSON_LENGTH],
    )
    known = {
        "": {"get": operation(TAG, "Names, datatypes and shapes", {JSON: MODEL})},
        "/ready": {"get": operation(TAG, "Whether the model answers", {JSON: READY})},
        "/config": {"get": operation(TAG, "Triton's form of a configuration", {JSON: ROW})},
        "/stats": {"get": operation(TAG, "Statistics", {JSON: STATISTICS})},
        "/infer": {"post": infer},
    }
    return of_versions(models, "/v2/models", known)


def of_repository(models: Sequence[str]) -> Schema:
    """What is there to be served, and what changes it."""
    asked = shaped({}, {"ready": YES_OR_NO})
    index = operation(
        TAG,
        "Every version, and why it does not serve",
        {JSON: INDEX},
        body={JSON: asked},
        optional=True,
    )
    paths: Schema = {"/v2/repository/index": {"post": index}}
    parameters = shaped({}, {"parameters": PARAMETERS})
    for word, summary in (("load", "Let a model serve"), ("unload", "Let a model serve no more")):
        told = operation(
            TAG, summary, {JSON: ROW}, body={JSON: parameters}, optional=True, errors=CONTROL
        )
        path = f"/v2/repository/models/{{model}}/{word}"
        paths |= {path: of_model(models, {"post": told})} if models else {}
    return paths
