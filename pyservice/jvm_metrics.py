"""The memory of the process and what its JVM says of itself, for Prometheus."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from prometheus_client import CollectorRegistry, Counter, Gauge

GAUGES = {
    "class_loaders": ("scorejar_jvm_class_loaders", "Class loaders of jars, not yet collected."),
    "classes": ("scorejar_jvm_classes", "Classes loaded."),
    "metaspace": ("scorejar_jvm_metaspace_bytes", "Metaspace used."),
    "heap_used": ("scorejar_jvm_heap_used_bytes", "Heap used, garbage among it."),
    "heap_max": ("scorejar_jvm_heap_max_bytes", "The most that the heap may have."),
}


class JvmMetrics:
    """Gauges and counters; sums of all workers where there are several."""

    def __init__(self, registry: CollectorRegistry) -> None:
        def gauge(name: str, what: str) -> Gauge:
            return Gauge(name, what, registry=registry, multiprocess_mode="livesum")

        def counter(name: str, what: str) -> Counter:
            return Counter(name, what, ["collector"], registry=registry)

        self._gauges = {key: gauge(*about) for key, about in GAUGES.items()}
        self._resident = gauge(
            "scorejar_resident_bytes", "Resident memory of the process, and of a child JVM's."
        )
        self._collections = counter("scorejar_jvm_collections", "Collections of garbage.")
        self._seconds = counter("scorejar_jvm_collection_seconds", "Time that they took.")
        self._before: dict[str, Mapping[str, float]] = {}

    def note(self, figures: Mapping[str, Any]) -> None:
        """Take over what Bridge.figures told."""
        for key, gauge in self._gauges.items():
            gauge.set(figures[key])
        self._resident.set(sum(map(resident_bytes, {os.getpid(), figures["pid"]})))
        for name, now in figures["collectors"].items():
            before = self._before.get(name, {"count": 0, "seconds": 0})
            self._collections.labels(name).inc(now["count"] - before["count"])
            self._seconds.labels(name).inc(now["seconds"] - before["seconds"])
            self._before[name] = now


def resident_bytes(pid: int) -> int:
    """The resident memory of a process; 0 where the system does not tell."""
    try:
        pages = Path(f"/proc/{pid}/statm").read_text().split()[1]
    except OSError:
        return 0
    return int(pages) * os.sysconf("SC_PAGE_SIZE")
