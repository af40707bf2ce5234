"""One run: prepare the models, measure, write the results and the report."""

from __future__ import annotations

import json
import sys
import time
from dataclasses import fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks import in_process, machine, over_http, plots, report
from benchmarks.contender import Contender
from benchmarks.plan import Plan
from benchmarks.recipes import prepare


def measure(plan: Plan, command: str, work: Path) -> dict[str, Any]:
    """Run a plan from end to end and return everything that was found, ready for JSON.

    command: what the user typed, for the report. work: the folder for models, logs and results.
    """
    models = [prepare(recipe, work / "models") for recipe in plan.recipes]
    started = time.monotonic()
    steal, total = machine.steal_and_total()
    about = machine.describe()

    def progress(what: str) -> None:
        print(f"[{time.monotonic() - started:4.0f} s] {what}", file=sys.stderr, flush=True)

    timed: list[in_process.Result] = []
    loaded: list[in_process.Result] = []
    versions: dict[str, Any] = {}
    for recipe, model in zip(plan.recipes, models, strict=True):
        results, versions[model.name] = in_process.run(plan, model, work / "logs", progress)
        timed += results
        if recipe in plan.http_recipes:
            loaded += over_http.run(plan, model, work / "logs", progress)
    steal_after, total_after = machine.steal_and_total()
    return {
        "format": 1,
        "command": command,
        "date": datetime.now(UTC).date().isoformat(),
        "seconds": time.monotonic() - started,
        "machine": about,
        "steal_percent": 100 * (steal_after - steal) / max(1, total_after - total),
        "pool_rows": min(recipe.pool_rows for recipe in plan.recipes),
        "plan": _described(plan),
        "models": [
            {"name": recipe.name, "summary": recipe.summary, "shape": model.shape}
            for recipe, model in zip(plan.recipes, models, strict=True)
        ],
        "tolerances": {
            c.name: c.tolerance for c in plan.contenders if c.tolerance > Contender.tolerance
        },
        "versions": versions,
        "in_process": timed,
        "http": loaded,
    }


def write(results: dict[str, Any], json_file: Path, report_folder: Path) -> Path:
    """Write `results.json`, `RESULTS.md` and `plots/*.svg`; returns the path of the report."""
    json_file.parent.mkdir(parents=True, exist_ok=True)
    json_file.write_text(json.dumps(results, indent=1, ensure_ascii=False) + "\n")
    return render(results, report_folder)


def render(results: dict[str, Any], report_folder: Path) -> Path:
    """Write the report of results that were measured before."""
    drawn = plots.draw(results, report_folder / "plots")
    path = report_folder / "RESULTS.md"
    relative = [str(plot.relative_to(report_folder)) for plot in drawn]
    path.write_text(report.markdown(results, relative), encoding="utf-8")
    return path


def _described(plan: Plan) -> dict[str, Any]:
    """The figures of a plan that a reader needs."""
    of_classes = ("recipes", "contenders", "services", "http_recipes")
    figures = [field.name for field in fields(plan) if field.name not in of_classes]
    return {name: getattr(plan, name) for name in figures}
