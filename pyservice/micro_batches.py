"""One-row requests of one model that come within a moment, scored in one call of Java.

What that saves is the model's alone: a forest asks its questions of many rows at once in less time
for each. What it costs, putting rows together and waiting, is the same for every model. When it
pays is in benchmarks/RESULTS.md.
"""

from __future__ import annotations

import asyncio
from typing import Any, NamedTuple

from .model import Model
from .plan import Plan

Row = tuple[Any, ...]
Scored = tuple[int, dict[str, Any]]


class Batch(NamedTuple):
    """The rows that wait, read by one plan, and who waits for each."""

    plan: Plan
    rows: list[Row]
    waiting: list[asyncio.Future[Scored | None]]
    timer: asyncio.TimerHandle


class MicroBatches:
    """Batches of at most so many rows, none of which waits for longer than `delay_ms`.

    on: whether there are any; one row is no batch. Used from the event loop, on which it scores.
    """

    def __init__(self, most_rows: int, delay_ms: float) -> None:
        self.on = most_rows > 1
        self._most_rows = most_rows
        self._delay_s = delay_ms / 1000
        self._open: dict[Model, Batch] = {}

    async def score(self, model: Model, plan: Plan, row: Row) -> Scored | None:
        """The version that answered, and its answer by name, for a row in the plan's order.

        None where the batch was not to be scored, by a wrong row or a swap: whoever asked scores
        his row the careful way then, alone, so that only the wrong one is told that it is wrong.
        """
        if not plan.description.schema.numeric:
            return None
        loop = asyncio.get_running_loop()
        batch = self._open.get(model)
        if batch is not None and batch.plan is not plan:  # a new version has been put in service
            self._score(model)
            batch = None
        if batch is None:
            timer = loop.call_later(self._delay_s, self._score, model)
            batch = self._open[model] = Batch(plan, [], [], timer)
        answered: asyncio.Future[Scored | None] = loop.create_future()
        batch.rows.append(row)
        batch.waiting.append(answered)
        if len(batch.rows) == self._most_rows:
            self._score(model)
        return await answered

    def _score(self, model: Model) -> None:
        batch = self._open.pop(model)
        batch.timer.cancel()
        found: list[Scored | None]
        try:
            version, answers = model.rows_by(batch.plan, batch.rows, 0)
            found = [(version, answer) for answer in answers]
        except Exception:  # whatever it was, the careful way meets it again, and says it
            found = [None] * len(batch.rows)
        for waits, scored in zip(batch.waiting, found, strict=True):
            if not waits.done():  # its client may have gone
                waits.set_result(scored)
