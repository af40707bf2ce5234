"""The models that are served: a Python view of the repository that Java looks after."""

from __future__ import annotations

import json
import logging
import threading
import time
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scorejar.errors import ScorejarError

from .bridge import Bridge
from .course import Course
from .failures import NamelessRequestError, UnavailableError, UnknownModelError
from .logs import log_event
from .messages import shown
from .metrics import Metrics
from .model import Model
from .problems import NO_MODEL
from .settings import Settings

EVENTS = 200  # how many of the last are kept for who asks

LEVELS = {"refused": logging.WARNING, "removed": logging.WARNING}


@dataclass(frozen=True, slots=True)
class Served:
    """One model as it stood after the last look; `model` is None while no version serves."""

    name: str
    status: Mapping[str, Any]
    model: Model | None
    count_rows: Callable[[int, int], None]
    """Is told a version and how many rows it answered."""

    def asked_in(self, course: Course) -> None:
        """A request asks this model; the version in service counts where it fails."""
        course.model = self.name
        course.version = self.status["version"] or 0

    def answered(self, course: Course, version: int, rows: int) -> None:
        """A request, or a part of a stream, was answered by this version."""
        course.scored(version, rows)
        self.count_rows(version, rows)


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
        self._served: dict[str, Served] = {}  # replaced whole, never changed
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
            events = json.loads(self._bridge.poll(self._repository))
            statuses = json.loads(self._bridge.models(self._repository))
            before = list(self._served)
            self._served = {status["model"]: self._serve(status) for status in statuses}
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
        self._metrics.note_models(before, statuses)

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

    def _serve(self, status: dict[str, Any]) -> Served:
        name = status["model"]
        before = self._served.get(name)
        model = None
        if status["state"] == "serving":
            if before and before.model and before.status["handle"] == status["handle"]:
                model = before.model
                if before.status["version"] != status["version"]:
                    model.refresh()
            else:
                observe = self._metrics.scores_of(name)
                model = Model(self._bridge, status["handle"], finite=True, observe=observe)
        return Served(name, status, model, self._metrics.rows_of(name))


def check_version(served: Served, version: str, answered: int | None = None) -> None:
    """Refuse a version that a request names and that does not answer; "" is any.

    answered: the version that gave the answer, where there is one already; else the one in service.
    """
    current = served.status["version"] if answered is None else answered
    if version and served.model is not None and version != str(current):
        expected = f"version: expected {current} of {served.name}"
        raise UnknownModelError(f"{expected}, got {shown(version)}")
