"""`python -m benchmarks`: arguments only."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import replace
from pathlib import Path

from benchmarks import run
from benchmarks.plan import FULL, QUICK, Plan
from scorejar.errors import ScorejarError, UsageError

HERE = Path(__file__).parent
WORK = HERE.parent / "build" / "bench"


def parser() -> argparse.ArgumentParser:
    """The options."""
    options = argparse.ArgumentParser(
        prog="python -m benchmarks",
        description="Measure the jar beside native Python. Writes build/bench/results.json,"
        " benchmarks/RESULTS.md and benchmarks/plots/.",
    )
    options.add_argument(
        "--quick", action="store_true", help="a rough picture in under 3 minutes, not 15"
    )
    options.add_argument(
        "--only",
        metavar="TEXT",
        action="append",
        default=[],
        help="only contenders and services with TEXT in their name; may be repeated",
    )
    options.add_argument(
        "--model",
        metavar="NAME",
        action="append",
        default=[],
        help="only this model (L100, L1000, mixed); may be repeated",
    )
    options.add_argument("--no-http", action="store_true", help="leave the services out")
    options.add_argument(
        "--report", metavar="FOLDER", type=Path, default=HERE, help="where RESULTS.md goes"
    )
    options.add_argument(
        "--render", action="store_true", help="write the report again from results.json"
    )
    return options


def chosen(plan: Plan, only: list[str], models: list[str], *, http: bool) -> Plan:
    """The part of a plan that was asked for. Raises UsageError where that is nothing."""

    def wanted(name: str) -> bool:
        return not only or any(text.lower() in name.lower() for text in only)

    known = [recipe.name for recipe in plan.recipes]
    unknown = [name for name in models if name not in known]
    if unknown:
        raise UsageError(f"expected a model of {', '.join(known)}; got '{unknown[0]}'")
    recipes = tuple(r for r in plan.recipes if not models or r.name in models)
    part = replace(
        plan,
        recipes=recipes,
        http_recipes=tuple(r for r in plan.http_recipes if http and r in recipes),
        contenders=tuple(c for c in plan.contenders if wanted(c.name)),
        services=tuple(s for s in plan.services if wanted(s.name)),
    )
    if not part.contenders and not part.services:
        names = [c.name for c in plan.contenders] + [s.name for s in plan.services]
        raise UsageError(f"expected a part of one of {'; '.join(names)}; got '{only[0]}'")
    return part


def main() -> None:
    """Parse, run, and say where the report is."""
    options = parser().parse_args()
    try:
        if options.render:
            results = json.loads((WORK / "results.json").read_text())
            report = run.render(results, options.report)
        else:
            plan = QUICK if options.quick else FULL
            plan = chosen(plan, options.only, options.model, http=not options.no_http)
            command = " ".join(["python -m benchmarks", *sys.argv[1:]])
            results = run.measure(plan, command, WORK)
            report = run.write(results, WORK / "results.json", options.report)
    except ScorejarError as error:
        print(f"error: {error}", file=sys.stderr)
        sys.exit(error.exit_code)
    print(report.read_text(encoding="utf-8"))


if __name__ == "__main__":
    main()
