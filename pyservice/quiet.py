"""Standard error without a line that would only worry its reader."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
from collections.abc import Iterator

ENDS_WITHIN_S = 1.0


@contextlib.contextmanager
def without_line(line: str) -> Iterator[None]:
    """Let everything through that this process writes to its standard error, but not this line.

    Java writes past Python, to the file descriptor, and may end the process with a last word there
    when it cannot start; so another process does the reading. Where it cannot, the line is shown.
    line: in full; no `/` in it, nor what means something in a regular expression but dots.
    """
    sed = shutil.which("sed")
    try:
        real = os.dup(2)
    except OSError:  # closed: nobody reads
        yield
        return
    try:
        if sed is None:
            yield
            return
        reader = subprocess.Popen([sed, f"/^{line}$/d"], stdin=subprocess.PIPE, stdout=real)
        pipe = reader.stdin
        if pipe is None:
            raise RuntimeError("a pipe was asked for")
        os.dup2(pipe.fileno(), 2)
        try:
            yield
        finally:
            os.dup2(real, 2)
            pipe.close()
            # A process that another thread started meanwhile may keep the pipe open.
            with contextlib.suppress(subprocess.TimeoutExpired):
                reader.wait(ENDS_WITHIN_S)
    finally:
        os.close(real)
