"""Looks at the repository: at once when a file event is heard, and every few seconds anyway."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from pathlib import Path

from watchfiles import watch

from .background import step_back
from .logs import LOGGER, log_event

# After an event wait for the rest of what belongs to it, but no longer than DEBOUNCE_MS.
STEP_MS = 50
DEBOUNCE_MS = 400
STOP_TIMEOUT_S = 5.0


class Watcher:
    """A thread around `poll`.

    File events are a hint: they do not come from other hosts' file systems, get lost when there
    are many, and come while a file is half written. The look every interval_s is the truth.
    The thread has a low priority; Java does what a new version costs on one of a still lower.
    """

    def __init__(self, directory: Path, interval_s: float, poll: Callable[[], None]) -> None:
        self._directory = directory
        self._interval_s = interval_s
        self._poll = poll
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="scorejar-watcher", daemon=True)

    def start(self) -> None:
        """Begin to look."""
        self._thread.start()

    def stop(self) -> bool:
        """Look no more; waits for a look that is under way, but not for ever.

        Tells whether it has ended: a version that is being loaded may take longer.
        """
        self._stopped.set()
        self._thread.join(STOP_TIMEOUT_S)
        return not self._thread.is_alive()

    def _run(self) -> None:
        step_back()
        while not self._stopped.is_set():
            try:
                self._listen()
            except OSError as error:  # no file events to be had: the folder is gone, or too many
                log_event(logging.DEBUG, "no file events", cause=str(error))
                self._stopped.wait(self._interval_s)
                self._look()

    def _listen(self) -> None:
        events = watch(
            self._directory,
            watch_filter=None,
            step=STEP_MS,
            debounce=DEBOUNCE_MS,
            rust_timeout=round(self._interval_s * 1000),
            yield_on_timeout=True,
            raise_interrupt=False,
            stop_event=self._stopped,
        )
        for _ in events:
            self._look()

    def _look(self) -> None:
        try:
            self._poll()
        except Exception:
            # Our own fault, but no reason to stop looking: the next version may be a good one.
            logging.getLogger(LOGGER).exception("the look at the repository failed")
