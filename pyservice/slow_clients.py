"""Connections that send too slowly are closed: they would hold a place for as long as they like.

uvicorn knows a limit for the pause between two requests only.
"""

from __future__ import annotations

import math
from asyncio import Transport
from collections.abc import Callable
from functools import partial
from typing import Any, ClassVar

from pydantic_core import to_json
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

SWEEP_S = 1.0  # how often all connections are looked at: a timer for each would cost every request


class DeadlineProtocol(HttpToolsProtocol):
    """uvicorn's protocol with a deadline for the head of a request, and one for its body.

    The first begins with the connection or with a request's first byte, the second with the end of
    the head; both in seconds.
    """

    _sweeping: ClassVar[set[int]] = set()
    """The servers whose connections are being looked at, by the identity of their state."""

    def __init__(
        self, *arguments: Any, header_timeout_s: float, body_timeout_s: float, **options: Any
    ) -> None:
        super().__init__(*arguments, **options)
        self._patience = {"headers": header_timeout_s, "a body": body_timeout_s}
        self._awaited = "headers"
        self._due = math.inf

    def connection_made(self, transport: Transport) -> None:  # type: ignore[override]
        """See asyncio.Protocol."""
        super().connection_made(transport)
        self._wait("headers")
        if id(self.server_state) not in self._sweeping:
            self._sweeping.add(id(self.server_state))
            self.loop.call_later(SWEEP_S, self._sweep)

    def on_message_begin(self) -> None:
        """See httptools."""
        super().on_message_begin()
        self._wait("headers")

    def on_headers_complete(self) -> None:
        """See httptools."""
        super().on_headers_complete()
        self._wait("a body")

    def on_message_complete(self) -> None:
        """See httptools."""
        super().on_message_complete()
        self._due = math.inf

    def _wait(self, what: str) -> None:
        self._awaited = what
        self._due = self.loop.time() + self._patience[what]

    def _sweep(self) -> None:
        now = self.loop.time()
        for connection in list(self.connections):
            if isinstance(connection, DeadlineProtocol) and connection._due < now:
                connection.give_up()
        if self.connections:
            self.loop.call_later(SWEEP_S, self._sweep)
        else:
            self._sweeping.discard(id(self.server_state))

    def give_up(self) -> None:
        """Say that it took too long, where nothing has been said yet, and close."""
        self._due = math.inf
        if self.transport.is_closing():
            return
        if self.cycle is None or self.cycle.response_complete or not self.cycle.response_started:
            seconds = self._patience[self._awaited]
            body = to_json({"error": f"request: expected {self._awaited} within {seconds:g} s"})
            self.transport.write(
                b"HTTP/1.1 408 Request Timeout\r\ncontent-type: application/json\r\n"
                b"connection: close\r\ncontent-length: %d\r\n\r\n%s" % (len(body), body)
            )
        self.transport.close()


def with_deadlines(header_timeout_s: float, body_timeout_s: float) -> Callable[..., Any]:
    """What makes the protocol of a connection; workers that are spawned are handed it too."""
    return partial(
        DeadlineProtocol, header_timeout_s=header_timeout_s, body_timeout_s=body_timeout_s
    )
