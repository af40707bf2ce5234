"""The quick ways of scoring: they answer as the careful way does, or leave the row to it."""

from __future__ import annotations

import math
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pyservice import JarScorer, frames, open_scorer
from pyservice.blocks import Team, block_size
from pyservice.quiet import without_line
from scorejar.errors import RowError

from .conftest import ROOT
from .service_jars import NUMBERS, Column, write_jar

COLUMNS: list[Column] = [
    {"name": "age", "type": "double", "missing": "accepted"},
    {"name": "must", "type": "double", "missing": "refused"},
    {"name": "count", "type": "integer", "missing": "accepted"},
    {
        **{"name": "size", "type": "integer", "categories": [1, 2]},
        **{"missing": "accepted", "unseen": "refused"},
    },
    {"name": "single", "type": "boolean", "missing": "accepted"},
    {
        **{"name": "job", "type": "string", "categories": ["clerk", "nurse"]},
        **{"missing": "accepted", "unseen": "refused"},
    },
    {
        **{"name": "town", "type": "string", "categories": ["Rome", "Oslo"]},
        **{"missing": "refused", "unseen": "accepted"},
    },
]
ROW = {
    **{"age": 1.5, "must": 2.0, "count": 3, "size": 2},
    **{"single": True, "job": "nurse", "town": "Paris"},
}
ODD: list[Any] = [
    *(None, math.nan, math.inf, -0.0, 1e308, 0, 1, -7, 2**53, 2**53 + 1, 10**400, 2.5),
    *(True, False, "", "clerk", "Rome", "1", Decimal("1.5"), 1j, date(2026, 1, 31), [], {}),
    *(np.float64(1.5), np.float32(0.1), np.int64(3), np.int8(1), np.bool_(True), np.str_("clerk")),
    *(pd.NA, pd.NaT, b"clerk", object),
]


@pytest.fixture(scope="module")
def scorer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[JarScorer]:
    with open_scorer(write_jar(tmp_path_factory.mktemp("quick"), COLUMNS)) as opened:
        yield opened


def careful(scorer: JarScorer, row: Any) -> dict[str, Any]:
    model = scorer._model
    return model.settled(lambda plan: model._score_row(plan, row))[1]


def told(call: Any, *arguments: Any) -> str:
    """What comes of a call, types included, or its error."""
    try:
        return repr(call(*arguments))
    except (RowError, TypeError) as error:
        return f"{type(error).__name__}: {error}"


@settings(max_examples=400, deadline=None, derandomize=True)
@given(
    changes=st.dictionaries(st.sampled_from([*ROW, "agee"]), st.sampled_from(ODD), max_size=3),
    absent=st.sets(st.sampled_from(sorted(ROW)), max_size=2),
)
def test_a_row_is_answered_or_refused_as_by_the_careful_way(
    scorer: JarScorer, changes: dict[str, Any], absent: set[str]
) -> None:
    row = {name: value for name, value in (ROW | changes).items() if name not in absent}
    assert told(scorer.score, row) == told(careful, scorer, row)
    if row.keys() == ROW.keys():
        values = [row[name] for name in ROW]
        for ordered in (values, tuple(values)):
            assert told(scorer.score, ordered) == told(careful, scorer, values)


def test_the_usual_row_goes_the_quick_way(scorer: JarScorer) -> None:
    quick = scorer._model.quick
    for row in (ROW, list(ROW.values()), {**ROW, "age": None}, {"must": 1, "size": 1, "town": "x"}):
        found = quick(row)
        assert found is not None
        assert repr(found[1]) == repr(careful(scorer, row))
    assert quick({**ROW, "age": "1"}) is None


def test_a_row_in_an_array_is_one(tmp_path: Path) -> None:
    with open_scorer(write_jar(tmp_path, NUMBERS)) as scorer:
        for values in ([1.5, 2.0, 3.0], [math.nan, 2.0, 3.0], [0.1, -0.0, 2.0**31 - 1]):
            row = np.array([values])
            expected = np.array([list(careful(scorer, values).values())], np.float64)
            for same in (row, np.asfortranarray(row), np.repeat(row, 2, axis=0)[::2], row[0, None]):
                found = scorer.predict(same)
                assert found.shape == (1, 1)
                assert found.tobytes() == expected.tobytes()
            assert scorer.predict(row) is not scorer.predict(row)
            assert repr(scorer.score(row[0])) == repr(careful(scorer, values))
        assert scorer.predict(np.array([[1, 2, 3]])).tolist() == [[12.0]]
        assert scorer.predict(np.array([[1, 2, 3]], ">f8")).tolist() == [[12.0]]
        with pytest.raises(RowError, match=r"n: expected integer, got 0.5 \(row 0\)"):
            scorer.predict(np.array([[1.0, 2.0, 0.5]]))
        first = scorer.predict(np.array([[1.0, 2.0, 3.0]]))
        scorer.predict(np.array([[5.0, 2.0, 3.0]]))
        assert first.tolist() == [[12.0]], "an answer is the caller's own"


FRAMES = [
    pd.DataFrame([ROW]),
    pd.DataFrame([ROW, {**ROW, "age": None, "job": None, "single": None}])[list(ROW)[::-1]],
    pd.DataFrame([ROW] * 100).assign(job=pd.Series(["nurse", None] * 50, dtype="category")),
    pd.DataFrame([ROW] * 3).assign(job=pd.Categorical(["nurse", "pilot", "clerk"])),
    pd.DataFrame([ROW] * 3).assign(job=[1, 2, 3]),
    pd.DataFrame([ROW] * 3).assign(age=["1", "2", "3"]),
    pd.DataFrame([ROW] * 3).assign(age=[True, False, True]),
    pd.DataFrame([ROW] * 3).assign(must=[1.0, math.nan, 2.0], other=1),
    pd.DataFrame([ROW] * 3).assign(count=[1.0, 2.5, 3.0]),
    pd.DataFrame([ROW] * 3).assign(count=pd.array([1, None, 3], "Int64")),
    pd.DataFrame([ROW] * 70).assign(town="Rome", size=[1] * 69 + [3]),
    pd.DataFrame([ROW]).drop(columns="age"),
    pd.DataFrame([[1.0] * 8], columns=[*ROW, "age"]),
    pd.DataFrame([[1.0] * 7], columns=[*ROW]),
    pd.DataFrame(columns=[*ROW]),
]


@pytest.mark.parametrize("frame", FRAMES)
def test_a_frame_is_answered_or_refused_as_by_the_careful_way(
    scorer: JarScorer, frame: pd.DataFrame, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = told(lambda: scorer.predict(frame).tolist())
    monkeypatch.setattr(frames, "quick_matrix", lambda plan, frame: None)
    assert found == told(lambda: scorer.predict(frame).tolist())


def test_a_frame_of_floats_is_taken_as_it_stands(tmp_path: Path) -> None:
    inputs: list[Column] = [
        {"name": name, "type": "double", "missing": "accepted"} for name in "abc"
    ]
    values = np.random.default_rng(0).normal(size=(5_000, 3))
    values[7, 1] = math.nan
    frame = pd.DataFrame(values, columns=list("abc"))
    with open_scorer(write_jar(tmp_path, inputs)) as scorer:
        expected = scorer.predict(values)
        for same in (frame, frame[["c", "a", "b"]], frame.assign(d=1.0)):
            assert scorer.predict(same).tobytes() == expected.tobytes()
            assert scorer.predict(same.iloc[7:8]).tobytes() == expected[7:8].tobytes()


def test_categories_of_a_dictionary_are_looked_up_once(scorer: JarScorer) -> None:
    jobs = pa.array(["nurse", None, "clerk"] * 40).dictionary_encode()
    cells = {name: [value] * 120 for name, value in ROW.items()} | {"job": jobs}
    answers = scorer.score_batch(pa.RecordBatch.from_pydict(cells))
    assert answers.column("its job").to_pylist()[:3] == ["nurse", None, "clerk"]


@pytest.mark.parametrize("threads", [1, 2, 5])
def test_threads_share_the_rows_of_an_array(tmp_path: Path, threads: int) -> None:
    rows = np.random.default_rng(1).normal(size=(30_011, 3)).round(3)
    rows[:, 2] = np.arange(len(rows))
    with open_scorer(write_jar(tmp_path, NUMBERS)) as scorer:
        expected = scorer.predict(rows)
    with open_scorer(tmp_path / "m" / "1.jar", threads=threads) as scorer:
        assert scorer.predict(rows).tobytes() == expected.tobytes()
        rows[[5_000, 5_001, 29_999], 2] = 0.5
        for _ in range(5):
            with pytest.raises(RowError) as error:
                scorer.predict(rows)
            assert str(error.value) == "n: expected integer, got 0.5 (row 5000)"


def test_blocks_are_multiples_of_what_a_kernel_takes_and_cover_every_row_once() -> None:
    for rows, largest, threads in ((0, 10, 1), (1, 100, 1), (999, 100, 3), (5_000, 1_170, 2)):
        block = block_size(rows, largest, threads)
        assert 0 < block <= largest
        assert largest < 64 or block % 64 == 0
        seen: list[range] = []
        team = Team(threads)
        team.work(rows, block, lambda *ends, to=seen: to.append(range(*ends)))
        team.close()
        assert sorted(row for part in seen for row in part) == list(range(rows))


def run(code: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code], capture_output=True, encoding="utf-8", timeout=60, cwd=ROOT
    )


def test_a_scorer_opens_and_scores_without_a_word_from_java(tmp_path: Path) -> None:
    jar = write_jar(tmp_path, NUMBERS)
    code = f"""
from pyservice import open_scorer
with open_scorer({str(jar)!r}, threads=2) as scorer:
    print(scorer.score([1, 2, 3])["sum"])
"""
    done = run(code)
    assert (done.returncode, done.stdout, done.stderr) == (0, "12.0\n", "")


ENDING = """
import threading, time
import jpype, numpy
from pyservice import open_scorer, quick
from scorejar.errors import ScorejarError
quick.keeps_gil = lambda plan: {kept}
scorer = open_scorer({jar!r})
running = threading.Semaphore(0)
def score():
    try:
        while True:
            scorer.score([1.0, 2.0, 3.0])
            scorer.predict(numpy.ones((1, 3)))
            running.release()
    except ScorejarError as error:
        assert "shut down" in str(error), error
for _ in range(3):
    threading.Thread(target=score, daemon=True).start()
for _ in range(1_000):
    running.acquire()
{end}
"""


@pytest.mark.parametrize("kept", [True, False])
def test_threads_that_score_for_ever_let_the_process_end(tmp_path: Path, kept: bool) -> None:
    jar = str(write_jar(tmp_path, NUMBERS))
    done = run(ENDING.format(kept=kept, jar=jar, end=""))
    assert (done.returncode, done.stdout) == (0, ""), done.stderr


def test_a_scorer_says_that_its_jvm_was_shut_down(tmp_path: Path) -> None:
    jar = str(write_jar(tmp_path, NUMBERS))
    end = """
jpype.shutdownJVM()
for call in (scorer.score, scorer.predict):
    try:
        call(numpy.ones(3) if call == scorer.score else numpy.ones((1, 3)))
    except ScorejarError as error:
        print(error)
"""
    done = run(ENDING.format(kept=True, jar=jar, end=end))
    said = "the JVM has been shut down, and cannot start again in the same process\n"
    assert (done.returncode, done.stdout) == (0, 2 * said), done.stderr


def test_standard_error_is_read_but_for_one_line(capfd: pytest.CaptureFixture[str]) -> None:
    with without_line("WARNING: a.b"):
        os.write(2, b"before\nWARNING: a.b\nWARNING: a.b.c\n")
        subprocess.run([sys.executable, "-c", "import os; os.write(2, b'child\\n')"], check=True)
    os.write(2, b"after\n")
    assert capfd.readouterr().err == "before\nWARNING: a.b.c\nchild\nafter\n"
