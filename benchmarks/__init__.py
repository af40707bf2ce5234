"""How fast a scorejar is, beside native Python: `python -m benchmarks`, or `make bench`.

A *contender* is one way to score a row: one class in `contenders/`. Each runs in a process of its
own, under an interpreter of its own where its pins clash with ours, and the harness tells it over
pipes what to do. `README.md` in this folder says what is timed, what is not, and how to add one.
"""
