"""Changes of traffic that a person asks for: checked, written to the file, and then in force."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from scorejar.errors import ModelError

from .served import Served
from .served_models import ServedModels
from .traffic import actions
from .traffic.policy import EACH, HIGHEST, Policy
from .traffic.rules import Rules, checked
from .traffic.rules_file import Traffic

Change = Callable[[Rules], Rules]


class TrafficControl:
    """Changes rules of the models of this process; other processes hear of it by the file.

    Each call returns when its change is in force here, and may take as long as a version takes to
    load. Raises UnknownModelError; UsageError where a change makes no sense; ModelError where a
    version that it needs does not answer. Whatever it raises, the rules are what they were.
    """

    def __init__(self, models: ServedModels, policies: Mapping[str, str]) -> None:
        self._models = models
        self._policies = policies

    def change(self, name: str, change: Change) -> Served:
        """Change the rules of a model; new versions in them have to answer already."""
        served = self._models.get(name)
        loaded = set(served.answering())

        def changed(rules: Rules) -> Rules:
            new = change(rules)
            missing = new.named() - rules.needed() - loaded
            if missing:
                known = ", ".join(map(str, sorted(loaded))) or "none"
                expected = f"expected a version that is loaded ({known})"
                raise ModelError(f"{name}: {expected}, got {min(missing)}: load it first")
            return new

        return self._write(name, changed)

    def promote(self, name: str, to: str) -> Served:
        """See actions.promote."""
        usual = self._models.get(name).status["version"]
        return self.change(name, lambda rules: actions.promote(rules, to, usual))

    def load(self, name: str, version: int) -> Served:
        """Load a version beside the others."""
        return self._load(
            name, version, lambda rules: actions.load(rules, version, self._usual(name))
        )

    def unload(self, name: str, version: int) -> Served:
        """Undo a load."""
        self._models.get(name)
        usual = self._usual(name)
        return self._write(name, lambda rules: actions.unload(rules, version, usual))

    def versions(self, name: str, policy: str | None) -> Served:
        """Load the versions of a policy; None: of the one that the service was started with."""
        checked(Rules, {"versions": policy}, name)
        specific = Policy.of(policy).specific if policy else frozenset()
        return self._load(
            name, max(specific, default=None), lambda rules: rules.changed(versions=policy)
        )

    def _load(self, name: str, version: int | None, change: Change) -> Served:
        """Change which versions are loaded; undone where this one does not come to answer."""
        self._models.get(name)
        before = self._models.rules_file.read().of(name)
        served = self._write(name, change)
        if version is None or version in served.answering():
            return served
        self._write(name, lambda rules: rules.changed(versions=before.versions))
        refused = {each["version"]: each["cause"] for each in served.status["refused"]}
        cause = refused.get(version, "there is no such file")
        raise ModelError(f"{name}: expected version {version} to load, but {cause}")

    def _usual(self, name: str) -> Policy:
        text = self._policies.get(name, self._policies.get(EACH))
        return Policy.of(text) if text else HIGHEST

    def _write(self, name: str, change: Change) -> Served:
        def changed(traffic: Traffic) -> Traffic:
            return traffic.having(name, change(traffic.of(name)))

        self._models.rules_file.change(changed)
        self._models.poll()
        trouble = self._models.in_force.trouble
        if cause := trouble.get(name) or trouble.get(EACH):
            raise ModelError(f"{name}: {cause}")
        return self._models.get(name)
