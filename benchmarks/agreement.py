"""Whether a contender gives the answers that the pipeline gives. One that does not is not timed."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray


def disagreement(
    found: Sequence[float] | NDArray[np.float64],
    expected: NDArray[np.float64],
    tolerance: float,
) -> str | None:
    """What is wrong with some answers, in a line; None where nothing is.

    Two numbers agree when they differ by at most `tolerance` of the larger of 1 and the expected
    one's size. A missing answer (NaN) agrees with nothing.
    """
    answers = np.asarray(found, np.float64)
    if answers.shape != expected.shape:
        return f"expected {expected.size} answers; got {answers.size}"
    difference = np.abs(answers - expected)
    wrong = ~(difference <= tolerance * np.maximum(1, np.abs(expected)))
    if not wrong.any():
        return None
    row = int(np.flatnonzero(wrong)[0])
    return (
        f"expected {float(expected[row])!r}, got {float(answers[row])!r} (row {row});"
        f" {int(wrong.sum())} of {answers.size} rows differ"
    )
