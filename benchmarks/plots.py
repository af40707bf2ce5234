"""Results to pictures: one for a row a call, one for batches, one for HTTP. SVG, by matplotlib."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import floor, log10
from pathlib import Path
from typing import Any

import matplotlib as mpl

from benchmarks.markdown import number

mpl.use("Agg")
# The same figures give the same bytes, with text as text, on whatever background.
GREY = "#7d8590"
mpl.rcParams.update(
    {
        "svg.hashsalt": "scorejar",
        "svg.fonttype": "none",
        "font.size": 9,
        "savefig.transparent": True,
        "text.color": GREY,
        "xtick.color": GREY,
        "ytick.color": GREY,
        "axes.edgecolor": GREY,
    }
)

from matplotlib import pyplot  # noqa: E402
from matplotlib.axes import Axes  # noqa: E402

Row = dict[str, Any]
OURS, OTHERS = "#2ea043", "#9aa5b1"
MOST_PANELS = 3


@dataclass(frozen=True)
class Bar:
    """One contender or service: its figure, the p99 where that is shown, the older JDK's figure."""

    name: str
    ours: bool
    value: float
    p99: float | None = None
    older: float | None = None


def draw(results: dict[str, Any], folder: Path) -> list[Path]:
    """Write the pictures that there are figures for; returns their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    models = [model["name"] for model in results["models"]]
    in_process = [row for row in results["in_process"] if "problem" not in row]
    http = [row for row in results["http"] if "problem" not in row]
    single = [row for row in in_process if row["rows_per_call"] == 1]
    largest = max((row["rows_per_call"] for row in in_process), default=1)
    batches = [row for row in in_process if row["rows_per_call"] == largest > 1]
    closed = [row for row in http if row["load"] == "closed" and row["rows_per_request"] == 1]
    javas = sorted({row["java"] for row in in_process if row["java"]})
    older = f"; a dot: JDK {javas[0]}" if len(javas) > 1 else ""
    on = f", JDK {javas[-1]}{older}" if javas else ""
    a_row = f"One row a call, µs, p50 and a line to p99{on} (log; less is better)"
    batch = f"{largest:,} rows a call, rows a second{on} (log; more is better)"
    web = "HTTP, one row a request, requests a second, one core (more is better)"
    charts: list[tuple[str, str, list[Row], Callable[[Sequence[Row]], list[Bar]]]] = [
        ("one-row", a_row, single, latencies),
        ("batch", batch, batches, rates),
        ("http", web, closed, requests),
    ]
    return [
        _chart(title, models, rows, bars, folder / f"{name}.svg", log=name != "http")
        for name, title, rows, bars in charts
        if rows
    ]


def latencies(rows: Sequence[Row]) -> list[Bar]:
    """The quickest first."""
    return sorted(_bars(rows, "p50_us"), key=lambda bar: bar.value)


def rates(rows: Sequence[Row]) -> list[Bar]:
    """The highest rate first."""
    return sorted(_bars(rows, "rows_per_second"), key=lambda bar: -bar.value)


def requests(rows: Sequence[Row]) -> list[Bar]:
    """In the order of the tables."""
    return [
        Bar(row["service"], "scorejar" in row["service"], row["requests_per_second"])
        for row in rows
    ]


def _bars(rows: Sequence[Row], key: str) -> list[Bar]:
    """A bar for each contender on the newest JDK that it has a figure of."""
    found = []
    for name in dict.fromkeys(row["contender"] for row in rows):
        newest, *others = sorted(
            (row for row in rows if row["contender"] == name), key=lambda row: -(row["java"] or 0)
        )
        p99 = newest["p99_us"] if key == "p50_us" else None
        older = others[-1][key] if others else None
        found.append(Bar(name, newest["ours"], newest[key], p99, older))
    return found


def _chart(
    title: str,
    models: Sequence[str],
    rows: Sequence[Row],
    bars: Callable[[Sequence[Row]], list[Bar]],
    path: Path,
    *,
    log: bool,
) -> Path:
    """One panel for each of the first models that have rows, side by side."""
    shown = [model for model in models if any(row["model"] == model for row in rows)]
    panels_of = {
        model: bars([row for row in rows if row["model"] == model]) for model in shown[:MOST_PANELS]
    }
    size = (4.8 * len(panels_of), 0.9 + 0.24 * max(map(len, panels_of.values())))
    figure, panels = pyplot.subplots(1, len(panels_of), figsize=size, squeeze=False, sharex=True)
    for (model, found), panel in zip(panels_of.items(), panels[0], strict=True):
        _panel(panel, found, log=log)
        panel.set_title(model, loc="left")
        panel.spines[["top", "right"]].set_visible(False)
    figure.suptitle(title, x=0.01, ha="left")
    return saved(figure, path)


def saved(figure: Any, path: Path) -> Path:
    """Write a picture, in its folder, without the date; returns its path."""
    path.parent.mkdir(parents=True, exist_ok=True)
    figure.tight_layout()
    figure.savefig(path, metadata={"Date": None})
    pyplot.close(figure)
    return path


def _panel(panel: Axes, bars: Sequence[Bar], *, log: bool) -> None:
    """Horizontal bars, ours in green, each with its figure."""
    values = [bar.value for bar in bars]
    names = [bar.name for bar in bars]
    panel.barh(names, values, color=[OURS if b.ours else OTHERS for b in bars], log=log)
    for place, bar in enumerate(bars):
        if bar.p99 is not None:
            panel.plot([bar.value, bar.p99], [place + 0.3] * 2, color=GREY, linewidth=1)
        if bar.older is not None:
            panel.plot(bar.older, place, "o", color="white", markeredgecolor=GREY, markersize=4)
    ends = [max(bar.value, bar.older or 0) for bar in bars]
    for place, (value, end) in enumerate(zip(values, ends, strict=True)):
        panel.annotate(number(value), (end, place), (5, 0), textcoords="offset points", va="center")
    panel.invert_yaxis()
    panel.margins(y=0.01)
    if log:
        # Panels share the axis: widen it, never narrow it; room on the right for the figures.
        left, right = panel.get_xlim()
        panel.set_xlim(min(left, 10 ** floor(log10(min(values)))), max(right, 10 * max(values)))
    else:
        panel.margins(x=0.2)
