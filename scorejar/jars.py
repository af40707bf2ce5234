"""Where the jars are: the project's own, and JPMML's inside the PyPI wheels that carry them."""

from __future__ import annotations

import os
from importlib.util import find_spec
from pathlib import Path

from scorejar.errors import ScorejarError, UsageError

# In the jpmml_evaluator wheel, but no part of scoring: the transpiler and the pickle readers.
NOT_FOR_SERVING = (
    "codemodel",
    "jpmml-codemodel",
    "pickle",
    "pmml-converter",
    "pmml-python",
    "pmml-translator",
    "pmml-transpiler",
    "serpent",
)


def own(*names: str) -> list[Path]:
    """The project's own jars, by artifact: `own("scorejar-scorer")`.

    They stand in `scorejar/jars` in the wheel and in `build/jars` in a checkout.
    """
    here = Path(__file__).parent
    folder = here / "jars" if (here / "jars").is_dir() else here.parent / "build" / "jars"
    paths = [folder / f"{name}.jar" for name in names]
    for path in paths:
        if not path.is_file():
            raise ScorejarError(f"{path.name} not found in {folder}: run `make setup`")
    return paths


def in_wheel(package: str, folder: str, extra: str) -> list[Path]:
    """The jars that a PyPI package carries."""
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise UsageError(f"{package} is not installed: `pip install 'scorejar{extra}'`")
    return sorted((Path(spec.origin).parent / folder).glob("*.jar"))


def serving() -> list[Path]:
    """Class path of a process that scores: scorer, engines, JPMML-Evaluator."""
    jpmml = in_wheel("jpmml_evaluator", "dependencies", "")
    kept = [jar for jar in jpmml if not jar.name.startswith(NOT_FOR_SERVING)]
    return own("scorejar-scorer", "scorejar-jpmml") + kept


def transpiling() -> list[Path]:
    """Class path of a process that turns PMML into a jar."""
    jpmml = in_wheel("jpmml_evaluator", "dependencies", "")
    names = ("scorejar-scorer", "scorejar-compiler", "scorejar-jpmml", "scorejar-transpiler")
    return own(*names) + jpmml


def converting() -> list[Path]:
    """Class path of a process that turns a pickled pipeline into PMML."""
    jpmml = in_wheel("sklearn2pmml", "resources", "[train]")
    return own("scorejar-scorer", "scorejar-jpmml", "scorejar-transpiler") + jpmml


def class_path(jars: list[Path]) -> str:
    """The jars as `java -cp` wants them."""
    return os.pathsep.join(map(str, jars))
