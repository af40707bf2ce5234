"""The harness of benchmarks/: what it counts, what it refuses to time, a run from end to end."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import threading
import time
import zipfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from benchmarks import (
    environment,
    in_process,
    javas,
    markdown,
    maven,
    profile,
    readme,
    report,
    run,
    shape,
    short,
)
from benchmarks.agreement import disagreement
from benchmarks.contenders.booster import BoosterPredict
from benchmarks.contenders.java import JavaArray, TranspiledMap
from benchmarks.contenders.scorer import JPypePredict
from benchmarks.http_load import Connection, closed_loop, fixed_rate, post
from benchmarks.measure import measure
from benchmarks.model import EXPECTED, POOL, Model
from benchmarks.percentiles import percentile, summary
from benchmarks.plan import QUICK, Plan
from benchmarks.recipes import GRID, Recipe
from benchmarks.sections import SECTIONS
from benchmarks.services.scorejar import ScorejarService
from scorejar import jdk
from tests.benchmark_contenders import Failing, Right, TooLarge, Unopened, Wrong
from tests.conftest import ROOT
from tests.test_house_jdk import java_home


def test_a_percentile_is_the_smallest_value_that_so_many_do_not_exceed() -> None:
    values = np.arange(1_000, 0, -1)
    assert percentile(values, 50) == 500
    assert percentile(values, 99) == 990
    assert percentile(values, 99.9) == 999
    assert percentile(values, 100) == 1_000
    assert percentile(np.array([7]), 50) == 7
    with pytest.raises(ValueError, match="expected a percentage above 0 and up to 100; got 0"):
        percentile(values, 0)


def test_a_percentile_of_too_few_calls_is_not_told() -> None:
    few = summary([np.arange(1, 51) * 1_000, np.arange(1, 51) * 2_000])
    assert few["p50_us"] == 34
    assert few["p99_us"] == 98
    assert few["p99_9_us"] is None
    assert (few["lowest_round_p50_us"], few["highest_round_p50_us"]) == (25, 50)


def test_answers_that_differ_are_named() -> None:
    expected = np.array([0.25, 0.5, 0.75])
    assert disagreement([0.25, 0.5, 0.75 + 1e-15], expected, 1e-12) is None
    wrong = disagreement([0.25, float("nan"), 0.7], expected, 1e-12)
    assert wrong == "expected 0.5, got nan (row 1); 2 of 3 rows differ"
    assert disagreement([0.25], expected, 1e-12) == "expected 3 answers; got 1"


def test_one_row_calls_are_clocked_and_unclocked_by_turns() -> None:
    rows: Iterator[Any] = iter(lambda: [[1.0]], None)
    found = measure(lambda batch: batch, lambda batch: None, rows, size=1, seconds=0)
    assert len(found.calls) == found.rows == 256
    assert found.nanoseconds > 0


@pytest.fixture
def numbered(tmp_path: Path) -> Model:
    """A model of 500 rows whose only column is the number of the row."""
    folder = tmp_path / "numbered"
    folder.mkdir()
    (folder / POOL).write_text("number\n" + "".join(f"{number}\n" for number in range(500)))
    np.random.default_rng(0).random(500).tofile(folder / EXPECTED)
    jar = folder / "repository" / "numbered" / "1.jar"
    model = Model("numbered", folder, ("number",), (True,), "probability(1)", jar)
    model.write()
    return model


SMALLEST = replace(
    QUICK,
    name="smallest",
    brief_recipes=(),
    open_seconds=300,
    sizes=(1, 100),
    rounds=1,
    seconds=0.05,
    warm_up_seconds=0.0,
    just_in_time_warm_up_seconds=0.1,
    agreed_rows=300,
    http_rounds=1,
    http_seconds=0.2,
    http_warm_up_seconds=0.05,
    connections=((1, 2), (100, 1)),
    rates=(20,),
)


def timed(plan: Plan, model: Model, folder: Path) -> dict[str, list[in_process.Result]]:
    results, _ = in_process.run(plan, model, folder, progress=lambda what: None)
    names = {result["contender"] for result in results}
    return {name: [r for r in results if r["contender"] == name] for name in names}


def test_only_contenders_that_answer_rightly_are_timed(numbered: Model, tmp_path: Path) -> None:
    plan = replace(SMALLEST, contenders=(Right, Wrong, Failing, Unopened))
    results = timed(plan, numbered, tmp_path / "logs")
    assert [result["rows_per_call"] for result in results["right"]] == [1, 100]
    assert all(result["p50_us"] > 0 for result in results["right"])
    assert results["wrong"][0]["problem"].startswith("disagrees at 1 rows a call: expected 0.")
    assert results["wrong"][0]["problem"].endswith("(row 7); 1 of 300 rows differ")
    assert results["failing"][0]["problem"] == "RuntimeError: no batches here"
    assert results["unopened"][0]["problem"].endswith("in the log: the library is not there")


def test_a_contender_may_have_an_environment_of_its_own(
    numbered: Model, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wheel = tmp_path / "tiny_pin-1.0-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as file:
        about = "tiny_pin-1.0.dist-info"
        file.writestr(f"{about}/METADATA", "Metadata-Version: 2.1\nName: tiny-pin\nVersion: 1.0\n")
        file.writestr(f"{about}/WHEEL", "Wheel-Version: 1.0\nTag: py3-none-any\n")
        file.writestr(f"{about}/RECORD", "")
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    make = partial(environment.interpreter, folder=tmp_path / "environments")
    monkeypatch.setattr(environment, "interpreter", make)
    contender = type("Right", (Right,), {"requirements": (str(wheel),)})
    contender.__module__ = Right.__module__
    plan = replace(SMALLEST, contenders=(contender,), sizes=(1,))
    _, versions = in_process.run(plan, numbered, tmp_path / "logs", progress=lambda what: None)
    assert versions["right"]["prefix"].startswith(str(tmp_path / "environments"))


def test_an_environment_of_a_lock_file_is_made_anew_when_the_lock_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[list[str]] = []

    def pip(command: list[str], **_: Any) -> subprocess.CompletedProcess[str]:
        asked.append(command)
        return subprocess.CompletedProcess(command, 0)

    monkeypatch.setattr(environment, "LOCKS", tmp_path)
    monkeypatch.setattr(subprocess, "run", pip)
    homes = []
    for pin in ("a==1", "a==1", "a==2"):
        (tmp_path / "a.lock").write_text(pin)
        homes.append(environment.interpreter(("a.lock",), tmp_path / "environments"))
    assert homes[0] == homes[1] != homes[2]
    assert [command[-3:] for command in asked] == 2 * [
        ["--require-hashes", "--requirement", str(tmp_path / "a.lock")]
    ]


def test_the_contenders_can_be_read_by_a_python_that_has_nothing_else() -> None:
    code = "import benchmarks.contenders, benchmarks.child"
    subprocess.run([sys.executable, "-S", "-c", code], check=True, cwd=ROOT)


def test_a_library_with_another_hash_is_refused(tmp_path: Path) -> None:
    (tmp_path / "thing-1.jar").write_bytes(b"not it")
    with pytest.raises(OSError, match=r"thing-1.jar: expected SHA-256 00, got [0-9a-f]{64}"):
        maven.library("of.some:thing:1", "00", tmp_path)


def test_a_shape_counts_trees_leaves_depth_and_thresholds() -> None:
    leaf = {"leaf_value": 1.0, "leaf_count": 1}
    right = {"split_feature": 1, "threshold": 2.0, "left_child": leaf, "right_child": leaf}
    tree = {"split_feature": 0, "threshold": 2.0, "left_child": {**leaf, "leaf_count": 2}}
    found = shape.booster_shape([{"tree_structure": {**tree, "right_child": right}}] * 2)
    assert found == {"trees": 2, "leaves": 6, "depth": 1.5, "deepest": 2, "thresholds": 2}


@contextmanager
def service(stall_at: int = -1, stall_seconds: float = 0) -> Iterator[int]:
    """A port that answers each request with `{}`, but sits on one of them for a while."""
    answer = b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}"
    count = iter(range(1_000_000))

    def talk(connection: socket.socket) -> None:
        with connection:
            while connection.recv(65_536):
                if next(count) == stall_at:
                    time.sleep(stall_seconds)
                connection.sendall(answer)

    def accept(listener: socket.socket) -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            threading.Thread(target=talk, args=(connection,), daemon=True).start()

    with socket.create_server(("127.0.0.1", 0)) as listener:
        threading.Thread(target=accept, args=(listener,), daemon=True).start()
        yield listener.getsockname()[1]
        listener.shutdown(socket.SHUT_RDWR)


def test_a_request_is_answered_and_its_body_read() -> None:
    with service() as port:
        connection = Connection(port)
        assert connection.ask(post("/", b"{}")) == b"{}"
        connection.close()


def test_a_fixed_rate_counts_the_wait_of_requests_that_were_due_in_a_stall() -> None:
    with service(stall_at=10, stall_seconds=0.5) as port:
        load = fixed_rate(port, [post("/", b"{}")], rate=100, connections=1, seconds=1)
    waited = sum(latency > 100e6 for latency in load.latencies)
    assert len(load.latencies) == 100
    assert load.failures == 0
    assert waited >= 20, "not the one request alone that was stalled"


def test_a_closed_loop_counts_answers_and_failures() -> None:
    with service() as port:
        load = closed_loop(port, [post("/", b"{}")], connections=3, seconds=0.1)
    assert len(load.latencies) > 3
    assert load.failures == 0
    assert load.busy > 0


def test_figures_have_three_digits() -> None:
    assert [markdown.number(value) for value in (0.12345, 1.25, 99.9, 123.4, 1234.5, None)] == [
        *("0.123", "1.25", "99.9", "123", "1,230", "-"),
    ]


TINY = Recipe("tiny", 10, 15, table="wide", columns=10, training_rows=2_000, pool_rows=400)


class Counted:
    """A section that counts its models."""

    RECIPES: Sequence[Recipe] = (TINY,)

    @staticmethod
    def measure(models: Sequence[Model], progress: Callable[[str], None]) -> dict[str, Any]:
        progress("counting")
        return {"models": len(models)}

    @staticmethod
    def markdown(found: dict[str, Any]) -> str:
        return f"## Counted\n\n{found['models']} of them.\n"


class Broken(Counted):
    """A section that cannot be measured."""

    @staticmethod
    def measure(models: Sequence[Model], progress: Callable[[str], None]) -> dict[str, Any]:
        raise OSError("no such\ntool")


@pytest.fixture
def newest_java_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """What more than one Java adds is waiting, and no other code."""
    monkeypatch.setattr(javas, "found", lambda found=javas.found: found()[:1])


@pytest.mark.usefixtures("newest_java_alone")
def test_the_quickest_run_ends_with_results_a_report_and_plots(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(SECTIONS, "counted", Counted)
    monkeypatch.setitem(SECTIONS, "broken", Broken)
    plan = replace(
        SMALLEST,
        recipes=(TINY,),
        http_recipes=(TINY,),
        sections=("in-process", "http", "counted", "broken"),
        contenders=(BoosterPredict, TranspiledMap, JavaArray, JPypePredict, TooLarge),
        brief_recipes=tuple(recipe for recipe in GRID if recipe.left_out)[:1],
        services=(ScorejarService,),
    )
    saved: list[int] = []
    results = run.measure(
        plan,
        "python -m benchmarks --smallest",
        tmp_path,
        lambda part: saved.append(len(part["sections"])),
    )
    written = run.write(results, tmp_path / "results.json", tmp_path / "report")
    assert json.loads((tmp_path / "results.json").read_text())["plan"]["name"] == "smallest"
    assert saved == [0, 1, 2]
    problems = [row for row in results["in_process"] + results["http"] if "problem" in row]
    assert [row["contender"] for row in problems] == ["too large"]
    calls = {(row["contender"], row["rows_per_call"]) for row in results["in_process"][:-1]}
    assert {(c.name, 1) for c in plan.contenders[:-1]} <= calls
    assert (JPypePredict.name, 100) in calls
    assert (TranspiledMap.name, 100) not in calls
    loads = {(row["service"], row["load"]) for row in results["http"]}
    assert loads == {(s.name, kind) for s in plan.services for kind in ("closed", "fixed")}
    page = written.read_text()
    assert "### 100 rows a call, in process" in page
    assert "- too large was not timed: its compiler takes too long for more than 5 leaves" in page
    assert "## Counted\n\n1 of them.\n" in page
    assert "Not measured: no such tool" in page
    assert "Not measured: it takes 12 minutes to fit and export" in page
    assert {ratio.what for ratio in short.ratios(results)} == {
        *(short.FROM_PYTHON, short.FROM_JAVA, short.BATCH, short.TAIL),
    }
    assert short.markdown(results) in page
    results["in_process"][-1]["problem"] = f"no engine in {ROOT}/build/1.jar"
    assert "- too large was not timed: no engine in build/1.jar" in report.markdown(results, [])
    for plot in ("one-row", "batch", "http"):
        assert (tmp_path / "report" / "plots" / f"{plot}.svg").read_text().startswith("<?xml")


def timing(contender: str, java: int | None, size: int, figure: float, **more: Any) -> Any:
    """A result of a contender: its p50, or its rows a second where it has many a call."""
    about = {"model": "m", "contender": contender, "java": java, "rows_per_call": size}
    kind = {"language": "Python", "ours": False, "cores": 1, "p99_9_us": None}
    return {**about, **kind, "p50_us": figure, "rows_per_second": figure, **more}


def test_the_ratios_take_the_fastest_peer_and_the_same_java() -> None:
    ours: dict[str, Any] = {"ours": True}
    java: dict[str, Any] = {"language": "Java"}
    rows = [
        *(timing("slow", None, 1, 90), timing("quick", None, 1, 30)),
        *(timing("native Java", 25, 1, 1, **java), timing("pipeline, dict", None, 1, 500)),
        timing("jar, JPype, predict(X)", 25, 1, 10, **ours),
        *(
            timing("jar, JPype, score(dict)", java, 1, at, **ours)
            for java, at in ((25, 5), (17, 6))
        ),
        *(timing("jar, Java, double[]", v, 1, 2, **ours, **java, p99_9_us=5) for v in (25, 17)),
        *(timing("JPMML transpiled, Map", v, 1, 3 * v, **java) for v in (25, 17)),
        *(timing("slow", None, 100, 10), timing("quick", None, 100, 20)),
        timing("jar, JPype, predict(X)", 25, 100, 60, **ours),
        timing("jar, JPype, predict(X), 2 cores", 25, 100, 90, **ours, cores=2),
        {"model": "m", "contender": "broken", "java": 17, "ours": True, "problem": "it broke"},
    ]
    results = {"models": [{"name": "m"}], "in_process": rows, "sections": {}}
    found = short.ratios(results)
    assert [(ratio.what, ratio.java, ratio.times) for ratio in found] == [
        (short.FROM_PYTHON, 25, 6),
        (short.FROM_PYTHON, 17, 5),
        (short.FROM_JAVA, 25, 37.5),
        (short.FROM_JAVA, 17, 25.5),
        (short.FROM_DICT, 25, 100),
        (short.FROM_DICT, 17, pytest.approx(500 / 6)),
        (short.BATCH, 25, 3),
        (short.TWO_CORES, 25, 1.5),
        (short.TAIL, 25, 2.5),
        (short.TAIL, 17, 2.5),
    ]
    line = {"model": "m", "java": 25, "engine": "auto", "p50.0": 2, "p99.9": 3}
    results["sections"] = {"java": {"found": {"lines": [line]}}}
    tails = {r.java: r.times for r in short.ratios(results) if r.what == short.TAIL}
    assert tails == {25: 1.5, 17: 2.5}


def test_the_figures_of_the_readme_are_written_between_its_marks() -> None:
    ours: dict[str, Any] = {"ours": True, "model": "L100"}
    rows = [
        timing("Booster.predict", None, 1, 20, model="L100"),
        timing("onnx", None, 1, 8, model="L100"),
        *(timing("jar, Java, double[]", v, 1, at, **ours) for v, at in ((25, 0.5), (17, 1.25))),
        timing("onnx", None, 100, 390_000, model="L100"),
        timing("jar, Java, double[]", 25, 100, 2_670_000, **ours),
        {"model": "mixed", "contender": "broken", "problem": "it broke"},
    ]
    run: dict[str, Any] = {"command": "make bench", "machine": {"cpu": "a CPU"}}
    run |= {"in_process": rows, "http": [], "sections": {}}
    page = readme.rewritten((ROOT / "README.md").read_text(), readme.block(run))
    assert "One row a call, median in microseconds, JDK 25, a CPU, as `make bench`" in page
    assert "| the fastest other from Python | 8 (onnx) |" in page
    assert "| **the jar from Java**: `double[]` | 0.5 |" in page
    assert "| **the jar** | 2,670,000 (jar, Java, double[]) |" in page
    assert "versions of" not in readme.block(run)
    load: dict[str, Any] = {"swaps": 1_020, "swaps_a_second": 6, "rate": 500, "failed": 0}
    load |= {"wrong": 1, "steady": {"p99": 526.4}, "swapping": {"p99": 766.4}}
    run["sections"] = {"soak": {"found": {"load": load}}}
    assert "0 failed, 1 wrong, p99 766 µs where it is 526 µs" in readme.block(run)
    assert readme.rewritten(page, "x").count("x\n\n<!-- end of figures -->") == 1


def test_what_a_kernel_does_besides_its_known_stages_is_its_conditions() -> None:
    row = {"whole": 100.0, "kernel": 70.0, "ranks": 20.0, "sums": 10.0, "steps": 5.0}
    found = profile.stages("row", {**row, "schema": 1.0, "python": 250.0})
    assert (found["conditions"], found["rest"], found["bridge"]) == (40, 24, 150)
    block = {"whole": 50.0, "kernel": 40.0, "schema": 1.0, "copy": 4.0, "steps": 5.0}
    unknown = profile.stages("block", {**block, "python": 51.0})
    assert (unknown["conditions"], unknown["values"], unknown["rest"]) == (40, None, 0)
    inside = {"ranks": 10.0, "conditions": 5.0, "parts": 4.0, "numbers": 3.0}
    known = profile.stages("block", {**block, **inside, "python": 51.0})
    assert (known["conditions"], known["values"]) == (5, 18)


def test_sections_measure_models_that_are_made() -> None:
    for name, section in SECTIONS.items():
        assert not any(recipe.left_out for recipe in section.RECIPES), name


def test_a_section_measured_anew_leaves_the_others() -> None:
    before = {"command": "all", "in_process": [1], "http": [2], "sections": {"a": 3, "b": 4}}
    after = {"command": "part", "in_process": [], "http": [], "sections": {"b": 5}}
    found = run.merged(before, after, ("b",))
    assert found == {**before, "sections": {"a": 3, "b": 5}}
    assert run.merged(before, after, ("in-process",))["command"] == "part"


def test_the_newest_java_is_measured_beside_the_oldest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    homes = [java_home(tmp_path / name, name) for name in ("21.0.1", "17.0.9", "25", "11.0.2")]
    monkeypatch.delenv("SCOREJAR_JAVA_HOME", raising=False)
    monkeypatch.setattr(jdk, "homes", lambda: iter(homes))
    found = javas.found.__wrapped__
    assert [java.version for java in found()] == [25, 17]
    monkeypatch.setenv("SCOREJAR_JAVA_HOME", str(homes[0]))
    assert [java.version for java in found()] == [21]
