"""A connection of the load generator that speaks gRPC: HTTP/2 as far as a unary call needs it.

Raw sockets again, for gRPC's own clients in Python take longer over a call than a service over the
answer, and would be what is measured. One call under way a connection; the loops are those of
http_load.py. Sent as a client library sends it: the headers whole the first time, and by their
places in the compression table from then on. The answer's headers are not read: a call that came to
a message succeeded, since gRPC answers errors without one.
"""

from __future__ import annotations

import struct

from benchmarks.http_load import HOST, Connection

PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
DATA, HEADERS, RST_STREAM, SETTINGS, PING, GOAWAY, WINDOW_UPDATE = 0, 1, 3, 4, 6, 7, 8
END_STREAM = ACK = 0x1
END_HEADERS = 0x4
HEAD_BYTES = 9
FIRST_WINDOW = 65_535
LARGEST_WINDOW = 2**31 - 1
METHOD_POST, SCHEME_HTTP = b"\x83", b"\x86"
FIRST_OF_TABLE = 62
MESSAGE_PREFIX = struct.Struct(">BI")
FRAME_KIND = struct.Struct(">BBI")
"""Kind, flags and stream of a frame, behind the three bytes of its length."""


def frame(kind: int, flags: int, stream: int, payload: bytes = b"") -> bytes:
    """An HTTP/2 frame."""
    return (
        struct.pack(">HBBBI", len(payload) >> 8, len(payload) & 255, kind, flags, stream) + payload
    )


def message(body: bytes) -> bytes:
    """A message as gRPC frames it, not packed."""
    return MESSAGE_PREFIX.pack(0, len(body)) + body


def header_blocks(path: str) -> tuple[bytes, bytes]:
    """The compressed headers of a connection's first call, and of every one after it."""
    headers = [
        (b":path", path.encode()),
        (b":authority", HOST.encode()),
        (b"te", b"trailers"),
        (b"content-type", b"application/grpc"),
        (b"user-agent", b"load"),
    ]
    first = b"".join(
        b"\x40" + bytes([len(name)]) + name + bytes([len(value)]) + value for name, value in headers
    )
    # The last header that went into the table stands at its first place.
    places = bytes(0x80 | FIRST_OF_TABLE + len(headers) - 1 - i for i in range(len(headers)))
    pseudo = METHOD_POST + SCHEME_HTTP
    return pseudo + first, pseudo + places


class GrpcConnection(Connection):
    """A connection for one method; a request is the message as `message` frames it."""

    path = "/inference.GRPCInferenceService/ModelInfer"

    def __init__(self, port: int) -> None:
        super().__init__(port)
        self.headers, self.next_headers = header_blocks(self.path)
        self.stream = -1
        self.window = FIRST_WINDOW
        self.message = b""
        more = struct.pack(">I", LARGEST_WINDOW - FIRST_WINDOW)
        self.socket.sendall(PREFACE + frame(SETTINGS, 0, 0) + frame(WINDOW_UPDATE, 0, 0, more))

    def send(self, request: bytes, due: int) -> None:
        """Send a call that was due at a moment of `perf_counter_ns`."""
        self.due = due
        self.stream += 2
        self.message = b""
        self.window -= len(request)
        if self.window < 0:
            raise ConnectionError("expected the service to take more; it opened no window")
        self.socket.sendall(
            frame(HEADERS, END_HEADERS, self.stream, self.headers)
            + frame(DATA, END_STREAM, self.stream, request)
        )
        self.headers = self.next_headers

    def receive(self) -> bool:
        """Take what has come; whether the call is at its end."""
        piece = self.socket.recv(1 << 20)
        if not piece:
            raise ConnectionError("the service closed the connection")
        self.received += piece
        at, ended, received = 0, False, self.received
        while len(received) - at >= HEAD_BYTES:
            size = int.from_bytes(received[at : at + 3])
            end = at + HEAD_BYTES + size
            if len(received) < end:
                break
            kind, flags, stream = FRAME_KIND.unpack_from(received, at + 3)
            ended |= self._take(kind, flags, stream, received[at + HEAD_BYTES : end])
            at = end
        del received[:at]
        return ended

    def _take(self, kind: int, flags: int, stream: int, payload: bytearray) -> bool:
        """Take a frame; whether it ends the call."""
        if kind == DATA:
            self.message += payload
        elif kind == SETTINGS and not flags & ACK:
            self.socket.sendall(frame(SETTINGS, ACK, 0))
        elif kind == PING and not flags & ACK:
            self.socket.sendall(frame(PING, ACK, 0, bytes(payload)))
        elif kind == WINDOW_UPDATE and not stream:
            # A stream's own window is left alone: one call fits into what it opens with.
            self.window += int.from_bytes(payload)
        elif kind == GOAWAY:
            raise ConnectionError("the service said goodbye")
        return kind == RST_STREAM or (kind in (DATA, HEADERS) and bool(flags & END_STREAM))

    @property
    def status(self) -> int:
        """200 where there is a message, and 500 where there is none."""
        return 200 if len(self.message) >= MESSAGE_PREFIX.size else 500

    @property
    def body(self) -> bytes:
        """The message."""
        return self.message[MESSAGE_PREFIX.size :]
