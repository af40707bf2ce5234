"""The same jars in one JVM after another: Java releases, vector widths, and no compiler at all."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from scorejar import jars, jdk
from scorejar.errors import ScorejarError, UsageError

SOURCES = Path(__file__).parents[1] / "java" / "bits"
MAIN = "io.scorejar.transpiler.Bits"
OPTIONS = ("-Xmx1g", "-XX:+UseSerialGC", "-Dfile.encoding=UTF-8", "-Dscorejar.kernel=reference")
VECTORS = "jdk.incubator.vector"
ALL = 1_000_000
WITHOUT_COMPILER = (300, 3)
"""Rows of a jar, and of those for kernels of lanes: 50 times slower, and an object a vector."""


class Variant(NamedTuple):
    """A JVM to run in: its name, how it is started, and on how many rows of a jar."""

    name: str
    command: list[str]
    rows: int
    lane_rows: int


def javas() -> list[jdk.Jdk]:
    """The oldest and the newest Java that is here; one where there is one."""
    found = {java.version: java for java in map(jdk.read, jdk.homes()) if java is not None}
    fit = sorted(version for version in found if version >= jdk.OLDEST)
    return [found[version] for version in dict.fromkeys((fit[0], fit[-1]))]


def variants(rows: int = ALL, lane_rows: int = ALL) -> Iterator[Variant]:
    """Every JVM of the matrix; none of the rows' numbers is above what is given."""
    for java in javas():
        command = [str(java.java), *OPTIONS]
        if java.version >= 25:
            command += ["--add-modules", VECTORS]
        for width in (0, 2, 3):
            name = f"JDK {java.version}, -XX:UseAVX={width}"
            yield Variant(name, [*command, f"-XX:UseAVX={width}"], rows, lane_rows)
        few, fewest = min(rows, WITHOUT_COMPILER[0]), min(lane_rows, WITHOUT_COMPILER[1])
        yield Variant(f"JDK {java.version}, -Xint", [*command, "-Xint"], few, fewest)


def compiled(folder: Path) -> str:
    """The class path of the comparison, its classes made for the oldest Java of the matrix."""
    found = jdk.find(compiler=True)
    if found is None:
        raise UsageError(jdk.MISSING)
    path = jars.class_path(jars.transpiling())
    javac = [str(found.java.with_name("javac")), "--release", str(jdk.OLDEST), "-nowarn"]
    sources = [str(source) for source in sorted(SOURCES.glob("*.java"))]
    subprocess.run([*javac, "-cp", path, "-d", str(folder), *sources], check=True)
    return f"{folder}:{path}"


def run(variant: Variant, class_path: str, folder: Path) -> dict[str, Any]:
    """What one JVM finds in a folder of jars: jars, lanes, answers, kernels, differences."""
    numbers = [str(variant.rows), str(variant.lane_rows)]
    command = [*variant.command, "-cp", class_path, MAIN, str(folder), *numbers]
    said = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    if said.returncode:
        raise ScorejarError(f"{variant.name}: {said.stderr.strip() or said.stdout.strip()}")
    found: dict[str, Any] = json.loads(said.stdout)
    return found


def matrix(
    chosen: Sequence[Variant], class_path: str, folder: Path, tell: Callable[[str], None]
) -> dict[str, dict[str, Any]]:
    """What every JVM finds, by its name; `tell` hears a line of the table for each as it ends."""
    tell("| JVM | jars | kernels | rows, kernel and reference | reference and JPMML | differ |")
    tell("|---|---|---|---|---|---|")
    found = {}
    for variant in chosen:
        found[variant.name] = one = run(variant, class_path, folder)
        compared = sum(one["kernels"].values())
        tell(
            f"| {variant.name} | {one['jars']} | {len(one['kernels'])} | {compared:,}"
            f" | {one['answers']:,} | {len(one['differences'])} |"
        )
    return found
