"""What the rows of training were like, for a service to compare its rows with (docs/jar.md)."""

from __future__ import annotations

from typing import Any

import pandas as pd

from scorejar.distribution import distribution
from scorejar.progress import step

from .answers import answers_targets
from .pickles import Fitted
from .pmml import Fields
from .questions import RAW, Questions


def statistics(
    fitted: Fitted, fields: Fields, rows: pd.DataFrame, scored: pd.DataFrame, source: str
) -> dict[str, Any]:
    """The content of statistics.json.

    rows: those that the columns are described by, as the pipeline wants them. scored: those that
    the scores are described by; rows that the pipeline was not fitted on, where there are some,
    because it is surer of those it has seen. source: tells people which rows these are.
    """
    with step("describing the columns and the score"):
        columns = [
            distribution(field.name, field.type, rows[field.name])
            for field in fields.inputs
            if field.name in rows
        ]
        scores = []
        if answers_targets(fitted.model):
            answers = Questions(fitted, fields, scored).ask_frame(scored).answers
            kinds = {field.name: field.type for field in fields.outputs}
            scores = [
                distribution(str(name), kinds[str(name)], answers[name])
                for name in answers
                if not str(name).startswith(RAW)
            ]
    return {"source": source, "columns": columns, "scores": scores}
