"""When each clause can be performed, as a picture: what is possible, what is sure, and what nobody controls."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from statistics import median
from typing import Final

from holdfast.analyses.coherence.clock import DAY
from holdfast.analyses.coherence.dates import Dates, When
from holdfast.analyses.coherence.timing import Timing
from holdfast.case.case import Case
from holdfast.views.names import clause_of, clause_text, day_words, isolated
from holdfast.views.page.sheets import sheets
from holdfast.views.timing_words import CRITICAL, columns, duration_words, uncertain_words

WIDTH: Final = 900
LABELS: Final = 260
_RIGHT: Final = 34
_TOP: Final = 34
_ROW: Final = 30
_LONGEST: Final = 36
#: The least distance of two ticks.
_APART: Final = 78
#: A scale is compressed where the last moment is so many times as far away as the middle one.
_COMPRESSED: Final = 10
_STEPS: Final = (1, 2, 3, 7, 14, 30, 60, 90, 180, 365, 730, 1825, 3650, 7300)


@dataclass(frozen=True, slots=True)
class Span:
    """Part of a row, from left to right."""

    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Bar:
    """A clause in the picture."""

    dates: Dates
    label: str
    note: str
    """What nobody controls of it, in words."""
    y: float
    window: Span
    """From the earliest to the latest moment."""
    open_start: bool
    open_end: bool
    """Whether nothing bounds it there: the line runs to the edge."""
    well: Span | None
    """Only if durations turn out well."""
    sure: Span | None
    """What can be promised."""
    verified: Span | None
    """While it is being verified, up to the moment by which that is sure."""
    parts: tuple[float, ...]
    """The last moments of its parts, but for the last one."""


@dataclass(frozen=True, slots=True)
class Gantt:
    """The clauses whose time the text bounds."""

    width: int
    height: int
    labels: int
    right: int
    bars: tuple[Bar, ...]
    ticks: tuple[tuple[float, str], ...]
    promises: bool
    """Whether what is sure differs from what is possible, and is shown."""
    compressed: bool
    """Whether equal steps on the scale are longer times towards its end."""
    dated: bool
    """Whether the scale is the calendar; else it counts from the beginning."""
    left_out: int
    """How many clauses are in the table only: they do not count from where the scale does."""

    @property
    def sheets(self) -> tuple[tuple[float, float], ...]:
        """Where it is cut to be printed: the top and height of each sheet; empty where it fits on one."""
        return sheets(self.height, [(bar.y - _ROW / 2, bar.y + _ROW / 2) for bar in self.bars])


def gantt(found: Timing, case: Case) -> Gantt | None:
    """The picture; None where nothing can be placed on one scale.

    1. The scale is the calendar where the beginning has a day, or where nothing counts from a beginning; else the time
       since the beginning.
    2. It is linear, unless the last moment is ten times as far away as the middle one: then it is the logarithm of
       days.
    """
    dated = all(one.earliest.minutes is None or one.earliest.day is not None for one in found.dates)

    def at(moment: When) -> int | None:
        if dated:
            return None if moment.day is None else moment.day.toordinal() * DAY
        return moment.minutes

    def last(moment: When) -> int | None:
        """The same for an end: of a day, its last minute."""
        known = at(moment)
        return known + DAY if dated and known is not None else known

    shown = [one for one in found.dates if at(one.earliest) is not None or (dated and at(one.latest) is not None)]
    moments = [known for one in shown for known in _moments(one, at, last) if known is not None]
    if not shown or max(moments) <= min(moments):
        return None
    low, high = (min(moments), max(moments)) if dated else (min(0, *moments), max(moments))
    away = [moment - low for moment in moments if moment > low]
    compressed = (high - low) > _COMPRESSED * max(median(away), DAY)

    def share(minutes: int) -> float:
        gone, all_of_it = max(minutes - low, 0), high - low
        return math.log1p(gone / DAY) / math.log1p(all_of_it / DAY) if compressed else gone / all_of_it

    def place(minutes: int) -> float:
        return round(LABELS + (WIDTH - _RIGHT - LABELS) * share(minutes), 1)

    promises = "safe" in columns(found)

    def span(start: int | None, end: int | None) -> Span | None:
        if start is None or end is None or end < start:
            return None
        return Span(place(start), place(end))

    bars = []
    for number, one in enumerate(shown):
        first, end = at(one.earliest), last(one.latest)
        sure = at(one.promised)
        checked = next((other for other in one.uncertain if other.said.key == "verification"), None)
        bars.append(
            Bar(
                dates=one,
                label=_label(one, case),
                note="; ".join(uncertain_words(other) for other in one.uncertain),
                y=_TOP + _ROW * number + _ROW / 2,
                window=Span(
                    LABELS if first is None else place(first), WIDTH - _RIGHT + 18 if end is None else place(end)
                ),
                open_start=first is None,
                open_end=end is None,
                well=span(first, sure) if promises and sure != first else None,
                sure=span(sure, last(one.safe)) if promises else None,
                parts=tuple(place(known) for part in one.parts if (known := last(part)) not in (None, end)),
                verified=None if checked is None else span(sure if promises else first, last(checked.promised)),
            )
        )
    return Gantt(
        width=WIDTH,
        height=_TOP + _ROW * len(bars) + 8,
        labels=LABELS,
        right=WIDTH - _RIGHT,
        bars=tuple(bars),
        ticks=_ticks(low, high, place, dated),
        promises=promises,
        compressed=compressed,
        dated=dated,
        left_out=len(found.dates) - len(shown),
    )


def _moments(one: Dates, at: Callable[[When], int | None], last: Callable[[When], int | None]) -> list[int | None]:
    ends = [last(other.promised) for other in one.uncertain]
    return [at(one.earliest), last(one.latest), at(one.promised), last(one.safe), *ends]


def _label(one: Dates, case: Case) -> str:
    """A clause's words, cut to the room there is; what is critical with its sign."""
    clause = clause_of(one.clause, case)
    text = isolated(one.clause if clause is None else clause_text(clause, one.clause))
    text = text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1].rstrip()}…"
    return f"{CRITICAL.symbol} {text}" if one.critical else text


def _ticks(low: int, high: int, place: Callable[[int], float], dated: bool) -> tuple[tuple[float, str], ...]:
    """The beginning, and days in round steps as far as there is room for them."""
    days = (high - low) // DAY
    step = next((one for one in _STEPS if (high - low) / (one * DAY) <= 7), _STEPS[-1] * 10)
    even = range(step, days + 1, step) if place(low + days * DAY // 2) < (LABELS + WIDTH) / 2 + _RIGHT else _STEPS
    if days < 1:
        hours = max((high - low) // 60 // 4, 1)
        found = [low + part * 60 for part in range(0, (high - low) // 60 + 1, hours)]
    else:
        found = [low, *(low + day * DAY for day in even if day <= days)]
    ticks: list[tuple[float, str]] = []
    for minutes in found:
        x = place(minutes)
        if ticks and x - ticks[-1][0] < _APART:
            continue
        if dated:
            label = day_words(date.fromordinal(minutes // DAY))
        else:
            label = "beginning" if minutes == 0 else f"+{duration_words(minutes)}" if minutes > 0 else "before"
        ticks.append((x, label))
    return tuple(ticks)
