"""The routes of the management API below /traffic."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import APIRouter, Path
from pydantic import Field

from scorejar.errors import ModelError, UsageError

from .problems import ProblemError, bad_request
from .row_models import ErrorAnswer
from .served import Served
from .service import Service
from .traffic import actions
from .traffic.rules import CANARY, Key, Label, Part, PolicyText, Rules, Shadow, Target, Version
from .traffic.rules import Weight as AnyWeight
from .traffic.told import Told, traffic_of

REFUSED: dict[int | str, dict[str, Any]] = {
    status: {"description": text, "model": ErrorAnswer}
    for status, text in {
        400: "The change makes no sense; the message says what was expected.",
        404: "There is no such model or path.",
        409: "A version that the change needs does not answer.",
    }.items()
}


VersionInPath = Annotated[int, Path(ge=1, le=10**15)]


class Labelled(Part):
    """What a label is to stand for."""

    version: Version


class Weights(Part):
    """How requests that name no version are shared."""

    weights: Annotated[dict[Target, AnyWeight], Field(min_length=1)]
    key: Key | None = None


class Loaded(Part):
    """Which versions are to be loaded."""

    policy: PolicyText


class Promoted(Part):
    """Which version is to answer all requests."""

    to: Target = CANARY


class TrafficRoutes:
    """What tells and changes the rules of a model. Each answers with its traffic then."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._control = service.traffic_control

    def router(self) -> APIRouter:
        """The routes."""
        router = APIRouter(prefix="/traffic", tags=["traffic"], responses=REFUSED)
        routes: list[tuple[str, str, Callable[..., Any]]] = [
            ("GET", "", self.show_all),
            ("GET", "/{model}", self.show),
            ("PUT", "/{model}/labels/{label}", self.label),
            ("DELETE", "/{model}/labels/{label}", self.unlabel),
            ("PUT", "/{model}/split", self.split),
            ("DELETE", "/{model}/split", self.unsplit),
            ("PUT", "/{model}/shadow", self.shadow),
            ("DELETE", "/{model}/shadow", self.unshadow),
            ("POST", "/{model}/promote", self.promote),
            ("POST", "/{model}/rollback", self.roll_back),
            ("PUT", "/{model}/versions", self.versions),
            ("DELETE", "/{model}/versions", self.usual_versions),
            ("POST", "/{model}/versions/{version}/load", self.load),
            ("POST", "/{model}/versions/{version}/unload", self.unload),
        ]
        for method, path, endpoint in routes:
            router.add_api_route(path, endpoint, methods=[method])
        return router

    async def show_all(self) -> dict[str, Any]:
        """The traffic of every model."""
        return {"models": [self._told(served) for served in self._service.models.all()]}

    async def show(self, model: str) -> Told:
        """The traffic of a model."""
        return self._told(self._service.models.get(model))

    async def label(self, model: str, label: Label, body: Labelled) -> Told:
        """Let a label stand for a version, which has to be loaded."""
        return await self._changed(model, lambda rules: actions.label(rules, label, body.version))

    async def unlabel(self, model: str, label: Label) -> Told:
        """Take a label away that neither split nor shadow needs."""
        return await self._changed(model, lambda rules: actions.unlabel(rules, label))

    async def split(self, model: str, body: Weights) -> Told:
        """Share requests that name no version, by weight."""
        return await self._changed(
            model, lambda rules: actions.split(rules, body.weights, body.key)
        )

    async def unsplit(self, model: str) -> Told:
        """Let one version answer all requests that name none."""
        return await self._changed(model, lambda rules: actions.split(rules, {}, None))

    async def shadow(self, model: str, body: Shadow) -> Told:
        """Let a version score beside those that answer, for a share of the requests."""
        return await self._changed(model, lambda rules: actions.shadow(rules, body.to, body.share))

    async def unshadow(self, model: str) -> Told:
        """Let none score beside those that answer."""
        return await self._changed(model, lambda rules: actions.shadow(rules, None))

    async def promote(self, model: str, body: Promoted | None = None) -> Told:
        """Let a version answer all requests, as `stable`; split and shadow end."""
        to = body.to if body else CANARY
        return await self._done(lambda: self._control.promote(model, to))

    async def roll_back(self, model: str) -> Told:
        """Bring back what there was before the last promotion."""
        return await self._changed(model, actions.roll_back)

    async def versions(self, model: str, body: Loaded) -> Told:
        """Load the versions of a policy; a single number pins the model."""
        return await self._done(lambda: self._control.versions(model, body.policy))

    async def usual_versions(self, model: str) -> Told:
        """Load the versions that the service was started to load."""
        return await self._done(lambda: self._control.versions(model, None))

    async def load(self, model: str, version: VersionInPath) -> Told:
        """Load a version beside the others."""
        return await self._done(lambda: self._control.load(model, version))

    async def unload(self, model: str, version: VersionInPath) -> Told:
        """Undo the load of a version that no rule needs."""
        return await self._done(lambda: self._control.unload(model, version))

    async def _changed(self, model: str, change: Callable[[Rules], Rules]) -> Told:
        return await self._done(lambda: self._control.change(model, change))

    async def _done(self, work: Callable[[], Served]) -> Told:
        try:
            return self._told(await self._service.on_loader(work))
        except UsageError as error:
            raise bad_request(str(error)) from None
        except ModelError as error:
            raise ProblemError(409, str(error)) from None

    def _told(self, served: Served) -> Told:
        trouble = self._service.models.in_force.trouble
        return {"model": served.name, **traffic_of(served, trouble)}
