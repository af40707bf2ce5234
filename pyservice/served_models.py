"""The models that are served: a Python view of the repository that Java looks after."""

from __future__ import annotations

import json
import logging
import threading
import time
from collections import deque
from collections.abc import Container, Mapping
from pathlib import Path
from typing import Any

from scorejar.errors import ScorejarError

from .bridge import Bridge
from .failures import NamelessRequestError, UnavailableError, UnknownModelError
from .logs import LOGGER, log_event
from .messages import shown
from .metrics import Metrics
from .model import Model
from .pipelines import Pipelines
from .problems import NO_MODEL, OUR_FAULT
from .served import NO_RULES, Served
from .settings import Settings
from .shadowed import ShadowedModel
from .traffic.choice import Choice
from .traffic.in_force import InForce
from .traffic.rules import STABLE, Rules
from .traffic.rules_file import RulesFile
from .traffic.shadow import Later, Shadow

EVENTS = 200  # how many of the last are kept for who asks

LEVELS = {"refused": logging.WARNING, "removed": logging.WARNING}


class ServedModels:
    """The models of a repository. Polls wait for each other; who asks never waits."""

    def __init__(self, bridge: Bridge, settings: Settings, metrics: Metrics) -> None:
        options = {
            "engine": settings.engine,
            "pin": settings.pins,
            "allow_schema_change": settings.allow_schema_change,
            "warmup_rows": settings.warmup_rows,
            "swap_order": settings.swap_order,
            "drift_window_s": settings.drift_window_s,
        }
        self._bridge = bridge
        self.default = settings.default_model
        self._metrics = metrics
        self._repository = bridge.open_repository(
            str(Path(settings.repository).absolute()), json.dumps(options)
        )
        self.rules_file = RulesFile(settings.traffic_file)
        self.in_force = InForce(self.rules_file, settings.versions)
        self._served: dict[str, Served] = {}  # replaced whole, never changed
        # By handle and shadow, with the version last seen.
        self._models: dict[tuple[int, Shadow[Model] | None], tuple[int, Model]] = {}
        self._later = Later()
        self._pipelines = Pipelines(self.find)
        self.events: deque[dict[str, Any]] = deque(maxlen=EVENTS)
        self._trouble = ""
        self._faulty: set[tuple[str, int | None]] = set()
        self._polling = threading.Lock()

    def poll(self) -> None:
        """One look at the repository: load what is new, drop what is gone, log what happened."""
        with self._polling:
            self._poll()

    def change(self, name: str, load: bool) -> Served:
        """Load a model, or let it serve nothing until it is loaded; takes as long as that does.

        Raises UnknownModelError.
        """
        if not load:
            self.get(name)
        self._bridge.hold(self._repository, name, not load)
        self.poll()
        return self.get(name)

    def _poll(self) -> None:
        try:
            self.in_force.read()
            for name, wanted in self.in_force.wanted().items():
                self._bridge.want(self._repository, name, wanted)
            events = json.loads(self._bridge.poll(self._repository))
            statuses = json.loads(self._bridge.models(self._repository))
            before = self._served
            replaced = {(event["model"], event["version"]) for event in events}
            served = {status["model"]: self._apart(status, replaced) for status in statuses}
            used = {each.model for s in served.values() for each in [s, *s.versions.values()]}
            used |= {s.shadow.candidate for s in served.values() if s.shadow}
            self._models = {key: known for key, known in self._models.items() if known[1] in used}
            for name, pipeline in self._pipelines.made(self.in_force.pipelines, served).items():
                served[name] = Served(name, status_of(name), pipeline, self._metrics.rows_of(name))
            self._served = served
        except ScorejarError as error:
            if str(error) != self._trouble:  # said once, and not at every look
                log_event(logging.ERROR, "repository", cause=str(error))
            self._trouble = str(error)
            return
        self._trouble = ""
        for event in events:
            self.events.append({"at": time.time(), **event})
            self._metrics.note_event(event)
            kind = event.pop("event")
            log_event(LEVELS.get(kind, logging.INFO), kind, **event)
        for name, each in self._served.items():
            rules = before[name].rules if name in before else NO_RULES
            if each.rules != rules:
                self.events.append({"at": time.time(), "event": "traffic", "model": name})
        self._metrics.note_models(list(before), [each.status for each in self._served.values()])

    def all(self) -> list[Served]:
        """Every model, by name."""
        return list(self._served.values())

    def find(self, name: str) -> Served | None:
        """The model of a name, where there is one."""
        return self._served.get(name)

    def get(self, name: str) -> Served:
        """The model of a name; raises UnknownModelError."""
        served = self._served.get(name)
        if served is None:
            raise UnknownModelError(f"model: expected {self._names()}, got {shown(name)}")
        return served

    def choose(self, name: str | None) -> Served:
        """The model to ask: the one named, else the default one, else the only one.

        Raises UnknownModelError, NamelessRequestError where a name is needed, UnavailableError
        where there is no model.
        """
        name = name or self.default
        if name is not None:
            return self.get(name)
        if not self._served:
            raise UnavailableError(NO_MODEL)
        if len(self._served) > 1:
            names = self._names()
            raise NamelessRequestError(f"path: expected /predict/ and {names}, got /predict")
        return next(iter(self._served.values()))

    def ready(self) -> bool:
        """Whether at least one model answers."""
        return any(served.model for served in self._served.values())

    def close(self) -> None:
        """Let the models go; calls under way end as ever."""
        self._later.stop()
        self._bridge.close(self._repository)

    def _names(self) -> str:
        names = [shown(name) for name in self._served]
        some = ", ".join(names[:10]) + (", …" if len(names) > 10 else "")
        return f"one of {some}" if len(names) > 1 else some or "a model, of which there is none yet"

    def _apart(self, status: dict[str, Any], replaced: Container[tuple[str, int]]) -> Served:
        """As `_serve`; where it fails by a fault of ours, the model stays as it was, if it was."""
        name, faulty = status["model"], (status["model"], status["version"])
        try:
            served = self._serve(status, replaced)
            self._faulty.discard(faulty)
            return served
        except ScorejarError:
            raise
        except Exception:
            if faulty not in self._faulty:  # said once, and not at every look
                fields = {"fields": {"model": name, "version": status["version"]}}
                logging.getLogger(LOGGER).exception("a model cannot be served", extra=fields)
            self._faulty.add(faulty)
            idle = {**status, "version": None, "state": "unavailable", "trouble": OUR_FAULT}
            return self._served.get(name) or Served(name, idle, None, self._metrics.rows_of(name))

    def _serve(self, status: dict[str, Any], replaced: Container[tuple[str, int]]) -> Served:
        name, version = status["model"], status["version"]
        count_rows = self._metrics.rows_of(name)
        serves = status["state"] == "serving"
        beside = {each["version"]: each["handle"] for each in status["beside"]}
        rules = self.in_force.settle(name, {version, *beside})

        def model_of(handle: int, number: int, shadow: Shadow[Model] | None = None) -> Model:
            shadow = None if shadow and shadow.version == number else shadow
            return self._model(name, handle, number, (name, number) in replaced, shadow)

        plain = {number: model_of(handle, number) for number, handle in beside.items()}
        shadow = self._shadow(name, rules, plain)
        versions = {}
        for number, handle in beside.items():
            its = model_of(handle, number, shadow)
            versions[number] = Served(name, {**status, "version": number}, its, count_rows)
        model = model_of(status["handle"], version, shadow) if serves else None
        stable = rules.labels.get(STABLE)
        if stable is not None:  # which the newest version does not replace by itself
            usual = versions.get(stable)
            model = usual.model if usual else None
            told = (stable, "serving") if usual else (None, "unavailable")
            status = {**status, "version": told[0], "state": told[1]} if serves else status
        return Served(
            name,
            status,
            model,
            count_rows,
            versions,
            rules,
            self._choice(name, rules, versions),
            shadow,
        )

    def _model(
        self, name: str, handle: int, version: int, replaced: bool, shadow: Shadow[Model] | None
    ) -> Model:
        """The model behind a handle, and of its current version; its answers go to the shadow."""
        known = self._models.get((handle, shadow))
        observe = self._metrics.scores_of(name)
        model: Model
        if known is None and shadow is not None:
            model = ShadowedModel(self._bridge, handle, shadow, observe=observe)
        elif known is None:
            model = Model(self._bridge, handle, finite=True, observe=observe)
        else:
            model = known[1]
            if replaced or known[0] != version:
                model.refresh()
        self._models[handle, shadow] = version, model
        return model

    def _shadow(self, name: str, rules: Rules, models: Mapping[int, Model]) -> Shadow[Model] | None:
        """The shadow of a model's rules: the one that there was, unless something has changed."""
        if rules.shadow is None:
            return None
        version = rules.version_of(rules.shadow.to)
        candidate, share = models.get(version), rules.shadow.share
        before = self._served.get(name)
        known = before.shadow if before and before.rules.shadow == rules.shadow else None
        if known and (known.version, known.candidate) == (version, candidate):
            return known
        noted = self._metrics.shadow.of(name, version)
        return Shadow(version, candidate, share, self._later, noted)

    def _choice(
        self, name: str, rules: Rules, versions: Mapping[int, Served]
    ) -> Choice[Served] | None:
        """The choice of a model's rules: the one that there was, unless something has changed."""
        if not rules.split:
            return None
        before = self._served.get(name)
        if before and before.choice and before.rules == rules:
            models = {number: each.model for number, each in versions.items()}
            if models == {number: each.model for number, each in before.versions.items()}:
                return before.choice
        return Choice(rules, versions)


def status_of(pipeline: str) -> dict[str, Any]:
    """The status of a pipeline, as Java has it for models; its version is that of its members."""
    return {
        "model": pipeline,
        "version": None,
        "state": "serving",
        "removed": False,
        "pinned": None,
        "versions": [],
        "refused": [],
        "trouble": None,
    }
