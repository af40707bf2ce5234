"""The server of the management API, beside the service's own in the same process."""

from __future__ import annotations

import asyncio
import logging
import socket
from collections.abc import Generator
from contextlib import contextmanager

import uvicorn

from scorejar.errors import UsageError

from .logs import log_event
from .management import create_management_app
from .service import Service
from .slow_clients import guarded


class BesideAnother(uvicorn.Server):
    """A server that leaves signals to the other one."""

    @contextmanager
    def capture_signals(self) -> Generator[None, None, None]:
        """Capture none."""
        yield


class ManagementServer:
    """Answers on the management port from start to stop, on the event loop of the service."""

    def __init__(self, service: Service) -> None:
        settings = service.settings
        config = uvicorn.Config(
            create_management_app(service),
            log_config=None,
            lifespan="off",
            **guarded(settings),
        )
        self._server = BesideAnother(config)
        self._running: asyncio.Task[None] | None = None

    def start(self, host: str, port: int, shared: bool) -> None:
        """Listen; raises UsageError where that cannot be. shared: by the other workers too."""
        listener = listening(host, port, shared)
        self._running = asyncio.create_task(self._server.serve(sockets=[listener]))
        host, port = listener.getsockname()[:2]
        log_event(logging.INFO, f"listening for management on http://{host}:{port}")

    async def stop(self) -> None:
        """Answer what is under way, and end."""
        self._server.should_exit = True
        if self._running is not None:
            await self._running


def listening(host: str, port: int, shared: bool) -> socket.socket:
    """A socket that listens, or shares a port with those of other workers; raises UsageError."""
    listener = bound(host, port, shared)
    try:
        listener.listen()
    except OSError as error:
        raise taken(host, port, error) from None
    return listener


def bound(host: str, port: int, shared: bool) -> socket.socket:
    """A socket bound to an address; raises UsageError where that cannot be."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        listener = socket.socket(family, kind, protocol)
        option = socket.SO_REUSEPORT if shared else socket.SO_REUSEADDR
        listener.setsockopt(socket.SOL_SOCKET, option, 1)
        listener.bind(address)
        return listener
    except OSError as error:
        raise taken(host, port, error) from None


def reserved(host: str, port: int) -> socket.socket:
    """A socket that keeps a port for workers to share, and takes no connection itself.

    Raises UsageError where another program has the port.
    """
    with listening(host, port, shared=False) as alone:
        port = alone.getsockname()[1]
    return bound(host, port, shared=True)


def taken(host: str, port: int, error: OSError) -> UsageError:
    """What is said where a port is not to be had."""
    return UsageError(f"{host}:{port}: cannot listen there for management: {error.strerror}")
