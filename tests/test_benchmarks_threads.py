"""The section on threads."""

from __future__ import annotations

from benchmarks import threads


def test_the_table_tells_the_medians_of_the_ratios_of_rounds() -> None:
    line = {"model": "L100", "java": 25, "rows": 100_000}
    rates = {"one": [10, 20, 30], "two": [19, 39, 30], "processes": [20, 36, 54]}
    found = {"rounds": 3, "lines": [{**line, **rates}]}
    assert "| L100 | 25 | 100,000 | 20 | 30 | 36 | 1.90 | 1.80 |" in threads.markdown(found)
