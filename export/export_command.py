"""`scorejar export`: arguments and the telling of the result; the work is in exporting.py."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, get_args

from scorejar.errors import UsageError

from .exporting import Engine, Exported, export

JUDGES = {
    "pipeline": "the trained pipeline's own answers",
    "file": "the answers in the evidence file",
    "interpreter": "JPMML's interpreter",
}


def parser() -> argparse.ArgumentParser:
    """The command line."""
    made = argparse.ArgumentParser(
        prog="scorejar export",
        description="Prove a model row by row and publish it as DIR/NAME/VERSION.jar; a model that"
        " differs from its evidence is refused and nothing is written.",
        epilog="The expected answers come from the pipeline where SOURCE is one or the evidence was"
        " written with the PMML by `scorejar train`; else from the file's own output columns; else"
        " from JPMML's interpreter. A .joblib runs code when it is opened: only your own.",
    )
    made.add_argument(
        "source",
        type=Path,
        metavar="SOURCE",
        help="a .pmml file, or a .joblib of a fitted pipeline",
    )
    made.add_argument("--model", required=True, metavar="NAME", help="[a-z0-9][a-z0-9_-]{0,62}")
    made.add_argument("--repository", type=Path, required=True, metavar="DIR")
    made.add_argument(
        "--evidence", type=Path, metavar="F", help="rows to prove it on, .csv or .parquet"
    )
    made.add_argument("--version", type=int, metavar="N", help="the next one if not given")
    made.add_argument(
        "--engine", choices=get_args(Engine), default="auto", help="what the jar must hold (auto)"
    )
    made.add_argument(
        "--target",
        action="append",
        default=[],
        metavar="NAME",
        help="what a .joblib predicts, 'y' if not said; once for each output",
    )
    made.add_argument(
        "--report",
        type=Path,
        metavar="F.html",
        help="where to tell why a model is refused; a proof is told beside the jar",
    )
    made.add_argument("--lean", action="store_true", help="without JPMML's code in the jar")
    made.add_argument(
        "--standalone",
        action="store_true",
        help="lean, and with the run time in the jar: it then needs nothing else",
    )
    made.add_argument("--json", action="store_true", help="print one JSON object instead of text")
    return made


def main(argv: Sequence[str]) -> None:
    """Run the command."""
    options = parser().parse_args(argv)
    lean = options.lean or options.standalone
    if lean and options.engine not in ("auto", "compiled"):
        flag = "--standalone" if options.standalone else "--lean"
        raise UsageError(
            f"{flag}: a jar without JPMML's code holds the compiled engine, not {options.engine}"
        )
    done = export(
        options.source,
        model=options.model,
        repository=options.repository,
        evidence=options.evidence,
        targets=options.target,
        version=options.version,
        engine="compiled" if lean else options.engine,
        standalone=options.standalone,
        report=options.report,
    )
    if options.json:
        facts = done.manifest | {
            "jar": str(done.path),
            "engine": done.engine,
            "size_bytes": done.size_bytes,
            "notes": done.notes,
            "page": None if done.page is None else str(done.page),
        }
        print(json.dumps(facts, ensure_ascii=False))
    else:
        print("\n".join(report(done)))


def report(done: Exported) -> Iterator[str]:
    """The export in a few lines for a person."""
    proof = done.manifest["proof"]
    kinds = proof["coverage"].get("kinds", {})
    yield f"published  {done.path} ({size(done.size_bytes)})"
    yield (
        f"proved     {done.rows:,} rows against {JUDGES[done.judge]},"
        f" largest difference {done.max_ulps:,} ulp"
    )
    asked = proof["engines"][done.engine]["rows"]
    if done.judge != "interpreter":
        yield f"           {asked:,} rows against JPMML's interpreter"
    if kinds:
        yield f"made for   {', '.join(f'{count:,} {kind}' for kind, count in kinds.items())}"
    if done.refusals:
        yield f"           {done.refusals:,} of them refused by both"
    if "raw" in proof:
        yield f"           raw scores of {proof['raw']['rows']:,} rows are the same to the bit"
    for column, count in proof["stricter"].items():
        yield f"stricter   '{column}': the jar refuses {count:,} rows that the model answers"
    shares = coverage(proof["coverage"])
    if shares:
        yield f"covered    {', '.join(shares)}"
    yield f"engine     {done.engine}"
    for name, cause in done.declined.items():
        yield f"           not {name}: {cause}"
    for repair in done.repairs:
        yield f"repaired   {repair}"
    for note in done.notes:
        yield f"note       {note}"
    if done.page is not None:
        yield f"report     {done.page}"


def coverage(found: dict[str, Any]) -> list[str]:
    """What of the model the rows reach: `630 of 630 thresholds`."""
    return [
        f"{share['covered']:,} of {share['of']:,} {what}"
        for what, share in found.items()
        if isinstance(share, dict) and share.get("of")
    ]


def size(count: int) -> str:
    """A number of bytes for a person."""
    return f"{count / 1e6:.1f} MB" if count >= 1e6 else f"{count / 1e3:.0f} kB"
