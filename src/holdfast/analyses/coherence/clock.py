"""How a draft's dates and durations are counted, in whole minutes of the clocks on the wall.

* A minute is one that the clocks of the case's time zone show. So every day has 1,440 of them, and `1d` ends at the
  same time on the next day, also where clocks change in between. A time that the clocks skip or show twice is taken as
  written.
* A day as a date lasts from 00:00 to 23:59. What is due *by* a day is in time until its last minute, and what is done
  *on* a day at any minute of it.
* A duration counts from the minute in which what it hangs on happened: ``within 24h`` and ``within 1d`` both end 1,440
  minutes later, unless clocks change in between: then 24 hours are 23 or 25 hours of the clocks.
* A month has 28 to 31 days and a year 365 or 366.
* Where it is known from what day on hours, months or years count, they are as long as they are then; where the day is
  one of several, or unknown, a limit counts the shortest and a minimum the longest: what fits so fits always.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from holdfast.case.times import Duration, Moment, Window

DAY: Final = 1440
#: A duration of which nobody has said how long it can be: longer than anything in an agreement (2,000 years).
UNKNOWN: Final = 2000 * 366 * DAY
_EPOCH: Final = datetime(1970, 1, 1)
_MINUTE: Final = timedelta(minutes=1)
#: Of a beginning that may be on any of more days, so many are looked at: four years, in which every month occurs.
_MOST_DAYS: Final = 4 * 366


def at(moment: datetime) -> int:
    """The minute of a date and time on the wall, counted from 1970."""
    return (moment - _EPOCH) // _MINUTE


def span(moment: Moment) -> tuple[int, int]:
    """The first and the last minute that a date means; the same twice for a time of day."""
    if isinstance(moment, datetime):
        minute = at(moment)
        return minute, minute
    first = at(datetime(moment.year, moment.month, moment.day))
    return first, first + DAY - 1


def shown(minute: int) -> date | None:
    """The day in which a minute lies; None beyond the years that a calendar has."""
    try:
        return (_EPOCH + minute * _MINUTE).date()
    except OverflowError:
        return None


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


# --- durations from a day that is known ------------------------------------------------------------------------------


def is_even(duration: Duration) -> bool:
    """Whether a duration has the same length on the wall from whatever day on: days and weeks do."""
    return duration.unit in ("d", "w")


def lengths(durations: Sequence[Duration], sign: int, first: int, last: int, zone: ZoneInfo) -> tuple[int, int]:
    """The least and the greatest length of durations one after the other, from a minute that lies in a span.

    1. The length is computed from the first minute of the span, the last, the first of every day between (months and
       years differ by the day on which they begin), and just before and a duration before each change of the clocks.
    2. The least and the greatest of them.

    Args:
        durations: one after the other; ``1mo, 1mo`` from 31 Jan is a month from the last day of February.
        sign: -1 where they count back.
        first, last: the span of the minute from which they count, on the wall.
        zone: whose clocks.

    Returns:
        Minutes on the wall, with the sign; as long as they can be anywhere, where they lead beyond the calendar.
    """
    try:
        found = [_end(one, durations, sign, zone) - one for one in _beginnings(durations, sign, first, last, zone)]
    except (OverflowError, ValueError):
        found = [sign * sum(one.minutes[side] for one in durations) for side in (0, 1)]
    return min(found), max(found)


def _beginnings(durations: Sequence[Duration], sign: int, first: int, last: int, zone: ZoneInfo) -> Iterator[int]:
    yield first
    yield last
    if any(one.unit in ("mo", "y") for one in durations):
        midnight = first - first % DAY + DAY
        yield from range(midnight, min(last, first + _MOST_DAYS * DAY) + 1, DAY)
    if any(one.unit in ("h", "min") for one in durations):
        length = sum(one.minutes[1] for one in durations)
        reach = (first - DAY - (length if sign < 0 else 0), min(last, first + _MOST_DAYS * DAY) + length + DAY)
        for change in _changes(*reach, zone):
            for minute in (change - 1, change, change - sign * length, change + 1 - sign * length):
                if first <= minute <= last:
                    yield minute


def _changes(first: int, last: int, zone: ZoneInfo) -> Iterable[int]:
    """The minutes from which on the clocks of a zone differ from what they showed a minute before."""
    for day in range(first - first % DAY, last + 1, DAY):
        low, high = day, day + DAY
        if _offset(low, zone) == _offset(high, zone):
            continue
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (middle, high) if _offset(middle, zone) == _offset(day, zone) else (low, middle)
        yield high


def _offset(minute: int, zone: ZoneInfo) -> timedelta | None:
    return (_EPOCH + minute * _MINUTE).replace(tzinfo=zone).utcoffset()


def _end(minute: int, durations: Sequence[Duration], sign: int, zone: ZoneInfo) -> int:
    now = _EPOCH + minute * _MINUTE
    for one in durations:
        if one.unit in ("mo", "y"):
            months = now.year * 12 + now.month - 1 + sign * one.amount * (12 if one.unit == "y" else 1)
            year, month = divmod(months, 12)
            now = now.replace(year=year, month=month + 1, day=min(now.day, monthrange(year, month + 1)[1]))
        elif is_even(one):
            now += sign * one.minutes[0] * _MINUTE
        else:
            gone = now.replace(tzinfo=zone).astimezone(UTC) + sign * one.minutes[0] * _MINUTE
            now = gone.astimezone(zone).replace(tzinfo=None)
    return at(now)
