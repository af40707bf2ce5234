"""What the soak found, as Markdown and as a picture."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from benchmarks import beside_hostile, collectors, many_swaps
from benchmarks.markdown import number as rounded
from benchmarks.markdown import table


def markdown(found: dict[str, Any]) -> str:
    """The section of the report."""
    load = found["load"]
    steady, swapping = load["steady"], load["swapping"]
    grown = (load["resident_after"] - load["resident_before"]) / load["swaps"]
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
    for words, key in (("as it is", "leak"), ("with a leak put in on purpose", "control")):
        one = found[key]
        leaks.append(
            [
                words,
                f"{one['swaps']:,}",
                f"{one['loaders']:,}",
                rounded(one["metaspace_slope"]),
                rounded(one["resident_slope"]),
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
        f" The service's memory grew by {grown / 1e3:.1f} kB a swap. In µs from when a request was"
        " due:",
        table(["", "p50", "p99", "p99.9", "largest"], times),
        "![soak](plots/soak.svg)",
        "Swaps in a row in the service's process without HTTP, each version with classes of its own"
        " and asked once; live class loaders after the last one, and bytes a swap by least squares"
        " over the second half:",
        table(["", "swaps", "class loaders", "metaspace", "resident", "verdict"], leaks),
        beside_hostile.sentence(found["hostile"]),
        "### The JVM's collectors",
        collectors.markdown(found["collectors"]),
    ]
    return "\n\n".join(parts)


def draw(found: dict[str, Any], folder: Path) -> Path:
    """`soak.svg`: the p99 over time with swaps as marks; memory over swaps in a row."""
    # Here, not above: only who draws needs matplotlib.
    from matplotlib import pyplot

    from benchmarks.plots import GREY, OTHERS, OURS, saved

    curve, leak = found["load"]["curve"], found["leak"]["curve"]
    figure, axes = pyplot.subplots(3, 1, figsize=(9.6, 6.6))
    seconds, p99 = zip(*curve["p99"], strict=True)
    axes[0].plot(seconds, [value / 1000 for value in p99], color=OURS, linewidth=0.8)
    axes[0].plot(curve["swaps"], [0] * len(curve["swaps"]), "|", color=OTHERS, markersize=8)
    swaps = [point["swaps"] for point in leak]
    for panel, key in zip(axes[1:], ("resident", "metaspace"), strict=True):
        panel.plot(swaps, [point[key] / 1e6 for point in leak], color=OURS)
    titles = (
        "p99 of each second of requests, ms; a mark for each swap (seconds)",
        "resident memory, MB (swaps in a row)",
        "metaspace, MB (swaps in a row)",
    )
    for panel, title in zip(axes, titles, strict=True):
        panel.set_title(title, loc="left", color=GREY)
        panel.spines[["top", "right"]].set_visible(False)
        panel.set_ylim(bottom=0)
    return saved(figure, folder / "soak.svg")
