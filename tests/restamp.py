"""Makes one exported jar into many versions, so that a test of many swaps exports only two."""

from __future__ import annotations

import hashlib
import json
import zipfile
from pathlib import Path

MANIFEST = "META-INF/scorejar/model.json"


def restamp(jar: Path, target: Path, **changes: object) -> Path:
    """Write jar with other values in its manifest, under a digest that fits, by one rename.

    changes: keys of model.json, e.g. `version=7`; see docs/jar.md.
    """
    staged = target.with_name(f".{target.name}.tmp")
    with zipfile.ZipFile(jar) as old, zipfile.ZipFile(staged, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            if name == MANIFEST:
                content = json.dumps({**json.loads(content), **changes}).encode()
            new.writestr(zipfile.ZipInfo(name), content)
        new.comment = b"0" * 64
    sign(staged)
    return staged.replace(target)


def without_entry(jar: Path, target: Path, entry: str) -> Path:
    """Write jar without one entry, under a digest that fits."""
    with zipfile.ZipFile(jar) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name != entry:
                new.writestr(zipfile.ZipInfo(name), old.read(name))
        new.comment = b"0" * 64
    sign(target)
    return target


def with_entry(jar: Path, target: Path, entry: str, content: bytes) -> Path:
    """Write jar with one more entry, under a digest that fits, by one rename."""
    staged = target.with_name(f".{target.name}.tmp")
    staged.write_bytes(jar.read_bytes())
    with zipfile.ZipFile(staged, "a", zipfile.ZIP_DEFLATED) as more:
        more.writestr(zipfile.ZipInfo(entry), content)
        more.comment = b"0" * 64
    sign(staged)
    return staged.replace(target)


def sign(path: Path) -> None:
    """Put the digest of all bytes but the last 64 into those."""
    content = path.read_bytes()[:-64]
    path.write_bytes(content + hashlib.sha256(content).hexdigest().encode())
