"""The parts that a report page is made of: one self-contained HTML file, light and dark."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from string import Template
from typing import Any

PAGE = Template("""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>$title</title>
<style>
:root {
  --paper: #fff; --ink: #1c2024; --faint: #60656c; --line: #dcdfe3; --fill: #eef0f2;
  --good: #18794e; --bad: #c62a2f; --bar: #3e63dd;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #14171a; --ink: #eceef0; --faint: #9ba1a6; --line: #33383d; --fill: #23272b;
    --good: #4cc38a; --bad: #ff6369; --bar: #849dff;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0 auto; padding: 1.5rem 1rem 4rem; max-width: 60rem; background: var(--paper);
  color: var(--ink); font: 16px/1.5 system-ui, sans-serif;
}
h1 { font-size: 1.6rem; line-height: 1.25; margin: 0 0 .5rem; overflow-wrap: anywhere; }
h2 { font-size: 1.15rem; margin: 2.5rem 0 .5rem; }
h3 { font-size: 1rem; margin: 1.25rem 0 .25rem; font-weight: 600; overflow-wrap: anywhere; }
p { margin: .25rem 0 .75rem; max-width: 46rem; }
.proved { color: var(--good); } .refused { color: var(--bad); }
.verdict { font-size: 1.1rem; }
.faint { color: var(--faint); }
code, pre { font: .875em/1.45 ui-monospace, monospace; overflow-wrap: anywhere; }
pre { background: var(--fill); padding: .75rem; border-radius: .4rem; white-space: pre-wrap; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: .92rem; }
th, td { text-align: left; padding: .3rem .75rem .3rem 0; vertical-align: top; }
th { color: var(--faint); font-weight: 500; border-bottom: 1px solid var(--line); }
td { border-bottom: 1px solid var(--line); }
td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.bar { background: var(--fill); border-radius: .25rem; height: .7rem; min-width: 6rem; }
.bar div { background: var(--bar); border-radius: .25rem; height: 100%; }
svg { max-width: 100%; height: auto; display: block; }
svg text { fill: var(--ink); font: 12px system-ui, sans-serif; }
svg rect { fill: var(--bar); }
li { margin: .25rem 0; overflow-wrap: anywhere; }
</style>
</head>
<body>
$body
</body>
</html>
""")

BAR_WIDTH = 62  # of a histogram, in pixels
CHART_HEIGHT = 110


class Number(str):
    """Text of a cell that stands to the right."""

    __slots__ = ()


def page(title: str, parts: Iterable[str]) -> str:
    """The whole file. title is text; parts are HTML."""
    return PAGE.substitute(title=escape(title), body="\n".join(parts))


def text(tag: str, content: str, kind: str = "") -> str:
    """An element that holds text."""
    attribute = f' class="{kind}"' if kind else ""
    return f"<{tag}{attribute}>{escape(content)}</{tag}>"


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table of text; numbers stand to the right."""
    body = [list(row) for row in rows]
    sides = [all(isinstance(row[i], Number) for row in body) for i in range(len(heads))]
    head = "".join(
        f'<th class="number">{escape(name)}</th>' if right else text("th", name)
        for name, right in zip(heads, sides, strict=True)
    )
    lines = "".join(f"<tr>{''.join(map(cell, row))}</tr>\n" for row in body)
    whole = f"<thead><tr>{head}</tr></thead>\n<tbody>{lines}</tbody>"
    return f'<div class="wide"><table>{whole}</table></div>'


class Html(str):
    """A cell that is HTML already."""

    __slots__ = ()


def cell(content: str) -> str:
    """One cell of a table."""
    if isinstance(content, Html):
        return f"<td>{content}</td>"
    return text("td", content, "number" if isinstance(content, Number) else "")


def bar(share: float) -> Html:
    """A bar that is filled to a share from 0 to 1."""
    return Html(f'<div class="bar"><div style="width:{100 * share:.1f}%"></div></div>')


def histogram(counts: Mapping[str, int]) -> str:
    """Bars with their counts above and what was counted below, as inline SVG."""
    most = max(counts.values())
    width = max(2, len(counts)) * BAR_WIDTH * 1.5
    parts = []
    for place, (name, count) in enumerate(counts.items()):
        left = place * BAR_WIDTH * 1.5 + BAR_WIDTH / 4
        height = max(2.0, count / most * CHART_HEIGHT)
        top = 20 + CHART_HEIGHT - height
        middle = left + BAR_WIDTH / 2
        parts.append(
            f'<rect x="{left:.0f}" y="{top:.1f}" width="{BAR_WIDTH}" height="{height:.1f}" rx="3"/>'
            f'<text x="{middle:.0f}" y="{top - 5:.1f}" text-anchor="middle">{count:,}</text>'
            f'<text x="{middle:.0f}" y="{CHART_HEIGHT + 38}" text-anchor="middle">'
            f"{escape(name)}</text>"
        )
    label = "; ".join(f"{name} ulps: {count}" for name, count in counts.items())
    return (
        f'<svg viewBox="0 0 {width:.0f} {CHART_HEIGHT + 45}" width="{width:.0f}" role="img"'
        f' aria-label="{escape(label)}">{"".join(parts)}</svg>'
    )


def number(value: Any) -> Number:
    """A count with commas, another number as it is written."""
    return Number(f"{value:,}" if isinstance(value, int) else str(value))
