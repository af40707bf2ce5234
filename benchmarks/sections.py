"""The parts of the page that measure something else than contenders and services.

To add one, write a module that has what `Section` says and name it here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final, Protocol

from benchmarks import (
    drift,
    jmh,
    kernels,
    loading,
    observed,
    profile,
    reasons,
    serving,
    soak,
    threads,
)
from benchmarks.model import Model
from benchmarks.recipes import Recipe

IN_PROCESS: Final = "in-process"
HTTP: Final = "http"
SERVERS: Final = "servers"
OBSERVED: Final = "observed"
DRIFT: Final = "drift"
SOAK: Final = "soak"


class Section(Protocol):
    """A module of `benchmarks/`, which also runs alone as `python -m benchmarks.NAME`."""

    @property
    def RECIPES(self) -> Sequence[Recipe]:  # noqa: N802, a constant of the module
        """The models that it measures."""

    def measure(self, models: Sequence[Model], progress: Callable[[str], None]) -> dict[str, Any]:
        """Measure, and return what was found, ready for JSON. models: one or more of RECIPES."""

    def markdown(self, found: dict[str, Any]) -> str:
        """The part of the page, from a line `## …` on."""


SECTIONS: dict[str, Section] = {
    "java": jmh,
    "kernels": kernels,
    "loading": loading,
    "profile": profile,
    "threads": threads,
    DRIFT: drift,
    OBSERVED: observed,
    "reasons": reasons,
    SERVERS: serving,
    SOAK: soak,
}
