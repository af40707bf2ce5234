"""The house as its imports draw it: stages meet only at files."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT

STAGES = ("train", "export", "pyservice")
FOLDERS = ("scorejar", *STAGES)


def imports(file: Path) -> Iterator[str]:
    """The absolute names that a file imports; relative ones resolved against its folder."""
    package = file.relative_to(ROOT).with_suffix("").parts[:-1]
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = list(package[: len(package) - node.level + 1]) if node.level else []
            base += [node.module] if node.module else []
            if node.level:
                yield from (".".join([*base, alias.name]) for alias in node.names)
            if node.module:  # `from . import name` asks for the module beside, not for the folder
                yield ".".join(base)


def files(folder: str) -> list[Path]:
    found = sorted((ROOT / folder).rglob("*.py"))
    assert found, f"{folder}/ has no Python file"
    return found


def top(name: str) -> str:
    return name.partition(".")[0]


@pytest.mark.parametrize("stage", STAGES)
def test_no_stage_imports_another(stage: str) -> None:
    for file in files(stage):
        others = {top(name) for name in imports(file)} & (set(STAGES) - {stage})
        assert not others, f"{file.relative_to(ROOT)} imports {others}"


def test_what_stages_share_imports_no_stage() -> None:
    for file in files("scorejar"):
        assert not {top(name) for name in imports(file)} & set(STAGES), file.name


def test_inside_a_stage_imports_are_relative_so_that_the_wheel_can_hold_it() -> None:
    for stage in STAGES:
        for file in files(stage):
            tree = ast.parse(file.read_text())
            absolute = [
                node.module
                for node in ast.walk(tree)
                if isinstance(node, ast.ImportFrom) and not node.level and node.module
            ]
            assert stage not in {top(name) for name in absolute}, file.relative_to(ROOT)


@pytest.mark.parametrize("library", ["jpype", "py4j"])
def test_only_one_file_imports_each_bridge_library(library: str) -> None:
    users = [
        str(file.relative_to(ROOT))
        for folder in FOLDERS
        for file in files(folder)
        if library in {top(name) for name in imports(file)}
    ]
    assert len(users) == 1, users
    assert users[0].startswith("pyservice/")


def test_serving_imports_no_training_library() -> None:
    heavy = {"sklearn", "lightgbm", "joblib", "sklearn2pmml"}
    for file in files("pyservice"):
        assert not {top(name) for name in imports(file)} & heavy, file.name


def test_modules_have_no_import_cycle() -> None:
    modules = {
        ".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): file
        for folder in FOLDERS
        for file in files(folder)
    }
    arrows = {
        name: {other for other in imports(file) if other in modules and other != name}
        for name, file in modules.items()
    }
    done: set[str] = set()

    def visit(name: str, path: tuple[str, ...]) -> None:
        assert name not in path, " -> ".join((*path[path.index(name) :], name))
        if name not in done:
            for other in sorted(arrows[name]):
                visit(other, (*path, name))
            done.add(name)

    for name in arrows:
        visit(name, ())


def test_scorer_needs_the_jdk_alone() -> None:
    pom = (ROOT / "jvm" / "scorer" / "pom.xml").read_text()
    dependencies = pom.partition("<dependencies>")[2].partition("</dependencies>")[0]
    assert dependencies.count("<dependency>") == 1
    assert "junit-jupiter" in dependencies
    for source in (ROOT / "jvm" / "scorer" / "src" / "main").rglob("*.java"):
        assert "org.jpmml" not in source.read_text(), source.name


def test_compiler_needs_the_scorer_and_the_object_model_alone() -> None:
    folder = ROOT / "jvm" / "compiler"
    pom = (folder / "pom.xml").read_text()
    artifacts = set(re.findall(r"<dependency>.*?<artifactId>(.*?)</artifactId>", pom, re.DOTALL))
    assert artifacts == {"scorejar-scorer", "pmml-model", "jackson-annotations", "junit-jupiter"}
    for source in folder.rglob("*.java"):
        assert "org.jpmml.evaluator" not in source.read_text(), source.name
