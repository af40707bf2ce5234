"""The pipelines of a service, made of the models that it serves."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping

from .failures import UnavailableError, UnknownModelError
from .logs import log_event
from .model import Model
from .pipeline import CascadePipeline, Chain, Pipeline
from .schema import Schema
from .served import Served
from .traffic.pipeline_rules import Member, PipelineRules
from .traffic.rules import VERSION


class Pipelines:
    """Makes pipelines, again when their rules or the schemas of their members change.

    find: the model of a name as it is served now. `made` is called by one thread at a time.
    """

    def __init__(self, find: Callable[[str], Served | None]) -> None:
        self._find = find
        self._made: dict[str, tuple[object, Pipeline]] = {}
        self._second: dict[str, Schema] = {}  # of cascades, as they were last seen
        self._told: dict[str, str] = {}

    def made(
        self, rules: Mapping[str, PipelineRules], models: Mapping[str, Served]
    ) -> dict[str, Pipeline]:
        """The pipelines that can answer; why another one cannot is logged once."""
        found = {}
        for name, each in rules.items():
            try:
                found[name] = self._current(name, each, models)
                self._told.pop(name, None)
            except UnavailableError as error:
                if self._told.get(name) != str(error):
                    log_event(logging.WARNING, "pipeline", model=name, cause=str(error))
                self._told[name] = str(error)
        self._made = {name: made for name, made in self._made.items() if name in rules}
        return found

    def _current(self, name: str, rules: PipelineRules, models: Mapping[str, Served]) -> Pipeline:
        if name in models:
            raise UnavailableError("expected a name that no model has")
        schemas = tuple(schema_id(models.get(member.model)) for member in rules.members)
        before = self._made.get(name)
        if before and (before[0] == (rules, schemas) or None in schemas):
            return before[1]  # a member that is missing is told by the pipeline, or done without
        pipeline = self._make(name, rules, models)
        self._made[name] = (rules, schemas), pipeline
        return pipeline

    def _make(self, name: str, rules: PipelineRules, models: Mapping[str, Served]) -> Pipeline:
        def at_first(member: Member) -> Model:
            return answering(member, models.get(member.model))

        def now(member: Member) -> Model:
            return answering(member, self._find(member.model))

        if rules.chain:
            return Chain(name, rules, at_first, now)
        cascade = CascadePipeline(name, rules, at_first, now, self._second.get(name))
        if cascade.second:
            self._second[name] = cascade.second
        return cascade


def schema_id(served: Served | None) -> int | None:
    """The schema of a model; None while it does not answer."""
    return served.model.description.schema_id if served and served.model else None


def answering(member: Member, served: Served | None) -> Model:
    """The model that answers for a member; raises UnavailableError."""
    if served is None or isinstance(served.model, Pipeline):
        raise UnavailableError(f"{member.model}: expected a model that is served")
    try:
        if member.version and VERSION.fullmatch(member.version):
            served = served.at(member.version)
        elif member.version:
            served = served.at("", member.version)
        elif served.choice is not None:
            served = served.choice.of({}, b"") or served
    except UnknownModelError as error:
        raise UnavailableError(str(error)) from None
    if served.model is None:
        raise UnavailableError(f"{member.model}: expected a version in service, got none")
    return served.model
