"""Scorejar: a model trained in Python, proved, in one jar, scored on the JVM.

This package holds the command line and what every stage stands on; the stages themselves are
`train`, `export` and `pyservice`: beside this folder in a checkout, inside it in the wheel.
"""

from __future__ import annotations

__version__ = "0.1.0"
