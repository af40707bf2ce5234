"""Finds the JDK to use: the newest one of version 17 or later, wherever it usually stands.

Standard library only: the Makefile runs this file before anything is installed.
"""

from __future__ import annotations

import os
import re
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

OLDEST = 17
FOLDERS = (
    "/usr/lib/jvm",
    "/usr/java",
    "/opt",
    "/opt/java",
    "~/.sdkman/candidates/java",
    "~/.jdks",
    "/Library/Java/JavaVirtualMachines",
)
MISSING = (
    f"JDK {OLDEST} or newer not found (looked at JAVA_HOME, PATH and {', '.join(FOLDERS[:3])}):"
    " install one, e.g. `apt-get install openjdk-17-jdk-headless`, or set JAVA_HOME"
)


class Jdk(NamedTuple):
    """A Java home; `compiler` says whether it has javac (a JDK) or not (a run-time image)."""

    version: int
    home: Path
    compiler: bool

    @property
    def java(self) -> Path:
        """The launcher."""
        return self.home / "bin" / "java"


def homes() -> Iterator[Path]:
    """Every folder that may be a Java home, most particular first; may repeat."""
    if "JAVA_HOME" in os.environ:
        yield Path(os.environ["JAVA_HOME"])
    launcher = shutil.which("java")
    if launcher:
        yield Path(launcher).resolve().parent.parent
    for folder in FOLDERS:
        for home in sorted(Path(folder).expanduser().glob("*")):
            yield home
            yield home / "Contents" / "Home"


def read(home: Path) -> Jdk | None:
    """The Java in a folder, by its `release` file; None where there is none."""
    try:
        release = (home / "release").read_text()
    except OSError:
        return None
    version = re.search(r'^JAVA_VERSION="(\d+)', release, re.MULTILINE)
    if version is None or not (home / "bin" / "java").exists():
        return None
    return Jdk(int(version[1]), home.resolve(), (home / "bin" / "javac").exists())


def find(*, compiler: bool = False) -> Jdk | None:
    """The newest Java of at least version 17; the first found where two are equally new.

    compiler: only one that has javac. SCOREJAR_JAVA_HOME, where set, is taken without a search.
    """
    pinned = os.environ.get("SCOREJAR_JAVA_HOME")
    found = [read(Path(pinned))] if pinned else [read(home) for home in homes()]
    fit = [jdk for jdk in found if jdk and jdk.version >= OLDEST and (jdk.compiler or not compiler)]
    return max(fit, key=lambda jdk: jdk.version, default=None)


if __name__ == "__main__":
    newest = find(compiler=True)
    if newest is None:
        sys.exit(f"error: {MISSING}")
    print(newest.home)
