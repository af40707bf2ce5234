"""What a model takes and gives: the Python view of the manifest's `schema` (docs/jar.md)."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, get_args

Type = Literal["double", "float", "integer", "boolean", "string", "date", "dateTime", "time"]

NUMBERS = frozenset({"double", "float", "integer"})
"""Types whose double is the number itself."""


@dataclass(frozen=True, slots=True)
class Column:
    """One input or output.

    categories: the values that training knew; empty where the column is free. A string's double
    is its place in them. missing_accepted and unseen_accepted say what an input takes; both are
    True on outputs, where they mean nothing. low, high: the least and greatest number that is
    taken; an infinite bound takes the infinity too.
    """

    name: str
    type: Type
    categories: tuple[Any, ...] = ()
    missing_accepted: bool = True
    unseen_accepted: bool = True
    low: float = -math.inf
    high: float = math.inf

    @classmethod
    def of(cls, column: Mapping[str, Any]) -> Column:
        """Read a column as model.json writes it."""
        if column["type"] not in get_args(Type):
            raise ValueError(f"{column['name']}: expected a PMML data type, got {column['type']!r}")
        low, high = column.get("range", (None, None))
        return cls(
            name=column["name"],
            type=column["type"],
            categories=tuple(column.get("categories", ())),
            missing_accepted=column.get("missing", "accepted") == "accepted",
            unseen_accepted=column.get("unseen", "accepted") == "accepted",
            low=-math.inf if low is None else float(low),
            high=math.inf if high is None else float(high),
        )

    def to_json(self) -> dict[str, Any]:
        """As model.json writes an input."""
        told: dict[str, Any] = {"name": self.name, "type": self.type}
        if self.categories:
            told["categories"] = list(self.categories)
        if self.bounded:
            bounds = (self.low, self.high)
            told["range"] = [bound if math.isfinite(bound) else None for bound in bounds]
        rules = {"missing": self.missing_accepted, "unseen": self.unseen_accepted}
        return told | {name: "accepted" if yes else "refused" for name, yes in rules.items()}

    @property
    def bounded(self) -> bool:
        """Whether a number may be out of range."""
        return self.low > -math.inf or self.high < math.inf

    @property
    def has_double(self) -> bool:
        """Whether a value can stand in a row of doubles; free text cannot."""
        return self.type != "string" or bool(self.categories)


@dataclass(frozen=True, slots=True)
class Schema:
    """Inputs and outputs; their order is the order of a row and of an answer."""

    inputs: tuple[Column, ...]
    outputs: tuple[Column, ...]

    @classmethod
    def of(cls, schema: Mapping[str, Any]) -> Schema:
        """Read a schema as model.json writes it."""
        return cls(
            tuple(Column.of(column) for column in schema["inputs"]),
            tuple(Column.of(column) for column in schema["outputs"]),
        )

    @property
    def numeric(self) -> bool:
        """Whether rows and answers can be arrays of doubles; if not, they go by name only."""
        return all(column.has_double for column in (*self.inputs, *self.outputs))


@dataclass(frozen=True, slots=True)
class Description:
    """A version in use: what its manifest says, which engine answers, and its schema's number.

    schema_id: goes with every call, so that a row encoded for one schema is never scored by
    another after a swap.
    """

    model: str
    version: int
    engine: str
    schema_id: int
    schema: Schema
    manifest: Mapping[str, Any] = field(repr=False)
    kernels: tuple[str, ...] = field(default=(), repr=False)
    """A line for each forest that the compiled engine runs: by which kernels, and why."""

    def answers_alike(self, other: Description) -> bool:
        """Whether what was made to ask this version, by schema and engine, asks the other too."""
        return (self.schema_id, self.engine) == (other.schema_id, other.engine)

    @classmethod
    def of(cls, text: str) -> Description:
        """Read the answer of `Bridge.describe`."""
        manifest = json.loads(text)
        return cls(
            model=manifest["model"],
            version=manifest["version"],
            engine=manifest.pop("engine"),
            schema_id=manifest.pop("schema_id"),
            schema=Schema.of(manifest["schema"]),
            kernels=tuple(manifest.pop("kernels")),
            manifest=manifest,
        )
