"""`python -m benchmarks.profile`: where the time of one row and of a batch goes, and its limits.

Each stage alone, on what it gets in a call; the processor's time, the best of many passes over
distinct rows, one core.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from benchmarks import cores, environment, javas, recipes
from benchmarks.contenders.java import CLASSES, SOURCES, compiled
from benchmarks.kernels import rows_of
from benchmarks.markdown import MISSING, number, table
from benchmarks.model import Model
from pyservice.jvm_options import vector_options
from scorejar import jars

RECIPES = (recipes.L100, recipes.L1000)
SECONDS = 0.4
BATCH = 10_000
LINE = 64
STAGES = {
    "row": {
        "schema": "check of the schema",
        "ranks": "ranks of the columns",
        "conditions": "conditions and leaves",
        "sums": "sum of the leaves",
        "steps": "link and label",
        "rest": "the call, its memory, the answer",
        "bridge": "from Python: bridge and array",
    },
    "block": {
        "schema": "check of the schema",
        "copy": "copy into frames",
        "ranks": "ranks of the columns",
        "conditions": "conditions",
        "parts": "parting rows at nodes",
        "numbers": "leaf of each row",
        "values": "sum of the leaves",
        "steps": "link and label",
        "rest": "the call, the answers",
        "bridge": "from Python: bridge and array",
    },
}
FROM_PYTHON = """
import sys, time
import numpy as np
from pyservice import open_scorer
jar, rows, batch = sys.argv[1], sys.argv[2], int(sys.argv[3])
def best(calls, seconds):
    least, end = [], time.thread_time() + seconds
    while time.thread_time() < end:
        begun = time.thread_time_ns()
        for call in calls:
            scorer.predict(call)
        least.append((time.thread_time_ns() - begun) / sum(map(len, calls)))
    return min(least)
with open_scorer(jar) as scorer:
    pool = np.fromfile(rows).reshape(-1, len(scorer.schema.inputs))
    ones = [pool[i : i + 1] for i in range(500)]
    many = [pool[:batch]]
    best(ones, 2.0), best(many, 1.0)
    print(best(ones, 1.0), best(many, 1.0))
"""


def measure(models: Sequence[Model], progress: Callable[[str], None]) -> dict[str, Any]:
    """Nanoseconds a row by stage, and facts of the tables, by model and JDK; JSON-ready."""
    library = jars.own("scorejar-scorer")
    sources = sorted((SOURCES / "profile").glob("*.java"))
    classes = compiled(sources, library, CLASSES / "profile")
    path = jars.class_path([classes, *library])
    found: dict[str, Any] = {"caches": caches(), "lines": []}
    for model in models:
        rows = rows_of(model)
        for java in javas.found():
            progress(f"profile of {model.name}, JDK {java.version}")
            command = [str(java.java), "-XX:+UseSerialGC", *vector_options(java), "-cp", path]
            command += ["io.scorejar.kernel.Profile", str(model.jar), str(rows), str(SECONDS)]
            python = [sys.executable, "-c", FROM_PYTHON, str(model.jar), str(rows), str(BATCH)]
            with cores.pinned(cores.measured()):
                line = read(subprocess.run(command, check=True, capture_output=True, text=True))
                told = subprocess.run(
                    python,
                    check=True,
                    capture_output=True,
                    text=True,
                    env=environment.variables(java),
                )
            for kind, nanos in zip(("row", "block"), told.stdout.split(), strict=True):
                line[kind]["python"] = float(nanos)
            found["lines"].append({"model": model.name, "java": java.version, **line})
    return found


def read(done: subprocess.CompletedProcess[str]) -> dict[str, dict[str, Any]]:
    """What Profile printed: times of a row, of a row of a block, and facts."""
    found: dict[str, dict[str, Any]] = {"row": {}, "block": {}, "fact": {}}
    for line in done.stdout.splitlines():
        kind, name, value = line.split("\t")
        found[kind][name] = value if kind == "fact" else float(value)
    return found


def caches() -> dict[str, str]:
    """The sizes of the measured core's data caches, where the system says them."""
    found = {}
    for core in sorted(cores.measured()):
        for index in sorted(Path(f"/sys/devices/system/cpu/cpu{core}/cache").glob("index*")):
            level, kind, size = (
                (index / name).read_text().strip() for name in ("level", "type", "size")
            )
            if kind != "Instruction":
                found[f"L{level}"] = size
    return found


def stages(kind: str, nanos: dict[str, float]) -> dict[str, float | None]:
    """The time of each stage, of those known by themselves or by what is left; None: not known."""
    inside = ("ranks", "sums") if kind == "row" else ("ranks", "conditions", "parts", "numbers")
    outside = ("schema", "copy", "steps")
    found = {name: nanos.get(name) for name in STAGES[kind]}
    left = nanos["kernel"] - sum(nanos.get(name, 0.0) for name in inside)
    # What the kernel does besides: for blocks of an unknown kernel, all that it does.
    found["values" if kind == "block" and "parts" in nanos else "conditions"] = max(0.0, left)
    around = nanos["kernel"] + sum(nanos.get(name, 0.0) for name in outside)
    found["rest"] = max(0.0, nanos["whole"] - around)
    found["bridge"] = max(0.0, nanos["python"] - nanos["whole"])
    return found


def markdown(found: dict[str, Any]) -> str:
    """The section of the report."""
    lines = found["lines"]
    heads = [f"{line['model']}, JDK {line['java']}" for line in lines]
    said = ", ".join(f"{name} {size}" for name, size in found["caches"].items()) or "not known"
    parts = [
        "## Where the time goes",
        "Each stage alone, on what it gets in a call, in nanoseconds of the processor's time a"
        " row: the best of many passes over 8,192 distinct rows, one core. Stages in one call"
        " overlap, so that they need not add up; what is left of a whole is called by what else"
        " happens in it. Of a batch kernel whose stages are not known alone, all stands under"
        " conditions.",
    ]
    for kind, title in (("row", "One row a call"), ("block", f"{BATCH:,} rows a call")):
        times = [stages(kind, line[kind]) for line in lines]
        rows = [["kernel", *(line["fact"][f"{kind} kernel"] for line in lines)]]
        rows += [
            [stage, *(number(one[name]) if one[name] is not None else MISSING for one in times)]
            for name, stage in STAGES[kind].items()
        ]
        rows += [
            ["**whole, in Java**", *(number(line[kind]["whole"]) for line in lines)],
            ["**whole, from Python**", *(number(line[kind]["python"]) for line in lines)],
        ]
        parts += [f"### {title}", table(["ns a row", *heads], rows)]
    parts += ["### How far the limit is", table(["", *heads], limits(lines)), bounds(said)]
    return "\n\n".join(parts)


def limits(lines: Sequence[dict[str, Any]]) -> list[list[str]]:
    """What one row takes of nodes, tables and cycles."""
    columns = [limit(line) for line in lines]
    return [[name, *(column[name] for column in columns)] for name in columns[0]]


def limit(line: dict[str, Any]) -> dict[str, str]:
    """The same for one model and JDK."""
    fact = line["fact"]
    clock, nodes, visits = (float(fact[name]) for name in ("gigahertz", "nodes", "visits"))
    row = stages("row", line["row"])["conditions"] or 0.0
    block = stages("block", line["block"])
    many = sum(block[name] or 0.0 for name in ("conditions", "parts", "numbers", "values"))
    tables = {kind: table_bytes(fact, kind) for kind in ("row", "block")}
    cached = tables["row"] / LINE
    return {
        "clock of the core, GHz": number(clock),
        "nodes of the forest": number(nodes),
        "of these on the way of a row": number(visits),
        "one row: ps a node": number(1_000 * row / nodes),
        "one row: cycles a node": number(row * clock / nodes),
        "one row: cycles a node on its way": number(row * clock / visits),
        "batch: ps a row and node": number(1_000 * many / nodes),
        "batch: cycles a row and node": number(many * clock / nodes),
        "tables of the kernel for one row, kB": number(tables["row"] / 1e3),
        "their cache lines": number(cached),
        "cycles for one row": number(row * clock),
        "tables of the kernel for a batch, kB": number(tables["block"] / 1e3),
    }


def table_bytes(fact: dict[str, str], kind: str) -> float:
    """Of all tables that the kernel has."""
    return sum(float(value) for name, value in fact.items() if name.startswith(f"{kind} table"))


def bounds(caches_said: str) -> str:
    """What the figures mean."""
    return (
        f"Caches of the core: {caches_said}. A node is one condition; cycles are those of the clock"
        " above, which a chain of dependent operations gives.\n\n"
        "- **Kernels in lanes** (`word-lanes`, `part-lanes`, …) read all of their tables for"
        " each row, and walk nowhere: their limit is a cache line of tables a cycle, from L2 where"
        " the tables are larger than L1. *Cycles for one row* beside *their cache lines* says how"
        " far it is.\n"
        "- **Masks and walks** (`masks`, `walk`) read what lies on the way of the row: they are"
        " bound by how long the next node or mask takes to come from L1 or L2, and by how many"
        " trees are under way at once.\n"
        "- **Slices** read their tables once for a block of rows; each node is two operations on"
        " 64 or 512 rows, so a batch is bound by operations, not by memory.\n"
        "- **One row of few trees** spends more on ranks, on the link and, from Python, on the"
        " bridge than on the trees: there the forest is no longer the limit."
    )


def main() -> None:
    """Parse, measure, print the section."""
    options = argparse.ArgumentParser(prog="python -m benchmarks.profile", description=__doc__)
    names = [recipe.name for recipe in RECIPES]
    options.add_argument("--model", action="append", choices=names, help="default: both")
    options.add_argument("--json", action="store_true", help="print the figures instead")
    given = options.parse_args()
    models = [recipes.prepare(r) for r in RECIPES if not given.model or r.name in given.model]
    found = measure(models, lambda text: print(text, file=sys.stderr))
    print(json.dumps(found, indent=1) if given.json else markdown(found))


if __name__ == "__main__":
    main()
