"""Swaps under load and in a row, in short forms of `python -m benchmarks.soak`, and every door."""

from __future__ import annotations

import json
import math
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from benchmarks import beside_hostile, collectors, many_swaps, soak, soak_report
from benchmarks.memory import growth
from benchmarks.model import Model
from benchmarks.soak_curve import Curve
from benchmarks.swapped_load import SwappedLoad, Told

from . import made_jars
from .conftest import ROOT
from .door_clients import DOORS, VERTEX
from .service_jars import NUMBERS, write_jar
from .service_server import Server, wait_for

SWAPS = 15  # besides those that warm
PROCESSES = 4
THREADS = 18
REQUESTS = 20


@pytest.fixture
def two_jars(tmp_path: Path) -> tuple[Path, Path]:
    """Two small jars of one schema that answer otherwise."""
    first, second = (write_jar(tmp_path / str(add), NUMBERS, add=add) for add in (0, 1))
    return first, second


@pytest.fixture
def model(two_jars: tuple[Path, Path], tmp_path: Path) -> Model:
    """Their rows, as benchmarks have them."""
    columns = tuple(column["name"] for column in NUMBERS)
    lines = [",".join(columns), *(f"{row},{row / 4}," for row in range(50))]
    (tmp_path / "pool.csv").write_text("\n".join(lines) + "\n")
    return Model("m", tmp_path, columns, (True,) * len(columns), "sum", two_jars[0])


def serves(server: Server, version: int) -> None:
    wait_for(f"version {version}", lambda: server.version("m") == version, 60)


@pytest.mark.parametrize(
    ("swaps", "settings"),
    [(SWAPS, {}), (2, {"SCOREJAR_MICRO_BATCH_ROWS": "8", "SCOREJAR_MICRO_BATCH_DELAY_MS": "20"})],
    ids=["alone", "together"],
)
def test_requests_at_a_fixed_rate_notice_nothing_of_swaps(
    model: Model, two_jars: tuple[Path, Path], swaps: int, settings: dict[str, str]
) -> None:
    found = soak.swaps_under_load(
        model, two_jars, swaps, lambda told: None, rate=100, block_s=2, variables=settings
    )
    assert found["swaps"] >= swaps
    assert (found["failed"], found["wrong"], found["stale"]) == (0, 0, 0)


def test_a_load_is_judged_by_what_was_known_before_a_request_was_sent() -> None:
    def told(sent: int, done: int, version: int, answer: float, status: int = 200) -> Told:
        body = json.dumps({"version": version, "predictions": [{"y": answer}]}).encode()
        return Told(0, sent - 1, sent, done, status, body)

    expected = [[{"y": 0.0}], [{"y": 1.0}]]
    load = SwappedLoad(
        [
            told(10, 20, 2, 0.0),
            told(21, 30, 3, 1.0),
            told(25, 40, 2, 0.0),  # under way when 3 answered first
            told(31, 50, 2, 0.0),  # sent afterwards
            told(32, 60, 3, 0.0),  # the answer of another
            told(33, 70, 3, 1.0, 503),
        ]
    )
    judged = soak.Judged()
    assert judged.add(load, expected, seen=2) == 3
    assert (judged.failed, judged.wrong, judged.stale, judged.swaps) == (1, 1, 1, 1)
    assert judged.firsts == [10]


def test_swaps_in_a_row_leave_no_class_loader_behind_and_a_leak_would_show(
    tmp_path: Path,
) -> None:
    made_jars.make(["repair/plain"], tmp_path, 20, engine="transpiled")
    kept = many_swaps.run(tmp_path / "plain.jar", 120, samples=16)
    leaked = many_swaps.run(tmp_path / "plain.jar", 32, samples=16, leak=True)
    assert kept["loaders"] <= 1
    assert leaked["loaders"] >= 32
    # In so few swaps the JVM itself still grows a little.
    for memory in ("heap", "metaspace"):
        assert kept[f"{memory}_slope"] < leaked[f"{memory}_slope"] / 2
    assert not many_swaps.flat(leaked)


def test_72_clients_through_every_door_get_answers_of_the_version_they_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert len(DOORS) + 1 <= THREADS  # and gRPC
    monkeypatch.setenv("AIP_PREDICT_ROUTE", VERTEX)
    write_jar(tmp_path, NUMBERS, version=1, add=1)
    with Server(tmp_path, "--grpc-port", "0", scan_interval_s=0.1).ready() as server:

        def grpc_address() -> str | None:
            found = [re.search(r"gRPC on (\S+:\d+)", line) for line in list(server.log)]
            return next((match[1] for match in found if match), None)

        command = [sys.executable, "-m", "tests.door_clients", server.url]
        command += [wait_for("an address", grpc_address), str(THREADS), str(REQUESTS)]
        clients = [
            subprocess.Popen(command, stdout=subprocess.PIPE, encoding="utf-8", cwd=ROOT)
            for _ in range(PROCESSES)
        ]
        version = 1
        while any(client.poll() is None for client in clients):
            version += 1
            write_jar(tmp_path, NUMBERS, version=version, add=version)
            serves(server, version)
        for client in clients:
            output, _ = client.communicate(timeout=60)
            assert json.loads(output) == {"asked": THREADS * REQUESTS, "wrong": []}
    assert version > 3


@pytest.mark.parametrize("order", ["availability", "resource"])
def test_a_version_is_replaced_in_either_order(tmp_path: Path, order: str) -> None:
    write_jar(tmp_path, NUMBERS, version=1, add=1)
    with Server(tmp_path, swap_order=order, scan_interval_s=0.1).ready() as server:
        write_jar(tmp_path, NUMBERS, version=2, add=2)
        wait_for("version 2", lambda: server.version("m") == 2)
        row = {"a": 1, "b c": 1, "n": 1}
        assert server.post("/predict", row).json()["predictions"] == [{"sum": 8}]

        def events() -> list[str]:
            return [word for line in server.log for word in re.findall("retired|loaded", line)[:1]]

        wait_for("two loaded and one retired", lambda: len(events()) == 3)
        assert events() == (
            ["loaded", "loaded", "retired"]
            if order == "availability"
            else ["loaded", "retired", "loaded"]
        )


def test_the_section_on_swaps_tells_every_figure_it_was_given(tmp_path: Path) -> None:
    def times(p50: float) -> dict[str, float]:
        return {"p50": p50, "p90": 2 * p50, "p99": 3 * p50, "p99_9": 5 * p50, "max": 7 * p50}

    load = {
        **{"rate": 500.0, "swaps": 1000, "requests": 123_456, "failed": 0, "wrong": 1, "stale": 2},
        **{"swaps_a_second": 4.5, "steady": times(200), "swapping": times(300)},
        **{"first": times(400), "resident_slope": 543.0},
        "memory": [{"swaps": swaps, "resident": 10**8} for swaps in (0, 500, 1_000)],
        "curve": {"p99": [(0, 300.0), (1, 310.5)], "swaps": [0.5, 0.75]},
    }
    row: dict[str, Any] = {"engine": "transpiled", "java": 25, "swaps": 10_000, "loaders": 1}
    row |= {"heap_slope": 7.0, "metaspace_slope": 12.0, "resident_slope": 345.0}
    points = [{"swaps": swaps, "resident": 10**8, "metaspace": 10**7} for swaps in (5_000, 10_000)]
    row["curve"] = points
    control = {**row, "swaps": 1_000, "loaders": 999, "metaspace_slope": 5e5}
    hostile = {"model": "L1000", "rate": 500.0, "slow": 500, "hostile_a_second": 50, "failed": 3}
    hostile |= {"alone": times(200), "beside": times(250)}
    serial = {"collector": "Serial", "requests_per_second": 4321.0, "p50_us": 210.0}
    serial |= {"p99_us": 320.0, "p99_9_us": 430.0, "megabytes": 543.0, "swaps": 42, "failures": 0}
    broken = {"collector": "ZGC", "problem": "not here"}
    sides = {"model": "L1000", "rate": 500.0, "seconds": [5.0, 12.0], "results": [serial, broken]}
    found = {
        **{"model": "L1000", "connections": 8, "load": load, "in_a_row": [row], "control": control},
        **{"hostile": hostile, "collectors": sides},
    }
    text = soak.markdown(found)
    assert text.startswith("## ")
    for told in (
        *("Of 123,456 requests 0 failed, 1 were", "2 were answered", "is 1.5 times", "2 times"),
        *(
            "grew by 0.5 kB a swap",
            "| steady | 200 | 600 | 1,000 | 1,400 |",
            "| transpiled | 25 | 10,000 | 1 | 7 | 12 | 345 | flat",
        ),
        *("transpiled, leaking on purpose", "| leaks |"),
        *("p99 750 µs where it is 600 µs", "1.25 times", "3 honest requests failed"),
        *("| Serial | 4,320 | 210 | 320 | 430 | 543 | 42 | 0 |", "ZGC was not timed: not here"),
    ):
        assert told in text
    picture = soak_report.draw(found, tmp_path).read_text()
    assert "resident memory" in picture


def test_memory_that_comes_and_goes_is_no_growth_and_a_leak_below_it_is() -> None:
    def samples(leak: int) -> list[dict[str, int]]:
        sizes = [swaps * leak + swaps % 30 * 10**5 for swaps in range(0, 400, 10)]
        return [{"swaps": 10 * place, "resident": size} for place, size in enumerate(sizes)]

    assert abs(growth(samples(leak=0), "resident")) < 1
    assert 1_500 < growth(samples(leak=2_000), "resident") < 2_500
    assert math.isnan(growth(samples(leak=0)[:2], "resident"))


def test_the_curve_of_a_load_tells_the_tail_of_each_second_and_the_moments_of_swaps() -> None:
    def told(second: float, ms: int) -> Told:
        due = 7_000_000_000 + int(second * 1e9)
        return Told(0, due, due, due + ms * 1_000_000, 200, b"")

    curve = Curve()
    curve.add(SwappedLoad([told(0, 1), told(0.5, 1), told(1.5, 3)], [8_250_000_000]))
    curve.add(SwappedLoad([told(0, 2)]))
    assert curve.told() == {"p99": [(0, 1000.0), (1, 3000.0), (2, 2000.0)], "swaps": [1.25]}


def test_honest_clients_are_answered_beside_others(model: Model) -> None:
    found = beside_hostile.measure(model, blocks=1, block_s=1)
    assert found["failed"] == 0
    assert found["beside"]["p99"] > 0


def test_another_collector_serves_while_versions_swap(
    model: Model, two_jars: tuple[Path, Path]
) -> None:
    times = collectors.Times(0.3, 0.3, 1.0, rate=50)
    found = collectors.under(collectors.COLLECTORS["ZGC"], model, two_jars, times)
    assert found["failures"] == 0
    assert found["swaps"] > 0
