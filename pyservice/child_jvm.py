"""The JVM as a child process, for those who want it apart. The only file that knows py4j.

Slower than the JVM inside the process, since every call crosses a socket: for people who want a
crash or a full heap of Java to leave Python alive.
"""

from __future__ import annotations

import os
import struct
import subprocess
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from py4j.java_gateway import GatewayParameters, JavaGateway, find_jar_path
from py4j.protocol import Py4JError, Py4JJavaError

from scorejar import jars, jdk
from scorejar.errors import UsageError

from .bridge_calls import BridgeCalls
from .failures import InternalError, of_java
from .jvm_options import JAVA_LOGGER, jvm_options
from .lanes import Lane, LanePool, LaneSize
from .native_calls import NativeCalls

STOP_TIMEOUT_S = 5


class Py4jLane:
    """A lane whose rows are sent, and whose answers come back, as bytes."""

    def __init__(self, bridge: Py4jBridge, size: LaneSize) -> None:
        self.row_memory = bytearray(8 * size.row_doubles)
        self.answer_memory = bytearray(8 * size.answer_doubles)
        self.rows = np.frombuffer(self.row_memory, np.float64)
        self.answers = np.frombuffer(self.answer_memory, np.float64)
        self._bridge = bridge
        self._failure = ""

    def score(self, model: int, count: int, width: int, schema_id: int) -> int:
        """Send `count` rows of `width` doubles, take the answers over."""
        rows = self.row_memory[: 8 * count * width]
        said = self._bridge.score_bytes(model, bytes(rows), count, schema_id)
        status: int = struct.unpack_from(">q", said)[0]
        if status > 0:
            self.answer_memory[: len(said) - 8] = said[8:]
        else:
            self._failure = said[8:].decode()
        return status

    def failure(self) -> str:
        """Text of the last failure on this lane."""
        return self._failure

    def refuse(self, reason: str) -> None:
        """Nothing: a socket without an end says so itself."""


class Py4jBridge(BridgeCalls):
    """`Bridge` over a socket of 127.0.0.1 with a token; the child ends when this process does."""

    @classmethod
    def start(cls, heap_mb: int, extra_options: Sequence[str] = ()) -> Py4jBridge:
        """Start a child JVM. Raises UsageError where no Java is found or it does not start."""
        java = jdk.find()
        if java is None:
            raise UsageError(jdk.MISSING)
        process = subprocess.Popen(
            [
                *(str(java.java), *jvm_options(java, heap_mb, extra_options)),
                *("-cp", os.pathsep.join([find_jar_path(), jars.class_path(jars.serving())])),
                *("py4j.GatewayServer", "--die-on-broken-pipe", "--enable-auth", "0"),
            ],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            # Ctrl-C in a terminal is for Python, which then ends the child in order.
            start_new_session=True,
        )
        # The gateway's first words: its port, chosen by the system, and the token to be shown.
        port, token = (read_line(process) for _ in range(2))
        if not port.isdigit():
            raise UsageError(f"Java {java.version} in {java.home} does not start")
        return cls(int(port), token, process)

    def __init__(self, port: int, token: str, process: subprocess.Popen[bytes]) -> None:
        self._process = process
        self._gateway = JavaGateway(
            gateway_parameters=GatewayParameters(port=port, auth_token=token)
        )
        self._java = self._gateway.jvm.io.scorejar.bridge.Bridge
        self.lanes = LanePool(self._lane)
        self.native: NativeCalls | None = None

    def _lane(self, size: LaneSize) -> Lane:
        return Py4jLane(self, size)

    def score_bytes(self, model: int, rows: bytes, count: int, schema_id: int) -> bytes:
        """Rows of doubles in native order to status and answers, or status and text."""
        said: bytes = self._call(self._java.scoreBytes, model, rows, count, schema_id)
        return said

    def close(self, handle: int) -> None:
        """See Bridge."""
        if self._process.poll() is None:
            self._call(self._java.close, handle)

    def silence(self) -> None:
        """See Bridge."""
        logging = self._gateway.jvm.java.util.logging
        self._logger = logging.Logger.getLogger(JAVA_LOGGER)  # held, or Java drops it
        self._logger.setLevel(logging.Level.OFF)

    def stop(self) -> None:
        """End the child JVM; stopping twice is safe."""
        self.lanes.refuse("the JVM has been stopped")
        self._gateway.close()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe:
                pipe.close()  # the child ends when its stdin does
        try:
            self._process.wait(STOP_TIMEOUT_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def _call(self, method: Callable[..., Any], *arguments: object) -> Any:
        try:
            return method(*arguments)
        except Py4JJavaError as error:
            java = error.java_exception
            raise of_java(java.getClass().getName(), java.getMessage()) from None
        except (Py4JError, OSError) as error:
            raise InternalError(f"the JVM does not answer: {error}") from error


def read_line(process: subprocess.Popen[bytes]) -> str:
    """The next line that a child writes, without its end; empty when there is none."""
    return process.stdout.readline().decode().strip() if process.stdout else ""
