"""The measurement of servers of models: every way to ask has its answers compared, then timed."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from benchmarks import memory, serving, serving_report
from benchmarks.asking import (
    INFERENCE_BINARY,
    INFERENCE_GRPC,
    INFERENCE_JSON,
    compact,
    matrix,
    named_row,
)
from benchmarks.grpc_load import header_blocks
from benchmarks.http_load import content_length, joined
from benchmarks.model import EXPECTED, POOL, Model
from benchmarks.services.field import FIELD
from benchmarks.services.scorejar import GRPC_PORT, ScorejarDoors
from benchmarks.serving import Times
from benchmarks.serving_lanes import Asked

from .service_jars import NUMBERS, write_jar

SHORTEST = Times(warm_up=0.05, closed=0.2, fixed=0.2, rounds=2, connections=2, agreed_rows=20)


@pytest.fixture
def sums(tmp_path: Path) -> Model:
    """A model that gives twice the sum of its two columns, with a pool of 50 rows."""
    jar = write_jar(tmp_path / "repository", NUMBERS[:2], model="sums")
    pool = np.random.default_rng(0).integers(-9, 9, (50, 2)).astype(np.float64)
    (tmp_path / POOL).write_text("a,b c\n" + "".join(f"{a},{b}\n" for a, b in pool))
    (2 * pool.sum(axis=1)).tofile(tmp_path / EXPECTED)
    model = Model("sums", tmp_path, ("a", "b c"), (True, True), "sum", jar)
    model.write()
    return model


def test_each_way_to_ask_is_compared_timed_and_reported(
    sums: Model, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(serving, "LOGS", tmp_path / "logs")
    monkeypatch.setattr(serving, "YARDSTICK", ScorejarDoors)
    wrong = replace(named_row(), name="wrong", answer=lambda model, body: 0.5)
    nobody = replace(
        INFERENCE_GRPC,
        name="nobody",
        request=lambda model, row: INFERENCE_GRPC.request(
            replace(model, jar=Path("nobody/1.jar")), row
        ),
    )
    ways = (
        (named_row(), ""),
        (INFERENCE_JSON, ""),
        (INFERENCE_BINARY, ""),
        (INFERENCE_GRPC, GRPC_PORT),
        (wrong, ""),
        (nobody, GRPC_PORT),
    )
    found = serving.measure([sums], lambda what: None, [Asked(ScorejarDoors, ways)], SHORTEST)
    assert json.loads(json.dumps(found)) == found
    timed, problems = found["results"][:4], found["results"][4:]
    for row in timed:
        assert "problem" not in row, row
        assert row["closed"]["calls"] > 0
        assert row["closed"]["failures"] == row["half"]["failures"] == 0
        assert row["half"]["rate"] == pytest.approx(row["closed"]["requests_per_second"] / 2)
        assert row["megabytes"] > 50
    assert problems[0]["problem"].startswith("disagrees: expected ")
    assert problems[1]["problem"].startswith("ConnectionError: status 500")
    page = serving.markdown(found)
    assert page.startswith("## Servers of models")
    assert "| scorejar serve | OIP, gRPC |" in page
    assert f"{found['same_rate']:.0f} requests a second" in page
    assert "### One-row requests scored together" in page
    assert "| sums | OIP, gRPC |" in page
    assert "- scorejar serve, wrong was not timed: disagrees" in page
    drawn = serving_report.draw(found, tmp_path / "plots")
    assert drawn
    assert drawn.read_text().startswith("<?xml")


def test_the_other_servers_name_their_environments_and_commands(sums: Model) -> None:
    for asked in FIELD:
        command = asked.service.command(sums, Path("/env/bin/python"), 1234)
        assert command[0].startswith("/env/bin/")
        for lock in asked.service.requirements:
            assert (Path(serving.__file__).parent / "environments" / lock).is_file()
    loose = replace(sums, folder=Path("/nowhere"))
    assert not any(asked.service.fits(loose) for asked in FIELD if asked.service.requirements)


def test_rows_are_asked_for_by_name_or_in_order(sums: Model) -> None:
    row = sums.pool()[0]
    assert named_row().request(sums, row).endswith(compact({"a": row[0], "b c": row[1]}))
    array = matrix("/invocations", "inputs", lambda said: said["predictions"][0])
    assert array.request(sums, row).endswith(compact({"inputs": [row]}))
    assert array.answer(sums, b'{"predictions": [0.25]}') == 0.25


def test_an_answer_may_come_in_chunks() -> None:
    assert content_length(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked") is None
    assert joined(b"3\r\nabc\r\n0a\r\n0123456789\r\n0\r\n\r\n") == b"abc0123456789"


def test_headers_are_sent_whole_once_and_by_their_places_afterwards() -> None:
    first, later = header_blocks("/p")
    assert first.startswith(b"\x83\x86\x40\x05:path\x02/p")
    assert later == bytes([0x83, 0x86, 0xC2, 0xC1, 0xC0, 0xBF, 0xBE])


def test_memory_counts_a_process_with_its_children() -> None:
    assert memory.tree(1)[0] == 1
    assert memory.resident_bytes(2**30) is None
