"""Positions in depth for the report: the heat table, the picture of movement over time, and their headings."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from holdfast.analyses.convergence import IssueMeeting
from holdfast.analyses.depth import Depth
from holdfast.analyses.facts import Fact, Facts
from holdfast.analyses.movement import Movement, Step, Track
from holdfast.case.model import FIRMNESSES, Firmness
from holdfast.views import comparisons
from holdfast.views.names import day_words
from holdfast.views.page.book import Book

#: The picture's measures, in its own units (a unit is about a pixel at full width).
WIDTH: Final = 960
_LABELS: Final = 250
_UNDATED: Final = 60
_ROW: Final = 26
_TOP: Final = 34
_RIGHT: Final = 16
#: No more ticks than can be told apart.
_TICKS: Final = 6


@dataclass(frozen=True, slots=True)
class Warmth:
    """A party on an issue: how much it says, and how firmly."""

    party: str
    stances: int
    firmest: Firmness | None
    heat: int
    """0 where nothing is said, else 1 to 4 by firmness."""


@dataclass(frozen=True, slots=True)
class HeatRow:
    """An issue in the heat table."""

    issue: str
    cells: tuple[Warmth, ...]
    meeting: IssueMeeting | None


@dataclass(frozen=True, slots=True)
class Point:
    """A stance in the picture."""

    x: float
    step: Step
    heat: int


@dataclass(frozen=True, slots=True)
class Line:
    """A party on an issue in the picture. `segments` join what was retired with what replaced it."""

    track: Track
    y: float
    points: tuple[Point, ...]
    segments: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """Movement over time: a line per party and issue, a point per stance."""

    width: int
    height: int
    labels: int
    lines: tuple[Line, ...]
    ticks: tuple[tuple[float, str], ...]
    since: float | None
    """Where the day stands from which on movement is asked for."""
    undated: float | None
    """Where the stances of unknown date stand; None where there are none."""
    left_out: int
    """How many lines have no dated stance, and are in the table only."""


def heat(book: Book, depth: Depth) -> tuple[HeatRow, ...]:
    """How much each party says on each issue, and how firmly; what is retired does not count."""
    meetings = {one.issue: one for one in depth.meetings}
    rows = []
    for issue in book.answer.issues:
        cells = []
        for party in book.answer.parties:
            own = [
                one
                for one in book.answer.cell(party, issue)
                if one.bearing == "about" and one.retired_by is None and one.verb not in ("silent", "undecided")
            ]
            firmest = max((one.firmness for one in own), key=FIRMNESSES.index, default=None)
            cells.append(Warmth(party, len(own), firmest, 0 if firmest is None else FIRMNESSES.index(firmest) + 1))
        rows.append(HeatRow(issue, tuple(cells), meetings.get(issue)))
    return tuple(rows)


def island(found: Facts) -> tuple[Fact, ...]:
    """What several have claimed, or all hold to be so."""
    return tuple(one for one in found.facts if len(one.claims) > 1 or one.fact_class == "agreed")


def picture(movement: Movement) -> Picture | None:
    """The picture of movement; None where no stance is dated.

    A day is a place between the first and the last, linear in time. Stances of unknown date stand apart, to the left.
    """
    shown = [track for track in movement.tracks if any(step.day is not None for step in track.steps)]
    days = [day for track in shown for step in track.steps for day in (step.day, step.retired_on) if day is not None]
    if not days:
        return None
    first, last = min(days), max(days)
    undated = any(step.day is None for track in shown for step in track.steps)
    left = _LABELS + (_UNDATED if undated else 12)
    span = max((last - first).days, 1)

    def place(day: date | None) -> float:
        if day is None:
            return _LABELS + _UNDATED / 2 - 8
        return round(left + (WIDTH - _RIGHT - left) * (day - first).days / span, 1)

    lines = []
    for number, track in enumerate(shown):
        at = {step.because.statement: place(step.day) for step in track.steps}
        lines.append(
            Line(
                track,
                _TOP + _ROW * number + _ROW / 2,
                tuple(
                    Point(at[step.because.statement], step, FIRMNESSES.index(step.firmness) + 1) for step in track.steps
                ),
                tuple((at[old], at[step.because.statement]) for step in track.steps for old in step.instead_of),
            )
        )
    since = movement.since
    return Picture(
        width=WIDTH,
        height=_TOP + _ROW * len(lines) + 8,
        labels=_LABELS,
        lines=tuple(lines),
        ticks=tuple((place(day), day_words(day)) for day in _ticks(days)),
        since=place(since) if since is not None and first <= since <= last else None,
        undated=place(None) if undated else None,
        left_out=len(movement.tracks) - len(shown),
    )


def _ticks(days: Iterable[date]) -> Sequence[date]:
    """Days on which something was said, spread over the span: the first, the last and some between."""
    ordered = sorted(set(days))
    span = (ordered[-1] - ordered[0]).days or 1
    chosen = [ordered[0]]
    for day in ordered[1:-1]:
        if (day - chosen[-1]).days * _TICKS >= span and (ordered[-1] - day).days * _TICKS >= span:
            chosen.append(day)
    return chosen if ordered[-1] == chosen[0] else [*chosen, ordered[-1]]


def headings(depth: Depth) -> dict[str, str]:
    """The answer of each section in a sentence."""
    return {
        "related": comparisons.relations_heading(depth.relations),
        "meetings": comparisons.meetings_heading(depth.meetings),
        "movement": comparisons.movement_heading(depth.movement),
        "island": comparisons.facts_heading(depth.facts),
        "clauses": "" if depth.clauses is None else comparisons.clauses_heading(depth.clauses),
    }
