"""The examples of a page of docs/: run as they stand there, and compared with what it prints."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from benchmarks.environment import interpreter

from .conftest import ROOT

CLIENTS = ROOT / "tests" / "environments" / "clients.lock"
BLOCK = re.compile(
    r"^```(?P<language>\w+)\n(?P<code>.*?)^```\n(?:\n```(?:json|text)\n(?P<printed>.*?)^```\n)?",
    re.MULTILINE | re.DOTALL,
)


class Example(NamedTuple):
    """A block of a page, and what it prints where the page says so."""

    language: str
    code: str
    printed: str | None


def examples_of(page: Path) -> list[Example]:
    """Every block of a page, but for those that others print."""
    return [
        Example(*found.group("language", "code", "printed"))
        for found in BLOCK.finditer(page.read_text())
    ]


def command(example: Example) -> list[str]:
    """How an example is run: by a shell, by Python, or by one that has the client it needs."""
    if example.language == "sh":
        return ["bash", "-euo", "pipefail", "-c"]
    if "tritonclient" in example.code:
        return [str(interpreter((str(CLIENTS),), ROOT / "build" / "environments")), "-c"]
    return [sys.executable, "-c"]


def as_values(text: str) -> Any:
    """What is printed, line by line: values of JSON where it is that, else text and numbers."""
    try:
        return [json.loads(line) for line in text.splitlines()]
    except ValueError:
        return [
            float(piece) if re.fullmatch(r"-?[\d.]+", piece) else piece
            for piece in re.findall(r"-?\d[\d.]*|[^-\d]+|-", text.strip())
        ]


def alike(found: Any, expected: Any) -> bool:
    """Whether two values are the same but for a little in their fractions."""
    if isinstance(expected, dict) and isinstance(found, dict):
        return found.keys() == expected.keys() and all(alike(found[k], expected[k]) for k in found)
    if isinstance(expected, list) and isinstance(found, list):
        return len(found) == len(expected) and all(map(alike, found, expected))
    if isinstance(expected, float):
        return bool(found == pytest.approx(expected, rel=0.02))
    return type(found) is type(expected) and bool(found == expected)


def check(example: Example, folder: Path, addresses: Mapping[str, str]) -> None:
    """Run an example in a folder, with other addresses than the page's, and see what it prints."""
    code = example.code
    for written, found in addresses.items():
        code = code.replace(written, found)
    done = subprocess.run(
        [*command(example), code],
        capture_output=True,
        encoding="utf-8",
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    if example.printed is None:
        assert "error" not in done.stdout
    else:
        assert alike(as_values(done.stdout), as_values(example.printed)), done.stdout
