"""`scorejar inspect`: what a jar is, and what was proved of it."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from .messages import shown, shown_range
from .schema import Column
from .scorer import JarScorer, open_scorer

MOST_CATEGORIES = 5  # of a column that are listed


def main(argv: Sequence[str]) -> None:
    """Tell about a jar; raises ModelError for one that does not open."""
    parse = argparse.ArgumentParser(
        prog="scorejar inspect", description="Say what a jar is and what was proved of it."
    )
    parse.add_argument("jar", type=Path, metavar="JAR", help="the jar")
    parse.add_argument("--json", action="store_true", help="print JSON: the jar's manifest")
    arguments = parse.parse_args(argv)
    with open_scorer(arguments.jar) as scorer:
        if arguments.json:
            facts = {"jar": str(arguments.jar), **scorer.manifest, "engine": scorer.engine}
            facts["kernels"] = scorer.kernels
            print(json.dumps(facts, ensure_ascii=False))
        else:
            print("\n".join(lines(arguments.jar, scorer)))


def lines(jar: Path, scorer: JarScorer) -> Iterator[str]:
    """The same for people."""
    manifest, schema = scorer.manifest, scorer.schema
    yield f"{scorer.model} {scorer.version}"
    yield f"  file     {jar} ({jar.stat().st_size:,} bytes)"
    yield f"  engines  {', '.join(manifest['engines'])}; {scorer.engine} answers"
    for engine, cause in manifest["declined"].items():
        yield f"           no {engine}: {cause}"
    for kernels in scorer.kernels:
        yield f"  kernels  {kernels}"
    for repair in manifest["repairs"]:
        yield f"  repair   {repair}"
    yield from proof_lines(manifest["proof"])
    yield f"  made by  {', '.join(' '.join(tool) for tool in manifest['tools'].items())}"
    yield f"  pmml     sha256 {manifest['pmml_sha256']}"
    yield f"inputs, {len(schema.inputs)}:"
    yield from column_lines(schema.inputs)
    yield f"outputs, {len(schema.outputs)}:"
    yield from column_lines(schema.outputs)


def proof_lines(proof: Mapping[str, Any]) -> Iterator[str]:
    """What was proved, and against whom."""
    judge = {
        "pipeline": "the fitted pipeline's own answers",
        "file": "answers that came with the rows",
        "interpreter": "the answers of JPMML's interpreter",
    }.get(proof["judge"], proof["judge"])
    yield f"  proof    {proof['rows']:,} rows against {judge}"
    if proof["refusals"]:
        yield f"           {proof['refusals']:,} of them it refused, and so does the jar"
    for engine, result in proof["engines"].items():
        rows, ulps = result["rows"], result["max_ulps"]
        yield f"           {engine}: right on {rows:,}, largest difference {ulps:,} ulp"
    if "raw" in proof:
        yield f"           raw scores: {proof['raw']['rows']:,} rows the same to the bit"
    for column, count in proof["stricter"].items():
        yield f"           stricter: {shown(column)} refuses {count:,} rows that it answers"
    for what, share in proof["coverage"].items():
        if isinstance(share, dict) and share.get("of"):
            yield f"           covers {share['covered']:,} of {share['of']:,} {what}"


def column_lines(columns: Sequence[Column]) -> Iterator[str]:
    """A line a column: name, type, what it takes."""
    width = max((len(shown(column.name)) for column in columns), default=0)
    for column in columns:
        facts = []
        if column.categories:
            listed = ", ".join(map(shown, column.categories[:MOST_CATEGORIES]))
            more = len(column.categories) - MOST_CATEGORIES
            facts.append(f"{listed} and {more} more" if more > 0 else listed)
        if not column.missing_accepted:
            facts.append("never missing")
        if not column.unseen_accepted:
            facts.append("no other value")
        if column.bounded:
            facts.append(shown_range(column.low, column.high, whole=column.type == "integer"))
        yield f"  {shown(column.name):<{width}}  {column.type:<8}  {'; '.join(facts)}".rstrip()
