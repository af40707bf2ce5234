"""/v2: the Open Inference Protocol over HTTP."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .. import deadlines
from ..exchange import Exchange, Reply
from ..failures import UnavailableError
from ..model import Model
from ..oip import metadata, rest
from ..oip.inference import infer
from ..served import Served, check_version
from .door import Door, method_not_allowed, serving, unknown_path

Handler = Callable[[Served, Model], Any]

encode = rest.encode


class OpenInference(Door):
    """`/v2` and what is below it. Errors are 4xx or 5xx, `{"error": "one line"}`."""

    async def answer(self, exchange: Exchange) -> Reply:
        """See Door."""
        match exchange.path.strip("/").split("/")[1:]:
            case ["models", name, "infer"]:
                return await self.infer(exchange, name, "")
            case ["models", name, "versions", version, "infer"]:
                return await self.infer(exchange, name, version)
            case ["models", name, "versions", version, *rest_of_path]:
                return self.about_model(exchange, name, version, rest_of_path)
            case ["models", name, *rest_of_path]:
                return self.about_model(exchange, name, "", rest_of_path)
            case rest_of_path:
                return self.about_server(exchange, rest_of_path)

    def refusal(self, status: int, message: str) -> bytes:
        """See Door."""
        return encode({"error": message})

    def status_of(self, status: int) -> int:
        """See Door; a wrong row is a wrong request here."""
        return 400 if status == 422 else status

    def route(self, exchange: Exchange) -> str:
        """See Door."""
        return "/v2/infer" if exchange.path.endswith("/infer") else "/v2"

    async def infer(self, exchange: Exchange, name: str, version: str) -> Reply:
        """Score the tensors of a request."""
        if exchange.method != "POST":
            raise method_not_allowed(exchange, "POST")
        served = self.service.models.get(name)
        check_version(served, version)
        body = await self.read(exchange)
        json_length = exchange.header(rest.JSON_LENGTH)

        def work() -> Reply:
            model = serving(served)
            width = len(model.description.schema.inputs)
            request = rest.read(body, json_length, self.max_rows * width)
            timeout = request.parameters.get("timeout")
            deadlines.check(deadlines.of_parameter(timeout, exchange.arrived))
            found = infer(model, request.inputs, request.outputs, self.max_rows)
            check_version(served, version, found.version)
            served.count_rows(found.rows)
            content, json_end = rest.answer(served.name, request, found)
            if json_end is None:
                return Reply(content)
            headers = ((rest.JSON_LENGTH, b"%d" % json_end),)
            return Reply(content, rest.BINARY, headers=headers)

        return await self.run(exchange, len(body), work)

    def about_server(self, exchange: Exchange, path: list[str]) -> Reply:
        """Health and metadata of the server."""
        service = self.service
        known: dict[tuple[str, ...], Callable[[], Any]] = {
            (): lambda: metadata.SERVER,
            ("health", "live"): lambda: {"live": True},
            ("health", "ready"): lambda: {"ready": ready(service.draining, service.models.ready())},
        }
        tell = known.get(tuple(path))
        if tell is None:
            raise unknown_path(exchange)
        if exchange.method not in ("GET", "HEAD"):
            raise method_not_allowed(exchange, "GET")
        return Reply(encode(tell()))

    def about_model(self, exchange: Exchange, name: str, version: str, path: list[str]) -> Reply:
        """Metadata, configuration and readiness of a model."""
        known: dict[tuple[str, ...], Handler] = {
            (): lambda served, model: metadata.model_metadata(model.description),
            ("ready",): lambda served, model: {"name": served.name, "ready": True},
            ("config",): lambda served, model: metadata.configuration(
                model.description, self.max_rows
            ),
        }
        tell = known.get(tuple(path))
        if tell is None:
            raise unknown_path(exchange)
        if exchange.method not in ("GET", "HEAD"):
            raise method_not_allowed(exchange, "GET")
        served = self.service.models.get(name)
        check_version(served, version)
        return Reply(encode(tell(served, serving(served))))


def ready(draining: bool, models: bool) -> bool:
    """True; raises UnavailableError where no request should come here."""
    if draining or not models:
        raise UnavailableError("the service is stopping" if draining else "no model is in service")
    return True
