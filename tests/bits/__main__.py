"""`python -m tests.bits`: every kernel, Java and vector width, on the whole breadth suite."""

from __future__ import annotations

import argparse
import re
import sys
import tempfile
from pathlib import Path

from tests.breadth.cases import CASES
from tests.breadth.verdict import Verdict

from .keep import keep
from .matrix import ALL, compiled, matrix, variants


def parser() -> argparse.ArgumentParser:
    """The command line."""
    made = argparse.ArgumentParser(prog="python -m tests.bits", description=__doc__)
    made.add_argument("--keep", type=Path, default=Path("build/bits"), metavar="DIR")
    made.add_argument("--only", default="", metavar="PATTERN", help="cases whose name it matches")
    made.add_argument("--jvm", default="", metavar="PATTERN", help="JVMs whose name it matches")
    made.add_argument("--rows", type=int, default=ALL, metavar="N", help="of a jar, at most")
    made.add_argument("--again", action="store_true", help="make no jars, take those of DIR")
    return made


def main() -> int:
    """Make the jars, run the matrix, print its table; exit code 1 where a bit differs."""
    options = parser().parse_args()
    if not options.again:
        names = [name for name in CASES if re.search(options.only, name)]
        refused: list[Verdict] = []

        def tell(verdict: Verdict) -> None:
            if verdict.refused:
                refused.append(verdict)
                print(f"not compiled: {verdict.name}: {verdict.refused}", file=sys.stderr)

        for old in options.keep.glob("*.*"):
            old.unlink()
        keep(names, options.keep, tell)
        print(f"{len(names) - len(refused)} of {len(names)} cases compiled\n", flush=True)
    chosen = [
        one for one in variants(options.rows, options.rows) if re.search(options.jvm, one.name)
    ]
    with tempfile.TemporaryDirectory(prefix="scorejar-bits-") as classes:
        found = matrix(
            chosen, compiled(Path(classes)), options.keep, lambda line: print(line, flush=True)
        )
    wrong = [f"{name}: {one}" for name, of in found.items() for one in of["differences"]]
    print("\n".join(["", *wrong]) if wrong else "\nno bit differs")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
