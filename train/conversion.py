"""The road of a user's own pipeline: a saved pipeline to PMML, with evidence for it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa

from scorejar.errors import UsageError

from .column_types import types_beside_numbers
from .evidence import write_evidence
from .files import check, results
from .pickles import Fitted, examine, load
from .pmml import Fields
from .rows import read_columns, typed_rows
from .ruled import to_ruled_pmml
from .statistics import statistics


@dataclass(frozen=True)
class Conversion:
    """What came of a conversion.

    answered: the outputs that the pipeline itself answered on the evidence, in PMML's order.
    rows: how many rows of evidence there are; None where there is none: no rows were given, and
    the pipeline's answers are none of the PMML's. refused: how many of them the pipeline refuses.
    coverage: what of the model they reach.
    """

    pmml: Path
    pmml_sha256: str
    inputs: list[str]
    outputs: list[str]
    answered: list[str]
    rows: int | None
    refused: int
    coverage: Mapping[str, Any]

    @property
    def facts(self) -> dict[str, Any]:
        """For machines."""
        return asdict(self) | {"pmml": str(self.pmml)}


def convert_pipeline(
    pipeline: Path, out: Path, *, evidence: Path | None, targets: Sequence[str] | None
) -> Conversion:
    """Write model.pmml and evidence.parquet: rows with the pipeline's answers.

    The rows are those given by `evidence`, if any, and others made from the PMML to hurt it.

    A failure leaves `out` as it was. Raises UsageError, ModelError or RowError, of one line.
    """
    check(out)
    if evidence is not None and not evidence.is_file():
        raise UsageError(f"{evidence}: no such file")
    fitted = examine(load(pipeline), targets, str(pipeline))
    table = None
    types: dict[str, str] = {}
    parquet = False
    if evidence is not None:
        parquet = evidence.suffix.lower() == ".parquet"
        fitted, table = read_columns(evidence, fitted)
        types = types_beside_numbers(table, parquet=parquet)
    with results(out) as folder:
        pmml = folder / "model.pmml"
        rows = None if table is None else reader(table, fitted, parquet=parquet)
        ruled = to_ruled_pmml(fitted, pmml, rows, types)
        refuse_names_twice(ruled.fields, str(pipeline))
        described = None
        if ruled.real is not None:
            source = f"{len(ruled.real)} rows given as evidence"
            described = statistics(fitted, ruled.fields, ruled.real, ruled.real, source)
        written = write_evidence(
            folder / "evidence.parquet", fitted, pmml, ruled, statistics=described
        )
    return Conversion(
        pmml=out / "model.pmml",
        pmml_sha256=ruled.sha256,
        inputs=[field.name for field in ruled.fields.inputs],
        outputs=[field.name for field in ruled.fields.outputs],
        answered=written.answered,
        rows=written.rows or None,
        refused=written.refused,
        coverage=written.coverage,
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


def reader(table: pa.Table, fitted: Fitted, *, parquet: bool) -> Callable[[Fields], pd.DataFrame]:
    """Reads the rows of a file by what the PMML says of its columns."""

    def read(fields: Fields) -> pd.DataFrame:
        return typed_rows(table, fitted, {f.name: f for f in fields.inputs}, parquet=parquet)

    return read
