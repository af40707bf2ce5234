"""What the soak found, as Markdown and as a picture."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks import beside_hostile, collectors, many_swaps
from benchmarks.markdown import number as rounded
from benchmarks.markdown import table


def markdown(found: dict[str, Any]) -> str:
    """The section of the report."""
    load = found["load"]
    steady, swapping = load["steady"], load["swapping"]
    first = load["first"]["p50"] / steady["p50"]
    names = ("p50", "p99", "p99_9", "max")
    times = [
        [words, *(rounded(load[key][name]) for name in names)]
        for words, key in (
            ("steady", "steady"),
            ("while versions swap", "swapping"),
            ("first answer of each version", "first"),
        )
    ]
    leaks = []
    for one in (*found["in_a_row"], found["control"]):
        leaks.append(
            [
                one["engine"] + (", leaking on purpose" if one is found["control"] else ""),
                str(one["java"]),
                f"{one['swaps']:,}",
                f"{one['loaders']:,}",
                *(rounded(one[f"{name}_slope"]) for name in many_swaps.MEMORIES),
                "flat" if many_swaps.flat(one) else "leaks",
            ]
        )
    parts = [
        "## Swaps that nobody notices",
        f"{load['swaps']:,} swaps between two fits of {found['model']},"
        f" {load['swaps_a_second']:.1f} a second, while one row a request comes at a fixed rate of"
        f" {load['rate']:g} a second over {found['connections']} connections; one core for the"
        f" service. Of {load['requests']:,} requests {load['failed']} failed, {load['wrong']} were"
        f" answered otherwise than the version they name answers alone, {load['stale']} were"
        " answered by a version that had been retired before they were sent. Blocks of swaps and"
        " steady ones take turns; p99 while versions swap is"
        f" {rounded(swapping['p99'] / steady['p99'])} times the steady one, the first answers'"
        f" median {rounded(first)} times the steady median."
        " Over the second half of them the service's memory grew by"
        f" {load['resident_slope'] / 1e3:.1f} kB a swap. In µs from when a request was due:",
        table(["", "p50", "p99", "p99.9", "largest"], times),
        "![soak](plots/soak.svg)",
        "Swaps in a row in the service's process without HTTP, each version asked its evidence;"
        " live class loaders after the last one, and bytes a swap by least squares over the second"
        " half. A transpiled version has classes of its own, and Java 25 itself leaves about 130"
        " bytes behind of each of their methods that it had compiled (JDK-8390874); of compiled"
        " versions nothing is compiled anew.",
        table(
            ["engine", "Java", "swaps", "class loaders", *many_swaps.MEMORIES, "verdict"],
            leaks,
        ),
        beside_hostile.sentence(found["hostile"]),
        "### The JVM's collectors",
        collectors.markdown(found["collectors"]),
    ]
    return "\n\n".join(parts)


def draw(found: dict[str, Any], folder: Path) -> Path:
    """`soak.svg`: the p99 over time with swaps as marks; memory over swaps."""
    # Here, not above: only who draws needs matplotlib.
    from matplotlib import pyplot

    from benchmarks.plots import GREY, OTHERS, OURS, saved

    load = found["load"]
    curve = load["curve"]
    figure, axes = pyplot.subplots(4, 1, figsize=(9.6, 8.8))
    seconds, p99 = zip(*curve["p99"], strict=True)
    axes[0].plot(seconds, [value / 1000 for value in p99], color=OURS, linewidth=0.8)
    axes[0].plot(curve["swaps"], [0] * len(curve["swaps"]), "|", color=OTHERS, markersize=8)
    _grown(axes[1], load["memory"], "resident", "")
    for one in found["in_a_row"]:
        for panel, key in zip(axes[2:], ("resident", "metaspace"), strict=True):
            _grown(panel, one["curve"], key, f"{one['engine']}, Java {one['java']}")
    titles = (
        "p99 of each second of requests, ms; a mark for each swap (seconds)",
        "resident memory, MB (swaps under load)",
        "resident memory, MB (swaps in a row)",
        "metaspace, MB (swaps in a row)",
    )
    for panel, title in zip(axes, titles, strict=True):
        panel.set_title(title, loc="left", color=GREY)
        panel.spines[["top", "right"]].set_visible(False)
        panel.set_ylim(bottom=0)
    axes[2].legend(frameon=False, ncols=len(found["in_a_row"]))
    return saved(figure, folder / "soak.svg")


def _grown(panel: Any, curve: Sequence[Mapping[str, int]], key: str, label: str) -> None:
    swaps = [point["swaps"] for point in curve]
    panel.plot(swaps, [point[key] / 1e6 for point in curve], label=label)
