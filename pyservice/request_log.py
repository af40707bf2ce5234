"""Around every request: its time and status counted, its errors logged, its crashes answered."""

from __future__ import annotations

import logging
import time

from pydantic_core import to_json
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from .logs import LOGGER, log_event
from .problems import OUR_FAULT
from .service import Service

ROUTES = frozenset({"predict", "health", "models", "metrics", "docs", "openapi.json"})


class RequestLog:
    """An ASGI middleware. Request and response bodies are never logged."""

    def __init__(self, app: ASGIApp, service: Service) -> None:
        self._app = app
        self._metrics = service.metrics
        self._access_log = service.settings.access_log

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """See the class."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        if scope["method"] == "HEAD":  # answered as GET is; the server leaves the body out
            scope = {**scope, "method": "GET"}
        started = time.perf_counter()
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
            await send_our_fault(send_noting_status)
        self._note(scope, status, time.perf_counter() - started)

    def _note(self, scope: Scope, status: int, seconds: float) -> None:
        part = scope["path"].split("/", 2)[1]
        route = f"/{part}" if part in ROUTES else "other"
        self._metrics.request_seconds.labels(route).observe(seconds)
        self._metrics.requests.labels(route, status).inc()
        if self._access_log == "all" or (self._access_log == "errors" and status >= 400):
            fields = names(scope) | {"status": status, "ms": seconds * 1000}
            level = logging.ERROR if status >= 500 else logging.INFO
            log_event(level, "request", **fields, error=scope.get("error"))


def names(scope: Scope) -> dict[str, object]:
    """What a request is called in a log; its query is left out."""
    client = scope.get("client")
    return {
        "method": scope["method"],
        "path": scope["path"][:200],
        "client": client[0] if client else None,
    }


async def send_our_fault(send: Send) -> None:
    """Status 500 in the shape of every error."""
    body = to_json({"error": OUR_FAULT})
    headers = [
        (b"content-type", b"application/json"),
        (b"content-length", str(len(body)).encode()),
    ]
    await send({"type": "http.response.start", "status": 500, "headers": headers})
    await send({"type": "http.response.body", "body": body})
