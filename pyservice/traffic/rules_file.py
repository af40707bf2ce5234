"""The traffic file: read when it has changed, written whole or not at all."""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from pydantic import Field

from scorejar.errors import UsageError

from .pipeline_rules import ModelName, PipelineRules
from .rules import Part, Rules, checked

NAME = "traffic.json"


class Traffic(Part):
    """What the file holds."""

    models: dict[ModelName, Rules] = Field(default={}, description="rules by model")
    pipelines: dict[ModelName, PipelineRules] = Field(default={}, description="by their names")

    def of(self, model: str) -> Rules:
        """The rules of a model."""
        return self.models.get(model, Rules())

    def having(self, model: str, rules: Rules) -> Traffic:
        """The same with other rules for a model."""
        others = {name: each for name, each in self.models.items() if name != model}
        kept = others if rules == Rules() else others | {model: rules}
        return self.model_copy(update={"models": kept})


class RulesFile:
    """A file that may come, change and go. Changes to it by several processes wait in turn."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._known: tuple[int, int, int] | None = None

    def changed(self) -> bool:
        """Whether it is another file than at the last call; the first call says that it is."""
        try:
            status = self.path.stat()
            now = (status.st_ino, status.st_mtime_ns, status.st_size)
        except OSError:
            now = (0, 0, 0)
        before, self._known = self._known, now
        return now != before

    def read(self) -> Traffic:
        """What it holds, nothing where it is not there; raises UsageError, in one line."""
        try:
            content = json.loads(self.path.read_bytes())
        except FileNotFoundError:
            return Traffic()
        except OSError as error:
            raise UsageError(f"{self.path}: cannot be read: {error.strerror}") from None
        except ValueError as error:
            raise UsageError(f"{self.path}: expected JSON, got {error}") from None
        return checked(Traffic, content, str(self.path))

    def change(self, change: Callable[[Traffic], Traffic]) -> Traffic:
        """Write what a change makes of its content; returns that.

        Raises UsageError, the change's too, and leaves the file as it was then.
        """
        with self._alone():
            traffic = change(self.read())
            content = traffic.model_dump_json(indent=2, exclude_defaults=True)
            staged = self.path.with_name(f".{self.path.name}.{os.getpid()}")
            try:
                with staged.open("w") as file:
                    file.write(content + "\n")
                    file.flush()
                    os.fsync(file.fileno())
                staged.replace(self.path)
            except OSError as error:
                staged.unlink(missing_ok=True)
                raise UsageError(f"{self.path}: cannot be written: {error.strerror}") from None
            return traffic

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Hold the folder's lock, which leaves no file behind."""
        try:
            folder = os.open(self.path.parent, os.O_RDONLY)
        except OSError as error:
            raise UsageError(f"{self.path.parent}: cannot be read: {error.strerror}") from None
        try:
            fcntl.flock(folder, fcntl.LOCK_EX)
            yield
        finally:
            os.close(folder)
