"""The sources in Java of benchmarks that look into the scorer."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.contenders.java import SOURCES, compiled
from scorejar import jars


@pytest.mark.parametrize("folder", ["kernels", "loading", "profile"])
def test_what_looks_into_the_scorer_compiles_against_it(folder: str, tmp_path: Path) -> None:
    shared = [SOURCES / "Pool.java", SOURCES / "Lanes.java"]
    sources = [*shared, *sorted((SOURCES / folder).glob("*.java"))]
    assert len(sources) > 2
    compiled(sources, jars.own("scorejar-scorer"), tmp_path)
