"""The HTTP contract, case by case, against a running server."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import numpy as np
import pytest

from .service_jars import MIXED, NUMBERS, TEXT, write_jar
from .service_server import Server, wait_for

ROW = {
    "age": 1.5,
    "count": 2,
    "single": True,
    "job": "Köchin",
    "town": "nowhere",
    "day": "2026-01-31",
    "at": "2026-01-31T12:30:00",
    "clock": "12:30:00",
}
ANSWER = {
    "its single": True,
    "its job": "Köchin",
    "its day": "2026-01-31",
    "its at": "2026-01-31T12:30:00",
    "its clock": "12:30:00",
    "sum": 7.0,
}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    repository = tmp_path_factory.mktemp("models")
    write_jar(repository, MIXED, model="mixed", version=3)
    write_jar(repository, NUMBERS, model="numbers")
    write_jar(repository, TEXT, model="text")
    (repository / "broken").mkdir()
    (repository / "broken" / "1.jar").write_bytes(b"no jar")
    with Server(repository, max_rows=1000, max_body_mb=1) as running:
        yield running.ready()


def error_of(response: httpx.Response) -> str:
    """The one line of an error's answer."""
    assert response.headers["content-type"] == "application/json"
    body = response.json()
    assert list(body) == ["error"]
    message: str = body["error"]
    assert "\n" not in message
    return message


def test_a_row_is_answered_by_name_with_the_version_that_answered(server: Server) -> None:
    answer = server.post("/predict/mixed", ROW)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/json"
    assert answer.json() == {"model": "mixed", "version": 3, "predictions": [ANSWER]}


def test_rows_are_answered_in_order(server: Server) -> None:
    rows = [{"a": i, "b c": 0.5, "n": 1} for i in range(1000)]
    answer = server.post("/predict/numbers", rows).json()
    assert [prediction["sum"] for prediction in answer["predictions"]] == [
        2 * i + 3.0 for i in range(1000)
    ]


def test_null_and_absent_mean_missing(server: Server) -> None:
    expected = [dict.fromkeys(ANSWER)]
    for row in ({"count": 2}, dict.fromkeys(ROW) | {"count": 2}):
        assert server.post("/predict/mixed", row).json()["predictions"] == expected


def test_answers_have_the_types_of_the_outputs(server: Server) -> None:
    text = server.post("/predict/mixed", ROW).text
    assert '"its single":true' in text
    assert '"sum":7.0' in text


def test_an_infinite_answer_is_null(server: Server) -> None:
    row = {"a": 1.7e308, "b c": 1.7e308, "n": 0}
    assert server.post("/predict/numbers", row).json()["predictions"] == [{"sum": None}]


def test_doubles_pass_through_json_bit_for_bit(server: Server) -> None:
    values = np.random.default_rng(0).normal(size=200) * 10.0 ** np.arange(-100, 100)
    rows = [{"a": value, "b c": 0, "n": 0} for value in values.tolist()]
    found = server.post("/predict/numbers", rows).json()["predictions"]
    assert [prediction["sum"] for prediction in found] == [2 * value for value in values.tolist()]


def test_free_text_is_scored(server: Server) -> None:
    answer = server.post("/predict/text", [{"age": 1, "note": 'ä\n"'}, {"note": None}])
    assert answer.json()["predictions"] == [
        {"its note": 'ä\n"', "sum": 2.0},
        {"its note": None, "sum": None},
    ]


NUMBER = "numbers"
WRONG_ROWS: list[tuple[str, Any, str]] = [
    (NUMBER, {"a": "abc"}, "a: expected double, got 'abc'"),
    (NUMBER, [{"a": 1}, {"a": "abc"}], "a: expected double, got 'abc' (row 1)"),
    (NUMBER, {"a": "1.5"}, "a: expected double, got '1.5'"),
    (NUMBER, {"a": True}, "a: expected double, got true"),
    (NUMBER, {"a": [1]}, "a: expected double, got a list"),
    (NUMBER, {"a": {}}, "a: expected double, got an object"),
    (NUMBER, {"n": 1.5}, "n: expected integer, got 1.5"),
    (NUMBER, {"n": 2**53 + 1}, "n: expected integer, got 9007199254740993"),
    (NUMBER, {"aa": 1}, "unknown field 'aa' (expected 'a')"),
    (NUMBER, [1], "row: expected an object, got 1 (row 0)"),
    (NUMBER, [[1, 2, 3]], "row: expected an object, got a list (row 0)"),
    (NUMBER, [{"a": 1}, None], "row: expected an object, got none (row 1)"),
    (NUMBER, [], "body: expected at least one row, got an empty array"),
    (NUMBER, "text", "body: expected an object or an array, got 'text'"),
    ("mixed", {**ROW, "count": None}, "count: expected a value, got none"),
    ("mixed", {}, "count: expected a value, got none"),
    ("mixed", {**ROW, "single": "yes"}, "single: expected boolean, got 'yes'"),
    ("mixed", {**ROW, "job": "pilot"},
     "job: expected one of 'clerk', 'nurse', 'Köchin', got 'pilot'"),
    ("mixed", {**ROW, "job": 5}, "job: expected string, got 5"),
    ("mixed", {**ROW, "day": "2026-02-30"},
     "day: expected date such as 2026-01-31, got '2026-02-30'"),
    ("mixed", {**ROW, "clock": 7}, "clock: expected time such as 12:30:00, got 7"),
    ("text", {"note": 5}, "note: expected string, got 5"),
    ("text", [{}, {"nota": "x"}], "unknown field 'nota' (expected 'note') (row 1)"),
]  # fmt: skip


@pytest.mark.parametrize(("model", "body", "message"), WRONG_ROWS)
def test_a_wrong_row_is_answered_with_what_is_wrong(
    server: Server, model: str, body: Any, message: str
) -> None:
    answer = server.post(f"/predict/{model}", body)
    assert (answer.status_code, error_of(answer)) == (422, message)


RAW: list[tuple[bytes, int, str]] = [
    (b'{"a": 1', 400, "body: expected JSON, got a mistake at line 1 column 7: "),
    (b"", 400, "body: expected JSON, got a mistake at line 1 column 0: "),
    (b'{"a": NaN}', 400, "body: expected JSON, got a mistake at line 1 column "),
    (b'{"a": "\xff"}', 400, "body: expected JSON, got a mistake at line 1 column "),
    (b"[" * 100_000, 400, "body: expected JSON, got a mistake at line 1 column "),
    (b'{"a": 1e400}', 422, "a: expected a number that a double can hold, got a larger one"),
    (b'{"a": ' + b"9" * 400 + b"}", 422, "a: expected double, got a number of more than 60 digits"),
    (b"[" + b"{}," * 1000 + b"{}]", 413, "body: expected at most 1000 rows, got 1001"),
    (b" " * 1_000_001, 413, "body: expected at most 1000000 bytes, got more"),
]


@pytest.mark.parametrize(("body", "status", "message"), RAW)
def test_a_wrong_body_is_answered_with_what_is_wrong(
    server: Server, body: bytes, status: int, message: str
) -> None:
    answer = server.client.post("/predict/numbers", content=body)
    assert answer.status_code == status
    assert error_of(answer).startswith(message)


def test_a_body_that_says_no_length_is_limited_too(server: Server) -> None:
    answer = server.client.post("/predict/numbers", content=iter([b" " * 600_000] * 3))
    assert (answer.status_code, error_of(answer)) == (
        413,
        "body: expected at most 1000000 bytes, got more",
    )


REQUESTS: list[tuple[str, str, dict[str, str], int, str]] = [
    ("POST", "/predict/numbers", {"content-type": "text/html"}, 415,
     "content-type: expected application/json, text/csv, application/vnd.apache.arrow.stream or"),
    ("POST", "/predict/numbers", {"content-encoding": "br"}, 415,
     "content-encoding: expected gzip or deflate or none, got 'br'"),
    ("POST", "/predict/nothing", {}, 404,
     "model: expected one of 'broken', 'mixed', 'numbers', 'text', got 'nothing'"),
    ("POST", "/predict/%2e%2e%2fetc", {}, 404, "model: expected one of "),
    ("POST", "/predict", {}, 400,
     "path: expected /predict/ and one of 'broken', 'mixed', 'numbers', 'text', got /predict"),
    ("POST", "/predict/broken", {}, 503, "model: no version of 'broken' is in service"),
    ("GET", "/predict/numbers", {}, 405,
     "method: expected POST for '/predict/numbers', got GET"),
    ("DELETE", "/models", {}, 405, "method: expected GET for '/models', got DELETE"),
    ("GET", "/models/nothing", {}, 404, "model: expected one of "),
    ("GET", "/nowhere", {}, 404, "path: expected one that /docs lists, got '/nowhere'"),
    ("GET", "/predict/", {}, 405, "method: expected POST for '/predict/', got GET"),
]  # fmt: skip


@pytest.mark.parametrize(("method", "path", "headers", "status", "message"), REQUESTS)
def test_a_wrong_request_is_answered_with_what_is_wrong(
    server: Server, method: str, path: str, headers: dict[str, str], status: int, message: str
) -> None:
    answer = server.client.request(method, path, headers=headers, content=b"{}")
    assert answer.status_code == status
    assert error_of(answer).startswith(message)


def test_a_wrong_method_is_told_which_are_right(server: Server) -> None:
    assert server.client.get("/predict/numbers").headers["allow"] == "POST"


def test_health_is_told(server: Server) -> None:
    assert server.client.get("/health/live").json() == {"live": True}
    assert server.client.get("/health/ready").json() == {"ready": True}
    assert server.client.head("/health/live").status_code == 200


def test_models_are_listed(server: Server) -> None:
    assert server.client.get("/models").json()["models"] == [
        {"model": "broken", "version": None, "state": "unavailable"},
        {"model": "mixed", "version": 3, "state": "serving"},
        {"model": "numbers", "version": 1, "state": "serving"},
        {"model": "text", "version": 1, "state": "serving"},
    ]


def test_a_model_is_described(server: Server) -> None:
    model = server.client.get("/models/mixed").json()
    assert (model["model"], model["version"], model["engine"]) == ("mixed", 3, "interpreted")
    assert model["versions"] == [3]
    assert model["refused"] == []
    assert model["schema"]["inputs"] == list(MIXED)
    assert model["proof"]["judge"] == "interpreter"
    assert "handle" not in model


def test_a_refused_version_is_told_with_its_cause(server: Server) -> None:
    model = server.client.get("/models/broken").json()
    assert model["state"] == "unavailable"
    (refused,) = model["refused"]
    assert refused["version"] == 1
    assert "expected a jar (ZIP), got 6 bytes of something else" in refused["cause"]
    assert server.logged("refused model=broken version=1")


def test_the_document_shows_the_fields_of_each_model(server: Server) -> None:
    document = server.client.get("/openapi.json").json()
    row = document["components"]["schemas"]["mixed_row"]
    assert list(row["properties"]) == [column["name"] for column in MIXED]
    assert row["required"] == ["count"]
    assert row["additionalProperties"] is False
    job = json.dumps(row["properties"]["job"], ensure_ascii=False)
    assert '"enum": ["clerk", "nurse", "Köchin"]' in job
    prediction = document["components"]["schemas"]["mixed_prediction"]
    assert list(prediction["properties"]) == list(ANSWER)
    assert "/predict/mixed" in document["paths"]
    assert "/predict" not in document["paths"]
    assert "swagger" in server.client.get("/docs").text


def test_metrics_count_requests_rows_and_errors(server: Server) -> None:
    server.post("/predict/text", [{}, {}])
    server.post("/predict/text", {"nota": 1})
    text = server.client.get("/metrics").text
    assert 'scorejar_model_version{model="mixed"} 3.0' in text
    assert 'scorejar_model_events_total{event="loaded",model="mixed"} 1.0' in text
    assert 'scorejar_model_events_total{event="refused",model="broken"} 1.0' in text
    assert 'scorejar_requests_total{door="/predict",model="text",status="422",version="1"}' in text
    assert 'scorejar_score_seconds_bucket{le="1e-06",model="text"}' in text
    assert 'scorejar_request_seconds_bucket{door="/predict",le="5e-05",model="text"}' in text
    rows = [
        line
        for line in text.splitlines()
        if line.startswith('scorejar_rows_total{model="text",version="1"}')
    ]
    assert float(rows[0].split()[-1]) >= 2


def test_errors_are_logged_with_their_text(server: Server) -> None:
    server.post("/predict/numbers", {"logged": 1})
    wait_for("the error in the log", lambda: server.logged("unknown field 'logged'"))
    assert server.logged("status=422")


def test_the_service_answers_as_the_trained_pipeline_did(exported: Any, trained: Any) -> None:
    import pandas as pd

    jar: Path = exported("breast_cancer")
    evidence = pd.read_parquet(trained("breast_cancer") / "evidence.parquet")
    evidence = evidence[evidence["scorejar.kind"] == "real"]
    with Server(jar.parent.parent) as running:
        model = running.ready().client.get("/models/breast_cancer").json()
        names = [column["name"] for column in model["schema"]["inputs"]]
        rows = evidence[names].astype(object).where(evidence[names].notna(), None)
        answer = running.post("/predict", rows.to_dict("records")).json()
    assert (answer["model"], answer["version"]) == ("breast_cancer", 1)
    found = pd.DataFrame(answer["predictions"])
    for name in found.columns:
        if found[name].dtype.kind == "f":
            np.testing.assert_allclose(found[name], evidence[name], rtol=0, atol=1e-12)
        else:
            assert found[name].tolist() == evidence[name].tolist()
