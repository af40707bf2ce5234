"""Where and by what a run was measured, and whether anything else was going on."""

from __future__ import annotations

import os
import platform
import re
import shutil
import subprocess
from importlib.metadata import version
from pathlib import Path
from typing import Any

from benchmarks import cores, javas
from benchmarks.measure import clock_cost_ns

ROOT = Path(__file__).parent.parent
PACKAGES = (
    "scorejar",
    "lightgbm",
    "scikit-learn",
    "pandas",
    "numpy",
    "jpype1",
    "py4j",
    "fastapi",
    "uvicorn",
)


def describe() -> dict[str, Any]:
    """The machine and the versions, as strings and numbers for the report."""
    return {
        "cpu": _cpu(),
        "cores": os.cpu_count(),
        "memory_gb": round(_memory_bytes() / 2**30),
        "system": f"{platform.system()} {platform.release()}",
        "measured_core": sorted(cores.measured()),
        "driving_core": sorted(cores.driving()),
        "python": platform.python_version(),
        "javas": [_first_line([str(java.java), "-version"]) for java in javas.found()],
        "packages": {name: version(name) for name in PACKAGES},
        "commit": commit(),
        "load_before": round(os.getloadavg()[0], 2),
        "python_clock_ns": clock_cost_ns(),
    }


def steal_and_total() -> tuple[int, int]:
    """Time that the host took from this machine, and all time, in ticks; zeros where unknown."""
    try:
        ticks = [int(word) for word in Path("/proc/stat").read_text().split("\n")[0].split()[1:]]
    except OSError:
        return 0, 0
    return ticks[7], sum(ticks[:8])


def _cpu() -> str:
    try:
        info = Path("/proc/cpuinfo").read_text()
    except OSError:
        return platform.processor() or platform.machine()
    values = dict(re.findall(r"^([^\t:]+)\t*: (.*)$", info, re.MULTILINE))
    name = values.get("model name", platform.machine())
    family, model = values.get("cpu family"), values.get("model")
    return f"{name} (family {family}, model {model})" if family else name


def _memory_bytes() -> int:
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")


def commit() -> str:
    """The commit, with `+` when the checkout holds changes to tracked files."""
    if shutil.which("git") is None:
        return "unknown"
    head = _first_line(["git", "rev-parse", "--short", "HEAD"])
    changed = _first_line(["git", "status", "--porcelain", "--untracked-files=no"])
    return head + ("+" if changed else "")


def _first_line(command: list[str]) -> str:
    done = subprocess.run(
        command, capture_output=True, encoding="utf-8", check=False, cwd=ROOT, timeout=60
    )
    # `java -version` speaks on stderr.
    lines = (done.stdout or done.stderr).splitlines()
    return " ".join(lines[:3:2]) if "version" in "".join(lines[:1]) else "".join(lines[:1])
