"""The jar in a Java program: `java/BenchmarkScorer.java` speaks the lines of child.py."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar, Literal

from benchmarks.contender import Contender
from benchmarks.model import Model
from scorejar import jars, jdk
from scorejar.errors import UsageError

TRANSPILED_WARM_UP = 4
"""Each tree has a method of its own that the JVM must compile: 1000 of them take 10,000 calls."""

SOURCES = Path(__file__).parent.parent / "java"
CLASSES = Path(__file__).parent.parent.parent / "build" / "bench" / "java"


def compiled(
    sources: Sequence[Path], libraries: Sequence[Path], folder: Path, seconds: float = 120
) -> Path:
    """The folder with the compiled classes: javac is run when a source or a library is newer.

    Raises OSError, with javac's words on stderr, where it refuses them or takes longer than that.
    """
    java = jdk.find(compiler=True)
    if java is None:
        raise UsageError(jdk.MISSING)
    made = folder / "made"
    newest = max(path.stat().st_mtime for path in [*sources, *libraries] if path.is_file())
    if not made.is_file() or made.stat().st_mtime < newest:
        folder.mkdir(parents=True, exist_ok=True)
        javac = [str(java.home / "bin" / "javac"), "--release", "17", "-Xlint:all", "-Werror"]
        options = ["-cp", jars.class_path(list(libraries)), "-d", str(folder)]
        run_within(seconds, [*javac, *options, *map(str, sources)])
        made.touch()
    return folder


def run_within(seconds: float, command: Sequence[str]) -> None:
    """Run a step of the preparation; OSError where it fails or takes longer."""
    name = Path(command[0]).name
    try:
        code = subprocess.run(command, check=False, stdout=sys.stderr, timeout=seconds).returncode
    except subprocess.TimeoutExpired:
        raise OSError(f"{name} was stopped after {seconds:g} s, the limit for opening") from None
    if code:
        raise OSError(f"expected {name} to work; it ended with {code}")


def harness() -> Path:
    """The classes that speak for every contender in Java."""
    scorer = jars.own("scorejar-scorer")
    return compiled(sorted(SOURCES.glob("*.java")), scorer, CLASSES / "harness")


class JavaContender(Contender):
    """The common part; a subclass says in what form the rows are handed over."""

    language: ClassVar[Literal["Python", "Java"]] = "Java"
    just_in_time: ClassVar[bool] = True
    form: ClassVar[str]
    engine: ClassVar[str] = "auto"

    @classmethod
    def libraries(cls, model: Model) -> list[Path]:
        """What it needs besides the harness and the jar's own engines."""
        return []

    @classmethod
    def command(cls, model: Model, interpreter: Path, java: jdk.Jdk | None) -> list[str]:
        """`java` with the harness."""
        # Not at the top: a contender's own Python, which reads this package, has none of ours.
        from pyservice.jvm_options import vector_options

        if java is None:
            raise UsageError(jdk.MISSING)
        class_path = jars.class_path([*cls.libraries(model), harness(), *jars.serving()])
        options = ["-XX:+UseSerialGC", "-Xms512m", "-Xmx512m", "-cp", class_path]
        options += vector_options(java)
        arguments = [str(model.folder), str(model.jar), model.answer, cls.form, cls.engine]
        return [str(java.java), *options, "BenchmarkScorer", *arguments]


class JavaArray(JavaContender):
    """`Scorer.score(double[], double[])`, batches row after row in one array."""

    name: ClassVar[str] = "jar, Java, double[]"
    ours: ClassVar[bool] = True
    every_java: ClassVar[bool] = True
    form: ClassVar[str] = "array"


class JavaMap(JavaContender):
    """`Scorer.score(Map)`, one row a call."""

    name: ClassVar[str] = "jar, Java, Map"
    ours: ClassVar[bool] = True
    every_java: ClassVar[bool] = True
    form: ClassVar[str] = "map"
    largest_batch: ClassVar[int | None] = 1


class TranspiledArray(JavaArray):
    """The jar's engine of JPMML's transpiled classes, which makes a `Map` of each row."""

    name: ClassVar[str] = "JPMML transpiled, double[]"
    ours: ClassVar[bool] = False
    warm_up_factor: ClassVar[float] = TRANSPILED_WARM_UP
    largest_batch: ClassVar[int | None] = 1_000
    engine: ClassVar[str] = "transpiled"


class TranspiledMap(JavaMap):
    """The same from a `Map`."""

    name: ClassVar[str] = "JPMML transpiled, Map"
    ours: ClassVar[bool] = False
    warm_up_factor: ClassVar[float] = TRANSPILED_WARM_UP
    engine: ClassVar[str] = "transpiled"
