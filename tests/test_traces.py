"""Traces, as a collector of OpenTelemetry receives them."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import grpc
import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

from pyservice.oip.messages import METHODS, SERVICE, message

from .conftest import ROOT
from .grpc_calls import channel_to
from .service_jars import NUMBERS, write_jar
from .service_server import Server, wait_for

PARENT = "00f067aa0ba902b7"
PARTS = {"parse", "score", "serialise"}


class Collector(ThreadingHTTPServer):
    """Takes spans by OTLP over HTTP, on a port that the system chose."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.spans: list[Any] = []

    def of(self, trace: str) -> list[Any]:
        """The spans of a trace, once its request and three parts are there."""
        found = [span for span in list(self.spans) if span.trace_id.hex() == trace]
        return found if len(found) >= 4 else []


class Handler(BaseHTTPRequestHandler):
    """One export."""

    server: Collector

    def do_POST(self) -> None:
        import gzip

        body = self.rfile.read(int(self.headers["content-length"]))
        if self.headers.get("content-encoding") == "gzip":
            body = gzip.decompress(body)
        request = ExportTraceServiceRequest.FromString(body)
        for resource in request.resource_spans:
            for scope in resource.scope_spans:
                self.server.spans += scope.spans
        self.send_response(200)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        pass


@pytest.fixture(scope="module")
def collector() -> Iterator[Collector]:
    with Collector() as running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        yield running
        running.shutdown()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, collector: Collector) -> Iterator[Server]:
    repository = tmp_path_factory.mktemp("traced")
    write_jar(repository, NUMBERS, version=3)
    url = f"http://127.0.0.1:{collector.server_port}/v1/traces"
    options = ["--trace-endpoint", url, "--access-log", "all", "--grpc-port", "0"]
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("OTEL_BSP_SCHEDULE_DELAY", "100")
        started = Server(repository, *options)
    with started as running:
        yield running.ready()


def traceparent(trace: str, flags: str = "01") -> dict[str, str]:
    return {"traceparent": f"00-{trace}-{PARENT}-{flags}"}


def attributes(span: Any) -> dict[str, Any]:
    return {each.key: each.value.int_value or each.value.string_value for each in span.attributes}


def checked(spans: list[Any]) -> Any:
    """The span of the request, whose parts lie inside it and one after the other."""
    (whole,) = [span for span in spans if span.name not in PARTS]
    children = [span for span in spans if span.name in PARTS]
    assert {span.name for span in children} == PARTS
    moment = whole.start_time_unix_nano
    for span in sorted(children, key=lambda span: span.start_time_unix_nano):
        assert span.parent_span_id == whole.span_id
        assert moment <= span.start_time_unix_nano <= span.end_time_unix_nano
        moment = span.end_time_unix_nano
    assert moment <= whole.end_time_unix_nano
    return whole


def test_a_request_is_a_span_of_the_client_s_trace_with_its_parts(
    server: Server, collector: Collector
) -> None:
    trace = "4bf92f3577b34da6a3ce929d0e0e4736"
    answer = server.client.post("/predict", json=[{"a": 1}] * 2, headers=traceparent(trace))
    assert answer.status_code == 200
    span = checked(wait_for("the trace", lambda: collector.of(trace)))
    assert span.parent_span_id.hex() == PARENT
    assert (span.name, span.kind) == ("POST /predict", 2)  # server
    told = {"scorejar.model": "m", "scorejar.version": 3, "scorejar.rows": 2}
    assert attributes(span).items() >= {**told, "http.response.status_code": 200}.items()


def test_a_call_over_grpc_goes_on_in_the_client_s_trace(
    server: Server, collector: Collector
) -> None:
    request, response = (message(name) for name in METHODS["ModelInfer"])
    matrix = {"name": "rows", "datatype": "FP64", "shape": [1, 3]}
    trace = "5bf92f3577b34da6a3ce929d0e0e4736"
    with channel_to(server) as channel:
        stub = channel.unary_unary(
            f"/{SERVICE}/ModelInfer",
            request_serializer=request.SerializeToString,
            response_deserializer=response.FromString,
        )
        metadata = tuple(traceparent(trace).items())
        asked = request(model_name="m", inputs=[matrix], raw_input_contents=[bytes(24)])
        assert isinstance(channel, grpc.Channel)
        stub(asked, metadata=metadata, timeout=30)
    span = checked(wait_for("the trace", lambda: collector.of(trace)))
    assert span.parent_span_id.hex() == PARENT
    assert span.name == "POST grpc/ModelInfer"


def test_a_request_without_a_trace_begins_one_that_the_log_names(
    server: Server, collector: Collector
) -> None:
    headers = {"x-request-id": "begins-one"}
    assert server.client.post("/predict", json={"a": 1}, headers=headers).status_code == 200
    line = wait_for(
        "the line", lambda: next((e for e in list(server.log) if "begins-one" in e), None)
    )
    trace = line.partition("trace_id=")[2].split()[0]
    span = checked(wait_for("the trace", lambda: collector.of(trace)))
    assert span.parent_span_id == b""


def test_a_trace_that_is_not_sampled_has_no_span_and_one_that_is_no_trace_does_no_harm(
    server: Server, collector: Collector
) -> None:
    silent, heard = "6bf92f3577b34da6a3ce929d0e0e4736", "7bf92f3577b34da6a3ce929d0e0e4736"
    for headers in (traceparent(silent, "00"), {"traceparent": "00-xyz"}, traceparent(heard)):
        assert server.client.post("/predict", json={"a": 1}, headers=headers).status_code == 200
    wait_for("the later trace", lambda: collector.of(heard))
    assert silent not in {span.trace_id.hex() for span in collector.spans}


def test_a_collector_that_is_not_there_costs_no_answer(tmp_path: Path) -> None:
    write_jar(tmp_path, NUMBERS)
    with Server(tmp_path, "--trace-endpoint", "http://127.0.0.1:9/v1/traces") as running:
        assert running.ready().post("/predict", {"a": 1}).status_code == 200
        assert running.close() == 0


def test_nothing_of_traces_is_loaded_where_they_are_off(tmp_path: Path) -> None:
    code = (
        "import sys\n"
        "from pathlib import Path\n"
        "from pyservice.app import create_app\n"
        "from pyservice.settings import Settings\n"
        f"create_app(Settings(repository=Path({str(tmp_path)!r})))\n"
        "wanted = ('opentelemetry.sdk', 'opentelemetry.exporter', 'pyservice.traces')\n"
        "print([name for name in sys.modules if name.startswith(wanted)])\n"
    )
    command = [sys.executable, "-c", code]
    said = subprocess.run(command, capture_output=True, encoding="utf-8", cwd=ROOT, check=True)
    assert said.stdout.strip() == "[]"
