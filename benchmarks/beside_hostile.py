"""What honest clients notice of others beside them that are slow, or send what no model takes.

Honest requests come at a fixed rate; blocks of 5 s with the others and without take turns. Run as a
program, in a process of its own, it is the others: `python -m benchmarks.beside_hostile PORT PATH`.
"""

from __future__ import annotations

import itertools
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any, Final

import numpy as np

from benchmarks import cores
from benchmarks.http_load import HOST, fixed_rate, post
from benchmarks.model import Model
from benchmarks.percentiles import percentile
from benchmarks.service import ServiceProcess
from benchmarks.services.scorejar import ScorejarService

ROOT = Path(__file__).parent.parent
LOGS = ROOT / "build" / "bench" / "logs"
ROWS = 200
RATE = 500.0
CONNECTIONS = 8
BLOCKS = 6
BLOCK_S = 5.0
WARM_S = 12.0  # lanes are compiled meanwhile
CHANGE_S = 0.5

SLOW: Final = 500
HOSTILE_A_SECOND: Final = 50
TURN_S: Final = 0.02
"""From one turn of sending to the next; a slow client sends a byte every ten seconds."""
BODIES = (
    b"",
    b"{",
    b"[" * 10_000,
    b'{"a": 1e999}',
    b'{"a": ' + b"9" * 10_000 + b"}",
    b'{"\xff\xfe": 1}',
    b"[" + b"{}," * 3_000 + b"{}]",
    b'{"' + b"x" * 10_000 + b'": null}',
)
"""No JSON, too deep, numbers without a double, no UTF-8, rows and names that there are none of."""


def measure(
    model: Model, *, blocks: int = BLOCKS, block_s: float = BLOCK_S, warm_s: float = WARM_S
) -> dict[str, Any]:
    """The p50, p99 and p99.9 of honest requests in µs, alone and beside the others; JSON-ready."""
    taken: dict[str, list[int]] = {"alone": [], "beside": []}
    failed = 0
    with closing(ServiceProcess(ScorejarService, model, LOGS)) as process:
        requests = [process.request([row]) for row in model.pool()[:ROWS]]
        path = ScorejarService.path(model, 1)
        with cores.pinned(cores.driving()):
            fixed_rate(process.port, requests, RATE, CONNECTIONS, warm_s)
            for number in range(1 + blocks):
                for kind in taken:
                    others = started(process.port, path) if kind == "beside" else None
                    try:
                        # They all come, or go, at once, which is not what is asked for here.
                        fixed_rate(process.port, requests, RATE, CONNECTIONS, CHANGE_S)
                        load = fixed_rate(process.port, requests, RATE, CONNECTIONS, block_s)
                    finally:
                        if others:
                            others.kill()
                            others.communicate()
                    failed += load.failures
                    if number:  # the first ones warm what answers the others
                        taken[kind] += load.latencies
    percents = {"p50": 50.0, "p99": 99.0, "p99_9": 99.9}
    figures = {
        kind: {
            name: percentile(np.array(values), percent) / 1e3 for name, percent in percents.items()
        }
        for kind, values in taken.items()
    }
    return {
        "model": model.name,
        "rate": RATE,
        "slow": SLOW,
        "hostile_a_second": HOSTILE_A_SECOND,
        "failed": failed,
        **figures,
    }


def started(port: int, path: str) -> subprocess.Popen[str]:
    """The others, all of them connected."""
    command = [sys.executable, "-m", "benchmarks.beside_hostile", str(port), path]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, encoding="utf-8", cwd=ROOT)
    if not process.stdout or process.stdout.readline().strip() != "connected":
        process.kill()
        process.communicate()
        raise OSError(f"{' '.join(command)} did not connect")
    return process


def disturb(port: int, path: str, say: Callable[[str], None]) -> None:
    """Be the others, without end."""
    os.nice(5)  # they share a core with those whose time is taken
    head = f"POST {path} HTTP/1.1\r\nHost: {HOST}\r\nContent-Type: application/json\r\n".encode()
    slow = [opened(port, head) for _ in range(SLOW)]
    say("connected")
    a_turn = max(1, round(SLOW * TURN_S / 10))
    bodies = itertools.cycle(BODIES)
    places = itertools.cycle(range(SLOW))
    for _ in itertools.count():
        for _ in range(a_turn):
            place = next(places)
            try:
                slow[place].send(b"x")
            except OSError:  # the service has had enough of it
                slow[place].close()
                slow[place] = opened(port, head)
        for _ in range(round(HOSTILE_A_SECOND * TURN_S)):
            with closing(opened(port, post(path, next(bodies)))) as hostile:
                hostile.recv(1 << 16)
        time.sleep(TURN_S)


def opened(port: int, sent: bytes) -> socket.socket:
    """A connection on which something has been sent."""
    connection = socket.create_connection((HOST, port), timeout=5)
    connection.sendall(sent)
    return connection


def sentence(found: dict[str, Any]) -> str:
    """What was found, in words."""
    alone, beside = found["alone"], found["beside"]
    return (
        f"Honest clients of {found['model']}, {found['rate']:g} requests a second, beside"
        f" {found['slow']} connections that send a byte now and then and"
        f" {found['hostile_a_second']} bodies a second that no model takes: p99"
        f" {beside['p99']:,.0f} µs where it is {alone['p99']:,.0f} µs without them,"
        f" {beside['p99'] / alone['p99']:.2f} times (p50 {beside['p50'] / alone['p50']:.2f} times);"
        f" {found['failed']} honest requests failed."
    )


if __name__ == "__main__":
    disturb(int(sys.argv[1]), sys.argv[2], lambda text: print(text, flush=True))
