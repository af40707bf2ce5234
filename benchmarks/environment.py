"""Interpreters for contenders: ours, or one in an environment of its own where pins clash."""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

from scorejar.jdk import Jdk

LOCKS = Path(__file__).parent / "environments"
FOLDER = Path(__file__).parent.parent / "build" / "bench" / "environments"


def interpreter(requirements: tuple[str, ...], folder: Path = FOLDER) -> Path:
    """A Python that has the requirements; made on first use, then kept by their digest.

    requirements: exact pins as pip takes them, or the name of a lock file of `environments/`; empty
    means the interpreter that runs us. Raises OSError, with pip's words on stderr, where they
    cannot be installed.
    """
    if not requirements:
        return Path(sys.executable)
    arguments: list[str] = []
    made_from = hashlib.sha256("\n".join(sorted(requirements)).encode())
    for requirement in requirements:
        if requirement.endswith(".lock"):
            lock = LOCKS / requirement
            made_from.update(lock.read_bytes())
            arguments += ["--require-hashes", "--requirement", str(lock)]
        else:
            arguments.append(requirement)
    digest = made_from.hexdigest()[:16]
    home = folder / digest
    python = home / "bin" / "python"
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / f"{digest}.lock").open("w") as guard:
        fcntl.flock(guard, fcntl.LOCK_EX)  # who comes meanwhile waits until it is made
        if not (home / "made").is_file():
            make(requirements, arguments, home)
    return python


def make(requirements: tuple[str, ...], arguments: list[str], home: Path) -> None:
    """Make the environment."""
    python = home / "bin" / "python"
    print(f"making an environment for {', '.join(requirements)}", file=sys.stderr)
    shutil.rmtree(home, ignore_errors=True)
    venv.create(home, with_pip=False, symlinks=True)
    # Our pip installs into the other environment: much quicker than giving each one its own. What
    # is imported is compiled then, which is a small part of what some packages hold.
    pip = [sys.executable, "-m", "pip", "--python", str(python), "--quiet"]
    install = [*pip, "install", "--no-compile", "--only-binary", ":all:", *arguments]
    if subprocess.run(install, check=False).returncode:
        raise OSError(f"expected pip to install {', '.join(requirements)}; it failed")
    (home / "made").touch()


def variables(java: Jdk | None = None) -> dict[str, str]:
    """The environment variables of every process that is measured: one thread for each library.

    java: the one that whatever starts a JVM is to find, ours by its own search or another's.
    """
    one = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "PYTHONUNBUFFERED": "1"}
    if java is None:
        return {**os.environ, **one}
    path = os.pathsep.join([str(java.home / "bin"), os.environ.get("PATH", os.defpath)])
    home = str(java.home)
    return {**os.environ, **one, "SCOREJAR_JAVA_HOME": home, "JAVA_HOME": home, "PATH": path}
