"""The project's Java programs in JVMs that stay, so that 300 cases do not start 1000 of them.

`use()` puts `run` of this module in the place of `scorejar.java.run`, the one door between Python
and the programs; what happens behind it is the same code (`Warm.java`).
"""

from __future__ import annotations

import atexit
import json
import subprocess
import tempfile
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from scorejar import jars, java, jdk
from scorejar.errors import UsageError

MAIN = "io.scorejar.transpiler.Warm"
WARM = Path(__file__).parent / "Warm.java"
OPTIONS = ["-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx1g", "-Dfile.encoding=UTF-8"]


class WarmJvm:
    """One JVM that runs the programs of one class path, one at a time; threads wait."""

    def __init__(self, class_path: list[Path]) -> None:
        found = jdk.find(compiler=True)
        if found is None:
            raise UsageError(jdk.MISSING)
        self.lock = threading.Lock()
        self.folder = tempfile.TemporaryDirectory(prefix="scorejar-warm-")
        path = jars.class_path(class_path)
        javac = [str(found.java.with_name("javac")), "-nowarn", "-d", self.folder.name]
        subprocess.run([*javac, "-cp", path, str(WARM)], check=True)
        self.process = subprocess.Popen(
            [str(found.java), *OPTIONS, "-cp", f"{path}:{self.folder.name}", MAIN],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            encoding="utf-8",
        )

    def run(self, main: str, arguments: Sequence[str]) -> tuple[int, str, str]:
        """Run a program; returns its exit code and what it wrote."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        request = json.dumps({"main": main, "arguments": list(arguments)})
        with self.lock:
            self.process.stdin.write(request + "\n")
            self.process.stdin.flush()
            line = self.process.stdout.readline()
        if not line:
            return 1, "", "error: the JVM ended"
        answer = json.loads(line)
        return answer["code"], answer["out"], answer["err"]

    def stop(self) -> None:
        """End it."""
        with self.process:  # which closes its pipes
            self.process.kill()
        self.folder.cleanup()


_running: dict[str, WarmJvm] = {}
_starting = threading.Lock()


def run(
    main: str, arguments: Sequence[str], class_path: list[Path], *, compiler: bool = False
) -> dict[str, Any]:
    """As `scorejar.java.run`."""
    key = jars.class_path(class_path)
    with _starting:
        if key not in _running or _running[key].process.poll() is not None:
            _running[key] = WarmJvm(class_path)
        jvm = _running[key]
    return java.answer(main, *jvm.run(main, arguments))


def use() -> None:
    """From now on this process runs Java programs warm."""
    java.run = run
    atexit.register(stop)


def stop() -> None:
    """End the JVMs."""
    while _running:
        _running.popitem()[1].stop()
