"""What Python may ask of the JVM: `io.scorejar.bridge.Bridge` in Python words.

Two classes fulfil it: `jvm.JPypeBridge`, with the JVM inside this process, and
`child_jvm.Py4jBridge`, with the JVM in a child process. Only integers, strings and buffers cross:
an object of a model's own class that reached Python would keep that model in memory for ever.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, Protocol

from .lanes import LanePool
from .native_calls import NativeCalls

BridgeName = Literal["jpype", "py4j"]


class Bridge(Protocol):
    """The JVM. Handles are positive integers; every method may be called from any thread.

    Raises the ScorejarError family that Java's exception belongs to. The strings that come
    back are JSON.
    """

    lanes: LanePool
    native: NativeCalls | None

    def open_jar(self, path: str, engine: str) -> int:
        """Open one jar; returns a model handle."""

    def open_repository(self, directory: str, options: str) -> int:
        """Open a repository, without loading anything yet; `poll` does."""

    def close(self, handle: int) -> None:
        """Close a jar or a repository and what it loaded."""

    def poll(self, repository: int) -> str:
        """One step of wanted versus loaded, over all models; returns what happened."""

    def hold(self, repository: int, model: str, hold: bool) -> None:
        """Want a model to serve nothing, or what it would, from the next poll on."""

    def want(self, repository: int, model: str, wanted: str) -> None:
        """Want versions of a model, or of every other one by "*", from the next poll on."""

    def models(self, repository: int) -> str:
        """The models of a repository: versions, state, handle, refused versions."""

    def describe(self, model: int) -> str:
        """The version in use: its manifest with `engine` and `schema_id`."""

    def verify(self, model: int) -> str:
        """Score the evidence in the jar again and say how it went."""

    def drift(self, model: int) -> str:
        """The rows that the version in use has scored lately, beside those of its training."""

    def score_named(self, model: int, rows: str) -> str:
        """Score rows by name, for schemas with free text."""

    def figures(self) -> str:
        """What the JVM knows of itself: its process, memory, classes and collections."""

    def reasons(self, model: int) -> str:
        """What the version in use can explain: `version`, `schema_id`, `answers`, `columns`."""

    def explain_bytes(self, model: int, rows: bytes, count: int, schema_id: int) -> bytes:
        """Rows of little-endian doubles to the version and their reasons, or status and text."""

    def silence(self) -> None:
        """Let Java's own log of swaps be: who calls `poll` hears of them and logs them."""

    def stop(self) -> None:
        """End what can be ended: a child JVM; the JVM inside this process ends with it."""


def open_bridge(
    name: BridgeName = "jpype", *, heap_mb: int = 256, jvm_options: Sequence[str] = ()
) -> Bridge:
    """Start the JVM, or find the one that runs already in this process, and return its bridge."""
    if name == "py4j":
        from .child_jvm import Py4jBridge

        return Py4jBridge.start(heap_mb, jvm_options)
    from .jvm import JPypeBridge

    return JPypeBridge.start(heap_mb, jvm_options)
