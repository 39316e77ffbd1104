"""Days as ordinals (`date.toordinal`) of the case's time zone.

A duration in hours or minutes is counted in whole days, rounded up, since reports say days.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date

from holdfast.case.times import Duration, Moment


def day(ordinal: int | None) -> date | None:
    """An ordinal as a day."""
    return None if ordinal is None else date.fromordinal(ordinal)


def ordinal(moment: Moment) -> int:
    """The day of a moment."""
    return date(moment.year, moment.month, moment.day).toordinal()


def later(day: int, by: Duration, sign: int = 1) -> int:
    """A day so much later (or earlier). Hours and minutes are rounded up to days; months end with their last day."""
    if by.unit in ("h", "min"):
        return day + sign * -(-by.minutes[0] // 1440)
    if by.unit in ("d", "w"):
        return day + sign * by.amount * (7 if by.unit == "w" else 1)
    start = date.fromordinal(day)
    months = start.year * 12 + start.month - 1 + sign * by.amount * (12 if by.unit == "y" else 1)
    year, month = divmod(months, 12)
    year = min(max(year, 1), 9999)
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1])).toordinal()
