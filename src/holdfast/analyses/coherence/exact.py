"""Durations as long as they are on the clocks and in the calendar, where it is known on which days they count.

A network has lengths in minutes; months, years and hours across a change of the clocks have none before it is known
from when they count. `Length` keeps what the text says, and `exact` puts in what is known once the dates are.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final, TypeAlias
from zoneinfo import ZoneInfo

from holdfast.analyses.coherence import clock
from holdfast.case.times import Duration, Offset
from holdfast.solvers.temporal import Bound, Contingent, Dates, Network, Requirement, consistent

#: A moment: what happens, of what, and of which part of it.
Point: TypeAlias = tuple[str, ...]
#: Day 0 of the calendar: dates count from it.
CALENDAR: Final[Point] = ("calendar",)
#: By how much hours can differ from those of the clocks, where these change.
_CHANGE: Final = 120


@dataclass(frozen=True, slots=True)
class Length:
    """Durations one after the other, as a text counts them."""

    durations: tuple[Duration, ...] = ()
    sign: int = 1
    base: int = 0
    """Minutes before them: of what counts from a date, that date."""

    @classmethod
    def of(cls, offset: Offset) -> Length:
        """The length of an offset."""
        return cls(() if offset.by is None else (offset.by,), offset.sign)

    def then(self, more: Duration) -> Length:
        """The same and a duration more."""
        return Length((*self.durations, more), 1, self.base) if self.sign > 0 else Length((more,), 1, self.least)

    @property
    def least(self) -> int:
        """The shortest that it can be, in minutes, whenever it counts: what a limit is read as."""
        return self.base + min(self.sign * sum(one.minutes[side] for one in self.durations) for side in (0, 1))

    @property
    def most(self) -> int:
        """The longest that it can be."""
        return self.base + max(self.sign * sum(one.minutes[side] for one in self.durations) for side in (0, 1))

    @property
    def is_even(self) -> bool:
        """Whether it is as long from whatever day on."""
        return all(clock.is_even(one) for one in self.durations)

    def from_(self, first: int, last: int, zone: ZoneInfo) -> tuple[int, int]:
        """The least and the greatest from a minute that lies in a span of the calendar."""
        low, high = clock.lengths(self.durations, self.sign, self.base + first, self.base + last, zone)
        return self.base + low, self.base + high


#: Which bound of the link between which points.
Place: TypeAlias = tuple[Point, Point, Bound]


def exact(
    network: Network, lengths: Mapping[Place, Length], days: Mapping[tuple[Point, Point], Length], zone: ZoneInfo
) -> Network:
    """The network with the lengths that its dates give.

    1. The span in which each point lies, with all lengths in question taken as widely as they can be.
    2. A bound of a requirement takes the strictest length that is possible from within the span, one of a contingent
       link the widest. Where the span has no end, or nothing is dated, it stays as it is.
    3. What is set for a day that counts from a known day is set for that day of the calendar.

    Args:
        network: the links, with lengths that hold on any day.
        lengths: for bounds, what the text says.
        days: from which point to which it is so many days, one of them being all of a day.
        zone: whose clocks.
    """
    uneven = {place: length for place, length in lengths.items() if not length.is_even}
    if CALENDAR not in network.index or not (uneven or days):
        return network
    wide = tuple(_wide(link, uneven) for link in network.links)
    dates = consistent(Network(wide, (), tuple(network.index)), CALENDAR).dates

    def link_as_it_is(link: Requirement | Contingent) -> tuple[int | None, int | None]:
        low, high = link.lo, link.hi
        span = _span(dates, link.start)
        if span is not None and (length := uneven.get(_place(link, "lo"))) is not None and low is not None:
            low = length.from_(*span, zone)[0 if isinstance(link, Contingent) else 1]
        if span is not None and (length := uneven.get(_place(link, "hi"))) is not None and high is not None:
            high = length.from_(*span, zone)[1 if isinstance(link, Contingent) else 0]
        return low, high

    requirements = []
    for one in network.requirements:
        low, high = link_as_it_is(one)
        known = _day(dates, one, days, zone)
        start = one.start if known is None else CALENDAR
        low, high = (low, high) if known is None else known
        requirements.append(replace(one, start=start, lo=low, hi=high))
    contingents = []
    for other in network.contingents:
        low, high = link_as_it_is(other)
        assert low is not None and high is not None  # noqa: PT018  # a contingent link has both
        contingents.append(replace(other, lo=max(low, 0), hi=max(high, low, 0)))
    return Network(tuple(requirements), tuple(contingents), tuple(network.index))


def _place(link: Requirement | Contingent, bound: Bound) -> Place:
    return link.start, link.end, bound  # type: ignore[return-value]  # points of ours


def _wide(link: Requirement | Contingent, uneven: Mapping[Place, Length]) -> Requirement:
    low, high = link.lo, link.hi
    if low is not None and (length := uneven.get(_place(link, "lo"))) is not None:
        low = min(low, length.least) - _CHANGE
    if high is not None and (length := uneven.get(_place(link, "hi"))) is not None:
        high = max(high, length.most) + _CHANGE
    return Requirement(link.start, link.end, low, high, link.tag)


def _span(dates: Mapping[object, Dates], point: object) -> tuple[int, int] | None:
    found = dates.get(point)
    if found is None or found.earliest is None or found.latest is None or found.latest >= clock.UNKNOWN // 2:
        return None
    return found.earliest, found.latest


def _day(
    dates: Mapping[object, Dates], link: Requirement, days: Mapping[tuple[Point, Point], Length], zone: ZoneInfo
) -> tuple[int, int] | None:
    """The first and last minute of the one day for which something is set; None where it may be one of several."""
    length, span = days.get((link.start, link.end)), _span(dates, link.start)  # type: ignore[arg-type]  # points of ours
    if length is None or span is None or clock.shown(span[0]) != clock.shown(span[1]):
        return None
    ends = [clock.shown(moment + part) for moment in span for part in length.from_(moment, moment, zone)]
    day = ends[0]
    return None if day is None or any(one != day for one in ends) else clock.span(day)
