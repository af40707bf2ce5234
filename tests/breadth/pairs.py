"""A selection of combinations in which every pair of choices meets."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import combinations, product


def pairs(choice: Sequence[str]) -> set[tuple[int, str, int, str]]:
    """The pairs that one combination shows."""
    return {(i, a, j, b) for (i, a), (j, b) in combinations(enumerate(choice), 2)}


def covering(
    factors: Sequence[Sequence[str]], allowed: Callable[..., bool]
) -> Iterator[tuple[str, ...]]:
    """Combinations until every pair that is allowed anywhere was shown; the same in every run.

    Greedy: next comes the combination with the most pairs not shown yet, the first of equals.
    """
    left = [choice for choice in product(*factors) if allowed(*choice)]
    open_pairs = {pair for choice in left for pair in pairs(choice)}
    while open_pairs:
        best = max(left, key=lambda choice: len(pairs(choice) & open_pairs))
        open_pairs -= pairs(best)
        left.remove(best)
        yield best
