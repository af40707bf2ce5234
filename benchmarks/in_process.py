"""Measures the contenders of one model, side by side: agree, warm up, then rounds of timing.

Timed: `Contender.score`, in a process of its own on the measured core. Not timed: opening the
model, making the arguments (`Contender.prepare`), reading the answers, all that the harness does.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks import javas
from benchmarks.agreement import disagreement
from benchmarks.contender import Contender
from benchmarks.model import Model
from benchmarks.percentiles import summary
from benchmarks.plan import Plan
from benchmarks.process import ContenderFailedError, ContenderProcess
from scorejar.jdk import Jdk

Result = dict[str, Any]
Progress = Callable[[str], None]


class Lane:
    """One contender on one Java: its process, what it has shown so far, or why it is out."""

    def __init__(
        self, contender: type[Contender], java: Jdk | None, model: Model, sizes: Sequence[int]
    ) -> None:
        self.contender = contender
        self.java = java
        self.model = model
        self.name = f"{contender.name}, JDK {java.version}" if java else contender.name
        most = contender.largest_batch
        self.sizes = [
            size
            for size in sizes
            if (contender.one_row if size == 1 else most is None or size <= most)
        ]
        self.process: ContenderProcess | None = None
        self.versions: dict[str, str] = {}
        self.problem: str | None = None
        self.calls: dict[int, list[NDArray[np.int64]]] = {size: [] for size in self.sizes}
        self.rates: dict[int, list[float]] = {size: [] for size in self.sizes}

    def attempt(self, step: Callable[[ContenderProcess], None]) -> None:
        """Do a step unless the contender is out already; if it fails, it is out."""
        if self.process is None or self.problem is not None:
            return
        try:
            step(self.process)
        except ContenderFailedError as error:
            self.problem = str(error)

    def open(self, stack: ExitStack, folder: Path, limit_seconds: float) -> None:
        """Start the process; it ends with the stack. Not where it is known to take too long."""
        leaves, most = self.model.shape.get("leaves", 0), self.contender.most_leaves
        if most is not None and leaves > most:
            self.problem = f"its compiler takes too long for more than {most:,} leaves"
            return
        seconds = min(limit_seconds, self.contender.open_seconds)
        try:
            self.process = stack.enter_context(
                closing(ContenderProcess(self.contender, self.model, folder, self.java, seconds))
            )
            self.versions = self.process.versions
        except (ContenderFailedError, OSError) as error:
            self.problem = str(error)

    def agree(self, expected: NDArray[np.float64], fewest_rows: int) -> None:
        """Compare its answers, in every number of rows a call."""

        def step(process: ContenderProcess) -> None:
            for size in self.sizes:
                rows = min(max(size, fewest_rows), expected.size)
                found = process.answers(size, rows)
                wrong = disagreement(found, expected[:rows], self.contender.tolerance)
                if wrong:
                    raise ContenderFailedError(f"disagrees at {size} rows a call: {wrong}")

        self.attempt(step)

    def warm(self, seconds: float) -> None:
        """Run without counting."""

        def step(process: ContenderProcess) -> None:
            for size in self.sizes:
                process.time(size, seconds)

        self.attempt(step)

    def time(self, size: int, seconds: float) -> None:
        """Measure once."""

        def step(process: ContenderProcess) -> None:
            calls, rows_per_second = process.time(size, seconds)
            self.calls[size].append(calls)
            self.rates[size].append(rows_per_second)

        self.attempt(step)

    def results(self) -> list[Result]:
        """One result for each number of rows a call; or one that says why there is none."""
        who = {
            "model": self.model.name,
            "contender": self.contender.name,
            "java": self.java.version if self.java else None,
            "language": self.contender.language,
            "ours": self.contender.ours,
            "cores": self.contender.cores,
        }
        if self.problem is not None:
            return [{**who, "problem": self.problem}]
        return [
            {
                **who,
                "rows_per_call": size,
                **summary(self.calls[size]),
                "rows_per_second": float(np.median(self.rates[size])),
            }
            for size in self.sizes
        ]


def run(plan: Plan, model: Model, folder: Path, progress: Progress) -> tuple[list[Result], Any]:
    """Measure the contenders that fit a model.

    folder: takes their logs and the raw times of the last measurement. Returns the results and,
    by contender, the versions of what did the work.
    """
    contenders, sizes = plan.field(model.name)
    lanes = [
        Lane(contender, java, model, [size for size in sizes if size <= len(model.expected())])
        for contender in contenders
        if contender.fits(model)
        for java in javas_of(contender)
    ]
    expected = np.array(model.expected(), np.float64)
    with ExitStack() as stack:
        for lane in lanes:
            progress(f"{model.name}: opening {lane.name}")
            lane.open(stack, folder, plan.open_seconds)
            lane.agree(expected, plan.agreed_rows)
        for lane in lanes:
            progress(f"{model.name}: warming {lane.name}")
            lane.warm(plan.warm_up(lane.contender))
        for number in range(plan.rounds):
            progress(f"{model.name}: round {number + 1} of {plan.rounds}")
            for size in sizes:
                for lane in [lane for lane in rotated(lanes, number) if size in lane.sizes]:
                    lane.time(size, plan.seconds)
    results = [result for lane in lanes for result in lane.results()]
    return results, {lane.name: lane.versions for lane in lanes}


def javas_of(contender: type[Contender]) -> Sequence[Jdk | None]:
    """What it runs on: no Java, the newest, or each."""
    if not contender.just_in_time:
        return [None]
    return javas.found() if contender.every_java else javas.found()[:1]


def rotated(lanes: list[Lane], by: int) -> list[Lane]:
    """The same ones, beginning somewhere else."""
    start = by % max(1, len(lanes))
    return lanes[start:] + lanes[:start]
