"""pydantic models made from a model's schema, so that /docs shows the fields that it takes."""

from __future__ import annotations

import sys
from datetime import date, datetime, time
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, create_model

from .schema import Column, Description

TYPES: dict[str, Any] = {
    "double": float,
    "float": float,
    "integer": int,
    "boolean": bool,
    "string": str,
    "date": date,
    "dateTime": datetime,
    "time": time,
}

REASONS = "with explain=true, one a row: by output, what each column adds to its raw score"
MOST_LISTED = 100  # categories that the documentation lists; beyond it says how many there are


class ErrorAnswer(BaseModel):
    """Every answer that is not 200."""

    error: str = Field(examples=["age: expected double, got 'abc' (row 3)"])


def row_model(description: Description) -> type[BaseModel]:
    """What one row may hold: every input, with its type, categories and whether it may be absent.

    It documents; rows are checked by `encode`, which knows the same rules and says where.
    """
    fields: dict[str, Any] = {}
    for place, column in enumerate(description.schema.inputs):
        required = not column.missing_accepted
        kind = input_type(column)
        # Names may be anything, Python's fields may not: the real name stands in the alias.
        fields[f"field_{place}"] = (
            kind if required else kind | None,
            Field(
                default=... if required else None,
                alias=column.name,
                title=column.name,
                description=note(column),
            ),
        )
    return create_model(
        f"{description.model}_row", __config__=ConfigDict(extra="forbid", title="Row"), **fields
    )


def answer_model(description: Description) -> type[BaseModel]:
    """What a prediction holds: every output; null where the model gives no value."""
    fields: dict[str, Any] = {
        f"field_{place}": (
            TYPES[column.type] | None,
            Field(alias=column.name, title=column.name, description=note(column)),
        )
        for place, column in enumerate(description.schema.outputs)
    }
    prediction = create_model(
        f"{description.model}_prediction", __config__=ConfigDict(title="Prediction"), **fields
    )
    of_version = "the version that gave all of these predictions"
    shape: dict[str, Any] = {
        "model": (Literal[description.model], ...),
        # Of a pipeline it is a text: which of its models answered, and the version of each.
        "version": (int if description.version else str, Field(description=of_version)),
        "predictions": (list[prediction], Field(description="one a row, in the rows' order")),  # type: ignore[valid-type]
        "reasons": (list[dict[str, Reason]] | None, Field(None, description=REASONS)),
    }
    return create_model(
        f"{description.model}_predictions",
        __config__=ConfigDict(title="Predictions"),
        **shape,
    )


class Reason(BaseModel):
    """Why a raw score is what it is; null where there is no answer."""

    base: float
    sum: float | None
    contributions: dict[str, float | None]


def input_type(column: Column) -> Any:
    """The type of an input; the list of its categories where nothing else is taken."""
    if column.type != "string" or not column.categories:
        return bounded_number(column) if column.bounded else TYPES[column.type]
    if column.unseen_accepted or len(column.categories) > MOST_LISTED:
        return Annotated[str, Field(examples=[column.categories[0]])]
    return Literal[column.categories]


def bounded_number(column: Column) -> Any:
    """A number with the bounds that a JSON number can pass."""
    largest = sys.float_info.max
    bound = int if column.type == "integer" else float
    return Annotated[
        TYPES[column.type],
        Field(
            ge=bound(column.low) if column.low > -largest else None,
            le=bound(column.high) if column.high < largest else None,
        ),
    ]


def note(column: Column) -> str | None:
    """What a type alone does not say: the values that training knew."""
    if not column.categories:
        return None
    listed = ", ".join(map(str, column.categories[:MOST_LISTED]))
    more = len(column.categories) - MOST_LISTED
    rest = f" and {more} others" if more > 0 else ""
    return f"{column.type}; known values: {listed}{rest}"
