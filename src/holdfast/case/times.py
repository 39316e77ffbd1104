"""Dates, durations and offsets as a case writes them: ``2026-03-02``, ``24h``, ``[1d, 5d]``, ``D+30``.

Calendar units (days and longer) and clock units (minutes, hours) are kept apart: ``1d`` ends at the same clock time on
the next day of the case's time zone, ``24h`` lasts twenty-four hours, and the two differ when clocks change.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

#: Written unit -> (canonical unit, spoken singular). Months and years are calendar units: they have no fixed length.
UNITS: Final = {
    "min": "minute",
    "h": "hour",
    "d": "day",
    "w": "week",
    "mo": "month",
    "y": "year",
}
#: Lengths in minutes, for ordering two durations only; a month counts 28 to 31 days and a year 365 to 366.
_MINUTES: Final = {
    "min": (1, 1),
    "h": (60, 60),
    "d": (1440, 1440),
    "w": (10080, 10080),
    "mo": (40320, 44640),
    "y": (525600, 527040),
}
_DURATION: Final = re.compile(r"([0-9]{1,9})\s*(min|mo|h|d|w|y)")
_NAME: Final = r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*"
_OFFSET: Final = re.compile(rf"(D|{_NAME}(?:/{_NAME})?)\s*(?:([+-])\s*([0-9]{{1,9}})\s*(min|mo|h|d|w|y)?)?")
_MOMENT: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[ T][0-9]{2}:[0-9]{2})?")


class TimeError(ValueError):
    """A text that should be a date, a duration or an offset and is not; the message says what was expected."""


@dataclass(frozen=True, slots=True)
class Duration:
    """A length of time: a whole number of one unit of `UNITS`."""

    amount: int
    unit: str

    def __str__(self) -> str:
        return f"{self.amount}{self.unit}"

    @property
    def minutes(self) -> tuple[int, int]:
        """The shortest and the longest this can last, in minutes (they differ for months and years)."""
        low, high = _MINUTES[self.unit]
        return self.amount * low, self.amount * high

    def spoken(self) -> str:
        """As a report says it: ``72 h``, ``1 day``, ``6 months``."""
        if self.unit in ("h", "min"):
            return f"{self.amount} {self.unit}"
        return f"{self.amount} {UNITS[self.unit]}{'' if self.amount == 1 else 's'}"


@dataclass(frozen=True, slots=True)
class Window:
    """A range of durations. `longest` is None where nobody has said how long it may take."""

    shortest: Duration
    longest: Duration | None

    def __str__(self) -> str:
        if self.shortest == self.longest:
            return str(self.shortest)
        return f"[{self.shortest}, {self.longest or 'unknown'}]"


@dataclass(frozen=True, slots=True)
class Offset:
    """A moment counted from an anchor: `anchor` is ``D`` (the day that `after` becomes true) or the id of an event,
    a commitment or a phase; `sign` is 1 or -1."""

    anchor: str
    sign: int = 1
    by: Duration | None = None

    def __str__(self) -> str:
        if self.by is None:
            return self.anchor
        sign = "+" if self.sign > 0 else "-"
        if self.anchor == "D":
            return f"D{sign}{self.by.amount if self.by.unit == 'd' else self.by}"
        return f"{self.anchor} {sign} {self.by}"  # with spaces: `signature-3d` would be a name


#: A fixed moment: a day, or a minute of a day (naive: in the case's time zone).
Moment = date | datetime


def parse_duration(text: str) -> Duration:
    """``24h``, ``3d``, ``2w``, ``6mo``, ``1y``, ``30min`` → `Duration`. Raises `TimeError`."""
    found = _DURATION.fullmatch(text.strip())
    if found is None:
        raise TimeError(f"'{text}' is not a duration: write a whole number and a unit, such as 24h, 3d, 2w, 6mo or 1y")
    return Duration(int(found[1]), found[2])


def parse_moment(text: str) -> Moment:
    """``2026-03-02`` or ``2026-03-02 14:30`` → `date` or naive `datetime`. Raises `TimeError`."""
    text = text.strip()
    if _MOMENT.fullmatch(text) is None:
        raise TimeError(f"'{text}' is not a date: write it as 2026-03-02 or 2026-03-02 14:30")
    try:
        return date.fromisoformat(text) if len(text) == 10 else datetime.fromisoformat(text)
    except ValueError:
        raise TimeError(f"'{text}' is not a date: {_why_not(text)}") from None


def _why_not(text: str) -> str:
    year, month, day = (int(part) for part in text[:10].split("-"))
    hour, minute = (int(part) for part in text[11:16].split(":")) if len(text) > 10 else (0, 0)
    if year == 0:
        return "there is no year 0"
    if not 1 <= month <= 12:
        return f"there is no month {month}"
    if not 1 <= day <= monthrange(year, month)[1]:
        return f"that month has no day {day}"
    return f"there is no hour {hour}" if hour > 23 else f"there is no minute {minute}"


def parse_offset(text: str) -> Offset:
    """``D+30``, ``D+12h``, ``signature + 30d``, ``signature`` → `Offset`; a bare number counts days.

    A name may have hyphens, so ``signature-3d`` is one: before the name's sign stands a space. Raises `TimeError`.
    """
    found = _OFFSET.fullmatch(text.strip())
    if found is None:
        raise TimeError(f"'{text}' is not an offset: write D+30, D+12h or EVENT+30d")
    by = None if found[3] is None else Duration(int(found[3]), found[4] or "d")
    return Offset(found[1], -1 if found[2] == "-" else 1, by)
