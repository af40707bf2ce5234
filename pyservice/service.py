"""What the routes share: the JVM, the models, the threads; started and stopped with the app."""

from __future__ import annotations

import asyncio
import json
import logging
import signal
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from types import FrameType
from typing import Any, TypeVar

from scorejar.errors import ScorejarError

from .background import put_aside, settle, step_back, step_forward
from .bridge import Bridge, open_bridge
from .failures import UnavailableError
from .jvm_options import service_options
from .logs import log_event
from .metrics import Metrics
from .micro_batches import MicroBatches
from .oip.statistics import Statistics
from .page.history import History
from .problems import NO_MODEL, STOPPING
from .queue import Queue
from .request_log import RequestLog
from .served import Served
from .served_models import ServedModels
from .settings import Settings
from .traffic_control import TrafficControl
from .watcher import Watcher

T = TypeVar("T")

Handler = Callable[[int, FrameType | None], object]


class Service:
    """One service in one process; what has no value at first is there between start and stop."""

    models: ServedModels
    traffic_control: TrafficControl
    queue: Queue

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.metrics = Metrics()
        self.history = History(self.metrics)
        self.log = opened_log(self.metrics, settings)
        self.statistics = Statistics()
        self.micro_batches = MicroBatches(settings.micro_batch_rows, settings.micro_batch_delay_ms)
        self.draining = False
        self._told_to_stop = asyncio.Event()
        self._bridge: Bridge | None = None
        self._watcher: Watcher | None = None
        self._loader = ThreadPoolExecutor(1, "scorejar-load", step_back)  # starts none yet

    async def start(self) -> None:
        """Start the JVM, load the models, begin to look for new ones.

        Returns at once when a signal to stop comes before the models are loaded.
        """
        settings = self.settings
        options = service_options(settings.heap_mb, settings.jvm_options)
        self._bridge = open_bridge(settings.bridge, heap_mb=settings.heap_mb, jvm_options=options)
        self._bridge.silence()
        self.queue = Queue(settings.score_threads, settings.max_queue)
        self.models = ServedModels(self._bridge, settings, self.metrics)
        self.traffic_control = TrafficControl(self.models, settings.versions)
        await self._load()
        if self.draining:
            return
        put_aside()
        self._watcher = Watcher(settings.repository, settings.scan_interval_s, self.models.poll)
        self._watcher.start()
        settle()
        step_forward()  # last, for threads inherit it

    async def _load(self) -> None:
        """The first look, on a thread that does not keep the process from ending."""
        loaded: Future[None] = Future()

        def load() -> None:
            try:
                self.models.poll()
            except Exception as error:
                loaded.set_exception(error)
            else:
                loaded.set_result(None)

        threading.Thread(target=load, name="scorejar-first-load", daemon=True).start()
        done = asyncio.wrap_future(loaded)
        told = asyncio.create_task(self._told_to_stop.wait())
        either: set[asyncio.Future[Any]] = {done, told}
        await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
        told.cancel()
        if done.done():
            done.result()

    def observe(self) -> None:
        """Ask the JVM for its figures; one that does not answer has none that are newer."""
        if self._bridge is not None:
            with suppress(ScorejarError):
                self.metrics.jvm.note(json.loads(self._bridge.figures()))

    def check_ready(self) -> bool:
        """True; raises UnavailableError where no request should come here."""
        if self.draining:
            raise UnavailableError(STOPPING)
        if not self.models.ready():
            raise UnavailableError(NO_MODEL)
        return True

    def measure_drift(self) -> None:
        """Bring the figures of drift up to date: some milliseconds, so not on the event loop."""
        found = []
        for served in self.models.all():
            for version in served.answering():
                with suppress(ScorejarError):  # it has gone in this moment
                    found.append(served.at(str(version)).drift())
        self.metrics.drift.set(found)

    def stop(self) -> None:
        """Undo start; called when no request is under way any more."""
        self.draining = True
        self.log.close()
        if self._bridge is None:
            return
        idle = self._watcher is not None and self._watcher.stop()
        self._loader.shutdown(wait=False)
        self.queue.close()
        if idle:  # else they would wait for the load, or break it off; all ends with the process
            self.models.close()
            self._bridge.stop()

    async def change(self, name: str, load: bool) -> Served:
        """Load or unload a model, beside the requests that are answered. See ServedModels."""
        return await self.on_loader(lambda: self.models.change(name, load))

    async def on_loader(self, work: Callable[[], T]) -> T:
        """Do what may load a version, one after the other, beside the requests."""
        return await asyncio.get_running_loop().run_in_executor(self._loader, work)

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
            serves = self._watcher is not None
            waits = self.settings.drain_s > 0 and serves and not self.draining
            self.draining = True
            loop.call_soon_threadsafe(self._told_to_stop.set)
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


def opened_log(metrics: Metrics, settings: Settings) -> RequestLog:
    """The log of requests; one with traces costs those alone who want it."""
    if settings.trace_endpoint is None:
        return RequestLog(metrics, settings)
    from .traces import TracedLog  # not before: it takes a quarter of a second

    return TracedLog(metrics, settings)
