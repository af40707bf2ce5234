"""The rules in force: those of the file, as far as the versions that they name are loaded."""

from __future__ import annotations

import json
import logging
from collections.abc import Collection, Mapping

from scorejar.errors import UsageError

from ..logs import log_event
from .pipeline_rules import PipelineRules
from .policy import EACH, HIGHEST, Policy
from .rules import VERSION, Rules
from .rules_file import RulesFile, Traffic


class InForce:
    """The rules of every model, from one look at the repository to the next.

    New rules of a model come into force whole, and only when every label in them stands for a
    version that is loaded; until then the old ones go on, and `trouble` says why. One thread.

    policies: which versions are loaded where the file does not say it, by model; EACH is any.
    """

    def __init__(self, file: RulesFile, policies: Mapping[str, str]) -> None:
        self._file = file
        self._policies = {name: Policy.of(text) for name, text in policies.items()}
        self._asked = Traffic()
        self._in_force: dict[str, Rules] = {}
        self._told: dict[str, str] = {}  # what Java was told last to want, by model
        self.trouble: dict[str, str] = {}
        """Why the file's rules are not in force, by model; EACH where it is the whole file."""

    def read(self) -> None:
        """Look at the file; what is wrong with it is logged once, and changes nothing."""
        if not self._file.changed():
            return
        try:
            self._asked = self._file.read()
            self.trouble.pop(EACH, None)
            log_event(logging.INFO, "traffic", models=len(self._asked.models) or None)
        except UsageError as error:
            self.trouble[EACH] = str(error)
            log_event(logging.ERROR, "traffic", cause=str(error))

    @property
    def pipelines(self) -> Mapping[str, PipelineRules]:
        """The pipelines of the file."""
        return self._asked.pipelines

    def wanted(self) -> dict[str, str]:
        """What Java is to be told to want, by model, as far as that has changed."""
        members = {m.model for rules in self.pipelines.values() for m in rules.members}
        names = {*self._asked.models, *self._policies, *self._in_force, *self._told, *members}
        told = {name: self._wanted(name) for name in names}
        known = {EACH: json.dumps(as_json(HIGHEST, ()))} | self._told
        usual = told.get(EACH, known[EACH])
        changed = {n: text for n, text in told.items() if text != known.get(n, usual)}
        self._told |= changed
        return changed

    def _wanted(self, name: str) -> str:
        asked = self._asked.of(name)
        usual = self._policies.get(name, self._policies.get(EACH, HIGHEST))
        policy = Policy.of(asked.versions) if asked.versions else usual
        now = self._in_force.get(name, Rules())
        members = {
            int(member.version)
            for rules in self.pipelines.values()
            for member in rules.members
            if member.model == name and member.version and VERSION.fullmatch(member.version)
        }
        return json.dumps(as_json(policy, asked.needed() | now.needed() | members))

    def settle(self, name: str, loaded: Collection[int]) -> Rules:
        """The rules of a model for the time being. loaded: its versions that answer."""
        asked, now = self._asked.of(name), self._in_force.get(name)
        if asked == now:
            return asked
        missing = {label: v for label, v in asked.labels.items() if v not in loaded}
        if missing and now is not None:
            label, version = next(iter(missing.items()))
            cause = f"label {label}: expected a version that is loaded, got {version}"
            if self.trouble.get(name) != cause:
                self.trouble[name] = cause
                log_event(logging.WARNING, "traffic", model=name, cause=cause)
            return now
        self.trouble.pop(name, None)
        self._in_force[name] = asked
        return asked


def as_json(policy: Policy, named: Collection[int]) -> dict[str, object]:
    """As `Bridge.want` takes it."""
    return {"latest": policy.latest, "specific": sorted(policy.specific), "named": sorted(named)}
