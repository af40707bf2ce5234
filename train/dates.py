"""Numbers from dates, by arithmetic that Python and PMML do alike.

The converter knows dates only as a count of days. Year, month and weekday are therefore worked out
from that count in whole numbers; in PMML they become expressions over it.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sklearn.pipeline import FeatureUnion, Pipeline, make_pipeline
from sklearn.preprocessing import FunctionTransformer
from sklearn2pmml.decoration import Alias, DateDomain
from sklearn2pmml.preprocessing import DaysSinceYearTransformer, ExpressionTransformer
from sklearn2pmml.util import Expression

EPOCH = 1900  # its 1 January was a Monday
STAND_IN = date(1800, 1, 1)  # for a missing date, which a count of days cannot be

# X[0] is days since 1 January 1900. Between March 1900 and February 2100 every fourth year is a
# leap year, so that the calendar repeats every 1461 days. Outside of that a year or month can be
# off by a day; Python and PMML stay equal.
IN_CYCLE = "((X[0] - 365) % 1461)"  # a cycle of four years from 1 January 1901
IN_MARCH_CYCLE = "((X[0] - 59) % 1461)"  # ... from 1 March 1900: the leap day comes last
DAY_FROM_MARCH = (
    f"({IN_MARCH_CYCLE} - 365 * (({IN_MARCH_CYCLE} - {IN_MARCH_CYCLE} // 1460) // 365))"
)
PARTS = {
    "days": "X[0]",
    "year": f"1901 + (X[0] - 365) // 1461 * 4 + ({IN_CYCLE} - {IN_CYCLE} // 1460) // 365",
    "month": f"((5 * {DAY_FROM_MARCH} + 2) // 153 + 2) % 12 + 1",
    "weekday": "X[0] % 7",
}
"""Columns made of a date: days since 1900, year, month from 1, weekday from 0 for Monday."""


def date_parts(column: str, replacement: date | None) -> Pipeline:
    """A transformer of one date column into the columns of PARTS, as float64.

    column: its name; the parts go by it in PMML, where two columns would else clash.
    replacement: taken where the date is missing; None keeps it missing, as NaN.
    """
    stand_in = STAND_IN if replacement is None else replacement
    return make_pipeline(
        DateDomain(
            missing_value_treatment="as_value",
            missing_value_replacement=datetime(stand_in.year, stand_in.month, stand_in.day),
        ),
        DaysSinceYearTransformer(EPOCH),
        FunctionTransformer(validate=True),  # a table to an array, which expressions keep 2-D
        FeatureUnion(
            [(name, part(name, column, replacement is None)) for name in PARTS],
        ),
    )


def part(name: str, column: str, keeps_missing: bool) -> Any:
    """One part; where the stand-in stands for a missing date, missing again."""
    text = PARTS[name]
    if keeps_missing:
        stand_in = (STAND_IN - date(EPOCH, 1, 1)).days
        text = f"({text}) if X[0] != {stand_in} else None"
    elif name == "days":
        # An expression that changes nothing makes no field of its own: an alias would rename the
        # count of days itself, which the other parts refer to.
        return FunctionTransformer(validate=True)
    return Alias(ExpressionTransformer(Expression(text), dtype=float), f"{name}({column})")
