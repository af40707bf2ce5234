"""Calls by tritonclient over gRPC, sync, aio and in a stream."""

from __future__ import annotations

import queue
from collections.abc import AsyncIterator
from typing import Any

import numpy as np
import tritonclient.grpc as client
import tritonclient.grpc.aio as aio
from tritonclient.utils import InferenceServerException

from tests.clients.calls import Service, raises, run


def opened(service: Service) -> Any:
    return client.InferenceServerClient(service.grpc)


def matrix(service: Service) -> list[Any]:
    rows = service.matrix()
    tensor = client.InferInput("rows", list(rows.shape), "FP64")
    tensor.set_data_from_numpy(rows)
    return [tensor]


def health(service: Service) -> None:
    with opened(service) as c:
        assert c.is_server_live() and c.is_server_ready()
        assert c.is_model_ready("numbers") and c.is_model_ready("numbers", "2")
        raises(InferenceServerException, "NOT_FOUND", lambda: c.is_model_ready("numbers", "1"))


def metadata(service: Service) -> None:
    with opened(service) as c:
        assert c.get_server_metadata().name == "scorejar"
        assert c.get_server_metadata(as_json=True)["name"] == "scorejar"
        told = c.get_model_metadata("numbers")
        assert [tensor.datatype for tensor in told.inputs] == ["FP64", "FP64", "INT64"]
        config = c.get_model_config("numbers", as_json=True)["config"]
        assert [tensor["data_type"] for tensor in config["input"]] == [
            "TYPE_FP64",
            "TYPE_FP64",
            "TYPE_INT64",
        ]


def statistics(service: Service) -> None:
    with opened(service) as c:
        c.infer("numbers", matrix(service))
        (told,) = c.get_inference_statistics("numbers", "2").model_stats
        assert told.inference_count >= len(service.rows)
        assert told.inference_stats.success.ns > told.inference_stats.compute_infer.ns > 0
        assert len(c.get_inference_statistics().model_stats) >= 3


def infer(service: Service) -> None:
    with opened(service) as c:
        outputs = [client.InferRequestedOutput("sum")]
        answer = c.infer("numbers", matrix(service), "2", outputs, request_id="seven")
        assert (answer.get_response().id, answer.get_response().model_version) == ("seven", "2")
        service.check(answer.as_numpy("sum"))


def infer_columns(service: Service) -> None:
    n = len(service.jobs)
    given = {
        "age": ("FP64", np.arange(n) / 3),
        "count": ("INT64", np.arange(n)),
        "single": ("BOOL", np.arange(n) % 2 == 0),
        "job": ("BYTES", np.array(service.jobs, object)),
    }
    tensors = []
    for name, (datatype, values) in given.items():
        tensors.append(client.InferInput(name, [n, 1], datatype))
        tensors[-1].set_data_from_numpy(values.reshape(n, 1))
    with opened(service) as c:
        names = ("sum", "its job")
        outputs = [client.InferRequestedOutput(name) for name in names]
        answer = c.infer("mixed", tensors, outputs=outputs)
        service.check_mixed(*map(answer.as_numpy, names))


def infer_packed(service: Service) -> None:
    with opened(service) as c:
        for way in ("gzip", "deflate"):
            answer = c.infer("numbers", matrix(service), compression_algorithm=way)
            service.check(answer.as_numpy("sum"))


def infer_with_parameters(service: Service) -> None:
    with opened(service) as c:
        limits = {"priority": 1, "timeout": 60_000_000, "client_timeout": 60}
        service.check(c.infer("numbers", matrix(service), **limits).as_numpy("sum"))


def infer_later(service: Service) -> None:
    answers: queue.Queue[Any] = queue.Queue()

    def later(result: Any, error: Any) -> None:
        answers.put(error or result)

    with opened(service) as c:
        for _ in range(3):
            c.async_infer("numbers", matrix(service), later)
        for _ in range(3):
            service.check(answers.get(timeout=60).as_numpy("sum"))


def stream(service: Service) -> None:
    answers: queue.Queue[tuple[Any, Any]] = queue.Queue()
    with opened(service) as c:
        c.start_stream(lambda result, error: answers.put((result, error)))
        c.async_stream_infer("numbers", matrix(service), request_id="1")
        c.async_stream_infer("nothing", matrix(service), request_id="2")
        c.async_stream_infer(
            "numbers", matrix(service), enable_empty_final_response=True, request_id="3"
        )
        found = [answers.get(timeout=60) for _ in range(3)]
        c.stop_stream()
    assert [error is None for _, error in found] == [True, False, True]
    assert "expected one of" in found[1][1].message()
    for result in (found[0][0], found[2][0]):
        service.check(result.as_numpy("sum"))
    assert found[2][0].get_response().parameters["triton_final_response"].bool_param


def errors(service: Service) -> None:
    family, inputs = InferenceServerException, matrix(service)
    with opened(service) as c:
        raises(family, "NOT_FOUND", lambda: c.infer("nothing", inputs))
        raises(family, "version: expected 2", lambda: c.infer("numbers", inputs, "1"))
        raises(family, "INVALID_ARGUMENT", lambda: c.infer("mixed", inputs))


def load_and_unload(service: Service) -> None:
    with opened(service) as c:
        c.unload_model("spare")
        states = {each.name: each.state for each in c.get_model_repository_index().models}
        assert states["spare"] == "UNAVAILABLE" and not c.is_model_ready("spare")
        c.load_model("spare")
        assert c.is_model_ready("spare")
        raises(InferenceServerException, "NOT_FOUND", lambda: c.load_model("nothing"))


async def infer_aio(service: Service) -> None:
    async with aio.InferenceServerClient(service.grpc) as c:
        assert await c.is_server_live() and await c.is_server_ready()
        assert await c.is_model_ready("numbers")
        assert (await c.get_server_metadata()).name == "scorejar"
        assert (await c.get_model_metadata("numbers")).name == "numbers"
        assert (await c.get_model_config("numbers")).config.name == "numbers"
        assert (await c.get_inference_statistics("numbers")).model_stats
        assert (await c.get_model_repository_index()).models
        service.check((await c.infer("numbers", matrix(service))).as_numpy("sum"))
        await c.unload_model("spare")
        await c.load_model("spare")


async def stream_aio(service: Service) -> None:
    async def requests() -> AsyncIterator[dict[str, Any]]:
        for _ in range(3):
            yield {"model_name": "numbers", "inputs": matrix(service)}

    async with aio.InferenceServerClient(service.grpc) as c:
        count = 0
        async for result, error in c.stream_infer(requests()):
            assert error is None, error
            service.check(result.as_numpy("sum"))
            count += 1
    assert count == 3


if __name__ == "__main__":
    run(
        [
            *(health, metadata, statistics, infer, infer_columns, infer_packed),
            *(infer_with_parameters, infer_later, stream, errors, load_and_unload),
            *(infer_aio, stream_aio),
        ]
    )
