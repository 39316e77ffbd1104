"""When each clause can be performed, as a picture: a bar from the earliest to the latest moment."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from holdfast.analyses.coherence.timing import Dates, Timing
from holdfast.case.case import Case
from holdfast.views.names import clause_of, clause_text, day_words, isolated
from holdfast.views.timing_words import duration_words

WIDTH: Final = 900
LABELS: Final = 250
_RIGHT: Final = 30
_TOP: Final = 30
_ROW: Final = 24
_TICKS: Final = 5
_LONGEST: Final = 38


@dataclass(frozen=True, slots=True)
class Bar:
    """A clause in the picture."""

    dates: Dates
    label: str
    y: float
    start: float
    end: float
    open: bool
    """Whether nothing bounds it: the bar runs to the edge."""


@dataclass(frozen=True, slots=True)
class Gantt:
    """The clauses whose time the text bounds, counted from the beginning."""

    width: int
    height: int
    labels: int
    bars: tuple[Bar, ...]
    ticks: tuple[tuple[float, str], ...]
    left_out: int
    """How many clauses are in the table only: their beginning has no date."""


def gantt(found: Timing, case: Case) -> Gantt | None:
    """The picture; None where nothing counts from a beginning.

    The scale is linear, from the beginning to the last bound that any clause has.
    """
    shown = [one for one in found.dates if one.earliest is not None]
    ends = [minutes for one in shown for minutes in (one.earliest, one.latest) if minutes is not None]
    if not shown or max(ends) <= 0:
        return None
    low, high = min(0, *ends), max(ends)

    def place(minutes: int) -> float:
        return round(LABELS + (WIDTH - _RIGHT - LABELS) * (minutes - low) / (high - low), 1)

    bars = tuple(
        Bar(
            dates=one,
            label=_label(one.clause, case),
            y=_TOP + _ROW * number + _ROW / 2,
            start=place(one.earliest or 0),
            end=WIDTH - 8 if one.latest is None else place(one.latest),
            open=one.latest is None,
        )
        for number, one in enumerate(shown)
    )
    return Gantt(
        width=WIDTH,
        height=_TOP + _ROW * len(bars) + 8,
        labels=LABELS,
        bars=bars,
        ticks=tuple((place(minutes), label) for minutes, label in _ticks(found, low, high)),
        left_out=len(found.dates) - len(shown),
    )


def _label(name: str, case: Case) -> str:
    """A clause's words, cut to the room there is."""
    clause = clause_of(name, case)
    text = isolated(name if clause is None else clause_text(clause, name))
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1].rstrip()}…"


def _ticks(found: Timing, low: int, high: int) -> list[tuple[int, str]]:
    """Whole days where the span has some: the first, the last and a few between."""
    step = max((high - low) // _TICKS, 1)
    step = max(step // 1440, 1) * 1440 if high - low >= 2 * 1440 else step
    known = next((one for one in found.dates if one.earliest_day is not None and one.earliest == 0), None)
    ticks = []
    for minutes in range(low, high + 1, step):
        if minutes == 0:
            label = "beginning" if known is None or known.earliest_day is None else day_words(known.earliest_day)
        else:
            label = f"+{duration_words(minutes)}" if minutes > 0 else duration_words(minutes)
        ticks.append((minutes, label))
    return ticks
