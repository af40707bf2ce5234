"""What a contender is given: one folder with a fitted model, its jar, and a pool of rows.

Standard library only, because a contender may run in an environment that holds little else.
"""

from __future__ import annotations

import csv
import json
import re
from array import array
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

Value = float | str
Row = list[Value]

DESCRIPTION: Final = "model.json"
POOL: Final = "pool.csv"
EXPECTED: Final = "expected.f64"


@dataclass(frozen=True)
class Model:
    """A model folder.

    folder: holds `pipeline.joblib` (the fitted scikit-learn pipeline), `booster.txt` (LightGBM's
      own format, only where the pipeline is nothing but a booster), `model.pmml`, `pool.csv` (the
      rows to score, a header and one row a line, an empty cell is missing) and `expected.f64` (the
      probability of class 1 that the pipeline gives each row of the pool, little-endian doubles).
    columns: the inputs, in the order of the pool.
    numeric: for each column, whether it holds numbers; the others hold strings.
    answer: the name of the answer that is compared, as the jar and the services call it.
    jar: the published jar, at `<repository>/<model>/<version>.jar`.
    classes: how many classes the pipeline tells apart; the probability of class 1 is compared.
    shape: how many trees, leaves and distinct thresholds there are, and how deep they are.
    """

    name: str
    folder: Path
    columns: tuple[str, ...]
    numeric: tuple[bool, ...]
    answer: str
    jar: Path
    classes: int = 2
    shape: dict[str, float] = field(default_factory=dict)

    @classmethod
    def read(cls, folder: Path) -> Model:
        """The model that `write` left in a folder."""
        said: dict[str, Any] = json.loads((folder / DESCRIPTION).read_text())
        return cls(
            name=said["name"],
            folder=folder,
            columns=tuple(said["columns"]),
            numeric=tuple(said["numeric"]),
            answer=said["answer"],
            jar=Path(said["jar"]),
            classes=said["classes"],
            shape=said["shape"],
        )

    def write(self) -> None:
        """Leave the description in the folder, for processes to come."""
        said = {
            "name": self.name,
            "columns": self.columns,
            "numeric": self.numeric,
            "answer": self.answer,
            "jar": str(self.jar),
            "classes": self.classes,
            "shape": self.shape,
        }
        (self.folder / DESCRIPTION).write_text(json.dumps(said, indent=1) + "\n")

    @property
    def repository(self) -> Path:
        """The repository that holds the jar and nothing else."""
        return self.jar.parent.parent

    @property
    def has_booster(self) -> bool:
        """Whether the whole pipeline is one LightGBM model over raw numbers."""
        return (self.folder / "booster.txt").is_file()

    def pool(self) -> list[Row]:
        """Every row of the pool: floats (NaN is missing) and strings (NaN is missing, too)."""
        missing = float("nan")
        with (self.folder / POOL).open(newline="", encoding="utf-8") as file:
            lines = csv.reader(file)
            next(lines)
            return [
                [
                    missing if cell == "" else float(cell) if number else cell
                    for cell, number in zip(line, self.numeric, strict=True)
                ]
                for line in lines
            ]

    def expected(self) -> array[float]:
        """What the pipeline answers to each row of the pool."""
        return read_array("d", self.folder / EXPECTED)


def file_name(*words: str) -> str:
    """A name for files about something, from words that may hold anything."""
    return "-".join(re.findall(r"[A-Za-z0-9]+", " ".join(words)))


def read_array(kind: str, path: Path) -> array[Any]:
    """A file of numbers in this machine's byte order: "d" for doubles, "q" for 64-bit integers."""
    numbers: array[Any] = array(kind)
    numbers.frombytes(path.read_bytes())
    return numbers
