"""The table to learn from: read, checked, and split into inputs and target."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import numpy as np
import pandas as pd
import pyarrow as pa

from scorejar.errors import RowError, UsageError
from scorejar.tables import read_table

from .builtin import BUILTIN
from .columns import Kind, convert, infer
from .config import Config
from .estimators import Task
from .nearest import hint

# A text column with more different values than this, or than half as many as it has rows, holds
# names or identifiers: nothing to learn from.
MOST_CATEGORIES = 1000
FEW_CATEGORIES = 20  # so many are categories in a table of any size

MOST_CLASSES = 20  # of whole numbers in a target, where no estimator is named


@dataclass(frozen=True)
class Table:
    """Rows to learn from, without those that have no target.

    inputs: one column per feature, in the table's order, as `columns.convert` makes them.
    target: int64, object of str or object of bool for classes; float64 for numbers; int64 for
    relevance. groups: for each row the value of the group column, for a ranker.
    """

    inputs: pd.DataFrame
    target: pd.Series
    groups: pd.Series | None
    kinds: Mapping[str, Kind]
    left_out: Mapping[str, str]
    dropped_rows: int


def read_data(data: str) -> pa.Table:
    """A built-in table by its name, or a CSV or Parquet file by its path."""
    if data in BUILTIN:
        return pa.Table.from_pandas(BUILTIN[data](), preserve_index=False)
    path = Path(data)
    if not path.suffix and not path.exists():
        raise UsageError(f"unknown data '{data}'{hint(data, BUILTIN)}")
    return read_table(path)


def make_table(raw: pa.Table, config: Config, task: Task) -> Table:
    """Choose the columns, find out their kinds, and convert them."""
    source = config.data
    names = raw.column_names
    target = wanted(config.target, names, f"{source}: target")
    group = None if config.group is None else wanted(config.group, names, f"{source}: group")
    if (task == "ranking") != (group is not None):
        raise UsageError("expected a key 'group' for lightgbm_ranker, and only for it")
    for name in config.columns:
        wanted(name, names, f"{source}: columns")
    labels = make_target(target, raw[target], config.columns.get(target), task)
    kept = labels.notna().to_numpy()
    if not kept.any():
        raise UsageError(f"{source}: target '{target}' is missing in every row")

    features = [
        wanted(name, names, f"{source}: features")
        for name in (config.features or [name for name in names if name not in (target, group)])
    ]
    for name in features:
        if name in (target, group):
            raise UsageError(f"{source}: '{name}' cannot be a feature and the target or group too")
    kinds, left_out = choose_kinds(raw, features, config)
    if not kinds:
        raise UsageError(f"{source}: expected at least one feature, found none")
    inputs = pd.DataFrame({name: convert(name, raw[name], kind) for name, kind in kinds.items()})
    groups = None if group is None else pd.Series(raw[group].to_pylist(), name=group)
    return Table(
        inputs=inputs[kept].reset_index(drop=True),
        target=labels[kept].reset_index(drop=True).infer_objects(),
        groups=None if groups is None else groups[kept].reset_index(drop=True),
        kinds=kinds,
        left_out=left_out,
        dropped_rows=int((~kept).sum()),
    )


def wanted(name: str, names: Sequence[str], where: str) -> str:
    """The name, when the table has it."""
    if name not in names:
        raise UsageError(f"{where}: no column '{name}'{hint(name, names)}")
    return name


def default_estimator(raw: pa.Table, config: Config) -> str:
    """LightGBM for what the target holds: classes, or numbers.

    Whole numbers are classes where there are at most MOST_CLASSES different ones.
    """
    target = wanted(config.target, raw.column_names, f"{config.data}: target")
    kind = config.columns.get(target) or infer(target, raw[target])
    if kind == "numeric":
        values = convert(target, raw[target], "numeric").dropna().unique()
        if len(values) > MOST_CLASSES or (values != np.floor(values)).any():
            return "lightgbm_regressor"
    return "lightgbm_classifier"


def choose_kinds(
    raw: pa.Table, features: Sequence[str], config: Config
) -> tuple[dict[str, Kind], dict[str, str]]:
    """The kind of every feature, and why each of the others is left out."""
    kinds: dict[str, Kind] = {}
    left_out: dict[str, str] = {}
    for name in features:
        kind = cast("Kind | None", config.columns.get(name)) or infer(name, raw[name])
        distinct = len(raw[name].drop_null().unique()) if kind == "categorical" else 0
        most = max(FEW_CATEGORIES, min(MOST_CATEGORIES, raw.num_rows // 2))
        if kind == "unused":
            left_out[name] = "said to be unused"
        elif distinct > most and name not in config.columns:
            left_out[name] = f"{distinct} different texts, which are no categories"
        else:
            kinds[name] = kind
    return kinds, left_out


def make_target(name: str, column: pa.ChunkedArray, kind: str | None, task: Task) -> pd.Series:
    """The target's values; missing ones as None or NaN."""
    kind = kind or infer(name, column)
    if task == "classification":
        if kind in ("categorical", "boolean"):
            return convert(name, column, cast(Kind, kind))
        values = convert(name, column, "numeric") if kind == "numeric" else None
        if values is None:
            raise UsageError(f"target '{name}': expected classes, got dates")
        return whole_numbers(name, values, "a class (a whole number, text or boolean)")
    values = convert(name, column, "numeric")
    infinite = np.flatnonzero(np.isinf(values))
    if infinite.size:
        row = infinite[0]
        raise RowError(f"{name}: expected a finite number, got {values[row]} (row {row})")
    if task == "ranking":
        negative = np.flatnonzero(values < 0)
        if negative.size:
            row = negative[0]
            raise RowError(f"{name}: expected a relevance from 0, got {values[row]} (row {row})")
        return whole_numbers(name, values, "a relevance (a whole number)")
    return values


def whole_numbers(name: str, values: pd.Series, expected: str) -> pd.Series:
    """The numbers as Python ints, None where missing."""
    wrong = np.flatnonzero(values.notna() & (values != np.floor(values)))
    if wrong.size:
        row = wrong[0]
        raise RowError(f"{name}: expected {expected}, got {values[row]} (row {row})")
    whole = [None if np.isnan(value) else int(value) for value in values]
    return pd.Series(whole, dtype=object, name=name)
