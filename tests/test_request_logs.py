"""The access log and the payload log: what they hold, and what they leave out."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pyservice.access_log import AccessLog
from pyservice.course import Course
from pyservice.lines import Lines
from pyservice.payload_log import FILES, REDACTED, PayloadLog
from pyservice.settings import Settings
from scorejar.errors import UsageError

from .grpc_calls import call, channel_to
from .service_jars import MIXED, NUMBERS, TEXT, write_jar
from .service_server import Server, wait_for
from .test_metrics import sample

TRACE = "4bf92f3577b34da6a3ce929d0e0e4736"


@pytest.fixture(scope="module")
def payloads(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("payloads")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, payloads: Path) -> Iterator[Server]:
    repository = tmp_path_factory.mktemp("models")
    write_jar(repository, NUMBERS, model="numbers", version=3)
    write_jar(repository, MIXED, model="mixed")
    write_jar(repository, TEXT, model="text")
    options = ["--access-log", "all", "--log-format", "json", "--grpc-port", "0"]
    options += ["--payload-log", str(payloads), "--payload-share", "1"]
    options += ["--payload-redact", "b c", "--payload-redact", "job", "--payload-redact", "note"]
    options += ["--payload-redact", "its note"]
    options += ["--default-model", "numbers"]
    with Server(repository, *options) as running:
        yield running.ready()


def lines(server: Server, request_id: str) -> list[dict[str, Any]]:
    """The lines of the access log for a request."""
    texts = [line for line in list(server.log) if request_id in line and '"request"' in line]
    return [json.loads(line) for line in texts]


def written(payloads: Path, request_id: str) -> list[dict[str, Any]]:
    """The lines of the payload log for a request."""
    texts = [file.read_text(encoding="utf-8") for file in payloads.glob("*.jsonl")]
    found = [json.loads(line) for text in texts for line in text.splitlines()]
    return [line for line in found if line.get("request_id") == request_id]


def ask(server: Server, path: str, body: Any, name: str, **headers: str) -> int:
    told = {"x-request-id": name, "content-type": "application/json"} | headers
    content = body if isinstance(body, str) else json.dumps(body)
    return server.client.post(path, content=content, headers=told).status_code


def test_a_request_is_a_line_with_what_answered_it(server: Server) -> None:
    trace = f"00-{TRACE}-00f067aa0ba902b7-01"
    assert ask(server, "/predict/numbers", [{"a": 1}, {"a": 2}], "one", traceparent=trace) == 200
    (line,) = wait_for("the line", lambda: lines(server, '"one"'))
    ms, time = line.pop("ms"), line.pop("time")
    assert 0 < ms < 60_000
    assert time.endswith("Z")
    assert line == {
        **{"level": "info", "event": "request", "method": "POST", "path": "/predict/numbers"},
        **{"door": "/predict", "status": 200, "model": "numbers", "version": 3, "rows": 2},
        **{"client": "127.0.0.1", "request_id": "one", "trace_id": TRACE},
    }


def test_an_error_is_a_line_with_its_text_and_no_row(server: Server) -> None:
    assert ask(server, "/predict/numbers", {"a": "secret"}, "wrong", traceparent="00-x") == 422
    (line,) = wait_for("the line", lambda: lines(server, '"wrong"'))
    assert line["error"] == "a: expected double, got 'secret'"
    assert "trace_id" not in line


def test_lines_without_names_are_whole_too(server: Server) -> None:
    for _ in range(3):
        assert server.client.post("/predict/numbers", json={"a": 1}).status_code == 200
    answered = wait_for("the lines", lambda: unnamed(server, "/predict/numbers", 3))
    for line in answered:
        assert 0 < line.pop("ms") < 60_000
        assert line.pop("time").endswith("Z")
        assert line == {
            **{"level": "info", "event": "request", "method": "POST", "path": "/predict/numbers"},
            **{"door": "/predict", "status": 200, "model": "numbers", "version": 3, "rows": 1},
            **{"client": "127.0.0.1"},
        }


def unnamed(server: Server, path: str, least: int) -> list[dict[str, Any]] | None:
    """The lines of requests to a path that came without a name, once there are so many."""
    texts = [line for line in list(server.log) if '"request"' in line]
    found = [line for line in map(json.loads, texts) if "request_id" not in line]
    asked = [line for line in found if line["path"] == path]
    return asked if len(asked) >= least else None


def test_a_path_that_looks_like_a_line_stays_a_path(capfd: pytest.CaptureFixture[str]) -> None:
    log = AccessLog("json", lambda number: None)
    path = '/a%b"ms":0.0\\"ms":0.0'
    for _ in range(2):
        log.put(("info", "GET", path, "/", 200, "", 0, 0, None), 1.5, "", "", None)
    log.close()
    for line in capfd.readouterr().err.splitlines():
        found = json.loads(line)
        assert found.pop("time")
        told = {"level": "info", "event": "request", "method": "GET", "door": "/", "status": 200}
        assert found == told | {"path": path, "ms": 1.5}


def test_a_line_of_text_is_as_all_others_are(tmp_path: Path) -> None:
    write_jar(tmp_path, NUMBERS)
    with Server(tmp_path, "--access-log", "all", heap_mb=64) as running:
        assert ask(running.ready(), "/predict", {"a": 1}, "my id") == 200
        line = wait_for(
            "the line", lambda: next((e for e in list(running.log) if "my id" in e), None)
        )
    assert " INFO    request method=POST path=/predict door=/predict status=200 ms=" in line
    assert 'model=m version=1 rows=1 client=127.0.0.1 request_id="my id"' in line


JSON = {"a": 1.5, "b c": 2, "n": 3}
ROW, ANSWER = {"a": 1.5, "b c": REDACTED, "n": 3}, {"sum": 13.0}
TENSORS = [
    {"name": name, "datatype": "FP64", "shape": [1], "data": [value]}
    for name, value in JSON.items()
]
DOORS: dict[str, tuple[str, Any]] = {
    "row": ("/predict/numbers", JSON),
    "rows": ("/predict/numbers", [JSON]),
    "split": ("/predict?orient=split", {"columns": list(JSON), "data": [list(JSON.values())]}),
    "v2": ("/v2/models/numbers/infer", {"inputs": TENSORS}),
    "v1": ("/v1/models/numbers:predict", {"instances": [list(JSON.values())]}),
    "invocations": ("/invocations", {"inputs": {name: [v] for name, v in JSON.items()}}),
    "openscoring": ("/model/numbers", {"arguments": JSON}),
    "batch": (
        "/model/numbers/batch",
        {"requests": [{"arguments": {"a": "x"}}, {"arguments": JSON}]},
    ),
}


@pytest.mark.parametrize("door", DOORS)
def test_rows_and_answers_of_each_door_are_sampled_without_the_redacted_column(
    server: Server, payloads: Path, door: str
) -> None:
    path, body = DOORS[door]
    assert ask(server, path, body, f"door {door}") == 200
    (line,) = wait_for("the sample", lambda: written(payloads, f"door {door}"))
    assert (line["model"], line["version"]) == ("numbers", 3)
    assert (line["row"], line["answer"]) == (ROW, ANSWER)


def test_csv_and_streams_and_grpc_are_sampled_too(server: Server, payloads: Path) -> None:
    csv = "a,b c,n\n1.5,2,3\n"
    assert ask(server, "/predict/numbers", csv, "csv", **{"content-type": "text/csv"}) == 200
    stream = '{"a": "x"}\n' + json.dumps(JSON) + "\n"
    kind = {"content-type": "application/x-ndjson"}
    assert ask(server, "/predict/numbers", stream, "stream", **kind) == 200
    for name in ("csv", "stream"):
        (line,) = wait_for(name, lambda name=name: written(payloads, name))  # type: ignore[misc]
        assert {**line["row"], "a": float(line["row"]["a"]), "n": 3} == ROW
        assert line["answer"] == ANSWER
    with channel_to(server) as channel:
        matrix = {"name": "rows", "datatype": "FP64", "shape": [1, 3]}
        raw = [b"".join(map(bytes, [b"\0" * 8] * 3))]
        call(channel, "ModelInfer", model_name="numbers", inputs=[matrix], raw_input_contents=raw)
    wait_for(
        "gRPC",
        lambda: any("grpc/ModelInfer" in f.read_text() for f in payloads.glob("*.jsonl")),
    )


def test_no_value_of_a_redacted_column_is_in_any_file(server: Server, payloads: Path) -> None:
    mixed = {"count": 2, "job": "nurse"}
    assert ask(server, "/predict/mixed", mixed, "mixed") == 200
    assert ask(server, "/predict/text", {"age": 1, "note": "tell nobody"}, "note") == 200
    (line,) = wait_for("the sample", lambda: written(payloads, "mixed"))
    assert line["row"]["job"] == REDACTED
    assert line["answer"]["its job"] == "nurse"  # an output is a column of its own
    wait_for("the sample", lambda: written(payloads, "note"))
    assert not any("tell nobody" in file.read_text() for file in payloads.glob("*"))


def kept(number: int) -> Course:
    course = Course()
    course.model, course.version = "credit", 1
    course.keep({"number": number, "padding": "x" * 1000}, {"score": 1.0})
    return course


def test_the_sample_takes_no_more_room_than_it_may(tmp_path: Path) -> None:
    settings = Settings(
        repository=tmp_path, payload_log=tmp_path / "log", payload_share=1, payload_mb=0.1
    )
    log = PayloadLog(settings, lambda count: None)
    for number in range(500):  # about 550 kB
        log.sample(kept(number), "/predict")
    log.close()
    files = sorted((tmp_path / "log").iterdir())
    assert 2 <= len(files) <= FILES
    assert sum(file.stat().st_size for file in files) <= 100_000
    last = json.loads(files[-1].read_text().splitlines()[-1])
    assert last["row"]["number"] == 499


def test_a_share_of_requests_is_sampled(tmp_path: Path) -> None:
    settings = Settings(repository=tmp_path, payload_log=tmp_path / "log", payload_share=0.1)
    log = PayloadLog(settings, lambda count: None)
    for number in range(900):
        log.sample(kept(number), "/predict")
    log.close()
    (file,) = (tmp_path / "log").iterdir()
    assert 40 < len(file.read_text().splitlines()) < 160  # 90, and 5 deviations


def test_a_disk_that_takes_nothing_costs_lines_and_is_told_once(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    lost: list[int] = []
    settings = Settings(repository=tmp_path, payload_log=tmp_path / "log", payload_share=1)
    log = PayloadLog(settings, lost.append)
    (tmp_path / "log").rmdir()
    with caplog.at_level("ERROR", "scorejar"):
        for number in range(10):
            log.sample(kept(number), "/predict")
        log.close()
    assert sum(lost) == 10
    assert len(caplog.records) == 1


def test_a_folder_that_cannot_be_made_is_told_at_the_start(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    settings = Settings(repository=tmp_path, payload_log=tmp_path / "file" / "log")
    with pytest.raises(UsageError, match=r"^payload_log: "):
        PayloadLog(settings, lambda count: None)


def test_what_comes_faster_than_it_is_written_is_dropped_and_counted() -> None:
    stuck = threading.Event()
    got: list[int] = []
    lost: list[int] = []

    def write(items: list[int]) -> None:
        stuck.wait(30)
        got.extend(items)

    queue: Lines[int] = Lines("test", write, 10, lost.append)
    for number in range(100):
        queue.put(number)
    stuck.set()
    queue.close()
    assert len(got) + sum(lost) == 100
    assert len(lost) >= 80
    assert got[:10] == list(range(10))


def test_lost_lines_are_counted_for_who_watches(server: Server) -> None:
    text = server.client.get("/metrics").text
    for log in ("access", "payload"):
        assert sample(text, "scorejar_log_dropped_total", log=log) == 0
        assert f'scorejar_log_dropped_total{{log="{log}"}} 0.0' in text
