"""One HTTP request and its answer, over ASGI, with no framework in between."""

from __future__ import annotations

import zlib
from collections.abc import AsyncIterator
from typing import NamedTuple

from starlette.requests import ClientDisconnect
from starlette.types import Receive, Scope, Send

from .course import Course
from .deadlines import NEVER
from .packing import PACKED, Unpacking, too_large, unpacked
from .problems import ProblemError

JSON = b"application/json"

FEWEST_PACKED_BYTES = 4096

# Bytes past the limit that are read and dropped, so that a client that is still sending gets to
# see the answer instead of a broken connection.
DRAIN_BYTES = 64_000_000

Header = tuple[bytes, bytes]


class Reply(NamedTuple):
    """An answer, whole."""

    content: bytes
    media_type: bytes = JSON
    status: int = 200
    headers: tuple[Header, ...] = ()


class Exchange:
    """A request, and the way back to who sent it. Belongs to one task.

    path: without the query, decoded. headers: by their names in lower case, the last one of each
    name. status: what was answered, 0 before. deadline: when its sender stops waiting, by
    `time.perf_counter`.
    """

    __slots__ = (
        *("_receive", "_send", "course", "deadline", "headers", "method", "path"),
        *("scope", "status"),
    )

    def __init__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.scope = scope
        self.method: str = scope["method"]
        self.path: str = scope["path"]
        self.headers: dict[bytes, bytes] = dict(scope["headers"])
        self.status = 0
        self.course = Course()
        self.deadline = NEVER
        self._receive = receive
        self._send = send

    def header(self, name: bytes, default: str = "") -> str:
        """A header's value."""
        value = self.headers.get(name)
        return default if value is None else value.decode("latin-1").strip()

    async def body(self, limit: int) -> bytes:
        """The body, unpacked where it came packed.

        Raises ProblemError where it has more than `limit` bytes, packed or unpacked, and where it
        is packed in a way that is not taken.
        """
        length = self.headers.get(b"content-length")
        if length is not None and length.isdigit() and int(length) > limit:
            raise self._too_long(limit)
        message = await self._receive()
        if message["type"] != "http.request":
            raise ClientDisconnect
        content: bytes = message.get("body", b"")
        if message.get("more_body") or len(content) > limit:
            content = await self._rest(content, limit)
        encoding = self.header(b"content-encoding", "identity").lower()
        return content if encoding == "identity" else unpacked(content, encoding, limit)

    def _too_long(self, limit: int) -> ProblemError:
        """What is said at once, before any of the body: the server drops what is sent of it.

        Where the client asks before sending, nothing is, so the connection cannot go on either.
        """
        error = too_large(limit)
        if b"expect" in self.headers:
            error.headers = ((b"connection", b"close"),)
        return error

    async def begin(self, media_type: bytes) -> None:
        """Send the head of an answer that comes in parts."""
        self.status = 200
        headers = [(b"content-type", media_type)]
        await self._send({"type": "http.response.start", "status": 200, "headers": headers})

    async def send(self, content: bytes, *, more: bool = True) -> None:
        """Send a part of the answer; waits while the client reads more slowly than it is sent."""
        await self._send({"type": "http.response.body", "body": content, "more_body": more})

    async def parts(self, most: int) -> AsyncIterator[bytes]:
        """The body as it comes, unpacked, in parts of at most so many bytes; nothing is kept.

        Raises ProblemError as `body` does, but knows no limit.
        """
        unpack = Unpacking(self.header(b"content-encoding", "identity").lower())
        more = True
        while more:
            message = await self._receive()
            if message["type"] != "http.request":
                raise ClientDisconnect
            more = message.get("more_body", False)
            for part in unpack.parts(message.get("body", b""), most):
                yield part
        unpack.end()

    async def reply(self, reply: Reply) -> None:
        """Send an answer, whole."""
        self.status = reply.status
        headers = [
            (b"content-type", reply.media_type),
            (b"content-length", b"%d" % len(reply.content)),
            *reply.headers,
        ]
        start = {"type": "http.response.start", "status": reply.status, "headers": headers}
        await self._send(start)
        await self._send({"type": "http.response.body", "body": reply.content})

    async def _rest(self, begun: bytes, limit: int) -> bytes:
        """The whole body, of which so much is there."""
        chunks = [begun]
        size = len(begun)
        more = True
        while more:
            message = await self._receive()
            if message["type"] != "http.request":
                raise ClientDisconnect
            chunk = message.get("body", b"")
            more = message.get("more_body", False)
            size += len(chunk)
            if size <= limit:
                chunks.append(chunk)
            else:
                chunks.clear()
                more = more and size <= limit + DRAIN_BYTES
        if size > limit:
            raise too_large(limit)
        return b"".join(chunks)


def packed(reply: Reply, accepted: str) -> Reply:
    """The same, smaller where it is large and a client accepts that.

    accepted: the client's `Accept-Encoding`. Its lowest level is used, as a service's time is worth
    more than a network's: it takes about 5 ms for 10^6 bytes of numbers.
    """
    if len(reply.content) < FEWEST_PACKED_BYTES or not accepted:
        return reply
    names = {part.strip().lower() for part in accepted.split(",") if ";" not in part}
    encoding = next((name for name in PACKED if name in names), None)
    if encoding is None:
        return reply
    stream = zlib.compressobj(1, zlib.DEFLATED, PACKED[encoding])
    content = stream.compress(reply.content) + stream.flush()
    headers = (*reply.headers, (b"content-encoding", encoding.encode()))
    return reply._replace(content=content, headers=(*headers, (b"vary", b"accept-encoding")))
