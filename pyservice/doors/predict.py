"""POST /predict: one row or an array of rows, a prediction for each."""

from __future__ import annotations

import msgspec

from ..exchange import Exchange, Reply
from ..media_type import check_json
from ..row_bodies import parse_rows
from ..served import Served
from .door import Door, method_not_allowed, serving

encode = msgspec.json.Encoder().encode  # NaN and infinities, which JSON cannot hold, become null


class Predict(Door):
    """`/predict` and `/predict/{model}`."""

    async def answer(self, exchange: Exchange) -> Reply:
        """See Door."""
        if exchange.method != "POST":
            raise method_not_allowed(exchange, "POST")
        served = self.service.models.choose(exchange.path[len("/predict/") :] or None)
        check_json(exchange)
        body = await self.read(exchange)
        return Reply(await self.run(len(body), lambda: self.score(served, body)))

    def refusal(self, status: int, message: str) -> bytes:
        """See Door."""
        return encode({"error": message})

    def score(self, served: Served, body: bytes) -> bytes:
        """The answer to a body."""
        model = serving(served)
        answer = model.score_body(body, self.max_rows)
        if answer is None:  # which takes no more than the usual, and does not say what is wrong
            rows = parse_rows(body, self.max_rows)
            answer = model.score_row(rows) if isinstance(rows, dict) else model.score_rows(rows)
        served.count_rows(len(answer.rows))
        found = {"model": served.name, "version": answer.version, "predictions": answer.rows}
        return encode(found)
