"""One row the quick way: no layers, no copies, one crossing that takes and gives nothing.

Never an error: a row that is unusual, and whatever goes wrong, is told by None and left to the
careful way (`Model`), which does it again and says what is wrong.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from time import perf_counter
from typing import Any, cast

from .jpype_lane import JPypeLane
from .lanes import Call, LanePool
from .plan import Plan
from .reading import UNUSUAL

QuickRow = Callable[[Any], tuple[int, dict[str, Any]] | None]
"""A row, by name or in order, to the version that answered and its answer by name."""


def quick_row(
    handle: int, plan: Plan, lanes: LanePool, observe: Callable[[float], None] | None = None
) -> QuickRow:
    """The quick way of rows for one model and schema; observe as for Model."""
    if not (lanes.quick and plan.description.schema.numeric):
        return lambda row: None
    read, pack, unpack, named = plan.read, plan.pack, plan.unpack, plan.decoder.by_name
    call = one_row(handle, plan)
    free = cast("deque[JPypeLane]", lanes.free(plan.size))
    kept = keeps_gil(plan)

    def score(row: Any) -> tuple[int, dict[str, Any]] | None:
        try:
            values = read(row)
            if values is None:
                return None
            try:
                lane = free.pop()
            except IndexError:  # the first of its size, or all are in use
                lane = cast("JPypeLane", lanes.take(plan.size))
            try:
                pack(lane.row_memory, 0, *values)
                if lane.aimed is not call:
                    lane.aim(call)
                started = perf_counter() if observe else 0.0
                version = lane.run_kept() if kept else lane.run()
                if observe:
                    observe(perf_counter() - started)
                doubles = unpack(lane.answer_memory)
            finally:
                free.append(lane)
        except UNUSUAL:
            return None
        return (version, named(doubles)) if version > 0 else None

    return score


def one_row(handle: int, plan: Plan) -> Call:
    """The call that scores a single row."""
    widths = plan.encoder.width, plan.decoder.width
    return Call(handle, 1, plan.description.schema_id, *widths)


def keeps_gil(plan: Plan) -> bool:
    """Whether a row is over sooner than another thread could make use of the GIL."""
    return plan.description.engine == "compiled"
