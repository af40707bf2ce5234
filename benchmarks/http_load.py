"""A small HTTP client that loads a service from one thread, closed-loop or at a fixed rate.

Raw sockets and epoll, because a client that is slower than the service measures itself. It speaks
just enough HTTP/1.1: keep-alive, and answers that have a Content-Length or come in chunks.

Timed: from the moment a request was due to the last byte of its answer. In a closed loop it is due
when the connection is free, so a stall delays the next requests instead of being seen by them. At
a fixed rate it is due by the schedule, whether the service is ready or not, and the wait for a free
connection counts: no stall is left out (no "coordinated omission").
"""

from __future__ import annotations

import gc
import os
import selectors
import socket
import time
from array import array
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import cycle

HOST = "127.0.0.1"
PATIENCE_SECONDS = 30.0
END_OF_HEAD = b"\r\n\r\n"
LAST_CHUNK = b"\r\n0\r\n\r\n"
CHUNKED = -1
"""Instead of the length of an answer that does not say it beforehand."""


@dataclass
class Load:
    """What came of one load.

    latencies: nanoseconds, one for each answer with status 200.
    failures: answers with another status, and requests that got none; `failure` is the first.
    busy: the share of the time that the client itself computed; near 1, it was the bottleneck.
    """

    latencies: array[int] = field(default_factory=lambda: array("q"))
    failures: int = 0
    failure: str = ""
    seconds: float = 0.0
    busy: float = 0.0

    def fail(self, what: str) -> None:
        """Count a failure."""
        self.failures += 1
        self.failure = self.failure or what


class Connection:
    """A keep-alive connection with at most one request under way."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection((HOST, port), timeout=PATIENCE_SECONDS)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.due = 0
        self.received = bytearray()
        self.whole = 0

    def send(self, request: bytes, due: int) -> None:
        """Send a request that was due at a moment of `perf_counter_ns`."""
        self.due = due
        self.received.clear()
        self.whole = 0
        self.socket.sendall(request)

    def receive(self) -> bool:
        """Take what has come; whether the answer is whole."""
        piece = self.socket.recv(1 << 20)
        if not piece:
            raise ConnectionError("the service closed the connection")
        self.received += piece
        if not self.whole:
            head = self.received.find(END_OF_HEAD)
            if head < 0:
                return False
            length = content_length(self.received[:head])
            self.whole = CHUNKED if length is None else head + len(END_OF_HEAD) + length
        if self.whole == CHUNKED:
            return self.received.endswith(LAST_CHUNK)
        return len(self.received) >= self.whole

    @property
    def status(self) -> int:
        """The status of the whole answer."""
        return int(self.received[9:12])

    @property
    def body(self) -> bytes:
        """The body of the whole answer."""
        body = bytes(self.received[self.received.find(END_OF_HEAD) + len(END_OF_HEAD) :])
        return joined(body) if self.whole == CHUNKED else body

    def ask(self, request: bytes) -> bytes:
        """Send one request, wait for its answer; ConnectionError unless its status is 200."""
        self.send(request, 0)
        while not self.receive():
            pass
        if self.status != 200:
            raise ConnectionError(f"status {self.status}: {self.body[:200].decode()}")
        return self.body

    def close(self) -> None:
        """Close it; safe to call again."""
        self.socket.close()


def content_length(head: bytes | bytearray) -> int | None:
    """The length that the head of an answer announces; None where it comes in chunks."""
    for line in head.split(b"\r\n"):
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            return int(value)
        if name.lower() == b"transfer-encoding" and value.strip().lower() == b"chunked":
            return None
    raise ConnectionError("expected an answer with a Content-Length; got one without")


def joined(chunks: bytes) -> bytes:
    """A body out of its chunks."""
    body = b""
    while chunks:
        size, _, rest = chunks.partition(b"\r\n")
        end = int(size, 16)
        body, chunks = body + rest[:end], rest[end + 2 :] if end else b""
    return body


Connect = Callable[[int], Connection]
"""Opens a connection to a port; another protocol than HTTP/1.1 has a class of its own."""


def post(path: str, body: bytes, more: str = "", media_type: str = "application/json") -> bytes:
    """A request, whole, so that a load only has to send it. more: further lines of its head."""
    head = f"POST {path} HTTP/1.1\r\nHost: {HOST}\r\nContent-Type: {media_type}\r\n{more}"
    return head.encode() + b"Content-Length: %d\r\n\r\n" % len(body) + body


def closed_loop(
    port: int,
    requests: Sequence[bytes],
    connections: int,
    seconds: float,
    connect: Connect = Connection,
) -> Load:
    """Keep `connections` requests under way for so many seconds, then let the last ones end."""
    load = Load()
    following = cycle(requests)
    with _connected(port, connections, connect) as (selector, free), _accounted(load):
        deadline = time.perf_counter_ns() + int(seconds * 1e9)
        waiting = len(free)
        for connection in free:
            connection.send(next(following), time.perf_counter_ns())
        while waiting:
            ready = selector.select(PATIENCE_SECONDS)
            if not ready:
                load.failures += waiting
                load.failure = load.failure or f"no answer in {PATIENCE_SECONDS:g} s"
                break
            for key, _ in ready:
                connection = key.data
                if not _take(connection, load):
                    continue
                now = time.perf_counter_ns()
                if now < deadline:
                    connection.send(next(following), now)
                else:
                    waiting -= 1
    return load


def fixed_rate(
    port: int,
    requests: Sequence[bytes],
    rate: float,
    connections: int,
    seconds: float,
    connect: Connect = Connection,
) -> Load:
    """Send `rate` requests a second for so many seconds, however the service keeps up.

    A request that is due while every connection is under way waits for the first one that is free.
    """
    load = Load()
    following = cycle(requests)
    total = int(rate * seconds)
    with _connected(port, connections, connect) as (selector, free), _accounted(load):
        interval = 1e9 / rate
        start = time.perf_counter_ns()
        sent = answered = 0
        patience = int((seconds + PATIENCE_SECONDS) * 1e9)
        while answered < total:
            now = time.perf_counter_ns()
            if now - start > patience:
                load.failures += total - answered
                load.failure = load.failure or f"no answer in {PATIENCE_SECONDS:g} s"
                break
            while sent < total and free and start + sent * interval <= now:
                free.popleft().send(next(following), int(start + sent * interval))
                sent += 1
            # Never blocks: epoll waits in whole milliseconds, too coarse for the schedule. But
            # gives way, so that a service that has to share our core is not held up by waiting.
            ready = selector.select(0)
            if not ready:
                os.sched_yield()
            for key, _ in ready:
                if _take(key.data, load):
                    answered += 1
                    free.append(key.data)
    return load


def _take(connection: Connection, load: Load) -> bool:
    """Take what has come on a connection; whether that ended its request."""
    if not connection.receive():
        return False
    if connection.status == 200:
        load.latencies.append(time.perf_counter_ns() - connection.due)
    else:
        load.fail(f"status {connection.status}: {connection.body[:200].decode()}")
    return True


@contextmanager
def _connected(
    port: int, connections: int, connect: Connect
) -> Iterator[tuple[selectors.BaseSelector, deque[Connection]]]:
    """Open connections, registered for reading, and close them in the end."""
    opened: deque[Connection] = deque()
    with selectors.DefaultSelector() as selector:
        try:
            for _ in range(connections):
                opened.append(connect(port))
                selector.register(opened[-1].socket, selectors.EVENT_READ, opened[-1])
            yield selector, opened.copy()
        finally:
            for connection in opened:
                connection.close()


@contextmanager
def _accounted(load: Load) -> Iterator[None]:
    """Note how long the load took and how much of it we computed; no garbage is collected in it."""
    gc.collect()
    gc.disable()
    start, computed = time.perf_counter(), time.process_time()
    try:
        yield
    finally:
        load.seconds = time.perf_counter() - start
        load.busy = (time.process_time() - computed) / load.seconds
        gc.enable()
