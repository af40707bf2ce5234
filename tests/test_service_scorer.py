"""`open_scorer`, over the JVM in this process and over one in a child."""

from __future__ import annotations

import math
import multiprocessing
import threading
from collections.abc import Callable, Iterator
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from pyservice import JarScorer, open_scorer
from pyservice.lanes import ROW_DOUBLES
from scorejar.errors import ModelError, RowError, ScorejarError, UsageError

from .service_jars import MIXED, NUMBERS, TEXT, Column, jar_bytes, write_jar

WIDE: list[Column] = [
    {"name": f"x{i}", "type": "double", "missing": "accepted"} for i in range(1500)
]


@pytest.fixture(scope="module")
def jars(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    home = tmp_path_factory.mktemp("jars")
    models: dict[str, list[Column]] = {
        "numbers": NUMBERS,
        "mixed": MIXED,
        "text": TEXT,
        "wide": WIDE,
    }
    return {name: write_jar(home, inputs, model=name) for name, inputs in models.items()}


@pytest.fixture(scope="module")
def scorer(jars: dict[str, Path]) -> Iterator[Callable[[str], JarScorer]]:
    opened: dict[str, JarScorer] = {}

    def get(name: str) -> JarScorer:
        if name not in opened:
            opened[name] = open_scorer(jars[name])
        return opened[name]

    yield get
    for each in opened.values():
        each.close()


Get = Callable[[str], JarScorer]

ROW = {
    "age": 1.5,
    "count": 2,
    "single": True,
    "job": "Köchin",
    "town": "nowhere",
    "day": date(2026, 1, 31),
    "at": datetime(2026, 1, 31, 12, 30, 0, 250_000),
    "clock": time(12, 30),
}
ANSWER = {
    "its single": True,
    "its job": "Köchin",
    "its day": date(2026, 1, 31),
    "its at": datetime(2026, 1, 31, 12, 30, 0, 250_000),
    "its clock": time(12, 30),
    "sum": 7.0,
}


def test_a_scorer_says_what_it_is(scorer: Get) -> None:
    it = scorer("mixed")
    assert (it.model, it.version, it.engine) == ("mixed", 1, "interpreted")
    assert [column.name for column in it.schema.inputs] == [column["name"] for column in MIXED]
    assert it.schema.inputs[3].categories == ("clerk", "nurse", "Köchin")
    assert it.manifest["proof"]["judge"] == "interpreter"


def test_a_row_of_every_type_is_scored_by_name_and_by_order(scorer: Get) -> None:
    it = scorer("mixed")
    assert it.score(ROW) == ANSWER
    assert it.score(list(ROW.values())) == ANSWER
    assert it.score(pd.Series(ROW)) == ANSWER


def test_missing_values_go_in_and_come_out(scorer: Get) -> None:
    answer = scorer("mixed").score({"count": 2})
    assert answer == dict.fromkeys(ANSWER)


def test_free_text_is_scored_by_name(scorer: Get) -> None:
    it = scorer("text")
    assert it.score({"age": 1, "note": 'naïve "text"\n𝛑'}) == {
        "its note": 'naïve "text"\n𝛑',
        "sum": 2.0,
    }
    assert it.score([None, None]) == {"its note": None, "sum": None}
    frame = pd.DataFrame({"note": ["a", None], "age": [1.0, 2.0]})
    assert it.predict(frame).tolist() == [["a", 2.0], [None, 4.0]]
    with pytest.raises(RowError) as error:
        it.predict(pd.DataFrame({"note": ["a", 5], "age": [1.0, 2.0]}, dtype=object))
    assert str(error.value) == "note: expected string, got 5 (row 1)"
    with pytest.raises(RowError, match="expected rows by name, because free text has no double"):
        it.predict(np.zeros((1, 2)))


def test_an_array_is_scored_row_by_row(scorer: Get) -> None:
    rows = np.array([[1.0, 2.0, 3.0], [math.nan, 2.0, 3.0], [math.inf, 2.0, 3.0]])
    answers = scorer("numbers").predict(rows)
    assert answers.dtype == np.float64
    np.testing.assert_array_equal(answers, [[12.0], [math.nan], [math.inf]])
    assert scorer("numbers").predict(np.asfortranarray(rows.astype(np.float32)))[0, 0] == 12.0
    assert scorer("numbers").predict(np.empty((0, 3))).shape == (0, 1)


def test_an_array_of_codes_gives_decoded_answers(scorer: Get) -> None:
    answers = scorer("mixed").predict(np.array([[1.5, 2, 0, 1, -1, 20484, 60, 3600]]))
    assert answers.dtype == object
    assert answers[0].tolist() == [
        False,
        "nurse",
        date(2026, 1, 31),
        datetime(1970, 1, 1, 0, 1),
        time(1),
        7.0,
    ]


def test_a_frame_is_scored_by_its_columns_names(scorer: Get) -> None:
    frame = pd.DataFrame([ROW, {**ROW, "job": None}], index=[7, 7])[list(ROW)[::-1]]
    frame["another"] = "left alone"
    answers = scorer("mixed").predict(frame)
    assert answers[:, 1].tolist() == ["Köchin", None]
    assert dict(zip(ANSWER, answers[0], strict=True)) == ANSWER


def test_a_batch_of_arrow_is_scored_into_columns(scorer: Get) -> None:
    cells = {name: [str(value), None] for name, value in ROW.items()} | {"count": ["2", "3"]}
    cells["at"] = ["2026-01-31 12:30:00.25", ""]
    answers = scorer("mixed").score_batch(pa.RecordBatch.from_pydict(cells))
    assert answers.to_pylist() == [ANSWER, dict.fromkeys(ANSWER)]


def test_every_row_of_many_lanes_gets_its_own_answer(scorer: Get) -> None:
    count = 2 * ROW_DOUBLES // len(WIDE) + 1
    rows = np.random.default_rng(0).normal(size=(count, len(WIDE)))
    answers = scorer("wide").predict(rows)
    np.testing.assert_allclose(answers[:, 0], 2 * rows.sum(axis=1), rtol=1e-12, atol=1e-10)


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ({**ROW, "age": "abc"}, "age: expected double, got 'abc'"),
        ({**ROW, "count": None}, "count: expected a value, got none"),
        ({**ROW, "agee": 1}, "unknown field 'agee' (expected 'age')"),
        ([1, 2, 3], "row: expected 8 values, got 3"),
    ],
)
def test_a_wrong_row_is_refused(scorer: Get, row: Any, message: str) -> None:
    with pytest.raises(RowError) as error:
        scorer("mixed").score(row)
    assert str(error.value) == message


def test_a_wrong_row_of_an_array_is_told_by_its_number_beyond_the_first_lane(scorer: Get) -> None:
    rows = np.zeros((ROW_DOUBLES, 3))
    rows[-1, 2] = 0.5
    with pytest.raises(RowError) as error:
        scorer("numbers").predict(rows)
    assert str(error.value) == f"n: expected integer, got 0.5 (row {ROW_DOUBLES - 1})"


def test_an_array_of_another_shape_or_type_is_refused(scorer: Get) -> None:
    with pytest.raises(RowError, match=r"rows: expected shape \(n_rows, 3\), got \(2, 2\)"):
        scorer("numbers").predict(np.zeros((2, 2)))
    with pytest.raises(UsageError, match="X: expected an array of float64, got one of <U1"):
        scorer("numbers").predict(np.array([["a"]]))
    with pytest.raises(UsageError, match="X: expected an array or a DataFrame, got list"):
        scorer("numbers").predict([[1.0]])  # type: ignore[arg-type]


def test_sixteen_threads_get_the_answers_that_one_gets(scorer: Get) -> None:
    it = scorer("numbers")
    rows = np.random.default_rng(1).normal(size=(16, 300, 3)).round(3)
    rows[:, :, 2] = np.arange(300)
    expected = [[it.score(row)["sum"] for row in part.tolist()] for part in rows]
    found: list[list[float]] = [[] for _ in rows]
    start = threading.Barrier(len(rows))

    def work(number: int) -> None:
        start.wait()
        for row in rows[number].tolist():
            found[number].append(it.score(row)["sum"])
        found[number].append(it.predict(rows[number])[-1, 0])

    threads = [threading.Thread(target=work, args=(number,)) for number in range(len(rows))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [[*part, part[-1]] for part in expected]


def test_a_closed_scorer_says_so_and_closing_twice_is_safe(jars: dict[str, Path]) -> None:
    with open_scorer(jars["numbers"]) as it:
        it.close()
    with pytest.raises(UsageError, match="the scorer has been closed"):
        it.score([1, 2, 3])


def test_py4j_gives_the_same_bits_and_errors_as_jpype(scorer: Get, jars: dict[str, Path]) -> None:
    rows = np.random.default_rng(2).normal(size=(50, 3))
    rows[:, 2] = np.arange(50)
    rows[3, 0] = math.nan
    with open_scorer(jars["numbers"], bridge="py4j") as apart:
        assert apart.predict(rows).tobytes() == scorer("numbers").predict(rows).tobytes()
        for row in rows[:3].tolist():
            assert apart.score(row) == scorer("numbers").score(row)
        rows[7, 2] = 0.5
        with pytest.raises(RowError) as error:
            apart.predict(rows)
    assert str(error.value) == "n: expected integer, got 0.5 (row 7)"


def test_py4j_opens_no_bad_jar_and_leaves_no_process_behind(tmp_path: Path) -> None:
    bad = tmp_path / "bad.jar"
    bad.write_bytes(b"no jar")
    with pytest.raises(ModelError, match=r"bad.jar: expected a jar \(ZIP\), got 6 bytes"):
        open_scorer(bad, bridge="py4j")


def test_what_is_no_jar_is_refused(tmp_path: Path, jars: dict[str, Path]) -> None:
    with pytest.raises(UsageError, match="expected a jar, found none"):
        open_scorer(tmp_path / "none.jar")
    with pytest.raises(UsageError, match="expected a jar, found a folder"):
        open_scorer(tmp_path)
    whole = jar_bytes(NUMBERS)
    cut = tmp_path / "cut.jar"
    for length in range(0, len(whole), len(whole) // 9):
        cut.write_bytes(whole[:length])
        with pytest.raises(ModelError, match=r"cut\.jar: "):
            open_scorer(cut)
    with pytest.raises(ModelError, match="compiled"):
        open_scorer(jars["numbers"], engine="compiled")


def score_in_child(scorer: JarScorer, said: Any) -> None:
    try:
        scorer.score([1, 2, 3])
    except ScorejarError as error:
        said.put(str(error))


@pytest.mark.filterwarnings("ignore:This process:DeprecationWarning")
def test_a_forked_child_is_told_that_no_jvm_survives_it(scorer: Get) -> None:
    fork = multiprocessing.get_context("fork")
    said = fork.Queue()
    child = fork.Process(target=score_in_child, args=(scorer("numbers"), said))
    child.start()
    assert said.get(timeout=20).startswith("the process was forked after the JVM had started")
    child.join(20)
    assert child.exitcode == 0
