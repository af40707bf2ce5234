"""How much two threads add to one in `predict`: `python -m benchmarks --section threads`.

Beside them two processes of one thread each, which share nothing but the machine: what they add to
one is all that its cores and its memory have to give. Waking a thread takes some tenths of a
millisecond, so it is told for a small and for a large array.
"""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks import cores, environment, javas
from benchmarks.contenders.scorer import await_lanes
from benchmarks.markdown import number, table
from benchmarks.model import Model
from benchmarks.recipes import L100, L1000, Recipe
from scorejar.jdk import Jdk

RECIPES: Sequence[Recipe] = (L100, L1000)
ROWS = (10_000, 100_000)
WARM_UP_S = 4.0
TURN_S = 0.25
ROUNDS = 15
MOST_S = 600


class Child:
    """A process that scores arrays with so many threads while it is asked to."""

    def __init__(self, model: Model, java: Jdk, threads: int, on: set[int]) -> None:
        command = [sys.executable, "-m", "benchmarks.threads", str(model.folder), str(threads)]
        with cores.pinned(on):
            self.process = subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                encoding="utf-8",
                env=environment.variables(java),
            )
        # One that hangs is ended, and has no answer then.
        self.limit = threading.Timer(MOST_S, self.process.kill)
        self.limit.start()

    def ask(self, rows: int, seconds: float) -> None:
        """Let it begin to score arrays of so many rows."""
        print(rows, seconds, file=self.process.stdin, flush=True)

    def answer(self) -> float:
        """Its rows a second, when it is through."""
        said = self.process.stdout.readline() if self.process.stdout else ""
        if not said:
            raise OSError(f"benchmarks.threads ended with {self.process.wait()}")
        return float(said)

    def end(self) -> None:
        """End it."""
        self.limit.cancel()
        self.process.kill()
        self.process.communicate()


def measure(models: Sequence[Model], progress: Callable[[str], None]) -> dict[str, Any]:
    """Rows by second of one thread, of two and of two processes, by turns; JSON-ready."""
    found: list[dict[str, Any]] = []
    own, other = cores.measured(), cores.driving()
    for model in models:
        for java in javas.found():
            progress(f"threads over {model.name} with JDK {java.version}")
            with ExitStack() as ends:
                kinds = [(1, own), (1, other), (2, own | other)]
                children = [Child(model, java, threads, on) for threads, on in kinds]
                for child in children:
                    ends.callback(child.end)
                one, beside, two = children
                teams = {"one": [one], "two": [two], "processes": [one, beside]}
                for rows in ROWS:
                    for team in teams.values():
                        together(team, rows, WARM_UP_S)
                    rates: dict[str, list[float]] = {name: [] for name in teams}
                    for place in range(ROUNDS):
                        for name in list(teams)[:: -1 if place % 2 else 1]:
                            rates[name].append(together(teams[name], rows, TURN_S))
                    found.append({"model": model.name, "java": java.version, "rows": rows, **rates})
    return {"lines": found, "rounds": ROUNDS}


def together(children: Sequence[Child], rows: int, seconds: float) -> float:
    """The rows a second of all of them at the same time."""
    for child in children:
        child.ask(rows, seconds)
    return sum([child.answer() for child in children])


def score(model: Model, threads: int) -> None:
    """Be a child."""
    from pyservice import open_scorer

    with open_scorer(model.jar) as alone, open_scorer(model.jar, threads=threads) as scorer:
        await_lanes()
        order = [model.columns.index(column.name) for column in scorer.schema.inputs]
        pool = np.array(model.pool(), float)[:, order]
        arrays = {rows: np.resize(pool, (rows, pool.shape[1])) for rows in ROWS}
        for array in arrays.values():
            if not np.array_equal(alone.predict(array), scorer.predict(array)):
                raise ValueError(f"{threads} threads gave other answers than one")
        for line in sys.stdin:
            rows, seconds = line.split()
            array = arrays[int(rows)]
            calls = 0
            started = now = time.perf_counter()
            while now - started < float(seconds):
                scorer.predict(array)
                calls += 1
                now = time.perf_counter()
            print(calls * len(array) / (now - started), flush=True)


def markdown(found: dict[str, Any]) -> str:
    """The part of the page."""
    kinds = ("one", "two", "processes")
    cells = [
        [
            *(line["model"], str(line["java"]), f"{line['rows']:,}"),
            *(number(float(np.median(line[kind]))) for kind in kinds),
            *(
                f"{np.median(np.array(line[kind]) / np.array(line['one'])):.2f}"
                for kind in kinds[1:]
            ),
        ]
        for line in found["lines"]
    ]
    heads = ["model", "JDK", "rows", "rows/s by one thread", "by two", "by two processes"]
    return "\n\n".join(
        [
            "## Two cores against one",
            "`predict` of one array by one thread and by two, and by two processes of one thread"
            " each, which share nothing but the machine: more than those the machine does not"
            f" give. In turns, medians of {found['rounds']} rounds. Of a small array the second"
            " thread's waking is a part.",
            table([*heads, "times", "times, processes"], cells),
        ]
    )


if __name__ == "__main__":
    score(Model.read(Path(sys.argv[1])), int(sys.argv[2]))
