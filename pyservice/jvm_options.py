"""How a JVM that serves is started, inside this process or as a child of it."""

from __future__ import annotations

import platform
import re
from collections.abc import Sequence

from scorejar.jdk import Jdk

JAVA_LOGGER = "io.scorejar"

SERIAL = "-XX:+UseSerialGC"
# All of the heap from the beginning: else each swap would take pages that were never used before,
# 114 kB of them on average, until all were; its collections would wait for them meanwhile.
WHOLE_HEAP = "-XX:+AlwaysPreTouch"
# Most of it for what is new: a version that is soon replaced ends there, as does what loading one
# leaves. With a third, as it is by default, a pause came with every third swap of a large model,
# and one of 50 ms with every fiftieth.
YOUNG = 0.75
COLLECTOR = re.compile(r"-XX:\+Use(Serial|Parallel|G1|Z|Shenandoah|Epsilon)GC")

# What the JVM's compilers free stays with the C library, in scattered pages: over thousands of
# swaps they grew by 1 kB a swap. To give them back takes 1 ms.
TRIMS_FROM = 22  # Java; some later updates of older ones can, too
TRIM_MS = 5_000

VECTOR_MODULE = "jdk.incubator.vector"
VECTOR_VERSION = 25  # before, the module was slower than what it is to replace
VECTOR_WARNING = f"WARNING: Using incubator modules: {VECTOR_MODULE}"


def vector_options(jdk: Jdk) -> list[str]:
    """Options that give the engine vectors, for a Java that has them; it then prints the warning.

    Not every Java has them: a run-time image may hold fewer modules than a JDK.
    """
    if jdk.version < VECTOR_VERSION:
        return []
    try:
        modules = (jdk.home / "release").read_text()
    except OSError:
        return []
    return [f"--add-modules={VECTOR_MODULE}"] if VECTOR_MODULE in modules else []


def has_collector(options: Sequence[str]) -> bool:
    """Whether options choose a collector."""
    return any(COLLECTOR.fullmatch(option) for option in options)


def service_options(heap_mb: int, extra: Sequence[str] = ()) -> list[str]:
    """What a JVM that a service lives by has besides; `extra` comes last, and wins.

    A collector in `extra` divides the heap as it sees fit.
    """
    young = [] if has_collector(extra) else [f"-Xmn{round(YOUNG * heap_mb)}m"]
    return [WHOLE_HEAP, *young, *extra]


def jvm_options(jdk: Jdk, heap_mb: int, extra: Sequence[str] = ()) -> list[str]:
    """Options for `java` or JNI; `extra` comes last, so that it wins over these.

    A collector in `extra` replaces ours: the JVM refuses to start with two.
    """
    options = [
        # A heap that never grows or shrinks; the smallest collector: a score allocates little,
        # and one JVM must not take threads from the server it lives in.
        f"-Xms{heap_mb}m",
        f"-Xmx{heap_mb}m",
        *([] if has_collector(extra) else [SERIAL]),
        # Signals belong to Python: without this the JVM takes SIGINT and SIGTERM for itself.
        "-Xrs",
        # JPype asks for a full collection from within Python's own; it would stall a request.
        "-XX:+DisableExplicitGC",
        # No file in /tmp that a profiler might read, and no page fault for writing it.
        "-XX:-UsePerfData",
        "-Dfile.encoding=UTF-8",
        "-Djava.awt.headless=true",
    ]
    if jdk.version >= TRIMS_FROM and platform.libc_ver()[0] == "glibc":
        options.append(f"-XX:TrimNativeHeapInterval={TRIM_MS}")
    if jdk.version >= 24:
        # JPype and py4j load native code or may; since JDK 24 that prints a warning.
        options.append("--enable-native-access=ALL-UNNAMED")
    return [*options, *extra]
