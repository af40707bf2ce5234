"""What the measurement of services found, as Markdown and as a picture."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks import serving_together
from benchmarks.markdown import MISSING, number, table

Result = dict[str, Any]
TOO_BUSY = 0.9


def markdown(found: dict[str, Any]) -> str:
    """The part of the page."""
    warm_up, closed, fixed = found["seconds"]
    rounds = found["rounds"]
    timed = [row for row in found["results"] if "problem" not in row]
    shared = (
        ""
        if found["cores"] > 1
        else " There was one core alone: the load generator was on it, too."
    )
    parts = [
        "## Servers of models, one core each",
        f"{found['model']}, one row a request, the same rows for all; answers were compared with"
        f" the pipeline's before anything was timed.{shared} Throughput: {found['connections']}"
        f" connections in a closed loop, the median of {rounds} rounds of {closed:g} s after"
        f" {warm_up:g} s. Latencies: at half of that rate, {rounds} rounds of {fixed:g} s by the"
        " clock, from the moment that a request was due to the last byte of its answer, so that a"
        " stall counts for all that were due in it. Memory: of a service and its children after the"
        " load, shared pages counted once.",
        "![servers](plots/servers.svg)" if timed else "",
        _table(timed) if timed else "",
    ]
    ratios = _ratios(timed)
    if ratios:
        parts += ["### Side by side", table(["", "times"], ratios)]
    same = [row for row in timed if "same" in row]
    if same:
        parts += [
            f"### At one rate for all, {found['same_rate']:.0f} requests a second",
            "Half of what the scikit-learn pipeline takes behind FastAPI; those that cannot take it"
            " are left out.",
            table(
                ["service", "asked by", "p50 µs", "p99 µs", "p99.9 µs"],
                [[*_who(row), *_times(row["same"])] for row in same],
            ),
        ]
    if found.get("together"):
        parts.append(serving_together.markdown(found["together"]))
    lines = _problems(found["results"])
    lines += [f"- {who} is left out: {why}." for who, why in found["left_out"].items()]
    parts.append("\n".join(lines))
    return "\n\n".join(filter(None, parts)) + "\n"


def draw(found: dict[str, Any], folder: Path) -> Path | None:
    """`servers.svg`: throughput, and the p99 at half of it; None where nothing was timed."""
    # Here, not above: only who draws needs matplotlib.
    from matplotlib import pyplot

    from benchmarks.plots import GREY, OTHERS, OURS, saved

    rows = [row for row in found["results"] if "problem" not in row and "half" in row]
    if not rows:
        return None
    rows.sort(key=lambda row: -row["closed"]["requests_per_second"])
    names = [", ".join(_who(row)) for row in rows]
    panels: list[tuple[str, list[float]]] = [
        ("requests a second (more is better)", [_rate(row) for row in rows]),
        ("p99 at half of that, ms (less is better)", [_p99(row) / 1000 for row in rows]),
    ]
    figure, axes = pyplot.subplots(1, 2, figsize=(9.6, 0.9 + 0.26 * len(rows)), sharey=True)
    for panel, (title, values) in zip(axes, panels, strict=True):
        panel.barh(names, values, color=[OURS if _ours(row) else OTHERS for row in rows], log=True)
        for place, value in enumerate(values):
            panel.annotate(
                number(value), (value, place), (5, 0), textcoords="offset points", va="center"
            )
        panel.set_title(title, loc="left", color=GREY)
        panel.spines[["top", "right"]].set_visible(False)
        panel.margins(y=0.01, x=0.25)
    axes[0].invert_yaxis()
    return saved(figure, folder / "servers.svg")


def _table(rows: Sequence[Result]) -> str:
    header = ["service", "asked by", "requests/s", "rounds", "p50 µs", "p99 µs", "p99.9 µs", "MB"]
    cells = []
    for row in rows:
        memory = number(row["megabytes"]) if row["megabytes"] else MISSING
        least, most = row["spread"]
        spread = f"{number(least)}…{number(most)}"
        cells.append([*_who(row), _throughput(row), spread, *_times(row.get("half")), memory])
    return table(header, cells)


def _ratios(rows: Sequence[Result]) -> list[list[str]]:
    """What the bars of the project are set for."""

    def one(service: str, way: str = "") -> Result | None:
        return next(
            (row for row in rows if row["service"] == service and row["way"].endswith(way)), None
        )

    fast = one("scorejar serve", "by name")
    pairs = [
        ("requests/s, `/predict`: FastAPI + pipeline", fast, one("FastAPI, pipeline"), _rate),
        ("requests/s, `/predict`: FastAPI + Booster", fast, one("FastAPI, Booster"), _rate),
        ("p99 at half load: FastAPI + pipeline", one("FastAPI, pipeline"), fast, _p99),
        ("p99 at half load: FastAPI + Booster", one("FastAPI, Booster"), fast, _p99),
    ]
    for way in ("JSON", "gRPC"):
        ours, theirs = one("scorejar serve", f"OIP, {way}"), one("MLServer, LightGBM", way)
        pairs.append((f"requests/s, OIP {way}: MLServer", ours, theirs, _rate))
    return [
        [what, number(figure(above) / figure(below))]
        for what, above, below, figure in pairs
        if above and below and "half" in above and "half" in below
    ]


def _problems(rows: Sequence[Result]) -> list[str]:
    """What was not timed, what failed under load, and where the client was the slower one."""
    lines = []
    for row in rows:
        who = ", ".join(filter(None, _who(row)))
        if "problem" in row:
            lines.append(f"- {who} was not timed: {row['problem']}")
            continue
        for load in ("closed", "half", "same"):
            said = row.get(load, {})
            if said.get("failures"):
                lines.append(f"- {who}: {said['failures']} requests failed: {said['failure']}")
        if _busy(row):
            share = 100 * row["closed"]["client_busy"]
            lines.append(
                f"- {who}: the load generator was busy for {share:.0f} % of the closed loop, so"
                " that the service may take more than is said here."
            )
    return lines


def _who(row: Result) -> tuple[str, str]:
    return row["service"], row["way"]


def _ours(row: Result) -> bool:
    return bool(row["service"].startswith("scorejar"))


def _rate(row: Result) -> float:
    return float(row["closed"]["requests_per_second"])


def _p99(row: Result) -> float:
    return float(row["half"]["p99_us"] or row["half"]["p50_us"])


def _busy(row: Result) -> bool:
    return bool(row["closed"]["client_busy"] > TOO_BUSY)


def _throughput(row: Result) -> str:
    return ("≥ " if _busy(row) else "") + number(_rate(row))


def _times(said: Result | None) -> list[str]:
    return [number(said[name]) if said else MISSING for name in ("p50_us", "p99_us", "p99_9_us")]
