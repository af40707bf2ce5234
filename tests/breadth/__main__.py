"""`python -m tests.breadth`: run the cases, tell what is wrong, write docs/support.md."""

from __future__ import annotations

import argparse
import json
import re
import sys
import time
from collections import Counter
from dataclasses import asdict
from pathlib import Path

from .cases import CASES
from .page import PAGE, page
from .pool import run
from .verdict import Verdict

ROOT = Path(__file__).parents[2]


def parser() -> argparse.ArgumentParser:
    """The command line."""
    made = argparse.ArgumentParser(prog="python -m tests.breadth", description=__doc__)
    made.add_argument("--only", default="", metavar="PATTERN", help="cases whose name it matches")
    made.add_argument("--processes", type=int, default=2, metavar="N")
    made.add_argument("--seconds", type=float, default=120, metavar="N", help="for one case")
    made.add_argument("--json", type=Path, metavar="F", help="write the verdicts for machines")
    made.add_argument("--list", action="store_true", help="print the cases and run none")
    return made


def main() -> int:
    """Run the command; exit code 1 where something is wrong with us."""
    options = parser().parse_args()
    names = [name for name in CASES if re.search(options.only, name)]
    if options.list:
        print("\n".join(names))
        return 0
    start = time.monotonic()
    seen: list[Verdict] = []

    def tell(verdict: Verdict) -> None:
        seen.append(verdict)
        wrong = "" if not verdict.failures else f"  FAILURE {verdict.failures[0]}"
        print(
            f"{time.monotonic() - start:5.0f} s  {len(seen)}/{len(names)}"
            f"  {verdict.outcome:8}  {verdict.name}{wrong}",
            file=sys.stderr,
            flush=True,
        )

    verdicts = run(names, options.processes, options.seconds, tell)
    if options.json:
        told = [asdict(verdict) | {"outcome": verdict.outcome} for verdict in verdicts.values()]
        options.json.write_text(json.dumps(told, indent=1, ensure_ascii=False))
    if not options.only:
        (ROOT / PAGE).write_text(page(CASES, verdicts), encoding="utf-8")
    return summary(verdicts)


def summary(verdicts: dict[str, Verdict]) -> int:
    """Say how it went; the exit code."""
    counts = Counter(verdict.outcome for verdict in verdicts.values())
    print(", ".join(f"{count} {outcome}" for outcome, count in sorted(counts.items())))
    rows = sum(verdict.compared for verdict in verdicts.values())
    wrong = [verdict for verdict in verdicts.values() if verdict.failures]
    print(f"{rows} fresh rows compared; {len(wrong)} cases with failures of ours")
    for verdict in wrong:
        print(f"{verdict.name}: {len(verdict.failures)}, e.g. {verdict.failures[0]}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
