"""One run: prepare the models, measure, write the results and the report."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks import in_process, machine, over_http, plots, report, serving_report, soak_report
from benchmarks.contender import Contender
from benchmarks.model import Model
from benchmarks.plan import Plan
from benchmarks.recipes import Recipe, prepare
from benchmarks.sections import HTTP, IN_PROCESS, SECTIONS, SERVERS, SOAK
from scorejar.errors import ScorejarError, UsageError

Results = dict[str, Any]


def measure(plan: Plan, command: str, work: Path, save: Callable[[Results], None]) -> Results:
    """Run a plan from end to end and return everything that was found, ready for JSON.

    command: what the user typed, for the report. work: the folder for models, logs and results.
    save: is given what there is so far after each step, so that a run that ends early leaves it.
    What cannot be made or measured is named in the results and does not end the run.
    """
    started = time.monotonic()
    steal, total = machine.steal_and_total()

    def progress(what: str) -> None:
        print(f"[{time.monotonic() - started:4.0f} s] {what}", file=sys.stderr, flush=True)

    recipes = _needed(plan)
    models, missing = _prepared(recipes, work / "models")
    everyone = {*plan.contenders, *plan.brief_contenders}
    results: Results = {
        "format": 2,
        "command": command,
        "date": datetime.now(UTC).date().isoformat(),
        "machine": machine.describe(),
        "pool_rows": min((recipe.pool_rows for recipe in recipes), default=0),
        "plan": _described(plan),
        "models": [
            {"name": r.name, "summary": r.summary, "shape": models[r.name].shape}
            if r.name in models
            else {"name": r.name, "summary": r.summary, "problem": missing[r.name]}
            for r in recipes
        ],
        "tolerances": {c.name: c.tolerance for c in everyone if c.tolerance > Contender.tolerance},
        "versions": {},
        "in_process": [],
        "http": [],
        "sections": {},
    }

    def step() -> None:
        steal_after, total_after = machine.steal_and_total()
        results["seconds"] = time.monotonic() - started
        results["steal_percent"] = 100 * (steal_after - steal) / max(1, total_after - total)
        save(results)

    for name, model in models.items():
        if IN_PROCESS in plan.sections:
            timed, results["versions"][name] = in_process.run(plan, model, work / "logs", progress)
            results["in_process"] += timed
        if HTTP in plan.sections and any(name == recipe.name for recipe in plan.http_recipes):
            results["http"] += over_http.run(plan, model, work / "logs", progress)
        step()
    for name in plan.sections:
        if name in SECTIONS:
            results["sections"][name] = _section(name, list(models.values()), progress)
            step()
    return results


def merged(before: Results, after: Results, sections: Sequence[str]) -> Results:
    """Older results with some sections measured anew.

    What is said of the run is that of the contenders' run; each section knows its own.
    """
    base = after if IN_PROCESS in sections else before
    return {
        **base,
        "http": (after if HTTP in sections else before)["http"],
        "sections": {**before["sections"], **after["sections"]},
    }


def write(results: Results, json_file: Path, report_folder: Path) -> Path:
    """Write `results.json`, `RESULTS.md` and `plots/*.svg`; returns the path of the report."""
    save(results, json_file)
    return render(results, report_folder)


def save(results: Results, json_file: Path) -> None:
    """Write `results.json`."""
    json_file.parent.mkdir(parents=True, exist_ok=True)
    json_file.write_text(json.dumps(results, indent=1, ensure_ascii=False) + "\n")


def render(results: Results, report_folder: Path) -> Path:
    """Write the report of results that were measured before."""
    drawn = plots.draw(results, report_folder / "plots")
    servers = results["sections"].get(SERVERS, {})
    if "found" in servers:  # Its part of the page shows the picture.
        serving_report.draw(servers["found"], report_folder / "plots")
    soaked = results["sections"].get(SOAK, {})
    if "found" in soaked:
        soak_report.draw(soaked["found"], report_folder / "plots")
    path = report_folder / "RESULTS.md"
    relative = [str(plot.relative_to(report_folder)) for plot in drawn]
    path.write_text(report.markdown(results, relative), encoding="utf-8")
    return path


def _needed(plan: Plan) -> list[Recipe]:
    """The models that the sections of a plan measure."""
    names = {recipe.name for recipe in plan.http_recipes if HTTP in plan.sections}
    for name in plan.sections:
        names |= {recipe.name for recipe in SECTIONS[name].RECIPES} if name in SECTIONS else set()
    return [r for r in plan.every_recipe if IN_PROCESS in plan.sections or r.name in names]


def _prepared(recipes: Sequence[Recipe], folder: Path) -> tuple[dict[str, Model], dict[str, str]]:
    """The models by name, and why others could not be made."""
    models: dict[str, Model] = {}
    missing: dict[str, str] = {}
    for recipe in recipes:
        try:
            models[recipe.name] = prepare(recipe, folder)
        except ScorejarError as error:
            missing[recipe.name] = str(error)
    return models, missing


def _section(name: str, models: Sequence[Model], progress: in_process.Progress) -> Results:
    """What a section found, or the problem that it had, with the commit that it was measured at."""
    started = time.monotonic()
    about: Results = {"commit": machine.commit(), "date": datetime.now(UTC).date().isoformat()}
    progress(f"section {name}")
    try:
        wanted = {recipe.name for recipe in SECTIONS[name].RECIPES}
        taken = [model for model in models if model.name in wanted]
        if not taken:
            raise UsageError(f"expected a model of {', '.join(sorted(wanted))}; got none")
        about["found"] = SECTIONS[name].measure(taken, progress)
    except (ScorejarError, OSError, subprocess.SubprocessError) as error:
        about["problem"] = " ".join(str(error).split())
    return {**about, "seconds": time.monotonic() - started}


def _described(plan: Plan) -> Results:
    """The figures of a plan that a reader needs."""
    found = {field.name: getattr(plan, field.name) for field in fields(plan)}
    return {
        name: value
        for name, value in found.items()
        if isinstance(value, int | float | str)
        or name in ("sizes", "brief_sizes", "sections", "connections", "rates")
    }
