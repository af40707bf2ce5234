"""The calls of `Bridge` that are the same by JPype and by py4j."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import Any


class BridgeCalls(ABC):
    """Passes calls on to the Java class, which a subclass sets as `_java`."""

    _java: Any

    @abstractmethod
    def _call(self, method: Callable[..., Any], *arguments: object) -> Any:
        """Call a method, with Java's exceptions turned into ours."""

    def open_jar(self, path: str, engine: str) -> int:
        """See Bridge."""
        return int(self._call(self._java.openJar, path, engine))

    def open_repository(self, directory: str, options: str) -> int:
        """See Bridge."""
        return int(self._call(self._java.openRepository, directory, options))

    def poll(self, repository: int) -> str:
        """See Bridge."""
        return str(self._call(self._java.poll, repository))

    def hold(self, repository: int, model: str, hold: bool) -> None:
        """See Bridge."""
        self._call(self._java.hold, repository, model, hold)

    def want(self, repository: int, model: str, wanted: str) -> None:
        """See Bridge."""
        self._call(self._java.want, repository, model, wanted)

    def models(self, repository: int) -> str:
        """See Bridge."""
        return str(self._call(self._java.models, repository))

    def describe(self, model: int) -> str:
        """See Bridge."""
        return str(self._call(self._java.describe, model))

    def verify(self, model: int) -> str:
        """See Bridge."""
        return str(self._call(self._java.verify, model))

    def drift(self, model: int) -> str:
        """See Bridge."""
        return str(self._call(self._java.drift, model))

    def score_named(self, model: int, rows: str) -> str:
        """See Bridge."""
        return str(self._call(self._java.scoreNamed, model, rows))

    def figures(self) -> str:
        """See Bridge."""
        return str(self._call(self._java.figures))

    def reasons(self, model: int) -> str:
        """See Bridge."""
        return str(self._call(self._java.reasons, model))

    def explain_bytes(self, model: int, rows: bytes, count: int, schema_id: int) -> bytes:
        """See Bridge."""
        return bytes(self._call(self._java.explainBytes, model, rows, count, schema_id))
