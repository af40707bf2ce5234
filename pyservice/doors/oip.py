"""/v2: the Open Inference Protocol over HTTP."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .. import deadlines
from ..exchange import Exchange, Reply, packed
from ..json_rows import parsed_object
from ..messages import shown
from ..model import Model
from ..oip import metadata, repository, rest
from ..oip.inference import (
    Inference,
    answers_by_name,
    infer,
    of_row,
    rows_by_name,
    usual_row,
)
from ..problems import bad_request
from ..served import Served, check_version
from .door import Door, encode, expect, serving, unknown_path

Handler = Callable[[Served, Model], Any]


class OpenInference(Door):
    """`/v2` and what is below it. Errors are 4xx or 5xx, `{"error": "one line"}`."""

    async def answer(self, exchange: Exchange) -> Reply:
        """See Door."""
        match exchange.path.strip("/").split("/")[1:]:
            case ["models", name, "infer"]:
                return await self.infer(exchange, name, "")
            case ["models", name, "versions", version, "infer"]:
                return await self.infer(exchange, name, version)
            case ["models", "stats"]:
                return self.all_statistics(exchange)
            case ["models", name, "versions", version, *rest_of_path]:
                return self.about_model(exchange, name, version, rest_of_path)
            case ["models", name, *rest_of_path]:
                return self.about_model(exchange, name, "", rest_of_path)
            case ["repository", *rest_of_path]:
                return await self.about_repository(exchange, rest_of_path)
            case rest_of_path:
                return self.about_server(exchange, rest_of_path)

    def name_of(self, exchange: Exchange) -> str:
        """See Door."""
        return "/v2/infer" if exchange.path.endswith("/infer") else "/v2"

    async def infer(self, exchange: Exchange, name: str, version: str) -> Reply:
        """Score the tensors of a request."""
        expect(exchange, "POST")
        served = self.service.models.get(name).at(version)
        course = exchange.course
        served.asked_in(course)
        body = await self.read(exchange)
        if served.choice is not None:  # which may have to read the body, too
            named, headers = served, exchange.headers
            served = await self.run(
                exchange, self.small(body), lambda: named.chosen(course, headers, body)
            )
        json_length = exchange.header(rest.JSON_LENGTH)
        accepted = exchange.header(b"accept-encoding")
        model = serving(served)
        with self.service.statistics.following(course):

            def read() -> rest.Request:
                schema = model.description.schema
                most = self.max_rows * len(schema.inputs)
                request = rest.read(body, json_length, most, schema)
                timeout = request.parameters.get("timeout")
                deadlines.check(deadlines.of_parameter(timeout, course.arrived_at))
                course.parsed()
                return request

            def answer(request: rest.Request, found: Inference) -> Reply:
                check_version(served, version, found.version)
                served.answered(course, found.version, found.rows)
                schema, inputs = model.description.schema, request.inputs
                course.keep(
                    lambda: rows_by_name(schema, inputs), lambda: answers_by_name(found.outputs)
                )
                content, json_end = rest.answer(name, request, found)
                reply = Reply(content)
                if json_end is not None:
                    headers = ((rest.JSON_LENGTH, b"%d" % json_end),)
                    reply = Reply(content, rest.BINARY, headers=headers)
                return packed(reply, accepted)

            def work() -> Reply:
                request = read()
                found = infer(model, request.inputs, request.outputs, self.max_rows)
                return answer(request, found)

            if not self.together(body):
                return await self.run(exchange, self.small(body), work)
            deadlines.check(exchange.deadline)
            course.begin()
            request = read()
            found = await self.infer_together(model, request)
            most = self.max_rows
            reply = answer(request, found or infer(model, request.inputs, request.outputs, most))
            course.ready()
            return reply

    async def infer_together(self, model: Model, request: rest.Request) -> Inference | None:
        """Score the usual row with those of other requests; None for whatever is not that."""
        if len(request.inputs) != 1 or request.outputs:
            return None
        plan, _ = model.current()
        row = usual_row(plan, request.inputs[0])
        found = await self._micro_batches.score(model, plan, row) if row else None
        return found and of_row(plan, *found)

    def about_server(self, exchange: Exchange, path: list[str]) -> Reply:
        """Health and metadata of the server."""
        service = self.service
        known: dict[tuple[str, ...], Callable[[], Any]] = {
            (): lambda: metadata.SERVER,
            ("health", "live"): lambda: {"live": True},
            ("health", "ready"): lambda: {"ready": service.check_ready()},
        }
        tell = known.get(tuple(path))
        if tell is None:
            raise unknown_path(exchange)
        expect(exchange, "GET", "HEAD")
        return Reply(encode(tell()))

    def about_model(self, exchange: Exchange, name: str, version: str, path: list[str]) -> Reply:
        """Metadata, configuration, readiness and statistics of a model."""
        known: dict[tuple[str, ...], Handler] = {
            (): lambda served, model: metadata.model_metadata(
                model.description, served.answering()
            ),
            ("ready",): lambda served, model: {"name": served.name, "ready": True},
            ("config",): lambda served, model: metadata.configuration(
                model.description, self.max_rows
            ),
            ("stats",): lambda served, model: {
                "model_stats": self.service.statistics.told([served])
            },
        }
        tell = known.get(tuple(path))
        if tell is None:
            raise unknown_path(exchange)
        expect(exchange, "GET", "HEAD")
        served = self.service.models.get(name).at(version)
        return Reply(encode(tell(served, serving(served))))

    def all_statistics(self, exchange: Exchange) -> Reply:
        """Statistics of every model that answers."""
        expect(exchange, "GET", "HEAD")
        service = self.service
        return Reply(encode({"model_stats": service.statistics.told(service.models.all())}))

    async def about_repository(self, exchange: Exchange, path: list[str]) -> Reply:
        """The list of models, and what changes it."""
        match path:
            case ["index"]:
                request = await self.request(exchange)
                ready_only = repository.asked_ready(request)
                return Reply(encode(repository.index(self.service.models.all(), ready_only)))
            case ["models", name, "load" | "unload" as change]:
                parameters = (await self.request(exchange)).get("parameters") or {}
                if not isinstance(parameters, dict):
                    raise bad_request(f"parameters: expected an object, got {shown(parameters)}")
                load = change == "load"
                return Reply(encode(await repository.change(self.service, name, load, parameters)))
            case _:
                raise unknown_path(exchange)

    async def request(self, exchange: Exchange) -> dict[str, Any]:
        """The object that was sent, or an empty one where nothing was."""
        expect(exchange, "POST")
        body = await self.read(exchange)
        return parsed_object(body) if body else {}
