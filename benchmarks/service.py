"""The base of every contender that answers over HTTP: a real process on a free port."""

from __future__ import annotations

import json
import math
import os
import signal
import socket
import subprocess
import time
from abc import ABC, abstractmethod
from collections.abc import Sequence
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import ClassVar

from benchmarks import cores, environment, http_load
from benchmarks.model import Model, Row, file_name
from benchmarks.process import ROOT, ContenderFailedError, last_line


class Service(ABC):
    """How to start a service and where to post rows. One worker, on one core."""

    name: ClassVar[str]
    tolerance: ClassVar[float] = 1e-12
    just_in_time: ClassVar[bool] = False
    requirements: ClassVar[tuple[str, ...]] = ()
    ready_path: ClassVar[str]
    """Answers with status 200 once the model is there."""

    variables: ClassVar[dict[str, str]] = {}
    """Environment variables to add."""

    open_seconds: ClassVar[float] = 60
    """How long it may take until it is ready."""

    port_variables: ClassVar[tuple[str, ...]] = ()
    """Environment variables that are each to name a further free port."""

    @classmethod
    def model_variables(cls, model: Model) -> dict[str, str]:
        """Environment variables that depend on the model."""
        return {}

    @classmethod
    def ready(cls, model: Model) -> str:
        """The path of `ready_path`; its own where the service says it for each model."""
        return cls.ready_path

    @classmethod
    def fits(cls, model: Model) -> bool:
        """Whether it can score this model at all."""
        return True

    @classmethod
    @abstractmethod
    def command(cls, model: Model, interpreter: Path, port: int) -> list[str]:
        """The process to start, serving on 127.0.0.1."""

    @classmethod
    def path(cls, model: Model, size: int) -> str:
        """Where to post a body of so many rows."""
        return "/predict"


def free_ports(count: int) -> list[int]:
    """Ports on 127.0.0.1 that nothing listens on."""
    with ExitStack() as stack:
        probes = [stack.enter_context(socket.socket()) for _ in range(count)]
        for probe in probes:
            probe.bind((http_load.HOST, 0))
        return [int(probe.getsockname()[1]) for probe in probes]


class ServiceProcess:
    """A service that runs, pinned to the measured core; ready when the constructor returns."""

    def __init__(
        self, service: type[Service], model: Model, folder: Path, patience_seconds: float = 60
    ) -> None:
        self.service = service
        self.model = model
        self.port, *more = free_ports(1 + len(service.port_variables))
        self.ports = dict(zip(service.port_variables, more, strict=True))
        folder.mkdir(parents=True, exist_ok=True)
        self.log = (folder / f"{file_name(model.name, service.name)}.log").open("wb")
        interpreter = environment.interpreter(service.requirements)
        with cores.pinned(cores.measured()):
            self.process = subprocess.Popen(
                service.command(model, interpreter, self.port),
                stdin=subprocess.DEVNULL,
                stdout=self.log,
                stderr=self.log,
                cwd=ROOT,
                env={
                    **environment.variables(),
                    **service.variables,
                    **service.model_variables(model),
                    **{name: str(port) for name, port in self.ports.items()},
                },
                start_new_session=True,
            )
        try:
            self._wait(patience_seconds)
        except BaseException:
            self.close()
            raise

    def request(self, rows: Sequence[Row]) -> bytes:
        """The request for some rows: one object for one row, an array of them for more."""
        named = [
            {
                column: None if isinstance(value, float) and math.isnan(value) else value
                for column, value in zip(self.model.columns, row, strict=True)
            }
            for row in rows
        ]
        body = json.dumps(named[0] if len(named) == 1 else named, separators=(",", ":"))
        return http_load.post(self.service.path(self.model, len(rows)), body.encode())

    def answers(self, rows: Sequence[Row], size: int) -> list[float]:
        """P(1) of each row, asked for `size` rows a request."""
        found: list[float] = []
        connection = http_load.Connection(self.port)
        try:
            for start in range(0, len(rows), size):
                said = json.loads(connection.ask(self.request(rows[start : start + size])))
                found += [float(answer[self.model.answer]) for answer in said["predictions"]]
        except (ConnectionError, TimeoutError) as error:
            raise ContenderFailedError(str(error)) from error
        finally:
            connection.close()
        return found

    def close(self) -> None:
        """End the process: SIGTERM, and SIGKILL when that takes too long or leaves children."""
        self.process.terminate()
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        with suppress(ProcessLookupError):  # Its group is mostly gone with it.
            os.killpg(self.process.pid, signal.SIGKILL)
        self.log.close()

    def _wait(self, seconds: float) -> None:
        """Ask until the service says that it is ready, and listens on its further ports."""
        head = f"GET {self.service.ready(self.model)} HTTP/1.1\r\nHost: {http_load.HOST}\r\n\r\n"
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                code, said = self.process.returncode, last_line(Path(self.log.name))
                raise ContenderFailedError(f"ended with {code} before it was ready: {said}")
            try:
                connection = http_load.Connection(self.port)
                try:
                    connection.ask(head.encode())
                finally:
                    connection.close()
                for port in self.ports.values():
                    http_load.Connection(port).close()
                return
            except OSError:
                time.sleep(0.05)  # Not there yet.
        said = last_line(Path(self.log.name))
        raise ContenderFailedError(f"not ready after {seconds:g} s: {said}")
