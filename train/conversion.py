"""The road of a user's own pipeline: a saved pipeline to PMML, with evidence for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from scorejar.errors import RowError, UsageError
from scorejar.progress import step

from .answers import answers
from .column_types import types_beside_numbers
from .evidence import write
from .files import check, results
from .pickles import Fitted, examine, load
from .pmml import Fields, describe, to_pmml, with_names
from .rows import as_pmml_has, read_columns, typed_rows


@dataclass(frozen=True)
class Conversion:
    """What came of a conversion.

    answered: the outputs that the pipeline itself answered on the evidence, in PMML's order.
    rows: how many rows of evidence there are; None where no rows were given.
    """

    pmml: Path
    pmml_sha256: str
    inputs: list[str]
    outputs: list[str]
    answered: list[str]
    rows: int | None

    @property
    def facts(self) -> dict[str, Any]:
        """For machines."""
        return asdict(self) | {"pmml": str(self.pmml)}


def convert_pipeline(
    pipeline: Path, out: Path, *, evidence: Path | None, targets: Sequence[str] | None
) -> Conversion:
    """Write model.pmml and, where rows are given, evidence.parquet with the pipeline's answers.

    A failure leaves `out` as it was. Raises UsageError, ModelError or RowError, of one line.
    """
    check(out)
    if evidence is not None and not evidence.is_file():
        raise UsageError(f"{evidence}: no such file")
    fitted = examine(load(pipeline), targets, str(pipeline))
    table = None
    types: dict[str, str] = {}
    if evidence is not None:
        parquet = evidence.suffix.lower() == ".parquet"
        fitted, table = read_columns(evidence, fitted)
        types = types_beside_numbers(table, parquet=parquet)
    with results(out) as folder:
        with step("converting to PMML"):
            named = with_names(fitted.model, fitted.inputs, fitted.targets)
            pmml_sha256 = to_pmml(named, folder / "model.pmml", types)
            fields = describe(folder / "model.pmml")
        refuse_names_twice(fields, str(pipeline))
        answered: list[str] = []
        count = None
        if evidence is not None and table is not None:
            known = {field.name: field for field in fields.inputs}
            rows = typed_rows(table, fitted, known, parquet=parquet)
            frame = ask(fitted, rows, fields, str(evidence))
            write(folder / "evidence.parquet", as_pmml_has(rows, known), frame, pmml_sha256)
            answered, count = list(frame.columns), len(rows)
    return Conversion(
        pmml=out / "model.pmml",
        pmml_sha256=pmml_sha256,
        inputs=[field.name for field in fields.inputs],
        outputs=[field.name for field in fields.outputs],
        answered=answered,
        rows=count,
    )


def refuse_names_twice(fields: Fields, where: str) -> None:
    """An answer may not bear the name of an input: a row of evidence holds both."""
    inputs = {field.name for field in fields.inputs}
    for field in fields.outputs:
        if field.name in inputs:
            raise UsageError(
                f"{where}: expected inputs and answers of different names, got '{field.name}'"
                " for both; rename the column"
            )


def ask(fitted: Fitted, rows: pd.DataFrame, fields: Fields, where: str) -> pd.DataFrame:
    """The pipeline's answers on rows."""
    inputs = rows if fitted.named else rows.to_numpy()
    try:
        return answers(fitted.model, inputs, fields.outputs, fitted.targets)
    except Exception as error:
        # A pipeline may refuse a row with any exception.
        what = " ".join(str(error).split())[:500]
        raise RowError(f"{where}: the pipeline itself refuses these rows: {what}") from error
