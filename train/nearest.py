"""Help for a name that is not one of the known ones."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

SHOWN = 12  # names in a message; a wide table has thousands


def hint(name: str, known: Iterable[str]) -> str:
    """`; did you mean 'income'?` where a known name is close, else `; there are 'age', ...`."""
    names = [str(other) for other in known]
    same_letters = [other for other in names if other.casefold() == name.casefold()]
    close = same_letters or get_close_matches(name, names, n=1, cutoff=0.6)
    if close:
        return f"; did you mean {close[0]!r}?"
    shown = ", ".join(map(repr, names[:SHOWN]))
    return f"; there are {shown}" + (", ..." if len(names) > SHOWN else "")
