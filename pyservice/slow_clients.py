"""Connections that send or read too slowly are closed, and those that are too many refused.

uvicorn knows a limit for the pause between two requests only, and where there are too many
connections it refuses whoever asks next, on an old one too. Nor does it know a limit for the size
of a request's head, and it says in plain text what it does not understand.
"""

from __future__ import annotations

import math
from asyncio import Transport
from collections.abc import Iterator
from functools import partial
from itertools import islice
from typing import Any, ClassVar

from pydantic_core import to_json
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from .settings import Settings

STREAMED = (b"ndjson", b"jsonl")
"""In the media type of a body that may be of any length, row after row."""

HEAD_BYTES = 65_536
"""Largest head of a request. What one read brings is looked at whole, so more may pass at times."""

SWEEP_S = 1.0  # how often all connections are looked at: a timer for each would cost every request

AT_ONCE = 8
"""Late connections that are ended in a row: whole crowds come, and are late, at the same moment."""

PAUSE_S = 0.005


class DeadlineProtocol(HttpToolsProtocol):
    """uvicorn's protocol with a deadline for the head of a request, and one for its body.

    The first begins with the connection or with a request's first byte, the second with the end of
    the head, and anew with each part of a body that is streamed; both in seconds. The second also
    is the time for which a client may read nothing of an answer.

    max_connections: how many may be open at once; one more is answered 503 and closed.
    """

    _sweeping: ClassVar[set[int]] = set()
    """The servers whose connections are being looked at, by the identity of their state."""

    def __init__(
        self,
        *arguments: Any,
        header_timeout_s: float,
        body_timeout_s: float,
        max_connections: int,
        **options: Any,
    ) -> None:
        super().__init__(*arguments, **options)
        self._max_connections = max_connections
        self._patience = {"headers": header_timeout_s, "a body": body_timeout_s}
        self._awaited = "headers"
        self._due = math.inf
        self._unread_due = math.inf
        self._streamed = False
        self._head_bytes = 0

    def connection_made(self, transport: Transport) -> None:  # type: ignore[override]
        """See asyncio.Protocol."""
        super().connection_made(transport)
        if len(self.connections) > self._max_connections:
            message = f"connections: expected at most {self._max_connections} at once, try again"
            self._refuse(b"503 Service Unavailable", message, b"retry-after: 1\r\n")
            return
        self._wait("headers")
        if id(self.server_state) not in self._sweeping:
            self._sweeping.add(id(self.server_state))
            self.loop.call_later(SWEEP_S, self._sweep)

    def data_received(self, data: bytes) -> None:
        """See asyncio.Protocol."""
        super().data_received(data)
        if self._awaited == "headers" and self._due < math.inf:
            self._head_bytes += len(data)
            if self._head_bytes > HEAD_BYTES:
                self._due = math.inf
                message = f"headers: expected at most {HEAD_BYTES} bytes, got more"
                self._refuse(b"431 Request Header Fields Too Large", message)

    def on_message_begin(self) -> None:
        """See httptools."""
        super().on_message_begin()
        self._head_bytes = 0
        self._wait("headers")

    def on_headers_complete(self) -> None:
        """See httptools."""
        super().on_headers_complete()
        self._wait("a body")
        kinds = [value for name, value in self.headers if name == b"content-type"]
        self._streamed = bool(kinds) and any(s in kinds[-1].lower() for s in STREAMED)

    def on_body(self, body: bytes) -> None:
        """See httptools."""
        super().on_body(body)
        if self._streamed:
            self._wait("a body")

    def on_message_complete(self) -> None:
        """See httptools."""
        super().on_message_complete()
        self._due = math.inf

    def pause_writing(self) -> None:
        """See asyncio.Protocol: the client does not read what it is sent."""
        super().pause_writing()
        self._unread_due = self.loop.time() + self._patience["a body"]

    def resume_writing(self) -> None:
        """See asyncio.Protocol."""
        super().resume_writing()
        self._unread_due = math.inf

    def send_400_response(self, msg: str) -> None:
        """See HttpToolsProtocol; in JSON as all errors are."""
        self._due = math.inf
        self._refuse(b"400 Bad Request", "request: expected HTTP/1.1, got something else")

    def _wait(self, what: str) -> None:
        self._awaited = what
        self._due = self.loop.time() + self._patience[what]

    def _sweep(self) -> None:
        ours = [each for each in self.connections if isinstance(each, DeadlineProtocol)]
        self._end_late(iter([each for each in ours if each.is_late()]))
        if self.connections:
            self.loop.call_later(SWEEP_S, self._sweep)
        else:
            self._sweeping.discard(id(self.server_state))

    def _end_late(self, connections: Iterator[DeadlineProtocol]) -> None:
        """End those that are still late: a few now, the others when requests had their turn."""
        some = list(islice(connections, AT_ONCE))
        for connection in some:
            if connection.is_late():
                connection.end()
        if some:
            self.loop.call_later(PAUSE_S, self._end_late, connections)

    def is_late(self) -> bool:
        """Whether a deadline has passed."""
        return min(self._due, self._unread_due) < self.loop.time()

    def end(self) -> None:
        """Close, saying why where the client reads at all."""
        if self._unread_due < self.loop.time():
            self.transport.abort()  # a close would wait until all is read
        else:
            self.give_up()

    def give_up(self) -> None:
        """Say that it took too long, where nothing has been said yet, and close."""
        self._due = math.inf
        if self.transport.is_closing():
            return
        cycle = self.cycle
        answered = cycle is not None and cycle.response_complete
        if self._awaited == "a body" and answered:  # of what was refused before all of it was sent
            self.transport.close()
        elif cycle is not None and cycle.response_started and not answered:
            self.transport.abort()  # half an answer is out: only a broken connection can tell
        else:
            seconds = self._patience[self._awaited]
            message = f"request: expected {self._awaited} within {seconds:g} s"
            self._refuse(b"408 Request Timeout", message)

    def _refuse(self, status: bytes, message: str, headers: bytes = b"") -> None:
        body = to_json({"error": message})
        self.transport.write(
            b"HTTP/1.1 %s\r\ncontent-type: application/json\r\nconnection: close\r\n%s"
            b"content-length: %d\r\n\r\n%s" % (status, headers, len(body), body)
        )
        self.transport.close()


def guarded(settings: Settings) -> dict[str, Any]:
    """What every server of the service tells uvicorn: its limits, and that no header is believed.

    The protocol of a connection is made by a partial, so that workers that are spawned get it too.
    """
    protocol = partial(
        DeadlineProtocol,
        header_timeout_s=settings.header_timeout_s,
        body_timeout_s=settings.body_timeout_s,
        max_connections=settings.max_connections,
    )
    return {
        "access_log": False,  # RequestLog does it, with the error's text
        "proxy_headers": False,
        "server_header": False,
        "timeout_graceful_shutdown": settings.shutdown_timeout_s,
        "ws": "none",
        "http": protocol,
    }
