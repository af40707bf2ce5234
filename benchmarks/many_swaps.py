"""Thousands of swaps in one process, and what they leave behind in it.

The service's own path without HTTP: a repository, its poll, the view of it in Python; each version
is asked its evidence. The engine is the one whose every version has a class loader and classes of
its own. Runs as a program, in a process of its own:
`python -m benchmarks.many_swaps JAR SWAPS SAMPLES [leak]`.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any, Final

import numpy as np

from benchmarks.versions import Versions

ROOT = Path(__file__).parent.parent
ENGINE: Final = "transpiled"
SAMPLES = 40
LIMIT = 1_000.0
"""Bytes a swap that are still called flat."""

TRIES = 10
PAUSE_S = 0.2
HEAP_MB = 256
OPTIONS = (
    "-XX:-DisableExplicitGC",
    # A heap that is touched as it is used for the first time would look like a leak.
    "-XX:+AlwaysPreTouch",
)


def run(jar: Path, swaps: int, *, samples: int = SAMPLES, leak: bool = False) -> dict[str, Any]:
    """Swap between versions of a jar so many times, in a process of its own; JSON-ready.

    leak: keep every version open besides, as somebody would who forgets to close.
    """
    command = [sys.executable, "-m", "benchmarks.many_swaps", str(jar)]
    done = subprocess.run(
        [*command, str(swaps), str(samples), *(["leak"] if leak else [])],
        stdout=subprocess.PIPE,
        encoding="utf-8",
        cwd=ROOT,
        check=False,
    )
    if done.returncode:
        raise OSError(f"{' '.join(command)} ended with {done.returncode}")
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def flat(found: dict[str, Any], limit: float = LIMIT) -> bool:
    """Whether nothing was left behind: no class loader but the one in service, no growth."""
    slopes = (found["metaspace_slope"], found["resident_slope"])
    return bool(found["loaders"] <= 1 and max(slopes) < limit)


def slope(swaps: list[int], values: list[int]) -> float:
    """Growth a swap over the second half, by least squares."""
    half = len(swaps) // 2
    return float(np.polyfit(swaps[half:], values[half:], 1)[0])


def swapped(jar: Path, swaps: int, samples: int, leak: bool) -> dict[str, Any]:
    """The swaps, in this process."""
    from pyservice.bridge import open_bridge
    from pyservice.metrics import Metrics
    from pyservice.served import ServedModels
    from pyservice.settings import Settings

    bridge = open_bridge(heap_mb=HEAP_MB, jvm_options=OPTIONS)
    bridge.silence()
    made = Versions(jar)
    curve: list[dict[str, int]] = []
    with tempfile.TemporaryDirectory(prefix="scorejar-") as folder:
        home = Path(folder) / made.model
        home.mkdir()
        settings = Settings(repository=Path(folder), engine=ENGINE, warmup_rows=20)
        models = ServedModels(bridge, settings, Metrics())
        for version in range(1, swaps + 1):
            path = made.write(home / ".staged", version).rename(home / f"{version}.jar")
            models.poll()
            said = json.loads(bridge.verify(models.get(made.model).status["handle"]))
            if (said["version"], said["agrees"]) != (version, True):
                raise OSError(f"expected version {version} to answer its evidence, got {said}")
            if leak:
                bridge.open_jar(str(path), ENGINE)
            (home / f"{version - 1}.jar").unlink(missing_ok=True)
            if version % max(1, swaps // samples) == 0:
                curve.append({"swaps": version, **sample()})
        last = curve[-1]["loaders"]
        for _ in range(TRIES):
            if last <= 1:
                break
            # The compiler keeps what it is at work on for a moment.
            time.sleep(PAUSE_S)
            last = sample()["loaders"]
        models.close()
    at = [point["swaps"] for point in curve]
    return {
        "swaps": swaps,
        "loaders": last,
        "metaspace_slope": slope(at, [point["metaspace"] for point in curve]),
        "resident_slope": slope(at, [point["resident"] for point in curve]),
        "curve": curve,
    }


def sample() -> dict[str, int]:
    """Class loaders of jars, loaded classes, bytes of metaspace and resident, after a collection.

    By JPype: objects of the JDK's own classes may come to Python, only a model's may not.
    """
    import jpype

    management = jpype.JPackage("java").lang.management.ManagementFactory
    jpype.JPackage("java").lang.System.gc()
    command = jpype.JClass("javax.management.ObjectName")(
        "com.sun.management:type=DiagnosticCommand"
    )
    no_arguments = jpype.JArray(jpype.JObject)([jpype.JArray(jpype.JString)(0)])
    signature = jpype.JArray(jpype.JString)(["[Ljava.lang.String;"])
    histogram = str(
        management.getPlatformMBeanServer().invoke(
            command, "gcClassHistogram", no_arguments, signature
        )
    )
    loaders = [line.split() for line in histogram.splitlines() if "JarClassLoader" in line]
    pools = management.getMemoryPoolMXBeans()
    metaspace = next(int(p.getUsage().getUsed()) for p in pools if p.getName() == "Metaspace")
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return {
        "loaders": next(
            (int(line[1]) for line in loaders if line[3] == "io.scorejar.JarClassLoader"), 0
        ),
        "classes": int(management.getClassLoadingMXBean().getLoadedClassCount()),
        "metaspace": metaspace,
        "resident": pages * 4096,
    }


if __name__ == "__main__":
    count, samples = map(int, sys.argv[2:4])
    print(json.dumps(swapped(Path(sys.argv[1]), count, samples, "leak" in sys.argv[4:])))
