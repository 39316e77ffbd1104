"""A period: incidents by kind, place and week against the period before, with where anybody could look beside them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from holdfast.analyses.track import Moved, Track, changes, known_until, track
from holdfast.analyses.track.fold import claims_now, day_of, fold, resolve
from holdfast.case.case import Case, Draft
from holdfast.case.records import Entry

#: Where no place is said.
NOWHERE = ""


@dataclass(frozen=True, slots=True)
class Coverage:
    """On how many days of a period somebody could look at a place; of the rest nobody says."""

    place: str
    days: int
    full: int
    partly: int
    none: int

    @property
    def unsaid(self) -> int:
        """The days of which nobody says whether they could look."""
        return self.days - self.full - self.partly - self.none


@dataclass(frozen=True, slots=True)
class Row:
    """How many incidents were reported in the period, and in the one before."""

    name: str
    now: int
    before: int
    coverage: Coverage | None = None
    coverage_before: Coverage | None = None


@dataclass(frozen=True, slots=True)
class Week:
    """A week, from its Monday, cut to the period."""

    start: date
    end: date
    incidents: int
    coverage: tuple[Coverage, ...]


@dataclass(frozen=True, slots=True)
class Period:
    """What a periodic report says."""

    start: date
    end: date
    before: tuple[date, date]
    incidents: tuple[Entry, ...]
    """Claims of incidents, as reported: nobody has found them to be so."""
    kinds: tuple[Row, ...]
    places: tuple[Row, ...]
    weeks: tuple[Week, ...]
    findings: tuple[Entry, ...]
    """Found in the period, by when they were received."""
    decisions: tuple[Entry, ...]
    moved: tuple[Moved, ...]
    opening: Track | None
    """Where it stood on the day before the period."""
    closing: Track


def period(
    case: Case,
    entries: Sequence[Entry],
    start: date,
    end: date,
    *,
    known_on: date | None = None,
    draft: Draft | None = None,
    within: int = 14,
) -> Period | None:
    """The report on a period, against the period of the same length before it.

    1. Incidents are claims with an `incident`, corrections and withdrawals applied, by the day on which they happened.
    2. Coverage is counted day by day and place by place: the best that any observer had on that day.
    3. Status on the last day, and what has another status than on the day before the first.

    Raises:
        ValueError: where the period ends before it starts.
    """
    if end < start:
        raise ValueError("the period ends before it starts")
    length = (end - start).days + 1
    earlier = (start - timedelta(days=length), start - timedelta(days=1))
    known = known_until(case, known_on)
    closing = track(
        case, fold(entries, as_of=end.toordinal(), known=known), known_on=known_on, draft=draft, within=within
    )
    if closing is None:
        return None
    opening = track(case, fold(entries, as_of=earlier[1].toordinal(), known=known), known_on=known_on, draft=draft)
    claims = [one for one in entries if one.record.kind == "claim"]
    resolved = resolve([one for one in entries if one.record.kind != "claim"], claims, known=known)
    happened = [one for one in claims_now(claims, resolved, known=known) if one.record.incident is not None]
    now = [one for one in happened if start <= _day(one) <= end]
    then = [one for one in happened if earlier[0] <= _day(one) <= earlier[1]]
    kinds = Counter(str(one.record.incident) for one in now), Counter(str(one.record.incident) for one in then)
    places = Counter(one.record.place or NOWHERE for one in now), Counter(one.record.place or NOWHERE for one in then)
    covered = {one.record.place or NOWHERE for one in resolved.coverage}
    seen, seen_before = (_coverage(resolved.coverage, *span, covered) for span in ((start, end), earlier))
    return Period(
        start=start,
        end=end,
        before=earlier,
        incidents=tuple(sorted(now, key=lambda one: (_day(one), one.name))),
        kinds=tuple(Row(name, kinds[0][name], kinds[1][name]) for name in _ordered(*kinds)),
        places=tuple(
            Row(name, places[0][name], places[1][name], seen.get(name), seen_before.get(name))
            for name in _ordered(*places, dict.fromkeys(sorted(covered), 0))
        ),
        weeks=tuple(
            Week(first, last, sum(first <= _day(one) <= last for one in now),
                 tuple(_coverage(resolved.coverage, first, last, covered).values()))
            for first, last in _weeks(start, end)
        ),
        findings=tuple(one for one in resolved.findings if start <= one.record.received.date() <= end),
        decisions=tuple(one for one in resolved.decisions if start <= _day(one) <= end),
        moved=changes(opening, closing),
        opening=opening,
        closing=closing,
    )  # fmt: skip


def _day(one: Entry) -> date:
    return date.fromordinal(day_of(one.record))


def _ordered(now: Counter[str], then: Counter[str], more: Iterable[str] = ()) -> list[str]:
    """The most frequent first; among equals by the period before, then as they came up."""
    names = list(dict.fromkeys([*now, *then, *more]))
    return sorted(names, key=lambda name: (-now[name], -then[name]))


def _weeks(start: date, end: date) -> Iterator[tuple[date, date]]:
    first = start
    while first <= end:
        last = min(first + timedelta(days=6 - first.weekday()), end)
        yield first, last
        first = last + timedelta(days=1)


def _coverage(entries: Iterable[Entry], start: date, end: date, places: Iterable[str]) -> dict[str, Coverage]:
    best: dict[tuple[str, int], int] = {}
    rank = {"none": 0, "partly": 1, "full": 2}
    for one in entries:
        record = one.record
        if record.on is None or record.observed is None:
            continue
        first, last = record.on[0].toordinal(), record.on[1].toordinal()
        for day in range(max(first, start.toordinal()), min(last, end.toordinal()) + 1):
            key = (record.place or NOWHERE, day)
            best[key] = max(best.get(key, 0), rank[record.observed])
    length = (end - start).days + 1
    found = {}
    for place in sorted(places):
        counts = Counter(value for (where, _), value in best.items() if where == place)
        found[place] = Coverage(place, length, counts[2], counts[1], counts[0])
    return found
