"""`python -m benchmarks.traffic`: what 100,000 requests notice while traffic is moved around.

A real service, clients without a pause, and meanwhile: a split grows in steps, a shadow fails on
purpose, a label moves and moves back, a cascade loses its second model. Every answer is compared
with the one that the version it names has to give.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

from tests.service_jars import NUMBERS, write_jar
from tests.service_server import Server
from tests.test_management import Management
from tests.test_traffic_under_load import CASCADE, MODEL, STRICT, UNSURE

STEPS = (1, 5, 10, 25, 50, 75, 100)
REQUESTS = 100_000
CLIENTS = 4
KEYS = 2_000
ROW = json.dumps(UNSURE)


class Client:
    """One connection that asks again and again."""

    def __init__(self, address: str) -> None:
        self._connection = HTTPConnection(address, timeout=60)
        self.failed = 0
        self.wrong = 0
        self.versions: Counter[Any] = Counter()

    def ask(self, path: str, headers: dict[str, str]) -> Any:
        """The version that answers; a failure or a wrong answer is counted."""
        self._connection.request("POST", path, ROW, headers | {"content-type": "application/json"})
        answer = self._connection.getresponse()
        content = json.loads(answer.read())
        if answer.status != 200:
            self.failed += 1
            return None
        version = content["version"]
        (prediction,) = content["predictions"]
        own = {"small:1": 12.0, "small:1,large:5": 17.0, "small:1,large:failed": 12.0}
        self.wrong += prediction["sum"] != (own.get(version) or 12.0 + version)
        self.versions[version] += 1
        return version

    def close(self) -> None:
        """End the connection."""
        self._connection.close()


def many(address: str, count: int, path: str) -> list[Client]:
    """So many requests without keys, shared by the clients."""
    clients = [Client(address) for _ in range(CLIENTS)]

    def work(client: Client) -> None:
        for _ in range(count // CLIENTS):
            client.ask(path, {})
        client.close()

    threads = [threading.Thread(target=work, args=(client,)) for client in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return clients


def measure(requests: int, progress: Callable[[str], None]) -> dict[str, Any]:
    """Do it all once; returns what was seen."""
    with tempfile.TemporaryDirectory(prefix="scorejar-traffic-") as folder:
        repository = Path(folder)
        for version in (1, 2):
            write_jar(repository, NUMBERS, model=MODEL, version=version, add=version)
        write_jar(repository, STRICT, model=MODEL, version=3, add=3)
        write_jar(repository, NUMBERS, model="small")
        write_jar(repository, NUMBERS, model="large", version=5, add=5)
        rules = {MODEL: {"versions": "all", "labels": {"stable": 1}}}
        text = json.dumps({"models": rules, "pipelines": {"tiered": CASCADE}})
        (repository / "traffic.json").write_text(text)
        options = ("--management-port", "0", "--allow-schema-change")
        with Server(repository, *options).ready() as server:
            managed = Management(repository, server)
            with managed.client:
                return moved(managed, requests, progress)


def moved(managed: Management, requests: int, progress: Callable[[str], None]) -> dict[str, Any]:
    """The load and the four events."""
    address = managed.server.url.removeprefix("http://")
    path = f"/predict/{MODEL}"
    started = time.monotonic()
    found: dict[str, Any] = {"steps": [], "requests": 0, "failed": 0, "wrong": 0, "changed": 0}
    managed.ask("PUT", "/labels/canary", {"version": 2})
    managed.ask("PUT", "/shadow", {"to": "3", "share": 1.0})

    def count(clients: list[Client]) -> Counter[Any]:
        found["requests"] += sum(sum(client.versions.values()) for client in clients)
        found["failed"] += sum(client.failed for client in clients)
        found["wrong"] += sum(client.wrong for client in clients)
        return sum((client.versions for client in clients), Counter())

    sides: dict[str, Any] = {}
    for percent in STEPS:
        weights = {"stable": 100 - percent, "canary": percent}
        managed.ask("PUT", "/split", {"weights": weights, "key": {"header": "x-user"}})
        seen = count(many(address, requests // len(STEPS), path))
        keyed = Client(address)  # anew, for the service ends connections that nobody uses
        for key in map(str, range(KEYS)):
            first, again = (keyed.ask(path, {"x-user": key}) for _ in range(2))
            found["changed"] += first != again or (sides.get(key) == 2 and first != 2)
            sides[key] = first
        keyed.close()
        count([keyed])
        keys = Counter(sides.values())
        step = {"weight": percent, "share": 100 * seen[2] / sum(seen.values())}
        found["steps"].append(step | {"keys": 100 * keys[2] / KEYS})
        progress(f"{percent} %: {step['share']:.3f} % of the requests")
    # A gap, which the shadow's version refuses; the one that answers has no value for it.
    while not (shadow := managed.ask("GET", "")["shadow"])["failed"]:
        managed.server.client.post(f"{path}/labels/stable", json={**UNSURE, "a": None})
    during = threading.Thread(target=lambda: count(many(address, requests // 10, path)))
    during.start()
    managed.ask("POST", "/promote")
    managed.ask("POST", "/rollback")
    during.join()
    cascade: list[Counter[Any]] = []
    during = threading.Thread(
        target=lambda: cascade.append(count(many(address, requests // 10, "/predict/tiered")))
    )
    during.start()
    time.sleep(1.0)
    managed.client.post("/models/large/unload").raise_for_status()
    during.join()
    del shadow["differences"]["sum"]["bounds"]
    return found | {
        "seconds": time.monotonic() - started,
        "cascade": dict(cascade[0]),
        "shadow": shadow,
    }


def main() -> None:
    """Measure, and print."""
    parse = argparse.ArgumentParser(prog="python -m benchmarks.traffic", description=__doc__)
    parse.add_argument("--requests", type=int, default=REQUESTS, help="without keys (100,000)")
    found = measure(parse.parse_args().requests, lambda text: print(text, file=sys.stderr))
    print(json.dumps(found, indent=1))
    off = max(abs(step["share"] - step["weight"]) for step in found["steps"])
    print(
        f"{found['requests']} requests in {found['seconds']:.0f} s: {found['failed']} failed,"
        f" {found['wrong']} wrong, {found['changed']} keys changed sides, shares off by at most"
        f" {off:.3f} points"
    )


if __name__ == "__main__":
    main()
