"""A crossing into Java: rows go over, a version and its answers come back, or a status.

A status becomes an error here, which names a row by its number in the whole call.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Sequence
from typing import Any

from pydantic_core import to_json

from scorejar.errors import RowError

from .bridge import Bridge
from .failures import InternalError, SwappedError, UnavailableError
from .lanes import NO_VERSION, SCHEMA_CHANGED, WRONG_ROW, Lane
from .messages import in_row
from .named import named_rows
from .plan import Plan
from .reading import UNUSUAL

ROW_AT_END = re.compile(r" \(row (\d+)\)$")


class Crossing:
    """The crossings of one model; observe as for Model. Thread-safe.

    first: the number in the call of the first row that crosses; None for a row alone.

    Raises RowError for a wrong row, UnavailableError while no version is in service, and
    SwappedError where the plan is not that of the version in use any more.
    """

    def __init__(
        self, bridge: Bridge, handle: int, observe: Callable[[float], None] | None
    ) -> None:
        self._bridge = bridge
        self._handle = handle
        self._observe = observe

    def score(self, plan: Plan, lane: Lane, count: int, first: int | None) -> int:
        """Let Java score so many rows of a lane; returns the version that answered."""
        schema_id, width = plan.description.schema_id, plan.encoder.width
        if self._observe is None:
            version = lane.score(self._handle, count, width, schema_id)
        else:
            started = time.perf_counter()
            version = lane.score(self._handle, count, width, schema_id)
            self._observe(time.perf_counter() - started)
        if version <= 0:
            raise failure(version, lane.failure(), first)
        return version

    def score_named(
        self, plan: Plan, rows: Sequence[Any], first: int | None
    ) -> tuple[int, list[dict[str, Any]]]:
        """Let Java score rows by name, which the encoder has checked; the version, its answers."""
        part = named_rows(plan.description.schema, rows)
        text = to_json({"rows": part}, inf_nan_mode="strings").decode()
        started = time.perf_counter()
        said = json.loads(self._bridge.score_named(self._handle, text))
        if self._observe:
            self._observe(time.perf_counter() - started)
        if "error" in said:
            raise failure(said["status"], said["error"], first)
        version: int = said["version"]
        try:
            return version, [plan.decoder.from_json(row) for row in said["rows"]]
        except (KeyError, ValueError):  # these are another schema's answers
            raise SwappedError from None


def put_row(plan: Plan, lane: Lane, place: int, row: Any, number: int) -> None:
    """Put a mapping into a lane; number: which row of the call it is, for messages."""
    start = 8 * place * plan.encoder.width
    try:
        values = plan.read(row) if isinstance(row, (dict, tuple)) else None
        if values is not None:
            plan.pack(lane.row_memory, start, *values)
            return
    except UNUSUAL:
        pass
    plan.pack(lane.row_memory, start, *plan.encoder.by_name(row, number))


def same(version: int, answered: int) -> int:
    """The version of a whole call; raises SwappedError where its parts came from two."""
    if version not in (0, answered):
        raise SwappedError
    return answered


def failure(status: int, text: str, first: int | None) -> Exception:
    """The error that a status stands for; row numbers are those of the call, none for one row."""
    if status == WRONG_ROW:
        found = ROW_AT_END.search(text)
        if not found:
            return RowError(text)
        reason = text[: found.start()]
        return in_row(reason, None if first is None else first + int(found[1]))
    if status == SCHEMA_CHANGED:
        return SwappedError()
    if status == NO_VERSION:
        return UnavailableError(text)
    return InternalError(text)
