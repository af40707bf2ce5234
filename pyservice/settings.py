"""Every setting of the service, with its unit in its name; read once, then unchangeable.

Each can be given as an environment variable: SCOREJAR_PORT=9000. What the command line of
`scorejar serve` says wins over the environment.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

from .bridge import BridgeName
from .traffic.rules import PolicyText
from .traffic.rules_file import NAME as TRAFFIC_FILE

EngineName = Literal["auto", "compiled", "transpiled", "interpreted"]
LogFormat = Literal["text", "json"]
LogLevel = Literal["debug", "info", "warning", "error"]
SwapOrder = Literal["availability", "resource"]
AccessLog = Literal["off", "errors", "all"]

Version = Annotated[int, Field(ge=1, le=10**15)]


class Settings(BaseSettings):
    """The settings of one service."""

    model_config = SettingsConfigDict(env_prefix="SCOREJAR_", frozen=True, populate_by_name=True)

    # Which models
    repository: Path = Field(description="folder of models: <model>/<version>.jar")
    default_model: str | None = Field(
        default=None,
        description="the model that POST /predict means; not needed where there is only one",
    )
    engine: EngineName = Field(default="auto", description="the engine to score with")
    pins: dict[str, Version] = Field(
        default={}, description='models held at a version: {"credit": 3}; others take the highest'
    )
    versions: dict[str, PolicyText] = Field(
        default={},
        description='versions that are loaded: {"credit": "latest:2"}; * is every other model',
    )
    traffic: Path | None = Field(
        default=None,
        description="file of labels and splits; traffic.json in the repository where not given",
    )
    allow_schema_change: bool = Field(
        default=False, description="let a new version have other inputs or outputs than the old"
    )
    scan_interval_s: float = Field(
        default=2.0,
        gt=0,
        description="how often the repository is looked at, where no file event was heard",
    )
    swap_order: SwapOrder = Field(
        default="availability",
        description="availability: the new version is loaded before the old one ends; resource:"
        " the old one ends first, and requests get 503 in between",
    )
    warmup_rows: int = Field(
        default=2000,
        ge=0,
        description="rows that a new version scores before it answers; where the one before has"
        " warmed the kernels, no more than those of its evidence",
    )

    model_control: bool = Field(
        default=False,
        description="let clients load and unload models, as the Open Inference Protocol has it",
    )

    drift_window_s: int = Field(
        default=3600,
        ge=0,
        description="over how long the rows scored are compared with those of training, where a jar"
        " says what those were like; 0: not at all",
    )

    # Where it listens
    host: str = Field(default="127.0.0.1", description="address to listen on")
    port: int = Field(default=8080, ge=0, le=65535, description="port to listen on; 0 takes any")
    grpc_port: int | None = Field(
        default=None, ge=0, le=65535, description="port for gRPC; none where it is not given"
    )
    management_host: str = Field(default="127.0.0.1", description="address of the management API")
    management_port: int | None = Field(
        default=None,
        ge=0,
        le=65535,
        description="port for the management API; none where it is not given",
    )
    vertex_health_route: str | None = Field(
        default=None,
        validation_alias="AIP_HEALTH_ROUTE",
        description="path that Vertex AI asks for health; it sets this itself",
    )
    vertex_predict_route: str | None = Field(
        default=None,
        validation_alias="AIP_PREDICT_ROUTE",
        description="path that Vertex AI sends instances to; it sets this itself",
    )
    workers: int = Field(
        default=1, ge=1, description="processes; each has a JVM and all models of its own"
    )

    # Requests
    max_rows: int = Field(default=100_000, ge=1, description="most rows in one request")
    max_body_mb: float = Field(default=128.0, gt=0, description="largest request body, 10^6 bytes")
    inline_body_kb: float = Field(
        default=16.0,
        ge=0,
        description="bodies up to this size are scored on the event loop, where a hop to a thread"
        " would cost more than the score; larger ones on a thread. 10^3 bytes",
    )
    score_threads: int = Field(default=2, ge=1, description="threads for the larger bodies")
    max_queue: int = Field(
        default=64, ge=0, description="larger bodies that may wait for a thread; more get 429"
    )
    max_connections: int = Field(
        default=1000, ge=1, description="connections open at once, by worker; more get 503"
    )
    micro_batch_rows: int = Field(
        default=1,
        ge=1,
        description="score up to so many one-row requests of a model in one call, where they come"
        " at once; 1 scores each by itself",
    )
    micro_batch_delay_ms: float = Field(
        default=1.0, ge=0, description="how long a row may wait for others to be scored with"
    )
    header_timeout_s: float = Field(
        default=5.0, gt=0, description="how long the head of a request may take to come"
    )
    body_timeout_s: float = Field(
        default=30.0, gt=0, description="how long its body may take after that"
    )
    drain_s: float = Field(
        default=0.0,
        ge=0,
        description="after SIGTERM, answer on with `ready` being false for so long, so that a"
        " load balancer can look elsewhere first",
    )
    shutdown_timeout_s: int = Field(
        default=10, ge=1, description="after that, requests in flight are given up"
    )

    # The JVM
    bridge: BridgeName = Field(
        default="jpype", description="jpype: the JVM in this process; py4j: in a child process"
    )
    heap_mb: int = Field(default=256, ge=32, description="the JVM's heap, fixed, 2^20 bytes")
    jvm_options: list[str] = Field(default=[], description="further options, such as -XX:…")

    # What it says
    log_level: LogLevel = Field(default="info", description="least severe messages to log")
    log_format: LogFormat = Field(default="text", description="text for people, or JSON lines")
    access_log: AccessLog = Field(
        default="errors", description="requests to log: those answered with an error, all, none"
    )

    trace_endpoint: str | None = Field(
        default=None,
        pattern=r"^https?://\S+$",
        description="where OpenTelemetry takes traces, by OTLP over HTTP; none without it",
    )
    payload_log: Path | None = Field(
        default=None, description="folder for a sample of rows and answers; none without it"
    )
    payload_share: float = Field(
        default=0.01, gt=0, le=1, description="the share of requests that is sampled"
    )
    payload_redact: list[str] = Field(
        default=[], description="columns whose values are left out of the sample"
    )
    payload_mb: float = Field(
        default=1000.0, gt=0, description="the most that the sample takes, in 10^6 bytes"
    )

    @property
    def traffic_file(self) -> Path:
        """Where the traffic's rules are kept."""
        return (self.traffic or self.repository / TRAFFIC_FILE).absolute()

    @property
    def max_body_bytes(self) -> int:
        """max_body_mb in bytes."""
        return round(self.max_body_mb * 1e6)

    @property
    def inline_body_bytes(self) -> int:
        """inline_body_kb in bytes."""
        return round(self.inline_body_kb * 1e3)
