"""Measures the services of one model, side by side: agree, warm up, then rounds of load.

Every service runs as a real process with one worker on the measured core; the load generator
(http_load.py) has the other core, where there are two. Timed: from the moment when a request is
due to the last byte of its answer. Not timed: start-up, and making the requests.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack, closing
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks import cores
from benchmarks.agreement import disagreement
from benchmarks.http_load import Load, closed_loop, fixed_rate
from benchmarks.in_process import Progress, Result
from benchmarks.load_figures import figures
from benchmarks.model import Model, Row
from benchmarks.plan import Plan
from benchmarks.process import ContenderFailedError
from benchmarks.service import Service, ServiceProcess

REQUEST_ROWS = 10_000
RATE_CONNECTIONS = 32
HEADROOM = 0.9


class HttpLane:
    """One service of a run: its process, its loads so far, or why it is out."""

    def __init__(self, service: type[Service], model: Model) -> None:
        self.service = service
        self.model = model
        self.process: ServiceProcess | None = None
        self.problem: str | None = None
        self.requests: dict[int, list[bytes]] = {}
        self.closed: dict[tuple[int, int], list[Load]] = {}
        self.fixed: dict[int, list[Load]] = {}

    def open(self, stack: ExitStack, folder: Path) -> None:
        """Start the service; it ends with the stack."""
        try:
            self.process = stack.enter_context(
                closing(ServiceProcess(self.service, self.model, folder))
            )
        except (ContenderFailedError, OSError) as error:
            self.problem = str(error)

    def agree(
        self, pool: Sequence[Row], expected: NDArray[np.float64], sizes: Sequence[int], fewest: int
    ) -> None:
        """Compare its answers in every number of rows a request; make the requests to come."""
        if self.process is None:
            return
        try:
            for size in sizes:
                rows = min(max(size, fewest), len(pool))
                found = self.process.answers(pool[:rows], size)
                wrong = disagreement(found, expected[:rows], self.service.tolerance)
                if wrong:
                    raise ContenderFailedError(f"disagrees at {size} rows a request: {wrong}")
                self.requests[size] = [
                    self.process.request(pool[start : start + size])
                    for start in range(0, min(REQUEST_ROWS, len(pool) - size + 1), size)
                ]
        except (ContenderFailedError, OSError) as error:
            self.problem = str(error)

    def load_closed(self, size: int, connections: int, seconds: float, counts: bool = True) -> None:
        """One closed loop of requests; `counts` is false for a warm-up."""
        if self.process is None or self.problem is not None:
            return
        try:
            load = closed_loop(self.process.port, self.requests[size], connections, seconds)
        except OSError as error:
            self.problem = f"under load: {error}"
            return
        if counts:
            self.closed.setdefault((size, connections), []).append(load)

    def load_fixed(self, rate: int, seconds: float) -> None:
        """One load at a fixed rate, if the service was not seen to be slower than that."""
        if self.process is None or self.problem is not None:
            return
        fastest = max(
            (
                len(load.latencies) / load.seconds
                for loads in self.closed.values()
                for load in loads
            ),
            default=0.0,
        )
        if rate > HEADROOM * fastest:
            return
        try:
            load = fixed_rate(self.process.port, self.requests[1], rate, RATE_CONNECTIONS, seconds)
        except OSError as error:
            self.problem = f"under {rate} requests a second: {error}"
            return
        self.fixed.setdefault(rate, []).append(load)

    def results(self) -> list[Result]:
        """One result for each kind of load; or one that says why there is none."""
        who: Result = {"model": self.model.name, "service": self.service.name}
        if self.problem is not None:
            return [{**who, "problem": self.problem}]
        closed = [
            {**who, "load": "closed", "rows_per_request": size, "connections": connections}
            | figures(loads, size)
            for (size, connections), loads in self.closed.items()
        ]
        fixed = [
            {**who, "load": "fixed", "rows_per_request": 1, "connections": RATE_CONNECTIONS}
            | {"rate": rate}
            | figures(loads, 1)
            for rate, loads in self.fixed.items()
        ]
        return closed + fixed


def run(plan: Plan, model: Model, folder: Path, progress: Progress) -> list[Result]:
    """Measure the services that fit a model; `folder` takes their logs."""
    lanes = [HttpLane(service, model) for service in plan.services if service.fits(model)]
    pool, expected = model.pool(), np.array(model.expected(), np.float64)
    sizes = [size for size, _ in plan.connections]
    with ExitStack() as stack:
        for lane in lanes:
            progress(f"{model.name} over HTTP: starting {lane.service.name}")
            lane.open(stack, folder)
            lane.agree(pool, expected, sizes, plan.agreed_rows)
        stack.enter_context(cores.pinned(cores.driving()))
        for lane in lanes:
            progress(f"{model.name} over HTTP: warming {lane.service.name}")
            for size, connections in plan.connections:
                lane.load_closed(size, connections, plan.http_warm_up_seconds, counts=False)
        for number in range(plan.http_rounds):
            progress(f"{model.name} over HTTP: round {number + 1} of {plan.http_rounds}")
            for size, connections in plan.connections:
                for lane in lanes:
                    lane.load_closed(size, connections, plan.http_seconds)
            for rate in plan.rates:
                for lane in lanes:
                    lane.load_fixed(rate, plan.http_seconds)
    return [result for lane in lanes for result in lane.results()]
