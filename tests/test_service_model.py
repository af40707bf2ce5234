"""Calls that meet a swap, over a bridge that swaps exactly when the test says so."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from pyservice.failures import InternalError, UnavailableError
from pyservice.lanes import NO_VERSION, SCHEMA_CHANGED, WRONG_ROW, Lane, LanePool, LaneSize
from pyservice.model import NAMED_BATCH, Model
from pyservice.native_calls import NativeCalls
from scorejar.errors import RowError

AGE = [{"name": "age", "type": "double", "missing": "accepted"}]
AGE_JOB = [*AGE, {"name": "job", "type": "double", "missing": "accepted"}]
AGE_NOTE = [*AGE, {"name": "note", "type": "string", "missing": "accepted"}]


class FakeBridge:
    """Answers with the sum of a row plus 100 times the version; `before` runs ahead of each call.

    A missing number is wrong, so that there is a row that only Java refuses.
    """

    def __init__(self, inputs: list[dict[str, Any]], output: str = "y") -> None:
        self.lanes = LanePool(lambda size: FakeLane(self, size))
        self.native: NativeCalls | None = None
        self.before: list[Callable[[], None]] = []
        self.serve(1, inputs, output)

    def serve(self, version: int, inputs: list[dict[str, Any]], output: str = "y") -> None:
        self.version, self.inputs, self.output = version, inputs, output
        self.schema_id = hash((json.dumps(inputs), output)) % 2**53

    def step(self) -> None:
        if self.before:
            self.before.pop(0)()

    def describe(self, model: int) -> str:
        schema = {"inputs": self.inputs, "outputs": [{"name": self.output, "type": "double"}]}
        facts = {"model": "m", "version": self.version, "schema": schema}
        told = {"engine": "fake", "schema_id": self.schema_id, "kernels": []}
        return json.dumps(facts | told)

    def score_named(self, model: int, rows: str) -> str:
        self.step()
        answers = [{self.output: row["age"]} for row in json.loads(rows)["rows"]]
        return json.dumps({"version": self.version, "rows": answers})

    def __getattr__(self, name: str) -> Any:
        raise AssertionError(f"{name} is not for scoring")


class FakeLane:
    def __init__(self, bridge: FakeBridge, size: LaneSize) -> None:
        self.row_memory = bytearray(8 * size.row_doubles)
        self.answer_memory = bytearray(8 * size.answer_doubles)
        self.rows = np.frombuffer(self.row_memory, np.float64)
        self.answers = np.frombuffer(self.answer_memory, np.float64)
        self.bridge = bridge
        self.text = ""

    def score(self, model: int, count: int, width: int, schema_id: int) -> int:
        bridge = self.bridge
        bridge.step()
        if bridge.version == 0:
            self.text = "no version"
            return NO_VERSION
        if bridge.schema_id != schema_id:
            return SCHEMA_CHANGED
        rows = self.rows[: count * width].reshape(count, width)
        wrong = np.flatnonzero(np.isnan(rows).any(axis=1))
        if wrong.size:
            self.text = f"age: expected a value, got none (row {wrong[0]})"
            return WRONG_ROW
        self.answers[:count] = rows.sum(axis=1) + 100 * bridge.version
        return bridge.version

    def failure(self) -> str:
        return self.text

    def refuse(self, reason: str) -> None:
        self.text = reason


def model(bridge: FakeBridge) -> Model:
    return Model(bridge, 1)


def test_a_fake_lane_is_a_lane() -> None:
    lane: Lane = FakeLane(FakeBridge(AGE), LaneSize(1, 1))
    assert lane.failure() == ""


def test_a_row_is_encoded_again_where_the_schema_has_changed() -> None:
    bridge = FakeBridge(AGE_JOB)
    it = model(bridge)
    bridge.before = [lambda: bridge.serve(2, AGE_JOB[::-1], "z")]
    assert it.score_row({"age": 1.0, "job": 2.0}) == (2, [{"z": 203.0}])
    assert it.description.version == 2


def test_a_row_that_only_the_new_schema_takes_is_not_refused_by_the_old_one() -> None:
    bridge = FakeBridge(AGE)
    it = model(bridge)
    bridge.serve(2, AGE_JOB)
    assert it.score_row({"age": 1.0, "job": 2.0}) == (2, [{"y": 203.0}])
    with pytest.raises(RowError, match="unknown field 'jab'"):
        it.score_row({"jab": 1.0})


def test_all_answers_of_a_call_come_from_one_version() -> None:
    bridge = FakeBridge(AGE)
    it = model(bridge)
    rows = [{"age": float(i)} for i in range(70_000)]  # more than a lane's answers hold
    bridge.before = [lambda: None, lambda: bridge.serve(2, AGE)]
    answer = it.score_rows(rows)
    assert answer.version == 2
    assert [row["y"] for row in answer.rows] == [i + 200.0 for i in range(70_000)]

    bridge.before = [lambda: None, lambda: bridge.serve(3, AGE)]
    version, answers = it.score_doubles(np.arange(70_000.0).reshape(-1, 1))
    assert version == 3
    np.testing.assert_array_equal(answers[:, 0], np.arange(70_000) + 300)


def test_rows_by_name_come_from_one_version_too() -> None:
    bridge = FakeBridge(AGE_NOTE)
    it = model(bridge)
    rows = [{"age": float(i), "note": "x"} for i in range(2 * NAMED_BATCH)]
    bridge.before = [lambda: None, lambda: bridge.serve(2, AGE_NOTE, "z")]
    answer = it.score_rows(rows)
    assert answer.version == 2
    assert [row["z"] for row in answer.rows] == [float(i) for i in range(2 * NAMED_BATCH)]


def test_a_model_that_never_rests_is_given_up() -> None:
    bridge = FakeBridge(AGE)
    it = model(bridge)
    versions = iter(range(2, 99))

    def swap() -> None:
        bridge.serve(next(versions), AGE, f"y{bridge.version}")

    bridge.before = [swap] * 50
    with pytest.raises(InternalError, match="the model was swapped 10 times during one call"):
        it.score_row({"age": 1.0})


def test_a_wrong_row_is_numbered_in_the_whole_call() -> None:
    it = model(FakeBridge(AGE))
    rows = [{"age": 1.0}] * 70_000 + [{}]
    for first_row in (0, 5):
        with pytest.raises(RowError) as error:
            it.score_rows(rows, first_row)
        assert str(error.value) == f"age: expected a value, got none (row {first_row + 70_000})"
    with pytest.raises(RowError) as error:
        it.score_row({})
    assert str(error.value) == "age: expected a value, got none"


def test_a_model_without_a_version_is_unavailable() -> None:
    bridge = FakeBridge(AGE)
    it = model(bridge)
    bridge.version = 0
    with pytest.raises(UnavailableError, match="no version"):
        it.score_row({"age": 1.0})


def test_each_crossing_is_observed_and_lanes_are_given_back() -> None:
    bridge = FakeBridge(AGE)
    seconds: list[float] = []
    it = Model(bridge, 1, observe=seconds.append)
    for row in ({"age": 1.0}, {"age": "x"}, {}):
        with contextlib.suppress(RowError):
            it.score_row(row)
    assert len(seconds) == 2  # the second row was refused before it crossed
    (free,) = bridge.lanes._free.values()
    assert len(free) == 1
