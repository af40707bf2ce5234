"""A sample of the breadth suite, and that docs/support.md tells of exactly its cases."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator

import pytest

from tests.breadth.cases import CASES
from tests.breadth.page import MARKS, PAGE, cell
from tests.breadth.pairs import covering, pairs
from tests.breadth.pool import run
from tests.breadth.verdict import Verdict
from tests.conftest import ROOT

SEED = 1


def sample() -> list[str]:
    """A case of each group; the same ones for the same seed."""
    draw = random.Random(SEED)
    groups: dict[str, list[str]] = {}
    for case in CASES.values():
        groups.setdefault(case.group, []).append(case.name)
    return [draw.choice(names) for names in groups.values()]


def told() -> dict[str, str]:
    """The verdict of each case in docs/support.md."""
    mark = "|".join(map(re.escape, MARKS.values()))
    lines = (ROOT / PAGE).read_text(encoding="utf-8").splitlines()
    found = (re.match(rf"\| ([^|]+) \| ({mark}) \|", line) for line in lines)
    return {match[1]: match[2] for match in found if match}


@pytest.fixture(scope="module")
def verdicts() -> Iterator[dict[str, Verdict]]:
    # One process: the other core has another file of tests.
    yield run(sample(), processes=1, seconds=120, tell=lambda verdict: None)


@pytest.mark.parametrize("name", sample())
def test_a_sampled_case_is_no_worse_than_the_page_says(
    name: str, verdicts: dict[str, Verdict]
) -> None:
    claimed = told()[cell(name)]
    verdict = verdicts[name]
    assert verdict.failures == []
    if claimed != MARKS["refused"]:
        assert verdict.refused == ""


def test_the_page_tells_of_exactly_the_cases_and_of_none_that_is_wrong() -> None:
    assert list(told()) == [cell(name) for name in CASES]
    assert MARKS["wrong"] not in told().values()


def test_a_covering_selection_shows_each_pair_that_is_allowed() -> None:
    factors = ["ab", "xyz", "12345"]
    chosen = list(covering(factors, lambda a, x, n: (a, n) != ("a", "5")))
    shown = {pair for choice in chosen for pair in pairs(choice)}
    wanted = {pair for a in "ab" for x in "xyz" for n in "12345" for pair in pairs((a, x, n))}
    assert wanted - shown == {(0, "a", 2, "5")}
    assert len(chosen) < 20
