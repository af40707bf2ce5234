"""Drift: how the rows that a version scores differ from those that it was trained on.

The population stability index of a column, sum of (q - p) ln(q / p) over its bins, p being a bin's
share in training and q its share in the window (Siddiqi, Credit Risk Scorecards, 2006, where 0.1
is little and 0.25 much). Missing and unseen values have bins of their own.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

ALERT_PSI = 0.25
FEWEST_ROWS = 500  # from here on chance alone keeps ten bins below 0.1, as `by_chance` has it
# Half a row more in each bin (Krichevsky and Trofimov): an empty one has no logarithm.
HALF = 0.5
QUANTILE = 4.265  # of the normal distribution: one look in 100,000 exceeds it

NO_STATISTICS = "the jar holds no statistics of its training, or `drift_window_s` is 0"


@dataclass(frozen=True, slots=True)
class ColumnDrift:
    """One column, or one output.

    psi: None where too few rows have come, or nothing is known of training. by_chance: what it
    would stay below if nothing had changed. missing_share, unseen_share: of the window's rows;
    None where there are none. facts: its bins with their shares, for people.
    """

    name: str
    psi: float | None
    by_chance: float | None
    missing_share: float | None
    unseen_share: float | None
    facts: Mapping[str, Any]

    @property
    def alert(self) -> bool:
        """Whether the column has changed much, and more than by chance."""
        if self.psi is None or self.by_chance is None:
            return False
        return self.psi > max(ALERT_PSI, self.by_chance)

    @classmethod
    def of(cls, found: dict[str, Any]) -> ColumnDrift:
        """Judge the counts of one column as `io.scorejar.DriftWindow` tells them."""
        training, window = found.pop("training"), found.pop("window")
        before, now = in_bins(training), in_bins(window)
        rows = sum(now)
        enough = rows >= FEWEST_ROWS and sum(before) > 0
        return cls(
            name=found["name"],
            psi=psi(before, now) if enough else None,
            by_chance=by_chance(before, now) if enough else None,
            missing_share=window["missing"] / rows if rows else None,
            unseen_share=window["unseen"] / rows if rows else None,
            facts={**found, "training": shares(training), "window": shares(window)},
        )

    def to_json(self) -> dict[str, Any]:
        """As /models/{model}/drift tells it."""
        return {
            "name": self.name,
            "psi": self.psi,
            "psi_by_chance": self.by_chance,
            "alert": self.alert,
            "missing_share": self.missing_share,
            "unseen_share": self.unseen_share,
            **self.facts,
        }


@dataclass(frozen=True, slots=True)
class Drift:
    """One version: its window, its columns, its outputs; `rows` is None where none are counted."""

    model: str
    version: int
    rows: int | None
    facts: Mapping[str, Any]
    columns: Sequence[ColumnDrift] = ()
    scores: Sequence[ColumnDrift] = ()

    def to_json(self) -> dict[str, Any]:
        """As /models/{model}/drift tells it."""
        return {
            "model": self.model,
            "version": self.version,
            **self.facts,
            "rows": self.rows,
            "fewest_rows": FEWEST_ROWS,
            "alert_psi": ALERT_PSI,
            "columns": [column.to_json() for column in self.columns],
            "scores": [score.to_json() for score in self.scores],
        }


def drift(text: str) -> Drift:
    """Judge what `Bridge.drift` tells."""
    found = json.loads(text)
    counted = found.pop("drift")
    if counted is None:
        return Drift(**found, rows=None, facts={"cause": NO_STATISTICS})
    columns, scores = counted.pop("columns"), counted.pop("scores")
    return Drift(
        **found,
        rows=counted.pop("rows"),
        facts=counted,
        columns=[ColumnDrift.of(column) for column in columns],
        scores=[ColumnDrift.of(score) for score in scores],
    )


def in_bins(counted: Mapping[str, Any]) -> list[int]:
    """The counts of all bins: those listed, other, missing, unseen."""
    return [*counted["counts"], counted["other"], counted["missing"], counted["unseen"]]


def shares(counted: Mapping[str, Any]) -> dict[str, Any]:
    """Shares instead of counts, and the number of rows; shares of no row are 0."""
    rows = sum(in_bins(counted))
    every = rows or 1
    return {
        "rows": rows,
        "shares": [count / every for count in counted["counts"]],
        **{name: counted[name] / every for name in ("other", "missing", "unseen")},
    }


def psi(before: Sequence[int], now: Sequence[int]) -> float:
    """The population stability index of counts by bin; bins empty in both count for nothing."""
    bins = [(b, n) for b, n in zip(before, now, strict=True) if b or n]
    every_before = sum(before) + HALF * len(bins)
    every_now = sum(now) + HALF * len(bins)
    total = 0.0
    for b, n in bins:
        p, q = (b + HALF) / every_before, (n + HALF) / every_now
        total += (q - p) * math.log(q / p)
    return total


def by_chance(before: Sequence[int], now: Sequence[int]) -> float:
    """What the index of two samples of one distribution exceeds once in 100,000 times.

    It is (1 / n + 1 / m) times a chi-squared variable with one degree of freedom less than bins
    (Yurdakul and Naranjo, Journal of Risk Model Validation, 2020), whose quantile is Wilson and
    Hilferty's.
    """
    freedom = sum(1 for b, n in zip(before, now, strict=True) if b or n) - 1
    if freedom < 1:
        return 0.0
    spread = 2 / (9 * freedom)
    quantile = freedom * (1 - spread + QUANTILE * math.sqrt(spread)) ** 3
    return quantile * (1 / sum(before) + 1 / sum(now))
