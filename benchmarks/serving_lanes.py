"""One service in the measurement of services, and the ways in which it is asked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks import memory
from benchmarks.agreement import disagreement
from benchmarks.asking import Way
from benchmarks.http_load import Load, closed_loop, fixed_rate
from benchmarks.load_figures import figures
from benchmarks.model import Model, Row
from benchmarks.process import ContenderFailedError
from benchmarks.service import Service, ServiceProcess

Result = dict[str, Any]
RATE_CONNECTIONS = 32


@dataclass(frozen=True)
class Asked:
    """A service, and the ways in which it is asked.

    ways: each with the variable that names its port; empty for the one of HTTP.
    """

    service: type[Service]
    ways: tuple[tuple[Way, str], ...]


@dataclass
class Lane:
    """A way to ask a service that runs: its loads so far, or why it is out."""

    process: ServiceProcess
    way: Way
    port: int
    problem: str | None = None
    requests: list[bytes] = field(default_factory=list)
    closed: list[Load] = field(default_factory=list)
    fixed: dict[str, tuple[float, list[Load]]] = field(default_factory=dict)

    @property
    def throughput(self) -> float:
        """Requests a second in a closed loop, the median of the rounds; 0 where there was none."""
        rates = [len(load.latencies) / load.seconds for load in self.closed]
        return float(np.median(rates)) if rates else 0.0

    def agree(self, model: Model, rows: Sequence[Row], expected: NDArray[np.float64]) -> None:
        """Compare its answers, and keep the requests of the rows."""
        try:
            self.requests = [self.way.request(model, row) for row in rows]
            with closing(self.way.connect(self.port)) as connection:
                answers = [
                    self.way.answer(model, connection.ask(request))
                    for request in self.requests[: len(expected)]
                ]
        except (OSError, LookupError, ValueError) as error:
            self.problem = f"{type(error).__name__}: {error}"
            return
        wrong = disagreement(answers, expected, self.process.service.tolerance)
        self.problem = wrong and f"disagrees: {wrong}"

    def load_closed(self, connections: int, seconds: float, *, counts: bool = True) -> None:
        """A closed loop; `counts` is false for a warm-up."""

        def load() -> Load:
            return closed_loop(self.port, self.requests, connections, seconds, self.way.connect)

        found = self._loaded(load)
        if found and counts:
            self.closed.append(found)

    def load_fixed(self, kind: str, rate: float, seconds: float) -> None:
        """A load at a fixed rate, of a kind that its rounds are put together by."""

        def load() -> Load:
            return fixed_rate(
                self.port, self.requests, rate, RATE_CONNECTIONS, seconds, self.way.connect
            )

        found = self._loaded(load)
        if found:
            self.fixed.setdefault(kind, (rate, []))[1].append(found)

    def results(self) -> Result:
        """What was found."""
        who = {"service": self.process.service.name, "way": self.way.name}
        if self.problem is not None:
            return {**who, "problem": self.problem}
        fixed = {
            kind: {"rate": rate, **figures(loads, 1)} for kind, (rate, loads) in self.fixed.items()
        }
        rates = [len(load.latencies) / load.seconds for load in self.closed]
        spread = [min(rates), max(rates)]
        return {**who, "closed": figures(self.closed, 1), "spread": spread, **fixed}

    def _loaded(self, load: Callable[[], Load]) -> Load | None:
        if self.problem is not None:
            return None
        try:
            found = load()
        except OSError as error:
            self.problem = f"under load: {error}"
            return None
        if not found.latencies:
            self.problem = f"under load: {found.failure}"
        return found


def opened(
    asked: Asked, model: Model, folder: Path, stack: ExitStack
) -> tuple[list[Lane], list[Result]]:
    """Start a service, which ends with the stack: its lanes, or a result that says what failed."""
    try:
        process = stack.enter_context(
            closing(ServiceProcess(asked.service, model, folder, asked.service.open_seconds))
        )
    except (ContenderFailedError, OSError) as error:
        return [], [{"service": asked.service.name, "way": "", "problem": str(error)}]
    ports = {"": process.port, **process.ports}
    return [Lane(process, way, ports[port]) for way, port in asked.ways], []


def resident_megabytes(process: ServiceProcess) -> float | None:
    """The memory of a service and its children, in 10^6 bytes."""
    found = memory.resident_bytes(process.process.pid)
    return None if found is None else found / 1e6
