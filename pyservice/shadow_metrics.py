"""What Prometheus is told of shadows."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Histogram

from .traffic.shadow import DIFFERENCES


class ShadowMetrics:
    """Figures of every shadow. Used by the shadows' thread, but for rows that are dropped."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self._rows = Counter(
            "scorejar_shadow_rows",
            "Rows that a shadow compared, that it failed at, and that were dropped.",
            ["model", "version", "outcome"],
            registry=registry,
        )
        self._differences = Histogram(
            "scorejar_shadow_difference",
            "How far a shadow's number is from the one that was answered.",
            ["model", "version", "output"],
            buckets=DIFFERENCES,
            registry=registry,
        )

    def of(self, model: str, version: int) -> ShadowNotes:
        """What one shadow is noted by."""
        return ShadowNotes(self, model, str(version))

    def note_rows(self, model: str, version: str, outcome: str, rows: int) -> None:
        """So many rows were `compared`, `dropped` or `failed`."""
        self._rows.labels(model, version, outcome).inc(rows)

    def note_difference(self, model: str, version: str, output: str, difference: float) -> None:
        """Two numbers differed by so much."""
        self._differences.labels(model, version, output).observe(difference)


class ShadowNotes:
    """The figures of one shadow: `Noted` in traffic/shadow.py."""

    def __init__(self, metrics: ShadowMetrics, model: str, version: str) -> None:
        self._metrics = metrics
        self._of = model, version

    def rows(self, outcome: str, rows: int) -> None:
        """See ShadowMetrics.note_rows."""
        self._metrics.note_rows(*self._of, outcome, rows)

    def difference(self, output: str, difference: float) -> None:
        """See ShadowMetrics.note_difference."""
        self._metrics.note_difference(*self._of, output, difference)
