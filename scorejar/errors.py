"""The three families of error, and what each means to a shell.

A message is one line: what was expected, what came, where. Nothing that a user did wrong reaches
them as a stack trace; whatever is not a ScorejarError is our own fault and ends with exit code 1.
"""

from __future__ import annotations


class ScorejarError(Exception):
    """Base of every error that is told to a user in one line."""

    exit_code = 1


class UsageError(ScorejarError):
    """A wrong option, a file that is missing or unreadable: nothing was looked at yet."""

    exit_code = 2


class ModelError(ScorejarError):
    """The model is wrong: it was refused, disproved, or its jar is not what it says."""

    exit_code = 3


class RowError(ScorejarError):
    """A row is wrong: `age: expected double, got 'abc' (row 3)`. Rows count from 0."""

    exit_code = 4


FAMILIES: dict[int, type[ScorejarError]] = {
    family.exit_code: family for family in (ScorejarError, UsageError, ModelError, RowError)
}
