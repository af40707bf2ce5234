"""What /metrics tells: every name on the documented list, no other, and the right figures."""

from __future__ import annotations

import json
import re
import shutil
import threading
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from prometheus_client import Histogram
from prometheus_client.parser import text_string_to_metric_families

from pyservice import open_scorer
from pyservice.course import Course
from pyservice.metrics import MOST_VERSIONS, Metrics
from pyservice.refusals import REASONS, reason_of
from pyservice.tally import Counted, Tally
from scorejar.errors import ScorejarError

from .conftest import ROOT
from .grpc_calls import call, channel_to
from .restamp import sign
from .service_jars import NUMBERS, TEXT, write_jar
from .service_server import Server, wait_for

Labels = dict[str, str]
ROW = re.compile(r"^\| (`[a-z_`, ]+`) \| (counter|gauge|histogram) \|([^|]*)\|", re.MULTILINE)


def documented() -> dict[str, tuple[str, set[str]]]:
    """Type and labels of each metric that docs/operations.md lists."""
    page = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    return {
        name: (kind, set(re.findall(r"`(\w+)`", labels)))
        for names, kind, labels in ROW.findall(page)
        for name in re.findall(r"`(\w+)`", names)
    }


def sample(text: str, name: str, **labels: str) -> float:
    """The value of the one series that has these labels among its own; 0 where there is none."""
    found = [
        each.value
        for family in text_string_to_metric_families(text)
        for each in family.samples
        if each.name == name and labels.items() <= each.labels.items()
    ]
    assert len(found) <= 1, found
    return found[0] if found else 0.0


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("models")
    write_jar(folder, NUMBERS, model="numbers", version=3)
    write_jar(folder, TEXT, model="text")
    return folder


@pytest.fixture(scope="module")
def server(repository: Path) -> Iterator[Server]:
    with Server(repository, "--grpc-port", "0", inline_body_kb=1, default_model="numbers") as run:
        yield run.ready()


def metrics(server: Server) -> str:
    return server.client.get("/metrics").text


def change(server: Server, name: str, ask: Callable[[], object], **labels: str) -> float:
    """By how much asking moves a series."""
    before = sample(metrics(server), name, **labels)
    ask()
    return sample(metrics(server), name, **labels) - before


def test_the_documented_metrics_are_those_that_a_service_tells(server: Server) -> None:
    server.post("/predict/numbers", [{"a": 1.0}] * 200)
    told = {
        each.name + "_total" if each.type == "counter" else each.name: each.type
        for each in text_string_to_metric_families(metrics(server))
    }
    assert told == {name: kind for name, (kind, _) in documented().items()}


def test_the_documented_labels_are_those_that_a_service_tells(server: Server) -> None:
    server.post("/predict/numbers", [{"a": 1.0}] * 200)
    known = documented()
    for family in text_string_to_metric_families(metrics(server)):
        _, labels = known.get(family.name) or known[family.name + "_total"]
        for each in family.samples:
            assert each.labels.keys() - {"le"} == labels, each


DOORS: dict[str, tuple[str, object]] = {
    "/predict": ("/predict/numbers", {"a": 1}),
    "/v2/infer": (
        "/v2/models/numbers/infer",
        {"inputs": [{"name": "a", "datatype": "FP64", "shape": [1], "data": [1]}]},
    ),
    "/v1": ("/v1/models/numbers:predict", {"instances": [{"a": 1}]}),
    "/invocations": ("/invocations", {"inputs": [{"a": 1}]}),
    "/model": ("/model/numbers", {"arguments": {"a": 1}}),
}


@pytest.mark.parametrize("door", DOORS)
def test_each_door_counts_model_version_and_status_and_times_its_parts(
    server: Server, door: str
) -> None:
    path, body = DOORS[door]
    labels = {"model": "numbers", "version": "3", "door": door, "status": "200"}
    before = metrics(server)
    assert server.post(path, body).status_code == 200
    after = metrics(server)

    def more(name: str, **labels: str) -> float:
        return sample(after, name, **labels) - sample(before, name, **labels)

    assert more("scorejar_requests_total", **labels) == 1
    assert more("scorejar_rows_total", model="numbers") == 1
    for part in ("parse", "score", "serialise"):
        assert more(f"scorejar_{part}_seconds_count", model="numbers") == 1, part
        assert 0 < more(f"scorejar_{part}_seconds_sum", model="numbers") < 1, part
    assert more("scorejar_queue_seconds_count", model="numbers") == 0
    assert more("scorejar_request_seconds_count", model="numbers", door=door) == 1


def test_grpc_counts_as_the_other_doors_do(server: Server) -> None:
    tensor = {"name": "a", "datatype": "FP64", "shape": [1], "contents": {"fp64_contents": [1.0]}}
    matrix = {"name": "rows", "datatype": "FP64", "shape": [1, 3]}
    with channel_to(server) as channel:
        labels = {"model": "numbers", "version": "3", "door": "grpc/ModelInfer", "status": "200"}

        def ask() -> None:
            call(channel, "ModelInfer", model_name="numbers", inputs=[tensor])
            raw = [bytes(24)]
            call(
                channel,
                "ModelInfer",
                model_name="numbers",
                inputs=[matrix],
                raw_input_contents=raw,
            )

        assert change(server, "scorejar_requests_total", ask, **labels) == 2


@pytest.mark.parametrize("rows", [[{"a": 1.0}] * 500, [{}] * 60, {"a": [0] * 300}])
def test_a_larger_request_counts_what_it_waited(server: Server, rows: Any) -> None:
    """Larger by its bytes, or by rows and values of few bytes."""
    path = "/predict/numbers" + ("?orient=list" if isinstance(rows, dict) else "")

    def ask() -> None:
        assert server.post(path, rows).status_code == 200

    assert change(server, "scorejar_queue_seconds_count", ask, model="numbers") == 1


def test_a_wrong_row_counts_under_the_version_that_would_have_answered(server: Server) -> None:
    labels = {"model": "numbers", "version": "3", "door": "/predict", "status": "422"}
    assert (
        change(
            server,
            "scorejar_requests_total",
            lambda: server.post("/predict/numbers", {"a": "x"}),
            **labels,
        )
        == 1
    )


def test_unknown_models_and_paths_make_no_series(server: Server) -> None:
    def ask() -> None:
        for number in range(20):
            assert server.post(f"/predict/made-up-{number}", {}).status_code == 404
            assert server.client.get(f"/made-up-{number}").status_code == 404

    nowhere = {"model": "", "version": "", "door": "/predict", "status": "404"}
    assert change(server, "scorejar_requests_total", ask, **nowhere) == 20
    assert "made-up" not in metrics(server)


def test_a_stream_counts_each_row_that_was_answered(server: Server) -> None:
    def ask() -> None:
        body = b'{"a": 1}\n{"a": "x"}\n{"a": 2}\n'
        kind = {"content-type": "application/x-ndjson"}
        answer = server.client.post("/predict/numbers", content=body, headers=kind)
        assert answer.text.count('"version":3') == 2

    assert change(server, "scorejar_rows_total", ask, model="numbers") == 2


def other_answers(path: Path) -> None:
    """Spoil the evidence of a jar, under a digest that fits."""
    evidence = "META-INF/scorejar/evidence.json"
    with zipfile.ZipFile(path) as jar:
        content = {name: jar.read(name) for name in jar.namelist()}
    told = json.loads(content[evidence])
    told["answers"] = [[-1.0]]
    content[evidence] = json.dumps(told).encode()
    with zipfile.ZipFile(path, "w") as jar:
        for name, each in content.items():
            jar.writestr(name, each)
        jar.comment = b"0" * 64
    sign(path)


def refused_jar(folder: Path, reason: str) -> Path:
    """A jar, not published yet, that is refused for this reason."""
    jar = write_jar(folder, TEXT if reason == "schema" else NUMBERS, model="numbers", version=4)
    if reason == "jar":
        jar.write_bytes(b"no jar")
    elif reason == "evidence":
        other_answers(jar)
    return jar


@pytest.mark.parametrize("reason", ["jar", "schema", "evidence"])
def test_a_refusal_counts_under_its_reason(
    server: Server, repository: Path, tmp_path: Path, reason: str
) -> None:
    assert reason in REASONS
    labels = {"model": "numbers", "reason": reason}
    bad = repository / "numbers" / "4.jar"
    staged = bad.with_name(".staged")
    shutil.copy(refused_jar(tmp_path, reason), staged)
    staged.rename(bad)
    wait_for(reason, lambda: sample(metrics(server), "scorejar_refusals_total", **labels) == 1)
    assert sample(metrics(server), "scorejar_model_version", model="numbers") == 3
    bad.unlink()
    wait_for("the refusal to be over", lambda: not refusals(server))


def test_a_jar_without_the_engine_that_is_asked_for_is_refused_for_its_engine(
    tmp_path: Path,
) -> None:
    with pytest.raises(ScorejarError) as refused:
        open_scorer(write_jar(tmp_path, NUMBERS), engine="compiled")
    assert reason_of(str(refused.value)) == "engine"


def refusals(server: Server) -> list[object]:
    found: list[object] = server.client.get("/models/numbers").json()["refused"]
    return found


def test_a_swap_counts_with_its_duration_and_what_is_loaded(
    server: Server, repository: Path
) -> None:
    assert sample(metrics(server), "scorejar_loaded_versions", model="text") == 1
    write_jar(repository, TEXT, model="text", version=2)
    wait_for("version 2", lambda: server.version("text") == 2)
    text = wait_for(
        "its figures",
        lambda: (
            found
            if sample(found := metrics(server), "scorejar_model_version", model="text") == 2
            else None
        ),
    )
    for event, count in (("loaded", 2), ("retired", 1)):
        labels = {"model": "text", "event": event}
        assert sample(text, "scorejar_model_events_total", **labels) == count
    assert sample(text, "scorejar_load_seconds_count", model="text") == 2
    assert 0 < sample(text, "scorejar_load_seconds_sum", model="text") < 60
    assert sample(text, "scorejar_loaded_versions", model="text") == 1


@pytest.mark.parametrize("bridge", ["jpype", "py4j"])
def test_the_jvm_tells_its_memory_and_its_collections(repository: Path, bridge: str) -> None:
    with Server(repository, "--bridge", bridge, heap_mb=64) as running:
        text = running.ready().client.get("/metrics").text
    mega = 1 << 20
    assert 0 < sample(text, "scorejar_jvm_heap_used_bytes") <= 64 * mega
    assert 50 * mega <= sample(text, "scorejar_jvm_heap_max_bytes") <= 64 * mega
    assert sample(text, "scorejar_jvm_metaspace_bytes") > mega
    assert sample(text, "scorejar_jvm_classes") > 500
    resident = sample(text, "scorejar_resident_bytes")
    own = sample(text, "process_resident_memory_bytes")
    if bridge == "py4j":
        assert resident > own + 20 * mega
    else:
        assert resident == pytest.approx(own, rel=0.1)
    assert 'scorejar_jvm_collections_total{collector="' in text


def test_series_of_versions_that_answered_long_ago_are_let_go_of() -> None:
    counted = Metrics()
    for version in range(1, MOST_VERSIONS + 6):
        course = Course()
        course.model, course.version = "credit", version
        counted.note_request("/predict", 200, 0.001, course)
    text = counted.exposition().decode()
    assert 'version="5"' not in text
    assert 'version="6"' in text
    assert text.count('door="/predict",model="credit",status="200",version=') == MOST_VERSIONS


def test_nothing_that_threads_note_is_lost_while_it_is_poured() -> None:
    histogram = Histogram("noted", "What was noted.", buckets=[1.0, 2.0], registry=None)
    tally, counted = Tally([1.0, 2.0]), Counted()
    values = [0.5, 1.0, 1.5, 2.0, 2.5] * 2_000

    def note() -> None:
        for value in values:
            tally.note(value)
            counted.note(2)

    threads = [threading.Thread(target=note) for _ in range(4)]
    for thread in threads:
        thread.start()
    poured = taken = 0
    while any(thread.is_alive() for thread in threads):
        poured += tally.pour(histogram)
        taken += counted.take()
    poured += tally.pour(histogram)
    taken += counted.take()

    samples = {
        (sample.name, sample.labels.get("le")): sample.value
        for sample in next(iter(histogram.collect())).samples
    }
    assert poured == 4 * len(values)
    assert taken == 2 * poured
    assert samples["noted_bucket", "1.0"] == 2 / 5 * poured
    assert samples["noted_bucket", "2.0"] == 4 / 5 * poured
    assert samples["noted_bucket", "+Inf"] == samples["noted_count", None] == poured
    assert samples["noted_sum", None] == pytest.approx(4 * sum(values))
