"""`scorejar convert`: arguments only; the work is in conversion.py."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path


def parser() -> argparse.ArgumentParser:
    """The command line."""
    made = argparse.ArgumentParser(
        prog="scorejar convert",
        description="Turn a fitted scikit-learn pipeline or estimator, saved by joblib, into"
        " model.pmml and evidence.parquet: rows made to hurt the model, and those of --evidence,"
        " with the pipeline's own answers.",
        epilog="A .joblib file runs code when it is opened: convert only your own. Outlier"
        " detectors and clusterers are converted too, but their answers are not taken down:"
        " what `predict` gives is not what PMML gives.",
    )
    made.add_argument("pipeline", type=Path, metavar="PIPELINE.joblib")
    made.add_argument("--out", type=Path, required=True, metavar="DIR", help="the folder to write")
    made.add_argument(
        "--evidence", type=Path, metavar="ROWS", help="rows with its inputs, .csv or .parquet"
    )
    made.add_argument(
        "--target",
        action="append",
        metavar="NAME",
        help="what is predicted, 'y' if not said; once for each output of the pipeline",
    )
    made.add_argument("--json", action="store_true", help="print one JSON object instead of text")
    return made


def main(argv: Sequence[str]) -> None:
    """Run the command."""
    options = parser().parse_args(argv)
    # Imported late: `--help` must not wait for scikit-learn.
    from .conversion import convert_pipeline
    from .evidence import told

    done = convert_pipeline(
        options.pipeline, options.out, evidence=options.evidence, targets=options.target
    )
    if options.json:
        print(json.dumps(done.facts, ensure_ascii=False))
        return
    print(f"inputs    {', '.join(done.inputs)}")
    print(f"outputs   {', '.join(done.outputs)}")
    if done.rows is not None:
        by_pipeline = ", ".join(done.answered) or "none of them: the interpreter will be the judge"
        print(f"answered  by the pipeline: {by_pipeline}")
        print(f"evidence  {told(done.rows, done.refused, done.coverage)}")
    print(f"written   {options.out}: model.pmml" + (", evidence.parquet" if done.rows else ""))
