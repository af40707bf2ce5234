"""The command `scorejar`: finds the stage of a command and turns errors into exit codes.

Each command is a module with `main(argv) -> None`. It is imported only when it is asked for, so
that `scorejar score` never loads scikit-learn and `scorejar train` never starts a JVM.
"""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Sequence
from importlib import import_module
from importlib.util import find_spec
from typing import NamedTuple, Protocol, cast

from scorejar import __version__
from scorejar.errors import ScorejarError


class Command(NamedTuple):
    """Where a command lives, and the line that help shows for it."""

    module: str
    summary: str


COMMANDS = {
    "train": Command("train.train_command", "fit a pipeline on a table"),
    "convert": Command("train.convert_command", "turn a fitted pipeline (.joblib) into PMML"),
    "export": Command("export.export_command", "prove a model and publish it as a jar"),
    "score": Command("pyservice.score_command", "score the rows of a CSV or Parquet file"),
    "inspect": Command("pyservice.inspect_command", "say what a jar is and what was proved"),
    "verify": Command("pyservice.verify_command", "run a jar's proof again"),
    "serve": Command("pyservice.serve_command", "serve a repository of jars over HTTP"),
    "traffic": Command("pyservice.traffic_command", "say which version answers whom"),
}


class CommandModule(Protocol):
    """What a command's module offers."""

    def main(self, argv: Sequence[str]) -> None:
        """Run the command; raises ScorejarError for whatever the user can mend."""


def usage() -> str:
    """The text of `scorejar --help`."""
    lines = [f"  {name:<9} {command.summary}" for name, command in COMMANDS.items()]
    return "\n".join(
        [
            "usage: scorejar COMMAND [OPTIONS]",
            "",
            "Train in Python, prove it, ship one jar, score on the JVM.",
            "",
            *lines,
            "",
            "`scorejar COMMAND --help` tells a command's options.",
            "Exit codes: 0 done, 2 wrong usage, 3 model refused, 4 a row was wrong, 1 our fault.",
        ]
    )


def load(command: Command) -> CommandModule:
    """The command's module: under `scorejar.` in the wheel, at the top in a checkout."""
    stage = command.module.partition(".")[0]
    prefix = "scorejar." if find_spec(f"scorejar.{stage}") else ""
    return cast(CommandModule, import_module(prefix + command.module))


def run(argv: Sequence[str]) -> int:
    """Run one command line, without the program's name; returns the exit code."""
    if not argv or argv[0] in ("-h", "--help", "help"):
        print(usage())
        return 0 if argv else 2
    if argv[0] == "--version":
        print(f"scorejar {__version__}")
        return 0
    command = COMMANDS.get(argv[0])
    if command is None:
        known = ", ".join(COMMANDS)
        print(f"error: expected one of {known}; got '{argv[0]}'", file=sys.stderr)
        return 2
    try:
        load(command).main(argv[1:])
    except ScorejarError as error:
        # A name in the message may hold a line break; an error is one line all the same.
        line = "\\n".join(str(error).splitlines())
        print(f"error: {line}", file=sys.stderr)
        return error.exit_code
    except BrokenPipeError:
        # The reader went away (`scorejar inspect x.jar | head`): not worth a word.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return 130
    except Exception as error:
        if os.environ.get("SCOREJAR_TRACEBACK"):
            traceback.print_exc()
        what = " ".join(str(error).split()) or "no message"
        print(
            f"error: our own fault: {type(error).__name__}: {what}"
            " (SCOREJAR_TRACEBACK=1 shows where)",
            file=sys.stderr,
        )
        return 1
    return 0


def main() -> None:
    """Entry point of the console script."""
    sys.exit(run(sys.argv[1:]))
