"""What the plain JPMML chain gets wrong or cannot take, and what we make of it: two halves a case.

The chain's half runs JPMML's converter, interpreter and transpiler as they are, so that a case
which a newer JPMML gets right shows itself. Ours runs the real programs; what they prove is right.
"""

from __future__ import annotations

import json
import math
import subprocess
import warnings
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import joblib
import pytest
from sklearn2pmml import _escape

from scorejar import jars, java, jdk
from scorejar.errors import ModelError
from tests.answered import answered_by
from tests.hazard_documents import DOCUMENTS
from tests.hazards import FAILS, FITTED, RIGHT, WRONG, Hazard, hurting
from train.pmml import to_pmml, with_names

BUILD = "io.scorejar.transpiler.Build"
PLAIN = Path(__file__).parent / "java" / "PlainChain.java"


class Cases:
    """All cases, fitted once; the plain chain's half in one JVM, ours in another."""

    def __init__(self, folder: Path, pool: ThreadPoolExecutor) -> None:
        self.folder = folder
        self.hazards: dict[str, Hazard] = {}
        for number, (name, make) in enumerate(FITTED.items()):
            hazard = make()
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                hazard.model.fit(hazard.inputs, hazard.target)
                judged = answered_by(hazard.model, hurting(hazard))
            stem = folder / f"{number:02d}"
            stem.with_suffix(".json").write_text(json.dumps(judged))
            pipeline = with_names(hazard.model, hazard.inputs.columns.tolist(), ["y"])
            joblib.dump(_escape(pipeline, escape_func=_escape), stem.with_suffix(".pickle"))
            self.hazards[name] = hazard
        self.documents = {name: make() for name, make in DOCUMENTS.items()}
        for name, document in self.documents.items():
            rows = {"inputs": document.inputs, "outputs": ["y"], "rows": document.rows}
            self.stem(name).with_suffix(".json").write_text(json.dumps(rows))
            self.stem(name).with_suffix(".pmml").write_text(document.pmml)
        self.plain = pool.submit(self._plain)
        self.ours: dict[str, Future[dict[str, Any]]] = {
            name: pool.submit(self._ours if name in FITTED else self._built, name)
            for name in [*FITTED, *DOCUMENTS]
        }

    def stem(self, name: str) -> Path:
        return self.folder / f"{[*FITTED, *DOCUMENTS].index(name):02d}"

    def said(self, name: str) -> dict[str, Any]:
        """By engine the plain chain's answers, or what it failed with."""
        self.plain.result()
        said: dict[str, Any] = json.loads(self.stem(name).with_suffix(".plain").read_text())
        return said

    def _plain(self) -> None:
        found = jdk.find(compiler=True)
        assert found is not None
        classes = jars.class_path(jars.converting() + jars.transpiling())
        options = ["-Xss64m", "-XX:+UseSerialGC"]
        command = [found.java, *options, "-cp", classes, PLAIN, self.folder]
        subprocess.run(list(map(str, command)), check=True, capture_output=True)

    def _built(self, name: str) -> dict[str, Any]:
        stem = self.stem(name)
        arguments = ["--pmml", str(stem.with_suffix(".pmml")), "--model", "m", "--version", "1"]
        arguments += ["--evidence", str(stem.with_suffix(".json"))]
        arguments += ["--out", str(stem.with_suffix(".jar"))]
        return java.run(BUILD, arguments, jars.transpiling(), compiler=True)

    def _ours(self, name: str) -> dict[str, Any]:
        stem, hazard = self.stem(name), self.hazards[name]
        folder = stem.with_suffix(".ours")
        folder.mkdir()
        pipeline = with_names(hazard.model, hazard.inputs.columns.tolist(), ["y"])
        to_pmml(pipeline, folder / "model.pmml")
        arguments = ["--pmml", str(folder / "model.pmml"), "--model", "m", "--version", "1"]
        arguments += ["--evidence", str(stem.with_suffix(".json")), "--judge", "pipeline"]
        arguments += ["--out", str(folder / "1.jar")]
        return java.run(BUILD, arguments, jars.transpiling(), compiler=True)


@pytest.fixture(scope="module")
def cases(tmp_path_factory: pytest.TempPathFactory, warm_java: None) -> Iterator[Cases]:
    with ThreadPoolExecutor(2) as pool:
        yield Cases(tmp_path_factory.mktemp("hazards"), pool)
        pool.shutdown(cancel_futures=True)


def verdict(said: Any, expected: list[list[Any]]) -> str:
    """Whether the plain chain's answers are RIGHT, WRONG, or it FAILS on all rows."""
    if isinstance(said, str):
        return FAILS
    same = all(
        got is not None and all(map(equal, got, wanted))
        for got, wanted in zip(said, expected, strict=True)
    )
    return RIGHT if same else WRONG


def equal(got: Any, wanted: Any) -> bool:
    if isinstance(got, str) or got is None:
        return bool(got == wanted)
    return math.isclose(got, wanted, rel_tol=1e-9, abs_tol=1e-9)


@pytest.mark.parametrize("name", FITTED)
def test_the_plain_chain_gets_it_wrong_or_fails(name: str, cases: Cases) -> None:
    hazard, said = cases.hazards[name], cases.said(name)
    expected = json.loads(cases.stem(name).with_suffix(".json").read_text())["answers"]
    got = {engine: verdict(answers, expected) for engine, answers in said.items()}
    assert got == {"interpreted": hazard.interpreted, "transpiled": hazard.transpiled}, said


@pytest.mark.parametrize("name", FITTED)
def test_ours_is_right_or_refused_in_words(name: str, cases: Cases) -> None:
    hazard = cases.hazards[name]
    if hazard.refused:
        with pytest.raises(ModelError, match=hazard.ours):
            cases.ours[name].result()
        return
    summary = cases.ours[name].result()
    assert summary["proof"]["judge"] == "pipeline"
    assert hazard.ours in "\n".join(summary["repairs"])


@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_plain_transpiler_fails_on_a_document_or_gets_it_wrong(name: str, cases: Cases) -> None:
    document, said = cases.documents[name], cases.said(name)
    right = said["interpreted"]
    got = {engine: verdict(answers, right) for engine, answers in said.items()}
    expected = {"interpreted": document.interpreted, "transpiled": document.transpiled}
    assert got == expected, str(said)[:2000]


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_document_gets_the_engines_that_serve(name: str, cases: Cases) -> None:
    document, summary = cases.documents[name], cases.ours[name].result()
    assert summary["engines"] == ["compiled", document.engine], summary["declined"]
    assert document.ours in "\n".join(summary["repairs"])
