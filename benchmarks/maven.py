"""Libraries of contenders in Java, from Maven Central, each known by its hash."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

from benchmarks.environment import FOLDER, LOCKS
from scorejar import jdk

PLUGIN = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy"


def libraries(lock: str, folder: Path = FOLDER) -> list[Path]:
    """The jars that a file of `environments/` names, fetched on first use.

    Raises OSError where one cannot be had, or is not the one that the lock means.
    """
    lines = (LOCKS / lock).read_text().splitlines()
    pins = [line.split(" sha256:") for line in lines if line and not line.startswith("#")]
    return [
        library(coordinates, digest, folder / lock.removesuffix(".lock"))
        for coordinates, digest in pins
    ]


def library(coordinates: str, digest: str, folder: Path) -> Path:
    """One jar: `group:artifact:version` and the SHA-256 that it must have."""
    _, artifact, version = coordinates.split(":")
    jar = folder / f"{artifact}-{version}.jar"
    if not jar.is_file():
        print(f"fetching {coordinates}", file=sys.stderr)
        java = jdk.find(compiler=True)
        command = ["mvn", "--batch-mode", "--quiet", PLUGIN, f"-Dartifact={coordinates}"]
        options = [f"-DoutputDirectory={folder}", "-Dmdep.useBaseVersion=true"]
        home = {"JAVA_HOME": str(java.home)} if java else {}
        folder.mkdir(parents=True, exist_ok=True)
        done = subprocess.run(
            [*command, *options],
            check=False,
            stdout=sys.stderr,
            cwd=folder,
            env={**os.environ, **home},
        )
        if done.returncode:
            raise OSError(f"expected Maven to fetch {coordinates}; it failed")
    found = hashlib.sha256(jar.read_bytes()).hexdigest()
    if found != digest:
        raise OSError(f"{jar.name}: expected SHA-256 {digest}, got {found}")
    return jar
