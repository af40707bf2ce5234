"""Results to Markdown: what was measured, on what, and one table for each model and kind."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from benchmarks import short
from benchmarks.machine import ROOT
from benchmarks.markdown import MISSING, number, table
from benchmarks.sections import SECTIONS

Results = dict[str, Any]
TOO_BUSY = 0.9


def markdown(results: Results, plots: Sequence[str]) -> str:
    """The whole report. plots: paths of pictures, relative to the report."""
    parts = ["# How fast it is", short.markdown(results), _about(results)]
    parts += [f"![{path.rpartition('/')[2].partition('.')[0]}]({path})" for path in plots]
    for model in results["models"]:
        parts += _model(model, results)
    for name, said in results["sections"].items():
        if "problem" in said:
            parts += [f"## {name}", f"Not measured: {said['problem']}"]
        else:
            parts += [SECTIONS[name].markdown(said["found"]).strip()]
        if said["commit"] != results["machine"]["commit"]:
            parts.append(f"Measured apart, on {said['date']}, commit {said['commit']}.")
    # What a contender said of a file names it whole; the page names it from the repository on.
    return "\n\n".join(filter(None, parts)).replace(f"{ROOT}/", "") + "\n"


def _model(model: Results, results: Results) -> list[str]:
    """The tables of one model."""
    parts = [f"## {model['name']}: {model['summary']}"]
    if "problem" in model:
        return [*parts, f"Not measured: {model['problem']}"]
    in_process = [row for row in results["in_process"] if row["model"] == model["name"]]
    over_http = [row for row in results["http"] if row["model"] == model["name"]]
    if not in_process and not over_http:
        return []
    parts.append(f"{_shape(model['shape'])} {results['machine']['cpu']}.")
    for size in sorted({row.get("rows_per_call", 0) for row in in_process} - {0}):
        chosen = [row for row in in_process if row.get("rows_per_call") == size]
        parts += [f"### {_rows(size)} a call, in process", _in_process_table(chosen)]
    loaded = [row for row in over_http if "problem" not in row]
    if loaded:
        parts += ["### Over HTTP", _http_table(loaded)]
    return parts + _problems([*in_process, *over_http])


def _about(results: Results) -> str:
    machine, plan = results["machine"], results["plan"]
    over_http = (
        f"- Over HTTP: one worker on 127.0.0.1, warm-up {plan['http_warm_up_seconds']:g} s for each"
        f" load, then rounds of {plan['http_seconds']:g} s ({plan['http_rounds']}); times are the"
        " client's, from the moment a request was due to the last byte of its answer."
    )
    packages = ", ".join(f"{name} {version}" for name, version in machine["packages"].items())
    lines = [
        f"Printed by `{results['command']}` on {results['date']}, commit {machine['commit']}, in"
        f" {results['seconds']:.0f} s.",
        "",
        f"- Machine: {machine['cpu']}, {machine['cores']} cores, {machine['memory_gb']} GB,"
        f" {machine['system']}. What is measured runs on core {_list(machine['measured_core'])},"
        f" one thread; the harness and the HTTP client on core {_list(machine['driving_core'])}.",
        *(f"- {java}." for java in machine["javas"]),
        f"- Python {machine['python']}; {packages}.",
        f"- Load of the machine before the run {machine['load_before']}; the host took"
        f" {results['steal_percent']:.1f} % of its time.",
        f"- Rows: {results['pool_rows']:,} distinct ones of each model at least; every contender's"
        f" answers were compared with the pipeline's, to 1e-12{_tolerances(results)}, before"
        " anything was timed.",
        f"- In process: warm-up {plan['warm_up_seconds']:g} s"
        f" ({plan['just_in_time_warm_up_seconds']:g} s for code that is compiled as it runs, four"
        " times that for JPMML's transpiled classes) for"
        f" each number of rows a call, then rounds of {plan['seconds']:g} s ({plan['rounds']}),"
        " contenders by turns. Making the arguments is not timed. Percentiles include reading the"
        f" clock ({machine['python_clock_ns']:.0f} ns in Python); rows a second do not.",
        *([over_http] if results["http"] else []),
        "- `rounds` is the range of the rounds' p50: wide where the machine was disturbed.",
    ]
    return "\n".join(lines)


def _tolerances(results: Results) -> str:
    """Those of whom less was asked, with how much."""
    looser = [f"{name}: {tolerance:g}" for name, tolerance in results["tolerances"].items()]
    return f" ({', '.join(looser)})" if looser else ""


def _shape(shape: Results) -> str:
    return (
        f"{shape['trees']:,} trees, {shape['leaves']:,} leaves, {shape['depth']} questions to a"
        f" leaf on average and {shape['deepest']} at most, {shape['thresholds']:,} distinct"
        " thresholds."
    )


def _in_process_table(rows: Sequence[Results]) -> str:
    header = ["contender", "JDK", "p50 µs", "p50 / least", "rounds", "p99 µs", "p99.9 µs", "rows/s"]
    least = min(row["p50_us"] for row in rows)
    cells = []
    for row in rows:
        p50, *others = _times(row)
        ratio = number(row["p50_us"] / least)
        java = str(row["java"] or MISSING)
        rate = number(row["rows_per_second"])
        cells.append([row["contender"], java, p50, ratio, *others, rate])
    return table(header, cells)


def _http_table(rows: Sequence[Results]) -> str:
    header = ["service", "load", "p50 µs", "rounds", "p99 µs", "p99.9 µs", "requests/s", "rows/s"]
    cells = []
    order = ("rows_per_request", "load", "rate")
    for row in sorted(rows, key=lambda row: tuple(row.get(name, 0) for name in order)):
        load = f"{_rows(row['rows_per_request'])}, "
        if row["load"] == "fixed":
            load += f"{row['rate']:,} requests/s"
        else:
            load += f"{row['connections']} at once"
        rates = [number(row["requests_per_second"]), number(row["rows_per_second"])]
        if row["load"] == "closed" and row["client_busy"] > TOO_BUSY:
            rates[0] = "≥ " + rates[0]
        cells.append([row["service"], load, *_times(row), *rates])
    return table(header, cells)


def _times(row: Results) -> list[str]:
    lowest, highest = row["lowest_round_p50_us"], row["highest_round_p50_us"]
    spread = f"{number(lowest)}…{number(highest)}"
    return [number(row["p50_us"]), spread, number(row["p99_us"]), number(row["p99_9_us"])]


def _problems(rows: Sequence[Results]) -> list[str]:
    """Whatever was not timed, or failed under load, in words."""
    lines = []
    for row in rows:
        who = row.get("contender") or row["service"]
        if row.get("java"):
            who += f", JDK {row['java']}"
        if "problem" in row:
            lines.append(f"- {who} was not timed: {row['problem']}")
        elif row.get("failures"):
            lines.append(f"- {who}: {row['failures']} requests failed: {row['failure']}")
    return ["\n".join(lines)] if lines else []


def _rows(size: int) -> str:
    return "1 row" if size == 1 else f"{size:,} rows"


def _list(found: Sequence[int]) -> str:
    return ", ".join(map(str, found)) or "any"
