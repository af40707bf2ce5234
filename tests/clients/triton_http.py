"""Calls by tritonclient over HTTP, sync and aio."""

from __future__ import annotations

from typing import Any

import numpy as np
import tritonclient.http as client
import tritonclient.http.aio as aio
from tritonclient.utils import InferenceServerException

from tests.clients.calls import Service, raises, run


def opened(service: Service) -> Any:
    return client.InferenceServerClient(service.http)


def matrix(service: Service, *, binary: bool = True, module: Any = client) -> list[Any]:
    rows = service.matrix()
    tensor = module.InferInput("rows", list(rows.shape), "FP64")
    tensor.set_data_from_numpy(rows, binary_data=binary)
    return [tensor]


def columns(service: Service, *, binary: bool) -> list[Any]:
    n = len(service.jobs)
    given = {
        "age": ("FP64", np.arange(n) / 3),
        "count": ("INT64", np.arange(n)),
        "single": ("BOOL", np.arange(n) % 2 == 0),
        "job": ("BYTES", np.array(service.jobs, object)),
    }
    tensors = []
    for name, (datatype, values) in given.items():
        tensor = client.InferInput(name, [n, 1], datatype)
        tensor.set_data_from_numpy(values.reshape(n, 1), binary_data=binary)
        tensors.append(tensor)
    return tensors


def health(service: Service) -> None:
    with opened(service) as c:
        assert c.is_server_live() and c.is_server_ready()
        assert c.is_model_ready("numbers") and c.is_model_ready("numbers", "2")
        assert not c.is_model_ready("numbers", "1") and not c.is_model_ready("nothing")


def metadata(service: Service) -> None:
    with opened(service) as c:
        assert "binary_tensor_data" in c.get_server_metadata()["extensions"]
        told = c.get_model_metadata("numbers")
        assert told["versions"] == ["2"]
        assert [tensor["datatype"] for tensor in told["inputs"]] == ["FP64", "FP64", "INT64"]
        assert c.get_model_config("numbers", "2")["max_batch_size"] > 0


def statistics(service: Service) -> None:
    with opened(service) as c:
        c.infer("numbers", matrix(service))
        (told,) = c.get_inference_statistics("numbers", "2")["model_stats"]
        assert told["inference_count"] >= len(service.rows)
        assert len(c.get_inference_statistics()["model_stats"]) >= 3


def infer_binary(service: Service) -> None:
    with opened(service) as c:
        answer = c.infer("numbers", matrix(service), request_id="seven")
        assert answer.get_response()["id"] == "seven"
        assert answer.get_response()["model_version"] == "2"
        service.check(answer.as_numpy("sum"))


def infer_json(service: Service) -> None:
    with opened(service) as c:
        outputs = [client.InferRequestedOutput("sum", binary_data=False)]
        inputs = matrix(service, binary=False)
        service.check(c.infer("numbers", inputs, "2", outputs).as_numpy("sum"))


def infer_columns(service: Service) -> None:
    with opened(service) as c:
        for binary in (True, False):
            names = ("sum", "its job")
            outputs = [client.InferRequestedOutput(name, binary_data=binary) for name in names]
            answer = c.infer("mixed", columns(service, binary=binary), outputs=outputs)
            service.check_mixed(*map(answer.as_numpy, names))


def infer_packed(service: Service) -> None:
    with opened(service) as c:
        for way in ("gzip", "deflate"):
            packed = {"request_compression_algorithm": way, "response_compression_algorithm": way}
            service.check(c.infer("numbers", matrix(service), **packed).as_numpy("sum"))


def infer_large_packed(service: Service) -> None:
    rows = np.tile(service.matrix(), (500, 1))
    tensor = client.InferInput("rows", list(rows.shape), "FP64")
    tensor.set_data_from_numpy(rows)
    with opened(service) as c:
        answer = c.infer("numbers", [tensor], response_compression_algorithm="gzip")
        assert answer.as_numpy("sum").tobytes() == np.tile(service.sums, 500).tobytes()


def infer_with_parameters(service: Service) -> None:
    with opened(service) as c:
        answer = c.infer("numbers", matrix(service), priority=1, timeout=60_000_000)
        service.check(answer.as_numpy("sum"))


def infer_later(service: Service) -> None:
    with opened(service) as c:
        waiting = [c.async_infer("numbers", matrix(service)) for _ in range(3)]
        for each in waiting:
            service.check(each.get_result().as_numpy("sum"))


def errors(service: Service) -> None:
    with opened(service) as c:
        inputs = matrix(service)
        raises(InferenceServerException, "[404]", lambda: c.infer("nothing", inputs))
        raises(
            InferenceServerException, "version: expected 2", lambda: c.infer("numbers", inputs, "1")
        )
        wrong = [client.InferInput("a", [1], "FP64")]
        wrong[0].set_data_from_numpy(np.array([np.inf]))
        raises(InferenceServerException, "finite", lambda: c.infer("numbers", wrong))


def load_and_unload(service: Service) -> None:
    with opened(service) as c:
        c.unload_model("spare")
        states = {each["name"]: each["state"] for each in c.get_model_repository_index()}
        assert states["spare"] == "UNAVAILABLE" and not c.is_model_ready("spare")
        c.load_model("spare")
        assert c.is_model_ready("spare")
        raises(InferenceServerException, "[404]", lambda: c.load_model("nothing"))


async def infer_aio(service: Service) -> None:
    async with aio.InferenceServerClient(service.http) as c:
        assert await c.is_server_live() and await c.is_server_ready()
        assert await c.is_model_ready("numbers")
        assert (await c.get_server_metadata())["name"] == "scorejar"
        assert (await c.get_model_metadata("numbers"))["name"] == "numbers"
        assert (await c.get_model_config("numbers"))["name"] == "numbers"
        assert (await c.get_inference_statistics("numbers"))["model_stats"]
        assert await c.get_model_repository_index()
        answer = await c.infer("numbers", matrix(service, module=aio))
        service.check(answer.as_numpy("sum"))
        await c.unload_model("spare")
        await c.load_model("spare")


if __name__ == "__main__":
    run(
        [
            *(health, metadata, statistics, infer_binary, infer_json, infer_columns),
            *(infer_packed, infer_large_packed, infer_with_parameters, infer_later),
            *(errors, load_and_unload, infer_aio),
        ]
    )
