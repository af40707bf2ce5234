"""One HTTP request and its answer, over ASGI, with no framework in between."""

from __future__ import annotations

import zlib
from typing import NamedTuple

from starlette.requests import ClientDisconnect
from starlette.types import Receive, Scope, Send

from .messages import shown
from .problems import ProblemError

JSON = b"application/json"

PACKED = {"gzip": 16 + zlib.MAX_WBITS, "deflate": zlib.MAX_WBITS}
"""Content encodings that are taken, with zlib's word for the form of each."""

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
    name. status: what was answered, 0 before.
    """

    __slots__ = ("_receive", "_send", "headers", "method", "path", "scope", "status")

    def __init__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.scope = scope
        self.method: str = scope["method"]
        self.path: str = scope["path"]
        self.headers: dict[bytes, bytes] = dict(scope["headers"])
        self.status = 0
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
        if b"expect" in self.headers and int(self.header(b"content-length", "0")) > limit:
            raise too_large(limit)  # the client has asked before sending it
        message = await self._receive()
        if message["type"] != "http.request":
            raise ClientDisconnect
        content: bytes = message.get("body", b"")
        if message.get("more_body") or len(content) > limit:
            content = await self._rest(content, limit)
        encoding = self.header(b"content-encoding", "identity").lower()
        return content if encoding == "identity" else unpacked(content, encoding, limit)

    async def reply(self, reply: Reply) -> None:
        """Send an answer."""
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


def unpacked(content: bytes, encoding: str, limit: int) -> bytes:
    """A packed body as it was; never more than `limit` bytes of it are made."""
    form = PACKED.get(encoding)
    if form is None:
        expected = " or ".join([*PACKED, "none"])
        raise ProblemError(415, f"content-encoding: expected {expected}, got {shown(encoding)}")
    stream = zlib.decompressobj(form)
    try:
        found = stream.decompress(content, limit + 1)
    except zlib.error:
        raise ProblemError(400, f"body: expected {encoding}, got something else") from None
    if len(found) > limit:
        raise too_large(limit)
    if not stream.eof:
        raise ProblemError(400, f"body: expected whole {encoding}, got a part of it")
    return found


def too_large(limit: int) -> ProblemError:
    """What is said of a body beyond the limit."""
    return ProblemError(413, f"body: expected at most {limit} bytes, got more")
