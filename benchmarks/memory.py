"""How much memory a process and its descendants hold. Linux alone says so."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from pathlib import Path

PROC = Path("/proc")


def tree(root: int) -> list[int]:
    """A process and all its descendants that are alive."""
    parents: dict[int, int] = {}
    for folder in PROC.iterdir():
        if folder.name.isdigit():
            try:
                # The name, in brackets, may hold spaces; the state and the parent follow it.
                fields = (folder / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue  # It has ended.
            parents[int(folder.name)] = int(fields[1])
    found = [root]
    for process in found:
        found += [child for child, parent in parents.items() if parent == process]
    return found


def resident_bytes(root: int) -> int | None:
    """The resident memory of a process and its descendants, pages that they share counted once.

    (What the kernel calls PSS: a page that n processes map counts for 1/n in each.) None where the
    system does not say.
    """
    kilobytes = 0
    for process in tree(root):
        try:
            lines = (PROC / str(process) / "smaps_rollup").read_text().splitlines()
        except OSError:
            continue
        kilobytes += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return kilobytes * 1024 or None


def growth(samples: Sequence[Mapping[str, int]], memory: str) -> float:
    """Bytes a swap from the third quarter of the samples to the last, by the least of each.

    What is held for a moment and given back, as the JVM's compilers do, does not count so. NaN
    where there are too few samples to tell.

    memory: the name of what grows, in each sample beside `swaps`.
    """
    quarter = len(samples) // 4
    swaps = samples[-1]["swaps"] - samples[-1 - quarter]["swaps"]
    if not swaps:
        return math.nan
    earlier, later = samples[-2 * quarter : -quarter], samples[-quarter:]
    least = [min(point[memory] for point in part) for part in (earlier, later)]
    return (least[1] - least[0]) / swaps
