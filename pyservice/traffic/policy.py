"""Which versions of a model are loaded: `latest:2`, `all`, `3,5`, or several of these."""

from __future__ import annotations

import re
from typing import NamedTuple

LATEST = re.compile(r"latest(?::([1-9]\d{0,8}))?")
NUMBER = re.compile(r"[1-9]\d{0,15}")
EVERY = 2**31 - 1

EXPECTED = "latest, latest:N, all or version numbers, such as latest:2 or 3,5"


class Policy(NamedTuple):
    """So many of the highest versions, and those of these numbers.

    TensorFlow Serving's version policies; `latest:1,4` is the highest one and version 4.
    """

    latest: int
    specific: frozenset[int]

    @classmethod
    def of(cls, text: str) -> Policy:
        """Read a policy; raises ValueError."""
        latest, specific = 0, set()
        for part in map(str.strip, text.split(",")):
            highest = LATEST.fullmatch(part)
            if highest:
                latest = max(latest, int(highest[1] or 1))
            elif part == "all":
                latest = EVERY
            elif NUMBER.fullmatch(part):
                specific.add(int(part))
            else:
                raise ValueError(f"expected {EXPECTED}")
        return cls(latest, frozenset(specific))

    def __str__(self) -> str:
        """As it is written."""
        highest = "all" if self.latest == EVERY else f"latest:{self.latest}"
        return ",".join([highest] * (self.latest > 0) + [str(v) for v in sorted(self.specific)])


HIGHEST = Policy(1, frozenset())
EACH = "*"  # where a policy is that of every model that has none of its own
