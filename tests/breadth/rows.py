"""Rows that no evidence holds: drawn anew, and real ones with a value that hurts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

DRAWN = 60
NUMBERS = [
    *(None, 0.0, -0.0, 1.0, -1.0, 0.5, -999.0, 1e-35, 5e-324, 1e6, 2.0**53 + 2, 3.5e38),
    *(1e308, -1e308, np.inf, -np.inf),
]
TEXTS = [None, "", "never seen", " red", "RED", "red ", "nan", "1"]
DAYS = [None, pd.Timestamp("1899-12-31"), pd.Timestamp("2000-02-29"), pd.Timestamp("2100-03-01")]


def fresh(X: pd.DataFrame, seed: int) -> list[dict[str, Any]]:
    """Some hundred rows as Python values by column, None for missing; the same for a seed."""
    draw = np.random.default_rng(seed)
    pools = {str(name): list(pool(X[name], draw)) for name in X}
    rows = [
        {name: values[draw.integers(len(values))] for name, values in pools.items()}
        for _ in range(DRAWN)
    ]
    for name in pools:
        for value in specials(X[name]):
            rows.append(rows[draw.integers(DRAWN)] | {name: value})
    rows.append(dict.fromkeys(pools))
    for name in pools:  # missing together with another column
        other = str(draw.choice(list(pools)))
        rows.append(rows[draw.integers(DRAWN)] | {name: None, other: None})
    return rows


def pool(column: pd.Series, draw: np.random.Generator) -> Iterator[Any]:
    """Values that a column may hold: some of its own, and numbers between and beside them."""
    own = [plain(value) for value in column.sample(20, random_state=int(draw.integers(2**31)))]
    yield from own
    if column.dtype.kind == "f":
        span = float(column.max() - column.min()) or 1.0
        yield from draw.uniform(column.min() - span / 10, column.max() + span / 10, 20).tolist()


def specials(column: pd.Series) -> list[Any]:
    """Values that hurt, by the kind of a column."""
    if column.dtype.kind == "M":
        return DAYS
    if column.dtype.kind == "b":
        return [None, True, False]
    if column.dtype.kind in "iu":
        fitting = [v for v in NUMBERS if v is None or (abs(v) < 2**63 and v == int(v))]
        return [None if value is None else int(value) for value in fitting] + [0.5, np.inf]
    return NUMBERS if column.dtype.kind == "f" else TEXTS


def plain(value: Any) -> Any:
    """A value as Python has it; None for missing."""
    if pd.isna(value):
        return None
    return value.item() if isinstance(value, np.generic) else value


def frame(rows: list[dict[str, Any]], like: pd.DataFrame) -> pd.DataFrame:
    """The rows as a table of the types that the pipeline was fitted on.

    Whole numbers become doubles where one is missing or a fraction, as pandas does.
    """
    columns = {}
    for name in map(str, like):
        kind = like[name].dtype
        values = [row[name] for row in rows]
        if kind.kind in "iu":
            whole = all(isinstance(value, int) for value in values)
            columns[name] = pd.Series(values, dtype=kind if whole else float)
        elif kind.kind == "b":
            known = all(value is not None for value in values)
            columns[name] = pd.Series(values, dtype=bool if known else object)
        elif isinstance(kind, pd.CategoricalDtype):
            columns[name] = pd.Series(values, dtype=kind.categories.dtype).astype("category")
        else:
            columns[name] = pd.Series(values, dtype=kind)
    return pd.DataFrame(columns)
