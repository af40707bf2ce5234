"""Models that answer together under one name: a chain, or a cascade."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar, cast
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from scorejar.errors import RowError, ScorejarError

from .drift import Drift
from .failures import SwappedError, UnavailableError
from .model import Answer, Model
from .plan import Plan
from .quick import QuickRow
from .schema import Column, Description, Schema
from .traffic.pipeline_rules import Cascade, Member, PipelineRules, Step

T = TypeVar("T")

Row = dict[str, Any]
Find = Callable[[Member], Model]
"""The model of a member, as it answers now; raises UnavailableError where it does not."""

FAILED = "failed"


@dataclass(frozen=True, slots=True)
class SchemaByName(Schema):
    """A schema of rows that go by name alone, whatever their columns are."""

    @property
    def numeric(self) -> bool:
        """See Schema."""
        return False


class Pipeline(Model):
    """What doors ask of a Model, answered by several of them; no handle stands behind it.

    The version of an answer names each member that answered and its version, such as
    `small:3,large:2`, and `large:failed` where the pipeline did without one.
    """

    def __init__(self, name: str, rules: PipelineRules, find: Find, schema: Schema) -> None:
        self._find = find
        manifest = {
            "model": name,
            "pipeline": rules.model_dump(exclude_none=True, exclude_defaults=True),
            "schema": {
                "inputs": [column.to_json() for column in schema.inputs],
                "outputs": [column.to_json() for column in schema.outputs],
            },
        }
        # A number that changes with the schema, as the ids of models do.
        number = crc32(repr(schema).encode())
        description = Description(name, 0, "pipeline", number, schema, manifest)
        self.plan = Plan.of(description, finite=True)
        self._quick: QuickRow = lambda row: None

    @abstractmethod
    def score(self, rows: list[Row], first_row: int) -> tuple[list[str], list[Row]]:
        """Which members answered, and the answers."""

    def refresh(self) -> Description:
        """See Model."""
        return self.plan.description

    def current(self) -> tuple[Plan, QuickRow]:
        """See Model."""
        return self.plan, self._quick

    def score_body(
        self, body: bytes, max_rows: int, parsed: Callable[[], None] = lambda: None
    ) -> Answer | None:
        """See Model; there is no quick way."""
        return None

    def answer(self, row: Any) -> tuple[int, Row]:
        """See Model."""
        named = row if isinstance(row, Mapping) else self._named(row)
        try:
            version, answers = self.rows_by(self.plan, [named], 0)
        except RowError as error:  # which of one row does not say its number
            raise RowError(str(error).removesuffix(" (row 0)")) from None
        return version, answers[0]

    def _named(self, row: Sequence[Any]) -> Row:
        names = self.plan.encoder.names
        if len(row) != len(names):
            raise RowError(f"row: expected {len(names)} values, got {len(row)}")
        return dict(zip(names, row, strict=True))

    def settled(self, call: Callable[[Plan], T]) -> T:
        """See Model; each member settles for itself."""
        return call(self.plan)

    def rows_by(self, plan: Plan, rows: Sequence[Any], first_row: int) -> Answer:
        """See Model."""
        for number, row in enumerate(rows, first_row):
            plan.encoder.by_name(row, number)
        members, answers = self.score([dict(row) for row in rows], first_row)
        # Text in place of a number: whatever tells a version tells it as it is.
        return Answer(cast(int, ",".join(members)), answers)

    def drift(self) -> Drift:
        """See Model; each member has its own."""
        raise UnavailableError("drift: expected a model, got a pipeline, whose members have it")

    def doubles_by(
        self, plan: Plan, rows: NDArray[np.float64], first_row: int
    ) -> tuple[int, NDArray[np.float64]]:
        """See Model; nobody asks it of rows that go by name."""
        raise RowError("rows: expected rows by name, because a pipeline has no doubles")


class Chain(Pipeline):
    """Each member's outputs are inputs of those after it; the last one answers."""

    def __init__(self, name: str, rules: PipelineRules, at_first: Find, find: Find) -> None:
        """at_first: finds members while it is made."""
        self._steps: list[Step] = rules.chain or []
        inputs: list[Column] = []
        fed: set[str] = set()
        outputs: tuple[Column, ...] = ()
        for step in self._steps:
            schema = at_first(step).description.schema
            known = fed | {*step.inputs}
            inputs += [column for column in schema.inputs if column.name not in known]
            outputs = schema.outputs
            fed |= {column.name for column in outputs}
        super().__init__(name, rules, find, SchemaByName(by_name(inputs), outputs))

    def score(self, rows: list[Row], first_row: int) -> tuple[list[str], list[Row]]:
        """See Pipeline."""
        members: list[str] = []
        outputs: list[Row] = [{} for _ in rows]
        answers: Sequence[Row] = outputs
        for step in self._steps:
            model = self._find(step)
            names = [column.name for column in model.description.schema.inputs]
            asked = [
                fed_row(names, row, found, step.inputs)
                for row, found in zip(rows, outputs, strict=True)
            ]
            answer = model.score_rows(asked, first_row)
            answers = answer.rows
            for found, said in zip(outputs, answers, strict=True):
                found.update(said)
            members.append(f"{step.model}:{answer.version}")
        return members, list(answers)


def fed_row(names: Iterable[str], row: Row, outputs: Row, renamed: Mapping[str, str]) -> Row:
    """The row of a chain's member: of what members before it gave, else of what was sent."""
    asked = {}
    for name in names:
        given = renamed.get(name, name)
        if given in outputs:
            asked[name] = outputs[given]
        elif name in renamed:
            raise UnavailableError(f"{name}: expected an output {given} of a member before")
        elif name in row:
            asked[name] = row[name]
    return asked


class CascadePipeline(Pipeline):
    """The first member answers; where it is not sure, the second one, if it can."""

    def __init__(
        self,
        name: str,
        rules: PipelineRules,
        at_first: Find,
        find: Find,
        known: Schema | None,
    ) -> None:
        """at_first: finds members while it is made. known: the second one's schema, last time."""
        self._rules = cast(Cascade, rules.cascade)
        first = at_first(self._rules.first).description.schema
        self.second = schema_of(at_first, self._rules.then) or known
        others = self.second.inputs if self.second else ()
        # What only the second member needs may be left out: without it the first one answers.
        more = [replace(column, missing_accepted=True) for column in others]
        schema = SchemaByName(by_name([*first.inputs, *more]), first.outputs)
        super().__init__(name, rules, find, schema)
        if self._rules.output not in {column.name for column in first.outputs}:
            names = ", ".join(column.name for column in first.outputs)
            raise UnavailableError(f"{name}: expected output {names}, got {self._rules.output}")

    def score(self, rows: list[Row], first_row: int) -> tuple[list[str], list[Row]]:
        """See Pipeline."""
        rules = self._rules
        first = self._find(rules.first)
        answer = first.score_rows(known_part(first, rows), first_row)
        members = [f"{rules.first.model}:{answer.version}"]
        answers = list(answer.rows)
        low, high = rules.between
        values = [said.get(rules.output) for said in answers]
        unsure = [
            place
            for place, value in enumerate(values)
            if isinstance(value, (int, float)) and low <= value <= high
        ]
        if unsure:
            found = self._second([rows[place] for place in unsure])
            for place, (member, said) in zip(unsure, found, strict=True):
                if said is not None:
                    answers[place] = {name: said[name] for name in answers[place]}
                if member not in members:
                    members.append(member)
        return members, answers

    def _second(self, rows: list[Row]) -> list[tuple[str, Row | None]]:
        """For each row the second member's name and answer; no answer where it has none."""
        name = self._rules.then.model
        try:
            return self._ask_second(rows)
        except UnavailableError:
            return [(f"{name}:{FAILED}", None) for _ in rows]
        except (ScorejarError, SwappedError, KeyError):
            if len(rows) > 1:  # one of them is wrong for it
                return [found for row in rows for found in self._second([row])]
            return [(f"{name}:{FAILED}", None)]

    def _ask_second(self, rows: list[Row]) -> list[tuple[str, Row | None]]:
        model = self._find(self._rules.then)
        answer = model.score_rows(known_part(model, rows))
        outputs = [column.name for column in self.plan.description.schema.outputs]
        member = f"{self._rules.then.model}:{answer.version}"
        return [(member, {name: said[name] for name in outputs}) for said in answer.rows]


def known_part(model: Model, rows: Sequence[Row]) -> list[Row]:
    """The rows without what the model does not have."""
    names = {column.name for column in model.description.schema.inputs}
    return [{name: value for name, value in row.items() if name in names} for row in rows]


def by_name(columns: Iterable[Column]) -> tuple[Column, ...]:
    """The columns, each name once: as it comes first."""
    found: dict[str, Column] = {}
    for column in columns:
        found.setdefault(column.name, column)
    return tuple(found.values())


def schema_of(find: Find, member: Member) -> Schema | None:
    """The schema of a member; None where it does not answer."""
    try:
        return find(member).description.schema
    except UnavailableError:
        return None
