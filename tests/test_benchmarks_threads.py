"""The section on threads."""

from __future__ import annotations

from benchmarks import threads


def test_the_table_tells_the_median_of_the_ratios_of_rounds() -> None:
    line = {"model": "L100", "java": 25, "rows": 100_000}
    found = {"rounds": 3, "lines": [{**line, "one": [10, 20, 30], "two": [19, 39, 30]}]}
    assert "| L100 | 25 | 100,000 | 20 | 30 | 1.90 |" in threads.markdown(found)
