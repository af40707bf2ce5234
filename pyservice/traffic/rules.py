"""What the traffic file may say of a model: versions, labels, split, key and shadow.

A target is a label or a version's number. Everything may be left out.
"""

from __future__ import annotations

import re
from typing import Annotated, Any, Self, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator

from scorejar.errors import UsageError

from ..messages import shown
from .policy import Policy

M = TypeVar("M", bound=BaseModel)

STABLE, CANARY = "stable", "canary"

VERSION = re.compile(r"[1-9][0-9]{0,15}")


def checked_policy(text: str) -> str:
    """A policy as it is written."""
    return str(Policy.of(text))


Version = Annotated[int, Field(strict=True, ge=1, le=10**15)]
Label = Annotated[str, Field(pattern=r"^[a-zA-Z][a-zA-Z0-9_-]{0,62}$")]
Target = Annotated[str, Field(pattern=r"^([a-zA-Z][a-zA-Z0-9_-]{0,62}|[1-9][0-9]{0,15})$")]
Weight = Annotated[float, Field(strict=True, ge=0, le=1e9)]
PolicyText = Annotated[str, AfterValidator(checked_policy)]


class Part(BaseModel):
    """What has no other fields than its own, and does not change."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Key(Part):
    """What requests are told apart by, so that each always meets the same version."""

    header: str | None = Field(default=None, description="a header's name; gRPC's metadata too")
    column: str | None = Field(default=None, description="an input's name, in JSON and CSV")

    @model_validator(mode="after")
    def one(self) -> Self:
        """Refuse both and neither."""
        if bool(self.header) == bool(self.column):
            raise ValueError("expected either header or column")
        return self


class Shadow(Part):
    """A version that scores what another has answered; what it says is compared, not told."""

    to: Target = Field(description="the label or version that scores too")
    share: float = Field(default=1.0, gt=0, le=1, description="of the requests")


class State(Part):
    """What a promotion changes and a rollback brings back."""

    labels: dict[Label, Version] = Field(default={}, description="the version that each stands for")
    split: dict[Target, Weight] = Field(
        default={}, description="weights of labels and versions for requests that name none"
    )
    shadow: Shadow | None = None

    @model_validator(mode="after")
    def known(self) -> Self:
        """Refuse targets that no label stands for, and a split without weight."""
        targets = [*self.split, *([self.shadow.to] if self.shadow else [])]
        for target in targets:
            if not VERSION.fullmatch(target) and target not in self.labels:
                labels = ", ".join(self.labels) or "none yet"
                raise ValueError(f"expected a version or a label ({labels}), got {shown(target)}")
        if self.split and not sum(self.split.values()):
            raise ValueError("expected a split with a weight above 0")
        return self

    def version_of(self, target: str) -> int:
        """The version that a target stands for."""
        return int(target) if VERSION.fullmatch(target) else self.labels[target]

    def named(self) -> set[int]:
        """The versions that it needs."""
        targets = {*self.split, *([self.shadow.to] if self.shadow else [])}
        return {*self.labels.values(), *map(self.version_of, targets)}


class Rules(State):
    """One model's part of the traffic file."""

    versions: PolicyText | None = Field(default=None, description="which versions are loaded")
    key: Key | None = None
    before: State | None = Field(default=None, description="what a rollback brings back")

    def needed(self) -> set[int]:
        """The versions that are to be loaded whatever the policy; a rollback's too."""
        return self.named() | (self.before.named() if self.before else set())

    def changed(self, **fields: Any) -> Rules:
        """The same but for some fields; raises UsageError where that would be no rules."""
        return checked(Rules, self.model_dump() | fields)


def checked(kind: type[M], content: Any, where: str = "traffic") -> M:
    """Content as one of these, all of its fields checked; raises UsageError, in one line."""
    try:
        return kind.model_validate(content)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join([where, *map(str, first["loc"])])
        said = first["msg"].removeprefix("Value error, ").replace("Input should be", "expected")
        got = "" if "got" in said else f", got {shown(first['input'])}"
        raise UsageError(f"{place}: {said}{got}") from None
