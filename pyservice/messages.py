"""How values and names are shown in the one line that an error is: as the Java side shows them."""

from __future__ import annotations

import math
import sys
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from typing import Any

import numpy as np

from scorejar.errors import RowError

from .missing import is_missing

SHOWN_CHARACTERS = 60
LONGEST_COMPARED = 200  # characters
MOST_COMPARED = 50
"""Names that one is compared with, 10 µs each: a client may send any, and a table may be wide."""


def shown(value: Any) -> str:
    """A value as messages show it, on one line: strings quoted and cut, collections by kind."""
    if isinstance(value, np.generic):
        value = value.item()
    if is_missing(value):
        return "none"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Mapping):
        return "an object"
    if isinstance(value, (list, tuple, set, np.ndarray)):
        return "a list"
    if isinstance(value, float) and math.isinf(value):
        return "Infinity" if value > 0 else "-Infinity"
    if isinstance(value, int) and abs(value) > 10**SHOWN_CHARACTERS:
        return "a number of more than 60 digits"
    text = str(value)
    if len(text) > SHOWN_CHARACTERS:
        text = text[:SHOWN_CHARACTERS] + "…"
    text = "".join(letter if letter.isprintable() else "�" for letter in text)
    return text if isinstance(value, (int, float)) else f"'{text}'"


def shown_categories(categories: Sequence[Any]) -> str:
    """The values that a column takes, for a message; two of them where they are many."""
    count = len(categories) if len(categories) <= 5 else 2
    some = ", ".join(map(shown, categories[:count]))
    rest = f", … ({len(categories)} in all)" if count < len(categories) else ""
    return ("one of " if len(categories) > 1 else "") + some + rest


def shown_range(low: float, high: float, *, whole: bool = False) -> str:
    """The numbers that a column takes, for a message; whole: it is a column of integers."""
    if -low == high == sys.float_info.max:
        return "a finite number"
    bounds = [int(bound) if whole and math.isfinite(bound) else bound for bound in (low, high)]
    least = "" if low == -math.inf else f" from {bounds[0]}"
    greatest = "" if high == math.inf else f" to {bounds[1]}"
    noun = "an integer" if whole else "a number"
    return f"{noun}{least}{greatest}" if least or greatest else "any number"


def in_row(message: str, row: int | None) -> RowError:
    """The error about one row among many (from 0), or about the only one (None)."""
    return RowError(message if row is None else f"{message} (row {row})")


def unknown_field(name: object, known: Sequence[str]) -> str:
    """`unknown field 'agee' (expected 'age')`, or some of the names where none is near."""
    return f"unknown field {shown(name)} (expected {nearest(name, known)})"


def nearest(name: object, known: Sequence[str]) -> str:
    """The name that was probably meant, or some of those that there are."""
    text = str(name)
    if len(text) <= LONGEST_COMPARED:
        apart = max(1, len(text) // 3)
        alike = [other for other in known if abs(len(other) - len(text)) <= apart]
        near = get_close_matches(text, alike[:MOST_COMPARED], n=1)
        if near:
            return shown(near[0])
    some = ", ".join(map(shown, known[:3]))
    more = f", … ({len(known)} in all)" if len(known) > 3 else ""
    return f"one of {some}{more}"
