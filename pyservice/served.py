"""The models that are served: a Python view of the repository that Java looks after."""

from __future__ import annotations

import json
import logging
import threading
import time
from collections import deque
from collections.abc import Callable, Container, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from scorejar.errors import ScorejarError

from .bridge import Bridge
from .course import Course
from .drift import Drift
from .failures import NamelessRequestError, UnavailableError, UnknownModelError
from .logs import log_event
from .messages import shown
from .metrics import Metrics
from .model import Model
from .problems import NO_MODEL
from .settings import Settings
from .traffic.choice import Choice
from .traffic.in_force import InForce
from .traffic.keys import Headers
from .traffic.rules import STABLE, Rules
from .traffic.rules_file import RulesFile

NO_RULES = Rules()

EVENTS = 200  # how many of the last are kept for who asks

LEVELS = {"refused": logging.WARNING, "removed": logging.WARNING}


@dataclass(frozen=True, slots=True)
class Served:
    """One model, or one version of it, as it stood after the last look.

    status: what Java says, with the version that answers. model: None while no version serves.
    versions: those that answer whoever names them, where there may be several. choice: which of
    them answers a request that names none, where it is not always the same one.
    """

    name: str
    status: Mapping[str, Any]
    model: Model | None
    count_rows: Callable[[int, int], None]
    """Is told a version and how many rows it answered."""
    versions: Mapping[int, Served] = field(default_factory=dict)
    rules: Rules = NO_RULES
    choice: Choice[Served] | None = None

    def asked_in(self, course: Course) -> None:
        """A request asks this model; the version in service counts where it fails."""
        course.model = self.name
        course.version = self.status["version"] or 0

    def answered(self, course: Course, version: int, rows: int) -> None:
        """A request, or a part of a stream, was answered by this version."""
        course.scored(version, rows)
        self.count_rows(version, rows)

    def chosen(self, course: Course, headers: Headers, body: bytes = b"") -> Served:
        """The version that answers a request which names none.

        body: where a column is the key; without it only a header can be.
        """
        if self.choice is None:
            return self
        found = self.choice.of(headers, body) or self
        found.asked_in(course)
        return found

    def answering(self) -> list[int]:
        """The versions that answer, the highest first."""
        usual = [] if self.model is None else [self.status["version"]]
        return sorted({*usual, *self.versions}, reverse=True)

    def at(self, version: str, label: str = "") -> Served:
        """The version that a request names by number or label; "" names none.

        Raises UnknownModelError where it does not answer.
        """
        if label:
            number = self.rules.labels.get(label)
            if number is None:
                known = " or ".join(self.rules.labels) or "a version, as there are no labels"
                raise UnknownModelError(
                    f"label: expected {known} of {self.name}, got {shown(label)}"
                )
            version = str(number)
        found = next((each for v, each in self.versions.items() if str(v) == version), None)
        if found is None:
            check_version(self, version)
        return found or self

    def drift(self) -> Drift:
        """How the rows that it has scored lately differ; raises UnavailableError if none serves."""
        if self.model is None:
            raise UnavailableError(f"model: expected a version of {self.name} in service, got none")
        return self.model.drift()


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
        self._models: dict[int, tuple[int, Model]] = {}  # by handle, with the version last seen
        self.events: deque[dict[str, Any]] = deque(maxlen=EVENTS)
        self._trouble = ""
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
            self._served = {status["model"]: self._serve(status, replaced) for status in statuses}
            used = {each["handle"] for status in statuses for each in [status, *status["beside"]]}
            self._models = {h: known for h, known in self._models.items() if h in used}
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
        for name, served in self._served.items():
            rules = before[name].rules if name in before else Rules()
            if served.rules != rules:
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
        self._bridge.close(self._repository)

    def _names(self) -> str:
        names = [shown(name) for name in self._served]
        some = ", ".join(names[:10]) + (", …" if len(names) > 10 else "")
        return f"one of {some}" if len(names) > 1 else some or "a model, of which there is none yet"

    def _serve(self, status: dict[str, Any], replaced: Container[tuple[str, int]]) -> Served:
        name, version = status["model"], status["version"]
        count_rows = self._metrics.rows_of(name)
        serves = status["state"] == "serving"
        beside = {each["version"]: each["handle"] for each in status["beside"]}
        rules = self.in_force.settle(name, {version, *beside})

        def model_of(handle: int, number: int) -> Model:
            return self._model(name, handle, number, (name, number) in replaced)

        versions = {
            number: Served(
                name, {**status, "version": number}, model_of(handle, number), count_rows
            )
            for number, handle in beside.items()
        }
        model = model_of(status["handle"], version) if serves else None
        stable = rules.labels.get(STABLE)
        if stable is not None:  # which the newest version does not replace by itself
            usual = versions.get(stable)
            model = usual.model if usual else None
            told = (stable, "serving") if usual else (None, "unavailable")
            status = {**status, "version": told[0], "state": told[1]} if serves else status
        return Served(
            name, status, model, count_rows, versions, rules, self._choice(name, rules, versions)
        )

    def _model(self, name: str, handle: int, version: int, replaced: bool) -> Model:
        """The model behind a handle, and of its current version."""
        known = self._models.get(handle)
        if known is None:
            observe = self._metrics.scores_of(name)
            model = Model(self._bridge, handle, finite=True, observe=observe)
        else:
            model = known[1]
            if replaced or known[0] != version:
                model.refresh()
        self._models[handle] = version, model
        return model

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


def check_version(served: Served, version: str, answered: int | None = None) -> None:
    """Refuse a version that a request names and that does not answer; "" is any.

    answered: the version that gave the answer, where there is one already; else the one in service.
    """
    current = served.status["version"] if answered is None else answered
    if version and served.model is not None and version != str(current):
        expected = f"version: expected {current} of {served.name}"
        raise UnknownModelError(f"{expected}, got {shown(version)}")
