"""Reasons: what each column adds to a score (docs/reasons.md)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from .explainer import Doubles, Explained
from .failures import InternalError
from .model import ATTEMPTS, Answer, Model
from .plan import Plan


def explain_doubles(model: Model, rows: Doubles, first_row: int | None = 0) -> Explained:
    """Explain rows as `Model.score_doubles` takes them.

    Raises ModelError where the model has no reasons, else as that does.
    """
    return model.settled(lambda plan: model.explainer.explain_by(plan, rows, first_row))


def explain_rows(model: Model, rows: Mapping[str, Any] | Sequence[Any]) -> Explained:
    """Explain one row, which is a mapping or stands in schema order, or a list of mappings."""

    def by(plan: Plan) -> Explained:
        encoder, explain_by = plan.encoder, model.explainer.explain_by
        if isinstance(rows, Mapping):
            return explain_by(plan, np.array([encoder.by_name(rows)]), None)
        if rows and not isinstance(rows[0], Mapping):
            return explain_by(plan, np.array([encoder.in_order(rows)]), None)
        doubles = [encoder.by_name(row, number) for number, row in enumerate(rows)]
        return explain_by(plan, np.array(doubles).reshape(len(rows), encoder.width), 0)

    return model.settled(by)


def answer_and_explain(model: Model, rows: Any) -> tuple[Answer, Explained]:
    """Score and explain a row or a list of rows, both by the same version."""
    for _ in range(ATTEMPTS):
        answer = model.score_row(rows) if isinstance(rows, dict) else model.score_rows(rows)
        explained = explain_rows(model, rows)
        if explained.version == answer.version:
            return answer, explained
    raise InternalError(f"the model was swapped {ATTEMPTS} times during one call")


def by_name(explained: Explained) -> list[dict[str, dict[str, Any]]]:
    """For each row, by answer: `base`, `sum`, and `contributions` by column; None for no answer."""
    columns = explained.columns
    found = []
    sums = explained.numbers.sum(axis=2).tolist()
    for row, totals in zip(explained.numbers.tolist(), sums, strict=True):
        found.append(
            {
                answer: {
                    "base": numbers[-1],
                    "sum": known(total),
                    "contributions": dict(zip(columns, map(known, numbers[:-1]), strict=True)),
                }
                for answer, numbers, total in zip(explained.answers, row, totals, strict=True)
            }
        )
    return found


def known(number: float) -> float | None:
    """A number, or None where it is NaN."""
    return number if number == number else None
