"""What explains a model's rows: what each column adds to a score, by one schema."""

from __future__ import annotations

import json
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from .bridge import Bridge
from .crossing import failure
from .failures import SwappedError
from .plan import Plan

BLOCK_DOUBLES = 1 << 20  # of reasons that cross at once: 8 MB

Doubles = NDArray[np.float64]


class Explained(NamedTuple):
    """Reasons for rows, all from one version.

    answers: the outputs whose raw scores are explained. columns: what contributes. numbers: shape
    (n_rows, n_answers, n_columns + 1), the base last; NaN where there is no answer.
    """

    version: int
    answers: list[str]
    columns: list[str]
    numbers: Doubles


class Explainer:
    """Explains the rows of one model. Thread-safe."""

    def __init__(self, bridge: Bridge, handle: int) -> None:
        self._bridge = bridge
        self._handle = handle
        self._explains: dict[str, Any] = {}  # as last asked for, perhaps for an earlier version

    def explains(self) -> dict[str, Any]:
        """What the version in use can explain: `version`, `answers`, `columns`.

        Raises ModelError where it can explain nothing, saying why.
        """
        self._explains = json.loads(self._bridge.reasons(self._handle))
        return self._explains

    def explain_by(self, plan: Plan, rows: Doubles, first_row: int | None) -> Explained:
        """Explain rows of doubles by one schema.

        first_row: the number of the first one, for messages; None for a row alone.
        Raises ModelError as `explains` does, RowError for a wrong row, UnavailableError while no
        version is in service, and SwappedError where the schema is not in use any more.
        """
        names = self._explains or self.explains()
        answers, columns = names["answers"], names["columns"]
        numbers = np.empty((len(rows), len(answers), len(columns) + 1))
        step = max(1, BLOCK_DOUBLES // (len(answers) * (len(columns) + 1)))
        for first in range(0, len(rows), step):
            part = rows[first : first + step]
            number = None if first_row is None else first_row + first
            version, found = self._cross(plan, part, number)
            if version != names["version"]:
                self.explains()
                raise SwappedError
            numbers[first : first + step] = found.reshape(len(part), len(answers), -1)
        return Explained(names["version"], answers, columns, numbers)

    def _cross(self, plan: Plan, rows: Doubles, first: int | None) -> tuple[int, Doubles]:
        """The version and the reasons for rows, one row after another."""
        doubles = np.ascontiguousarray(rows, "<f8").tobytes()
        schema_id = plan.description.schema_id
        said = self._bridge.explain_bytes(self._handle, doubles, len(rows), schema_id)
        version = int.from_bytes(said[:8], "big", signed=True)
        if version <= 0:
            raise failure(version, said[8:].decode(), first)
        return version, np.frombuffer(said, "<f8", offset=8)
