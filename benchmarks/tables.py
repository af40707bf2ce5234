"""The generated tables: as many rows as wanted, the same ones for the same seed.

Generated, because trees over real tables of this width are either small or cannot be shipped, and
because the answers must be hard to predict: on rows that a branch predictor can learn, every
scorer looks faster than it is.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Labels = NDArray[np.int64]


def numeric(rows: int, seed: int) -> tuple[pd.DataFrame, Labels]:
    """28 numeric columns of the width and kind of the HIGGS table, nothing missing.

    21 measurements around zero and 7 positive, skewed masses; the label hangs on products and
    waves of them and on noise, so that trees grow deep and no single column decides.
    """
    random = np.random.default_rng(seed)
    measured = random.normal(size=(rows, 21))
    masses = random.gamma(4.0, 0.25, size=(rows, 7))
    signal = (
        measured[:, 0] * measured[:, 1]
        + np.sin(2 * measured[:, 2])
        + measured[:, 3] * masses[:, 0]
        + 0.5 * measured[:, 5:11].sum(axis=1) * (masses[:, 1] - 1)
        + np.where(masses[:, 2] > masses[:, 3], measured[:, 4], -measured[:, 4])
    )
    labels = (signal + random.normal(size=rows) > 0).astype(np.int64)
    columns = [f"measured_{i}" for i in range(21)] + [f"mass_{i}" for i in range(7)]
    return pd.DataFrame(np.hstack([measured, masses]), columns=columns), labels


def mixed(rows: int, seed: int) -> tuple[pd.DataFrame, Labels]:
    """Six columns of a loan table: three numbers, one often missing, and three categories.

    age in years, income in euros a year (log-normal), hours of work a week (missing in one row of
    ten); 12 jobs, 30 regions, 2 kinds of contract.
    """
    random = np.random.default_rng(seed)
    table = pd.DataFrame(
        {
            "age": random.integers(18, 90, rows).astype(np.float64),
            "income": np.round(random.lognormal(10.3, 0.8, rows), 2),
            "hours": np.round(random.normal(38, 9, rows), 1),
            "job": random.choice([f"job {i}" for i in range(12)], rows),
            "region": random.choice([f"region {i}" for i in range(30)], rows),
            "contract": random.choice(["fixed", "permanent"], rows),
        }
    )
    table.loc[random.random(rows) < 0.1, "hours"] = np.nan
    signal = (
        (table["age"] - 40) / 20
        + np.log(table["income"])
        - 10.3
        + table["job"].isin(["job 1", "job 3", "job 7"])
        - table["region"].isin(["region 2", "region 19"])
        + table["hours"].fillna(38) / 38
        - 1
    )
    labels = (signal + random.normal(size=rows) > 0.3).astype(np.int64).to_numpy()
    return table, labels


def wide(rows: int, columns: int, seed: int) -> tuple[pd.DataFrame, Labels]:
    """Normal columns, ten of which the label hangs on, linearly and with noise.

    The shape of scikit-learn's `make_regression`, on which Microsoft's public grid of LightGBM's
    scoring times was measured.
    """
    random = np.random.default_rng(seed)
    table = random.normal(size=(rows, columns))
    weights = np.random.default_rng(0).normal(size=10)
    signal = table[:, :10] @ weights + random.normal(size=rows)
    return pd.DataFrame(table, columns=[f"x{i}" for i in range(columns)]), (signal > 0).astype(
        np.int64
    )


def classes(rows: int, seed: int) -> tuple[pd.DataFrame, Labels]:
    """The numeric table with five classes: how far two of its signals go."""
    table, _ = numeric(rows, seed)
    random = np.random.default_rng(seed + 1)
    signal = table["measured_0"] * table["measured_1"] + np.sin(2 * table["measured_2"])
    signal += table["measured_3"] + 0.5 * random.normal(size=rows)
    return table, np.digitize(signal, (-1.5, -0.5, 0.5, 1.5)).astype(np.int64)
