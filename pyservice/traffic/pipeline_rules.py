"""What the traffic file may say of a pipeline: models that answer together under one name."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import Field, model_validator

from .rules import Part, Target

ModelName = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]{0,62}$")]


class Member(Part):
    """A model of a pipeline; by its own rules where no version or label is named."""

    model: ModelName
    version: Target | None = None


class Step(Member):
    """A member of a chain. inputs: outputs of earlier members for inputs of other names."""

    inputs: dict[str, str] = Field(default={}, description="earlier outputs by input")


class Cascade(Part):
    """Ask the second member only where the first one is not sure."""

    first: Member
    then: Member
    output: str = Field(description="an output of the first member that is a number")
    between: tuple[float, float] = Field(description="bounds, which count as between")

    @model_validator(mode="after")
    def ordered(self) -> Self:
        """Refuse bounds that nothing is between."""
        if self.between[0] > self.between[1]:
            raise ValueError("expected the lower bound first")
        return self


class PipelineRules(Part):
    """A chain or a cascade."""

    chain: Annotated[list[Step], Field(min_length=1)] | None = None
    cascade: Cascade | None = None

    @model_validator(mode="after")
    def one(self) -> Self:
        """Refuse both and neither."""
        if (self.chain is None) == (self.cascade is None):
            raise ValueError("expected either chain or cascade")
        return self

    @property
    def members(self) -> list[Member]:
        """The models that it is made of."""
        return [self.cascade.first, self.cascade.then] if self.cascade else list(self.chain or ())
