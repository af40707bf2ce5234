"""The Open Inference Protocol over gRPC, on a port of its own."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any, NamedTuple, TypeAlias

import grpc
import grpc.aio
from google.protobuf.message import DecodeError
from grpc_health.v1 import health_pb2, health_pb2_grpc
from grpc_health.v1.health import aio as health
from grpc_reflection.v1alpha import reflection, reflection_pb2

from scorejar.errors import ScorejarError, UsageError

from ..course import Course
from ..logs import LOGGER
from ..oip import messages, remote
from ..problems import OUR_FAULT, ProblemError, status_of
from ..service import Service
from ..traffic.keys import Headers
from .grpc_calls import GrpcCalls
from .grpc_quick import QuickCalls

Handler = Callable[[Any, Course], Awaitable[Any]]
Context: TypeAlias = "grpc.aio.ServicerContext[Any, Any]"

CODES = {
    400: grpc.StatusCode.INVALID_ARGUMENT,
    403: grpc.StatusCode.PERMISSION_DENIED,
    404: grpc.StatusCode.NOT_FOUND,
    413: grpc.StatusCode.INVALID_ARGUMENT,
    422: grpc.StatusCode.INVALID_ARGUMENT,
    429: grpc.StatusCode.RESOURCE_EXHAUSTED,
    503: grpc.StatusCode.UNAVAILABLE,
    504: grpc.StatusCode.DEADLINE_EXCEEDED,
}
"""gRPC's code for a status of HTTP; INTERNAL for any other."""


def reflected() -> Any:
    """What server reflection shows: our messages, and those of the other two services."""
    for file in (health_pb2.DESCRIPTOR, reflection_pb2.DESCRIPTOR):
        messages.POOL.AddSerializedFile(file.serialized_pb)
    return messages.POOL


class Refusal(NamedTuple):
    """Why there is no answer."""

    code: grpc.StatusCode
    message: str | None


def serializers(method: str) -> dict[str, Any]:
    """How the messages of a method become bytes, and bytes messages."""
    request, response = messages.METHODS[method]
    return {
        "request_deserializer": messages.message(request).FromString,
        "response_serializer": messages.message(response).SerializeToString,
    }


class GrpcDoor:
    """One gRPC server beside HTTP, on the same event loop, over the same models."""

    def __init__(self, service: Service) -> None:
        settings = service.settings
        self._service = service
        size = settings.max_body_bytes
        options = [("grpc.max_receive_message_length", size), ("grpc.max_send_message_length", -1)]
        self._server = grpc.aio.server(options=[*options, ("grpc.so_reuseport", 0)])
        self._health = health.HealthServicer()
        self._calls = GrpcCalls(service)
        self._quick = QuickCalls(service)
        self.port = 0

    async def start(self, host: str, port: int) -> None:
        """Listen; raises UsageError where that cannot be."""
        calls = self._calls
        handlers: dict[str, Handler] = {
            "ServerLive": calls.server_live,
            "ServerReady": calls.server_ready,
            "ServerMetadata": calls.server_metadata,
            "ModelReady": calls.model_ready,
            "ModelMetadata": calls.model_metadata,
            "ModelConfig": calls.model_config,
            "ModelStatistics": calls.model_statistics,
            "RepositoryIndex": calls.repository_index,
            "RepositoryModelLoad": calls.repository_model_load,
            "RepositoryModelUnload": calls.repository_model_unload,
        }
        methods = {
            name: grpc.unary_unary_rpc_method_handler(
                self._answering(name, handler), **serializers(name)
            )
            for name, handler in handlers.items()
        }
        methods["ModelInfer"] = grpc.unary_unary_rpc_method_handler(self._inferring())
        methods["ModelStreamInfer"] = grpc.stream_stream_rpc_method_handler(
            self.model_stream_infer, **serializers("ModelStreamInfer")
        )
        service = grpc.method_handlers_generic_handler(messages.SERVICE, methods)
        self._server.add_generic_rpc_handlers((service,))
        health_pb2_grpc.add_HealthServicer_to_server(self._health, self._server)
        names = (messages.SERVICE, "grpc.health.v1.Health", reflection.SERVICE_NAME)
        reflection.enable_server_reflection(names, self._server, reflected())
        try:
            self.port = self._server.add_insecure_port(f"{host}:{port}")
        except RuntimeError:
            raise UsageError(f"{host}:{port}: cannot listen there for gRPC") from None
        await self._server.start()
        await self._health.set("", health_pb2.HealthCheckResponse.SERVING)

    async def stop(self, grace_s: float) -> None:
        """Take no more calls, and wait so long for those under way."""
        await self._health.enter_graceful_shutdown()
        await self._server.stop(grace_s)

    def _answering(self, name: str, handler: Handler) -> Callable[[Any, Any], Awaitable[Any]]:
        """A handler with what all have in common: errors, figures and the log."""

        async def answer(request: Any, context: Context) -> Any:
            found = await self._answered(name, handler, request)
            if isinstance(found, Refusal):
                return await context.abort(found.code, found.message)
            return found

        return answer

    def _inferring(self) -> Callable[[bytes, Any], Awaitable[bytes]]:
        """The handler of ModelInfer, which takes and gives bytes."""
        note = self._service.log.note
        scope = {"method": "POST", "path": f"/{messages.SERVICE}/ModelInfer"}

        async def answer(data: bytes, context: Context) -> bytes:
            course = Course()
            headers = headers_of(context)
            course.called(headers)
            content = await self._quick.infer(data, course, headers)
            if content is None:
                infer = self._infer_by(headers)
                careful = self._answering("ModelInfer", lambda data, own: infer(read(data), own))
                content = (await careful(data, context)).SerializeToString()
            else:
                note(scope, "grpc/ModelInfer", 200, course, None)
            return content

        return answer

    def _infer_by(self, headers: Headers) -> Handler:
        """The careful way of ModelInfer within one call, or one stream."""

        async def infer(request: Any, course: Course) -> Any:
            course.called(headers)
            return await self._calls.model_infer(request, course, headers)

        return infer

    async def _answered(self, name: str, handler: Handler, request: Any) -> Any:
        """What a handler gives, or why it does not; noted either way."""
        course = Course()
        path = f"/{messages.SERVICE}/{name}"
        status, error = 200, None
        try:
            return await handler(request, course)
        except (ProblemError, ScorejarError) as refused:
            status = refused.status if isinstance(refused, ProblemError) else status_of(refused)
            error = str(refused)
        except Exception:
            logging.getLogger(LOGGER).exception("request failed", extra={"fields": {"path": path}})
            status, error = 500, OUR_FAULT
        finally:
            scope = {"method": "POST", "path": path}
            self._service.log.note(scope, f"grpc/{name}", status, course, error)
        return Refusal(CODES.get(status, grpc.StatusCode.INTERNAL), error)

    async def model_stream_infer(
        self, requests: AsyncIterator[Any], context: Context
    ) -> AsyncIterator[Any]:
        """Answer one request after the other; an error is an answer too, and ends nothing."""
        response = messages.message("ModelStreamInferResponse")
        infer = self._infer_by(headers_of(context))
        async for request in requests:
            found = await self._answered("ModelStreamInfer", infer, request)
            if isinstance(found, Refusal):
                name, version = request.model_name, request.model_version
                about = {"model_name": name, "model_version": version, "id": request.id}
                found = response(error_message=found.message, infer_response=about)
            else:
                found = response(infer_response=found)
            if remote.parameters_of(request).get("triton_enable_empty_final_response") is True:
                parameters = found.infer_response.parameters
                parameters["triton_final_response"].bool_param = True
            yield found


def read(data: bytes) -> Any:
    """The message of a ModelInfer call; raises ProblemError where the bytes are none."""
    try:
        return messages.message("ModelInferRequest").FromString(data)
    except DecodeError:
        raise ProblemError(400, "body: expected a ModelInferRequest, got other bytes") from None


def headers_of(context: Context) -> Headers:
    """A call's metadata as headers."""
    metadata = context.invocation_metadata() or ()
    return {
        name.encode(): value.encode() if isinstance(value, str) else value
        for name, value in metadata
    }
