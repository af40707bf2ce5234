"""The doors: one row through each of them, and what each says of a request that is wrong."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from csv import DictReader
from io import StringIO
from typing import Any

import httpx
import pyarrow as pa
import pytest

from .door_clients import arrow
from .service_jars import MIXED, NUMBERS, TEXT, write_jar
from .service_server import Server

NDJSON = "application/x-ndjson"
ARROW = "application/vnd.apache.arrow.stream"
ROW: dict[str, Any] = {
    **{"age": 0.1, "count": 3, "single": True, "job": "Köchin", "town": "Paris"},
    **{"day": "2026-01-31", "at": "2026-01-31T12:30:00", "clock": "12:30:00"},
}
VERTEX = "/v1/endpoints/7/deployedModels/8:predict"  # as Vertex AI names it by itself
NAMES = list(ROW)
VALUES = list(ROW.values())
TYPES = {"age": "FP64", "count": "INT64", "single": "BOOL"}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    repository = tmp_path_factory.mktemp("doors")
    for name, columns in (("mixed", MIXED), ("numbers", NUMBERS), ("text", TEXT)):
        write_jar(repository, columns, model=name, version=3)
    vertex = {"AIP_HTTP_PORT": "0", "AIP_HEALTH_ROUTE": "/alive", "AIP_PREDICT_ROUTE": VERTEX}
    with pytest.MonkeyPatch.context() as patch:
        for name, value in vertex.items():
            patch.setenv(name, value)
        started = Server(repository, max_rows=1000, default_model="mixed")
    with started.ready() as running:
        yield running


def posted(server: Server, path: str, body: Any, kind: str = "application/json") -> httpx.Response:
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    return server.client.post(path, content=content, headers={"content-type": kind})


def csv(row: dict[str, Any]) -> bytes:
    cells = ["" if v is None else str(v) for v in row.values()]
    return f"{','.join(row)}\n{','.join(cells)}\n".encode()


def first_of(key: str) -> Callable[[httpx.Response], Any]:
    return lambda answer: answer.json()[key][0]


def of_columns(answer: httpx.Response) -> dict[str, Any]:
    return {name: values[0] for name, values in answer.json()["outputs"].items()}


def of_tensors(answer: httpx.Response) -> dict[str, Any]:
    return {tensor["name"]: tensor["data"][0] for tensor in answer.json()["outputs"]}


def columns(row: dict[str, Any]) -> dict[str, list[Any]]:
    return {name: [value] for name, value in row.items()}


def tensors(row: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        {"name": name, "datatype": TYPES.get(name, "BYTES"), "shape": [1], "data": [value]}
        for name, value in row.items()
    ]


def of_csv(answer: httpx.Response) -> dict[str, Any]:
    """The cells, read as JSON where that can be."""
    (row,) = DictReader(StringIO(answer.text))
    return {name: None if not text else as_json(text) for name, text in row.items()}


def as_json(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return text


Form = Callable[[dict[str, Any]], Any]
DOORS: list[tuple[str, Form, str, Callable[[httpx.Response], Any]]] = [
    ("/predict", lambda row: row, "application/json", first_of("predictions")),
    ("/predict/mixed", lambda row: [row], "application/json", first_of("predictions")),
    ("/predict?orient=list", columns, "application/json", first_of("predictions")),
    (
        "/predict?orient=split",
        lambda row: {"columns": list(row), "data": [list(row.values())]},
        "application/json",
        first_of("predictions"),
    ),
    ("/predict", csv, "text/csv", first_of("predictions")),
    ("/predict", arrow, ARROW, first_of("predictions")),
    ("/v2/models/mixed/infer", lambda r: {"inputs": tensors(r)}, "application/json", of_tensors),
    (
        "/v1/models/mixed:predict",
        lambda row: {"instances": [row]},
        "application/json",
        first_of("predictions"),
    ),
    (
        "/v1/models/mixed/versions/3:predict",
        lambda row: {"instances": [[row.get(name) for name in NAMES]]},
        "application/json",
        first_of("predictions"),
    ),
    ("/v1/models/mixed:predict", lambda r: {"inputs": columns(r)}, "application/json", of_columns),
    (
        "/invocations",
        lambda row: {"dataframe_split": {"columns": list(row), "data": [list(row.values())]}},
        "application/json",
        first_of("predictions"),
    ),
    (
        "/invocations",
        lambda row: {"dataframe_records": [row]},
        "application/json",
        first_of("predictions"),
    ),
    (
        "/invocations",
        lambda row: {"instances": [row]},
        "application/json",
        first_of("predictions"),
    ),
    (
        "/invocations",
        lambda row: {"inputs": columns(row)},
        "application/json",
        first_of("predictions"),
    ),
    ("/invocations", csv, "text/csv", first_of("predictions")),
    (VERTEX, lambda row: {"instances": [row]}, "application/json", first_of("predictions")),
    ("/predict", lambda row: json.dumps(row).encode(), NDJSON, lambda a: a.json()["prediction"]),
    ("/model/mixed", lambda r: {"arguments": r}, "application/json", lambda a: a.json()["results"]),
    (
        "/openscoring/model/mixed/batch",
        lambda row: {"requests": [{"arguments": row}]},
        "application/json",
        lambda answer: answer.json()["responses"][0]["results"],
    ),
    ("/model/mixed/csv", csv, "text/plain", of_csv),
]


@pytest.mark.parametrize("row", [ROW, ROW | {"age": None, "town": None, "day": None}])
def test_a_row_has_the_same_answer_through_every_door(server: Server, row: dict[str, Any]) -> None:
    expected = server.post("/predict/mixed", row).json()["predictions"][0]
    for path, form, kind, read in DOORS:
        answer = posted(server, path, form(row), kind)
        assert answer.status_code == 200, (path, answer.text)
        assert read(answer) == expected, path


def test_arrow_is_answered_in_arrow_where_it_is_asked_for(server: Server) -> None:
    headers = {"content-type": ARROW, "accept": ARROW}
    answer = server.client.post("/predict/mixed", content=arrow(ROW), headers=headers)
    table = pa.ipc.open_stream(answer.content).read_all()
    assert table.schema.metadata == {b"model": b"mixed", b"version": b"3"}
    expected = server.post("/predict/mixed", ROW).json()["predictions"][0]
    assert table.to_pylist()[0]["sum"] == expected["sum"]


def test_tensorflow_serving_tells_versions_and_signatures(server: Server) -> None:
    status = server.client.get("/v1/models/mixed").json()
    assert status["model_version_status"][0] == {
        "version": "3",
        "state": "AVAILABLE",
        "status": {"error_code": "OK", "error_message": ""},
    }
    told = server.client.get("/v1/models/mixed/versions/3/metadata").json()
    assert told["model_spec"] == {"name": "mixed", "signature_name": "", "version": "3"}
    signature = told["metadata"]["signature_def"]["signature_def"]["serving_default"]
    assert list(signature["inputs"]) == NAMES
    assert signature["inputs"]["count"]["dtype"] == "DT_INT64"


def test_one_output_is_a_value_for_tensorflow_serving(server: Server) -> None:
    rows = {"instances": [[1.5, 2, 3], {"a": [1.5], "b c": [2], "n": [3]}]}
    assert posted(server, "/v1/models/numbers:predict", rows).json() == {"predictions": [13, 13]}
    given = {"inputs": {"a": [1.5, 1], "b c": [[2], [2]], "n": [3, 3]}}
    assert posted(server, "/v1/models/numbers:predict", given).json() == {"outputs": [13, 12]}


def test_a_container_is_pinged(server: Server) -> None:
    assert server.client.get("/ping").status_code == 200
    assert server.client.get("/version").text


def test_vertex_asks_on_the_paths_that_it_names(server: Server) -> None:
    assert server.client.get("/alive").status_code == 200
    given = {"instances": [ROW, VALUES], "parameters": {}}
    answers = posted(server, VERTEX, given).json()["predictions"]
    assert answers[0] == answers[1]


def test_openscoring_tells_models_and_their_fields(server: Server) -> None:
    told = server.client.get("/model").json()["responses"]
    assert [each["id"] for each in told] == ["mixed", "numbers", "text"]
    told = server.client.get("/openscoring/model/mixed").json()
    count = told["schema"]["inputFields"][1]
    assert count == {"id": "count", "dataType": "integer", "opType": "continuous"}
    job = told["schema"]["inputFields"][3]
    assert (job["opType"], job["values"]) == ("categorical", ["clerk", "nurse", "Köchin"])


def test_a_wrong_request_of_an_openscoring_batch_is_answered_in_its_place(server: Server) -> None:
    requests = [
        {"id": "one", "arguments": {"a": 1, "b c": 2, "n": 3}},
        {"id": "two", "arguments": {"a": "x"}},
        {"arguments": {"a": 2, "b c": 2, "n": 3}},
    ]
    given = {"id": "all", "requests": requests}
    assert posted(server, "/model/numbers/batch", given).json() == {
        "id": "all",
        "responses": [
            {"id": "one", "results": {"sum": 12.0}},
            {"id": "two", "message": "a: expected double, got 'x'"},
            {"results": {"sum": 14.0}},
        ],
    }


def test_openscoring_hands_ids_through_csv(server: Server) -> None:
    table = b"Id,a,b c,n\nfirst,1,2,3\n,2,2,\n"
    answer = posted(server, "/model/numbers/csv", table, "text/plain; charset=UTF-8")
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert answer.text == "Id,sum\nfirst,12.0\n,\n"


@pytest.mark.parametrize(
    ("path", "kind", "body", "message"),
    [
        ("/v1/models/mixed:predict", "", {}, "body: expected either instances or inputs"),
        ("/v1/models/mixed:predict", "", b"[]", "body: expected an object, got a list"),
        ("/v1/models/mixed:predict", "", {"instances": []}, "body: expected at least one row"),
        ("/v1/models/mixed:predict", "", {"instances": [[1]]}, "row: expected 8 values, got 1"),
        ("/v1/models/mixed:predict", "", {"instances": [{"agee": 1}]}, "unknown field 'agee'"),
        ("/v1/models/mixed:predict", "", {"inputs": {"age": 1}}, "age: expected an array"),
        ("/v1/models/mixed:predict", "", {"inputs": {"age": [1], "job": []}}, "job: expected 1"),
        ("/v1/models/mixed:predict", "", {"instances": [{}], "signature_name": "x"}, "signature_"),
        ("/v1/models/mixed:predict", "", b"{", "body: expected JSON, got"),
        ("/invocations", "", {"instances": [{}], "inputs": {}}, "body: expected one of dataframe_"),
        ("/invocations", "", {}, "body: expected one of dataframe_"),
        ("/invocations", "", b"", "body: expected JSON, got"),
        ("/invocations", "", {"dataframe_split": {"data": [[1]]}}, "columns: expected an array"),
        ("/invocations", "", {"dataframe_split": [1]}, "dataframe_split: expected an object"),
        ("/invocations", "", {"instances": [{}], "params": {"a": 1}}, "params: expected none"),
        ("/invocations", "text/csv", b"", "body: expected a header line"),
        ("/invocations", "text/csv", b"age,count\n1\n", "row: expected 2 cells, got 1 (row 0)"),
        ("/invocations", "text/csv", b"\xff\n1\n", "body: expected CSV in UTF-8"),
        (VERTEX, "", {"instances": [{}], "x": 1}, "body: expected instances, and no more than"),
        (VERTEX, "", {"instances": 1}, "instances: expected an array, got 1"),
        (VERTEX, "", {"instances": [{}], "parameters": {"a": 1}}, "parameters: expected none"),
        ("/model/mixed", "", {}, "arguments: expected an object, got none"),
        ("/model/mixed", "", {"id": 1, "arguments": {}}, "id: expected a string, got 1"),
        ("/model/mixed", "", {"arguments": {"agee": 1}}, "unknown field 'agee'"),
        ("/model/mixed/batch", "", {"requests": []}, "body: expected at least one row"),
        ("/model/mixed/batch", "", {"requests": [1]}, "request: expected an object, got 1"),
        ("/model/mixed/csv", "text/csv", b"id,age\n1,2\n", "count: expected a column"),
        ("/predict", ARROW, b"no arrow", "body: expected a stream of Arrow"),
        ("/predict?orient=index", "", {}, "orient: expected records, split, list, got 'index'"),
        (
            "/predict?pretty",
            "",
            {},
            "query: expected no more than orient and explain, got 'pretty'",
        ),
    ],
)
def test_a_wrong_request_is_answered_in_the_shape_of_its_door(
    server: Server, path: str, kind: str, body: Any, message: str
) -> None:
    answer = posted(server, path, body, kind or "application/json")
    assert answer.status_code == 400
    key = "message" if path.startswith(("/invocations", "/model")) else "error"
    assert answer.json()[key].startswith(message)


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/v1/models/nothing", 404),
        ("GET", "/v1/models/mixed/versions/2", 404),
        ("GET", "/v1/models/mixed/labels/stable", 404),
        ("GET", "/v1/models/mixed:predict", 405),
        ("POST", "/v1/models/mixed", 405),
        ("GET", "/v1/nothing", 404),
        ("GET", "/invocations", 405),
        ("POST", "/ping", 405),
        ("GET", "/ping/x", 404),
        ("POST", "/alive", 405),
        ("GET", VERTEX, 405),
        ("PUT", "/model/mixed", 405),
        ("DELETE", "/model", 405),
        ("GET", "/model/nothing", 404),
        ("GET", "/model/mixed/pmml", 404),
        ("GET", "/openscoring", 404),
        ("GET", "/model/", 404),
    ],
)
def test_a_wrong_path_is_answered_in_words(
    server: Server, method: str, path: str, status: int
) -> None:
    answer = server.client.request(method, path)
    assert answer.status_code == status
    assert answer.json()
