"""A short run of `make fuzz` with a fixed seed: readers refuse in a line, and never break."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.fuzz.fuzzing import SHAPES, compiled, fuzz, samples

INPUTS = {"program": 4000, "jar": 100, "pmml": 100}
SEED = 7
SECONDS = 120
"""Far more than so many inputs take; they end the run, not the clock."""


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("good")
    samples(folder, SHAPES[-4:])
    return folder


@pytest.fixture(scope="module")
def class_path(tmp_path_factory: pytest.TempPathFactory) -> str:
    return compiled(tmp_path_factory.mktemp("classes"))


@pytest.mark.parametrize("target", INPUTS)
def test_whatever_is_read_is_refused_in_a_line_or_works(
    target: str, good: Path, class_path: str, tmp_path: Path
) -> None:
    most = INPUTS[target]
    found = fuzz(target, class_path, good, tmp_path, seed=SEED, seconds=SECONDS, most=most)
    assert found["failures"] == []
    assert found["inputs"] == most
    assert 0 < found["outcomes"]["refused"] < most
