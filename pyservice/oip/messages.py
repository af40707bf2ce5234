"""The protocol's gRPC messages, made when this is imported: no generated code, no second copy.

The numbers and types are those of the public `inference` package, with Triton's extensions. The
descriptors stand in a pool of their own, since a process that has a client's generated code as well
may not have two of one name in the same pool.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from google.protobuf import descriptor_pb2, descriptor_pool, message_factory

PACKAGE = "inference"
SERVICE = f"{PACKAGE}.GRPCInferenceService"
FILE = "scorejar/inference.proto"

MESSAGES = """
InferParameter bool_param:1:bool|choice int64_param:2:int64|choice string_param:3:string|choice
  double_param:4:double|choice uint64_param:5:uint64|choice
InferTensorContents bool_contents:1:bool* int_contents:2:int32* int64_contents:3:int64*
  uint_contents:4:uint32* uint64_contents:5:uint64* fp32_contents:6:float* fp64_contents:7:double*
  bytes_contents:8:bytes*
ServerLiveRequest
ServerLiveResponse live:1:bool
ServerReadyRequest
ServerReadyResponse ready:1:bool
ModelReadyRequest name:1:string version:2:string
ModelReadyResponse ready:1:bool
ServerMetadataRequest
ServerMetadataResponse name:1:string version:2:string extensions:3:string*
ModelMetadataRequest name:1:string version:2:string
TensorMetadata name:1:string datatype:2:string shape:3:int64*
ModelMetadataResponse name:1:string versions:2:string* platform:3:string inputs:4:TensorMetadata*
  outputs:5:TensorMetadata*
InferInputTensor name:1:string datatype:2:string shape:3:int64* parameters:4:InferParameter%
  contents:5:InferTensorContents
InferRequestedOutputTensor name:1:string parameters:2:InferParameter%
ModelInferRequest model_name:1:string model_version:2:string id:3:string
  parameters:4:InferParameter% inputs:5:InferInputTensor* outputs:6:InferRequestedOutputTensor*
  raw_input_contents:7:bytes*
InferOutputTensor name:1:string datatype:2:string shape:3:int64* parameters:4:InferParameter%
  contents:5:InferTensorContents
ModelInferResponse model_name:1:string model_version:2:string id:3:string
  parameters:4:InferParameter% outputs:5:InferOutputTensor* raw_output_contents:6:bytes*
ModelConfigRequest name:1:string version:2:string
ModelInput name:1:string data_type:2:int32 dims:4:int64* optional:8:bool
ModelOutput name:1:string data_type:2:int32 dims:3:int64*
ModelConfig name:1:string platform:2:string max_batch_size:4:int32 input:5:ModelInput*
  output:6:ModelOutput* backend:17:string
ModelConfigResponse config:1:ModelConfig
ModelStreamInferResponse error_message:1:string infer_response:2:ModelInferResponse
ModelStatisticsRequest name:1:string version:2:string
StatisticDuration count:1:uint64 ns:2:uint64
InferStatistics success:1:StatisticDuration fail:2:StatisticDuration queue:3:StatisticDuration
  compute_input:4:StatisticDuration compute_infer:5:StatisticDuration
  compute_output:6:StatisticDuration cache_hit:7:StatisticDuration cache_miss:8:StatisticDuration
InferBatchStatistics batch_size:1:uint64 compute_input:2:StatisticDuration
  compute_infer:3:StatisticDuration compute_output:4:StatisticDuration
ModelStatistics name:1:string version:2:string last_inference:3:uint64 inference_count:4:uint64
  execution_count:5:uint64 inference_stats:6:InferStatistics batch_stats:7:InferBatchStatistics*
ModelStatisticsResponse model_stats:1:ModelStatistics*
RepositoryIndexRequest repository_name:1:string ready:2:bool
ModelIndex name:1:string version:2:string state:3:string reason:4:string
RepositoryIndexResponse models:1:ModelIndex*
ModelRepositoryParameter bool_param:1:bool|choice int64_param:2:int64|choice
  string_param:3:string|choice bytes_param:4:bytes|choice
RepositoryModelLoadRequest repository_name:1:string model_name:2:string
  parameters:3:ModelRepositoryParameter%
RepositoryModelLoadResponse model_name:1:string isLoaded:2:bool
RepositoryModelUnloadRequest repository_name:1:string model_name:2:string
  parameters:3:ModelRepositoryParameter%
RepositoryModelUnloadResponse model_name:1:string isUnloaded:2:bool
"""
"""A message a line, a field a word: name:number:type, then * for repeated, % for a map by string,
and |NAME for one of a choice. Load and Unload have two forms: KServe has the model in field 1
and reads the answer, Triton has it in field 2 and reads none."""

METHODS = {
    "ServerLive": ("ServerLiveRequest", "ServerLiveResponse"),
    "ServerReady": ("ServerReadyRequest", "ServerReadyResponse"),
    "ModelReady": ("ModelReadyRequest", "ModelReadyResponse"),
    "ServerMetadata": ("ServerMetadataRequest", "ServerMetadataResponse"),
    "ModelMetadata": ("ModelMetadataRequest", "ModelMetadataResponse"),
    "ModelInfer": ("ModelInferRequest", "ModelInferResponse"),
    "ModelConfig": ("ModelConfigRequest", "ModelConfigResponse"),
    "ModelStatistics": ("ModelStatisticsRequest", "ModelStatisticsResponse"),
    "ModelStreamInfer": ("ModelInferRequest", "ModelStreamInferResponse"),
    "RepositoryIndex": ("RepositoryIndexRequest", "RepositoryIndexResponse"),
    "RepositoryModelLoad": ("RepositoryModelLoadRequest", "RepositoryModelLoadResponse"),
    "RepositoryModelUnload": ("RepositoryModelUnloadRequest", "RepositoryModelUnloadResponse"),
}

STREAMS = {"ModelStreamInfer"}
"""Those where both sides send one message after the other."""

Field = descriptor_pb2.FieldDescriptorProto
SCALARS = {
    "bool": Field.TYPE_BOOL,
    "int32": Field.TYPE_INT32,
    "int64": Field.TYPE_INT64,
    "uint32": Field.TYPE_UINT32,
    "uint64": Field.TYPE_UINT64,
    "float": Field.TYPE_FLOAT,
    "double": Field.TYPE_DOUBLE,
    "string": Field.TYPE_STRING,
    "bytes": Field.TYPE_BYTES,
}


def add_field(message: Any, word: str) -> None:
    """Add a field to a message's descriptor."""
    name, number, kind = word.split(":")
    kind, _, choice = kind.partition("|")
    field = message.field.add(name=name, number=int(number), label=Field.LABEL_OPTIONAL)
    if kind.endswith("*"):
        field.label = Field.LABEL_REPEATED
    if choice:
        if not message.oneof_decl:
            message.oneof_decl.add(name=choice)
        field.oneof_index = 0
    bare = kind.rstrip("*%")
    if kind.endswith("%"):
        entry = "".join(part.title() for part in name.split("_")) + "Entry"
        nested = message.nested_type.add(name=entry)
        nested.options.map_entry = True
        add_field(nested, "key:1:string")
        add_field(nested, f"value:2:{bare}")
        field.label = Field.LABEL_REPEATED
        bare = f"{message.name}.{entry}"
    if bare in SCALARS:
        field.type = SCALARS[bare]
    else:
        field.type = Field.TYPE_MESSAGE
        field.type_name = f".{PACKAGE}.{bare}"


def described() -> descriptor_pb2.FileDescriptorProto:
    """The file of the messages and the service."""
    file = descriptor_pb2.FileDescriptorProto(name=FILE, package=PACKAGE, syntax="proto3")
    for line in MESSAGES.replace("\n  ", " ").strip().splitlines():
        name, *words = line.split()
        message = file.message_type.add(name=name)
        for word in words:
            add_field(message, word)
    service = file.service.add(name="GRPCInferenceService")
    for method, (request, response) in METHODS.items():
        types = {"input_type": f".{PACKAGE}.{request}", "output_type": f".{PACKAGE}.{response}"}
        streams = method in STREAMS
        service.method.add(name=method, client_streaming=streams, server_streaming=streams, **types)
    return file


POOL = descriptor_pool.DescriptorPool()
POOL.AddSerializedFile(described().SerializeToString())


@cache
def message(name: str) -> Any:
    """The class of a message."""
    return message_factory.GetMessageClass(POOL.FindMessageTypeByName(f"{PACKAGE}.{name}"))
