"""What the routes share: the JVM, the models, the threads; started and stopped with the app."""

from __future__ import annotations

import asyncio
import logging
import signal
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from types import FrameType

from .background import settle
from .bridge import Bridge, open_bridge
from .failures import UnavailableError
from .logs import log_event
from .metrics import Metrics
from .oip.statistics import Statistics
from .problems import NO_MODEL, STOPPING
from .queue import Queue
from .request_log import RequestLog
from .served import Served, ServedModels
from .settings import Settings
from .watcher import Watcher

Handler = Callable[[int, FrameType | None], object]


class Service:
    """One service in one process. `models` and `queue` are there between start and stop."""

    models: ServedModels
    queue: Queue

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.metrics = Metrics()
        self.log = RequestLog(self.metrics, settings.access_log)
        self.statistics = Statistics()
        self.draining = False
        self._bridge: Bridge | None = None
        self._watcher: Watcher | None = None
        self._loader = ThreadPoolExecutor(1, "scorejar-load")  # starts none before it is asked

    def start(self) -> None:
        """Start the JVM, load the models, begin to look for new ones."""
        settings = self.settings
        self._bridge = open_bridge(
            settings.bridge, heap_mb=settings.heap_mb, jvm_options=settings.jvm_options
        )
        self._bridge.silence()
        self.queue = Queue(settings.score_threads, settings.max_queue)
        self.models = ServedModels(self._bridge, settings, self.metrics)
        self.models.poll()
        self._watcher = Watcher(settings.repository, settings.scan_interval_s, self.models.poll)
        self._watcher.start()
        settle()

    def check_ready(self) -> bool:
        """True; raises UnavailableError where no request should come here."""
        if self.draining:
            raise UnavailableError(STOPPING)
        if not self.models.ready():
            raise UnavailableError(NO_MODEL)
        return True

    def stop(self) -> None:
        """Undo start; called when no request is under way any more."""
        self.draining = True
        if self._watcher is None or self._bridge is None:
            return
        idle = self._watcher.stop()
        self._loader.shutdown(wait=False)
        self.queue.close()
        if idle:  # else it would wait for the load; all ends with the process anyway
            self.models.close()
        self._bridge.stop()

    async def change(self, name: str, load: bool) -> Served:
        """Load or unload a model, beside the requests that are answered. See ServedModels."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._loader, self.models.change, name, load)

    def drain_on_signal(self, loop: asyncio.AbstractEventLoop) -> None:
        """Let `ready` be false from SIGTERM or SIGINT on, and the server end drain_s later.

        The handlers of the server, which are there already, are called then. A second signal
        does not wait.
        """
        if threading.current_thread() is not threading.main_thread():
            return  # a test's server, which gets no signals
        for number in (signal.SIGTERM, signal.SIGINT):
            previous = signal.getsignal(number)
            if callable(previous):
                signal.signal(number, self._handler(loop, previous))

    def _handler(self, loop: asyncio.AbstractEventLoop, previous: Handler) -> Handler:
        def handle(number: int, frame: FrameType | None) -> None:
            waits = self.settings.drain_s > 0 and not self.draining
            self.draining = True
            # Not from within the handler, which may have interrupted a write to the same stream.
            name = signal.Signals(number).name
            loop.call_soon_threadsafe(lambda: log_event(logging.INFO, "stopping", signal=name))
            if waits:
                loop.call_soon_threadsafe(
                    lambda: loop.call_later(self.settings.drain_s, previous, number, None)
                )
            else:
                previous(number, frame)

        return handle
