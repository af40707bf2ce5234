"""Arrays the quick way: as `quick` does it with rows, and never an error either."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from .blocks import Team
from .jpype_lane import JPypeLane
from .lanes import LanePool
from .native_calls import NativeCalls
from .plan import Plan
from .quick import keeps_gil, one_row

QuickArray = Callable[[Any], NDArray[Any] | None]
"""Rows of shape (n_rows, n_inputs) to answers, (n_rows, n_outputs), as `predict` gives them."""

FLOAT64 = np.dtype(np.float64)

KERNEL_ROWS = 512  # that kernels take at once at most: blocks of a multiple waste nothing


def quick_array(
    handle: int, plan: Plan, lanes: LanePool, native: NativeCalls | None, team: Team
) -> QuickArray:
    """The quick way of arrays for one model and schema."""
    if not plan.description.schema.numeric:
        return unknown
    if native:
        doubles = arrays_in_place(handle, plan, native, team)
    elif lanes.quick:
        doubles = rows_by_lane(handle, plan, lanes)
    else:
        return unknown
    if plan.decoder.numbers:
        return doubles
    to_array = plan.decoder.array

    def predict(X: Any) -> NDArray[Any] | None:
        answers = doubles(X)
        return None if answers is None else to_array(answers)

    return predict


def quick_row_array(handle: int, plan: Plan, native: NativeCalls | None) -> QuickArray:
    """The quickest way, for a single row and answers that are numbers; there may be none."""
    if not (native and plan.description.schema.numeric and plan.decoder.numbers):
        return unknown
    return native.array(handle, plan.description.schema_id)


def unknown(X: Any) -> None:
    """The quick way where there is none."""


def arrays_in_place(handle: int, plan: Plan, native: NativeCalls, team: Team) -> QuickArray:
    """Java reads the rows where they are, and writes the answers where they are to be."""
    schema_id = plan.description.schema_id
    width, answer_width = plan.encoder.width, plan.decoder.width
    row_bytes, answer_bytes = 8 * width, 8 * answer_width
    of_row = native.array(handle, schema_id)
    ndarray, float64, empty = np.ndarray, FLOAT64, np.empty

    def predict(X: Any) -> NDArray[Any] | None:
        answers = of_row(X)
        if answers is not None:
            return answers
        if type(X) is not ndarray or X.dtype is not float64 or X.ndim != 2 or X.shape[1] != width:
            return None
        if not (X.flags.c_contiguous and X.flags.aligned):
            return None
        answers = empty((len(X), answer_width))
        from_, to = address(X), address(answers)
        versions = set()

        def do(first: int, end: int) -> None:
            at, answers_at = from_ + first * row_bytes, to + first * answer_bytes
            versions.add(native.rows(handle, schema_id, at, end - first, answers_at))

        team.share(len(X), KERNEL_ROWS, do)
        return answers if len(versions) == 1 and min(versions) > 0 else None

    return predict


def address(array: NDArray[np.float64]) -> int:
    """Where the first number of an array is."""
    found: int = array.__array_interface__["data"][0]
    return found


def rows_by_lane(handle: int, plan: Plan, lanes: LanePool) -> QuickArray:
    """A single row by a lane, where Java cannot reach Python's memory otherwise."""
    call = one_row(handle, plan)
    shape = (1, call.width)
    free = cast("deque[JPypeLane]", lanes.free(plan.size))
    kept = keeps_gil(plan)
    ndarray, float64 = np.ndarray, FLOAT64

    def predict(X: Any) -> NDArray[Any] | None:
        if type(X) is not ndarray or X.shape != shape or X.dtype is not float64:
            return None
        try:
            lane = free.pop()
        except IndexError:
            lane = cast("JPypeLane", lanes.take(plan.size))
        try:
            if lane.aimed is not call:
                lane.aim(call)
            lane.row_bytes[:] = X.tobytes()  # half the time of numpy's own ways
            version = lane.run_kept() if kept else lane.run()
            answers = lane.answer_view.copy()
        finally:
            free.append(lane)
        return answers if version > 0 else None

    return predict
