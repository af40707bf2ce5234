"""Several versions of a model in one service: policies, labels, splits, through every door."""

from __future__ import annotations

import json
import struct
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import grpc
import httpx
import pytest

from pyservice.oip.messages import METHODS, SERVICE, message
from tests.service_jars import MIXED, NUMBERS, write_jar
from tests.service_server import Server, wait_for

MODEL = "credit"
ROW = {"a": 1.0, "b c": 2.0, "n": 3}
PATH = f"/predict/{MODEL}"


def rules(**models: Any) -> str:
    return json.dumps({"models": models})


class Rules:
    """The traffic file of a running service."""

    def __init__(self, file: Path, server: Server) -> None:
        self.file = file
        self.server = server

    def told(self) -> dict[str, Any]:
        """What the service says of the model's traffic."""
        traffic: dict[str, Any] = self.server.client.get(f"/models/{MODEL}").json()["traffic"]
        return traffic

    def write(self, **credit: Any) -> None:
        """Write the model's rules as a person would, and wait until they are in force."""
        staged = self.file.with_suffix(".new")
        staged.write_text(rules(credit=credit))
        staged.rename(self.file)
        wait_for("the rules", lambda: all(self.told()[name] == credit[name] for name in credit))


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Versions that can be told apart by their answers."""
    folder = tmp_path_factory.mktemp("several")
    for version in (1, 2, 3):
        write_jar(folder, NUMBERS, model=MODEL, version=version, add=version)
    write_jar(folder, NUMBERS, model="other", version=1)
    return folder


@pytest.fixture(scope="module")
def server(repository: Path) -> Iterator[Server]:
    started = Server(
        repository, "--versions", "credit=latest:2", "--grpc-port", "0", scan_interval_s=0.2
    )
    with started.ready() as service:
        yield service


@pytest.fixture(scope="module")
def traffic(repository: Path, server: Server) -> Rules:
    return Rules(repository / "traffic.json", server)


def version_of(answer: httpx.Response) -> int:
    """The version that an answer names, and that its score must be from."""
    assert answer.status_code == 200, answer.text
    content = answer.json()
    version: int = content["version"]
    assert content["predictions"] == [{"sum": 12.0 + version}]
    return version


def test_each_loaded_version_answers_who_names_it(server: Server, traffic: Rules) -> None:
    traffic.write(labels={"old": 2})
    assert version_of(server.post(PATH, ROW)) == 3
    for version in (2, 3):
        assert version_of(server.post(f"{PATH}/versions/{version}", ROW)) == version
        path = f"/v1/models/{MODEL}/versions/{version}:predict"
        assert server.post(path, {"instances": [ROW]}).json() == {"predictions": [12.0 + version]}
        body = {"inputs": [{"name": "x", "datatype": "FP64", "shape": [1, 3], "data": [1, 2, 3]}]}
        answer = server.post(f"/v2/models/{MODEL}/versions/{version}/infer", body).json()
        assert answer["model_version"] == str(version)
        assert answer["outputs"][0]["data"] == [12.0 + version]
    assert version_of(server.post(f"{PATH}/labels/old", ROW)) == 2
    labelled = server.post(f"/v1/models/{MODEL}/labels/old:predict", {"instances": [ROW]})
    assert labelled.json() == {"predictions": [14.0]}


@pytest.mark.parametrize(
    ("path", "said"),
    [
        (f"{PATH}/versions/1", "version: expected 3 of credit, got '1'"),
        (f"{PATH}/versions/x", "version: expected 3 of credit, got 'x'"),
        (f"{PATH}/labels/new", "label: expected old of credit, got 'new'"),
        ("/predict/other/labels/new", "label: expected a version, as there are no labels"),
    ],
)
def test_a_version_that_does_not_answer_is_not_found(
    server: Server, traffic: Rules, path: str, said: str
) -> None:
    traffic.write(labels={"old": 2})
    answer = server.post(path, ROW)
    assert answer.status_code == 404
    assert said in answer.json()["error"]


def test_versions_and_their_states_are_told_by_every_door(server: Server, traffic: Rules) -> None:
    traffic.write(labels={"stable": 3, "canary": 2}, split={"stable": 90, "canary": 10})
    told = traffic.told()["versions"]
    assert [(each["version"], each["state"], each["share"]) for each in told] == [
        (1, "on disk", 0.0),
        (2, "serving", 0.1),
        (3, "serving", 0.9),
    ]
    assert [each["labels"] for each in told] == [[], ["canary"], ["stable"]]
    assert server.client.get(f"/v2/models/{MODEL}").json()["versions"] == ["3", "2"]
    assert server.client.get(f"/v2/models/{MODEL}/versions/2/ready").status_code == 200
    index = server.post("/v2/repository/index", {"ready": True}).json()
    assert {(each["name"], each["version"]) for each in index} == {
        *((MODEL, "2"), (MODEL, "3"), ("other", "1"))
    }
    status = server.client.get(f"/v1/models/{MODEL}").json()["model_version_status"]
    assert [each["version"] for each in status] == ["3", "2"]


def test_a_newer_version_does_not_take_the_place_of_the_stable_one(
    server: Server, traffic: Rules
) -> None:
    traffic.write(labels={"stable": 1})
    assert version_of(server.post(PATH, ROW)) == 1
    assert version_of(server.post(f"{PATH}/versions/3", ROW)) == 3
    assert server.client.get(f"/models/{MODEL}").json()["version"] == 1
    traffic.write(labels={})
    assert version_of(server.post(PATH, ROW)) == 3


def test_a_split_reaches_every_door_and_a_key_stays_on_its_side(
    server: Server, traffic: Rules
) -> None:
    split = {"stable": 50, "canary": 50}
    traffic.write(labels={"stable": 3, "canary": 2}, split=split, key={"header": "x-user"})

    def ask(number: int, path: str, body: Any) -> httpx.Response:
        return server.client.post(path, json=body, headers={"x-user": str(number)})

    sides = {number: version_of(ask(number, PATH, ROW)) for number in range(40)}
    assert set(sides.values()) == {2, 3}
    tensor = {"inputs": [{"name": "x", "datatype": "FP64", "shape": [1, 3], "data": [1, 2, 3]}]}
    for number, version in sides.items():
        assert version_of(ask(number, PATH, [ROW])) == version
        assert ask(number, f"/v2/models/{MODEL}/infer", tensor).json()["model_version"] == str(
            version
        )
        answer = ask(number, f"/v1/models/{MODEL}:predict", {"instances": [ROW]})
        assert answer.json() == {"predictions": [12.0 + version]}
        answer = ask(number, f"/model/{MODEL}", {"arguments": ROW})
        assert answer.json() == {"results": {"sum": 12.0 + version}}
    lines = server.client.post(
        PATH,
        content=json.dumps(ROW),
        headers={"content-type": "application/x-ndjson", "x-user": "0"},
    )
    assert lines.json()["version"] == sides[0]


def test_a_split_reaches_grpc_where_metadata_is_the_key(server: Server, traffic: Rules) -> None:
    split = {"stable": 50, "canary": 50}
    traffic.write(labels={"stable": 3, "canary": 2}, split=split, key={"header": "x-user"})
    address = wait_for("an address", server.grpc_address)
    request, response = (message(name) for name in METHODS["ModelInfer"])
    tensor = {"name": "x", "datatype": "FP64", "shape": [1, 3]}
    raw = request(model_name=MODEL, inputs=[tensor])
    raw.raw_input_contents.append(struct.pack("<3d", 1, 2, 3))
    typed = request(model_name=MODEL, inputs=[tensor | {"contents": {"fp64_contents": [1, 2, 3]}}])
    with grpc.insecure_channel(address) as channel:
        infer = channel.unary_unary(
            f"/{SERVICE}/ModelInfer",
            request_serializer=request.SerializeToString,
            response_deserializer=response.FromString,
        )
        seen = set()
        for number in range(20):
            metadata = [("x-user", str(number))]
            version = version_of(
                server.client.post(PATH, json=ROW, headers={"x-user": str(number)})
            )
            for asked in (raw, typed):
                assert infer(asked, metadata=metadata).model_version == str(version)
            seen.add(version)
        assert seen == {2, 3}
        raw.model_version = "2"
        assert infer(raw, metadata=[("x-user", "1")]).model_version == "2"


def test_a_column_can_be_the_key(server: Server, traffic: Rules) -> None:
    split = {"stable": 50, "canary": 50}
    traffic.write(labels={"stable": 3, "canary": 2}, split=split, key={"column": "n"})

    def version(number: int) -> int:
        answer = server.post(PATH, {"n": number, "a": 1.0, "b c": 1.0}).json()
        found: int = answer["version"]
        assert answer["predictions"] == [{"sum": 4.0 + 2 * number + found}]
        return found

    sides = {number: version(number) for number in range(40)}
    assert set(sides.values()) == {2, 3}
    assert sides == {number: version(number) for number in range(40)}
    for number in range(5):
        table = f"a,b c,n\n1,1,{number}\n"
        answer = server.client.post(PATH, content=table, headers={"content-type": "text/csv"})
        assert answer.json()["version"] == sides[number]


def test_a_split_is_kept_without_keys(server: Server, traffic: Rules) -> None:
    traffic.write(labels={"stable": 3, "canary": 2}, split={"stable": 80, "canary": 20}, key=None)
    seen = Counter(version_of(server.post(PATH, ROW)) for _ in range(500))
    assert abs(seen[2] / 500 - 0.2) < 0.01


def test_a_file_that_is_broken_changes_nothing(server: Server, traffic: Rules) -> None:
    traffic.write(labels={"stable": 2})
    traffic.file.write_text('{"models": {"credit": {"labels": {"stable": 0}}}}')
    wait_for("a line in the log", lambda: server.logged("labels.stable"))
    assert "labels.stable" in traffic.told()["trouble"]
    assert version_of(server.post(PATH, ROW)) == 2
    traffic.write(labels={"stable": 3})
    assert version_of(server.post(PATH, ROW)) == 3


def test_a_label_that_cannot_move_stays_and_the_status_says_why(
    server: Server, traffic: Rules
) -> None:
    traffic.write(labels={"stable": 2})
    traffic.file.write_text(rules(credit={"labels": {"stable": 99}}))
    wait_for("the reason", lambda: traffic.told()["trouble"])
    assert "got 99" in traffic.told()["trouble"]
    assert version_of(server.post(PATH, ROW)) == 2


def test_a_version_whose_schema_differs_is_not_loaded_beside(
    repository: Path, server: Server, traffic: Rules
) -> None:
    traffic.write(labels={"stable": 2})
    jar = write_jar(repository, MIXED, model=MODEL, version=4)

    def state() -> Any:
        return next((v for v in traffic.told()["versions"] if v["version"] == 4), None)

    assert wait_for("a refusal", lambda: (state() or {}).get("state") == "refused" and state())
    assert version_of(server.post(PATH, ROW)) == 2
    jar.unlink()
    wait_for("its end", lambda: state() is None)
