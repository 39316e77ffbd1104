"""How a draft's dates and durations are counted, in whole minutes.

* A date and a time of day are a minute of the case's time zone, clock changes included.
* A day as a date lasts from 00:00 to 23:59 of that zone (23 or 25 hours when clocks change). What is due *by* a day is
  in time until its last minute, and what is done *on* a day at any minute of it.
* A duration counts from the minute in which what it hangs on happened: ``within 24h`` and ``within 1d`` both end 1,440
  minutes later. Where no date is known nobody can say whether clocks change in between; then a day is 24 hours.
* A month has 28 to 31 days and a year 365 or 366. A limit counts the shortest, a minimum the longest: what fits so fits
  in every month.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from holdfast.case.times import Duration, Moment, Window

MINUTE: Final = 60
#: A duration of which nobody has said how long it can be: longer than anything in an agreement (2,000 years).
UNKNOWN: Final = 2000 * 366 * 1440


def at(moment: datetime, zone: ZoneInfo) -> int:
    """The minute of a naive date and time in a zone, counted from 1970 (UTC).

    A time that the clocks skip counts as that much after the change, one that they show twice as its first time.
    """
    return int(moment.replace(tzinfo=zone).timestamp()) // MINUTE


def span(moment: Moment, zone: ZoneInfo) -> tuple[int, int]:
    """The first and the last minute that a date means; the same twice for a time of day."""
    if isinstance(moment, datetime):
        minute = at(moment, zone)
        return minute, minute
    first = datetime(moment.year, moment.month, moment.day)
    return at(first, zone), at(first + timedelta(days=1), zone) - 1


def shown(minute: int, zone: ZoneInfo) -> date:
    """The day in which a minute lies."""
    return datetime.fromtimestamp(minute * MINUTE, zone).date()


def at_most(duration: Duration) -> int:
    """A duration as a limit, in minutes: the shortest that it can be."""
    return duration.minutes[0]


def at_least(duration: Duration) -> int:
    """A duration as a minimum, in minutes: the longest that it can be."""
    return duration.minutes[1]


def uncontrolled(window: Window) -> tuple[int, int]:
    """A duration that nobody controls, in minutes: from the shortest to the longest that it can be."""
    return window.shortest.minutes[0], UNKNOWN if window.longest is None else window.longest.minutes[1]


def limits(window: Window) -> tuple[int, int | None]:
    """A `within`, in minutes: ``24h`` is at most that, ``[12h, 24h]`` not before and not after."""
    longest = None if window.longest is None else at_most(window.longest)
    return (0 if window.shortest == window.longest else at_least(window.shortest)), longest
