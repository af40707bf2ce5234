"""SIGTERM to a run of the harness, while it measures a service."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from benchmarks.model import Model

from .conftest import ROOT
from .service_jars import NUMBERS, write_jar

# The command itself, where measuring is to keep a service and to wait.
HARNESS = """
import signal, sys
from contextlib import closing
from pathlib import Path
from benchmarks import __main__, run
from benchmarks.model import Model
from benchmarks.service import ServiceProcess
from benchmarks.services.scorejar import ScorejarService

folder = Path(sys.argv.pop())

def measure(*_):
    with closing(ServiceProcess(ScorejarService, Model.read(folder), folder)) as service:
        print(service.process.pid, flush=True)
        signal.pause()

run.measure = measure
__main__.main()
"""


def group_of(process: Path) -> int:
    """The process group of a folder in /proc; 0 where it has ended meanwhile."""
    try:
        return int((process / "stat").read_text().rpartition(")")[2].split()[2])
    except OSError:
        return 0


def processes(group: int) -> list[Path]:
    """Those of a process group."""
    return [process for process in Path("/proc").glob("[0-9]*") if group_of(process) == group]


def test_a_harness_that_is_told_to_end_takes_its_service_along(tmp_path: Path) -> None:
    jar = write_jar(tmp_path / "repository", NUMBERS)
    columns = tuple(column["name"] for column in NUMBERS)
    Model("m", tmp_path, columns, (True,) * len(columns), "sum", jar).write()
    command = [sys.executable, "-c", HARNESS, str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, encoding="utf-8", cwd=ROOT) as harness:
        assert harness.stdout is not None
        service = int(harness.stdout.readline())
        before = len(processes(service))
        harness.terminate()
        assert harness.wait() == 143
    assert before >= 1
    assert processes(service) == []
