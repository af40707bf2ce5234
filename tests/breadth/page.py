"""docs/support.md: what the suite has seen, for readers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from .case import Case
from .verdict import Verdict

PAGE = "docs/support.md"
LONGEST = 240
ENGINES = ("compiled", "transpiled", "interpreted")
HEAD = """\
# What is supported

`make breadth` writes this page; do not edit it. It fits each of the combinations below on a table
of 240 rows, exports it as `scorejar export` does, and notes the verdict. Then it opens the jar and
compares it with the pipeline on rows that the proof has not seen, some of them with missing, unseen
and extreme values. Nothing is claimed that was not run.

- **proved**: the jar answers every row of the evidence as the pipeline does.
- **repaired**: the same, after a change to what JPMML makes, that the jar names (`docs/export.md`).
- **refused**: there is no jar, and the export says why.
- **WRONG**: our fault, to be mended: the jar answers one of those rows otherwise than the pipeline,
  or the export fails in words that nobody can act upon.

*compiled*, *transpiled* and *interpreted* are engines (`docs/export.md`): `no` where a jar cannot
hold one.

LightGBM's objectives, kinds of boosting and options are too many to try all of: the cases are
chosen so that every two of them that go together meet in some case (`tests/breadth/pairs.py`).

"""
MARKS = {"proved": "proved", "repaired": "repaired", "refused": "**refused**", "wrong": "**WRONG**"}


def page(cases: Mapping[str, Case], verdicts: Mapping[str, Verdict]) -> str:
    """The whole page; the same for the same verdicts."""
    groups: dict[str, list[Verdict]] = {}
    for name, verdict in verdicts.items():
        groups.setdefault(cases[name].group, []).append(verdict)
    lines = [*counted(groups), "", *uncompiled(verdicts.values()), ""]
    for group, found in groups.items():
        lines += [f"## {group}", "", *table(found), ""]
    return HEAD + "\n".join(lines)


def counted(groups: Mapping[str, list[Verdict]]) -> Iterator[str]:
    """How many cases of each group ended how."""
    yield "| | cases | proved | repaired | refused | WRONG | compiled | transpiled |"
    yield "|---|---|---|---|---|---|---|---|"
    everything = [verdict for found in groups.values() for verdict in found]
    for name, found in [*groups.items(), ("**all**", everything)]:
        count = Counter(verdict.outcome for verdict in found)
        held = [
            str(sum(verdict.engines.get(name) == "proved" for verdict in found))
            for name in ENGINES[:2]
        ]
        kinds = " | ".join(str(count[kind]) for kind in MARKS)
        yield f"| {name} | {len(found)} | {kinds} | {' | '.join(held)} |"


def uncompiled(verdicts: Iterable[Verdict]) -> Iterator[str]:
    """The share of jars that hold a program, and for the others what stopped it."""
    jars = [verdict for verdict in verdicts if verdict.outcome in ("proved", "repaired")]
    without = [verdict for verdict in jars if engine(verdict, "compiled") == "no"]
    count = len(jars) - len(without)
    share = 100 * count / max(1, len(jars))
    yield "## What is not compiled"
    yield ""
    yield f"{count} of the {len(jars)} jars ({share:.1f} %) answer by the compiled engine."
    yield "The others, and the element of PMML that stopped it:"
    yield ""
    yield "| case | stopped by |"
    yield "|---|---|"
    for verdict in without:
        yield f"| {cell(verdict.name)} | {cell(verdict.engines.get('compiled', 'not tried'))} |"


def table(verdicts: list[Verdict]) -> Iterator[str]:
    """One group, a line a case."""
    yield "| case | verdict | compiled | transpiled | interpreted | what was repaired, or why not |"
    yield "|---|---|---|---|---|---|"
    for verdict in verdicts:
        engines = " | ".join(engine(verdict, name) for name in ENGINES)
        yield f"| {cell(verdict.name)} | {MARKS[verdict.outcome]} | {engines} | {why(verdict)} |"


def engine(verdict: Verdict, name: str) -> str:
    """Whether an engine was proved."""
    return "yes" if verdict.engines.get(name) == "proved" else "no"


def why(verdict: Verdict) -> str:
    """Repairs, the reason of a refusal, or why an engine is not there."""
    if verdict.failures:
        return cell(verdict.failures[0])
    if verdict.refused:
        return cell(verdict.refused)
    said = list(verdict.repairs)
    if verdict.judge == "interpreter":
        said.append("the judge was JPMML's interpreter")
    for name in ENGINES[:2]:
        declined = verdict.engines.get(name, "proved")
        if declined != "proved":
            said.append(f"not {name}: {declined}")
    return cell("; ".join(said))


def cell(text: str) -> str:
    """Text as a table's cell takes it."""
    text = re.sub(r"^(pipeline\.joblib|model\.pmml|rows\.parquet): ", "", " ".join(text.split()))
    text = text if len(text) <= LONGEST else text[: LONGEST - 1].rstrip() + "…"
    return re.sub(r"([|\\`*_<>$~{}\[\]])", r"\\\1", text)
