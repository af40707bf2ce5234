"""`scorejar verify`: a jar's proof run again, on the evidence that it carries."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, get_args

from scorejar.errors import ModelError

from .scorer import open_scorer
from .settings import EngineName


def main(argv: Sequence[str]) -> None:
    """Verify a jar; raises ModelError where an engine answers otherwise than was proved."""
    parse = argparse.ArgumentParser(
        prog="scorejar verify",
        description="Check a jar's digest and score the evidence in it again, with every engine"
        " that it holds.",
    )
    parse.add_argument("jar", type=Path, metavar="JAR", help="the jar")
    parse.add_argument("--engine", choices=get_args(EngineName), help="only this engine")
    parse.add_argument("--json", action="store_true", help="print JSON instead of text")
    arguments = parse.parse_args(argv)
    checks = verify(arguments.jar, arguments.engine)
    first = checks[0]
    if arguments.json:
        facts = {"jar": str(arguments.jar), "model": first["model"], "version": first["version"]}
        print(json.dumps(facts | {"agrees": True, "engines": {c["engine"]: c for c in checks}}))
        return
    for check in checks:
        refused = f", {check['refusals']} of them refused" if check["refusals"] else ""
        print(
            "{model} {version}: {engine} answers {rows} rows as was proved{refused},"
            " largest difference {max_ulps:,} ulp".format(**check, refused=refused)
        )


def verify(jar: Path, engine: str | None) -> list[dict[str, Any]]:
    """The checks of each engine that the jar holds, or of the one named.

    Opening a jar checks its digest and some of its evidence already.
    """
    with open_scorer(jar, engine or "auto") as scorer:
        checks = [scorer.verify()]
        others = [] if engine else [e for e in scorer.manifest["engines"] if e != scorer.engine]
    for other in others:
        with open_scorer(jar, other) as scorer:
            checks.append(scorer.verify())
    for check in checks:
        if not check["agrees"]:
            differing = f"{check['differing']} of {check['rows']} rows otherwise"
            raise ModelError(
                f"{jar}: expected {check['engine']} to answer as was proved, got {differing}:"
                f" {check['first_difference']}"
            )
    return checks
