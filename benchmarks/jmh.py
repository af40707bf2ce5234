"""`python -m benchmarks.jmh`: the jar inside the JVM, by JMH, on each Java that is found.

Every figure comes from several JVMs, one after the other. One row is one of 65,536 distinct ones.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks import cores, ending, javas, recipes
from benchmarks.contenders.java import CLASSES, SOURCES
from benchmarks.markdown import number, table
from benchmarks.maven import libraries
from benchmarks.model import Model
from pyservice.jvm_options import vector_options
from pyservice.schema import Schema
from scorejar import jars, jdk
from scorejar.errors import UsageError

POOL_ROWS = 65_536
RECIPES = (recipes.L100, recipes.L1000, recipes.MIXED)
FORKS = 2
TIMES = ("-wi", "2", "-w", "1", "-i", "3", "-r", "1", "-tu", "us")
FORK_SECONDS = 60
KINDS = (("RowBenchmark.row$", "sample,avgt"), ("RowBenchmark.batch", "avgt"))
FOOTNOTE = ("RowBenchmark.sameRow", "avgt")


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
    sources = map(str, [SOURCES / "Lanes.java", *(SOURCES / "jmh").glob("*.java")])
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


def measure(
    models: Sequence[Model],
    progress: Callable[[str], None],
    engines: Sequence[str] = ("auto",),
    forks: int = FORKS,
) -> dict[str, Any]:
    """JMH's results of the models that it is for, each on each Java.

    models: as `recipes.prepare` makes them. The same row again is measured on the first model.
    """
    path = compiled()
    lines: list[dict[str, Any]] = []
    for recipe in RECIPES:
        for model in [model for model in models if model.name == recipe.name]:
            rows = model.folder / "jmh.f64"
            if not rows.is_file() or rows.stat().st_mtime < model.jar.stat().st_mtime:
                rows_of(recipe, model.jar, rows)
            for engine in engines:
                for java in javas.found():
                    progress(f"JMH: {model.name}, {engine}, JDK {java.version}")
                    kinds = [*KINDS, FOOTNOTE] if not lines else KINDS
                    run = partial(jmh, model, rows, engine, java, forks, path)
                    about = {"model": model.name, "engine": engine, "java": java.version}
                    lines.append({**about, **figures([r for k in kinds for r in run(*k)])})
    return {"forks": forks, "lines": lines}


def jmh(
    model: Model,
    rows: Path,
    engine: str,
    java: jdk.Jdk,
    forks: int,
    path: list[Path],
    which: str,
    modes: str,
) -> list[Any]:
    """What JMH found for some of the benchmarks. Raises SubprocessError where it fails or hangs."""
    options = ["-XX:+UseSerialGC", "-Xms512m", "-Xmx512m", *vector_options(java)]
    results = model.folder / "jmh.json"
    command = [str(java.java), "-cp", jars.class_path(path), "org.openjdk.jmh.Main"]
    command += ["-f", str(forks), *TIMES, "-jvmArgs", " ".join(options), "-foe", "true"]
    command += ["-p", f"jar={model.jar}", "-p", f"rows={rows}", "-p", f"engine={engine}"]
    command += ["-bm", modes, "-rf", "json", "-rff", str(results), which]
    limit = FORK_SECONDS * forks * len(modes.split(","))
    with cores.pinned(cores.measured()):
        subprocess.run(command, check=True, stdout=sys.stderr, timeout=limit)
    found: list[Any] = json.loads(results.read_text())
    return found


def figures(results: Sequence[Any]) -> dict[str, float]:
    """The figures of a line, in microseconds a row."""
    found: dict[str, float] = {}
    for result in results:
        kind, metric = result["benchmark"].rpartition(".")[2], result["primaryMetric"]
        if result["mode"] == "sample":
            percentiles = metric["scorePercentiles"]
            found |= {f"p{name}": percentiles[name] for name in ("50.0", "99.0", "99.9")}
        else:
            found[kind] = metric["score"]
            found[f"{kind}_error"] = float(metric["scoreError"])
    return found


def markdown(found: dict[str, Any]) -> str:
    """The section of the page."""
    names = ("p50.0", "p99.0", "p99.9")
    cells = [
        [
            line["model"],
            str(line["java"]),
            line["engine"],
            f"{number(line['row'])} ± {number(line['row_error'])}",
            *(number(line[name]) for name in names),
            number(line["p99.9"] / line["p50.0"]),
            number(line["batch"]),
        ]
        for line in found["lines"]
    ]
    header = ["model", "JDK", "engine", "µs a row", "p50 µs", "p99 µs", "p99.9 µs", "p99.9 / p50"]
    parts = [
        "## Inside the JVM alone",
        f"By JMH, {found['forks']} JVM(s) for each figure, the mean and its error at 99.9 %; one"
        f" row of {POOL_ROWS:,} distinct ones a call, then 8,192 rows a call. Percentiles include"
        " reading the clock.",
        table([*header, "µs a row of a batch"], cells),
    ]
    for line in [line for line in found["lines"] if "sameRow" in line]:
        parts.append(
            f"The same row again and again takes {number(line['sameRow'])} µs ({line['model']},"
            f" JDK {line['java']}): the processor learns it by heart, and it measures nothing."
        )
    return "\n\n".join(parts)


def main() -> None:
    """Parse, measure, print the section."""
    ending.on_sigterm()
    options = argparse.ArgumentParser(prog="python -m benchmarks.jmh", description=__doc__)
    names = [recipe.name for recipe in RECIPES]
    options.add_argument("--model", action="append", choices=names, help="default: all")
    options.add_argument("--engine", action="append", help="default: auto, the jar's first")
    options.add_argument(
        "--forks", type=int, default=FORKS, help=f"JVMs for each figure (default {FORKS})"
    )
    given = options.parse_args()
    models = [recipes.prepare(r) for r in RECIPES if not given.model or r.name in given.model]
    engines = given.engine or ["auto"]
    found = measure(models, lambda text: print(text, file=sys.stderr), engines, given.forks)
    print(markdown(found))


if __name__ == "__main__":
    main()
