"""The management API: what is done to models and traffic, on a port of its own."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError

from scorejar import __version__

from .details import details
from .management_traffic import REFUSED, TrafficRoutes
from .messages import shown
from .problems import ProblemError, install, problem
from .service import Service

DESCRIPTION = """Changes what answers: versions, labels, shares and shadows.

Whoever reaches this port can do it. An answer comes when the change is in force in the process that
gives it, and tells the model's traffic as `GET /models/{model}` does. A change that is refused
changes nothing: 400 where it makes no sense, 409 where a version that it needs does not answer.
"""


def create_management_app(service: Service) -> FastAPI:
    """The app of the management port, for a service that has started."""
    app = FastAPI(
        title="Scorejar management",
        version=__version__,
        description=DESCRIPTION,
        redoc_url=None,
        redirect_slashes=False,
    )
    install(app)

    @app.exception_handler(RequestValidationError)
    async def invalid(request: Request, error: RequestValidationError) -> Response:
        first = error.errors()[0]
        place = ".".join(map(str, first["loc"][1:])) or "body"
        said = first["msg"].removeprefix("Value error, ").replace("Input should be", "expected")
        return problem(request, 400, f"{place}: {said}, got {shown(first.get('input'))}")

    app.include_router(TrafficRoutes(service).router())
    add_models(app, service)
    return app


def add_models(app: FastAPI, service: Service) -> None:
    """What lets a whole model answer or not."""

    async def change(model: str, load: bool) -> dict[str, Any]:
        workers = service.settings.workers
        if workers > 1:
            expected = "expected one worker, since the others would not hear of it"
            raise ProblemError(409, f"workers: {expected}, got {workers}")
        return details(await service.change(model, load))

    @app.post("/models/{model}/load", tags=["models"], responses=REFUSED)
    async def load(model: str) -> dict[str, Any]:
        """Let a model answer again. With one worker only, and until the service ends."""
        return await change(model, True)

    @app.post("/models/{model}/unload", tags=["models"], responses=REFUSED)
    async def unload(model: str) -> dict[str, Any]:
        """Let a model answer nothing until it is loaded."""
        return await change(model, False)
