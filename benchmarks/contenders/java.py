"""The jar in a Java program: `java/BenchmarkScorer.java` speaks the lines of child.py."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import ClassVar

from benchmarks.contender import Contender
from benchmarks.model import Model
from pyservice.jvm_options import vector_options
from scorejar import jars, jdk
from scorejar.errors import UsageError

SOURCES = Path(__file__).parent.parent / "java"
CLASSES = Path(__file__).parent.parent.parent / "build" / "bench" / "java"


def compiled(folder: Path = CLASSES) -> Path:
    """The folder with the compiled harness: javac is run when a source or the scorer is newer."""
    java = jdk.find(compiler=True)
    if java is None:
        raise UsageError(jdk.MISSING)
    sources = sorted(SOURCES.glob("*.java"))
    scorer = jars.own("scorejar-scorer")
    made = folder / "made"
    newest = max(path.stat().st_mtime for path in [*sources, *scorer])
    if not made.is_file() or made.stat().st_mtime < newest:
        folder.mkdir(parents=True, exist_ok=True)
        javac = [str(java.home / "bin" / "javac"), "--release", "17", "-Xlint:all", "-Werror"]
        options = ["-cp", jars.class_path(scorer), "-d", str(folder)]
        subprocess.run([*javac, *options, *map(str, sources)], check=True)
        made.touch()
    return folder


class JavaContender(Contender):
    """The common part; a subclass says in what form the rows are handed over."""

    just_in_time: ClassVar[bool] = True
    form: ClassVar[str]
    engine: ClassVar[str] = "auto"

    @classmethod
    def command(cls, model: Model, interpreter: Path) -> list[str]:
        """`java`, the newest one found."""
        java = jdk.find()
        if java is None:
            raise UsageError(jdk.MISSING)
        class_path = jars.class_path([compiled(), *jars.serving()])
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
