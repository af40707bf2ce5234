"""`python -m benchmarks.proof`: what the proof of a large model takes, in time and memory.

Fits L1000 (1000 trees of 63 leaves) once, has `scorejar convert` answer about 10,000 rows, and then
runs `scorejar export` on the PMML and its evidence as a user would.
"""

from __future__ import annotations

import argparse
import json
import resource
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

from benchmarks import recipes
from scorejar.errors import ScorejarError

RECIPES = {"L100": recipes.L100, "L1000": recipes.L1000, "mixed": recipes.MIXED}
LOOK_EVERY_S = 0.2


def main() -> None:
    """Run the command."""
    parse = argparse.ArgumentParser(prog="python -m benchmarks.proof", description=__doc__)
    parse.add_argument("--model", choices=RECIPES, default="L1000")
    model = parse.parse_args().model
    home = recipes.FOLDER.parent / "proof" / model
    if not (home / "converted" / "model.pmml").is_file():
        prepare(model, home)
    with tempfile.TemporaryDirectory() as repository:
        seconds, peak_bytes, done = measured(
            [
                *("export", str(home / "converted" / "model.pmml"), "--json"),
                *("--evidence", str(home / "converted" / "evidence.parquet")),
                *("--model", model.lower(), "--repository", repository),
            ]
        )
    rows = json.loads(done)["proof"]["engines"]["transpiled"]["rows"]
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = used.ru_utime + used.ru_stime
    print(
        f"{model}: {rows:,} rows proved and published in {seconds:.1f} s ({cpu:.0f} s of CPU),"
        f" {peak_bytes / 1e9:.2f} GB at most in all processes together"
    )


def prepare(model: str, home: Path) -> None:
    """Fit a recipe and convert it, with the rows of its pool for evidence."""
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir(parents=True)
    recipes.fit(RECIPES[model], home)
    command = ["convert", str(home / "pipeline.joblib"), "--out", str(home / "converted")]
    command += ["--evidence", str(home / "evidence.parquet")]
    subprocess.run([sys.executable, "-m", "scorejar", *command], check=True)


def measured(arguments: list[str]) -> tuple[float, int, str]:
    """Seconds, the most resident bytes of the process and all below it, and standard output."""
    start = time.monotonic()
    process = subprocess.Popen(
        [sys.executable, "-m", "scorejar", *arguments], stdout=subprocess.PIPE, encoding="utf-8"
    )
    peak = 0
    ended = threading.Event()

    def look() -> None:
        nonlocal peak
        while not ended.wait(LOOK_EVERY_S):
            peak = max(peak, resident(process.pid))

    looker = threading.Thread(target=look, daemon=True)
    looker.start()
    out, _ = process.communicate()
    seconds = time.monotonic() - start
    ended.set()
    looker.join()
    if process.returncode:
        raise ScorejarError(f"expected a proof, got exit code {process.returncode}")
    return seconds, peak, out


def resident(pid: int) -> int:
    """Resident bytes of a process and all below it; 0 for one that has ended. Linux only."""
    place = Path("/proc") / str(pid)
    try:
        pages = int((place / "statm").read_text().split()[1])
        children = [
            int(child)
            for task in (place / "task").iterdir()
            for child in (task / "children").read_text().split()
        ]
    except OSError:
        return 0
    return pages * 4096 + sum(map(resident, children))


if __name__ == "__main__":
    main()
