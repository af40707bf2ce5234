"""The page, its parts, and the state that it asks for again and again."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

from fastapi import FastAPI, Response
from fastapi.staticfiles import StaticFiles

from scorejar import __version__

from ..failures import UnavailableError
from ..service import Service
from .history import INTERVAL_S, SAMPLES

ASSETS = Path(__file__).parent / "assets"

# The page shows names that others chose: nothing but its own scripts may run, and no other page
# may hold it. Charts set styles by script, which the policy allows.
HEADERS = {
    "content-security-policy": "default-src 'self'; img-src 'self' data:; frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cache-control": "no-cache",
}


def add_page(app: FastAPI, service: Service) -> None:
    """Add `/`, `/page/…` and `/status`."""
    started = time.time()

    @app.get("/", include_in_schema=False)
    async def page() -> Response:
        content = (ASSETS / "index.html").read_bytes()
        return Response(content, headers=HEADERS, media_type="text/html; charset=utf-8")

    @app.get("/status", tags=["models"])
    async def status(since: float = 0.0) -> dict[str, Any]:
        """What the status page shows: models, the last ten minutes in samples, what happened.

        since: seconds of the epoch; samples and events before it are left out. Rates are by
        second, times in seconds; `rows` are named by model and version.
        """
        return {
            "now": time.time(),
            "started": started,
            "scorejar": __version__,
            "workers": service.settings.workers,
            "state": state(service),
            "models": [overview(each.status) for each in service.models.all()],
            "interval": INTERVAL_S,
            "kept": INTERVAL_S * SAMPLES,
            "samples": service.history.since(since),
            "events": [each for each in service.models.events if each["at"] > since],
        }

    app.mount("/page", StaticFiles(directory=ASSETS))


def state(service: Service) -> str:
    """Why requests should come here, or should not."""
    try:
        service.check_ready()
    except UnavailableError as error:
        return str(error)
    return "ready"


def overview(status: Any) -> dict[str, Any]:
    """What a list of models says of one."""
    return {name: status[name] for name in ("model", "version", "state", "trouble")}
