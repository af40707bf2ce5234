"""Results to pictures: one for a row a call, one for batches, one for HTTP. SVG, by matplotlib."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import floor, log10
from pathlib import Path
from typing import Any

import matplotlib as mpl

from benchmarks.report import number

mpl.use("Agg")
# The same figures give the same bytes, with text as text.
mpl.rcParams.update({"svg.hashsalt": "scorejar", "svg.fonttype": "none", "font.size": 9})

from matplotlib import pyplot  # noqa: E402
from matplotlib.axes import Axes  # noqa: E402

Row = dict[str, Any]
OURS, NATIVE = "#0b6e4f", "#9aa5b1"


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
    charts: list[tuple[str, str, list[Row], Callable[[Axes, Sequence[Row]], None]]] = [
        ("one-row", "One row a call: µs, p50 and a line to p99 (log)", single, _latency),
        ("batch", f"{largest:,} rows a call: rows a second, one core (log)", batches, _rate),
        ("http", "HTTP, one row a request: requests a second, one core", closed, _requests),
    ]
    return [
        _chart(title, models, rows, bars, folder / f"{name}.svg")
        for name, title, rows, bars in charts
        if rows
    ]


def _chart(
    title: str,
    models: Sequence[str],
    rows: Sequence[Row],
    bars: Callable[[Axes, Sequence[Row]], None],
    path: Path,
) -> Path:
    """One panel for each model that has rows, side by side."""
    shown = [model for model in models if any(row["model"] == model for row in rows)]
    most = max(sum(row["model"] == model for row in rows) for model in shown)
    size = (4.2 * len(shown), 0.9 + 0.32 * most)
    figure, panels = pyplot.subplots(1, len(shown), figsize=size, squeeze=False, sharex=True)
    for model, panel in zip(shown, panels[0], strict=True):
        bars(panel, [row for row in rows if row["model"] == model])
        panel.set_title(model, loc="left")
        panel.spines[["top", "right"]].set_visible(False)
    figure.suptitle(title, x=0.01, ha="left")
    figure.tight_layout()
    figure.savefig(path, metadata={"Date": None})
    pyplot.close(figure)
    return path


def _bars(panel: Axes, rows: Sequence[Row], key: str, *, log: bool) -> None:
    """Horizontal bars in the order of the tables, ours in green, each with its figure."""
    names = [row.get("contender") or row["service"] for row in rows]
    colours = [OURS if "jar" in name else NATIVE for name in names]
    values = [row[key] for row in rows]
    bars = panel.barh(names, values, color=colours, log=log)
    panel.bar_label(bars, [number(value) for value in values], padding=3)
    panel.invert_yaxis()
    if log:
        # Panels share the axis: widen it, never narrow it; room on the right for the figures.
        left, right = panel.get_xlim()
        panel.set_xlim(min(left, 10 ** floor(log10(min(values)))), max(right, 10 * max(values)))
    else:
        panel.margins(x=0.2)


def _latency(panel: Axes, rows: Sequence[Row]) -> None:
    _bars(panel, rows, "p50_us", log=True)
    for place, row in enumerate(rows):
        if row["p99_us"] is not None:
            ends = [row["p50_us"], row["p99_us"]]
            panel.plot(ends, [place + 0.3] * 2, color="black", linewidth=1)


def _rate(panel: Axes, rows: Sequence[Row]) -> None:
    _bars(panel, rows, "rows_per_second", log=True)


def _requests(panel: Axes, rows: Sequence[Row]) -> None:
    _bars(panel, rows, "requests_per_second", log=False)
