"""Evidence: rows with the answers that the fitted pipeline gave, to prove a jar against."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet

from .columns import Kind

MOST_REAL = 400  # rows as they were held out
MOST_ALTERED = 200  # rows with one value taken away or made unknown
UNSEEN = "never seen in training"  # a category
METADATA = b"scorejar"


def choose(inputs: pd.DataFrame, kinds: Mapping[str, Kind], seed: int) -> pd.DataFrame:
    """Rows worth asking about: real ones, and some with one value missing or unseen.

    The real ones show every category and every missing column that the held-out rows have, as far
    as there is room, and are drawn at random beyond that, in the order of inputs.
    """
    rng = np.random.default_rng(seed)
    first = dict.fromkeys(row for row in telling_rows(inputs, kinds))
    rest = rng.permutation(np.setdiff1d(np.arange(len(inputs)), list(first)))
    real = [*first, *rest.tolist()][:MOST_REAL]
    rows = inputs.iloc[sorted(real)]
    altered = list(altered_rows(rows, kinds))[:MOST_ALTERED]
    return pd.concat([rows, *altered], ignore_index=True)


def telling_rows(inputs: pd.DataFrame, kinds: Mapping[str, Kind]) -> Iterator[int]:
    """For each column the first row where it is missing, and the first of each category."""
    for name, kind in kinds.items():
        gaps = np.flatnonzero(inputs[name].isna())
        yield from gaps[:1].tolist()
        if kind in ("categorical", "boolean"):
            yield from np.flatnonzero(~inputs[name].duplicated() & inputs[name].notna()).tolist()


def altered_rows(rows: pd.DataFrame, kinds: Mapping[str, Kind]) -> Iterator[pd.DataFrame]:
    """For each column a row without its value, and for text a row with a value never seen."""
    for position, (name, kind) in enumerate(kinds.items()):
        row = rows.iloc[[position % len(rows)]].copy()
        row[name] = pd.NaT if kind == "date" else np.nan
        yield row.astype(rows.dtypes)
        if kind == "categorical":
            row = rows.iloc[[position % len(rows)]].copy()
            row[name] = pd.Series([UNSEEN], dtype=object, index=row.index)
            yield row


def write(path: Path, inputs: pd.DataFrame, answered: pd.DataFrame, pmml_sha256: str) -> None:
    """Write a Parquet file: inputs by their own names and types, then answers by PMML's names.

    NaN, NaT and None become null. The file's metadata says that the pipeline was the judge, and of
    which PMML, so that nobody proves one model by another's answers.
    """
    columns = {name: inputs[name] for name in inputs} | {name: answered[name] for name in answered}
    arrays = [as_arrow(column) for column in columns.values()]
    note = {"judge": "pipeline" if len(answered.columns) else None, "pmml_sha256": pmml_sha256}
    table = pa.table(arrays, names=list(columns))
    table = table.replace_schema_metadata({METADATA: json.dumps(note).encode()})
    pa.parquet.write_table(table, path)


def as_arrow(column: pd.Series) -> pa.Array:
    """A column with null for whatever is missing; dates as days."""
    if isinstance(column.dtype, np.dtype) and column.dtype.kind == "M":
        stamps = pa.array(column.dt.tz_localize(None) if column.dt.tz else column, from_pandas=True)
        midnight = (column.dropna() == column.dropna().dt.normalize()).all()
        return stamps.cast(pa.date32()) if midnight else stamps
    return pa.array(column, from_pandas=True)
