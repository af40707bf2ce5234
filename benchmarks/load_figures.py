"""What is said about several loads of one kind on a service."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from benchmarks.http_load import Load
from benchmarks.percentiles import summary


def figures(loads: Sequence[Load], size: int) -> dict[str, Any]:
    """What several loads of one kind showed."""
    rates = [len(load.latencies) / load.seconds for load in loads]
    median = float(np.median(rates))
    return {
        **summary([np.array(load.latencies, np.int64) for load in loads]),
        "requests_per_second": median,
        "rows_per_second": median * size,
        "failures": sum(load.failures for load in loads),
        "failure": next((load.failure for load in loads if load.failure), ""),
        "client_busy": max(load.busy for load in loads),
    }
