"""What a fitted pipeline refuses, column by column, found by asking it.

The converter knows little of it: that an estimator refuses NaN, infinities, or numbers that no
float32 holds, is said nowhere but in its code. A jar whose schema refuses the same never answers
where the pipeline would not.
"""

from __future__ import annotations

import math
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np

from .json_rows import Rows
from .pmml import Field, Rule
from .questions import Questions

Item = TypeVar("Item")

NUMBERS = ("double", "float", "integer")
UNSEEN = "never seen in training"  # a category
BASES = 3  # rows in which each column is tried: a branch may hide a refusal in one
MOST_ALONE = 200  # columns; of more, those that seem alike are judged by some of them
SOME = 5

MAX = sys.float_info.max
FLOAT32 = 3.4028235677973362e38  # the largest double that is finite as a float32
INTEGERS = float(2**31)  # beyond the 32 bits that PMML's integers have here
FITTED = 1e15  # a bound beyond it comes from an overflow, which moves with every training


@dataclass(frozen=True)
class Prober:
    """Tries values in rows that the pipeline answers."""

    questions: Questions
    fields: Sequence[Field]
    bases: Rows

    def takes(self, tried: Sequence[tuple[int, Any]]) -> list[bool]:
        """For each place and value, whether every base row is answered with that value in it."""
        rows = [
            [*base[:place], value, *base[place + 1 :]]
            for place, value in tried
            for base in self.bases
        ]
        replies = self.questions.ask(rows)
        taken = [replies.answered(row) for row in range(len(rows))]
        count = len(self.bases)
        return [all(taken[at : at + count]) for at in range(0, len(taken), count)]


def learn(questions: Questions, fields: Sequence[Field], real: Rows) -> dict[str, Rule]:
    """The rules of the columns that have one; none where no row is known that is answered.

    real: rows that may be answered; where there are none, rows are made up.
    """
    answered = which_are_answered(questions, spread(real, 4 * BASES))
    answered = answered or which_are_answered(questions, list(made_up(fields)))
    if not answered:
        return {}
    prober = Prober(questions, fields, spread(answered, BASES))
    found: dict[str, Rule] = {}
    for places in alike(fields):
        some = places if len(fields) <= MOST_ALONE else spread(places, SOME)
        rules = probe(prober, some)
        if len(some) < len(places):
            same = len(set(rules.values())) == 1
            rules = dict.fromkeys(places, rules[some[0]]) if same else probe(prober, places)
        found |= {fields[place].name: rule for place, rule in rules.items() if rule != Rule()}
    return found


def which_are_answered(questions: Questions, rows: Rows) -> Rows:
    """Those of the rows that the pipeline answers."""
    replies = questions.ask(rows)
    return [row for at, row in enumerate(rows) if replies.answered(at)]


def probe(prober: Prober, places: Sequence[int]) -> dict[int, Rule]:
    """The rules of some columns."""
    tries: list[tuple[int, Any]] = []
    for place in places:
        field = prober.fields[place]
        tries.append((place, None))
        if field.type in ("double", "float"):
            tries += [(place, "Infinity"), (place, "-Infinity"), (place, MAX), (place, -MAX)]
        elif field.type == "integer":
            tries += [(place, int(INTEGERS) - 1), (place, -int(INTEGERS))]
        if field.categories:
            tries.append((place, unseen(field)))
    taken = dict(zip(tries, prober.takes(tries), strict=True))
    rules = {}
    for place in places:
        field = prober.fields[place]
        rule = Rule(
            missing_refused=not taken[place, None],
            unseen_refused=bool(field.categories) and not taken[place, unseen(field)],
        )
        if field.type in NUMBERS and not field.categories:
            low, high = (bound(prober, place, sign, taken) for sign in (-1, 1))
            rule = rule._replace(low=low, high=high)
        elif field.type in ("double", "float") and not taken[place, "Infinity"]:
            rule = rule._replace(low=-MAX, high=MAX)
        rules[place] = rule
    return rules


def bound(prober: Prober, place: int, sign: int, taken: dict[tuple[int, Any], bool]) -> float:
    """The last number in one direction that the pipeline takes; infinite where it takes all."""
    whole = prober.fields[place].type == "integer"
    if whole:
        largest = INTEGERS - 1 if sign > 0 else INTEGERS
        infinite = taken[place, int(sign * largest)]
    else:
        largest = MAX
        infinite = taken[place, "Infinity" if sign > 0 else "-Infinity"]
    if infinite:
        return sign * math.inf
    if not whole and taken[place, sign * MAX]:
        return sign * MAX

    def takes(size: float) -> bool:
        value = sign * size
        return prober.takes([(place, int(value) if whole else value)])[0]

    if not whole and takes(FLOAT32) and not takes(math.nextafter(FLOAT32, math.inf)):
        return sign * FLOAT32
    known = [base[place] for base in prober.bases if isinstance(base[place], int | float)]
    if not known:
        return sign * MAX
    inside = max(sign * float(value) for value in known)
    last = bisected(takes, inside, largest, whole=whole)
    if last is None:
        return sign * MAX
    return sign * (rounded(last) if last >= FITTED else last)


def bisected(
    takes: Callable[[float], bool], inside: float, outside: float, *, whole: bool
) -> float | None:
    """The largest number that is taken; None where what is taken is no single stretch.

    inside: a number that is taken; outside: a larger one that is not.
    """
    low, high = (ordinal(number) for number in (inside, outside))
    if whole:
        low, high = int(inside), int(outside)
    number: Callable[[int], float] = float if whole else from_ordinal
    first, end = low, high
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if takes(number(middle)) else (low, middle)
    steps = (0.25, 0.5, 0.75)
    within = all(takes(number(int(first + step * (low - first)))) for step in steps)
    beyond = any(takes(number(int(high + step * (end - high)))) for step in steps)
    return number(low) if within and not beyond else None


def ordinal(number: float) -> int:
    """The place of a double among all doubles in order, 0.0 and -0.0 being 0."""
    bits = int(np.float64(abs(number)).view(np.int64))
    return -bits if number < 0 else bits


def from_ordinal(place: int) -> float:
    """The double at a place; see `ordinal`."""
    size = float(np.int64(abs(place)).view(np.float64))
    return -size if place < 0 else size


def rounded(size: float) -> float:
    """The power of a thousand below a size.

    Where an overflow is depends on the data that a scaler was fitted on; a model that is trained
    again should not refuse rows that the one before it took.
    """
    return 10.0 ** (math.floor(math.log10(size)) // 3 * 3)


def unseen(field: Field) -> Any:
    """A value that is none of a column's categories."""
    if field.type == "string":
        return UNSEEN
    if field.type == "boolean":
        return field.categories[0]  # there is no third one
    if field.type in NUMBERS:
        return max(field.categories) + 1
    return None


def alike(fields: Sequence[Field]) -> list[list[int]]:
    """The places of the columns by what is known of them: a pipeline may treat those alike."""
    kinds: dict[tuple[str, bool], list[int]] = defaultdict(list)
    for place, field in enumerate(fields):
        kinds[field.type, bool(field.categories)].append(place)
    return list(kinds.values())


def spread(items: Sequence[Item], count: int) -> list[Item]:
    """Some of the items, evenly spread, the first and the last among them."""
    if len(items) <= count:
        return list(items)
    return [items[round(at * (len(items) - 1) / (count - 1))] for at in range(count)]


def made_up(fields: Sequence[Field]) -> Iterator[list[Any]]:
    """Rows of usual values, where nobody has given any."""
    usual: dict[str, list[Any]] = {
        "double": [0.0, 1.0, 0.5, -1.0, 2.0, 10.0, 100.0],
        "float": [0.0, 1.0, 0.5, -1.0, 2.0, 10.0, 100.0],
        "integer": [0, 1, 2, 10, 3],
        "boolean": [True, False],
        "string": ["a", "b", ""],
        "date": ["2000-01-01", "2020-02-29"],
        "dateTime": ["2000-01-01T00:00:00", "2020-02-29T12:30:00"],
        "time": ["12:30:00", "00:00:00"],
    }
    for row in range(4 * BASES):
        values = [field.categories or usual[field.type] for field in fields]
        yield [some[(row + place) % len(some)] for place, some in enumerate(values)]
