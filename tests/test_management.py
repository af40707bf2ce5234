"""Versions and traffic changed while a service runs: by its management port and a command."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.conftest import scorejar
from tests.service_jars import NUMBERS, write_jar
from tests.service_server import Server, wait_for

MODEL = "credit"
ROW = {"a": 1.0, "b c": 2.0, "n": 3}


def port_of(server: Server) -> int:
    """The management port, once the log has said it."""

    def found() -> int | None:
        lines = [re.search(r"for management on http://\S+:(\d+)", line) for line in server.log]
        return next((int(line[1]) for line in lines if line), None)

    port: int = wait_for("the management port", found)
    return port


class Management:
    """A service with versions 1 to 4 of a model, of which it loads two, and its management API."""

    def __init__(self, repository: Path, server: Server) -> None:
        self.repository = repository
        self.server = server
        self.port = port_of(server)
        self.client = httpx.Client(base_url=f"http://127.0.0.1:{self.port}", trust_env=False)

    def ask(self, method: str, path: str, body: Any = None, status: int = 200) -> dict[str, Any]:
        """What the API answers; the status has to be the one that is expected."""
        answer = self.client.request(method, f"/traffic/{MODEL}{path}", json=body, timeout=60)
        assert answer.status_code == status, answer.text
        found: dict[str, Any] = answer.json()
        return found

    def answering(self, headers: dict[str, str] | None = None) -> int:
        """The version that a request which names none gets."""
        answer = self.server.client.post(f"/predict/{MODEL}", json=ROW, headers=headers).json()
        version: int = answer["version"]
        assert answer["predictions"] == [{"sum": 12.0 + version}]
        return version


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Management]:
    repository = tmp_path_factory.mktemp("managed")
    for version in (1, 2, 3, 4):
        write_jar(repository, NUMBERS, model=MODEL, version=version, add=version)
    options = ("--versions", "latest:2", "--management-port", "0")
    with Server(repository, *options, scan_interval_s=60).ready() as server:
        management = Management(repository, server)
        with management.client:
            yield management


@pytest.fixture
def managed(running: Management) -> Iterator[Management]:
    """The same without rules."""
    yield running
    (running.repository / "traffic.json").unlink(missing_ok=True)
    wait_for("no rules", lambda: not running.ask("GET", "")["labels"])


def command(managed: Management, *arguments: str) -> dict[str, Any]:
    """What `scorejar traffic --json` prints."""
    done = scorejar("traffic", "--port", str(managed.port), "--json", *arguments)
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_a_candidate_is_tried_promoted_and_rolled_back(managed: Management) -> None:
    managed.ask("PUT", "/labels/stable", {"version": 3})
    assert managed.answering() == 3
    managed.ask("PUT", "/labels/canary", {"version": 4})
    weights = {"stable": 50, "canary": 50}
    split = managed.ask("PUT", "/split", {"weights": weights, "key": {"header": "x-user"}})
    assert [each["share"] for each in split["versions"]] == [0, 0, 0.5, 0.5]
    assert {managed.answering({"x-user": str(number)}) for number in range(30)} == {3, 4}
    promoted = managed.ask("POST", "/promote")
    assert (promoted["labels"], promoted["can_roll_back"]) == ({"stable": 4}, True)
    assert managed.answering() == 4
    back = managed.ask("POST", "/rollback")
    assert (back["labels"], back["split"]) == ({"stable": 3, "canary": 4}, weights)
    assert managed.ask("GET", "") == back
    managed.ask("DELETE", "/split")
    assert managed.answering() == 3
    assert managed.ask("DELETE", "/labels/canary")["labels"] == {"stable": 3}


def test_what_was_asked_for_stands_in_the_file_for_the_next_start(managed: Management) -> None:
    managed.ask("PUT", "/labels/stable", {"version": 3})
    rules = json.loads((managed.repository / "traffic.json").read_text())
    assert rules == {"models": {MODEL: {"labels": {"stable": 3}}}}


def test_a_version_is_loaded_before_a_label_moves_to_it(managed: Management) -> None:
    refused = managed.ask("PUT", "/labels/old", {"version": 1}, status=409)
    expected = "expected a version that is loaded (3, 4), got 1: load it first"
    assert refused == {"error": f"{MODEL}: {expected}"}
    assert not managed.ask("GET", "")["labels"]
    loaded = managed.ask("POST", "/versions/1/load")
    assert loaded["versions"][0]["state"] == "serving"
    assert managed.ask("PUT", "/labels/old", {"version": 1})["labels"] == {"old": 1}
    kept = managed.ask("POST", "/versions/1/unload", status=400)
    assert kept == {"error": "unload: expected a version that no rule needs, got 1"}
    managed.ask("DELETE", "/labels/old")
    unloaded = managed.ask("POST", "/versions/1/unload")
    assert unloaded["versions"][0]["state"] == "on disk"


def test_a_version_that_does_not_load_changes_nothing(managed: Management) -> None:
    before = managed.ask("GET", "")
    refused = managed.ask("POST", "/versions/9/load", status=409)
    assert refused == {"error": f"{MODEL}: expected version 9 to load, but there is no such file"}
    assert managed.ask("GET", "")["policy"] is None
    assert managed.ask("GET", "")["versions"] == before["versions"]


def test_a_policy_of_one_number_pins_a_model(managed: Management) -> None:
    managed.ask("PUT", "/versions", {"policy": "2"})
    assert managed.answering() == 2
    assert managed.ask("DELETE", "/versions")["policy"] is None
    assert managed.answering() == 4


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "said"),
    [
        ("PUT", "/labels/stable", {"version": "3"}, 400, "version: expected a valid integer"),
        ("PUT", "/labels/stable", {"number": 3}, 400, "version: Field required"),
        ("PUT", "/labels/7", {"version": 3}, 400, "label: "),
        ("DELETE", "/labels/stable", None, 400, "label: expected no label, got 'stable'"),
        ("PUT", "/split", {"weights": {}}, 400, "weights: "),
        ("PUT", "/split", {"weights": {"canary": 1}}, 400, "expected a version or a label"),
        ("PUT", "/split", {"weights": {"9": 1}}, 409, "expected a version that is loaded (3, 4)"),
        ("POST", "/rollback", None, 400, "expected a promotion to roll back, found none"),
        ("POST", "/promote", None, 400, "expected a version or a label (none yet), got 'canary'"),
        ("POST", "/promote", {"to": "9"}, 409, "expected a version that is loaded (3, 4), got 9"),
        ("PUT", "/versions", {"policy": "newest"}, 400, "policy: expected latest, latest:N"),
        ("POST", "/versions/two/load", None, 400, "version: expected a valid integer"),
        ("PATCH", "/split", None, 405, "method: expected"),
        ("GET", "/elsewhere", None, 404, "path: expected one that /docs lists"),
    ],
)
def test_what_makes_no_sense_is_refused_in_one_line(
    managed: Management, method: str, path: str, body: Any, status: int, said: str
) -> None:
    refused = managed.ask(method, path, body, status)
    assert said in refused["error"]
    assert "\n" not in refused["error"]
    assert not managed.ask("GET", "")["labels"]


def test_a_model_that_is_not_served_has_no_traffic(managed: Management) -> None:
    refused = managed.client.get("/traffic/debit")
    assert refused.status_code == 404
    assert refused.json() == {"error": f"model: expected '{MODEL}', got 'debit'"}


def test_a_whole_model_is_unloaded_and_loaded(managed: Management) -> None:
    assert managed.client.post(f"/models/{MODEL}/unload").json()["state"] == "unloaded"
    assert managed.server.post(f"/predict/{MODEL}", ROW).status_code == 503
    assert managed.server.post(f"/predict/{MODEL}/versions/3", ROW).status_code in (404, 503)
    assert managed.client.post(f"/models/{MODEL}/load").json()["state"] == "serving"
    assert managed.answering() == 4


def test_every_action_is_documented(managed: Management) -> None:
    paths = managed.client.get("/openapi.json").json()["paths"]
    ends = {path.removeprefix("/traffic/{model}") for path in paths if "/traffic/{" in path}
    assert ends == {
        *("", "/labels/{label}", "/split", "/shadow", "/promote", "/rollback", "/versions"),
        *("/versions/{version}/load", "/versions/{version}/unload"),
    }


def test_the_port_is_closed_unless_it_is_asked_for(managed: Management) -> None:
    assert managed.server.client.get("/traffic").status_code == 404


def test_the_command_line_does_the_same(managed: Management) -> None:
    assert command(managed, "label", MODEL, "stable", "3")["labels"] == {"stable": 3}
    managed.ask("PUT", "/labels/canary", {"version": 4})
    told = command(managed, "split", MODEL, "stable=90", "canary=10", "--key-header", "x-user")
    assert (told["split"], told["key"]) == ({"stable": 90, "canary": 10}, {"header": "x-user"})
    assert command(managed, "promote", MODEL)["labels"] == {"stable": 4}
    assert command(managed, "rollback", MODEL)["labels"] == {"stable": 3, "canary": 4}
    assert command(managed, "split", MODEL)["split"] == {}
    text = scorejar("traffic", "--port", str(managed.port), "show").stdout
    assert text.splitlines()[0] == MODEL
    assert "3      serving  100 %    stable" in text


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("label", MODEL, "old", "1"), 3, "expected a version that is loaded (3, 4), got 1"),
        (("show", "debit"), 2, "model: expected 'credit', got 'debit'"),
        (("split", MODEL, "stable"), 2, "split: expected TARGET=WEIGHT, got 'stable'"),
        (("label", MODEL, "old"), 2, "label: expected a version or --remove"),
    ],
)
def test_the_command_line_tells_what_was_refused(
    managed: Management, arguments: tuple[str, ...], code: int, said: str
) -> None:
    done = scorejar("traffic", "--port", str(managed.port), *arguments)
    assert (done.returncode, done.stderr.count("\n")) == (code, 1)
    assert said in done.stderr


def test_workers_share_the_port_and_hear_of_each_others_changes(tmp_path: Path) -> None:
    for version in (1, 2):
        write_jar(tmp_path, NUMBERS, model=MODEL, version=version, add=version)
    options = ("--versions", "all", "--management-port", "0", "--workers", "2")
    with Server(tmp_path, *options, scan_interval_s=0.2).ready() as server:
        managed = Management(tmp_path, server)
        wait_for("both", lambda: sum("for management" in line for line in server.log) == 2)
        with managed.client:
            managed.ask("PUT", "/labels/stable", {"version": 1})

        def all_heard() -> bool:
            # A new connection each time, which any of the workers may take.
            url = f"{server.url}/predict/{MODEL}"
            answers = [httpx.post(url, json=ROW, trust_env=False).json() for _ in range(20)]
            return {answer["version"] for answer in answers} == {1}

        wait_for("every worker", all_heard)
