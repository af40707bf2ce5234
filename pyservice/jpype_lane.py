"""Lanes over JPype: memory that Python and Java share, and the cheapest call between the two."""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from struct import Struct
from typing import Any

import numpy as np
from numpy.typing import NDArray

from scorejar.errors import ScorejarError

from .lanes import Call, LaneSize

CALL = Struct("qqq")  # model, count, schema: as io.scorejar.bridge.Lane reads it
STATUS = Struct("q")
CALL_BYTES = CALL.size + STATUS.size

# The same C function twice. Letting the GIL go costs 0.04 µs, and taking it again up to 5 ms
# where another thread computes; keeping it makes every other thread wait as long as the call.
Kept = ctypes.PYFUNCTYPE(ctypes.c_int64)
Freed = ctypes.CFUNCTYPE(ctypes.c_int64)


class JPypeLane:
    """A lane whose memory Python and Java share; nothing is copied on the way.

    java: `io.scorejar.bridge.Bridge`. share: memory to a direct buffer, `convertToDirectBuffer`.

    aim, then run or run_kept: a call without arguments. Measured in one thread, with a scorer that
    does nothing: 0.07 µs through a native entry (JDK 25 and later), 0.4 µs through JPype, 0.7 µs
    through JPype with the four arguments and the result of `Bridge.score`.

    aimed: what the next run does; whoever finds his own call there need not aim again.
    row_bytes, answer_view: where the rows of that call go, and where its answers come, in two
    dimensions.
    """

    def __init__(self, java: Any, share: Callable[[bytearray], Any], size: LaneSize) -> None:
        self.row_memory = bytearray(8 * size.row_doubles)
        self.answer_memory = bytearray(8 * size.answer_doubles)
        self.rows = np.frombuffer(self.row_memory, np.float64)
        self.answers = np.frombuffer(self.answer_memory, np.float64)
        self.aimed: Call | None = None
        self.row_bytes: memoryview
        self.answer_view: NDArray[np.float64]
        self._call_memory = bytearray(CALL_BYTES)
        self._java = java
        memory = (self._call_memory, self.row_memory, self.answer_memory)
        self._lane = java.lane(*map(share, memory))
        self._score_lane = java.scoreLane
        entry = int(java.entry(self._lane))
        self.run: Callable[[], int] = Freed(entry) if entry else self._run_by_jpype
        """Does what the lane is aimed at; returns the version or a status. The GIL is free."""
        self.run_kept: Callable[[], int] = Kept(entry) if entry else self._run_by_jpype
        """The same with the GIL kept, where that can be, for calls that are over in no time."""

    def aim(self, call: Call) -> None:
        """Say what the next runs do."""
        CALL.pack_into(self._call_memory, 0, call.model, call.rows, call.schema_id)
        self.row_bytes = memoryview(self.row_memory)[: 8 * call.rows * call.width]
        answers = self.answers[: call.rows * call.answer_width]
        self.answer_view = answers.reshape(call.rows, call.answer_width)
        self.aimed = call

    def score(self, model: int, count: int, width: int, schema_id: int) -> int:
        """One crossing; the GIL is free while Java works."""
        CALL.pack_into(self._call_memory, 0, model, count, schema_id)
        self.aimed = None
        return self.run()

    def failure(self) -> str:
        """The text of the last failure on this lane."""
        return str(self._java.error(self._lane))

    def refuse(self, reason: str) -> None:
        """Raise a ScorejarError instead of calling Java, which would end the process, or hang."""

        def run() -> int:
            raise ScorejarError(reason)

        # Whoever reads these attributes calls what he has read before another thread has its turn.
        self.run = self.run_kept = run

    def _run_by_jpype(self) -> int:
        self._score_lane(self._lane)
        status: int = STATUS.unpack_from(self._call_memory, CALL.size)[0]
        return status
