"""Lays the JPMML jars that come inside PyPI wheels out as a Maven repository.

Maven Central has no resolvable pmml-transpiler and no pmml-sklearn of the wheels' versions; the
wheels `jpmml_evaluator` and `sklearn2pmml` carry them. Each jar says its own coordinates in
META-INF/maven; a POM without dependencies is written beside it, so that Maven looks no further.
"""

from __future__ import annotations

import sys
import zipfile
from importlib.util import find_spec
from pathlib import Path

FOLDERS = {"jpmml_evaluator": "dependencies", "sklearn2pmml": "resources"}
WANTED = {
    "codemodel",
    "jpmml-codemodel",
    "pmml-converter",
    "pmml-lightgbm",
    "pmml-python",
    "pmml-sklearn",
    "pmml-sklearn-lightgbm",
    "pmml-translator",
    "pmml-transpiler",
}

POM = """<?xml version="1.0" encoding="UTF-8"?>
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>{group}</groupId>
  <artifactId>{artifact}</artifactId>
  <version>{version}</version>
</project>
"""


def coordinates(jar: Path) -> tuple[str, str, str] | None:
    """(group, artifact, version) as the jar's own pom.properties states them."""
    with zipfile.ZipFile(jar) as archive:
        for name in archive.namelist():
            if name.startswith("META-INF/maven/") and name.endswith("/pom.properties"):
                lines = archive.read(name).decode().splitlines()
                found = dict(line.split("=", 1) for line in lines if "=" in line)
                return found["groupId"], found["artifactId"], found["version"]
    return None


def lay_out(repository: Path) -> int:
    """Copies the wanted jars of both wheels into repository; returns how many."""
    count = 0
    for package, folder in FOLDERS.items():
        spec = find_spec(package)
        if spec is None or spec.origin is None:
            raise SystemExit(f"{package} is not installed: run `make setup`")
        for jar in sorted((Path(spec.origin).parent / folder).glob("*.jar")):
            found = coordinates(jar)
            if found is None or found[1] not in WANTED:
                continue
            group, artifact, version = found
            home = repository / group.replace(".", "/") / artifact / version
            home.mkdir(parents=True, exist_ok=True)
            stem = f"{artifact}-{version}"
            (home / f"{stem}.jar").write_bytes(jar.read_bytes())
            pom = POM.format(group=group, artifact=artifact, version=version)
            (home / f"{stem}.pom").write_text(pom)
            count += 1
    return count


if __name__ == "__main__":
    lay_out(Path(sys.argv[1]))
