"""Which rows are held out."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from sklearn.model_selection import GroupShuffleSplit, train_test_split

from scorejar.errors import UsageError

from .estimators import Task
from .table import Table

FEWEST_ROWS = 20
FEWEST_OF_A_CLASS = 5  # so that each class has a row on both sides

Rows = np.ndarray[tuple[int], np.dtype[np.int64]]


def split(table: Table, task: Task, test_share: float, seed: int) -> tuple[Rows, Rows]:
    """Row numbers to train on and to hold out, each in the table's order.

    Classes keep their shares; groups stay whole. Raises UsageError where there are too few.
    """
    count = len(table.target)
    name = table.target.name
    if count < FEWEST_ROWS:
        raise UsageError(f"expected at least {FEWEST_ROWS} rows with a target, got {count}")
    values = table.target.value_counts()
    labels = values.index.tolist()  # Python's own types, which read as the user wrote them
    if len(values) < 2:
        raise UsageError(
            f"target '{name}': expected at least two different values,"
            f" got {labels[0]!r} in every row"
        )
    rows: Sequence[int] = range(count)
    if task == "ranking" and table.groups is not None:
        if table.groups.isna().any():
            row = int(np.flatnonzero(table.groups.isna())[0])
            raise UsageError(f"group '{table.groups.name}': expected a value, got none (row {row})")
        if table.groups.nunique() < 2:
            raise UsageError(f"group '{table.groups.name}': expected at least two groups, got one")
        splitter = GroupShuffleSplit(1, test_size=test_share, random_state=seed)
        train, test = next(splitter.split(rows, groups=table.groups))
        return np.sort(train), np.sort(test)
    if task == "classification" and values.min() < FEWEST_OF_A_CLASS:
        raise UsageError(
            f"target '{name}': expected at least {FEWEST_OF_A_CLASS} rows of each class,"
            f" got {values.min()} of {labels[-1]!r}"
        )
    try:
        train, test = train_test_split(
            np.arange(count),
            test_size=test_share,
            random_state=seed,
            stratify=table.target if task == "classification" else None,
        )
    except ValueError as error:
        raise UsageError(f"test_share = {test_share}: {' '.join(str(error).split())}") from None
    return np.sort(train), np.sort(test)
