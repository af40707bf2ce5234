"""How much two threads add to one in `predict`: `python -m benchmarks --section threads`.

One process per JDK opens the jar twice, for one thread and for two, and scores the same array with
each by turns. Waking a thread takes some tenths of a millisecond, so it is told for a small and
for a large array. Run as a program of its own it is that process.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks import cores, javas
from benchmarks.contenders.scorer import await_lanes
from benchmarks.markdown import number, table
from benchmarks.model import Model
from benchmarks.recipes import L100, L1000, Recipe

RECIPES: Sequence[Recipe] = (L100, L1000)
ROWS = (10_000, 100_000)
WARM_UP_S = 4.0
ROUNDS = 15
MOST_S = 600


def measure(models: Sequence[Model], progress: Callable[[str], None]) -> dict[str, Any]:
    """Rows by second of one and of two threads, by model, JDK and array; JSON-ready."""
    found: list[dict[str, Any]] = []
    for model in models:
        for java in javas.found():
            progress(f"threads over {model.name} with JDK {java.version}")
            command = [sys.executable, "-m", "benchmarks.threads", str(model.folder)]
            with cores.pinned(set()):
                done = subprocess.run(
                    command,
                    capture_output=True,
                    encoding="utf-8",
                    check=False,
                    timeout=MOST_S,
                    env={**os.environ, "SCOREJAR_JAVA_HOME": str(java.home)},
                )
            if done.returncode:
                raise OSError(f"benchmarks.threads ended with {done.returncode}: {done.stderr}")
            found += [
                {"model": model.name, "java": java.version, **line}
                for line in json.loads(done.stdout)
            ]
    return {"lines": found, "rounds": ROUNDS}


def by_turns(model: Model) -> list[dict[str, Any]]:
    """Rows by second of each thread count, round by round, for each number of rows."""
    from pyservice import open_scorer

    one, two = (open_scorer(model.jar, threads=threads) for threads in (1, 2))
    await_lanes()
    order = [model.columns.index(column.name) for column in one.schema.inputs]
    pool = np.array(model.pool(), float)[:, order]
    found = []
    with one, two:
        for rows in ROWS:
            table_of_rows = np.resize(pool, (rows, pool.shape[1]))
            expected = one.predict(table_of_rows)
            if not np.array_equal(expected, two.predict(table_of_rows)):
                raise ValueError("two threads gave other answers than one")
            rates: dict[int, list[float]] = {1: [], 2: []}
            end = time.perf_counter() + WARM_UP_S
            while time.perf_counter() < end:
                one.predict(table_of_rows)
                two.predict(table_of_rows)
            for place in range(ROUNDS):
                for threads, scorer in [(1, one), (2, two)][:: -1 if place % 2 else 1]:
                    started = time.perf_counter()
                    scorer.predict(table_of_rows)
                    rates[threads].append(rows / (time.perf_counter() - started))
            found.append({"rows": rows, "one": rates[1], "two": rates[2]})
    return found


def markdown(found: dict[str, Any]) -> str:
    """The part of the page."""
    cells = [
        [
            *(line["model"], str(line["java"]), f"{line['rows']:,}"),
            *(number(float(np.median(line[threads]))) for threads in ("one", "two")),
            f"{np.median(np.array(line['two']) / np.array(line['one'])):.2f}",
        ]
        for line in found["lines"]
    ]
    return "\n\n".join(
        [
            "## Two cores against one",
            "`predict` of one array by one thread and by two, in turns in one process, medians of"
            f" {found['rounds']} rounds. Of a small array the second thread's waking is a part.",
            table(["model", "JDK", "rows", "rows/s by one", "rows/s by two", "times"], cells),
        ]
    )


if __name__ == "__main__":
    print(json.dumps(by_turns(Model.read(Path(sys.argv[1])))))
