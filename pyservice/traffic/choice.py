"""Which version answers a request that names none, where requests are split."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Generic, TypeVar

from .keys import Headers, key_of
from .rules import Rules
from .split import Split

V = TypeVar("V")


class Choice(Generic[V]):
    """One model's split, applied to the versions that answer, by number. Thread-safe."""

    def __init__(self, rules: Rules, versions: Mapping[int, V]) -> None:
        self._split = Split(rules.split)
        self._key_of = key_of(rules.key) if rules.key else None
        self._places = {target: versions.get(rules.version_of(target)) for target in rules.split}

    def of(self, headers: Headers, body: bytes) -> V | None:
        """The version for a request; its body is looked at only where a key stands in it.

        None where the target has no version that answers: what usually does takes its place.
        """
        key = self._key_of(headers, body) if self._key_of else None
        return self._places[self._split.turn() if key is None else self._split.of_key(key)]
