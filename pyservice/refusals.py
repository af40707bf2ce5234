"""Why a version was refused, in one of a few words: causes are too many to count by."""

from __future__ import annotations

import re

REASONS = ("evidence", "engine", "schema", "memory", "jar")

SIGNS = {
    "evidence": re.compile(r"engine to answer its evidence"),
    "memory": re.compile(r"OutOfMemoryError"),
    "engine": re.compile(r"expected (an|the \w+) engine|expected a jar with the engine"),
    "schema": re.compile(r": schema: (input|output|expected)"),
}
"""What the causes say that Java gives; `jar` for those that say none of it."""


def reason_of(cause: str) -> str:
    """The word for a cause."""
    return next((reason for reason, sign in SIGNS.items() if sign.search(cause)), "jar")
