"""What a case is: data, so that the table in docs/support.md says all of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from .tables import Table, table


@dataclass(frozen=True)
class Case:
    """One combination.

    name: unique; a reader of docs/support.md knows from it what was fitted.
    build: makes the estimator, not fitted. table, target: what it is fitted on.
    columns: those of the table that are taken; all if None. rename: other names for them, in order.
    array: fit on an array, which has no names. fit: further arguments of `fit`.
    source: a PMML file of another library, answers beside it as CSV, in the place of all these.
    """

    name: str
    group: str
    build: Callable[[], Any] = object
    table: str = "numbers"
    target: str = "number"
    columns: tuple[str, ...] | None = None
    rename: tuple[str, ...] | None = None
    array: bool = False
    fit: Callable[[Table], dict[str, Any]] | None = None
    source: Path | None = None

    def inputs(self) -> pd.DataFrame:
        """The rows, under the names that the model knows; x1, x2, ... where it knows none."""
        X = table(self.table).inputs
        X = X[list(self.columns)] if self.columns else X
        if self.array:
            return X.set_axis([f"x{i}" for i in range(1, X.shape[1] + 1)], axis="columns")
        return X.set_axis(list(self.rename), axis="columns") if self.rename else X

    def fitted(self) -> Any:
        """The estimator, fitted."""
        known = table(self.table)
        X = self.inputs()
        extra = self.fit(known) if self.fit else {}
        y = known.targets.get(self.target)
        return self.build().fit(X.to_numpy() if self.array else X, y, **extra)
