"""Says on stderr what is being done, once it has taken long enough for a person to wonder."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

QUIET_S = 4.0  # a step shorter than this is not worth a line
AGAIN_S = 15.0


@contextmanager
def step(what: str) -> Iterator[None]:
    """Tell a step by name after 4 s and then every 15 s, for as long as it runs."""
    ended = threading.Event()
    start = time.monotonic()

    def tell() -> None:
        wait = QUIET_S
        while not ended.wait(wait):
            print(f"{what} ... {time.monotonic() - start:.0f} s", file=sys.stderr, flush=True)
            wait = AGAIN_S

    teller = threading.Thread(target=tell, name="progress", daemon=True)
    teller.start()
    try:
        yield
    finally:
        ended.set()
        teller.join()
