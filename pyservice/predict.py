"""POST /predict: a body of rows in, a body of predictions out."""

from __future__ import annotations

import asyncio

from fastapi import Request, Response
from pydantic_core import to_json

from .failures import UnavailableError
from .request_body import check_media_type, parse_rows, read_body
from .served import Served
from .service import Service


class Predict:
    """The endpoint.

    A small body is scored on the event loop, since handing it to a thread would take longer than
    the score; a large one on one of a fixed set of threads, which JPype attaches to the JVM once.
    """

    def __init__(self, service: Service) -> None:
        self._service = service
        self._max_body_bytes = service.settings.max_body_bytes
        self._max_rows = service.settings.max_rows
        self._inline_bytes = service.settings.inline_body_bytes

    async def answer(self, request: Request) -> Response:
        """Answer a request for the model in its path, or for the default one."""
        served = self._service.models.choose(request.path_params.get("model"))
        check_media_type(request.headers)
        body = await read_body(request, self._max_body_bytes)
        if len(body) <= self._inline_bytes:
            content = self.score(served, body)
        else:
            loop = asyncio.get_running_loop()
            content = await loop.run_in_executor(self._service.threads, self.score, served, body)
        return Response(content, media_type="application/json")

    def score(self, served: Served, body: bytes) -> bytes:
        """Score a body; NaN and infinite answers, which JSON cannot hold, become null."""
        rows = parse_rows(body, self._max_rows)
        if served.model is None:
            raise UnavailableError(f"model: no version of '{served.name}' is in service")
        model = served.model
        answer = model.score_row(rows) if isinstance(rows, dict) else model.score_rows(rows)
        served.count_rows(len(answer.rows))
        content = {"model": served.name, "version": answer.version, "predictions": answer.rows}
        return to_json(content, inf_nan_mode="null")
