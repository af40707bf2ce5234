"""Asks through every door at once: `python -m tests.door_clients URL GRPC THREADS COUNT`.

For the model of `service_jars.NUMBERS` published as version v with `add=v`, so that an answer tells
by itself which version gave it. Prints a JSON list of what was wrong, and how much was asked.
"""

from __future__ import annotations

import json
import struct
import sys
import threading
from collections.abc import Callable
from http.client import HTTPConnection
from typing import Any

import grpc
import pyarrow as pa

from pyservice.oip.messages import METHODS, SERVICE, message

MODEL = "m"
VERTEX = "/vertex"  # where a service that is asked takes Vertex AI's requests
ARROW = "application/vnd.apache.arrow.stream"
JSON = "application/json"

Row = dict[str, float]
Said = tuple[int | None, float]
"""The version that an answer names, None where its protocol has none, and the answer."""
Read = Callable[[bytes], Said]
Door = tuple[str, Callable[[Row], bytes], dict[str, str], Read]


def encoded(form: Callable[[Row], Any]) -> Callable[[Row], bytes]:
    return lambda row: json.dumps(form(row)).encode()


def columns(row: Row) -> dict[str, list[float]]:
    return {name: [value] for name, value in row.items()}


def csv(row: Row) -> bytes:
    return f"{','.join(row)}\n{','.join(map(str, row.values()))}\n".encode()


def arrow(row: Row) -> bytes:
    batch = pa.RecordBatch.from_pylist([row])
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, batch.schema) as stream:
        stream.write_batch(batch)
    written: bytes = sink.getvalue().to_pybytes()
    return written


def tensors(row: Row) -> dict[str, Any]:
    return {
        "inputs": [
            {"name": name, "datatype": "FP64", "shape": [1], "data": [value]}
            for name, value in row.items()
        ]
    }


def matrix(row: Row) -> bytes:
    size = 8 * len(row)
    tensor = {
        **{"name": "rows", "datatype": "FP64", "shape": [1, len(row)]},
        "parameters": {"binary_data_size": size},
    }
    head = json.dumps({"inputs": [tensor]}).encode().ljust(BINARY_HEAD)
    return head + struct.pack(f"<{len(row)}d", *row.values())


def of_predict(body: bytes) -> Said:
    said = json.loads(body)
    return said["version"], said["predictions"][0]["sum"]


def of_arrow(body: bytes) -> Said:
    table = pa.ipc.open_stream(body).read_all()
    return int(table.schema.metadata[b"version"]), table.to_pylist()[0]["sum"]


def of_tensors(body: bytes) -> Said:
    said = json.loads(body)
    return int(said["model_version"]), said["outputs"][0]["data"][0]


def of_tensorflow(body: bytes) -> Said:
    said = json.loads(body)
    return None, (said.get("predictions") or said["outputs"])[0]


def of_predictions(body: bytes) -> Said:
    return None, json.loads(body)["predictions"][0]["sum"]


def of_lines(body: bytes) -> Said:
    said = json.loads(body)
    return said["version"], said["prediction"]["sum"]


def of_results(body: bytes) -> Said:
    said = json.loads(body)
    return None, said.get("responses", [said])[0]["results"]["sum"]


def of_csv(body: bytes) -> Said:
    name, answer = body.decode().splitlines()
    assert name == "sum"
    return None, float(answer)


BINARY_HEAD = 200
BINARY = {"content-type": JSON, "inference-header-content-length": str(BINARY_HEAD)}
DOORS: list[Door] = [
    ("/predict", encoded(lambda row: row), {"content-type": JSON}, of_predict),
    ("/predict/m", encoded(lambda row: [row]), {"content-type": JSON}, of_predict),
    ("/predict?orient=list", encoded(columns), {"content-type": JSON}, of_predict),
    ("/predict", csv, {"content-type": "text/csv"}, of_predict),
    ("/predict", encoded(lambda row: row), {"content-type": "application/x-ndjson"}, of_lines),
    ("/predict", arrow, {"content-type": ARROW, "accept": ARROW}, of_arrow),
    ("/v2/models/m/infer", encoded(tensors), {"content-type": JSON}, of_tensors),
    ("/v2/models/m/infer", matrix, BINARY, of_tensors),
    (
        "/v1/models/m:predict",
        encoded(lambda row: {"instances": [row]}),
        {"content-type": JSON},
        of_tensorflow,
    ),
    (
        "/v1/models/m:predict",
        encoded(lambda row: {"inputs": columns(row)}),
        {"content-type": JSON},
        of_tensorflow,
    ),
    (
        "/invocations",
        encoded(lambda row: {"dataframe_records": [row]}),
        {"content-type": JSON},
        of_predictions,
    ),
    ("/invocations", csv, {"content-type": "text/csv"}, of_predictions),
    (VERTEX, encoded(lambda row: {"instances": [row]}), {"content-type": JSON}, of_predictions),
    ("/model/m", encoded(lambda row: {"arguments": row}), {"content-type": JSON}, of_results),
    (
        "/openscoring/model/m/batch",
        encoded(lambda row: {"requests": [{"arguments": row}]}),
        {"content-type": JSON},
        of_results,
    ),
    ("/model/m/csv", csv, {"content-type": "text/csv"}, of_csv),
]


def by_http(url: str, door: Door) -> Callable[[Row], Said]:
    """Asks through a door over a connection of its own."""
    path, form, headers, read = door
    connection = HTTPConnection(url.removeprefix("http://"), timeout=60)

    def ask(row: Row) -> Said:
        connection.request("POST", path, form(row), headers)
        response = connection.getresponse()
        body = response.read()
        if response.status != 200:
            raise OSError(f"{response.status}: {body[:200]!r}")
        return read(body)

    return ask


def by_grpc(address: str) -> Callable[[Row], Said]:
    """Asks over gRPC with one raw tensor, over a channel of its own."""
    request, response = (message(name) for name in METHODS["ModelInfer"])
    # Without a pool of its own, channels to one address share a connection.
    channel = grpc.insecure_channel(address, [("grpc.use_local_subchannel_pool", 1)])
    stub = channel.unary_unary(
        f"/{SERVICE}/ModelInfer",
        request_serializer=request.SerializeToString,
        response_deserializer=response.FromString,
    )

    def ask(row: Row) -> Said:
        tensor = {"name": "rows", "datatype": "FP64", "shape": [1, len(row)]}
        raw = struct.pack(f"<{len(row)}d", *row.values())
        answer = stub(
            request(model_name=MODEL, inputs=[tensor], raw_input_contents=[raw]), timeout=60
        )
        return int(answer.model_version), struct.unpack("<d", answer.raw_output_contents[0])[0]

    return ask


def ask_on(name: str, ask: Callable[[Row], Said], count: int, seed: int, wrong: list[str]) -> None:
    """Ask so often, one after another; versions must be those named, and never go back."""
    newest = 1.0
    for number in range(count):
        row = {"a": float(seed), "b c": number / 4, "n": 3.0}
        try:
            named, answer = ask(row)
        except Exception as error:
            wrong.append(f"{name}: {error!r}")
            return
        gave = answer - 2 * sum(row.values())
        if gave != (gave if named is None else named) or gave < newest or gave != int(gave):
            wrong.append(f"{name}: {answer} of {row}, version {named} named, {newest} seen before")
        newest = max(newest, gave)


def main(url: str, grpc_address: str, threads: int, count: int) -> None:
    """Ask, a thread a client, doors by turns."""
    wrong: list[str] = []
    clients = []
    for number in range(threads):
        door = number % (len(DOORS) + 1)
        if door < len(DOORS):
            name, ask = DOORS[door][0], by_http(url, DOORS[door])
        else:
            name, ask = "gRPC", by_grpc(grpc_address)
        clients.append(threading.Thread(target=ask_on, args=(name, ask, count, 10 * number, wrong)))
    for client in clients:
        client.start()
    for client in clients:
        client.join()
    print(json.dumps({"asked": threads * count, "wrong": wrong}))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
