"""The report page of a proof: what was proved, by whom, on what, and how close it was."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from .page import Number, bar, histogram, number, page, table, text
from .report_rows import closest, rows_table, ulps, wrong

Facts = Mapping[str, Any]

WHO = {
    "pipeline": "the trained pipeline",
    "file": "the answers in the evidence file",
    "interpreter": "JPMML's interpreter",
}
EQUAL = {
    "bits": "the same bits",
    "ulps": "within 4 ulps",
    "sums": "within 1e-12 of the value",
    "float": "within 1e-6 of the value",
}
COVERAGE = {
    "thresholds": "thresholds met on both sides",
    "leaves": "leaves reached",
    "categories": "categories met",
    "defaults": "splits met by a missing value",
    "pairs": "pairs of special values in two columns",
}
MOST_CHARTS = 12


def proved_page(manifest: Facts, report: Facts, jar: str, notes: Sequence[str]) -> str:
    """The page of a jar that was published. jar: where it is."""
    title = f"{manifest['model']} {manifest['version']}"
    return page(
        f"{title}: proof",
        [
            text("h1", f"{title}: proved", "proved"),
            text("p", verdict(report), "verdict"),
            *judges(report),
            *coverage(report),
            *differences(report),
            *strictness(report),
            *engines(manifest, notes),
            *closest(report),
            *origin(manifest),
            text("h2", "How to run this proof again"),
            text("pre", f"scorejar verify {jar}"),
            text("p", "scores the sample of these rows that the jar carries. For all of them, run"),
            text("pre", "scorejar export SOURCE --evidence F --model NAME --repository DIR"),
            text("p", "with the same SOURCE and F: the same inputs give the same rows and jar."),
        ],
    )


def verdict(report: Facts) -> str:
    """What was proved, in a sentence or two."""
    rows, judged = report["rows"], report["judged_rows"]
    if report["judge"] == "interpreter":
        return (
            f"All {rows:,} rows are answered as JPMML's interpreter answers them. No trained"
            " pipeline was there to say whether the PMML is right."
        )
    who = WHO[report["judge"]]
    if rows == judged:
        return f"All {rows:,} rows are answered as {who} and JPMML's interpreter answer them."
    return (
        f"All {judged:,} rows of evidence are answered as {who} answered them, and they and"
        f" {rows - judged:,} more, made from the model, as JPMML's interpreter answers them."
    )


def refused_page(model: str, report: Facts) -> str:
    """The page of a model that was refused: why, and the first rows that show it."""
    return page(
        f"{model}: refused",
        [
            text("h1", f"{model}: refused", "refused"),
            text("p", f"{report['error'][:1].upper()}{report['error'][1:]}.", "verdict"),
            *(cause for cause in [likely(report)] if cause),
            *wrong(report),
            *judges(report),
            *coverage(report),
            *differences(report),
            *strictness(report),
            text("p", "No jar was made. Nothing changed in the repository.", "faint"),
        ],
    )


def likely(report: Facts) -> str:
    """The cause, where the rows tell one."""
    return text("p", f"Likely cause: {report['cause']}.") if report.get("cause") else ""


def judges(report: Facts) -> Iterator[str]:
    """Who was held to whose answers."""
    yield text("h2", "Who judged what")
    yield table(
        ("asked", "expected", "of", "equal means", "rows", "wrong", "largest difference"),
        [
            (
                asked(one["engine"]),
                WHO[one["judge"]],
                one["what"],
                EQUAL[one["agreement"]],
                number(one["rows"]),
                number(one["wrong"]),
                Number(ulps(one["max_ulps"])),
            )
            for one in report["judgements"]
        ],
    )
    yield text(
        "p",
        "An ulp is a unit in the last place: the distance from a number to the next one that a"
        " computer can hold.",
        "faint",
    )


def asked(engine: str) -> str:
    """An engine as it is called on the page."""
    return WHO["interpreter"] if engine == "interpreter" else f"the {engine} engine in the jar"


def coverage(report: Facts) -> Iterator[str]:
    """What of the model the rows reach."""
    yield text("h2", f"What the {report['rows']:,} rows reach")
    found = report["coverage"]
    shares = [
        (said, found[name]) for name, said in COVERAGE.items() if found.get(name, {}).get("of")
    ]
    if shares:
        yield table(
            ("", "", "reached", "of", ""),
            [
                (
                    said,
                    bar(share["covered"] / share["of"]),
                    number(share["covered"]),
                    number(share["of"]),
                    Number(f"{100 * share['covered'] / share['of']:.1f} %"),
                )
                for said, share in shares
            ],
        )
    kinds = found.get("kinds", {})
    if kinds:
        listed = ", ".join(f"{count:,} {name}" for name, count in kinds.items())
        yield text("p", f"Rows by what they were made for: {listed}.")


def differences(report: Facts) -> Iterator[str]:
    """How far answers are apart, output by output."""
    yield text("h2", "How far answers are apart")
    yield text("p", "Rows by the difference in ulps; 0 means the same bits.")
    charts = [
        (f"{output}: {asked(one['engine'])} against {WHO[one['judge']]}", counts)
        for one in report["judgements"]
        for output, counts in one["ulps"].items()
        if counts
    ]
    drawn = [chart for chart in charts if set(chart[1]) != {"0"}]
    for title, counts in drawn[:MOST_CHARTS]:
        yield text("h3", title)
        yield histogram(counts)
    if len(drawn) > MOST_CHARTS:
        yield text("p", f"And {len(drawn) - MOST_CHARTS} more, not drawn.", "faint")
    same = [
        text("li", f"{title}: {counts['0']:,} rows")
        for title, counts in charts
        if (title, counts) not in drawn
    ]
    if same:
        yield text("p", "The same bits on every row:")
        yield f"<ul>{''.join(same)}</ul>"


def strictness(report: Facts) -> Iterator[str]:
    """What is refused, by the model and by the jar."""
    for column, count in report.get("stricter", {}).items():
        yield text("h2", "Where the jar is stricter than the model")
        yield text("p", f"{count:,} rows are refused for their value of '{column}'.")
    if report["refusals"]:
        yield text("h2", f"What {WHO[report['judge']]} refused, and the jar refuses too")
        yield rows_table(report, report["refusals"], {"said": "what it said"})


def engines(manifest: Facts, notes: Sequence[str]) -> Iterator[str]:
    """What the jar holds, what was repaired, what it does not hold."""
    yield text("h2", "The engine in the jar")
    yield text("p", ", ".join(manifest["engines"]))
    said = [f"Repaired: {repair}" for repair in manifest["repairs"]]
    said += [f"Not {name}: {why}" for name, why in manifest["declined"].items()]
    said += [f"Note: {note}" for note in notes]
    yield f"<ul>{''.join(text('li', line) for line in said)}</ul>" if said else ""


def origin(manifest: Facts) -> Iterator[str]:
    """What the jar was made of and by."""
    yield text("h2", "Made of")
    lines = [("PMML, SHA-256", manifest["pmml_sha256"]), *manifest["tools"].items()]
    yield table(("what", "version or digest"), [(name, said) for name, said in lines])
