"""What counts as no value at all."""

from __future__ import annotations

from typing import Any


def is_missing(value: Any) -> bool:
    """Whether a value stands for none: None, NaN, pandas' NA and NaT."""
    if value is None:
        return True
    try:
        return bool(value != value)
    except (TypeError, ValueError):  # pandas.NA has no truth, an array has many
        return type(value).__name__ == "NAType"
