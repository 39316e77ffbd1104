"""Stretches of days, and the arithmetic of the calendar that words of time ask for."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, date, timedelta
from typing import Final

WEEKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTHS: Final = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Period:
    """Days from `start` to `end`, both included; None where that side is open or not known."""

    start: date | None = None
    end: date | None = None

    @property
    def one_day(self) -> bool:
        """Whether it is a single day."""
        return self.start is not None and self.start == self.end

    @property
    def known(self) -> bool:
        """Whether anything at all is known of it."""
        return self.start is not None or self.end is not None

    def meets(self, other: Period) -> bool:
        """Whether some day may lie in both."""
        starts = [one for one in (self.start, other.start) if one is not None]
        ends = [one for one in (self.end, other.end) if one is not None]
        return not starts or not ends or max(starts) <= min(ends)

    def spoken(self) -> str:
        """In words: ``6 Oct 2025``, ``1 Oct 2025 to 7 Oct 2025``, ``since 1 Jan 2007``."""
        if self.start is not None and self.end is not None:
            return _day(self.start) if self.one_day else f"{_day(self.start)} to {_day(self.end)}"
        if self.start is not None:
            return f"from {_day(self.start)} on"
        return "on an unknown day" if self.end is None else f"up to {_day(self.end)}"


def _day(day: date) -> str:
    return f"{day.day} {MONTHS[day.month - 1][:3].title()} {day.year}"


def day(one: date) -> Period:
    """A single day."""
    return Period(one, one)


def shifted(one: date, days: int) -> date:
    """So many days later, kept within the calendar that Python knows."""
    try:
        return one + timedelta(days=days)
    except OverflowError:
        return date.max if days > 0 else date.min


def months_later(one: date, months: int) -> date:
    """The same day so many months later; the month's last where there is no such day."""
    index = one.year * 12 + one.month - 1 + months
    year, month = divmod(index, 12)
    if year < MINYEAR:
        return date.min
    if year > MAXYEAR:
        return date.max
    return date(year, month + 1, min(one.day, monthrange(year, month + 1)[1]))


def week_of(one: date) -> Period:
    """Its week, from Monday to Sunday (ISO 8601)."""
    monday = shifted(one, -one.weekday())
    return Period(monday, shifted(monday, 6))


def month_of(year: int, month: int) -> Period:
    """A calendar month."""
    return Period(date(year, month, 1), date(year, month, monthrange(year, month)[1]))


def year_of(year: int) -> Period:
    """A calendar year."""
    return Period(date(year, 1, 1), date(year, 12, 31))


def part(period: Period, which: str) -> Period:
    """The early, the middle or the late third of a period, rounded outwards by a day at most."""
    if period.start is None or period.end is None:
        return period
    length = (period.end - period.start).days + 1
    third = -(-length // 3)
    if which.startswith(("early", "start", "beginning")):
        return Period(period.start, shifted(period.start, third - 1))
    if which.startswith(("late", "end")):
        return Period(shifted(period.end, 1 - third), period.end)
    return Period(shifted(period.start, third - 1), shifted(period.end, 1 - third))


def weekday_from(published: date, weekday: int, future: bool) -> date:
    """The nearest such weekday: the day itself or one before it, or where `future` the day itself or one after."""
    days = (weekday - published.weekday()) % 7 if future else -((published.weekday() - weekday) % 7)
    return shifted(published, days)


def month_from(published: date, month: int, future: bool) -> Period:
    """The nearest such month: the current one or one before it, or where `future` the current one or one after."""
    year = published.year
    if future and month < published.month:
        year += 1
    elif not future and month > published.month:
        year -= 1
    return month_of(min(max(year, MINYEAR), MAXYEAR), month)


def day_from(published: date, month: int, of_month: int, future: bool) -> date | None:
    """The nearest such day of a year that is not named, past or future; None where there is no such day."""
    for years in range(9):  # 29 February comes every four years, or after eight
        year = published.year + years * (1 if future else -1)
        found = valid(year, month, of_month)
        if found is not None and (found >= published if future else found <= published):
            return found
    return None


def valid(year: int, month: int, of_month: int) -> date | None:
    """A date, None where there is no such day."""
    try:
        return date(year, month, of_month)
    except ValueError:
        return None
