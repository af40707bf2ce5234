"""`scorejar score`, `inspect` and `verify`: what a person types and what comes back."""

from __future__ import annotations

import csv
import json
import os
import re
import stat
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from scorejar.cli import run

from .conftest import done, scorejar
from .service_jars import MIXED, NUMBERS, TEXT, jar_bytes, write_jar

HEADER = "age,count,single,job,town,day,at,clock\n"
LINES = [
    "1.5,2,true,clerk,Rome,2026-01-31,2026-01-31T12:30:00,12:30\n",
    ",3,,,,,,\n",
    "NA,4,False,nurse,Paris,NA,2026-01-31 12:30:05.25,01:02:03.5\n",
]
ANSWERS = [
    ["its single", "its job", "its day", "its at", "its clock", "sum"],
    ["true", "clerk", "2026-01-31", "2026-01-31 12:30:00.000000", "12:30:00.000000", "7"],
    ["", "", "", "", "", ""],
    ["false", "nurse", "", "2026-01-31 12:30:05.250000", "01:02:03.500000", ""],
]


@pytest.fixture(scope="module")
def jars(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    home = tmp_path_factory.mktemp("jars")
    models = [("numbers", NUMBERS), ("mixed", MIXED), ("text", TEXT)]
    return {name: write_jar(home, inputs, model=name) for name, inputs in models}


class Ran(NamedTuple):
    """How a command ended."""

    returncode: int
    stdout: str
    stderr: str


Command = Callable[..., Ran]


@pytest.fixture
def command(capfd: pytest.CaptureFixture[str]) -> Command:
    """Runs a command in this process, where the JVM is started once for all of them."""

    def in_process(*arguments: str | Path) -> Ran:
        capfd.readouterr()
        code = run([str(argument) for argument in arguments])
        return Ran(code, *capfd.readouterr())

    return in_process


def succeeded(ran: Ran) -> Ran:
    """The same, when it must have worked."""
    assert ran.returncode == 0, ran.stderr
    return ran


def test_a_csv_file_is_scored_to_stdout(jars: dict[str, Path], tmp_path: Path) -> None:
    rows = tmp_path / "rows.csv"
    rows.write_text(HEADER + "".join(LINES))
    completed = done(scorejar("score", jars["mixed"], rows))  # a process, as users have it
    assert list(csv.reader(completed.stdout.splitlines())) == ANSWERS
    assert completed.stderr == ""


def test_a_file_is_written_whole_with_a_summary(
    command: Command, jars: dict[str, Path], tmp_path: Path
) -> None:
    rows, out = tmp_path / "rows.csv", tmp_path / "out.parquet"
    rows.write_text("\ufeffid," + HEADER + "".join(f"{i},{line}" for i, line in enumerate(LINES)))
    completed = succeeded(command("score", jars["mixed"], rows, "--out", out, "--json"))
    summary = json.loads(completed.stdout)
    assert summary | {"seconds": 0} == {
        "jar": str(jars["mixed"]),
        "model": "mixed",
        "version": 1,
        "engine": "interpreted",
        "rows": 3,
        "seconds": 0,
        "out": str(out),
    }
    assert completed.stderr == "columns that the model does not take are left alone: 'id'\n"
    answers = pq.read_table(out).to_pylist()
    assert answers[0]["its day"] == date(2026, 1, 31)
    assert answers[1] == dict.fromkeys(ANSWERS[0])
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out.parquet", "rows.csv"]


def test_parquet_gives_what_csv_gives_over_many_batches(
    command: Command, jars: dict[str, Path], tmp_path: Path
) -> None:
    random = np.random.default_rng(0)
    count = 150_001
    table = pd.DataFrame(
        {"n": np.arange(count), "b c": random.normal(size=count), "a": random.normal(size=count)}
    )
    table.loc[::7, "a"] = np.nan
    table.to_csv(tmp_path / "rows.csv", index=False)
    table.to_parquet(tmp_path / "rows.parquet", index=False)
    for kind in ("csv", "parquet"):
        arguments = (tmp_path / f"rows.{kind}", "--out", tmp_path / f"{kind}.csv", "--progress")
        completed = succeeded(command("score", jars["numbers"], *arguments))
        assert "150,001 rows" in completed.stderr
    assert (tmp_path / "csv.csv").read_bytes() == (tmp_path / "parquet.csv").read_bytes()
    found = pd.read_csv(tmp_path / "csv.csv")["sum"]
    expected = 2 * table["a"] + 2 * table["b c"] + 2 * table["n"]
    np.testing.assert_allclose(found, expected, rtol=1e-14)


def test_free_text_is_scored_from_a_file(
    command: Command, jars: dict[str, Path], tmp_path: Path
) -> None:
    rows = tmp_path / "rows.csv"
    rows.write_text('note,age\n"two\nlines, ""quoted""",1\n,2\nNA,\n')
    completed = succeeded(command("score", jars["text"], rows))
    answers = list(csv.reader(completed.stdout.splitlines(keepends=True)))
    assert answers == [["its note", "sum"], ['two\nlines, "quoted"', "2"], ["", "4"], ["NA", ""]]


def test_a_table_without_rows_gives_a_table_without_rows(
    command: Command, jars: dict[str, Path], tmp_path: Path
) -> None:
    rows = tmp_path / "rows.csv"
    rows.write_text(HEADER)
    assert succeeded(command("score", jars["mixed"], rows)).stdout == ",".join(ANSWERS[0]) + "\n"


WRONG: list[tuple[Callable[[str], str], int, str]] = [
    (lambda text: text.replace("1.5,", "abc,"), 4, "age: expected double, got 'abc' (row 0)"),
    (lambda text: text.replace(",3,", ",3.5,"), 4, "count: expected integer, got 3.5 (row 1)"),
    (lambda text: text.replace(",3,", ",,"), 4, "count: expected a value, got none (row 1)"),
    (
        lambda text: text.replace("nurse", "pilot"),
        4,
        "job: expected one of 'clerk', 'nurse', 'Köchin', got 'pilot' (row 2)",
    ),
    (lambda text: text + "1,2\n", 4, "row: expected 8 cells, got 2 (row 3)"),
    (lambda text: text.replace("count", "cuont"), 4, "count: expected a column of this name"),
    (lambda text: text.replace("count", "age"), 4, "age: expected one column of this name, got 2"),
    (lambda text: "", 2, "rows.csv: expected a header line, found an empty file"),
    (lambda text: text.replace("Rome", "R\udcff"), 2, "rows.csv: cannot be read: "),
]


@pytest.mark.parametrize(("change", "code", "message"), WRONG)
def test_a_wrong_table_is_told_and_nothing_is_written(
    command: Command,
    jars: dict[str, Path],
    tmp_path: Path,
    change: Callable[[str], str],
    code: int,
    message: str,
) -> None:
    rows, out = tmp_path / "rows.csv", tmp_path / "out.csv"
    rows.write_text(change(HEADER + "".join(LINES)), errors="surrogateescape")
    out.write_text("as it was")
    completed = command("score", jars["mixed"], rows, "--out", out)
    assert completed.returncode == code
    assert completed.stdout == ""
    assert completed.stderr.startswith("error: ")
    assert message in completed.stderr
    assert completed.stderr.count("\n") == 1
    assert out.read_text() == "as it was"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out.csv", "rows.csv"]


def test_a_wrong_row_far_down_leaves_stdout_empty(
    command: Command, jars: dict[str, Path], tmp_path: Path
) -> None:
    rows = tmp_path / "rows.parquet"
    values = [1.0] * 100_000 + ["abc"]
    table = pa.table({"a": pa.array(map(str, values)), "b c": [0.0] * 100_001, "n": [1] * 100_001})
    pq.write_table(table, rows)
    completed = command("score", jars["numbers"], rows)
    assert (completed.returncode, completed.stdout) == (4, "")
    assert completed.stderr == "error: a: expected double, got 'abc' (row 100000)\n"


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (("nowhere.jar", "rows.csv"), 2, "nowhere.jar: expected a jar, found none"),
        (("JAR", "nowhere.csv"), 2, "nowhere.csv: cannot be read: No such file or directory"),
        (("JAR", "rows.txt"), 2, "rows.txt: expected a .csv or .parquet file"),
        (("JAR", "rows.csv", "--out", "out.txt"), 2, "out.txt: expected a .csv or .parquet file"),
        (("JAR", "rows.csv", "--out", "no/out.csv"), 2, "no/out.csv: cannot be written: "),
        (("JAR", "rows.csv", "--json"), 2, "--json: expected --out too"),
        (("JAR", "rows.csv", "--engine", "compiled"), 3, "compiled"),
        (("rows.csv", "rows.csv"), 3, "rows.csv: expected a jar (ZIP), got "),
        (("JAR", "rows.parquet"), 2, "rows.parquet: cannot be read: "),
    ],
)
def test_wrong_arguments_are_told_in_one_line(
    command: Command,
    jars: dict[str, Path],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    arguments: tuple[str, ...],
    code: int,
    message: str,
) -> None:
    (tmp_path / "rows.csv").write_text("a,b c,n\n1,2,3\n")
    (tmp_path / "rows.parquet").write_text("no parquet")
    paths = [str(jars["numbers"]) if a == "JAR" else a for a in arguments]
    files = [str(tmp_path / p) if "." in p and not p.startswith("/") else p for p in paths]
    completed = command("score", *files)
    assert completed.returncode == code
    assert message in completed.stderr
    assert completed.stderr.count("\n") == 1


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read and write everything")
def test_a_file_that_may_not_be_read_is_told(
    command: Command, jars: dict[str, Path], tmp_path: Path
) -> None:
    rows = tmp_path / "rows.csv"
    rows.write_text("a,b c,n\n")
    rows.chmod(stat.S_IWUSR)
    completed = command("score", jars["numbers"], rows)
    assert completed.returncode == 2
    assert completed.stderr == f"error: {rows}: cannot be read: Permission denied\n"


def test_inspect_tells_people_and_machines(command: Command, jars: dict[str, Path]) -> None:
    text = succeeded(command("inspect", jars["mixed"])).stdout
    assert text.startswith("mixed 1\n")
    assert "engines  interpreted; interpreted answers" in text
    assert "no transpiled: made by hand for a test" in text
    assert "'job'     string    'clerk', 'nurse', 'Köchin'; no other value" in text
    assert "'count'   integer   never missing" in text
    facts = json.loads(succeeded(command("inspect", jars["mixed"], "--json")).stdout)
    assert (facts["model"], facts["version"], facts["engines"]) == ("mixed", 1, ["interpreted"])
    assert facts["schema"]["inputs"] == list(MIXED)
    assert facts["proof"]["engines"]["interpreted"]["rows"] == 1


def test_inspect_says_which_kernels_run_each_forest_and_why(
    exported: Callable[..., Path],
) -> None:
    jar = exported("wine")
    facts = json.loads(done(scorejar("inspect", jar, "--json")).stdout)
    assert facts["kernels"]
    for line in facts["kernels"]:
        assert re.fullmatch(r"rows: [a-z-]+, .+; blocks: [a-z-]+, .+", line)
    assert "\n  kernels  rows: " in done(scorejar("inspect", jar)).stdout


def test_verify_runs_the_proof_again(command: Command, jars: dict[str, Path]) -> None:
    text = succeeded(command("verify", jars["mixed"])).stdout
    told = "mixed 1: interpreted answers 1 rows as was proved, largest difference 0 ulp\n"
    assert text == told
    facts = json.loads(succeeded(command("verify", jars["mixed"], "--json")).stdout)
    assert facts["agrees"] is True
    assert facts["engines"]["interpreted"]["rows"] == 1


@pytest.mark.parametrize("name", ["inspect", "verify"])
def test_a_jar_with_one_byte_changed_is_refused(
    command: Command, name: str, tmp_path: Path
) -> None:
    content = bytearray(jar_bytes(NUMBERS))
    content[len(content) // 2] ^= 1
    jar = tmp_path / "1.jar"
    jar.write_bytes(content)
    completed = command(name, jar)
    assert completed.returncode == 3
    assert completed.stderr.startswith(f"error: {jar}: ")
    assert completed.stderr.count("\n") == 1
