"""The jar in a Java program: `java/BenchmarkScorer.java` speaks the lines of child.py."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

from benchmarks.contender import Contender
from benchmarks.model import Model
from scorejar import jars, jdk
from scorejar.errors import UsageError

SOURCES = Path(__file__).parent.parent / "java"
CLASSES = Path(__file__).parent.parent.parent / "build" / "bench" / "java"


def compiled(
    sources: Sequence[Path], libraries: Sequence[Path], folder: Path, release: int = 17
) -> Path:
    """The folder with the compiled classes: javac is run when a source or a library is newer.

    Raises OSError, with javac's words on stderr, where it refuses them.
    """
    java = jdk.find(compiler=True)
    if java is None:
        raise UsageError(jdk.MISSING)
    made = folder / "made"
    newest = max(path.stat().st_mtime for path in [*sources, *libraries] if path.is_file())
    if not made.is_file() or made.stat().st_mtime < newest:
        folder.mkdir(parents=True, exist_ok=True)
        javac = [
            str(java.home / "bin" / "javac"),
            "--release",
            str(release),
            "-Xlint:all",
            "-Werror",
        ]
        options = ["-cp", jars.class_path(list(libraries)), "-d", str(folder)]
        done = subprocess.run([*javac, *options, *map(str, sources)], check=False)
        if done.returncode:
            raise OSError(f"expected javac to compile {sources[0].name}; it did not")
        made.touch()
    return folder


def harness() -> Path:
    """The classes that speak for every contender in Java."""
    scorer = jars.own("scorejar-scorer")
    return compiled(sorted(SOURCES.glob("*.java")), scorer, CLASSES / "harness")


class JavaContender(Contender):
    """The common part; a subclass says in what form the rows are handed over."""

    just_in_time: ClassVar[bool] = True
    form: ClassVar[str]
    engine: ClassVar[str] = "auto"

    @classmethod
    def libraries(cls, model: Model) -> list[Path]:
        """What it needs besides the harness and the jar's own engines."""
        return []

    @classmethod
    def command(cls, model: Model, interpreter: Path) -> list[str]:
        """`java`, the newest one found."""
        # Not at the top: a contender's own Python, which reads this package, has none of ours.
        from pyservice.jvm_options import vector_options

        java = jdk.find()
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
    form: ClassVar[str] = "array"


class JavaMap(JavaContender):
    """`Scorer.score(Map)`, one row a call."""

    name: ClassVar[str] = "jar, Java, Map"
    form: ClassVar[str] = "map"
    batches: ClassVar[bool] = False


class TranspiledArray(JavaArray):
    """The jar's engine of JPMML's transpiled classes, which makes a `Map` of each row."""

    name: ClassVar[str] = "JPMML transpiled, double[]"
    engine: ClassVar[str] = "transpiled"


class TranspiledMap(JavaMap):
    """The same from a `Map`."""

    name: ClassVar[str] = "JPMML transpiled, Map"
    engine: ClassVar[str] = "transpiled"
