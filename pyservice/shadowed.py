"""A model whose answers are offered to a shadow, once they are there."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .bridge import Bridge
from .model import Answer, Model
from .plan import Plan
from .quick import QuickRow
from .schema import Description
from .traffic.shadow import MOST_ROWS, Answers, Shadow


class ShadowedModel(Model):
    """As Model; whichever way rows are scored, the shadow hears of them and their answers."""

    def __init__(
        self,
        bridge: Bridge,
        handle: int,
        shadow: Shadow[Model],
        *,
        observe: Callable[[float], None] | None = None,
    ) -> None:
        self._shadow = shadow
        self._shadowing: QuickRow | None = None
        super().__init__(bridge, handle, finite=True, observe=observe)

    def refresh(self) -> Description:
        """See Model."""
        description = super().refresh()
        plan, quick = self._current
        if quick is not self._shadowing:
            self._shadowing = self.quick = self._offering(plan, quick)
            self._current = plan, self.quick
        return description

    def _offering(self, plan: Plan, quick: QuickRow) -> QuickRow:
        def score(row: Any) -> tuple[int, dict[str, Any]] | None:
            found = quick(row)
            if found:
                self._offer(plan, [row], [found[1]])
            return found

        return score

    def _offer(self, plan: Plan, rows: Sequence[Any], answers: Sequence[dict[str, Any]]) -> None:
        """Offer rows, by name or in the plan's order, and their answers."""

        def both(candidate: Model) -> tuple[Answers, Answers]:
            names = plan.encoder.names
            asked = [
                row if isinstance(row, Mapping) else dict(zip(names, row, strict=True))
                for row in rows[:MOST_ROWS]
            ]
            return answers[:MOST_ROWS], candidate.score_rows(asked).rows

        self._shadow.offer(min(len(rows), MOST_ROWS), both)

    def _score_row(self, plan: Plan, row: Any) -> tuple[int, dict[str, Any]]:
        found = super()._score_row(plan, row)
        self._offer(plan, [row], [found[1]])
        return found

    def rows_by(self, plan: Plan, rows: Sequence[Any], first_row: int) -> Answer:
        """See Model."""
        answer = super().rows_by(plan, rows, first_row)
        self._offer(plan, rows, answer.rows)
        return answer

    def doubles_by(
        self, plan: Plan, rows: NDArray[np.float64], first_row: int
    ) -> tuple[int, NDArray[np.float64]]:
        """See Model."""
        version, answers = super().doubles_by(plan, rows, first_row)
        some, told = rows[:MOST_ROWS].copy(), answers[:MOST_ROWS].copy()

        def both(candidate: Model) -> tuple[Answers, Answers]:
            if candidate.description.schema_id != plan.description.schema_id:
                raise LookupError("rows of doubles are of another schema")
            said = candidate.score_doubles(some)[1]
            named = plan.decoder.rows
            return named(told.ravel().tolist()), named(said.ravel().tolist())

        self._shadow.offer(len(some), both)
        return version, answers
