"""Errors as HTTP answers: the right status, and `{"error": "one line"}`, whatever went wrong."""

from __future__ import annotations

from collections.abc import Mapping

from fastapi import FastAPI, Request, Response
from pydantic_core import to_json
from starlette.exceptions import HTTPException

from scorejar.errors import RowError, ScorejarError

from .failures import NamelessRequestError, UnavailableError, UnknownModelError
from .messages import shown

STOPPING = "the service is stopping"
NO_MODEL = "no model is in service"
OUR_FAULT = "our own fault; the log of the service says more"

WRONG_ROW = 422

STATUSES: dict[type[ScorejarError], int] = {
    NamelessRequestError: 400,
    UnknownModelError: 404,
    RowError: WRONG_ROW,
    UnavailableError: 503,
}


class ProblemError(Exception):
    """A request that is no request for predictions, with the status that says why."""

    def __init__(
        self, status: int, message: str, headers: tuple[tuple[bytes, bytes], ...] = ()
    ) -> None:
        super().__init__(message)
        self.status = status
        self.headers = headers


def bad_request(message: str) -> ProblemError:
    """A request that cannot be understood."""
    return ProblemError(400, message)


RETRY_AFTER = dict.fromkeys((429, 503), ((b"retry-after", b"1"),))
"""Headers for a status where trying again may help."""


def status_of(error: ScorejarError) -> int:
    """The status for one of the project's own errors."""
    return next((status for family, status in STATUSES.items() if isinstance(error, family)), 500)


def problem(
    request: Request, status: int, message: str, headers: Mapping[str, str] | None = None
) -> Response:
    """The answer; the message also stands in the scope, where the access log finds it."""
    request.scope["error"] = message
    content = to_json({"error": message})
    return Response(content, status, headers=headers, media_type="application/json")


def install(app: FastAPI) -> None:
    """Let every error of the app answer in this shape."""

    @app.exception_handler(ProblemError)
    async def known(request: Request, error: ProblemError) -> Response:
        return problem(request, error.status, str(error))

    @app.exception_handler(ScorejarError)
    async def own(request: Request, error: ScorejarError) -> Response:
        return problem(request, status_of(error), str(error))

    @app.exception_handler(HTTPException)
    async def of_router(request: Request, error: HTTPException) -> Response:
        message = str(error.detail)
        path = shown(request.url.path)
        if error.status_code == 404:
            message = f"path: expected one that /docs lists, got {path}"
        elif error.status_code == 405:
            allowed = (error.headers or {}).get("Allow", "another method")
            message = f"method: expected {allowed} for {path}, got {request.method}"
        return problem(request, error.status_code, message, error.headers)
