"""`python -m benchmarks.jmh`: the jar inside the JVM, by JMH.

Every figure comes from several JVMs, one after the other. One row is one of 65,536 distinct ones.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks import cores, recipes
from benchmarks.contenders.java import CLASSES, SOURCES
from benchmarks.maven import libraries
from benchmarks.report import number, table
from pyservice.jvm_options import vector_options
from pyservice.schema import Schema
from scorejar import jars, jdk
from scorejar.errors import UsageError

POOL_ROWS = 65_536
RECIPES = (recipes.L100, recipes.L1000, recipes.MIXED, recipes.CLASSES, recipes.FOREST)
TIMES = ("-wi", "4", "-w", "1", "-i", "5", "-r", "1", "-tu", "us")


def compiled() -> list[Path]:
    """The class path of the benchmark, which javac makes with JMH's own generator."""
    java = jdk.find(compiler=True)
    if java is None:
        raise UsageError(jdk.MISSING)
    path = [*libraries("jmh.lock"), *jars.serving()]
    folder = CLASSES / "jmh"
    folder.mkdir(parents=True, exist_ok=True)
    javac = [str(java.home / "bin" / "javac"), "--release", "17", "-proc:full", "-d", str(folder)]
    if java.version < 21:
        javac.remove("-proc:full")
    sources = map(str, (SOURCES / "jmh").glob("*.java"))
    subprocess.run([*javac, "-cp", jars.class_path(path), *sources], check=True)
    return [folder, *path]


def rows_of(recipe: recipes.Recipe, jar: Path, file: Path) -> None:
    """Write a pool of rows as the jar's schema has them."""
    from pyservice import open_scorer
    from pyservice.frames import frame_column, matrix

    with open_scorer(jar) as scorer:
        schema: Schema = scorer.schema
    table_of_rows, _ = recipe.rows(POOL_ROWS, seed=3)
    made = matrix(schema, POOL_ROWS, lambda c: frame_column(c, table_of_rows[c.name]))
    np.ascontiguousarray(made).tofile(file)


def measure(recipe: recipes.Recipe, engine: str, forks: int, path: list[Path]) -> list[Any]:
    """JMH's results for one model and engine."""
    model = recipes.prepare(recipe)
    rows = model.folder / "jmh.f64"
    if not rows.is_file() or rows.stat().st_mtime < model.jar.stat().st_mtime:
        rows_of(recipe, model.jar, rows)
    java = jdk.find()
    if java is None:
        raise UsageError(jdk.MISSING)
    options = ["-XX:+UseSerialGC", "-Xms512m", "-Xmx512m", *vector_options(java)]
    command = [str(java.java), "-cp", jars.class_path(path), "org.openjdk.jmh.Main"]
    command += ["-f", str(forks), *TIMES, "-jvmArgs", " ".join(options)]
    command += ["-p", f"jar={model.jar}", "-p", f"rows={rows}", "-p", f"engine={engine}"]
    found: list[Any] = []
    results = model.folder / "jmh.json"
    for which, modes in (("RowBenchmark.row$", "sample,avgt"), ("batch|sameRow", "avgt")):
        with cores.pinned(cores.measured()):
            told = ["-bm", modes, "-rf", "json", "-rff", str(results), which]
            subprocess.run([*command, *told], check=True, stdout=sys.stderr)
        found += json.loads(results.read_text())
    return found


def cells(name: str, engine: str, results: list[Any]) -> list[str]:
    """One line of the table."""
    by_kind = {(r["benchmark"].rpartition(".")[2], r["mode"]): r["primaryMetric"] for r in results}
    sampled = by_kind["row", "sample"]["scorePercentiles"]
    means = [by_kind[kind, "avgt"] for kind in ("row", "batch", "sameRow")]
    return [
        name,
        engine,
        *(f"{number(m['score'])} ± {number(float(m['scoreError']))}" for m in means[:1]),
        *(number(sampled[percent]) for percent in ("50.0", "99.0", "99.9")),
        *(number(m["score"]) for m in means[1:]),
    ]


def main() -> None:
    """Parse, measure, print a table."""
    options = argparse.ArgumentParser(prog="python -m benchmarks.jmh", description=__doc__)
    names = [recipe.name for recipe in RECIPES]
    options.add_argument("--model", action="append", choices=names, help="default: all")
    options.add_argument("--engine", action="append", help="default: auto, the jar's first")
    options.add_argument("--forks", type=int, default=3, help="JVMs for each figure (default 3)")
    given = options.parse_args()
    path = compiled()
    lines = [
        cells(recipe.name, engine, measure(recipe, engine, given.forks, path))
        for recipe in RECIPES
        if not given.model or recipe.name in given.model
        for engine in given.engine or ["auto"]
    ]
    header = ["model", "engine", "µs a row", "p50 µs", "p99 µs", "p99.9 µs", "µs a row of a batch"]
    print(table([*header, "µs, the same row again"], lines))
    print("\nPercentiles include reading the clock. The same row again is learnt by heart.")


if __name__ == "__main__":
    main()
