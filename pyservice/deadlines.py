"""How long the sender of a request waits for its answer, and what it is told when that is over.

Two headers say it, and the shorter of them counts: `grpc-timeout`, as gRPC's gateways hand it on to
HTTP (`50m` for 50 ms), and `x-envoy-expected-rq-timeout-ms`, which Envoy, and so Istio, put on
each request by themselves. The time begins when the head of the request has come.
"""

from __future__ import annotations

import math
import re
import time
from collections.abc import Mapping
from typing import Any

from .messages import shown
from .problems import ProblemError, bad_request

GRPC = b"grpc-timeout"
ENVOY = b"x-envoy-expected-rq-timeout-ms"

SECONDS = {b"H": 3600.0, b"M": 60.0, b"S": 1.0, b"m": 1e-3, b"u": 1e-6, b"n": 1e-9}
"""The units of gRPC's header."""
GRPC_FORM = re.compile(rb"([0-9]{1,8})([HMSmun])")
ENVOY_FORM = re.compile(rb"[0-9]{1,12}")

NEVER = math.inf


def deadline_of(headers: Mapping[bytes, bytes], arrived: float) -> float:
    """When the sender stops waiting, NEVER where it does not say; by `time.perf_counter`.

    arrived: when the request's head came. Raises ProblemError for a header of another form.
    """
    grpc, envoy = headers.get(GRPC), headers.get(ENVOY)
    if grpc is None and envoy is None:
        return NEVER
    seconds = NEVER
    if grpc is not None:
        found = GRPC_FORM.fullmatch(grpc)
        if found is None:
            raise wrong(GRPC, "up to 8 digits and one of H, M, S, m, u, n", grpc)
        seconds = int(found[1]) * SECONDS[found[2]]
    if envoy is not None:
        if not ENVOY_FORM.fullmatch(envoy):
            raise wrong(ENVOY, "milliseconds", envoy)
        if int(envoy):  # 0 is Envoy's word for no limit
            seconds = min(seconds, int(envoy) / 1000)
    return arrived + seconds


def of_parameter(timeout: Any, arrived: float) -> float:
    """The same of the Open Inference Protocol's parameter, in microseconds; 0 and None are none."""
    if timeout is None:
        return NEVER
    if type(timeout) is not int or timeout < 0:
        raise bad_request(f"timeout: expected microseconds, got {shown(timeout)}")
    return arrived + timeout / 1e6 if timeout else NEVER


def check(deadline: float) -> None:
    """Refuse to begin what nobody waits for any more. Raises ProblemError."""
    if deadline < NEVER and time.perf_counter() >= deadline:
        raise passed()


def passed() -> ProblemError:
    """What is said where the deadline has passed before the score began."""
    return ProblemError(504, "deadline: it passed before the score began")


def wrong(header: bytes, expected: str, value: bytes) -> ProblemError:
    """What is said of a header of another form."""
    return bad_request(
        f"{header.decode()}: expected {expected}, got {shown(value.decode('latin-1'))}"
    )
