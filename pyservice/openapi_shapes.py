"""What the paths of the OpenAPI document are made of."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

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
BYTES: Schema = {"type": "string", "format": "binary"}


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


def operation(
    tag: str,
    summary: str,
    answers: dict[str, Schema],
    *,
    body: dict[str, Schema] | None = None,
    optional: bool = False,
    error: Schema = ERROR,
    errors: dict[str, str] = ERRORS,
    parameters: Sequence[Schema] = (),
) -> Schema:
    """One operation.

    answers: the schema of each media type that it answers in; body: of each that it takes, none
    for a GET. optional: the body may be left out. errors: what each status means.
    """
    told: Schema = {"tags": [tag], "summary": summary}
    if parameters:
        told["parameters"] = list(parameters)
    if body is not None:
        told["requestBody"] = {"required": not optional, "content": contents(body)}
    told["responses"] = {
        "200": {"description": "Done.", "content": contents(answers)},
        **{
            status: {"description": text, "content": contents({JSON: error})}
            for status, text in errors.items()
        },
    }
    return told


def contents(schemas: dict[str, Schema]) -> Schema:
    """The content of a body, a schema for each media type."""
    return {media: {"schema": schema} for media, schema in schemas.items()}


def of_model(models: Sequence[str], operations: Schema, named: str = "") -> Schema:
    """Operations on a path that names a model; named: what else, a version or a label of it."""
    schemas = {"model": {"enum": list(models)}} | ({named: TEXT} if named else {})
    parameters = [
        {"name": name, "in": "path", "required": True, "schema": schema}
        for name, schema in schemas.items()
    ]
    return {"parameters": parameters, **operations}


def of_versions(models: Sequence[str], start: str, known: Schema) -> Schema:
    """Paths below a model, which may name a version of it: ends, and the operations on each."""
    paths: Schema = {}
    for end, operations in known.items() if models else ():
        paths[f"{start}/{{model}}{end}"] = of_model(models, operations)
        path = f"{start}/{{model}}/versions/{{version}}{end}"
        paths[path] = of_model(models, operations, named="version")
    return paths
