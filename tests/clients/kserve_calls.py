"""Calls by kserve's clients, over HTTP and gRPC."""

from __future__ import annotations

from typing import Any

import httpx
import numpy as np
from kserve import InferenceGRPCClient, InferenceRESTClient, InferInput, InferRequest
from kserve.inference_client import RESTConfig
from kserve.protocol.infer_type import RequestedOutput

from tests.clients.calls import Service, run


def rest() -> Any:
    return InferenceRESTClient(RESTConfig(protocol="v2", timeout=60))


def request(service: Service, *, binary: bool = False, model: str = "numbers") -> Any:
    rows = service.matrix()
    tensor = InferInput("rows", list(rows.shape), "FP64")
    tensor.set_data_from_numpy(rows, binary_data=binary)
    return InferRequest(model, [tensor], request_id="seven")


def columns(service: Service) -> Any:
    n = len(service.jobs)
    given = {
        "age": ("FP64", (np.arange(n) / 3).tolist()),
        "count": ("INT64", list(range(n))),
        "single": ("BOOL", [row % 2 == 0 for row in range(n)]),
        "job": ("BYTES", service.jobs),
    }
    tensors = [InferInput(name, [n], kind, data=data) for name, (kind, data) in given.items()]
    wanted = [RequestedOutput(name) for name in ("sum", "its job")]
    return InferRequest("mixed", tensors, request_outputs=wanted)


def outputs(answer: Any) -> dict[str, Any]:
    return {output.name: output.as_numpy() for output in answer.outputs}


async def health_by_http(service: Service) -> None:
    client, url = rest(), f"http://{service.http}"
    assert await client.is_server_live(url) is True
    assert await client.is_server_ready(url) is True
    assert await client.is_model_ready(url, "numbers") is True


async def infer_by_http(service: Service) -> None:
    client, url = rest(), f"http://{service.http}"
    for binary in (False, True):
        answer = await client.infer(url, request(service, binary=binary), model_name="numbers")
        assert answer.id == "seven"
        service.check(outputs(answer)["sum"])


async def infer_columns_by_http(service: Service) -> None:
    answer = await rest().infer(f"http://{service.http}", columns(service), model_name="mixed")
    found = outputs(answer)
    service.check_mixed(found["sum"], found["its job"])


async def infer_in_binary_by_http(service: Service) -> None:
    given = request(service, binary=True)
    given.parameters = {"binary_data_output": True}
    answer = await rest().infer(f"http://{service.http}", given, model_name="numbers")
    service.check(outputs(answer)["sum"])


async def an_error_by_http(service: Service) -> None:
    try:
        await rest().infer(f"http://{service.http}", request(service), model_name="mixed")
    except httpx.HTTPStatusError as error:
        assert "inputs: expected" in str(error), error
    else:
        raise AssertionError("expected an error, got none")


async def health_by_grpc(service: Service) -> None:
    async with InferenceGRPCClient(service.grpc) as client:
        assert await client.is_server_live()
        assert await client.is_server_ready()
        assert await client.is_model_ready("numbers")


async def infer_by_grpc(service: Service) -> None:
    async with InferenceGRPCClient(service.grpc) as client:
        for binary in (False, True):
            answer = await client.infer(request(service, binary=binary))
            assert answer.id == "seven"
            service.check(outputs(answer)["sum"])


async def infer_columns_by_grpc(service: Service) -> None:
    async with InferenceGRPCClient(service.grpc) as client:
        found = outputs(await client.infer(columns(service)))
        service.check_mixed(found["sum"], found["its job"])


async def an_error_by_grpc(service: Service) -> None:
    import grpc

    async with InferenceGRPCClient(service.grpc) as client:
        try:
            await client.infer(request(service, model="nothing"))
        except grpc.RpcError as error:
            assert error.code() is grpc.StatusCode.NOT_FOUND, error
        else:
            raise AssertionError("expected an error, got none")


if __name__ == "__main__":
    run(
        [
            *(health_by_http, infer_by_http, infer_columns_by_http, infer_in_binary_by_http),
            *(an_error_by_http, health_by_grpc, infer_by_grpc, infer_columns_by_grpc),
            an_error_by_grpc,
        ]
    )
