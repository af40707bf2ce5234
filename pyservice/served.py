"""One model as it is served: its versions, and which of them answers a request."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from .course import Course
from .drift import Drift
from .failures import UnavailableError, UnknownModelError
from .messages import shown
from .model import Model
from .traffic.choice import Choice
from .traffic.keys import Headers
from .traffic.rules import Rules
from .traffic.shadow import Shadow

NO_RULES = Rules()


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
    shadow: Shadow[Model] | None = None

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
        usual = {self.status["version"]} if self.model is not None else set()
        return sorted({*usual, *self.versions} - {None}, reverse=True)

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


def check_version(served: Served, version: str, answered: int | None = None) -> None:
    """Refuse a version that a request names and that does not answer; "" is any.

    answered: the version that gave the answer, where there is one already; else the one in service.
    """
    current = served.status["version"] if answered is None else answered
    if version and served.model is not None and version != str(current):
        expected = f"version: expected {current} of {served.name}"
        raise UnknownModelError(f"{expected}, got {shown(version)}")
