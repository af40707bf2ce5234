"""`python -m benchmarks`: arguments only."""

from __future__ import annotations

import argparse
import json
import shlex
import sys
from dataclasses import replace
from pathlib import Path

from benchmarks import ending, run
from benchmarks.plan import FULL, QUICK, Plan
from benchmarks.recipes import Recipe
from benchmarks.sections import HTTP, IN_PROCESS, SECTIONS
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
        "--quick", action="store_true", help="a rough picture in under 3 minutes, not 35"
    )
    options.add_argument(
        "--only",
        metavar="TEXT",
        action="append",
        default=[],
        help="only contenders and services with TEXT in their name, and no other section;"
        " may be repeated",
    )
    options.add_argument(
        "--model",
        metavar="NAME",
        action="append",
        default=[],
        help=f"only this model ({', '.join(r.name for r in FULL.every_recipe)}); may be repeated",
    )
    options.add_argument(
        "--section",
        metavar="NAME",
        action="append",
        choices=(IN_PROCESS, HTTP, *SECTIONS),
        default=[],
        help=f"measure this part of the page anew ({', '.join((IN_PROCESS, HTTP, *SECTIONS))}) and"
        " keep the others of results.json; may be repeated",
    )
    options.add_argument("--no-http", action="store_true", help="leave the services out")
    options.add_argument(
        "--report", metavar="FOLDER", type=Path, default=HERE, help="where RESULTS.md goes"
    )
    options.add_argument(
        "--render", action="store_true", help="write the report again from results.json"
    )
    return options


def chosen(
    plan: Plan, only: list[str], models: list[str], sections: list[str], *, http: bool
) -> Plan:
    """The part of a plan that was asked for. Raises UsageError where that is nothing."""

    def wanted(name: str) -> bool:
        return not only or any(text.lower() in name.lower() for text in only)

    def asked(recipes: tuple[Recipe, ...]) -> tuple[Recipe, ...]:
        return tuple(recipe for recipe in recipes if not models or recipe.name in models)

    known = [recipe.name for recipe in plan.every_recipe]
    unknown = [name for name in models if name not in known]
    if unknown:
        raise UsageError(f"expected a model of {', '.join(known)}; got '{unknown[0]}'")
    part = replace(
        plan,
        recipes=asked(plan.recipes),
        brief_recipes=asked(plan.brief_recipes),
        http_recipes=asked(plan.http_recipes),
        sections=tuple(
            name
            for name in sections or plan.sections
            if (http or name != HTTP) and (not only or name in (IN_PROCESS, HTTP))
        ),
        contenders=tuple(c for c in plan.contenders if wanted(c.name)),
        brief_contenders=tuple(c for c in plan.brief_contenders if wanted(c.name)),
        services=tuple(s for s in plan.services if wanted(s.name)),
    )
    if not part.contenders and not part.services:
        names = [c.name for c in plan.contenders] + [s.name for s in plan.services]
        raise UsageError(f"expected a part of one of {'; '.join(names)}; got '{only[0]}'")
    return part


def main() -> None:
    """Parse, run, and say where the report is."""
    ending.on_sigterm()
    options = parser().parse_args()
    file = WORK / "results.json"
    try:
        if options.render:
            report = run.render(json.loads(file.read_text()), options.report)
        else:
            plan = QUICK if options.quick else FULL
            http = not options.no_http
            plan = chosen(plan, options.only, options.model, options.section, http=http)
            command = shlex.join(["python", "-m", "benchmarks", *sys.argv[1:]])
            before = json.loads(file.read_text()) if options.section and file.is_file() else None

            def all_of(found: run.Results) -> run.Results:
                return run.merged(before, found, plan.sections) if before else found

            found = run.measure(plan, command, WORK, lambda part: run.save(all_of(part), file))
            report = run.write(all_of(found), file, options.report)
    except ScorejarError as error:
        print(f"error: {error}", file=sys.stderr)
        sys.exit(error.exit_code)
    print(report.read_text(encoding="utf-8"))


if __name__ == "__main__":
    main()
