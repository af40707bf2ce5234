"""`scorejar train`: arguments only; the work is in training.py."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path

from scorejar.errors import UsageError


def parser() -> argparse.ArgumentParser:
    """The command line."""
    made = argparse.ArgumentParser(
        prog="scorejar train",
        description="Fit a pipeline on a table; write model.pmml, evidence.parquet (held-out rows"
        " with the pipeline's answers), pipeline.joblib and training.json.",
        epilog="Without --config: LightGBM, every other column as a feature, kinds found from the"
        " values. DATA is a .csv or .parquet file or a built-in table: breast_cancer, credit,"
        " diabetes, digits, wine.",
    )
    made.add_argument("--config", type=Path, metavar="F.toml", help="see docs/train.md")
    made.add_argument("--data", metavar="DATA", help="the table; goes before the one in the config")
    made.add_argument("--target", metavar="COLUMN", help="the column to predict")
    made.add_argument("--out", type=Path, required=True, metavar="DIR", help="the folder to write")
    made.add_argument("--json", action="store_true", help="print training.json instead of text")
    return made


def main(argv: Sequence[str]) -> None:
    """Run the command."""
    options = parser().parse_args(argv)
    # Imported late: `--help` must not wait for scikit-learn.
    from .config import Config, read_config
    from .training import train

    if options.config is not None:
        config = read_config(options.config, data=options.data, target=options.target)
    elif options.data is None or options.target is None:
        raise UsageError("expected --config, or --data and --target")
    else:
        config = Config(data=options.data, target=options.target)
    training = train(config, options.out)
    if options.json:
        print(json.dumps(training.facts, ensure_ascii=False, default=str))
    else:
        print("\n".join(training.lines))
