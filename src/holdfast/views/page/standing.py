"""Where the agreement stands, as rows of pages: who owes what, its status and why, and the entries that it rests on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from holdfast.analyses.track import Track
from holdfast.analyses.track.ledgers import Ledger
from holdfast.analyses.track.obligors import Unit
from holdfast.analyses.track.status import NAMES, Name, Status
from holdfast.case.case import Case
from holdfast.case.records import Entry
from holdfast.views import track_words as say
from holdfast.views.names import readable
from holdfast.views.signs import Sign


@dataclass(frozen=True, slots=True)
class Resting:
    """What something rests on: entries of the journal, and where these rest in sources."""

    entries: tuple[str, ...]
    cites: tuple[tuple[str, int | None], ...]
    """Source and paragraph."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step of why."""

    words: str
    resting: Resting


@dataclass(frozen=True, slots=True)
class Row:
    """One obligor's performance of one clause."""

    clause: str
    what: str
    parties: tuple[str, ...]
    name: Name
    sign: Sign
    """The symbol, and all of the status in words."""
    due: date | None
    phase: str | None
    why: tuple[Step, ...]
    resting: Resting


def rows(case: Case, found: Iterable[Status], cited: Mapping[str, Entry]) -> tuple[Row, ...]:
    """The rows of a status board, in the order of the draft."""
    return tuple(_row(case, one, cited) for one in found)


def _row(case: Case, one: Status, cited: Mapping[str, Entry]) -> Row:
    symbol, _, words = say.status_words(one, case).partition(" ")
    why: dict[str, Step] = {}
    for reason in one.why:
        if told := say.reason_words(reason, case, cited):
            why.setdefault(told, Step(told, resting(reason.entries, cited)))
    return Row(
        one.clause,
        say.what(one.clause, case),
        parties(one.obligor),
        one.status,
        Sign(symbol, words),
        one.due,
        one.phase,
        tuple(why.values()),
        resting(one.because, cited),
    )


def parties(unit: Unit) -> tuple[str, ...]:
    """Those who owe a clause: one, or several jointly."""
    return () if unit is None else tuple(unit.split("+"))


def resting(names: Iterable[str], cited: Mapping[str, Entry]) -> Resting:
    """The entries that are at hand, and what they cite."""
    known = [name for name in names if name in cited]
    cites = [(cite.source, cite.paragraph) for name in known for cite in cited[name].record.cite]
    return Resting(tuple(known), tuple(dict.fromkeys(cites)))


def tallied(found: Track) -> tuple[tuple[Name, Sign, int], ...]:
    """How many obligations have each status; those that none has are left out."""
    counts = found.counts
    return tuple((name, say.STATUS_SIGNS[name], counts[name]) for name in NAMES if counts[name])


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days on which a clause had one status."""

    first: date
    last: date
    """The last day that was looked at with this status."""
    sign: Sign
    goes_on: bool
    """Whether it had it still on the last day that was looked at."""


def stretches(case: Case, history: Sequence[Track], clause: str) -> Mapping[Unit, tuple[Stretch, ...]]:
    """For each who owes a clause: its status over time."""
    made: dict[Unit, list[Stretch]] = {}
    for track in history:
        for one in track.statuses:
            if one.clause != clause:
                continue
            mine = made.setdefault(one.obligor, [])
            sign, goes_on = say.STATUS_SIGNS[one.status], track is history[-1]
            if mine and mine[-1].sign == sign:
                mine[-1] = Stretch(mine[-1].first, track.as_of, sign, goes_on)
            else:
                mine.append(Stretch(track.as_of, track.as_of, sign, goes_on))
    return {unit: tuple(ones) for unit, ones in made.items()}


@dataclass(frozen=True, slots=True)
class Side:
    """One counter's column of a ledger."""

    counter: str
    role: str
    measure: str
    amount: str
    day: date
    outstanding: str
    decides: bool
    entry: str


@dataclass(frozen=True, slots=True)
class Page:
    """A ledger: what is promised, each counter's own count side by side, and day by day."""

    ledger: Ledger
    id: str
    heading: str
    sides: tuple[Side, ...]
    days: tuple[tuple[date, tuple[str, ...]], ...]
    """Each day on which somebody counted, with what had come by then by each count; empty before the first."""
    split: bool
    """Whether it is met by one count and not by another."""


def pages(case: Case, found: Sequence[Ledger]) -> tuple[Page, ...]:
    """The ledgers in which anything was counted or found."""
    shown = [one for one in found if one.columns or one.found]
    return tuple(_page(case, number, one) for number, one in enumerate(shown, 1))


_MOST_DAYS: Final = 400


def _page(case: Case, number: int, one: Ledger) -> Page:
    sides = []
    for column in one.columns:
        _, measure, _, outstanding = say.column_words(column, case)
        last = column.last
        sides.append(
            Side(
                column.counter,
                say.ROLE_WORDS[column.role],
                measure,
                say.point_words(last),
                last.day,
                outstanding,
                column.decides,
                last.entry,
            )
        )
    by_day: dict[date, dict[int, str]] = {}
    for place, column in enumerate(one.columns):
        for point in column.points:
            by_day.setdefault(point.day, {})[place] = say.point_words(point)
    days, so_far = [], [""] * len(one.columns)
    for day in sorted(by_day):
        for place, words in by_day[day].items():
            so_far[place] = words
        days.append((day, tuple(so_far)))
    split = len({column.met for column in one.columns if column.met is not None}) > 1
    heading = say.ledger_heading(one, case)
    return Page(one, f"ledger-{number}", heading, tuple(sides), tuple(days[-_MOST_DAYS:]), split)


def ledgers_heading(found: Sequence[Page]) -> str:
    """What the ledgers come to, in a sentence."""
    split = [readable(one.ledger.good) for one in found if one.split]
    if split:
        return f"{', '.join(dict.fromkeys(split))}: met by one count and not by another"
    return "each count stands by itself and none are added up"
