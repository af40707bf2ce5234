"""What each method of the Open Inference Protocol answers over gRPC."""

from __future__ import annotations

from typing import Any

from .. import deadlines
from ..course import Course
from ..model import Model
from ..oip import messages, metadata, remote, repository
from ..oip.inference import Inference, answers_by_name, infer, rows_by_name
from ..served import Served, check_version
from ..service import Service
from ..traffic.keys import Headers
from .door import serving

NUMBERED = [
    *("INVALID", "BOOL", "UINT8", "UINT16", "UINT32", "UINT64", "INT8", "INT16", "INT32", "INT64"),
    *("FP16", "FP32", "FP64", "STRING"),
]
DATA_TYPES = {f"TYPE_{name}": number for number, name in enumerate(NUMBERED)}
"""The numbers of Triton's enumeration DataType."""


class GrpcCalls:
    """The methods by which one request gets one answer. Used from the event loop.

    They take and give the protocol's messages; raise ProblemError and ScorejarError for what is
    refused.
    """

    def __init__(self, service: Service) -> None:
        self._service = service
        self._inline_bytes = service.settings.inline_body_bytes
        self._max_rows = service.settings.max_rows

    async def server_live(self, request: Any, course: Course) -> Any:
        """Whether the process answers at all."""
        return messages.message("ServerLiveResponse")(live=True)

    async def server_ready(self, request: Any, course: Course) -> Any:
        """Whether requests should come here."""
        ready = self._service.models.ready() and not self._service.draining
        return messages.message("ServerReadyResponse")(ready=ready)

    async def server_metadata(self, request: Any, course: Course) -> Any:
        """Name, version and extensions."""
        return messages.message("ServerMetadataResponse")(**metadata.SERVER)

    async def model_ready(self, request: Any, course: Course) -> Any:
        """Whether a version of the model, or the one named, is in service."""
        served = self._service.models.get(request.name).at(request.version)
        return messages.message("ModelReadyResponse")(ready=served.model is not None)

    async def model_metadata(self, request: Any, course: Course) -> Any:
        """Names, datatypes and shapes."""
        served, model = self._asked(request.name, request.version)
        told = metadata.model_metadata(model.description, served.answering())
        return messages.message("ModelMetadataResponse")(**told)

    async def model_config(self, request: Any, course: Course) -> Any:
        """Triton's form of a configuration."""
        _, model = self._asked(request.name, request.version)
        told = metadata.configuration(model.description, self._max_rows)
        del told["version_policy"]
        for tensor in [*told["input"], *told["output"]]:
            tensor["data_type"] = DATA_TYPES[tensor["data_type"]]
        config = messages.message("ModelConfig")(**told)
        return messages.message("ModelConfigResponse")(config=config)

    async def model_statistics(self, request: Any, course: Course) -> Any:
        """What became of the requests of a model, or of all where none is named."""
        models = self._service.models.all()
        if request.name:
            models = [self._asked(request.name, request.version)[0]]
        told = self._service.statistics.told(models)
        return messages.message("ModelStatisticsResponse")(model_stats=told)

    async def model_infer(self, request: Any, course: Course, headers: Headers) -> Any:
        """Score the tensors of a request."""
        named, _ = self._asked(request.model_name, request.model_version)
        named.asked_in(course)
        served = named.chosen(course, headers)
        model = serving(served)
        deadline = deadlines.of_parameter(remote.timeout(request), course.arrived_at)
        course.wait()
        with self._service.statistics.following(course):

            def work() -> Inference:
                course.leave_queue()
                most = self._max_rows * len(model.description.schema.inputs)
                tensors = remote.read_tensors(request, most)
                course.parsed()
                found = infer(model, tensors, remote.wanted(request), self._max_rows)
                served.answered(course, found.version, found.rows)
                schema = model.description.schema
                course.keep(
                    lambda: rows_by_name(schema, tensors), lambda: answers_by_name(found.outputs)
                )
                return found

            small = request.ByteSize() <= self._inline_bytes
            deadlines.check(deadline)
            found = work() if small else await self._service.queue.run(work, deadline)
            check_version(served, request.model_version, found.version)
            answer = remote.answer(served.name, request, found)
            course.ready()
            return answer

    async def repository_index(self, request: Any, course: Course) -> Any:
        """Every version of every model, and its state."""
        found = repository.index(self._service.models.all(), request.ready)
        return messages.message("RepositoryIndexResponse")(models=found)

    async def repository_model_load(self, request: Any, course: Course) -> Any:
        """Load a model."""
        name = await self._change(request, load=True)
        return messages.message("RepositoryModelLoadResponse")(model_name=name, isLoaded=True)

    async def repository_model_unload(self, request: Any, course: Course) -> Any:
        """Let a model answer no more until it is loaded."""
        name = await self._change(request, load=False)
        return messages.message("RepositoryModelUnloadResponse")(model_name=name, isUnloaded=True)

    async def _change(self, request: Any, *, load: bool) -> str:
        name: str = request.model_name or request.repository_name  # KServe's field 1
        await repository.change(self._service, name, load, request.parameters)
        return name

    def _asked(self, name: str, version: str) -> tuple[Served, Model]:
        """The model that a request names."""
        served = self._service.models.get(name).at(version)
        return served, serving(served)
