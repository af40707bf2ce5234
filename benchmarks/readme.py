"""`python -m benchmarks.readme`: writes the figures of README.md from the last run's results."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from benchmarks.contenders.booster import BoosterPredict
from benchmarks.contenders.java import JavaArray, TranspiledArray, TranspiledMap
from benchmarks.contenders.pipeline import PipelineFromDict
from benchmarks.contenders.scorer import JPypeDict, JPypePredict
from benchmarks.markdown import MISSING, number, table
from benchmarks.recipes import L100, L1000, MIXED
from benchmarks.sections import SOAK
from benchmarks.services.fastapi import FastApiBooster, FastApiPipeline
from benchmarks.services.scorejar import ScorejarService
from scorejar.errors import ScorejarError, UsageError

ROOT = Path(__file__).parent.parent
RESULTS = ROOT / "build" / "bench" / "results.json"
BEGIN: Final = "<!-- figures: `python -m benchmarks.readme` writes them -->"
END: Final = "<!-- end of figures -->"
MODELS = (
    (L100.name, "100 LightGBM trees, 28 numbers"),
    (L1000.name, "1000 LightGBM trees, 28 numbers"),
    (MIXED.name, "imputer, scaler, one-hot, 200 trees"),
)
Row = dict[str, Any]


def block(results: Row) -> str:
    """What stands between the marks: one row, many rows, HTTP, swaps, as far as measured."""
    rows = [row for row in results["in_process"] if "problem" not in row]
    measured = {row["model"] for row in rows}
    models = [(name, title) for name, title in MODELS if name in measured]
    if not models:
        raise UsageError(f"expected results of {', '.join(name for name, _ in MODELS)}; got none")
    newest = max(row["java"] for row in rows if row["java"])
    rows = [row for row in rows if row["java"] in (None, newest) and row["cores"] == 1]
    single = [row for row in rows if row["rows_per_call"] == 1]
    most = max(row["rows_per_call"] for row in rows)
    many = [row for row in rows if row["rows_per_call"] == most > 1]
    header = ["", *(title for _, title in models)]
    machine = results["machine"]
    parts = [
        f"One row a call, median in microseconds, JDK {newest}, {machine['cpu']}, as"
        f" `{results['command']}` printed it ([benchmarks/RESULTS.md](benchmarks/RESULTS.md) has"
        " tails, more models and contenders, and the older JDK):",
        table(header, [_latencies(line, models, single) for line in ONE_ROW]),
    ]
    if many:
        lines = [_rates(title, ours, models, many) for title, ours in MANY]
        parts += [f"{most:,} rows a call, rows a second on one core:", table(header, lines)]
    return "\n\n".join([*parts, *_over_http(results["http"]), *_swaps(results["sections"])])


ONE_ROW: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("native Python: the pipeline, row as a dict", (PipelineFromDict.name,)),
    ("native Python: `Booster.predict`", (BoosterPredict.name,)),
    ("the fastest other from Python", ()),
    ("JPMML transpiled, Java", (TranspiledArray.name, TranspiledMap.name)),
    ("**the jar from Python**: `scorer.score(dict)`", (JPypeDict.name,)),
    ("**the jar from Python**: `scorer.predict(X)`", (JPypePredict.name,)),
    ("**the jar from Java**: `double[]`", (JavaArray.name,)),
)
MANY = (("the fastest other", False), ("**the jar**", True))


def _latencies(
    line: tuple[str, tuple[str, ...]], models: Sequence[tuple[str, str]], rows: Sequence[Row]
) -> list[str]:
    """A line of the first table; no names: whoever is the fastest from Python but the jar."""
    title, names = line
    cells = [title]
    for model, _ in models:
        chosen = [
            row
            for row in rows
            if row["model"] == model
            and (
                row["contender"] in names
                if names
                else not row["ours"] and row["language"] == "Python"
            )
        ]
        best = min(chosen, key=lambda row: row["p50_us"], default=None)
        name = "" if names or best is None else f" ({best['contender']})"
        cells.append(number(best["p50_us"]) + name if best else MISSING)
    return cells


def _rates(
    title: str, ours: bool, models: Sequence[tuple[str, str]], rows: Sequence[Row]
) -> list[str]:
    """A line of the second table: the highest rate, and whose it is."""
    cells = [title]
    for model, _ in models:
        chosen = [row for row in rows if row["model"] == model and row["ours"] == ours]
        best = max(chosen, key=lambda row: row["rows_per_second"], default=None)
        cells.append(
            f"{number(best['rows_per_second'])} ({best['contender']})" if best else MISSING
        )
    return cells


def _over_http(rows: Sequence[Row]) -> list[str]:
    """A sentence on the first model that was served; none where nothing was."""
    names = {
        FastApiPipeline.name: "FastAPI with the pipeline",
        FastApiBooster.name: "with `Booster`",
        ScorejarService.name: "`make serve`",
    }
    chosen = [
        row
        for row in rows
        if "problem" not in row
        and row["model"] == MODELS[0][0]
        and (row["load"], row["rows_per_request"]) == ("closed", 1)
        and row["service"] in names
    ]
    if not chosen:
        return []
    told = [f"{names[row['service']]} {number(row['requests_per_second'])}" for row in chosen]
    return [
        f"Over HTTP, {MODELS[0][1]}, one server core, {chosen[0]['connections']} connections,"
        f" requests a second: {', '.join(told)}."
    ]


def _swaps(sections: Row) -> list[str]:
    """A sentence on what requests notice of swaps; none where nobody looked."""
    found = sections.get(SOAK, {}).get("found")  # none where it had a problem
    if found is None:
        return []
    load = found["load"]
    steady, swapping = load["steady"]["p99"], load["swapping"]["p99"]
    return [
        f"While {load['swaps']:,} versions of {MODELS[1][1]} follow each other,"
        f" {load['swaps_a_second']:.1f} a second, under {load['rate']:g} requests a second on one"
        f" core: {load['failed']} failed, {load['wrong']} wrong, p99 {number(swapping)} µs where it"
        f" is {number(steady)} µs in between (`make soak`)."
    ]


def rewritten(page: str, figures: str) -> str:
    """The page with other figures between its marks."""
    before, begin, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise UsageError(f"expected the lines '{BEGIN}' and '{END}' in README.md")
    return f"{before}{BEGIN}\n\n{figures}\n\n{END}{after}"


def main() -> None:
    """Rewrite README.md."""
    page = ROOT / "README.md"
    try:
        if not RESULTS.is_file():
            raise UsageError(f"expected the results of a run in {RESULTS}: run `make bench`")
        figures = block(json.loads(RESULTS.read_text()))
        page.write_text(rewritten(page.read_text(), figures))
    except ScorejarError as error:
        print(f"error: {error}", file=sys.stderr)
        sys.exit(error.exit_code)
    print(figures)


if __name__ == "__main__":
    main()
