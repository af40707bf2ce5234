"""ModelInfer the quick way: one row of raw doubles, from bytes to bytes."""

from __future__ import annotations

from ..course import Course
from ..oip.raw_rows import RawRows, Usual, usual
from ..plan import Plan
from ..served import Served
from ..service import Service
from ..traffic.keys import Headers

MOST_USUAL = 100  # lengths of requests that are known, after which they are learned anew
MOST_RAW_ROWS = 1_000  # versions, likewise


class QuickCalls:
    """The usual requests of all models. Used from the event loop."""

    def __init__(self, service: Service) -> None:
        self._inline_bytes = service.settings.inline_body_bytes
        self._models = service.models
        self._micro_batches = service.micro_batches
        self._statistics = service.statistics
        self._usual: dict[int, Usual] = {}  # the last request of each length
        self._raw_rows: dict[tuple[str, int], RawRows] = {}  # by version

    async def infer(self, data: bytes, course: Course, headers: Headers) -> bytes | None:
        """The answer to the usual request for one row; None for every other."""
        course.begin()
        if len(data) > self._inline_bytes:
            return None
        asked = self._usual.get(len(data))
        if asked is None or not data.startswith(asked.head):
            asked = usual(data)
            if asked is None:
                return None
            if len(self._usual) >= MOST_USUAL:
                self._usual.clear()
            self._usual[len(data)] = asked
        named = self._models.find(asked.model)
        if named is None:
            return None
        served = named.chosen(course, headers)
        model = served.model
        if model is None:
            return None
        plan, quick = model.current()
        rows = self._rows_of(served, plan)
        row = asked.row(data) if rows.columns == asked.columns else None
        if row is None:
            return None
        course.parsed()
        together = self._micro_batches
        found = await together.score(model, plan, row) if together.on else quick(row)
        content = found and rows.answer(asked.id, *found)
        if not found or not content:
            return None
        served.asked_in(course)
        served.answered(course, found[0], 1)
        course.keep(lambda: dict(zip(plan.encoder.names, row, strict=True)), found[1])
        course.ready()
        self._statistics.of(served.name, found[0]).succeeded(course)
        return content

    def _rows_of(self, served: Served, plan: Plan) -> RawRows:
        """What makes the answers of a version."""
        version = served.name, served.status["version"]
        rows = self._raw_rows.get(version)
        if rows is None or rows.plan is not plan:
            if len(self._raw_rows) >= MOST_RAW_ROWS:
                self._raw_rows.clear()
            rows = self._raw_rows[version] = RawRows(served.name, plan)
        return rows
