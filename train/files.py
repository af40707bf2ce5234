"""A folder of results: complete, or not there."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from scorejar.errors import UsageError


@contextmanager
def results(out: Path) -> Iterator[Path]:
    """A hidden folder to write into; what is in it at the end is moved to `out`.

    A failure inside leaves nothing behind: not the hidden folder, nor `out` or its parents where
    they were not there. Files of the same names are replaced one by one, others stay.
    Raises UsageError where `out` is no folder or cannot be written.
    """
    check(out)
    new = [folder for folder in (out, *out.parents) if not folder.exists()]
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        beside = out if out.exists() else out.parent
        staging = Path(tempfile.mkdtemp(prefix=f".{out.name}.", dir=beside))
    except OSError as error:
        raise UsageError(f"{out}: cannot be written: {error.strerror}") from None
    try:
        yield staging
        if out.exists():
            for file in sorted(staging.iterdir()):
                file.replace(out / file.name)
        else:
            staging.chmod(0o777 & ~umask())
            staging.rename(out)
    except BaseException as error:
        shutil.rmtree(staging, ignore_errors=True)
        for folder in new:  # innermost first
            folder.rmdir() if folder.exists() else None
        if isinstance(error, OSError):
            raise UsageError(f"{out}: cannot be written: {error.strerror or error}") from None
        raise
    shutil.rmtree(staging, ignore_errors=True)


def check(out: Path) -> None:
    """Refuse what cannot become a folder, before any work is done."""
    existing = next(folder for folder in (out, *out.absolute().parents) if folder.exists())
    if not existing.is_dir():
        raise UsageError(f"{existing}: expected a folder, found a file")
    if not os.access(existing, os.W_OK | os.X_OK):
        raise UsageError(f"{out}: cannot be written: permission denied")


def umask() -> int:
    """The mask that new files get; it can only be read by setting it."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
