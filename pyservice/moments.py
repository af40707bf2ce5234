"""Dates and times as doubles: days, or seconds without a time zone, since 1970 or midnight.

They are read strictly as ISO 8601, the same as the Java side reads them, with a space allowed
for the T that pandas does not write.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta

EPOCH = datetime(1970, 1, 1)
EPOCH_DAY = EPOCH.toordinal()
SECOND = timedelta(seconds=1)
DAY = timedelta(days=1)

DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
DATE_TIME = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d{1,6})?)?", re.ASCII)
TIME = re.compile(r"\d\d:\d\d(:\d\d(\.\d{1,6})?)?", re.ASCII)


def days(value: object) -> float:
    """Days since 1970-01-01 of a date, a datetime at midnight, or an ISO string.

    Raises ValueError for anything else.
    """
    if isinstance(value, str) and DATE.fullmatch(value):
        value = date.fromisoformat(value)
    if isinstance(value, datetime):
        whole, rest = divmod(value.replace(tzinfo=None) - EPOCH, DAY)
        if value.tzinfo is None and not rest:
            return float(whole)
    elif isinstance(value, date):
        return float(value.toordinal() - EPOCH_DAY)
    raise ValueError


def seconds(value: object) -> float:
    """Seconds since 1970-01-01T00:00:00 of a datetime without a zone, or an ISO string.

    Raises ValueError for anything else.
    """
    if isinstance(value, str) and DATE_TIME.fullmatch(value):
        value = datetime.fromisoformat(value)
    if isinstance(value, datetime) and value.tzinfo is None:
        return (value - EPOCH) / SECOND
    raise ValueError


def seconds_of_day(value: object) -> float:
    """Seconds since midnight of a time without a zone, or an ISO string.

    Raises ValueError for anything else.
    """
    if isinstance(value, str) and TIME.fullmatch(value):
        value = time.fromisoformat(value)
    if isinstance(value, time) and value.tzinfo is None:
        return (datetime.combine(EPOCH, value) - EPOCH) / SECOND
    raise ValueError


def to_date(number: float) -> date:
    """The date that a number of days stands for."""
    return date.fromordinal(EPOCH_DAY + int(number))


def to_datetime(number: float) -> datetime:
    """The moment that a number of seconds stands for, to the microsecond."""
    return EPOCH + timedelta(microseconds=round(number * 1e6))


def to_time(number: float) -> time:
    """The time of day that a number of seconds stands for, to the microsecond."""
    return to_datetime(number).time()
