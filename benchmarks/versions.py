"""One jar as many versions: only its manifest and its digest differ."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from pathlib import Path

MANIFEST = "META-INF/scorejar/model.json"
DIGEST_LENGTH = 64


class Versions:
    """A jar read once, and written again under any version number; see docs/jar.md.

    What is compressed stays so: a version costs a copy of the bytes and one digest.
    """

    def __init__(self, jar: Path, model: str = "") -> None:
        """model: the name that all versions get; the jar's own where it is empty."""
        held = io.BytesIO()
        with (
            zipfile.ZipFile(jar) as old,
            zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as new,
        ):
            self._manifest = json.loads(old.read(MANIFEST))
            for name in old.namelist():
                if name != MANIFEST:
                    new.writestr(zipfile.ZipInfo(name), old.read(name), zipfile.ZIP_DEFLATED)
        self._others = held.getvalue()
        self.model: str = model or self._manifest["model"]

    def bytes(self, version: int) -> bytes:
        """The jar of a version."""
        held = io.BytesIO(self._others)
        with zipfile.ZipFile(held, "a") as jar:
            manifest = json.dumps({**self._manifest, "model": self.model, "version": version})
            jar.writestr(zipfile.ZipInfo(MANIFEST), manifest)
            jar.comment = b"0" * DIGEST_LENGTH
        content = held.getvalue()[:-DIGEST_LENGTH]
        return content + hashlib.sha256(content).hexdigest().encode()

    def write(self, path: Path, version: int) -> Path:
        """Write the jar of a version to a file, not by a rename."""
        path.write_bytes(self.bytes(version))
        return path
