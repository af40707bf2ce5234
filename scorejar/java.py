"""Runs one of the project's Java programs and takes its answer and its errors over.

The programs speak as the commands do: a JSON object on stdout, progress and at last a line
`error: ...` on stderr, and the same exit codes.
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from scorejar import jars, jdk
from scorejar.errors import FAMILIES, ScorejarError, UsageError


def run(
    main: str, arguments: Sequence[str], class_path: list[Path], *, compiler: bool = False
) -> dict[str, Any]:
    """Run a Java main class to its end and return the JSON object that it printed.

    compiler: the program needs javac. Raises the ScorejarError of the program's exit code.
    """
    java = jdk.find(compiler=compiler)
    if java is None:
        raise UsageError(jdk.MISSING)
    # These programs end before the second compiler pays: half the CPU time without it.
    command = [str(java.java), "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"]
    command += ["-Dfile.encoding=UTF-8", "-cp", jars.class_path(class_path), main, *arguments]
    process = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    return answer(main, process.returncode, process.stdout, process.stderr)


def answer(main: str, code: int, out: str, err: str) -> dict[str, Any]:
    """The object that a program printed; raises the ScorejarError of its exit code."""
    if code == 0:
        printed: dict[str, Any] = json.loads(out)
        return printed
    lines = [line for line in err.splitlines() if line.strip()]
    errors = [line.removeprefix("error: ") for line in lines if line.startswith("error: ")]
    said = errors[-1] if errors else f"{main} ended with {code}: " + " ".join(lines)
    raise FAMILIES.get(code, ScorejarError)(said[:2000])
