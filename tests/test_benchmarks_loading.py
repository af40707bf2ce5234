"""The section on size, opening, memory, swaps and the tail of single calls."""

from __future__ import annotations

from benchmarks import loading


def test_the_section_on_loading_tells_every_figure_it_was_given() -> None:
    tail = {
        "row": [4_000, 5_000, 8_000, 90_000],
        "control": [4_000, 4_100, 6_000, 80_000],
        "clock": [20, 25, 30, 40],
    }
    of_a_jdk = {
        "opening": {"first": 120.0, "again": 21.0},
        "memory": {"heap": 1_900_000, "others": 100_000, "resident": 2_300_000},
        "swaps": {
            **{"count": 40, "before_us": 7.0, "first_us": 13.0, "next_us": 9.0},
            **{"ratio": 1.86, "ratio_p90": 4.5},
            **{"control_us": 12.0, "control": 1.75, "control_p90": 4.25},
        },
        "tail": {"L1000": tail},
    }
    sizes = {"L1000": {"jar": 700_000, "pipeline": 6_840_000}}
    text = loading.markdown({"large": "L1000", "sizes": sizes, "jdks": {"25": of_a_jdk}})
    assert text.startswith("## ")
    for row in (
        "| L1000 | 700 | 6840 | 9.8 |",
        "| JDK 25 | 120 | 21 | 1.9 | 0.1 | 2.3 |",
        "| JDK 25 | 7 | 13 | 9 | 1.86 | 4.5 | 12 | 1.75 | 4.25 |",
        "| L1000, JDK 25 | 4 | 5 | 8 | 90 | 2 | 4 | 6 | 1.5 | 20 / 30 |",
    ):
        assert row in text
