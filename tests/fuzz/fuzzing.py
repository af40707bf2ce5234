"""Good inputs, and the JVMs that change them and read what came of it."""

from __future__ import annotations

import json
import shutil
import subprocess
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from scorejar import jars, jdk
from scorejar.errors import ScorejarError, UsageError
from tests.made_jars import DOCUMENTS, make

SOURCES = Path(__file__).parents[1] / "java"
MAIN = "io.scorejar.fuzz.Fuzz"
TARGETS = ("program", "jar", "pmml")
OPTIONS = ("-Xmx64m", "-XX:+UseSerialGC", "-Dfile.encoding=UTF-8")
"""A heap that an input which asks for too much does not fit into."""

SHAPES = (
    *("compiled/boosting_of_mixed", "compiled/forest", "compiled/network", "compiled/stack"),
    *("compiled/vectors", "compiled/clusters", "repair/missing_in_boosting", "repair/plain"),
    *("repair/default_children_categories", "repair/fractional_categories_in_map"),
)
PROGRAM = "META-INF/scorejar/program.bin"


def samples(folder: Path, shapes: Sequence[str] = SHAPES) -> None:
    """A folder of good inputs for each target."""
    for target in TARGETS:
        (folder / target).mkdir(parents=True, exist_ok=True)
    for engine, some in (("compiled", shapes), ("interpreted", shapes[-2:])):
        made = folder / engine
        make(some, made, 20, engine)
        for jar in made.glob("*.jar"):
            shutil.copy(jar, folder / "jar" / f"{jar.stem}-{engine}.jar")
            if engine == "compiled":
                with zipfile.ZipFile(jar) as entries:
                    (folder / "program" / jar.stem).write_bytes(entries.read(PROGRAM))
    for document in sorted(DOCUMENTS.glob("*/*.pmml")):
        shutil.copy(document, folder / "pmml")


def compiled(folder: Path) -> str:
    """The class path of the fuzzer."""
    found = jdk.find(compiler=True)
    if found is None:
        raise UsageError(jdk.MISSING)
    path = jars.class_path(jars.transpiling())
    sources = [*SOURCES.glob("fuzz/*.java"), SOURCES / "bits" / "KernelBits.java"]
    javac = [str(found.java.with_name("javac")), "-nowarn", "-d", str(folder), "-cp", path]
    subprocess.run([*javac, *map(str, sorted(sources))], check=True)
    return f"{folder}:{path}"


def fuzz(
    target: str,
    class_path: str,
    good: Path,
    failures: Path,
    *,
    seed: int,
    seconds: int,
    most: int = 1_000_000_000,
) -> dict[str, Any]:
    """Read changed inputs until time or number is up.

    Returns inputs, outcomes by word, longest_ms and failures: a sentence each, which begins with
    the name of the file in `failures` that holds the input.
    """
    found = jdk.find()
    if found is None:
        raise UsageError(jdk.MISSING)
    words = [target, good / target, seed, seconds, most, failures]
    command = [str(found.java), *OPTIONS, "-cp", class_path, MAIN, *map(str, words)]
    said = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    if said.returncode:
        raise ScorejarError(f"{target}: {said.stderr.strip() or said.stdout.strip()}")
    told: dict[str, Any] = json.loads(said.stdout)
    return told
