"""Evidence: rows with the answers that the fitted pipeline gave, to prove a jar against."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet

from scorejar.errors import RowError
from scorejar.progress import step

from .agreement import agreement
from .answers import answers_targets
from .asking import Replies
from .columns import Kind
from .hurting_rows import MOST, Made, hurting_rows
from .json_rows import Rows, to_arrow
from .pickles import Fitted
from .pmml import Field
from .questions import RAW, Questions
from .ruled import Ruled, given

MOST_REAL = 400  # rows as they were held out
MOST_MADE = 4000  # beside real ones where there are many
METADATA = b"scorejar"
KIND = "scorejar.kind"
REFUSED = "scorejar.refused"


@dataclass(frozen=True)
class Evidence:
    """What was written: how many rows, which outputs the pipeline answered, what was reached."""

    rows: int
    answered: list[str]
    refused: int
    coverage: Mapping[str, Any]

    @property
    def line(self) -> str:
        """The evidence in a line for a person."""
        return told(self.rows, self.refused, self.coverage)


def told(rows: int, refused: int, coverage: Mapping[str, Any]) -> str:
    """`4210 rows, 120 of them refused by the pipeline; reached 630 of 630 thresholds, …`"""
    text = f"{rows} rows" + (f", {refused} of them refused by the pipeline" if refused else "")
    reached = [
        f"{part['covered']} of {part['of']} {name}"
        for name, part in coverage.items()
        if isinstance(part, dict) and part.get("of")
    ]
    return text + (f"; reached {', '.join(reached)}" if reached else "")


def choose(inputs: pd.DataFrame, kinds: Mapping[str, Kind], seed: int) -> pd.DataFrame:
    """Real rows worth asking about.

    They show every category and every missing column that the held-out rows have, as far as there
    is room, and are drawn at random beyond that, in the order of inputs.
    """
    rng = np.random.default_rng(seed)
    first = dict.fromkeys(row for row in telling_rows(inputs, kinds))
    rest = rng.permutation(np.setdiff1d(np.arange(len(inputs)), list(first)))
    real = [*first, *rest.tolist()][:MOST_REAL]
    return inputs.iloc[sorted(real)].reset_index(drop=True)


def telling_rows(inputs: pd.DataFrame, kinds: Mapping[str, Kind]) -> Iterator[int]:
    """For each column the first row where it is missing, and the first of each category."""
    for name, kind in kinds.items():
        gaps = np.flatnonzero(inputs[name].isna())
        yield from gaps[:1].tolist()
        if kind in ("categorical", "boolean"):
            yield from np.flatnonzero(~inputs[name].duplicated() & inputs[name].notna()).tolist()


def write_evidence(
    path: Path,
    fitted: Fitted,
    pmml: Path,
    ruled: Ruled,
    seed: int = 0,
    statistics: Mapping[str, Any] | None = None,
) -> Evidence:
    """Make rows that hurt, ask the pipeline, and write its answers.

    The real rows are all asked too. Where the pipeline's answers are none of the PMML's, only they
    are written, for the interpreter to answer; where there are none either, no file is.

    statistics: of the rows of training, which are noted beside the rows for the jar.
    """
    fields = ruled.fields
    questions = Questions(fitted, fields, ruled.real)
    judged = answers_targets(fitted.model)
    real, rows = distinct(ruled.real, given(ruled.real, fields))
    if judged and questions.possible:
        with step("making rows that hurt"):
            most = max(MOST, len(rows) + MOST_MADE)
            made = hurting_rows(pmml, rows, fields.inputs, seed, most)
    else:
        made = Made(rows, ["real"] * len(rows), {})
    if not made.rows:
        return Evidence(0, [], 0, {})
    with step(f"asking the pipeline about {len(made.rows)} rows"):
        replies = asked(questions, made, real) if judged else Replies(pd.DataFrame())
    refuse_where_all_are(replies, rows)
    known_rows = [
        row
        for row in range(len(made.rows))
        if not judged or row in replies.answers.index or row in replies.refusals
    ]
    answers = replies.answers.reindex(known_rows)
    columns = to_arrow([made.rows[row] for row in known_rows], fields.inputs)
    names = [str(name) for name in answers.columns]
    columns |= {name: as_arrow(answers[name], fields.outputs) for name in names}
    columns[KIND] = pa.array([made.kinds[row] for row in known_rows], pa.string())
    columns[REFUSED] = pa.array([replies.refusals.get(row) for row in known_rows], pa.string())
    answered = [name for name in names if not name.startswith(RAW)]
    note = {
        "judge": "pipeline" if answered else None,
        "pmml_sha256": ruled.sha256,
        "agreement": agreement(fitted.model, pmml),
        "seed": seed,
        "coverage": made.coverage,
    }
    if statistics is not None:
        note["statistics"] = dict(statistics)
    table = pa.table(columns).replace_schema_metadata({METADATA: json.dumps(note).encode()})
    pa.parquet.write_table(table, path)
    return Evidence(len(known_rows), answered, len(replies.refusals), made.coverage)


def distinct(real: pd.DataFrame | None, rows: Rows) -> tuple[pd.DataFrame | None, Rows]:
    """The same rows, as a table and in JSON, each once: a row tells nothing the second time."""
    first = {json.dumps(row): at for at, row in reversed(list(enumerate(rows)))}
    places = sorted(first.values())
    frame = None if real is None else real.iloc[places].reset_index(drop=True)
    return frame, [rows[at] for at in places]


def refuse_where_all_are(replies: Replies, real: Rows) -> None:
    """Rows that are all refused are no rows of this pipeline; raises RowError with its words."""
    if real and all(row in replies.refusals for row in range(len(real))):
        raise RowError(
            f"the pipeline itself refuses all rows that were given: {replies.refusals[0]}"
        )


def asked(questions: Questions, made: Made, real: pd.DataFrame | None) -> Replies:
    """The replies to real rows, asked as they came, and to those made after them."""
    count = 0 if real is None else len(real)
    if made.kinds[:count] != ["real"] * count or real is None:
        return questions.ask(made.rows)
    first, rest = questions.ask_frame(real), questions.ask(made.rows[count:])
    rest_answers = rest.answers.set_axis(rest.answers.index + count, axis="index")
    return Replies(
        pd.concat([first.answers, rest_answers]),
        first.refusals | {row + count: said for row, said in rest.refusals.items()},
    )


def as_arrow(column: pd.Series, outputs: Sequence[Field]) -> pa.Array:
    """Answers with null where there is none; whole numbers stay whole."""
    kind = next((field.type for field in outputs if field.name == column.name), "double")
    values = [None if pd.isna(value) else value for value in column.astype(object)]
    if kind == "integer":
        return pa.array([None if value is None else int(value) for value in values], pa.int64())
    if kind == "boolean":
        return pa.array([None if value is None else bool(value) for value in values], pa.bool_())
    return pa.array(values, pa.string() if kind == "string" else pa.float64())
