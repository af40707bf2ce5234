"""What it costs the service to be observed: `python -m benchmarks --section observed`.

Services of the same jar take turns on one core, as for drift: one that notes nothing, one with
metrics, one with the access log of every request besides, and one that looks at drift as well.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any, ClassVar

import numpy as np

from benchmarks import cores, drift
from benchmarks.markdown import number, table
from benchmarks.model import Model
from benchmarks.recipes import L100, Recipe
from benchmarks.services.scorejar import ScorejarService

RECIPES: Sequence[Recipe] = (L100,)
ASKED = ((1, 16),)  # rows a request, connections
MOST = 0.10  # of the throughput, that all of it together may cost

NO_DRIFT = {"SCOREJAR_DRIFT_WINDOW_S": "0", "SCOREJAR_ACCESS_LOG": "off"}
EVERY_LINE = {"SCOREJAR_ACCESS_LOG": "all", "SCOREJAR_LOG_FORMAT": "json"}


class Unobserved(ScorejarService):
    """Notes nothing of a request."""

    name: ClassVar[str] = "nothing"
    variables: ClassVar[dict[str, str]] = NO_DRIFT

    @classmethod
    def command(cls, model: Model, interpreter: Path, port: int) -> list[str]:
        """The same arguments, to the service without what notes."""
        module = ["-m", "benchmarks.services.unobserved"]
        _, _, _, _, *arguments = super().command(model, interpreter, port)
        return [str(interpreter), *module, *arguments]


class Counted(ScorejarService):
    """Metrics, which are always there."""

    name: ClassVar[str] = "metrics"
    variables: ClassVar[dict[str, str]] = NO_DRIFT


class Logged(ScorejarService):
    """A line of JSON a request besides."""

    name: ClassVar[str] = "metrics, access log"
    variables: ClassVar[dict[str, str]] = NO_DRIFT | EVERY_LINE


class Watched(ScorejarService):
    """And drift, which is on by default."""

    name: ClassVar[str] = "metrics, access log, drift"
    variables: ClassVar[dict[str, str]] = EVERY_LINE


SERVICES: tuple[type[ScorejarService], ...] = (Unobserved, Counted, Logged, Watched)


def measure(models: Sequence[Model], progress: Callable[[str], None]) -> dict[str, Any]:
    """What each of them takes, round by round; JSON-ready."""
    found: list[dict[str, Any]] = []
    for model in models:
        progress(f"the service of {model.name}, observed")
        with ExitStack() as stack:
            lanes = {one.name: drift.started(one, model, stack) for one in SERVICES}
            stack.enter_context(cores.pinned(cores.driving()))
            for rows, connections in ASKED:
                rates = drift.alternating(model, lanes, rows, connections)
                found.append({"model": model.name, "rows": rows, "rates": rates})
    return {"asked": found, "rounds": drift.ROUNDS, "seconds": drift.SECONDS}


def markdown(found: dict[str, Any]) -> str:
    """The part of the page."""
    cells = []
    for asked in found["asked"]:
        nothing = np.array(asked["rates"][Unobserved.name])
        for name, rates in asked["rates"].items():
            shares = np.array(rates) / nothing
            cells.append(
                [
                    *(asked["model"], name, number(float(np.median(rates)))),
                    *(f"{np.median(shares):.3f}", f"{shares.min():.3f} to {shares.max():.3f}"),
                ]
            )
    return "\n\n".join(
        [
            "## Being observed",
            "Requests of one row by second of processor time, by what the service notes of each:"
            f" {found['rounds']} rounds of {found['seconds']:g} s each, in turns on one core."
            f" All together are to cost at most {MOST:.0%}.",
            table(["model", "noted", "requests/CPU s", "share", "round by round"], cells),
        ]
    )
