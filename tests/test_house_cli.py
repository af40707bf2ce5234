"""The command line as a stranger meets it."""

from __future__ import annotations

import pytest

from scorejar import __version__
from scorejar.cli import COMMANDS
from tests.conftest import scorejar


def test_help_names_every_command() -> None:
    completed = scorejar("--help")
    assert completed.returncode == 0
    for name, command in COMMANDS.items():
        assert f"  {name}" in completed.stdout
        assert command.summary in completed.stdout


def test_no_command_is_wrong_usage() -> None:
    completed = scorejar()
    assert completed.returncode == 2
    assert completed.stdout.startswith("usage: scorejar COMMAND")


def test_an_unknown_command_gets_one_line() -> None:
    completed = scorejar("sevre")
    assert completed.returncode == 2
    known = ", ".join(COMMANDS)
    assert completed.stderr == f"error: expected one of {known}; got 'sevre'\n"


def test_version_is_the_package_version() -> None:
    assert scorejar("--version").stdout == f"scorejar {__version__}\n"


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help(command: str) -> None:
    completed = scorejar(command, "--help")
    assert completed.returncode == 0, completed.stderr
    assert completed.stdout.startswith(f"usage: scorejar {command}")


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_refuses_an_unknown_option(command: str) -> None:
    completed = scorejar(command, "--no-such-option")
    assert completed.returncode == 2
    assert "Traceback" not in completed.stderr
