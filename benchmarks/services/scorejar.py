"""`scorejar serve` on a repository that holds the one jar."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from benchmarks.model import Model
from benchmarks.service import Service

GRPC_PORT = "SCOREJAR_GRPC_PORT"


class ScorejarService(Service):
    """FastAPI in front, JPype behind: the defaults."""

    name: ClassVar[str] = "scorejar serve"
    just_in_time: ClassVar[bool] = True
    ready_path: ClassVar[str] = "/health/ready"

    @classmethod
    def command(cls, model: Model, interpreter: Path, port: int) -> list[str]:
        """The command line that people type."""
        where = ["--repository", str(model.repository), "--host", "127.0.0.1", "--port", str(port)]
        return [str(interpreter), "-m", "scorejar", "serve", *where]


class ScorejarServicePy4j(ScorejarService):
    """The same with the JVM as a child process, reached by py4j."""

    name: ClassVar[str] = "scorejar serve, py4j"
    variables: ClassVar[dict[str, str]] = {"SCOREJAR_BRIDGE": "py4j"}


class ScorejarDoors(ScorejarService):
    """The same, and gRPC on a port of its own."""

    port_variables: ClassVar[tuple[str, ...]] = (GRPC_PORT,)
