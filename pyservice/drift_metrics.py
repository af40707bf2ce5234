"""Drift as Prometheus may ask for it."""

from __future__ import annotations

import threading
from collections.abc import Sequence

from prometheus_client import CollectorRegistry, Gauge

from .drift import ColumnDrift, Drift

Labels = tuple[str, str, str]


class DriftMetrics:
    """Figures by column and by output, of the versions in use; of several workers the greatest.

    shared: whether there are several, whose figures stay in their files; one that is not told any
    more is 0 there.
    """

    def __init__(self, registry: CollectorRegistry, *, shared: bool) -> None:
        self._shared = shared

        def gauge(name: str, text: str, label: str) -> Gauge:
            labels = ["model", "version", label]
            return Gauge(
                f"scorejar_{name}", text, labels, registry=registry, multiprocess_mode="livemax"
            )

        self._psi = gauge("drift_psi", "How far a column is from training, by PSI.", "column")
        self._alert = gauge("drift_alert", "1 where that is much and not by chance.", "column")
        self._missing = gauge("column_missing_share", "Share of rows without a value.", "column")
        self._unseen = gauge("column_unseen_share", "Share of unknown categories.", "column")
        self._score_psi = gauge("score_psi", "How far an output is from training.", "output")
        self._score_alert = gauge("score_alert", "1 where that is much, not by chance.", "output")
        self._told: set[tuple[Gauge, Labels]] = set()
        self._telling = threading.Lock()

    def set(self, found: Sequence[Drift]) -> None:
        """Tell the figures of these versions, and no others any more. Thread-safe."""
        told: set[tuple[Gauge, Labels]] = set()

        def tell(gauge: Gauge, labels: Labels, value: float | None) -> None:
            if value is not None:
                gauge.labels(*labels).set(value)
                told.add((gauge, labels))

        def tell_drift(psi: Gauge, alert: Gauge, labels: Labels, column: ColumnDrift) -> None:
            if column.psi is not None:
                tell(psi, labels, column.psi)
                tell(alert, labels, column.alert)

        with self._telling:
            for each in found:
                of = each.model, str(each.version)
                for column in each.columns:
                    labels = (*of, column.name)
                    tell_drift(self._psi, self._alert, labels, column)
                    tell(self._missing, labels, column.missing_share)
                    tell(self._unseen, labels, column.unseen_share)
                for score in each.scores:
                    tell_drift(self._score_psi, self._score_alert, (*of, score.name), score)
            for gauge, labels in self._told - told:
                if self._shared:
                    gauge.labels(*labels).set(0)
                else:
                    gauge.remove(*labels)
            self._told = told
