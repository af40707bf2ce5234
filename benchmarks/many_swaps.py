"""Thousands of swaps in one process, and what they leave behind in it.

The service's own path without HTTP: a repository, its poll, the view of it in Python; each version
is asked its evidence. Under the transpiled engine every version has a class loader and classes of
its own; under the compiled one it has data alone. Runs as a program, in a process of its own:
`python -m benchmarks.many_swaps JAR ENGINE SWAPS SAMPLES [leak]`.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any, Literal, cast

from benchmarks import environment, javas
from benchmarks.memory import growth
from benchmarks.versions import Versions
from pyservice.jvm_options import service_options
from scorejar.jdk import Jdk

ROOT = Path(__file__).parent.parent
Engine = Literal["compiled", "transpiled"]
SAMPLES = 40
LIMIT = 1_000.0
"""Bytes a swap that are still called flat."""

MEMORIES = ("heap", "metaspace", "resident")
"""What is sampled: the heap is held whole, so that what is resident tells nothing of objects."""

TRIES = 10
PAUSE_S = 0.2
HEAP_MB = 256
OPTIONS = service_options(HEAP_MB, ["-XX:-DisableExplicitGC"])


def run(
    jar: Path,
    swaps: int,
    *,
    engine: Engine = "transpiled",
    java: Jdk | None = None,
    samples: int = SAMPLES,
    leak: bool = False,
) -> dict[str, Any]:
    """Swap between versions of a jar so many times, in a process of its own; JSON-ready.

    java: which one; the newest where it is None.
    leak: keep every version open besides, as somebody would who forgets to close.
    """
    java = java or javas.found()[0]
    command = [sys.executable, "-m", "benchmarks.many_swaps", str(jar), engine]
    done = subprocess.run(
        [*command, str(swaps), str(samples), *(["leak"] if leak else [])],
        stdout=subprocess.PIPE,
        encoding="utf-8",
        cwd=ROOT,
        env=environment.variables(java),
        check=False,
    )
    if done.returncode:
        raise OSError(f"{' '.join(command)} ended with {done.returncode}")
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return {"engine": engine, "java": java.version, **found}


def flat(found: dict[str, Any], limit: float = LIMIT) -> bool:
    """Whether nothing was left behind: no class loader but the one in service, no growth."""
    slopes = [found[f"{memory}_slope"] for memory in MEMORIES]
    return bool(found["loaders"] <= 1 and max(slopes) < limit)


def swapped(jar: Path, engine: Engine, swaps: int, samples: int, leak: bool) -> dict[str, Any]:
    """The swaps, in this process."""
    from pyservice.bridge import open_bridge
    from pyservice.metrics import Metrics
    from pyservice.served_models import ServedModels
    from pyservice.settings import Settings

    bridge = open_bridge(heap_mb=HEAP_MB, jvm_options=OPTIONS)
    bridge.silence()
    made = Versions(jar)
    curve: list[dict[str, int]] = []
    with tempfile.TemporaryDirectory(prefix="scorejar-") as folder:
        home = Path(folder) / made.model
        home.mkdir()
        settings = Settings(repository=Path(folder), engine=engine, warmup_rows=20)
        models = ServedModels(bridge, settings, Metrics())
        for version in range(1, swaps + 1):
            path = made.write(home / ".staged", version).rename(home / f"{version}.jar")
            models.poll()
            said = json.loads(bridge.verify(models.get(made.model).status["handle"]))
            if (said["version"], said["agrees"]) != (version, True):
                raise OSError(f"expected version {version} to answer its evidence, got {said}")
            if leak:
                bridge.open_jar(str(path), engine)
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
    return {
        "swaps": swaps,
        "loaders": last,
        **{f"{name}_slope": growth(curve, name) for name in MEMORIES},
        "curve": curve,
    }


def sample() -> dict[str, int]:
    """Class loaders of jars, loaded classes, bytes of each memory, after a collection.

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
    # The histogram is a text of 700 kB on the heap that it tells of: its own sum leaves that out.
    heap = int(histogram.splitlines()[-1].split()[2])
    loaders = [line.split() for line in histogram.splitlines() if "JarClassLoader" in line]
    pools = management.getMemoryPoolMXBeans()
    metaspace = next(int(p.getUsage().getUsed()) for p in pools if p.getName() == "Metaspace")
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return {
        "loaders": next(
            (int(line[1]) for line in loaders if line[3] == "io.scorejar.JarClassLoader"), 0
        ),
        "classes": int(management.getClassLoadingMXBean().getLoadedClassCount()),
        "heap": heap,
        "metaspace": metaspace,
        "resident": pages * 4096,
    }


if __name__ == "__main__":
    count, samples = map(int, sys.argv[3:5])
    asked = cast(Engine, sys.argv[2])
    print(json.dumps(swapped(Path(sys.argv[1]), asked, count, samples, "leak" in sys.argv[5:])))
