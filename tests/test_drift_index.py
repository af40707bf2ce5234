"""The population stability index, and what chance makes of it."""

from __future__ import annotations

import json
import math

import numpy as np
import pytest
from prometheus_client import CollectorRegistry

from pyservice.drift import FEWEST_ROWS, by_chance, drift, psi
from pyservice.drift_metrics import DriftMetrics


def test_the_index_is_the_sum_over_bins() -> None:
    # Shares of (10.5, 30.5, 60.5) / 101.5 and (20.5, 30.5, 50.5) / 101.5.
    expected = sum(
        (q - p) / 101.5 * math.log(q / p) for p, q in ((10.5, 20.5), (30.5, 30.5), (60.5, 50.5))
    )
    assert psi([10, 30, 60], [20, 30, 50]) == pytest.approx(expected, rel=1e-12)
    assert psi([10, 30, 60], [10, 30, 60]) == 0
    assert psi([0, 10, 30, 60], [0, 20, 30, 50]) == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize("trained", [100, 1_000, 100_000])
@pytest.mark.parametrize("bins", [2, 10, 50])
def test_rows_of_the_same_distribution_stay_below_what_chance_gives(
    trained: int, bins: int
) -> None:
    rng = np.random.default_rng(bins)
    shares = 1 / np.arange(1, bins + 1)
    shares /= shares.sum()
    before = rng.multinomial(trained, shares, 500).tolist()
    now = rng.multinomial(FEWEST_ROWS, shares, 500).tolist()
    found = [psi(b, n) for b, n in zip(before, now, strict=True)]
    bounds = [by_chance(b, n) for b, n in zip(before, now, strict=True)]
    assert all(value < bound for value, bound in zip(found, bounds, strict=True))
    # And the bound is no wall: half of it is passed by a shift of a third of the rows.
    moved = [n[-1:] + n[:-1] for n in now]
    assert np.median([psi(b, n) for b, n in zip(before, moved, strict=True)]) > bounds[0] / 2


def told(counts: list[int], missing: int = 0) -> str:
    column = {"name": "a", "type": "double", "edges": [1.0], "least": 0.0, "greatest": 2.0}
    before = {"counts": [500, 500], "other": 0, "missing": 0, "unseen": 0}
    now = {"counts": counts, "other": 0, "missing": missing, "unseen": 0}
    rows = sum(counts) + missing
    columns = [{**column, "training": before, "window": now}]
    counted = {"source": "s", "window_s": 60.0, "rows": rows, "columns": columns, "scores": []}
    return json.dumps({"model": "m", "version": 7, "drift": counted})


def test_too_few_rows_have_no_index_and_raise_no_alert() -> None:
    (column,) = drift(told([499, 0])).columns
    assert (column.psi, column.by_chance, column.alert) == (None, None, False)
    (column,) = drift(told([500, 0])).columns
    assert column.alert


def test_no_row_has_no_shares() -> None:
    (column,) = drift(told([0, 0])).columns
    assert (column.missing_share, column.unseen_share) == (None, None)
    assert column.to_json()["window"] == {
        "rows": 0,
        "shares": [0, 0],
        "other": 0,
        "missing": 0,
        "unseen": 0,
    }


def test_missing_values_alone_raise_the_alert() -> None:
    (column,) = drift(told([300, 300], missing=400)).columns
    assert column.missing_share == 0.4
    assert column.alert


@pytest.mark.parametrize("shared", [False, True])
def test_a_version_that_has_gone_is_told_no_more(shared: bool) -> None:
    registry = CollectorRegistry()
    metrics = DriftMetrics(registry, shared=shared)
    labels = {"model": "m", "version": "7", "column": "a"}
    metrics.set([drift(told([900, 100]))])
    assert registry.get_sample_value("scorejar_drift_alert", labels) == 1
    metrics.set([])
    gone = registry.get_sample_value("scorejar_drift_alert", labels)
    assert gone == (0 if shared else None)
