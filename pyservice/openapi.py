"""The OpenAPI document: FastAPI's own for the fixed routes, and a path for each served model."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from pydantic.json_schema import GenerateJsonSchema, models_json_schema

from .doors.predict import ORIENTS
from .doors.row_stream import NDJSON
from .openapi_doors import COLUMNS, SPLIT, door_paths
from .openapi_shapes import BYTES, JSON, TEXT, Schema, listed, operation
from .openapi_shapes import ERRORS as DOOR_ERRORS
from .row_models import ErrorAnswer, answer_model, row_model
from .schema import Description
from .service import Service
from .table_bodies import ARROW, CSV

REFERENCE = "#/components/schemas/{model}"
ERRORS = DOOR_ERRORS | {
    "400": "The body is no JSON, or reasons are asked of a model that has none.",
    "422": "A row is wrong; the message names the field and the row.",
}
ORIENT = {
    "name": "orient",
    "in": "query",
    "description": "How the rows stand in the JSON, in pandas' words.",
    "schema": {"enum": list(ORIENTS), "default": ORIENTS[0]},
}

EXPLAIN = {
    "name": "explain",
    "in": "query",
    "description": "Say of each row what its columns add to the raw score; rows as JSON objects.",
    "schema": {"type": "boolean", "default": False},
}


class Documents:
    """Makes the document, again whenever a model appears, goes, or changes its schema."""

    def __init__(self, app: FastAPI, service: Service) -> None:
        self._app = app
        self._service = service
        self._made_for: object = None
        self._document: dict[str, Any] = {}

    def current(self) -> dict[str, Any]:
        """The document of what is served now."""
        served = [each.model.description for each in self._service.models.all() if each.model]
        key = [(description.model, description.schema_id) for description in served]
        if key != self._made_for:
            self._document = self._make(served)
            self._made_for = key
        return self._document

    def _make(self, served: list[Description]) -> dict[str, Any]:
        document = get_openapi(
            title=self._app.title,
            version=self._app.version,
            description=self._app.description,
            routes=self._app.routes,
        )
        models = [
            (model(each), "validation") for each in served for model in (row_model, answer_model)
        ]
        references, definitions = models_json_schema(
            [*models, (ErrorAnswer, "validation")],  # type: ignore[list-item]
            ref_template=REFERENCE,
            schema_generator=GenerateJsonSchema,
        )
        schemas = document.setdefault("components", {}).setdefault("schemas", {})
        schemas.update(definitions.get("$defs", {}))
        error = references[(ErrorAnswer, "validation")]
        paths = {}
        for each, (row, answer) in zip(
            served, zip(models[::2], models[1::2], strict=True), strict=True
        ):
            path = predict_path(each, references[row], references[answer], error)  # type: ignore[index]
            paths[f"/predict/{each.model}"] = path
            paths |= named_paths(each.model, path)
        default = self._service.models.default or (served[0].model if len(served) == 1 else "")
        if f"/predict/{default}" in paths:
            paths["/predict"] = default_path(paths[f"/predict/{default}"])
        doors = door_paths([each.model for each in served], self._service.settings)
        document["paths"] = paths | document["paths"] | doors
        return document


def predict_path(description: Description, row: Schema, answer: Schema, error: Schema) -> Schema:
    """The path of one model."""
    rows = {"anyOf": [row, listed(row, 1), SPLIT, COLUMNS]}
    post = operation(
        "predict",
        f"Score rows with {description.model}",
        {JSON: answer, ARROW: BYTES, NDJSON: TEXT},
        body={JSON: rows, CSV: TEXT, ARROW: BYTES, NDJSON: TEXT},
        error=error,
        errors=ERRORS,
        parameters=[ORIENT, EXPLAIN],
    )
    return {"post": post | {"operationId": f"predict_{description.model}"}}


def named_paths(model: str, path: Schema) -> Schema:
    """The same for one version, by its number or by a label."""
    paths = {}
    for name in ("version", "label"):
        post = path["post"]
        named = {"name": name, "in": "path", "required": True, "schema": TEXT}
        told = {
            "summary": f"{post['summary']}, by its {name}",
            "operationId": f"{post['operationId']}_by_{name}",
            "parameters": [*post["parameters"], named],
        }
        paths[f"/predict/{model}/{name}s/{{{name}}}"] = {"post": post | told}
    return paths


def default_path(path: Schema) -> Schema:
    """The same without the model's name in the path."""
    post = path["post"]
    summary = f"{post['summary']}, the default model"
    return {"post": post | {"summary": summary, "operationId": "predict_default"}}
