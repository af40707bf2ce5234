"""The programs in examples/ are built and run as a user would, on a jar that was really exported.

Their answers must be the pipeline's own; see examples/README.md for how they are called.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import joblib
import lightgbm
import numpy as np
import pandas as pd
import pytest
from sklearn.compose import ColumnTransformer
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import OneHotEncoder

from scorejar import jdk
from tests.conftest import done, scorejar

ROOT = Path(__file__).parent.parent
INSTALL_FILE = "org.apache.maven.plugins:maven-install-plugin:3.1.4:install-file"
PROGRAMS = {
    "java": ("example.ScoreRows", "example.SwapVersions"),
    "scala": ("example.scoreRows", "example.swapVersions"),
}


class Versions(NamedTuple):
    """A model in two versions: the first is in service, the second waits beside the repository."""

    repository: Path
    waiting: Path
    rows_file: Path
    rows: pd.DataFrame
    first: Pipeline
    second: Pipeline


class Example(NamedTuple):
    """A built example: its class path, and its two programs."""

    class_path: str
    score_rows: str
    swap_versions: str

    def command(self, program: str, *arguments: object) -> list[str]:
        java = jdk.find()
        assert java is not None
        return [str(java.java), "-cp", self.class_path, program, *map(str, arguments)]


def table(rows: int, seed: int) -> pd.DataFrame:
    random = np.random.default_rng(seed)
    return pd.DataFrame(
        {
            "age": random.integers(18, 90, rows).astype(float),
            "income": random.lognormal(10, 1, rows),
            "job": random.choice(["clerk", "nurse", "smith"], rows),
        }
    )


def fitted(trees: int) -> Pipeline:
    rows = table(2_000, seed=1)
    labels = (rows["age"] + 9 * (rows["job"] == "nurse") + np.log(rows["income"]) > 62).astype(int)
    encode = ColumnTransformer([("job", OneHotEncoder(), ["job"])], remainder="passthrough")
    trees_ = lightgbm.LGBMClassifier(n_estimators=trees, num_leaves=7, verbose=-1, n_jobs=1)
    return Pipeline([("encode", encode), ("trees", trees_)]).fit(rows, labels.rename("y"))


def export(pipeline: Pipeline, folder: Path, repository: Path, version: int) -> Path:
    joblib.dump(pipeline, folder / "pipeline.joblib")
    table(200, seed=2).to_parquet(folder / "evidence.parquet")
    done(
        scorejar(
            *("export", folder / "pipeline.joblib", "--evidence", folder / "evidence.parquet"),
            *("--model", "example", "--repository", repository, "--version", str(version)),
        )
    )
    return repository / "example" / f"{version}.jar"


@pytest.fixture(scope="module")
def versions(tmp_path_factory: pytest.TempPathFactory) -> Versions:
    folder = tmp_path_factory.mktemp("versions")
    first, second = fitted(trees=5), fitted(trees=20)
    export(first, folder, folder / "models", 1)
    waiting = export(second, folder, folder / "elsewhere", 2)
    rows = table(20, seed=3)
    rows_file = folder / "rows.csv"
    rows.to_csv(rows_file, index=False)
    return Versions(folder / "models", waiting, rows_file, rows, first, second)


def maven(folder: Path, *arguments: str) -> None:
    java = jdk.find(compiler=True)
    assert java is not None
    environment = {**os.environ, "JAVA_HOME": str(java.home)}
    command = ["mvn", "--quiet", "--batch-mode", *arguments]
    subprocess.run(command, cwd=folder, env=environment, check=True)


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> None:
    """The artefacts in the local Maven repository, as `make install` leaves them, from build/jars.

    Run outside of any Maven project, so that nothing in jvm/ is built once more.
    """
    outside = tmp_path_factory.mktemp("outside")
    parent = ROOT / "jvm" / "pom.xml"
    maven(outside, INSTALL_FILE, f"-Dfile={parent}", f"-DpomFile={parent}", "-Dpackaging=pom")
    for module in ("scorer", "jpmml"):
        jar = ROOT / "build" / "jars" / f"scorejar-{module}.jar"
        pom = ROOT / "jvm" / module / "pom.xml"
        maven(outside, INSTALL_FILE, f"-Dfile={jar}", f"-DpomFile={pom}")


@pytest.fixture(scope="module", params=["java", "scala"])
def example(
    request: pytest.FixtureRequest, installed: None, tmp_path_factory: pytest.TempPathFactory
) -> Example:
    """A copy of the project, built: what it leaves behind does not stay in the checkout."""
    project = tmp_path_factory.mktemp("projects") / request.param
    ignored = shutil.ignore_patterns("target")
    shutil.copytree(ROOT / "examples" / request.param, project, ignore=ignored)
    maven(project, "process-classes")
    class_path = f"{project}/target/classes{os.pathsep}{project}/target/lib/*"
    return Example(class_path, *PROGRAMS[request.param])


def probabilities(lines: list[str], form: str) -> list[float]:
    """What a program printed as the probability of class 1, in one of its three forms."""
    found = [
        re.search(r"probability\(1\)=([-\d.E]+)", line)
        for line in lines
        if line[: len(form)] == form
    ]
    return [float(match[1]) for match in found if match]


def test_rows_score_alike_in_every_form_and_as_the_pipeline_scores_them(
    example: Example, versions: Versions
) -> None:
    jar = versions.repository / "example" / "1.jar"
    command = example.command(example.score_rows, jar, versions.rows_file)
    lines = subprocess.check_output(command, encoding="utf-8").splitlines()
    assert lines[0].startswith("opened example 1 (")
    expected = versions.first.predict_proba(versions.rows)[:, 1]
    for form in ("by name", "doubles", "batch"):
        np.testing.assert_allclose(probabilities(lines, form), expected, rtol=0, atol=1e-12)


def test_a_wrong_row_is_refused_in_a_line_and_the_others_are_scored(
    example: Example, versions: Versions, tmp_path: Path
) -> None:
    rows_file = tmp_path / "rows.csv"
    rows_file.write_text("age,income,job\n40,30000,nurse\nabc,30000,clerk\n")
    jar = versions.repository / "example" / "1.jar"
    command = example.command(example.score_rows, jar, rows_file)
    lines = subprocess.check_output(command, encoding="utf-8").splitlines()
    assert "refused age: expected double, got 'abc'" in lines
    assert len(probabilities(lines, "by name")) == 1


def test_a_model_jar_is_a_dependency_by_the_coordinates_in_it(
    versions: Versions, tmp_path: Path
) -> None:
    jar = versions.repository / "example" / "1.jar"
    maven(tmp_path, INSTALL_FILE, f"-Dfile={jar}", f"-DlocalRepositoryPath={tmp_path}")
    installed = tmp_path / "io" / "scorejar" / "models" / "example" / "1" / "example-1"
    assert installed.with_suffix(".jar").read_bytes() == jar.read_bytes()
    assert "<artifactId>example</artifactId>" in installed.with_suffix(".pom").read_text()


@pytest.fixture
def own_repository(versions: Versions, tmp_path: Path) -> Path:
    """A repository with version 1 alone, for one test to publish into."""
    shutil.copytree(versions.repository, tmp_path / "models")
    return tmp_path / "models"


def until(lines: Iterator[str], start: str) -> str:
    """The first line that starts so; pytest's time limit ends a wait in vain."""
    return next(line for line in lines if line.startswith(start))


def test_a_new_version_takes_over_under_threads_that_score(
    example: Example, versions: Versions, own_repository: Path
) -> None:
    arguments = (own_repository, "example", versions.rows_file)
    with subprocess.Popen(
        example.command(example.swap_versions, *arguments),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        encoding="utf-8",
    ) as program:
        assert program.stdin is not None and program.stdout is not None
        try:
            lines = iter(program.stdout)
            before = until(lines, "version 1 answers")
            beside = own_repository / "example" / ".2.jar.new"
            shutil.copyfile(versions.waiting, beside)
            beside.rename(own_repository / "example" / "2.jar")
            after = until(lines, "version 2 answers")
            print(file=program.stdin, flush=True)
            counts = [until(lines, f"version {number} gave") for number in (1, 2)]
            assert program.wait() == 0
        finally:
            program.kill()
    for line, pipeline in ((before, versions.first), (after, versions.second)):
        of_any_row = pipeline.predict_proba(versions.rows)[:, 1]
        answer = probabilities([line], "version")[0]
        assert np.abs(of_any_row - answer).min() <= 1e-12
    assert all(int(line.split()[-1]) > 0 for line in counts)
