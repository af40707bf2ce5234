"""The JVM's collectors in the service, side by side: versions swap while requests come.

The heap is fixed and the same for each. First a closed loop, for the throughput; then requests at a
fixed rate, for the tail. A run takes about 25 s for each.
"""

from __future__ import annotations

import json
import tempfile
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from benchmarks import cores, memory
from benchmarks.http_load import Load, closed_loop, fixed_rate
from benchmarks.load_figures import figures
from benchmarks.markdown import number, table
from benchmarks.model import Model
from benchmarks.service import ServiceProcess
from benchmarks.services.scorejar import ScorejarService
from benchmarks.versions import Versions

COLLECTORS = {
    "Serial": "-XX:+UseSerialGC",
    "Parallel": "-XX:+UseParallelGC",
    "G1": "-XX:+UseG1GC",
    "ZGC": "-XX:+UseZGC",
}
"""ZGC is the generational one from Java 23 on."""
ROWS = 200
CONNECTIONS = 16
SWAP_EVERY_S = 0.5


@dataclass(frozen=True)
class Times:
    """How long each load takes, in seconds, and the rate of the fixed one."""

    warm_up: float = 4.0
    closed: float = 5.0
    fixed: float = 12.0
    rate: float = 500.0


FULL = Times()


def measure(
    model: Model, jars: Sequence[Path], progress: Callable[[str], None], times: Times = FULL
) -> dict[str, Any]:
    """Swap between the jars under each collector; JSON-ready."""
    found = []
    for name, option in COLLECTORS.items():
        progress(f"collector {name}")
        try:
            found.append({"collector": name, **under(option, model, jars, times)})
        except OSError as error:
            found.append({"collector": name, "problem": " ".join(str(error).split())})
    return {
        "model": model.name,
        "rate": times.rate,
        "seconds": [times.closed, times.fixed],
        "results": found,
    }


def under(option: str, model: Model, jars: Sequence[Path], times: Times) -> dict[str, Any]:
    """Throughput, percentiles in µs and memory in 10^6 bytes under one collector."""
    variables = {"SCOREJAR_JVM_OPTIONS": json.dumps([option]), "SCOREJAR_SCAN_INTERVAL_S": "0.5"}
    service = type("Service", (ScorejarService,), {"variables": variables})
    made = [Versions(jar, model.jar.parent.name) for jar in jars]
    with tempfile.TemporaryDirectory(prefix="scorejar-") as folder:
        home = Path(folder) / "models" / made[0].model
        home.mkdir(parents=True)
        first = made[0].write(home / "1.jar", 1)
        logs = Path(folder) / "logs"
        with closing(ServiceProcess(service, replace(model, jar=first), logs)) as process:
            requests = [process.request([row]) for row in model.pool()[:ROWS]]
            most = int((times.warm_up + times.closed + times.fixed) / SWAP_EVERY_S)
            with cores.pinned(cores.driving()), swapping(made, home, most) as swaps:
                closed_loop(process.port, requests, CONNECTIONS, times.warm_up)
                closed = closed_loop(process.port, requests, CONNECTIONS, times.closed)
                fixed = fixed_rate(process.port, requests, times.rate, CONNECTIONS, times.fixed)
            held = memory.resident_bytes(process.process.pid)
    return {
        "requests_per_second": rate_of(closed),
        **{name: figures([fixed], 1)[name] for name in ("p50_us", "p99_us", "p99_9_us")},
        "failures": closed.failures + fixed.failures,
        "swaps": swaps[0],
        "megabytes": held and held / 1e6,
    }


def rate_of(load: Load) -> float:
    """Answers a second."""
    return len(load.latencies) / load.seconds


@contextmanager
def swapping(made: Sequence[Versions], home: Path, most: int) -> Iterator[list[int]]:
    """Put up to so many versions into a repository, by turns of the jars, from a thread.

    Gives a list whose only element is how many there were. They are staged beforehand, so that a
    swap costs the load generator's core a rename.
    """
    versions = range(2, 2 + most)
    for version in versions:
        made[version % len(made)].write(home / f".{version}.staged", version)
    done = threading.Event()
    count = [0]

    def swap() -> None:
        for version in versions:
            if done.wait(SWAP_EVERY_S):
                return
            (home / f".{version}.staged").rename(home / f"{version}.jar")
            (home / f"{version - 2}.jar").unlink(missing_ok=True)
            count[0] += 1

    thread = threading.Thread(target=swap)
    thread.start()
    try:
        yield count
    finally:
        done.set()
        thread.join()


def markdown(found: dict[str, Any]) -> str:
    """The part of the section."""
    closed, fixed = found["seconds"]
    header = ["collector", "requests/s", "p50 µs", "p99 µs", "p99.9 µs", "MB", "swaps", "failed"]
    names = (
        "requests_per_second",
        "p50_us",
        "p99_us",
        "p99_9_us",
        "megabytes",
        "swaps",
        "failures",
    )
    timed = [row for row in found["results"] if "problem" not in row]
    problems = [row for row in found["results"] if "problem" in row]
    parts = [
        f"The service of {found['model']} on one core under each collector of the JVM, its heap"
        f" fixed, a new version every {SWAP_EVERY_S:g} s: requests a second of a closed loop of"
        f" {closed:g} s; the other times in {fixed:g} s of {found['rate']:g} requests a second;"
        " memory of the whole process afterwards. The service takes the first one.",
        table(header, [[r["collector"], *(number(r[name]) for name in names)] for r in timed]),
        *(f"- {row['collector']} was not timed: {row['problem']}" for row in problems),
    ]
    return "\n\n".join(parts)
