"""Calls of the Open Inference Protocol over gRPC, by a client that has only the messages."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import grpc

from pyservice.oip.messages import METHODS, SERVICE, message

from .service_server import Server, wait_for


@contextmanager
def channel_to(server: Server) -> Iterator[grpc.Channel]:
    """A channel to where the server's log says that it listens."""
    with grpc.insecure_channel(wait_for("an address", server.grpc_address)) as opened:
        yield opened


def call(channel: grpc.Channel, method: str, **fields: Any) -> Any:
    """One call, its request made of these fields."""
    request, response = (message(name) for name in METHODS[method])
    stub = channel.unary_unary(
        f"/{SERVICE}/{method}",
        request_serializer=request.SerializeToString,
        response_deserializer=response.FromString,
    )
    return stub(request(**fields), timeout=30)
