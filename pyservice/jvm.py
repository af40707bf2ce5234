"""The JVM inside this process. The only file that knows JPype.

Five rules, all measured: integers, strings and buffers cross, never an object of a model's class;
primitives in, primitives out, for boxed results leak in JPype 1.7.1; one crossing a request; one
JVM a process, never forked; one method per call path without overloads, and no Java exception
where it is fast: `score` answers with a status.
"""

from __future__ import annotations

import faulthandler
import os
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from typing import Any

import jpype

from scorejar import jars, jdk
from scorejar.errors import UsageError

from .bridge_calls import BridgeCalls
from .failures import of_java
from .jpype_lane import JPypeLane
from .jvm_options import JAVA_LOGGER, VECTOR_WARNING, jvm_options, vector_options
from .lanes import Lane, LanePool, LaneSize
from .native_calls import NativeCalls
from .quiet import without_line

FORKED = (
    "the process was forked after the JVM had started, which no JVM survives:"
    " start processes by the 'spawn' method, or open the scorer in the child"
)
ENDED = "the JVM has been shut down, and cannot start again in the same process"


class JPypeBridge(BridgeCalls):
    """`Bridge` by JPype; one a process, since a JVM starts once and never again."""

    _started: JPypeBridge | None = None
    _lock = threading.Lock()

    @classmethod
    def start(cls, heap_mb: int, extra_options: Sequence[str] = ()) -> JPypeBridge:
        """Start the JVM, unless it runs already; then the options have no effect.

        Raises UsageError where no Java is found or the JVM does not start.
        """
        with cls._lock:
            if cls._started is None:
                cls._started = cls(heap_mb, extra_options)
            return cls._started

    def __init__(self, heap_mb: int, extra_options: Sequence[str]) -> None:
        if not jpype.isJVMStarted():
            start_jvm(heap_mb, extra_options)
        else:  # someone else's, who has other classes on it
            for jar in jars.serving():
                jpype.addClassPath(jar)
        self._java = jpype.JClass("io.scorejar.bridge.Bridge")
        self.lanes = LanePool(self._lane, quick=True)
        self.native = NativeCalls.of(self._java)
        at_end(lambda: self._refuse(ENDED))
        os.register_at_fork(after_in_child=lambda: self._refuse(FORKED))

    def _refuse(self, reason: str) -> None:
        self.lanes.refuse(reason)
        if self.native:
            self.native.refuse()

    def _lane(self, size: LaneSize) -> Lane:
        with translated():
            return JPypeLane(self._java, jpype.nio.convertToDirectBuffer, size)

    def close(self, handle: int) -> None:
        """See Bridge."""
        if jpype.isJVMStarted():
            self._call(self._java.close, handle)

    def silence(self) -> None:
        """See Bridge."""
        level = jpype.JClass("java.util.logging.Level").OFF
        # Held here, since Java drops a logger that nobody holds.
        self._logger = jpype.JClass("java.util.logging.Logger").getLogger(JAVA_LOGGER)
        self._logger.setLevel(level)

    def stop(self) -> None:
        """Nothing: a JVM that has been stopped cannot start again in the same process."""

    def _call(self, method: Callable[..., Any], *arguments: object) -> Any:
        with translated():
            return method(*arguments)


def start_jvm(heap_mb: int, extra_options: Sequence[str]) -> None:
    """Start the newest Java found, with the serving class path, leaving signals to Python."""
    java = jdk.find()
    if java is None:
        raise UsageError(jdk.MISSING)
    library = next((java.home / "lib" / "server").glob("libjvm.*"), None)
    if library is None:
        raise UsageError(f"libjvm not found in {java.home / 'lib' / 'server'}: not a whole Java")
    vectors = vector_options(java)
    # HotSpot lives by SIGSEGV; Python's fault handler would take it for a crash.
    faulthandler.disable()
    try:
        with without_line(VECTOR_WARNING) if vectors else nullcontext():
            jpype.startJVM(
                str(library),
                *jvm_options(java, heap_mb, [*vectors, *extra_options]),
                classpath=[str(jar) for jar in jars.serving()],
                convertStrings=False,
                # JPype's own handler of SIGINT stays out; with -Xrs the JVM installs none.
                interrupt=True,
            )
    except (RuntimeError, OSError, jpype.JException) as error:
        said = " ".join(str(error).split())
        raise UsageError(f"Java {java.version} in {java.home} does not start: {said}") from error
    if threading.current_thread() is not threading.main_thread():
        # The thread that starts a JVM keeps it alive; one that ends before Python does would keep
        # the process from ever ending. Its next call attaches it again, as all others are.
        jpype.JClass("java.lang.Thread").detach()


def at_end(call: Callable[[], None]) -> None:
    """Call when the JVM is about to end: with the process, or by `jpype.shutdownJVM`.

    A call into a JVM that has ended keeps a thread waiting for ever, or ends the process.
    """
    java = jpype.JPackage("java").lang
    hook = jpype.JProxy("java.lang.Runnable", dict={"run": call})
    java.Runtime.getRuntime().addShutdownHook(java.Thread(hook))


@contextmanager
def translated() -> Iterator[None]:
    """Java's exceptions as the project's own; the family says what the caller did wrong."""
    try:
        yield
    except jpype.JException as error:
        raise of_java(type(error).__name__, error.getMessage()) from None
