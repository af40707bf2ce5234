"""Shares of requests for some targets: by key, or evenly in turn."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import blake2b
from itertools import accumulate, count
from math import log
from os import urandom

GOLDEN = 0.6180339887498949  # the fraction whose multiples are spread most evenly over [0, 1)


class Split:
    """Weights of targets, which need not sum up to anything. Thread-safe."""

    def __init__(self, weights: Mapping[str, float]) -> None:
        self._weights = {target: weight for target, weight in weights.items() if weight > 0}
        total = sum(self._weights.values())
        shares = accumulate(weight / total for weight in self._weights.values())
        self._bounds = list(zip(shares, self._weights, strict=True))
        # Its `next` is one step. Where it begins is chance, for weights may change every moment.
        self._numbers = count()
        self._start = int.from_bytes(urandom(4), "big") / 2**32

    def turn(self) -> str:
        """The target of the next request without a key.

        Multiples of the golden ratio: after n requests no share is off by more than a few n-ths,
        and no rhythm of the senders meets one here.
        """
        place = (self._start + next(self._numbers) * GOLDEN) % 1.0
        for bound, target in self._bounds:
            if place < bound:
                return target
        return self._bounds[-1][1]

    def of_key(self, key: str) -> str:
        """The target of a key: the same in every process, for as long as the weights are.

        Weighted rendezvous hashing (Schindelhauer and Schomaker, 2005): each target draws by the
        key alone, so a target whose weight grows takes keys from others and loses none of its own.
        """
        return min(
            self._weights, key=lambda target: -log(drawn(target, key)) / self._weights[target]
        )


def drawn(target: str, key: str) -> float:
    """A number in (0, 1], as good as chance, from a target and a key."""
    digest = blake2b(key.encode(), digest_size=8, key=target.encode()).digest()
    return (int.from_bytes(digest, "big") + 1) / 2**64
