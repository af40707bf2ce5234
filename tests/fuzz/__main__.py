"""`python -m tests.fuzz`: feed the readers of programs, jars and PMML with broken inputs."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

from .fuzzing import TARGETS, compiled, fuzz, samples


def parser() -> argparse.ArgumentParser:
    """The command line."""
    made = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    made.add_argument("--seconds", type=int, default=60, metavar="N", help="for each reader")
    made.add_argument("--seed", type=int, default=None, metavar="N", help="the time if not given")
    made.add_argument("--target", choices=TARGETS, action="append", help="all if not given")
    made.add_argument("--failures", type=Path, default=Path("build/fuzz"), metavar="DIR")
    return made


def main() -> int:
    """Run, print a line a reader and what failed; exit code 1 where something did."""
    options = parser().parse_args()
    seed = int(time.time()) if options.seed is None else options.seed
    failed = 0
    with tempfile.TemporaryDirectory(prefix="scorejar-fuzz-") as name:
        folder = Path(name)
        samples(folder / "good")
        class_path = compiled(folder / "classes")
        for target in options.target or TARGETS:
            found = fuzz(
                *(target, class_path, folder / "good", options.failures),
                seed=seed,
                seconds=options.seconds,
            )
            outcomes = ", ".join(f"{count} {word}" for word, count in found["outcomes"].items())
            print(
                f"{target}, seed {seed}: {found['inputs']} inputs: {outcomes};"
                f" the longest took {found['longest_ms']} ms",
                flush=True,
            )
            for sentence in found["failures"]:
                print(f"  {options.failures}/{sentence}", flush=True)
            failed += len(found["failures"])
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
