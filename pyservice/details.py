"""What `GET /models/{model}` tells of a model itself."""

from __future__ import annotations

from typing import Any

from .served import Served


def details(served: Served) -> dict[str, Any]:
    """The state of a model and, where a version answers, its manifest and engine."""
    status = {name: v for name, v in served.status.items() if name not in ("handle", "beside")}
    if served.model is None:
        return status
    description = served.model.description
    return {**description.manifest, **status, "engine": description.engine}
