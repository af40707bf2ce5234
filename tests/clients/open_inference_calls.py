"""Calls by open-inference-openapi, whose types are those of the protocol's own OpenAPI document."""

from __future__ import annotations

from typing import Any

import httpx
from open_inference.openapi.client import AsyncOpenInferenceClient, OpenInferenceClient
from open_inference.openapi.errors import BadRequestError, NotFoundError
from open_inference.openapi.types import InferenceRequest

from tests.clients.calls import Service, raises, run


def opened(service: Service) -> Any:
    return OpenInferenceClient(base_url=f"http://{service.http}", httpx_client=httpx.Client())


def request(service: Service) -> Any:
    tensor = {
        "name": "rows",
        "shape": [len(service.rows), 3],
        "datatype": "FP64",
        "data": service.rows,
    }
    return InferenceRequest(id="seven", inputs=[tensor])


def sums(answer: Any) -> list[list[float]]:
    (output,) = answer.outputs
    return [[value] for value in output.data.__root__]


def health(service: Service) -> None:
    client = opened(service)
    client.check_server_liveness()
    client.check_server_readiness()
    client.check_model_readiness("numbers")
    client.check_model_version_readiness("numbers", "2")


def metadata(service: Service) -> None:
    client = opened(service)
    assert client.read_server_metadata().name == "scorejar"
    for told in (
        client.read_model_metadata("numbers"),
        client.read_model_version_metadata("numbers", "2"),
    ):
        assert (told.name, told.versions) == ("numbers", ["2"])
        assert [tensor.datatype for tensor in told.inputs] == ["FP64", "FP64", "INT64"]


def infer(service: Service) -> None:
    client = opened(service)
    answer = client.model_infer("numbers", request=request(service))
    assert (answer.id, answer.model_name, answer.model_version) == ("seven", "numbers", "2")
    service.check(sums(answer))
    service.check(sums(client.model_version_infer("numbers", "2", request=request(service))))


def errors(service: Service) -> None:
    client = opened(service)
    given = request(service)
    raises(BadRequestError, "expected", lambda: client.model_infer("mixed", request=given))
    raises(NotFoundError, "expected one of", lambda: client.check_model_readiness("nothing"))


async def everything_async(service: Service) -> None:
    client = AsyncOpenInferenceClient(
        base_url=f"http://{service.http}", httpx_client=httpx.AsyncClient()
    )
    await client.check_server_liveness()
    await client.check_server_readiness()
    await client.check_model_readiness("numbers")
    assert (await client.read_server_metadata()).name == "scorejar"
    assert (await client.read_model_metadata("numbers")).name == "numbers"
    service.check(sums(await client.model_infer("numbers", request=request(service))))


if __name__ == "__main__":
    run([health, metadata, infer, errors, everything_async])
