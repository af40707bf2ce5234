"""Around every request that the app answers: counted, logged, its crashes answered."""

from __future__ import annotations

import logging

from pydantic_core import to_json
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from .course import Course
from .exchange import Exchange, Reply
from .logs import LOGGER
from .problems import OUR_FAULT
from .request_log import names
from .service import Service

ROUTES = frozenset({"", "docs", "health", "metrics", "models", "openapi.json", "page", "status"})


class Around:
    """An ASGI middleware."""

    def __init__(self, app: ASGIApp, service: Service) -> None:
        self._app = app
        self._log = service.log

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """See the class."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        if scope["method"] == "HEAD":  # answered as GET is; the server leaves the body out
            scope = {**scope, "method": "GET"}
        course = Course()
        status = 0

        async def send_noting_status(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, send_noting_status)
        except ClientDisconnect:
            return
        except Exception:
            logging.getLogger(LOGGER).exception("request failed", extra={"fields": names(scope)})
            if status:
                raise  # half an answer is out: only a broken connection can tell
            our_fault = Reply(to_json({"error": OUR_FAULT}), status=500)
            await Exchange(scope, receive, send_noting_status).reply(our_fault)
        part = scope["path"][1:].partition("/")[0]
        door = f"/{part}" if part in ROUTES else "other"
        self._log.note(scope, door, status, course, scope.get("error"))
