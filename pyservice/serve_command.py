"""`scorejar serve`: arguments to settings, settings to a server."""

from __future__ import annotations

import argparse
import os
import signal
import socket
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import Any, cast, get_args

import uvicorn
from pydantic import ValidationError
from pydantic_settings import SettingsError
from uvicorn.supervisors import Multiprocess

from scorejar import jars, jdk
from scorejar.errors import ScorejarError, UsageError

from .app import create_app
from .bridge import BridgeName
from .logs import announce, logging_config
from .management_server import reserved
from .messages import shown
from .metrics import MULTIPROCESS_DIR
from .settings import AccessLog, EngineName, LogFormat, LogLevel, Settings
from .slow_clients import guarded
from .traffic.policy import EACH

VERTEX_PORT = "AIP_HTTP_PORT"  # set by Vertex AI for the containers that it runs


def main(argv: Sequence[str]) -> None:
    """Serve until SIGTERM or SIGINT, then end with exit code 0."""
    settings = read_settings(parser().parse_args(argv))
    check_repository(settings.repository)
    if jdk.find() is None:
        raise UsageError(jdk.MISSING)
    jars.serving()  # raises where they have not been built
    listener = listen(settings.host, settings.port)
    if settings.workers == 1:
        serve(settings, listener)
    else:
        serve_by_workers(settings, listener)


def parser() -> argparse.ArgumentParser:
    """The command's options; each that is left out comes from the environment or its default."""
    parse = argparse.ArgumentParser(
        prog="scorejar serve",
        description="Serve the models of a repository over HTTP, and their new versions as they"
        " come.",
        epilog="Further settings are environment variables, SCOREJAR_MAX_ROWS=1000 for example:"
        " docs/operations.md lists them.",
        argument_default=argparse.SUPPRESS,
    )
    parse.add_argument(
        "--repository", type=Path, metavar="DIR", help="folder of models: DIR/<model>/<version>.jar"
    )
    parse.add_argument("--host", help="address to listen on (127.0.0.1)")
    parse.add_argument("--port", type=int, help="port to listen on; 0 takes any (8080)")
    parse.add_argument("--grpc-port", type=int, help="port for gRPC; 0 takes any (no gRPC)")
    parse.add_argument(
        "--management-port", type=int, help="port for the management API; 0 takes any (no API)"
    )
    parse.add_argument("--workers", type=int, help="processes, each with its own JVM (1)")
    parse.add_argument("--default-model", metavar="NAME", help="the model that POST /predict means")
    parse.add_argument(
        "--pin",
        action="append",
        dest="pins",
        metavar="NAME=VERSION",
        help="hold a model at a version; may be given several times",
    )
    parse.add_argument(
        "--versions",
        action="append",
        metavar="[NAME=]POLICY",
        help="versions that are loaded, of a model or of every other one: latest:2, all or 3,5;"
        " may be given several times (latest)",
    )
    parse.add_argument(
        "--traffic",
        type=Path,
        metavar="FILE",
        help="labels and splits of versions (traffic.json in the repository)",
    )
    parse.add_argument("--engine", choices=get_args(EngineName), help="engine to score with (auto)")
    parse.add_argument(
        "--bridge", choices=get_args(BridgeName), help="JVM in this process or in a child (jpype)"
    )
    parse.add_argument(
        "--allow-schema-change",
        action="store_true",
        help="let a new version have other inputs or outputs",
    )
    parse.add_argument(
        "--model-control",
        action="store_true",
        help="let clients load and unload models by the Open Inference Protocol",
    )
    parse.add_argument(
        "--micro-batch-rows",
        type=int,
        metavar="ROWS",
        help="one-row requests that are scored in one call where they come at once (1)",
    )
    parse.add_argument(
        "--micro-batch-delay-ms",
        type=float,
        metavar="MS",
        help="how long a row may wait for others (1)",
    )
    parse.add_argument("--heap-mb", type=int, metavar="MB", help="the JVM's heap (256)")
    parse.add_argument("--log-format", choices=get_args(LogFormat), help="form of the log (text)")
    parse.add_argument("--log-level", choices=get_args(LogLevel), help="least to log (info)")
    parse.add_argument("--access-log", choices=get_args(AccessLog), help="requests to log (errors)")
    parse.add_argument(
        "--trace-endpoint", metavar="URL", help="where OpenTelemetry takes traces (none)"
    )
    parse.add_argument(
        "--payload-log", type=Path, metavar="DIR", help="folder for a sample of rows (none)"
    )
    parse.add_argument(
        "--payload-share", type=float, metavar="SHARE", help="share of requests sampled (0.01)"
    )
    parse.add_argument(
        "--payload-redact",
        action="append",
        metavar="COLUMN",
        help="a column to leave out of the sample; may be given several times",
    )
    return parse


def read_settings(arguments: argparse.Namespace) -> Settings:
    """The settings of a command line and the environment; raises UsageError."""
    given: dict[str, Any] = vars(arguments)
    if "pins" in given:
        given["pins"] = dict(read_pin(pin) for pin in given["pins"])
    if "versions" in given:
        given["versions"] = dict(read_policy(policy) for policy in given["versions"])
    if "port" not in given and "SCOREJAR_PORT" not in os.environ and VERTEX_PORT in os.environ:
        given["port"] = os.environ[VERTEX_PORT]
    try:
        settings = Settings(**given)
        if settings.model_control and settings.workers > 1:
            expected = "expected one worker, since the others would not hear of a change"
            raise UsageError(f"model_control: {expected}, got {settings.workers}")
        return settings
    except ValidationError as error:
        first = error.errors()[0]
        name = ".".join(map(str, first["loc"])) or "settings"
        if first["type"] == "missing":
            raise UsageError(f"{name}: expected --{name} or SCOREJAR_{name.upper()}") from None
        said = first["msg"].removeprefix("Value error, ").replace("Input should be", "expected")
        raise UsageError(f"{name}: {said}, got {shown(first['input'])}") from None
    except SettingsError as error:  # 'error parsing value for field "pins" from source ...'
        name = str(error).partition('"')[2].partition('"')[0]
        text = os.environ.get(f"SCOREJAR_{name.upper()}", "")
        raise UsageError(f"{name}: expected JSON, got '{text}'") from None


def read_pin(pin: str) -> tuple[str, str]:
    """`credit=3` as its two parts."""
    name, equals, version = pin.partition("=")
    if not (name and equals and version.isdigit()):
        raise UsageError(f"--pin: expected NAME=VERSION, got '{pin}'")
    return name, version


def read_policy(policy: str) -> tuple[str, str]:
    """`credit=latest:2` as its two parts; `latest:2` is that of every other model."""
    name, equals, text = policy.rpartition("=")
    if equals and not name:
        raise UsageError(f"--versions: expected [NAME=]POLICY, got '{policy}'")
    return name or EACH, text


def check_repository(repository: Path) -> None:
    """Refuse a repository that is not there; one without models is good, they may come."""
    if not repository.is_dir():
        found = "a file" if repository.exists() else "none"
        raise UsageError(f"{repository}: expected a folder of models, found {found}")
    try:
        next(repository.iterdir(), None)
    except OSError as error:
        raise UsageError(f"{repository}: cannot be read: {error.strerror}") from None


def listen(host: str, port: int) -> socket.socket:
    """A socket bound to the address; raises UsageError where that cannot be."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        listener = socket.socket(family, kind, protocol)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        # Without this a second server could bind too, and both would only fail at listening.
        listener.listen()
    except OSError as error:
        raise UsageError(f"{host}:{port}: cannot listen there: {error.strerror}") from None
    listener.set_inheritable(True)
    return listener


def serve(settings: Settings, listener: socket.socket) -> None:
    """Serve in this process."""
    app = create_app(settings)
    server = uvicorn.Server(configuration(settings, app=app))
    for number in (signal.SIGTERM, signal.SIGINT):
        # As uvicorn does later on: a signal that comes before is heard too. The same signal is
        # raised again when uvicorn has ended in order; that is no reason to die.
        signal.signal(number, server.handle_exit)
    announce(settings, listener.getsockname()[:2])
    try:
        server.run(sockets=[listener])
    except SystemExit:
        if app.state.failure is None:
            raise ScorejarError("the server did not start; the log says why") from None
        raise cast(ScorejarError, app.state.failure) from None


def serve_by_workers(settings: Settings, listener: socket.socket) -> None:
    """Serve in several processes on one socket; they are spawned, for a JVM survives no fork."""
    with ExitStack() as held:
        folder = held.enter_context(tempfile.TemporaryDirectory(prefix="scorejar-metrics-"))
        if settings.management_port is not None:
            host, port = settings.management_host, settings.management_port
            kept = held.enter_context(reserved(host, port))
            settings = settings.model_copy(update={"management_port": kept.getsockname()[1]})
        # Where the workers put their figures, so that any of them can answer for all.
        os.environ[MULTIPROCESS_DIR] = folder
        config = configuration(settings, app=partial(create_app, settings), factory=True)
        workers = Multiprocess(config, sockets=[listener])  # which hears signals from here on
        announce(settings, listener.getsockname()[:2])
        workers.run()


def configuration(settings: Settings, **app: Any) -> uvicorn.Config:
    """uvicorn's settings from ours."""
    return uvicorn.Config(
        **app,
        workers=settings.workers,
        log_config=logging_config(settings),
        lifespan="on",
        **guarded(settings),
    )
