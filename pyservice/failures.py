"""What can go wrong between a caller and a scorer, beside the families that every stage knows."""

from __future__ import annotations

from scorejar.errors import ModelError, RowError, ScorejarError


class UnavailableError(ScorejarError):
    """The model is known, but no version of it is in service."""


class UnknownModelError(ScorejarError):
    """No model of this name is served."""


class NamelessRequestError(ScorejarError):
    """A request names no model where several are served and none is the default."""


class SwappedError(Exception):
    """The version in use changed during a call, which has to begin again."""


class InternalError(ScorejarError):
    """Our own fault, told in one line."""


JAVA_FAMILIES: dict[str, type[ScorejarError]] = {
    "InvalidRowException": RowError,
    "BadModelException": ModelError,
}


def of_java(class_name: str, message: object) -> ScorejarError:
    """The project's own error for a Java exception of this class."""
    name = class_name.rpartition(".")[2]
    text = " ".join(str(message).split())
    if name in JAVA_FAMILIES:
        return JAVA_FAMILIES[name](text)
    return InternalError(text if name == "InternalException" else f"{name}: {text}")
