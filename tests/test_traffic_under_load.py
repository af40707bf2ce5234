"""Under load: a label moves, a split grows, a shadow fails, a cascade loses its second model.

No request fails, each answer names the version that gave it, shares are kept, keys stay.
`python -m benchmarks.traffic` does the same with 100,000 requests.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterator
from typing import Any, NamedTuple

import httpx
import pytest

from tests.service_jars import NUMBERS, write_jar
from tests.service_server import Server, wait_for
from tests.test_management import Management

MODEL = "credit"
STEPS = (1, 10, 50, 100)
REQUESTS = 400  # of each step, without keys
KEYS = 60
CASCADE = {
    "cascade": {
        "first": {"model": "small"},
        "then": {"model": "large"},
        "output": "sum",
        "between": [10, 20],
    }
}
CHAIN = {"chain": [{"model": "small"}, {"model": "last", "inputs": {"score": "sum"}}]}
STRICT = [{**NUMBERS[0], "missing": "refused"}, *NUMBERS[1:]]
UNSURE = {"a": 1.0, "b c": 2.0, "n": 3}  # small: 12
SURE = {"a": 1.0, "b c": 2.0, "n": 30}  # small: 66


class Told(NamedTuple):
    """What a client was answered."""

    status: int
    body: dict[str, Any]


class Load:
    """Clients that ask without a pause, each for one path, until they are told to stop."""

    def __init__(self, url: str, paths: dict[str, dict[str, Any]]) -> None:
        self.told: dict[str, list[Told]] = {path: [] for path in paths}
        self._stop = threading.Event()
        self._url = url
        self._threads = [
            threading.Thread(target=self._ask, args=(path, row)) for path, row in paths.items()
        ]

    def _ask(self, path: str, row: dict[str, Any]) -> None:
        with httpx.Client(base_url=self._url, trust_env=False, timeout=60) as client:
            while not self._stop.is_set():
                answer = client.post(path, json=row)
                self.told[path].append(Told(answer.status_code, answer.json()))

    def __enter__(self) -> Load:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join()

    def more(self, path: str) -> None:
        """Wait until a client has been answered a request that it sent after this call."""
        count = len(self.told[path])
        wait_for("further answers", lambda: len(self.told[path]) >= count + 2)


@pytest.fixture(scope="module")
def managed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Management]:
    repository = tmp_path_factory.mktemp("under-load")
    for version in (1, 2):
        write_jar(repository, NUMBERS, model=MODEL, version=version, add=version)
    write_jar(repository, STRICT, model=MODEL, version=3, add=3)
    write_jar(repository, NUMBERS, model="small")
    write_jar(repository, NUMBERS, model="large", version=5, add=5)
    score = {"name": "score", "type": "double", "missing": "accepted"}
    write_jar(repository, [score], model="last", version=2)
    (repository / "traffic.json").write_text(
        '{"models": {"credit": {"versions": "all", "labels": {"stable": 1}}}, "pipelines": '
        + repr({"tiered": CASCADE, "chained": CHAIN}).replace("'", '"')
        + "}"
    )
    options = ("--management-port", "0", "--allow-schema-change")
    with Server(repository, *options, scan_interval_s=0.5).ready() as server:
        management = Management(repository, server)
        with management.client:
            yield management


def test_no_request_fails_and_every_answer_names_its_version(managed: Management) -> None:
    server = managed.server
    paths = {f"/predict/{MODEL}/labels/stable": UNSURE, "/predict/tiered": UNSURE}
    with Load(server.url, paths) as load:
        managed.ask("PUT", "/labels/canary", {"version": 2})
        managed.ask("PUT", "/shadow", {"to": "3", "share": 1.0})
        sides: dict[int, int] = {}
        for percent in STEPS:
            weights = {"stable": 100 - percent, "canary": percent}
            key = {"header": "x-user"}
            managed.ask("PUT", "/split", {"weights": weights, "key": key})
            seen = Counter(managed.answering() for _ in range(REQUESTS))
            assert abs(seen[2] / REQUESTS * 100 - percent) <= 0.5 + 100 / REQUESTS
            for number in range(KEYS):
                side = managed.answering({"x-user": str(number)})
                assert side == managed.answering({"x-user": str(number)})
                assert side == 2 or sides.get(number) != 2, "a growing share gives no key back"
                sides[number] = side
        shadow = wait_for("the shadow", lambda: shadow_of(managed))
        assert shadow["compared"] > 0
        server.client.post(f"/predict/{MODEL}", json={**UNSURE, "a": None})
        failed = wait_for("its failure", lambda: shadow_of(managed, "failed"))
        assert "a: expected" in failed["failure"]
        managed.ask("POST", "/promote")
        load.more(f"/predict/{MODEL}/labels/stable")
        assert managed.answering() == 2
        managed.ask("POST", "/rollback")
        load.more(f"/predict/{MODEL}/labels/stable")
        assert managed.client.post("/models/large/unload").status_code == 200
        load.more("/predict/tiered")
        assert managed.client.post("/models/large/load").status_code == 200
        load.more("/predict/tiered")
    for path, told in load.told.items():
        assert {each.status for each in told} == {200}, path
        for each in told:
            version = each.body["version"]
            (prediction,) = each.body["predictions"]
            expected = {"small:1,large:5": 17.0, "small:1,large:failed": 12.0}
            assert prediction["sum"] == (expected.get(version) or 12.0 + version)
    assert {each.body["version"] for each in load.told["/predict/tiered"]} == {
        *("small:1,large:5", "small:1,large:failed")
    }
    assert {each.body["version"] for each in load.told[f"/predict/{MODEL}/labels/stable"]} == {1, 2}


def shadow_of(managed: Management, outcome: str = "compared") -> dict[str, Any] | None:
    """What came of the shadow, once there is something of the outcome."""
    shadow: dict[str, Any] = managed.ask("GET", "")["shadow"]
    return shadow if shadow[outcome] else None


def test_a_cascade_asks_the_second_model_only_where_the_first_is_not_sure(
    managed: Management,
) -> None:
    answer = managed.server.post("/predict/tiered", [SURE, UNSURE]).json()
    assert answer == {
        "model": "tiered",
        "version": "small:1,large:5",
        "predictions": [{"sum": 66.0}, {"sum": 17.0}],
    }
    assert managed.server.post("/predict/tiered", SURE).json()["version"] == "small:1"


def test_a_chain_feeds_outputs_to_inputs(managed: Management) -> None:
    answer = managed.server.post("/predict/chained", UNSURE).json()
    assert answer["version"] == "small:1,last:2"
    assert answer["predictions"] == [{"sum": 24.0}]


def test_pipelines_are_models_to_every_door(managed: Management) -> None:
    server = managed.server
    listed = {each["model"] for each in server.client.get("/models").json()["models"]}
    assert listed >= {"tiered", "chained"}
    told = server.client.get("/models/tiered").json()
    assert [column["name"] for column in told["schema"]["inputs"]] == ["a", "b c", "n"]
    tensors = [{"name": "a", "datatype": "FP64", "shape": [1], "data": [1]}]
    tensors += [{"name": "b c", "datatype": "FP64", "shape": [1], "data": [2]}]
    tensors += [{"name": "n", "datatype": "INT64", "shape": [1], "data": [3]}]
    inferred = server.post("/v2/models/tiered/infer", {"inputs": tensors}).json()
    assert inferred["model_version"] == "small:1,large:5"
    assert inferred["outputs"][0]["data"] == [17.0]
    predicted = server.post("/v1/models/chained:predict", {"instances": [UNSURE]}).json()
    assert predicted == {"predictions": [24.0]}
    assert "/predict/tiered" in server.client.get("/openapi.json").json()["paths"]
    wrong = server.post("/predict/tiered", [SURE, {"a": "x"}])
    assert (wrong.status_code, wrong.json()["error"]) == (
        422,
        "a: expected double, got 'x' (row 1)",
    )
    table = "a,b c,n\n1,2,3\n"
    csv = server.client.post("/predict/tiered", content=table, headers={"content-type": "text/csv"})
    assert csv.json()["predictions"] == [{"sum": 17.0}]


def test_shadows_are_told_by_metrics(managed: Management) -> None:
    managed.ask("DELETE", "/split")
    managed.ask("PUT", "/shadow", {"to": "2", "share": 1.0})
    managed.answering()
    wait_for("a comparison", lambda: shadow_of(managed))
    metrics = managed.server.client.get("/metrics").text
    assert 'scorejar_shadow_rows_total{model="credit",outcome="compared",version="2"}' in metrics
    assert 'scorejar_shadow_difference_bucket{le="1.0",model="credit",output="sum"' in metrics
    assert managed.ask("DELETE", "/shadow")["shadow"] is None
