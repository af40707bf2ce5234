"""Asks a pipeline about many rows, of which it may refuse some."""

from __future__ import annotations

import warnings
from collections import defaultdict
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

MOST_CALLS = 3000
LONGEST = 300  # characters of what the pipeline says of a row that it refuses

Ask = Callable[[Sequence[int]], pd.DataFrame]
"""The answers to some rows, one row each; any exception refuses them all."""


@dataclass
class Replies:
    """What a pipeline said of rows: each is answered, refused, or was never asked alone.

    answers: one row for each row that was answered, by its number. refusals: the pipeline's own
    words about each of the others, on one line.
    """

    answers: pd.DataFrame
    refusals: dict[int, str] = field(default_factory=dict)

    def answered(self, row: int) -> bool:
        """Whether the pipeline has answered a row, every output of it with a value."""
        return row in self.answers.index and bool(self.answers.loc[row].notna().all())


def ask(call: Ask, rows: Sequence[int], *kinds: Callable[[int], Hashable]) -> Replies:
    """Ask about all rows at once; where that is refused, about fewer, down to the refused ones.

    kinds: what is unusual about a row, from coarse to fine. A pipeline mostly refuses a row for
    that, so that a call that is refused is made again kind by kind, and only then in halves. Rows
    for which there is no call left, of MOST_CALLS, are in neither part of the replies.
    """
    found: list[pd.DataFrame] = []
    refusals: dict[int, str] = {}
    waiting = [(list(rows), 0)]  # and by how many of the kinds they are alike
    calls = 0
    while waiting and calls < MOST_CALLS:
        some, alike = waiting.pop(0)
        if not some:
            continue
        calls += 1
        try:
            found.append(quietly(call, some))
        except Exception as error:
            # A pipeline may refuse a row with any exception.
            if len(some) == 1:
                refusals[some[0]] = one_line(error)
            else:
                waiting += parts(some, alike, kinds)
    answers = pd.concat(found) if found else pd.DataFrame()
    return Replies(answers.sort_index(), refusals)


def parts(
    rows: list[int], alike: int, kinds: Sequence[Callable[[int], Hashable]]
) -> list[tuple[list[int], int]]:
    """Rows that were refused together, by the first kind by which they differ, or in halves."""
    for level in range(alike, len(kinds)):
        apart: dict[Hashable, list[int]] = defaultdict(list)
        for row in rows:
            apart[kinds[level](row)].append(row)
        if len(apart) > 1:
            return [(some, level + 1) for some in apart.values()]
    middle = len(rows) // 2
    return [(rows[:middle], len(kinds)), (rows[middle:], len(kinds))]


def quietly(call: Ask, rows: list[int]) -> pd.DataFrame:
    """One call, without what NumPy and the pipeline warn of; answers by the rows' numbers."""
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        return call(rows).set_axis(rows, axis="index")


def one_line(error: Exception) -> str:
    """`ValueError: Input X contains NaN.`"""
    said = " ".join(str(error).split())
    text = f"{type(error).__name__}: {said}" if said else type(error).__name__
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
