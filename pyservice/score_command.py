"""`scorejar score`: the rows of a file to a file of answers."""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, get_args

import pyarrow as pa
from tqdm import tqdm

from scorejar.errors import UsageError

from .batches import answer_schema, reason_schema
from .frames import check_names
from .messages import shown
from .scorer import JarScorer, open_scorer
from .settings import EngineName
from .tables import Table, check_suffix, new_table, open_table


def main(argv: Sequence[str]) -> None:
    """Score a file; raises RowError for the first wrong row, and then writes nothing."""
    arguments = parser().parse_args(argv)
    if arguments.json and arguments.out is None:
        raise UsageError("--json: expected --out too, since both would be written to stdout")
    if arguments.out is not None:
        check_suffix(arguments.out)
    started = time.perf_counter()
    with (
        open_table(arguments.rows) as table,
        open_scorer(arguments.jar, arguments.engine) as scorer,
    ):
        check_columns(scorer, table)
        rows = score_table(
            scorer, table, arguments.out, arguments.progress, explain=arguments.explain
        )
        summary = {
            "jar": str(arguments.jar),
            "model": scorer.model,
            "version": scorer.version,
            "engine": scorer.engine,
            "rows": rows,
            "seconds": round(time.perf_counter() - started, 3),
            "out": None if arguments.out is None else str(arguments.out),
        }
    if arguments.json:
        print(json.dumps(summary))
    elif arguments.out is not None:
        print("scored {rows} rows with {model} {version} ({engine}): {out}".format(**summary))


def parser() -> argparse.ArgumentParser:
    """The command's options."""
    parse = argparse.ArgumentParser(
        prog="scorejar score",
        description="Score the rows of a CSV or Parquet file: one row of answers for each, in"
        " order, under the names of the model's outputs.",
    )
    parse.add_argument("jar", type=Path, metavar="JAR", help="the model")
    parse.add_argument(
        "rows",
        type=Path,
        metavar="ROWS",
        help="a .csv or .parquet file that has a column of each input's name; an empty cell is"
        " missing, and other columns are left alone",
    )
    parse.add_argument(
        "--out", type=Path, metavar="F", help="the .csv or .parquet file to write (CSV to stdout)"
    )
    parse.add_argument(
        "--engine", choices=get_args(EngineName), default="auto", help="engine to score with (auto)"
    )
    parse.add_argument(
        "--explain",
        action="store_true",
        help="add what each input adds to the raw score of each output, as columns OUTPUT: INPUT",
    )
    parse.add_argument(
        "--progress",
        action="store_true",
        default=sys.stderr.isatty(),
        help="show a progress bar on stderr, as is done where that is a terminal",
    )
    parse.add_argument("--json", action="store_true", help="print a summary as JSON; needs --out")
    return parse


def check_columns(scorer: JarScorer, table: Table) -> None:
    """Refuse a table without an input's column, and say which columns are left alone."""
    check_names(scorer.schema, list(table.names))
    inputs = {column.name for column in scorer.schema.inputs}
    others = [shown(name) for name in table.names if name not in inputs]
    if others:
        some = ", ".join(others[:5]) + (", …" if len(others) > 5 else "")
        print(f"columns that the model does not take are left alone: {some}", file=sys.stderr)


def score_table(
    scorer: JarScorer, table: Table, out: Path | None, progress: bool, *, explain: bool = False
) -> int:
    """Score batch after batch, so that memory does not grow with the table; returns the rows.

    explain: add the columns of `JarScorer.explain_batch`.
    """
    rows = 0
    columns = list(answer_schema(scorer.schema))
    if explain:
        columns += reason_schema(*scorer.explains)
    with (
        new_table(out, pa.schema(columns)) as writer,
        progress_bar(table, progress) as bar,
    ):
        for batch in table.batches:
            answers = scorer.score_batch(batch, rows)
            if explain:
                reasons = scorer.explain_batch(batch, rows)
                arrays = answers.columns + reasons.columns
                answers = pa.RecordBatch.from_arrays(arrays, schema=pa.schema(columns))
            writer.write(answers)
            rows += batch.num_rows
            bar.n = min(table.position(), table.size)
            bar.set_postfix_str(f"{rows:,} rows", refresh=False)
            bar.update(0)
        bar.n = table.size
    return rows


@contextmanager
def progress_bar(table: Table, wanted: bool) -> Iterator[Any]:
    """A bar on stderr over the bytes of a CSV file or the rows of a Parquet file."""
    with tqdm(
        total=table.size,
        unit=table.unit,
        unit_scale=True,
        unit_divisor=1000,
        disable=not wanted,
        desc="scoring",
        file=sys.stderr,
    ) as bar:
        yield bar
