"""Puts rows of JSON to a fitted pipeline, and says what is unusual about each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from .agreement import is_lightgbm, last_step
from .answers import answers, answers_targets
from .asking import Replies, ask
from .json_rows import Rows
from .pickles import Fitted
from .pmml import Field, Fields
from .typist import Typist

LARGE = 1e15  # numbers from here on may overflow in what a pipeline computes
RAW = "scorejar.raw:"  # begins the name of a column of scores before the link function


class Questions:
    """A pipeline that can be asked rows of JSON. like: rows as it wants them, if there are some."""

    def __init__(self, fitted: Fitted, fields: Fields, like: pd.DataFrame | None) -> None:
        self._fitted = fitted
        self._fields = fields
        self._typist = Typist(fitted, fields.inputs, like)
        self.possible = self._typist.complete()

    def ask(self, rows: Rows) -> Replies:
        """The pipeline's answers to rows under PMML's names, raw scores behind them."""
        return ask(
            lambda some: self._answers(self._typist.table([rows[row] for row in some])),
            range(len(rows)),
            lambda row: frozenset(self._kinds(rows[row])),
            lambda row: tuple(self._kinds(rows[row])),
        )

    def ask_frame(self, rows: pd.DataFrame) -> Replies:
        """The same for rows as the pipeline wants them."""
        return ask(
            lambda some: self._answers(self._input(rows.iloc[list(some)])),
            range(len(rows)),
            lambda row: tuple(rows.iloc[row].isna()),
        )

    def _input(self, rows: pd.DataFrame) -> Any:
        return rows if self._fitted.named else rows.to_numpy()

    def _answers(self, inputs: Any) -> pd.DataFrame:
        model = self._fitted.model
        if not answers_targets(model):
            # Its answers are no PMML's, but it says which rows it refuses.
            return pd.DataFrame(index=range(len(np.atleast_1d(model.predict(inputs)))))
        found = answers(model, inputs, self._fields.outputs, self._fitted.targets)
        return pd.concat([found, raw_scores(model, inputs, self._fields.inner)], axis=1)

    def _kinds(self, row: Sequence[Any]) -> list[str]:
        """Which values of a row are missing, infinite, large or unseen, and what widens a type."""
        unusual = [
            unusual_value(value, field)
            for value, field in zip(row, self._fields.inputs, strict=True)
        ]
        return ["fits" if self._typist.fits(row) else "widens", *unusual]


def unusual_value(value: Any, field: Field) -> str:
    """Why a pipeline may refuse a value; empty where there is no reason."""
    if value is None:
        return "missing"
    if isinstance(value, str) and value in ("Infinity", "-Infinity") and field.type != "string":
        return value
    if isinstance(value, int | float) and abs(value) >= LARGE:
        return "large"
    return "unseen" if field.categories and value not in field.categories else ""


def raw_scores(model: Any, inputs: Any, inner: Sequence[str]) -> pd.DataFrame:
    """Scores before the link function, by the PMML's names for them; no columns where unknown.

    LightGBM's alone: it adds leaves in the PMML's order. scikit-learn's boosting begins its sum
    with the prior, the PMML ends with it, so that the last bits differ.
    """
    if not inner or not is_lightgbm(last_step(model)):
        return pd.DataFrame(index=range(len(inputs)))
    raw = np.asarray(model.predict(inputs, raw_score=True), np.float64).reshape(len(inputs), -1)
    if raw.shape[1] != len(inner):
        return pd.DataFrame(index=range(len(inputs)))
    return pd.DataFrame(raw, columns=[RAW + name for name in inner])
