"""/ping and /invocations: what MLflow's scoring server and SageMaker's containers answer."""

from __future__ import annotations

from typing import Any

from scorejar import __version__

from ..batches import score_batch
from ..course import Course
from ..exchange import Exchange, Reply
from ..failures import UnavailableError
from ..json_rows import from_columns, from_instances, from_split, parsed_object
from ..media_type import media_type
from ..messages import shown
from ..model import Model
from ..problems import NO_MODEL, ProblemError, bad_request
from ..served import Served
from ..table_bodies import batch_of_csv
from .door import Door, encode, expect, serving, unknown_path

FORMS = ("dataframe_split", "dataframe_records", "instances", "inputs")
ERROR_CODES = {
    404: "RESOURCE_DOES_NOT_EXIST",
    500: "INTERNAL_ERROR",
    503: "TEMPORARILY_UNAVAILABLE",
}


class Invocations(Door):
    """`/ping`, `/version` and `/invocations` for the default model."""

    async def answer(self, exchange: Exchange) -> Reply:
        """See Door."""
        if exchange.path in ("/ping", "/version"):
            expect(exchange, "GET", "HEAD")
            if exchange.path == "/ping" and not self.service.models.ready():
                raise UnavailableError(NO_MODEL)
            content = b"\n" if exchange.path == "/ping" else __version__.encode()
            return Reply(content, b"text/plain; charset=utf-8")
        if exchange.path != "/invocations":
            raise unknown_path(exchange)
        expect(exchange, "POST")
        served = self.service.models.choose(None)
        course = exchange.course
        served.asked_in(course)
        kind = media_type(exchange)
        if kind not in ("application/json", "text/csv"):
            expected = "application/json or text/csv"
            raise ProblemError(415, f"content-type: expected {expected}, got {shown(kind)}")
        body = await self.read(exchange)
        return await self.run(
            exchange,
            self.small(body),
            lambda: Reply(
                self.score(served.chosen(course, exchange.headers, body), kind, body, course)
            ),
        )

    def refusal(self, status: int, message: str) -> bytes:
        """See Door."""
        code = ERROR_CODES.get(status, "BAD_REQUEST")
        return encode({"error_code": code, "message": message})

    def score(self, served: Served, kind: str, body: bytes, course: Course) -> bytes:
        """Score rows in one of the forms that MLflow's clients send."""
        model = serving(served)
        if kind == "text/csv":
            batch = batch_of_csv(body, self.max_rows)
            course.parsed()
            version, found = score_batch(model, batch)
            answers = found.to_pylist()
            course.keep(batch, answers)
        else:
            rows = self.rows(model, body)
            course.parsed()
            version, answers = model.score_rows(rows)
            course.keep(rows, answers)
        served.answered(course, version, len(answers))
        return encode({"predictions": answers})

    def rows(self, model: Model, body: bytes) -> list[dict[str, Any]]:
        """The rows of a body of JSON."""
        request = parsed_object(body)
        forms = [form for form in FORMS if form in request]
        if len(forms) != 1 or request.keys() - {*forms, "params"}:
            raise bad_request(f"body: expected one of {', '.join(FORMS)}, and no more than params")
        if request.get("params"):
            raise bad_request("params: expected none, as no model takes any")
        data = request[forms[0]]
        if forms[0] == "dataframe_split":
            if not isinstance(data, dict):
                raise bad_request(f"dataframe_split: expected an object, got {shown(data)}")
            return from_split(data.get("columns"), data.get("data"), self.max_rows)
        if isinstance(data, dict):
            return from_columns(data, self.max_rows)
        return from_instances(model.description.schema, data, self.max_rows)
