"""`python -m benchmarks.kernels`: every kernel on every model that is built, and the chosen one.

Each model in a JVM of its own, for JDK 25, for the same without 512-bit vectors, and for JDK 17;
time of the processor, best of many rounds over distinct rows.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks import cores, recipes
from benchmarks.contenders.java import CLASSES, SOURCES, compiled
from benchmarks.markdown import number, table
from benchmarks.model import Model
from pyservice import open_scorer
from pyservice.frames import frame_column, matrix
from pyservice.jvm_options import vector_options
from scorejar import jars, jdk
from scorejar.errors import UsageError

VALUES = 1 << 20
SECONDS = 2.0
RECIPES = recipes.MEASURED
BY_NAME = {recipe.name: recipe for recipe in RECIPES}


def measure(models: Sequence[Model], progress: Callable[[str], None]) -> dict[str, Any]:
    """The nanoseconds a row of each kernel, and which one was chosen, by model and JVM."""
    library = jars.own("scorejar-scorer")
    classes = compiled(sorted((SOURCES / "kernels").glob("*.java")), library, CLASSES / "kernels")
    path = jars.class_path([classes, *library])
    found: dict[str, Any] = {}
    for model in models:
        rows = rows_of(model)
        for name, java in machines().items():
            progress(f"kernels of {model.name}, {name}")
            command = [*java, "-XX:+UseSerialGC", "-cp", path, "io.scorejar.kernel.KernelTimes"]
            command += [str(model.jar), str(rows), str(SECONDS)]
            with cores.pinned(cores.measured()):
                done = subprocess.run(command, check=True, capture_output=True, text=True)
            found.setdefault(model.name, {})[name] = times(done.stdout)
    return found


def machines() -> dict[str, list[str]]:
    """The commands of the JVMs that are here."""
    newest = jdk.find()
    if newest is None:
        raise UsageError(jdk.MISSING)
    options = vector_options(newest)
    found = {f"JDK {newest.version}": [str(newest.java), *options]}
    if options:
        found[f"JDK {newest.version}, UseAVX=2"] = [str(newest.java), *options, "-XX:UseAVX=2"]
    others = sorted(filter(None, map(jdk.read, jdk.homes())), key=lambda java: java.version)
    if others and others[0].version < newest.version:
        found[f"JDK {others[0].version}"] = [str(others[0].java), *vector_options(others[0])]
    return found


def rows_of(model: Model) -> Path:
    """A file of distinct rows as the jar's schema has them."""
    file = model.folder / "kernels.f64"
    if not file.is_file() or file.stat().st_mtime < model.jar.stat().st_mtime:
        with open_scorer(model.jar) as scorer:
            schema = scorer.schema
        recipe = BY_NAME[model.name]
        count = min(20_000, VALUES // recipe.columns)
        frame, _ = recipe.rows(count, seed=3)
        made = matrix(schema, count, lambda c: frame_column(c, frame[c.name]))
        np.ascontiguousarray(made).tofile(file)
    return file


def times(printed: str) -> list[dict[str, Any]]:
    """What KernelTimes printed, as one entry a forest."""
    forests: list[dict[str, Any]] = []
    for line in printed.splitlines():
        first, second, third = line.split("\t")
        if first == "cold" and second == "row":
            forests.append({"row": {}, "block": {}, "cold": {}, "warm": {}})
        value = float(third) if first in ("row", "block") else third
        forests[-1][first][second] = value
    return forests


def markdown(found: dict[str, Any]) -> str:
    """The section of the report."""
    lines = []
    for model, by_java in found.items():
        for java, forests in by_java.items():
            for forest in forests:
                lines += [cells(model, java, kind, forest) for kind in ("row", "block")]
    header = ["model", "JVM", "for", "chosen", "ns a row", "fastest", "ns a row"]
    header += ["chosen / fastest", "cold choice / fastest", "reference / chosen"]
    parts = [
        "## Kernels",
        "Every kernel that takes a model's forest was timed, for one row and for blocks of rows:"
        " the best of many rounds over distinct rows, one core, the processor's time. *Chosen* is"
        " what the choice takes in a JVM that has compiled the kernels; the cold choice is that of"
        " one that has not; the reference is the plainest walk.",
        table(header, lines),
    ]
    return "\n\n".join(parts)


def cells(model: str, java: str, kind: str, forest: dict[str, Any]) -> list[str]:
    """One line: the kernel that was chosen beside the fastest one and the reference walk."""
    nanos: dict[str, float] = forest[kind]
    fastest = min(nanos, key=nanos.__getitem__)
    chosen, cold = forest["warm"][kind], forest["cold"][kind]
    mine = nanos.get(chosen, forest["row"].get(chosen, 0.0))
    first = nanos.get(cold, forest["row"].get(cold, 0.0))
    ratios = [mine / nanos[fastest], first / nanos[fastest], forest["row"]["reference"] / mine]
    line = [model, java, kind, chosen, number(mine), fastest, number(nanos[fastest])]
    return [*line, *(f"{ratio:.2f}" for ratio in ratios)]


def main() -> None:
    """Parse, measure, print the section."""
    options = argparse.ArgumentParser(prog="python -m benchmarks.kernels", description=__doc__)
    options.add_argument("--model", action="append", choices=list(BY_NAME), help="default: built")
    given = options.parse_args()
    names = given.model or [n for n in BY_NAME if (recipes.FOLDER / n / "made-from").is_file()]
    models = [recipes.prepare(BY_NAME[name]) for name in names]
    print(markdown(measure(models, lambda text: print(text, file=sys.stderr))))


if __name__ == "__main__":
    main()
