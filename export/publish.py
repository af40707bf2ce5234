"""A place for a new version in a repository: one number, one jar, whole or not there.

A repository is `DIR/<model>/<version>.jar`. Readers see a jar only under its final name, and that
name is given once: by a link, which fails where the name is taken.
"""

from __future__ import annotations

import errno
import fcntl
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

from scorejar.errors import ModelError, UsageError
from scorejar.progress import step

MODEL = re.compile(r"[a-z0-9][a-z0-9_-]{0,62}")
JAR = re.compile(r"([1-9][0-9]{0,15})\.jar")
LARGEST_VERSION = 10**15
# Hidden, and no names of versions: readers of a repository pass over them.
LOCK = ".lock"
STAGED = ".staged"


class Slot(NamedTuple):
    """A version that nobody else can take, and the hidden place to write its jar to."""

    version: int
    staged: Path
    jar: Path


def check_names(model: str, version: int | None) -> None:
    """Refuse a model's name or a version that a repository cannot hold."""
    if not MODEL.fullmatch(model):
        raise UsageError(
            f"--model: expected 1 to 63 of a-z, 0-9, '_' and '-', the first a letter or digit;"
            f" got '{model}'"
        )
    if version is not None and not 1 <= version <= LARGEST_VERSION:
        raise UsageError(f"--version: expected 1 to 10^15, got {version}")


@contextmanager
def slot(repository: Path, model: str, version: int | None) -> Iterator[Slot]:
    """Take the next version of a model (or the one given) while the jar is being made.

    What stands in the staged file at the end is published; a failure inside leaves nothing behind.
    Another export of the same model waits meanwhile. Raises ModelError where the version exists,
    UsageError where the repository cannot be written.
    """
    folder = repository / model
    try:
        with locked(folder):
            number = choose(folder, version)
            staged = folder / STAGED
            staged.unlink(missing_ok=True)  # of an export that was killed
            try:
                yield Slot(number, staged, folder / f"{number}.jar")
                publish(staged, folder / f"{number}.jar")
            finally:
                staged.unlink(missing_ok=True)
    except OSError as error:
        raise UsageError(f"{repository}: cannot be written: {error.strerror or error}") from error


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold a model's folder alone; it is made where there is none, removed if it stays empty."""
    new = [place for place in (folder, *folder.parents) if not place.exists()]
    with lock_file(folder) as lock:
        try:
            yield
        finally:
            lock.unlink()
            with suppress(OSError):  # not empty: it holds a jar
                for place in new:
                    place.rmdir()


@contextmanager
def lock_file(folder: Path) -> Iterator[Path]:
    """Hold the lock file of a folder; whoever holds it may remove it."""
    path = folder / LOCK
    handle = None
    while handle is None:
        handle = taken_lock(folder, path)
    try:
        yield path
    finally:
        os.close(handle)


def taken_lock(folder: Path, path: Path) -> int | None:
    """Wait for the lock file and return its handle; None where it was removed meanwhile."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
    except FileNotFoundError:  # who held the lock removed the folder too
        return None
    with step(f"waiting for another export into {folder}"):
        fcntl.flock(handle, fcntl.LOCK_EX)
    if same_file(handle, path):
        return handle
    os.close(handle)
    return None


def same_file(handle: int, path: Path) -> bool:
    """Whether an open file is still the one of that name."""
    try:
        return os.path.samestat(os.fstat(handle), path.stat())
    except FileNotFoundError:
        return False


def check_repository(repository: Path, model: str, version: int | None) -> None:
    """Refuse early, before long work, what `slot` would refuse in the end."""
    existing = next(
        place
        for place in (repository / model, *(repository / model).absolute().parents)
        if place.exists()
    )
    if not existing.is_dir():
        raise UsageError(f"{existing}: expected a folder, found a file")
    if not os.access(existing, os.W_OK | os.X_OK):
        raise UsageError(f"{repository}: cannot be written: {os.strerror(errno.EACCES)}")
    if version is not None and existing == repository / model:
        choose(existing, version)


def choose(folder: Path, wanted: int | None) -> int:
    """The version to make: the one that is wanted, or one above the highest."""
    taken = [
        int(match[1])
        for match in (JAR.fullmatch(place.name) for place in folder.iterdir())
        if match
    ]
    if wanted is None:
        return max(taken, default=0) + 1
    if wanted in taken:
        raise ModelError(exists(folder / f"{wanted}.jar"))
    return wanted


def exists(jar: Path) -> str:
    """What is said of a version that is there."""
    return f"{jar}: expected a version that does not exist, found this one; jars are never replaced"


def publish(staged: Path, jar: Path) -> None:
    """Give a finished file its name, once it is on disk for good."""
    sync(staged)
    try:
        os.link(staged, jar)
    except FileExistsError:
        raise ModelError(exists(jar)) from None
    except OSError as error:
        if error.errno not in (errno.EPERM, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK):
            raise
        # A file system without hard links; the lock is what keeps two exports apart.
        if jar.exists():
            raise ModelError(exists(jar)) from None
        staged.rename(jar)
    sync(jar.parent)


def write_page(page: Path, content: str) -> Path | None:
    """Write the report beside a published jar, whole or not at all; None where it cannot be.

    Nobody scores by it: the jar stands, whatever becomes of its page.
    """
    staged = page.with_name(f".{page.name}.staged")
    try:
        staged.write_text(content, encoding="utf-8")
        return staged.replace(page)
    except OSError:
        with suppress(OSError):
            staged.unlink(missing_ok=True)
        return None


def sync(path: Path) -> None:
    """Have a file's content, or a folder's names, outlast a power cut."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
