"""Prometheus' own checker of rules: the one on the path, or Debian's, unpacked into build/."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest

from .conftest import ROOT, once

PACKAGE = "prometheus"


def promtool() -> str:
    """Where it is; skips the test where there is none and Debian's packages are out of reach."""
    return shutil.which("promtool") or str(once(ROOT / "build" / "promtool", unpack) / "promtool")


def unpack(folder: Path) -> None:
    """Take it out of Debian's package, which need not be installed for that."""
    apt = shutil.which("apt-get")
    if apt is None:
        pytest.skip("promtool is not on the path: install Prometheus")
    with tempfile.TemporaryDirectory() as home:
        if run(apt, "download", PACKAGE, home=home):
            run(apt, "update", "--quiet", home=home)  # there was no list of packages yet
            if said := run(apt, "download", PACKAGE, home=home):
                pytest.skip(f"promtool is not on the path and cannot be had: {said}")
        (package,) = Path(home).glob("*.deb")
        assert not run("dpkg-deb", "--extract", str(package), f"{home}/all", home=home)
        folder.mkdir(parents=True)
        shutil.copy(Path(home) / "all" / "usr" / "bin" / "promtool", folder)


def run(*command: str, home: str) -> str:
    """Run a command; what it said where it failed, else nothing."""
    done = subprocess.run(command, cwd=home, capture_output=True, encoding="utf-8", check=False)
    return (done.stderr.strip() or "failed") if done.returncode else ""
