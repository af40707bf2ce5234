"""The FastAPI app: routes, errors, and what starts and stops with it."""

from __future__ import annotations

import asyncio
import gc
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

from fastapi import FastAPI, Response
from starlette.types import Receive, Scope, Send

from scorejar import __version__
from scorejar.errors import ScorejarError

from .around import Around
from .background import handing_on
from .details import details
from .doors.door import Door
from .doors.invocations import Invocations
from .doors.oip import OpenInference
from .doors.openscoring import Openscoring
from .doors.predict import Predict
from .doors.tensorflow_serving import TensorFlowServing
from .doors.vertex import Vertex
from .exchange import Exchange
from .logs import LOGGER, log_event
from .metrics import POUR_S
from .openapi import Documents
from .openapi_shapes import ERRORS
from .page.routes import add_page
from .problems import install
from .row_models import ErrorAnswer
from .service import Service
from .settings import Settings
from .traffic.told import traffic_of

if TYPE_CHECKING:
    from .doors.oip_grpc import GrpcDoor
    from .management_server import ManagementServer

DESCRIPTION = """Scores rows with models that were trained in Python and proved on the JVM.

`null` or an absent field means missing; an answer that is `null` is a missing, or no finite, value.
"""


DRIFT_S = 10.0  # how old the other workers' figures of drift may be


class App(FastAPI):
    """A FastAPI app with doors in front: what they answer never reaches its router."""

    def __init__(self, service: Service, **options: Any) -> None:
        super().__init__(**options)
        invocations, openscoring = Invocations(service), Openscoring(service)
        self._vertex = Vertex(service).routes()
        self._doors: dict[str, Door] = {
            "predict": Predict(service),
            "v1": TensorFlowServing(service),
            "v2": OpenInference(service),
            "ping": invocations,
            "version": invocations,
            "invocations": invocations,
            "model": openscoring,
            "openscoring": openscoring,
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a door answer, by the first part of the path, else the app."""
        if scope["type"] == "http":
            path = scope["path"]
            door = self._vertex.get(path) or self._doors.get(path[1:].partition("/")[0])
            if door is not None:
                await door(Exchange(scope, receive, send))
                return
        await super().__call__(scope, receive, send)


def create_app(settings: Settings) -> FastAPI:
    """The app of a service. The JVM starts with its lifespan, so never before a fork.

    `app.state.failure` holds the error of a start that failed.
    """
    service = Service(settings)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        grpc_door = management = None
        service.drain_on_signal(asyncio.get_running_loop())
        try:
            await service.start()
            if not service.draining:
                grpc_door = await opened_grpc_door(service)
                management = opened_management(service)
        except ScorejarError as error:
            app.state.failure = error
            raise
        except Exception:
            logging.getLogger(LOGGER).exception("the service did not start")
            raise
        # What is there now stays: a full collection passes over it, 160 ms that became 0.02.
        gc.collect()
        gc.freeze()
        if not service.draining:
            log_event(logging.INFO, "started", models=len(service.models.all()))
        tasks = [asyncio.create_task(service.history.keep())]
        if settings.workers > 1:  # one alone brings its figures up to date when it is asked
            tasks += [asyncio.create_task(told(service)) for told in (pour, measure_drift)]
        yield
        gc.unfreeze()
        for task in tasks:
            task.cancel()
        if management is not None:
            await management.stop()
        if grpc_door is not None:
            await grpc_door.stop(settings.shutdown_timeout_s)
        # Not on the loop's default threads: there may be none left to wait for.
        service.stop()
        log_event(logging.INFO, "stopped")

    app = App(
        service,
        title="Scorejar",
        version=__version__,
        description=DESCRIPTION,
        redoc_url=None,
        redirect_slashes=False,
        lifespan=lifespan,
    )
    app.state.failure = None
    app.add_middleware(Around, service=service)
    install(app)
    add_routes(app, service)
    add_page(app, service)
    app.openapi = Documents(app, service).current  # type: ignore[method-assign]
    return app


async def opened_grpc_door(service: Service) -> GrpcDoor | None:
    """The gRPC server, where a port was given for it."""
    settings = service.settings
    if settings.grpc_port is None:
        return None
    from .doors.oip_grpc import GrpcDoor  # not before: it takes a fifth of a second

    with handing_on():  # gRPC's own threads begin with the first server
        door = GrpcDoor(service)
        await door.start(settings.host, settings.grpc_port)
    log_event(logging.INFO, f"listening for gRPC on {settings.host}:{door.port}")
    return door


def opened_management(service: Service) -> ManagementServer | None:
    """The server of the management API, where a port was given for it."""
    settings = service.settings
    if settings.management_port is None:
        return None
    from .management_server import ManagementServer  # not before: few ask for it

    server = ManagementServer(service)
    server.start(settings.management_host, settings.management_port, settings.workers > 1)
    return server


async def pour(service: Service) -> None:
    """Bring the figures to where the other workers see them, again and again."""
    while True:
        await asyncio.sleep(POUR_S)
        service.observe()
        service.metrics.pour()


async def measure_drift(service: Service) -> None:
    """The same for what costs more, where another worker may be the one that is asked."""
    while True:
        await asyncio.sleep(DRIFT_S)
        await asyncio.to_thread(service.measure_drift)


def add_routes(app: FastAPI, service: Service) -> None:
    """Every route but /docs and those of the doors."""

    @app.get("/health/live", tags=["health"])
    async def live() -> dict[str, bool]:
        """Whether the process answers at all."""
        return {"live": True}

    @app.get("/health/ready", tags=["health"], responses=errors(503))
    async def ready() -> dict[str, bool]:
        """Whether requests should come here: 503 without a model, and from SIGTERM on."""
        return {"ready": service.check_ready()}

    @app.get("/models", tags=["models"])
    async def models() -> dict[str, Any]:
        """The models, and the version of each that answers."""
        fields = ("model", "version", "state")
        served = service.models.all()
        return {"models": [{name: each.status[name] for name in fields} for each in served]}

    @app.get("/models/{model}", tags=["models"], responses=errors(404))
    async def model(model: str) -> dict[str, Any]:
        """What a model is: schema, version, engine, proof, versions and traffic."""
        served = service.models.get(model)
        traffic = traffic_of(served, service.models.in_force.trouble)
        rules = {name: traffic[name] for name in ("labels", "split", "shadow")}
        return {**details(served), **rules, "traffic": traffic}

    @app.get("/models/{model}/drift", tags=["models"], responses=errors(404) | errors(503))
    def drift(model: str, version: str = "") -> dict[str, Any]:
        """How the rows scored lately differ from those of training, by column and output.

        version: one of those that answer; without it that of requests which name none.
        """
        return service.models.get(model).at(version).drift().to_json()

    @app.get("/metrics", tags=["metrics"], response_class=Response)
    async def metrics() -> Response:
        """Figures for Prometheus."""
        await asyncio.to_thread(service.measure_drift)
        kind = "text/plain; version=0.0.4; charset=utf-8"
        service.observe()
        return Response(service.metrics.exposition(), media_type=kind)


def errors(status: int) -> dict[int | str, dict[str, Any]]:
    """An error that a route may answer, for the OpenAPI document."""
    return {status: {"description": ERRORS[str(status)], "model": ErrorAnswer}}
