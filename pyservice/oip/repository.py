"""The protocol's extension by which models are listed, loaded and unloaded."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ..messages import shown
from ..problems import ProblemError, bad_request
from ..served import Served
from ..service import Service

READY, UNAVAILABLE = "READY", "UNAVAILABLE"


def index(models: Iterable[Served], ready: bool) -> list[dict[str, str]]:
    """Every version of the models, with its state; only those that answer where `ready` is true."""
    found = [each for served in models for each in versions_of(served)]
    return [each for each in found if each["state"] == READY] if ready else found


def versions_of(served: Served) -> list[dict[str, str]]:
    """The versions of a model: on disk, and in service from memory. The lowest first."""
    status = served.status
    serving = served.answering()
    refused = {each["version"]: each["cause"] for each in status["refused"]}
    versions = sorted({*status["versions"], *serving})
    return [
        {
            "name": served.name,
            "version": str(version),
            "state": READY if version in serving else UNAVAILABLE,
            "reason": "" if version in serving else refused.get(version, idle(status)),
        }
        for version in versions
    ]


def idle(status: Mapping[str, Any]) -> str:
    """Why a version does not serve that nothing is wrong with."""
    return "unloaded" if status["state"] == "unloaded" else "not the version in service"


def asked_ready(request: Mapping[str, Any]) -> bool:
    """Whether only what answers is to be listed."""
    ready = request.get("ready", False)
    if not isinstance(ready, bool):
        raise bad_request(f"ready: expected true or false, got {shown(ready)}")
    return ready


async def change(
    service: Service, name: str, load: bool, parameters: Iterable[str]
) -> dict[str, Any]:
    """Load a model, or let it answer no more until it is loaded.

    Raises ProblemError where that is not allowed or does not succeed, and UnknownModelError.
    """
    word = "load" if load else "unload"
    if not service.settings.model_control:
        raise ProblemError(403, f"model_control: expected true to {word} models, got false")
    other = sorted(set(parameters) - {"unload_dependents"})
    if other:
        raise bad_request(f"parameters: expected unload_dependents or none, got {shown(other[0])}")
    served = await service.change(name, load)
    if load and served.model is None:
        refused = [f"{each['version']}: {each['cause']}" for each in served.status["refused"]]
        reason = served.status["trouble"] or "; ".join(refused) or "no version is there"
        raise bad_request(f"model: expected {shown(name)} to load, but {reason}")
    return {}
