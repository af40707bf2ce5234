"""What Vertex AI asks of a container, on the paths that it names in the environment."""

from __future__ import annotations

from typing import Any

from ..course import Course
from ..exchange import Exchange, Reply
from ..failures import UnavailableError
from ..json_rows import from_instances, parsed_object
from ..problems import bad_request
from ..served import Served
from ..service import Service
from .door import Door, encode, expect, serving


class Vertex(Door):
    """The paths of AIP_HEALTH_ROUTE and AIP_PREDICT_ROUTE, for the default model."""

    def __init__(self, service: Service) -> None:
        super().__init__(service)
        self._health = service.settings.vertex_health_route
        self._predict = service.settings.vertex_predict_route

    def routes(self) -> dict[str, Door]:
        """This door for each path; none where the service does not run in Vertex AI."""
        return {path: self for path in (self._health, self._predict) if path}

    async def answer(self, exchange: Exchange) -> Reply:
        """See Door."""
        if exchange.path == self._health:
            return self.health(exchange)
        expect(exchange, "POST")
        served = self.service.models.choose(None)
        course = exchange.course
        served.asked_in(course)
        body = await self.read(exchange)
        return await self.run(
            exchange,
            self.small(body),
            lambda: Reply(self.score(served.chosen(course, exchange.headers, body), body, course)),
        )

    def name_of(self, exchange: Exchange) -> str:
        """See Door."""
        return "vertex/health" if exchange.path == self._health else "vertex/predict"

    def health(self, exchange: Exchange) -> Reply:
        """Whether requests should come here."""
        expect(exchange, "GET", "HEAD")
        if self.service.draining or not self.service.models.ready():
            raise UnavailableError("no model is in service, or the service is stopping")
        return Reply(encode({"ready": True}))

    def score(self, served: Served, body: bytes, course: Course) -> bytes:
        """Score instances, rows by name or in schema order."""
        request: dict[str, Any] = parsed_object(body)
        if "instances" not in request or request.keys() - {"instances", "parameters"}:
            raise bad_request("body: expected instances, and no more than parameters beside it")
        if request.get("parameters"):
            raise bad_request("parameters: expected none, as no model takes any")
        model = serving(served)
        schema = model.description.schema
        rows = from_instances(schema, request["instances"], self.max_rows)
        course.parsed()
        answer = model.score_rows(rows)
        course.keep(rows, answer.rows)
        served.answered(course, answer.version, len(answer.rows))
        return encode({"predictions": answer.rows})
