"""Answers of doubles to named values."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from . import moments
from .named import answer_value
from .schema import NUMBERS, Column, Schema

Decoder = Callable[[float], Any]

PLAIN: dict[str, Decoder] = {
    "double": float,
    "float": float,
    "integer": int,
    "boolean": bool,
    "date": moments.to_date,
    "dateTime": moments.to_datetime,
    "time": moments.to_time,
}


def decoder(column: Column) -> Decoder:
    """A double to the value that it stands for; NaN, which is missing, to None."""

    def category(code: float) -> Any:
        return column.categories[int(code)]

    plain = category if column.type == "string" else PLAIN[column.type]

    def decode(double: float) -> Any:
        return None if double != double else plain(double)

    def decode_number(double: float) -> Any:
        return double if double == double else None

    return decode_number if column.type in ("double", "float") else decode


class AnswerDecoder:
    """Turns answers into mappings by output name, or into an array. Immutable, thread-safe."""

    def __init__(self, schema: Schema) -> None:
        self.names = [column.name for column in schema.outputs]
        self.width = len(self.names)
        self._columns = schema.outputs
        self._decoders = [decoder(column) for column in schema.outputs]
        self._not_doubles = [
            (column.name, decode)
            for column, decode in zip(self._columns, self._decoders, strict=True)
            if column.type not in ("double", "float")
        ]
        self.numbers = all(column.type in NUMBERS for column in schema.outputs)

    def by_name(self, answer: Sequence[float]) -> dict[str, Any]:
        """One answer as output name to value; None where it is missing."""
        total = sum(answer)
        if total != total:  # something is missing, or infinities met
            return {
                name: decode(double)
                for name, decode, double in zip(self.names, self._decoders, answer, strict=True)
            }
        named: dict[str, Any] = dict(zip(self.names, answer))  # noqa: B905  (it takes 0.1 µs)
        for name, decode in self._not_doubles:
            named[name] = decode(named[name])
        return named

    def rows(self, doubles: Iterable[float]) -> list[dict[str, Any]]:
        """Many answers, flat, row after row."""
        numbers = iter(doubles)
        return [self.by_name(answer) for answer in zip(*[numbers] * self.width, strict=True)]

    def from_json(self, answer: Mapping[str, Any]) -> dict[str, Any]:
        """An answer that came by name, with its values in the types of the schema."""
        return {column.name: answer_value(column, answer[column.name]) for column in self._columns}

    def array(self, answers: NDArray[np.float64]) -> NDArray[Any]:
        """Answers of shape (n_rows, n_outputs) as `predict` gives them.

        They stay float64 where every output is a number, NaN for missing; else an array of
        objects: numbers, booleans, strings, dates, None for missing.
        """
        if self.numbers:
            return answers
        objects = np.empty(answers.shape, dtype=object)
        for place, decode in enumerate(self._decoders):
            objects[:, place] = [decode(double) for double in answers[:, place].tolist()]
        return objects
