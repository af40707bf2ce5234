"""A seeded sample of `python -m tests.mutations`: the proof notices a change by an ulp."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests import mutations

pytestmark = pytest.mark.usefixtures("warm_java")

EACH = 8


@pytest.fixture(scope="module")
def class_path(tmp_path_factory: pytest.TempPathFactory) -> str:
    return mutations.compiled(tmp_path_factory.mktemp("mutations"))


@pytest.mark.parametrize("name", mutations.MODELS)
def test_a_change_that_can_change_an_answer_is_caught(
    name: str, class_path: str, tmp_path: Path
) -> None:
    found = mutations.tried(name, EACH, tmp_path, class_path)
    assert found["escaped"] == []
    assert found["caught"] > 0
    assert found["tried"] == found["caught"] + found["neutral"] == EACH
