"""A fitted pipeline to PMML whose schema refuses what the pipeline refuses."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from scorejar.progress import step

from .json_rows import Rows, to_json
from .pickles import Fitted
from .pmml import Fields, describe, to_pmml, with_names
from .questions import Questions
from .records import write_records
from .rows import as_pmml_has
from .rules import learn


class Ruled(NamedTuple):
    """PMML that was written, and rows as the pipeline wants them where there are some."""

    sha256: str
    fields: Fields
    real: pd.DataFrame | None


def to_ruled_pmml(
    fitted: Fitted,
    path: Path,
    rows: Callable[[Fields], pd.DataFrame] | None,
    types: Mapping[str, str] | None = None,
) -> Ruled:
    """Write PMML with what the pipeline was found to refuse, and the records of its trees.

    rows: gives rows as the pipeline wants them, by what the PMML says of the columns. types: as
    `to_pmml` takes them. It is converted twice, because only PMML says what its columns hold.
    """
    named = with_names(fitted.model, fitted.inputs, fitted.targets)
    with step("converting to PMML"):
        sha256 = to_pmml(named, path, types)
        fields = describe(path)
    real = None if rows is None else rows(fields)
    questions = Questions(fitted, fields, real)
    if questions.possible:
        with step("asking the pipeline what it refuses"):
            rules = learn(questions, fields.inputs, given(real, fields))
        if rules:
            with step("converting to PMML with what the pipeline refuses"):
                sha256 = to_pmml(named, path, types, rules)
    return Ruled(write_records(path, fitted.model) or sha256, fields, real)


def given(real: pd.DataFrame | None, fields: Fields) -> Rows:
    """Rows as the pipeline wants them in JSON, by PMML's types; none where there are none."""
    if real is None:
        return []
    known = {field.name: field for field in fields.inputs}
    return to_json(as_pmml_has(real, known), fields.inputs)
