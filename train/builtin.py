"""The tables that come with the project: scikit-learn's bundled ones, and a generated one."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
from sklearn import datasets

from .credit import credit


def breast_cancer() -> pd.DataFrame:
    """569 tumours measured in 30 numbers; the target is `diagnosis`, malignant or benign."""
    return bundled(datasets.load_breast_cancer(as_frame=True), "diagnosis", named=True)


def wine() -> pd.DataFrame:
    """178 wines analysed in 13 numbers; the target is `cultivar`, one of three."""
    return bundled(datasets.load_wine(as_frame=True), "cultivar", named=True)


def digits() -> pd.DataFrame:
    """1797 handwritten digits of 8 by 8 grey pixels, 0 to 16; the target is `digit`, 0 to 9."""
    return bundled(datasets.load_digits(as_frame=True), "digit", named=False)


def diabetes() -> pd.DataFrame:
    """442 patients in 10 numbers; the target is `progression` of the disease after a year."""
    return bundled(datasets.load_diabetes(as_frame=True, scaled=False), "progression", named=False)


def bundled(bunch: datasets.Bunch, target: str, *, named: bool) -> pd.DataFrame:
    """scikit-learn's table with the target last, under a name that says what it is.

    named: the target is told by its classes' names instead of their numbers.
    """
    labels = bunch.target.map(lambda code: str(bunch.target_names[code])) if named else bunch.target
    table: pd.DataFrame = bunch.data.assign(**{target: labels})
    return table


BUILTIN: dict[str, Callable[[], pd.DataFrame]] = {
    "breast_cancer": breast_cancer,
    "credit": credit,
    "diabetes": diabetes,
    "digits": digits,
    "wine": wine,
}
"""By the name that `data` in a configuration gives."""
