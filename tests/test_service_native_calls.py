"""Arrays that Java reads where they are: the answers of the careful way, or none."""

from __future__ import annotations

import math
import sys
import threading
import weakref
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from pyservice import JarScorer, open_scorer
from scorejar import jdk

from .service_jars import NUMBERS, write_jar

newest = jdk.find()
pytestmark = pytest.mark.skipif(
    newest is None or newest.version < 25, reason="Java has foreign functions from JDK 25 on"
)


@pytest.fixture(scope="module")
def scorer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[JarScorer]:
    with open_scorer(write_jar(tmp_path_factory.mktemp("native"), NUMBERS)) as opened:
        yield opened


def careful(scorer: JarScorer, rows: Any) -> bytes:
    return scorer._model.score_doubles(rows)[1].tobytes()


def test_the_usual_arrays_go_the_quick_way(scorer: JarScorer) -> None:
    rows = np.arange(3_000.0).reshape(-1, 3)
    one = scorer._quick_row_array(rows[5:6])
    many = scorer._quick_array(rows)
    assert one is not None
    assert many is not None
    assert one.tobytes() == careful(scorer, rows[5:6])
    assert many.tobytes() == careful(scorer, rows)


DOUBLES = st.floats(width=64) | st.sampled_from([math.nan, math.inf, -math.inf, -0.0, 1e308])


@settings(max_examples=200, deadline=None, derandomize=True)
@given(arrays(np.float64, st.tuples(st.integers(0, 40), st.just(3)), elements=DOUBLES))
def test_rows_that_hurt_have_the_bits_of_the_careful_way_or_none(
    scorer: JarScorer, rows: Any
) -> None:
    for given_rows in (rows, rows[:1]):
        for quick in (scorer._quick_row_array, scorer._quick_array):
            found = quick(given_rows)
            assert found is None or found.tobytes() == careful(scorer, given_rows)


def unaligned(rows: Any) -> Any:
    memory = np.zeros(rows.nbytes + 1, np.uint8)
    memory[1:] = np.frombuffer(rows.tobytes(), np.uint8)
    return memory[1:].view(np.float64).reshape(rows.shape)


class Subclass(np.ndarray[Any, Any]):
    """An array that might mean something else."""


ROW = np.array([[1.0, 2.0, 3.0]])
UNUSUAL = {
    "no array": [[1.0, 2.0, 3.0]],
    "None": None,
    "a class": np.ndarray,
    "one dimension": ROW[0],
    "three dimensions": ROW[None],
    "another width": ROW[:, :2],
    "another width, wider": np.ones((1, 4)),
    "floats": ROW.astype(np.float32),
    "integers": ROW.astype(np.int64),
    "the other order of bytes": ROW.astype(">f8"),
    "a part of wider rows": np.ones((4, 5))[:, 1:4],
    "not aligned": unaligned(ROW),
    "a subclass": ROW.view(Subclass),
    "complex": ROW.astype(complex),
    "objects": ROW.astype(object),
    "a record": np.zeros(1, [("a", "f8"), ("b", "f8"), ("n", "f8")]),
}


@pytest.mark.parametrize("name", UNUSUAL)
def test_what_is_unusual_is_left_to_the_careful_way(scorer: JarScorer, name: str) -> None:
    assert scorer._quick_row_array(UNUSUAL[name]) is None
    assert scorer._quick_array(UNUSUAL[name]) is None


def test_a_wrong_row_is_left_to_the_careful_way(scorer: JarScorer) -> None:
    wrong = np.array([[1.0, 2.0, 0.5]])
    assert scorer._quick_row_array(wrong) is None
    assert scorer._quick_array(np.repeat(wrong, 700, axis=0)) is None


def test_nothing_is_written_to_what_only_may_be_read(scorer: JarScorer) -> None:
    rows = np.arange(300.0).reshape(-1, 3)
    rows.flags.writeable = False
    before = rows.tobytes()
    assert scorer.predict(rows).tobytes() == careful(scorer, rows)
    assert scorer.predict(rows[:1]).tobytes() == careful(scorer, rows[:1])
    assert rows.tobytes() == before


def test_answers_are_freed_and_none_is_not(scorer: JarScorer) -> None:
    answer = scorer._quick_row_array(ROW)
    assert answer is not None
    assert answer.flags.owndata
    assert answer.flags.writeable
    gone = weakref.ref(answer)
    del answer
    assert gone() is None
    nones = sys.getrefcount(None)
    for _ in range(10_000):
        scorer._quick_row_array(None)
    assert abs(sys.getrefcount(None) - nones) < 1_000


def test_threads_get_the_answers_that_one_gets(scorer: JarScorer) -> None:
    rows = np.arange(6_000.0).reshape(-1, 3)
    expected = scorer._model.score_doubles(rows)[1]
    wrong: list[int] = []

    def score(start: int) -> None:
        for i in range(start, 2_000, 4):
            if scorer.predict(rows[i : i + 1])[0, 0] != expected[i, 0]:
                wrong.append(i)
            if scorer.predict(rows[: i + 1]).tobytes() != expected[: i + 1].tobytes():
                wrong.append(i)

    threads = [threading.Thread(target=score, args=(start,)) for start in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_a_closed_scorer_takes_no_array(tmp_path: Path) -> None:
    with open_scorer(write_jar(tmp_path, NUMBERS)) as scorer:
        quick = scorer._quick_row_array
        assert quick(ROW) is not None
    assert quick(ROW) is None
