"""A model behind a handle: rows in, answers and the version that gave them out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import reduce
from typing import Any, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from scorejar.errors import RowError

from .blocks import Team, block_size
from .bridge import Bridge
from .crossing import Crossing, put_row, same
from .decode import AnswerDecoder
from .drift import Drift, drift
from .explainer import Explainer
from .failures import InternalError, SwappedError
from .lanes import SCHEMA_CHANGED
from .plan import Plan
from .quick import QuickRow, quick_row
from .quick_array import QuickArray, quick_array, quick_row_array
from .schema import Description

ROWS_AT_ONCE = 200  # to an array: meanwhile no other thread has Python's lock
NAMED_BATCH = 1_000  # rows by name cross as text: enough of them to share the cost of a crossing
ATTEMPTS = 10  # a call that meets a swap begins again; two in a row are rare, ten are a loop

T = TypeVar("T")


class Answer(NamedTuple):
    """Answers by output name, in row order, all from one version."""

    version: int
    rows: list[dict[str, Any]]


class Model:
    """Scores rows through a bridge. Thread-safe; a call waits while Java scores, the GIL free.

    finite: refuse infinite numbers, as rows from JSON need it.
    observe: told the seconds of each crossing.
    threads: how many share the rows of one large array.

    Every answer of a call comes from one version: a call that meets a swap halfway begins again.
    Raises RowError for a wrong row and UnavailableError while no version is in service.
    """

    def __init__(
        self,
        bridge: Bridge,
        handle: int,
        *,
        finite: bool = False,
        observe: Callable[[float], None] | None = None,
        threads: int = 1,
    ) -> None:
        self._bridge = bridge
        self._lanes = bridge.lanes
        self._handle = handle
        self._finite = finite
        self._observe = observe
        self._team = Team(threads)
        self._crossing = Crossing(bridge, handle, observe)
        self.explainer = Explainer(bridge, handle)
        """Says what each column adds to a score."""
        self.plan: Plan
        """The version in use when this model was last asked for its schema."""
        self.quick: QuickRow
        """One row the quick way, which is replaced with each new schema."""
        self.quick_array: QuickArray
        """The same for arrays."""
        self.quick_row_array: QuickArray
        """The same for arrays of one row."""
        self.refresh()

    @property
    def description(self) -> Description:
        """The version in use when this model was last asked for its schema."""
        return self.plan.description

    @property
    def decoder(self) -> AnswerDecoder:
        """What turns doubles into answers of that version's schema."""
        return self.plan.decoder

    def predict(self, rows: NDArray[np.float64]) -> NDArray[Any]:
        """Score rows as `score_doubles` does; the answers are as `AnswerDecoder.array` has them."""
        found = self.quick_array(rows)
        return self.decoder.array(self.score_doubles(rows)[1]) if found is None else found

    def close(self) -> None:
        """End the threads that it started."""
        self._team.close()

    def refresh(self) -> Description:
        """Ask for the version in use again."""
        description = Description.of(self._bridge.describe(self._handle))
        before = getattr(self, "plan", None)
        if before is not None and before.description.answers_alike(description):
            # What was made for a schema is kept with it: making it holds Python's lock.
            self.plan = replace(before, description=description)
            self._current = self.plan, self.quick
            return description
        plan = Plan.of(description, finite=self._finite)
        quick = quick_row(self._handle, plan, self._lanes, self._observe)
        self.plan, self.quick = plan, quick
        self._current = plan, quick  # in one step, for those who need both of one schema
        native = self._bridge.native
        self.quick_array = quick_array(self._handle, plan, self._lanes, native, self._team)
        self.quick_row_array = quick_row_array(self._handle, plan, native)
        return description

    def drift(self) -> Drift:
        """How the rows that the version in use has scored lately differ from its training's."""
        return drift(self._bridge.drift(self._handle))

    def current(self) -> tuple[Plan, QuickRow]:
        """The plan, and one row the quick way, of the same schema."""
        return self._current

    def score_row(self, row: Any) -> Answer:
        """Score one row, a mapping by input name or a sequence in schema order."""
        version, answer = self.answer(row)
        return Answer(version, [answer])

    def answer(self, row: Any) -> tuple[int, dict[str, Any]]:
        """The version that answered, and its answer, for a row as `score_row` takes it."""
        return self.quick(row) or self.settled(lambda plan: self._score_row(plan, row))

    def score_rows(self, rows: Sequence[Any], first_row: int = 0) -> Answer:
        """Score mappings by input name.

        first_row: the number of the first one, for messages.
        """
        return self.settled(lambda plan: self.rows_by(plan, rows, first_row))

    def score_body(
        self, body: bytes, max_rows: int, parsed: Callable[[], None] = lambda: None
    ) -> Answer | None:
        """Score a body of JSON, a row or an array of rows, the quick way.

        parsed: called when its rows are there.

        None for whatever is not usual, more than max_rows or no rows among it: then `score_row`
        and `score_rows` know what to say.
        """
        plan, quick = self._current
        rows = plan.rows(body)
        parsed()
        if type(rows) is tuple:
            found = quick(rows)
            return found and Answer(found[0], [found[1]])
        if not rows or len(rows) > max_rows or not plan.description.schema.numeric:
            return None
        try:
            if plan.takes_any_double:
                return self._score_at_once(plan, rows)
            return self.rows_by(plan, rows, 0)
        except (RowError, SwappedError):
            return None

    def _score_at_once(self, plan: Plan, rows: Sequence[Any]) -> Answer | None:
        """Score rows of numbers and None by one array: half the time with Python's lock.

        None where an infinity is among them.
        """
        doubles = np.empty((len(rows), plan.encoder.width))
        for first in range(0, len(rows), ROWS_AT_ONCE):
            part = slice(first, first + ROWS_AT_ONCE)
            doubles[part] = rows[part]  # None becomes NaN
        if np.isinf(doubles).any():
            return None
        version, answers = self.doubles_by(plan, doubles, 0)
        return Answer(version, plan.decoder.rows(answers.ravel().tolist()))

    def score_doubles(
        self, rows: NDArray[np.float64], first_row: int = 0
    ) -> tuple[int, NDArray[np.float64]]:
        """Score rows of doubles, shape (n_rows, n_inputs); answers of shape (n_rows, n_outputs).

        NaN means missing, in rows and answers; strings are their category's place.
        """
        return self.settled(lambda plan: self.doubles_by(plan, rows, first_row))

    def settled(self, call: Callable[[Plan], T]) -> T:
        """Do a call by one schema, from reading its rows to telling its answers.

        It is told the plan of the version in use, and done again where that changes meanwhile.
        """
        for _ in range(ATTEMPTS):
            plan = self.plan
            try:
                return call(plan)
            except SwappedError:
                self.refresh()
            except RowError:
                # The row may be right for a schema that has come into service just now.
                if self._is_current(plan):
                    raise
                self.refresh()
        raise InternalError(f"the model was swapped {ATTEMPTS} times during one call")

    def _is_current(self, plan: Plan) -> bool:
        lane = self._lanes.take(plan.size)
        try:
            schema_id = plan.description.schema_id
            return lane.score(self._handle, 0, plan.encoder.width, schema_id) != SCHEMA_CHANGED
        finally:
            self._lanes.give_back(plan.size, lane)

    def _score_row(self, plan: Plan, row: Any) -> tuple[int, dict[str, Any]]:
        encoder = plan.encoder
        by_name = isinstance(row, Mapping)
        doubles = encoder.by_name(row) if by_name else encoder.in_order(row)
        if not plan.description.schema.numeric:
            named = row if by_name else dict(zip(encoder.names, row, strict=True))
            answer = self._score_named(plan, [named], None)
            return answer.version, answer.rows[0]
        lane = self._lanes.take(plan.size)
        try:
            plan.pack(lane.row_memory, 0, *doubles)
            version = self._crossing.score(plan, lane, 1, None)
            return version, plan.decoder.by_name(plan.unpack(lane.answer_memory))
        finally:
            self._lanes.give_back(plan.size, lane)

    def rows_by(self, plan: Plan, rows: Sequence[Any], first_row: int) -> Answer:
        """`score_rows` by one schema; raises SwappedError where it is not in use any more."""
        if not plan.description.schema.numeric:
            for number, row in enumerate(rows, first_row):
                plan.encoder.by_name(row, number)
            return self._score_named(plan, rows, first_row)
        answers: list[dict[str, Any]] = []
        version = 0
        lane = self._lanes.take(plan.size)
        try:
            for first in range(0, len(rows), plan.batch):
                part = rows[first : first + plan.batch]
                for place, row in enumerate(part):
                    put_row(plan, lane, place, row, first_row + first + place)
                version = same(
                    version, self._crossing.score(plan, lane, len(part), first_row + first)
                )
                answered = lane.answers[: len(part) * plan.decoder.width]
                answers += plan.decoder.rows(answered.tolist())
            return Answer(version, answers)
        finally:
            self._lanes.give_back(plan.size, lane)

    def doubles_by(
        self, plan: Plan, rows: NDArray[np.float64], first_row: int
    ) -> tuple[int, NDArray[np.float64]]:
        """`score_doubles` by one schema; raises as `rows_by` does."""
        width, answer_width = plan.encoder.width, plan.decoder.width
        if rows.ndim != 2 or rows.shape[1] != width:
            raise RowError(f"rows: expected shape (n_rows, {width}), got {rows.shape}")
        if not plan.description.schema.numeric:
            raise RowError("rows: expected rows by name, because free text has no double")
        answers = np.empty((len(rows), answer_width))
        versions: list[int] = []

        def do(first: int, end: int) -> None:
            count = end - first
            lane = self._lanes.take(plan.size)
            try:
                # Any layout and type of number; the GIL is free while numpy copies, too.
                np.copyto(lane.rows[: count * width].reshape(count, width), rows[first:end])
                versions.append(self._crossing.score(plan, lane, count, first_row + first))
                answered = lane.answers[: count * answer_width]
                answers[first:end] = answered.reshape(count, answer_width)
            finally:
                self._lanes.give_back(plan.size, lane)

        team = self._team
        team.work(len(rows), block_size(len(rows), plan.batch, team.threads), do)
        return reduce(same, versions, 0), answers

    def _score_named(self, plan: Plan, rows: Sequence[Any], first_row: int | None) -> Answer:
        answers: list[dict[str, Any]] = []
        version = 0
        for first in range(0, len(rows), NAMED_BATCH):
            part = rows[first : first + NAMED_BATCH]
            number = None if first_row is None else first_row + first
            answered, found = self._crossing.score_named(plan, part, number)
            version = same(version, answered)
            answers += found
        return Answer(version, answers)
