"""What every door has in common: limits, threads, errors in its own shape, figures and the log."""

from __future__ import annotations

import asyncio
import logging
from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import ClassVar, TypeVar

import msgspec
from starlette.requests import ClientDisconnect

from scorejar.errors import ScorejarError

from .. import deadlines
from ..course import Course
from ..exchange import Exchange, Reply
from ..failures import UnavailableError
from ..logs import LOGGER
from ..messages import shown
from ..model import Model
from ..problems import OUR_FAULT, RETRY_AFTER, STOPPING, WRONG_ROW, ProblemError, status_of
from ..request_log import names
from ..served import Served
from ..service import Service

T = TypeVar("T")

LEAST_OF_A_ROW = 100
"""Bytes that a row is taken for at least: a row without values costs what one with some costs."""

LEAST_OF_A_VALUE = 8

encode = msgspec.json.Encoder().encode  # NaN and infinities, which JSON cannot hold, become null


class Door(ABC):
    """A protocol by which clients ask.

    It answers requests of some paths before the app gets to see them: what a framework does for a
    request takes several times as long as the score. Doors differ in how they read a request and
    in what an answer looks like; what is done in between is the same.
    """

    wrong_row_status: ClassVar[int] = 400
    """How the protocol answers a row that the model does not take."""

    def __init__(self, service: Service) -> None:
        settings = service.settings
        self.service = service
        self.max_rows = settings.max_rows
        self.max_body_bytes = settings.max_body_bytes
        self._inline_bytes = settings.inline_body_bytes
        self._micro_batches = service.micro_batches

    @abstractmethod
    async def answer(self, exchange: Exchange) -> Reply:
        """Answer a request; raises ProblemError or a ScorejarError where it cannot."""

    def refusal(self, status: int, message: str) -> bytes:
        """The body of an answer that is an error, as the protocol has it."""
        return encode({"error": message})

    def name_of(self, exchange: Exchange) -> str:
        """What the door is called in figures: one of a few words, never a client's."""
        return "/" + exchange.path.split("/", 2)[1]

    async def __call__(self, exchange: Exchange) -> None:
        """Answer a request, whatever happens."""
        error = None
        try:
            exchange.course.called(exchange.headers)
            arrived = exchange.course.arrived_at
            exchange.deadline = deadlines.deadline_of(exchange.headers, arrived)
            reply = await self.answer(exchange)
        except ClientDisconnect:
            return
        except asyncio.CancelledError:
            if not self.service.draining or exchange.status:
                raise
            error = STOPPING  # it took longer than the server waits for requests in flight
            reply = Reply(self.refusal(503, error), status=503, headers=RETRY_AFTER[503])
        except (ProblemError, ScorejarError) as refused:
            if isinstance(refused, ProblemError):
                status, headers = refused.status, refused.headers
            else:
                status = status_of(refused)
                headers = RETRY_AFTER.get(status, ())
            status = self.wrong_row_status if status == WRONG_ROW else status
            error = str(refused)
            reply = Reply(self.refusal(status, error), status=status, headers=headers)
        except Exception:
            fields = names(exchange.scope)
            logging.getLogger(LOGGER).exception("request failed", extra={"fields": fields})
            if exchange.status:
                raise  # half an answer is out: only a broken connection can tell
            reply = Reply(self.refusal(500, OUR_FAULT), status=500)
        if not exchange.status:
            await exchange.reply(reply)
        status, course = reply.status, exchange.course
        self.service.log.note(exchange.scope, self.name_of(exchange), status, course, error)

    async def read(self, exchange: Exchange) -> bytes:
        """The body of a request."""
        return await exchange.body(self.max_body_bytes)

    def small(self, body: bytes, *, one_row: bool = False) -> bool:
        """Whether the work on a body is over sooner than a thread would have begun with it.

        one_row: it holds no more than one. Else it is looked at for what separates rows and values,
        since a few thousand bytes may hold a thousand rows without a value.
        """
        size = len(body)
        if size <= self._inline_bytes and not one_row:
            rows = max(body.count(b"{"), body.count(b"["), body.count(b"\n"))
            size = max(size, LEAST_OF_A_ROW * rows, LEAST_OF_A_VALUE * body.count(b","))
        return size <= self._inline_bytes

    async def run(self, exchange: Exchange, small: bool, work: Callable[[], T]) -> T:
        """Do the work of a request, unless nobody waits for it any more.

        A small one on the event loop, since handing it to a thread would take longer than the
        score; a large one on one of a fixed set of threads, which JPype attaches to the JVM once.
        """
        deadlines.check(exchange.deadline)
        course = exchange.course
        if not small:
            course.wait()
            return await self.service.queue.run(lambda: in_turn(course, work), exchange.deadline)
        course.begin()
        done = work()
        course.ready()
        return done

    def together(self, body: bytes) -> bool:
        """Whether a request, if it holds one row, is scored with others."""
        return self._micro_batches.on and len(body) <= self._inline_bytes


def in_turn(course: Course, work: Callable[[], T]) -> T:
    """Work on a thread, whose beginning and end are noted."""
    course.leave_queue()
    done = work()
    course.ready()
    return done


def serving(served: Served) -> Model:
    """The model that answers; raises UnavailableError where none does."""
    if served.model is None:
        raise UnavailableError(f"model: no version of '{served.name}' is in service")
    return served.model


def expect(exchange: Exchange, *methods: str) -> None:
    """Refuse other methods; the first one is named."""
    if exchange.method not in methods:
        raise method_not_allowed(exchange, methods[0])


def method_not_allowed(exchange: Exchange, allowed: str) -> ProblemError:
    """What is said of a request by another method."""
    path = shown(exchange.path)
    message = f"method: expected {allowed} for {path}, got {exchange.method}"
    return ProblemError(405, message, ((b"allow", allowed.encode()),))


def unknown_path(exchange: Exchange) -> ProblemError:
    """What is said of a path below a door's that it does not know."""
    return ProblemError(404, f"path: expected one that /docs lists, got {shown(exchange.path)}")
