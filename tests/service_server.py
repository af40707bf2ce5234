"""A running `scorejar serve` for tests: a process of its own, on a port that the system chose."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx

ROOT = Path(__file__).parent.parent
DEADLINE_S = 60.0  # a JVM takes half a minute to start where all cores are busy


def wait_for(what: str, condition: Callable[[], Any], seconds: float = DEADLINE_S) -> Any:
    """Look again and again until the condition holds; returns what it gave."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if found := condition():
            return found
        time.sleep(0.02)
    raise AssertionError(f"waited {seconds} s for {what}")


class Server:
    """A server process; `log` holds what it wrote to stderr, line by line."""

    def __init__(self, repository: Path, *options: str, **settings: object):
        self.log: list[str] = []
        self.repository = repository
        command = [sys.executable, "-m", "scorejar", "serve", "--port", "0"]
        self.process = subprocess.Popen(
            [*command, "--repository", str(repository), *options],
            stderr=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            encoding="utf-8",
            cwd=ROOT,
            env={**os.environ, **{f"SCOREJAR_{n.upper()}": str(v) for n, v in settings.items()}},
        )
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        address = wait_for("an address", self.address)
        self.url = f"http://{address}"
        self.client = httpx.Client(base_url=self.url, timeout=DEADLINE_S, trust_env=False)

    def __enter__(self) -> Server:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _read(self) -> None:
        assert self.process.stderr
        for line in self.process.stderr:
            self.log.append(line.rstrip("\n"))

    def address(self) -> str | None:
        """Host and port, once the log has said them."""
        if self.process.poll() is not None:
            raise AssertionError("\n".join(["the server ended", *self.log]))
        found = [re.search(r"listening on http://(\S+:\d+)", line) for line in list(self.log)]
        return next((match[1] for match in found if match), None)

    def grpc_address(self) -> str | None:
        """Host and port for gRPC, once the log has said them."""
        found = [re.search(r"gRPC on (\S+:\d+)", line) for line in list(self.log)]
        return next((match[1] for match in found if match), None)

    def ready(self) -> Server:
        """Wait until the server says that it is ready."""
        wait_for("readiness", lambda: self.client.get("/health/ready").status_code == 200)
        return self

    def post(self, path: str, body: Any) -> httpx.Response:
        """Post JSON."""
        return self.client.post(path, json=body)

    def version(self, model: str) -> int | None:
        """The version that serves."""
        version: int | None = self.client.get(f"/models/{model}").json().get("version")
        return version

    def logged(self, text: str) -> bool:
        """Whether a line of the log holds the text."""
        return any(text in line for line in list(self.log))

    def close(self) -> int:
        """Stop the server as an init system does; returns its exit code."""
        self.client.close()
        if self.process.poll() is None:
            self.process.terminate()
        try:
            code = self.process.wait(DEADLINE_S)
        except subprocess.TimeoutExpired:
            self.process.kill()
            raise
        self._reader.join(DEADLINE_S)
        assert self.process.stderr
        self.process.stderr.close()
        return code
