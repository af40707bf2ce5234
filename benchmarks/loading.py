"""`python -m benchmarks.loading`: size, opening, memory, swaps and the tail of single calls.

Measured on lean jars, in JVMs of their own: the newest JDK, and JDK 17 where there is one.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from benchmarks import cores, recipes
from benchmarks.contenders.java import CLASSES, SOURCES, compiled
from benchmarks.markdown import number, table
from benchmarks.model import Model
from export.exporting import export
from pyservice.jvm_options import vector_options
from scorejar import jars, jdk

OPTIONS = ("-XX:+UseSerialGC", "-Xms512m", "-Xmx512m")
OPENINGS = 5
SWAPS = 20
LOAD = 2
CALLS = 500_000
RECIPES = (recipes.L100, recipes.L1000)


def jdks() -> list[jdk.Jdk]:
    """The newest JDK, and the oldest that is supported where it is another one."""
    newest = jdk.find()
    oldest = [
        found for found in map(jdk.read, jdk.homes()) if found and found.version == jdk.OLDEST
    ]
    both = {found.version: found for found in [*oldest, newest] if found}
    return [both[version] for version in sorted(both, reverse=True)]


def lean(model: Model) -> Path:
    """The model's lean jar, exported anew where the other one is newer."""
    repository = model.folder / "lean"
    jar = repository / model.jar.parent.name / "1.jar"
    if jar.is_file() and jar.stat().st_mtime < model.jar.stat().st_mtime:
        jar.unlink()
    if not jar.is_file():
        export(
            model.folder / "model.pmml",
            model=model.jar.parent.name,
            repository=repository,
            evidence=model.folder / "evidence.parquet",
            version=1,
            engine="compiled",
        )
    return jar


def java(found: jdk.Jdk, main: str, *arguments: object, free: bool = False) -> dict[str, list[int]]:
    """Run one of the programs in java/loading; its lines of a word and numbers, by the word.

    free: on all cores and with the heap as the JVM sizes it; else on one core.
    """
    [scorer] = jars.own("scorejar-scorer")
    shared = [SOURCES / "Pool.java", SOURCES / "Lanes.java"]
    sources = [*shared, *sorted((SOURCES / "loading").glob("*.java"))]
    classes = compiled(sources, [scorer], CLASSES / "loading")
    options = ["-XX:+UseSerialGC"] if free else list(OPTIONS)
    command = [str(found.java), *options, *vector_options(found)]
    command += ["-cp", jars.class_path([classes, scorer]), main, *map(str, arguments)]
    with cores.pinned(set() if free else cores.measured()):
        done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    if done.returncode:
        raise OSError(f"{main} ended with {done.returncode}: {done.stderr}")
    lines = [line.split() for line in done.stdout.splitlines()]
    return {line[0]: [int(word) for word in line[1:]] for line in lines}


def measure(models: Sequence[Model], progress: Callable[[str], None]) -> dict[str, Any]:
    """All figures, of the largest model where not of all of them; JSON-ready.

    models: at least one; those named L100 and L1000 are what the targets are about.
    """
    progress("exporting lean jars")
    held = {model.name: lean(model) for model in models}
    sizes = {
        model.name: {
            "jar": held[model.name].stat().st_size,
            "pipeline": (model.folder / "pipeline.joblib").stat().st_size,
        }
        for model in models
    }
    by_size = sorted(models, key=lambda model: sizes[model.name]["jar"])
    small, large = by_size[0], by_size[-1]
    found: dict[str, Any] = {"large": large.name, "sizes": sizes, "jdks": {}}
    for each in jdks():
        progress(f"loading {large.name} with JDK {each.version}")
        found["jdks"][str(each.version)] = {
            "opening": opening(each, held[small.name], held[large.name]),
            "memory": {
                k: v[0] for k, v in java(each, "Memory", held[large.name], free=True).items()
            },
            "swaps": swaps(each, held[large.name], large),
            "tail": {
                model.name: java(each, "Tail", held[model.name], model.folder / "pool.csv", CALLS)
                for model in models
            },
        }
    return found


def opening(found: jdk.Jdk, small: Path, large: Path) -> dict[str, float]:
    """Milliseconds from a file to its first answer: medians over fresh JVMs, all cores."""
    runs = [java(found, "Opening", small, large, free=True) for _ in range(OPENINGS)]
    return {key: statistics.median(run[key][0] for run in runs) / 1e6 for key in ("first", "again")}


def swaps(found: jdk.Jdk, jar: Path, model: Model) -> dict[str, float]:
    """First calls after swaps, over the median before: by swap and thread; all cores."""
    with tempfile.TemporaryDirectory(prefix="scorejar-") as folder:
        arguments = (jar, model.folder / "pool.csv", SWAPS, folder, LOAD)
        lines = java(found, "Swaps", *arguments, free=True)
    before, first, after, control = (lines[key] for key in ("before", "first", "next", "control"))
    ratios = sorted(one / steady for one, steady in zip(first, before, strict=True))
    controls = sorted(one / steady for one, steady in zip(control, before, strict=True))
    return {
        "count": len(ratios),
        "before_us": statistics.median(before) / 1e3,
        "first_us": statistics.median(first) / 1e3,
        "next_us": statistics.median(after) / 1e3,
        "ratio": statistics.median(ratios),
        "ratio_p90": ratios[int(0.9 * len(ratios))],
        "control_us": statistics.median(control) / 1e3,
        "control": statistics.median(controls),
        "control_p90": controls[int(0.9 * len(controls))],
    }


def markdown(found: dict[str, Any]) -> str:
    """The section of the report."""
    large, by_jdk = found["large"], found["jdks"].items()
    sizes = [
        [
            name,
            f"{size['jar'] / 1e3:.0f}",
            f"{size['pipeline'] / 1e3:.0f}",
            f"{size['pipeline'] / size['jar']:.1f}",
        ]
        for name, size in found["sizes"].items()
    ]
    loads = [
        [
            f"JDK {version}",
            *(number(one["opening"][key]) for key in ("first", "again")),
            *(f"{one['memory'][key] / 1e6:.1f}" for key in ("heap", "others", "resident")),
        ]
        for version, one in by_jdk
    ]
    changes = [
        [
            f"JDK {version}",
            *(number(one["swaps"][key]) for key in ("before_us", "first_us", "next_us")),
            *(number(one["swaps"][key]) for key in ("ratio", "ratio_p90")),
            *(number(one["swaps"].get(key)) for key in ("control_us", "control", "control_p90")),
        ]
        for version, one in by_jdk
    ]
    tails = [
        [
            f"{name}, JDK {version}",
            *(number(nanos / 1e3) for nanos in tail["row"]),
            number(tail["row"][2] / tail["row"][0]),
            *(number(tail["control"][place] / 1e3) for place in (0, 2)),
            number(tail["control"][2] / tail["control"][0]),
            f"{tail['clock'][0]} / {tail['clock'][2]}",
        ]
        for version, one in by_jdk
        for name, tail in one["tail"].items()
    ]
    parts = [
        "## Loading and swapping",
        "A lean jar beside the pipeline that joblib saved, in kB:",
        table(["model", "lean jar", "pipeline.joblib", "times smaller"], sizes),
        f"Opening the lean jar of {large}, to its first answer, in a JVM that had opened one small"
        f" jar before (median of {OPENINGS} JVMs), and when it is opened again; and what one more"
        " open version keeps, after rows and blocks were scored, in a JVM that had opened and"
        " closed 60 before:",
        table(
            ["", "open, ms", "again, ms", "heap, MB", "code and classes, MB", "resident, MB"], loads
        ),
        f"Swaps under load: {SWAPS} versions of {large} come while {LOAD} threads score and clock"
        " each call. Steady is the median of the 2,000 calls before; the first call on a new"
        " version has its tables to fetch into a core's cache; next are the ten calls after it. The"
        " control is no swap: one call, 5,000 later, on a version that stays and that the thread"
        " called last as long before, so that its tables have left the cache as well. What the"
        " control is over steady is the machine's, not the swap's:",
        table(
            [
                *("", "steady, µs", "first, µs", "next, µs", "first over steady", "its p90"),
                *("control, µs", "control over steady", "its p90"),
            ],
            changes,
        ),
        f"Single calls, one row of `double[]`, one core, {CALLS:,} calls on distinct rows, each"
        f" clocked by itself; `{' '.join(OPTIONS)}`, safepoints as the JVM sets them. Reading the"
        " clock is part of each; it is in the last column, p50 and p99.9. The control is the same"
        " loop around a count in registers of about the same length, without a model: what its"
        " tail is, is the machine's:",
        table(
            [
                *("µs", "p50", "p99", "p99.9", "p99.99", "p99.9 over p50"),
                *("control p50", "control p99.9", "control p99.9 over p50", "clock, ns"),
            ],
            tails,
        ),
    ]
    return "\n\n".join(parts)


def main() -> None:
    """Parse, measure, print the section."""
    options = argparse.ArgumentParser(prog="python -m benchmarks.loading", description=__doc__)
    names = [recipe.name for recipe in RECIPES]
    options.add_argument("--model", action="append", choices=names, help="default: both")
    given = options.parse_args()
    models = [recipes.prepare(r) for r in RECIPES if not given.model or r.name in given.model]
    print(markdown(measure(models, lambda told: print(told, file=sys.stderr))))


if __name__ == "__main__":
    main()
