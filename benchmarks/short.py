"""The ratios of a run that most people ask for, each with both figures that it is made of."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from benchmarks.contenders.java import JavaArray, TranspiledArray, TranspiledMap
from benchmarks.contenders.pipeline import PipelineFromDict
from benchmarks.contenders.scorer import JPypeDict, JPypePredict, JPypeTwoCores
from benchmarks.markdown import number, table

Row = dict[str, Any]


@dataclass(frozen=True)
class Ratio:
    """One line: how many times as fast one thing is as another.

    ours, other: the figures that are divided, with who they are of; java: the JDK that ours ran on.
    """

    what: str
    model: str
    java: int | None
    times: float
    ours: str
    other: str


def markdown(results: Row) -> str:
    """The section of the page; empty where nothing can be compared."""
    lines = [
        [r.what, r.model, str(r.java), number(r.times), r.ours, r.other] for r in ratios(results)
    ]
    if not lines:
        return ""
    return "\n\n".join(
        [
            "## In short",
            "Medians of this run. *Times* is how many times as fast the jar is as what it is"
            " compared with; a peer is anything but the jar. p99.9 is in times of p50.",
            table(["what", "model", "JDK", "times", "the jar", "compared with"], lines),
        ]
    )


def ratios(results: Row) -> list[Ratio]:
    """Every comparison that the run has both figures for."""
    found: list[Ratio] = []
    jmh = results["sections"].get("java", {}).get("found", {"lines": []})["lines"]
    for model in results["models"]:
        timed = [
            row
            for row in results["in_process"]
            if row["model"] == model["name"] and "problem" not in row
        ]
        for java in sorted({row["java"] for row in timed if row["ours"]}, reverse=True):
            found += _of(model["name"], java, timed)
            found += _tail(model["name"], java, timed, jmh)
    order = list(dict.fromkeys(TITLES))
    return sorted(found, key=lambda ratio: order.index(ratio.what))


TITLES = (
    FROM_PYTHON := "one row from Python, against the fastest peer from Python",
    FROM_JAVA := "one row in Java from double[], against JPMML transpiled",
    FROM_DICT := "one row from a dict of raw values, against the pipeline",
    BATCH := "many rows, one core, against the fastest peer",
    TWO_CORES := "many rows, two cores, against one",
    TAIL := "p99.9 of one row in Java from double[], against p50",
)


def _of(model: str, java: int, timed: Sequence[Row]) -> Iterable[Ratio]:
    """The comparisons of one model on one JDK."""
    ours = [row for row in timed if row["ours"] and row["java"] == java]
    peers = [row for row in timed if not row["ours"]]
    one = [row for row in ours if row["rows_per_call"] == 1]
    one_peers = [row for row in peers if row["rows_per_call"] == 1]
    python = [row for row in one if row["language"] == "Python"]
    jpmml = [row for row in one_peers if row["java"] == java]
    in_java = _named(one, JavaArray.name)
    latencies = (
        (FROM_PYTHON, python, [row for row in one_peers if row["language"] == "Python"]),
        (FROM_JAVA, in_java, _named(jpmml, TranspiledArray.name, TranspiledMap.name)),
        (FROM_DICT, _named(python, JPypeDict.name), _named(one_peers, PipelineFromDict.name)),
    )
    for what, mine, others in latencies:
        if mine and others:
            best, other = (min(rows, key=lambda row: row["p50_us"]) for rows in (mine, others))
            times = other["p50_us"] / best["p50_us"]
            yield Ratio(what, model, java, times, _latency(best), _latency(other))
    most = max((row["rows_per_call"] for row in ours), default=1)
    many = [row for row in ours if row["rows_per_call"] == most > 1]
    rates = (
        (BATCH, [r for r in many if r["cores"] == 1], [r for r in peers if _batch(r, most)]),
        (TWO_CORES, _named(many, JPypeTwoCores.name), _named(many, JPypePredict.name)),
    )
    for what, mine, others in rates:
        if mine and others:
            best, other = (max(rows, key=_rate) for rows in (mine, others))
            yield Ratio(
                what, model, java, _rate(best) / _rate(other), _per_second(best), _per_second(other)
            )


def _tail(model: str, java: int, timed: Sequence[Row], jmh: Sequence[Row]) -> Iterable[Ratio]:
    """From JMH where it was run: its calls follow one another with nothing in between."""
    for line in jmh:
        if (line["model"], line["java"], line["engine"]) == (model, java, "auto"):
            yield _slower(model, java, line["p50.0"], line["p99.9"], "JMH")
            return
    for row in _named(timed, JavaArray.name):
        if (row["java"], row["rows_per_call"]) == (java, 1) and row["p99_9_us"] is not None:
            yield _slower(model, java, row["p50_us"], row["p99_9_us"], row["contender"])


def _slower(model: str, java: int, p50: float, p99_9: float, who: str) -> Ratio:
    return Ratio(TAIL, model, java, p99_9 / p50, f"{number(p99_9)} µs, {who}", f"{number(p50)} µs")


def _batch(row: Row, most: int) -> bool:
    return bool(row["rows_per_call"] == most and row["cores"] == 1)


def _named(rows: Sequence[Row], *names: str) -> list[Row]:
    return [row for row in rows if row["contender"] in names]


def _rate(row: Row) -> float:
    return float(row["rows_per_second"])


def _latency(row: Row) -> str:
    return f"{number(row['p50_us'])} µs, {row['contender']}"


def _per_second(row: Row) -> str:
    return f"{number(row['rows_per_second'])} rows/s, {row['contender']}"
