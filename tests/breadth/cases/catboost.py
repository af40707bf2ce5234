"""CatBoost, which writes PMML itself: `tests/breadth/catboost/make.py` made these files."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ..case import Case

FILES = Path(__file__).parents[1] / "catboost"


def cases() -> Iterator[Case]:
    """All of them."""
    for name, file in {
        "regression": "regression",
        "two classes": "two",
        "regression, missing values": "missing",
    }.items():
        yield Case(f"CatBoost's own PMML, {name}", "CatBoost", source=FILES / f"{file}.pmml")
