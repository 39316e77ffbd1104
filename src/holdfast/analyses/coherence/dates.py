"""When each clause can be performed if durations turn out well, and what can be promised whatever they are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from holdfast.analyses.coherence import clock
from holdfast.analyses.coherence.exact import CALENDAR, Point
from holdfast.analyses.coherence.instance import Instance
from holdfast.analyses.coherence.links import Said
from holdfast.solvers.temporal import Consistency, Guarantee, Network, Requirement, consistent, guarantees


@dataclass(frozen=True, slots=True)
class When:
    """A moment: in minutes from the beginning, as a day where it has one, or both; neither where nothing bounds it."""

    minutes: int | None = None
    day: date | None = None

    @property
    def is_known(self) -> bool:
        """Whether anything bounds it."""
        return self.minutes is not None or self.day is not None


@dataclass(frozen=True, slots=True)
class Uncertain:
    """A duration of a clause that nobody controls, in minutes, and when it is over."""

    said: Said
    shortest: int
    longest: int | None
    """None where nobody has said how long it can be."""
    earliest: When
    """When it is over, if durations turn out well."""
    promised: When
    """By when it is over, whatever they turn out to be."""


@dataclass(frozen=True, slots=True)
class Dates:
    """When a clause can be performed."""

    clause: str
    earliest: When
    latest: When
    """The window of the text: what is possible if every duration turned out as one would like."""
    promised: When
    """The soonest moment by which it can be promised, whatever the durations turn out to be."""
    safe: When
    """Until when it can be left, so that all times of the text can still be kept whatever they turn out to be. Where
    nobody controls how long it takes: until when its beginning can."""
    slack: int | None
    """From the earliest to the latest, in minutes."""
    spare: int | None
    """What of it is left whatever happens: from the soonest that can be promised to `safe`; None where no bound is."""
    critical: bool
    """Whether it is on the critical path."""
    uncertain: tuple[Uncertain, ...]
    parts: tuple[When, ...]
    """Of each part in which it is due, the latest moment."""


@dataclass(frozen=True, slots=True)
class Leg:
    """Part of the critical path: a time of the text that keeps the last moment from being earlier."""

    said: Said
    minutes: int
    uncontrolled: bool
    day: date | None
    """Where it is a day of the calendar, before which nothing goes on: that day."""


@dataclass(frozen=True, slots=True)
class Calendar:
    """The dates of all clauses, and what keeps the last of them from being earlier."""

    beginning: str | None
    """The event from which minutes count; None where none is there."""
    dates: tuple[Dates, ...]
    critical: tuple[Leg, ...]


def calendar(instance: Instance, network: Network, promising: Network | None) -> Calendar:
    """The dates of an agreement's clauses.

    1. The earliest and the latest moment of each clause: shortest paths in the network, every duration free to choose.
    2. What can be promised (`solvers.temporal.guarantees`), counted from the first event that the network knows, and
       from the calendar where it is dated.
    3. The critical path: with every duration as long as it can be (as short where nobody knows how long, or where
       nothing can be promised), the links that keep the last moment from being earlier.

    Args:
        instance: the agreement.
        network: its times.
        promising: the network by which promises are made, dynamically controllable; None where there is none.
    """
    events = [str(name) for name in instance.draft.agreement.events]
    beginning = next((name for name in events if ("event", name) in network.index), None)
    origin: Point | None = None if beginning is None else ("event", beginning)
    wanted = [("done", name) for name in instance.standing if ("done", name) in network.index]
    wanted += [("start", name) for name in instance.standing if ("start", name) in network.index]
    wanted += [one.end for one in network.contingents if one.end not in wanted]  # type: ignore[misc]  # points of ours
    counted = _Reading(network, promising, origin, wanted)
    dated = _Reading(network, promising, CALENDAR if CALENDAR in network.index else None, wanted)
    path, on_path = _critical(network if promising is None else _longest(promising), origin)
    ends: dict[str, list[Uncertain]] = {}
    for link in network.contingents:
        said = link.tag
        if isinstance(said, Said) and said.key in ("takes", "verification"):
            longest = None if link.hi >= clock.UNKNOWN else link.hi
            point: Point = link.end  # type: ignore[assignment]
            moments = (_when(counted.earliest(point), dated.earliest(point)), _when(counted.by(point), dated.by(point)))
            found = ends.setdefault(said.of, [])
            found[:] = [one for one in found if one.said.key != said.key]  # of parts, the last
            found.append(Uncertain(said, link.lo, longest, *moments))
    rows = []
    for name in instance.standing:
        parts = len(instance.parts(name))
        row = _row(name, counted, dated, name in on_path, tuple(ends.get(name, ())), parts)
        if row.earliest.is_known or row.latest.is_known:
            rows.append(row)
    return Calendar(beginning, tuple(rows), path)


class _Reading:
    """Moments counted from one origin; nothing where there is none."""

    def __init__(
        self, network: Network, promising: Network | None, origin: Point | None, points: Iterable[Point]
    ) -> None:
        found: Consistency | None = None if origin is None else consistent(network, origin)
        self._dates = {} if found is None else found.dates
        bounded = [point for point in points if self.earliest(point) is not None or self.latest(point) is not None]
        self._promises: Mapping[object, Guarantee] = (
            guarantees(promising, origin, bounded) if origin is not None and promising is not None and bounded else {}
        )

    def earliest(self, point: Point) -> int | None:
        known = self._dates.get(point)
        return None if known is None else known.earliest

    def latest(self, point: Point) -> int | None:
        known = self._dates.get(point)
        return None if known is None else _bounded(known.latest)

    def by(self, point: Point) -> int | None:
        known = self._promises.get(point)
        return None if known is None else _bounded(known.by)

    def safe(self, point: Point) -> int | None:
        known = self._promises.get(point)
        return None if known is None else _bounded(known.not_before)


def _bounded(minutes: int | None) -> int | None:
    """A moment that only an unknown duration bounds has no bound."""
    return None if minutes is None or minutes >= clock.UNKNOWN // 2 else minutes


def _when(minutes: int | None, calendar_minutes: int | None) -> When:
    return When(minutes, None if calendar_minutes is None else clock.shown(calendar_minutes))


def _row(
    name: str, counted: _Reading, dated: _Reading, critical: bool, uncertain: tuple[Uncertain, ...], parts: int
) -> Dates:
    point = ("done", name)
    chosen = ("start", name) if any(one.said.key == "takes" for one in uncertain) else point

    def apart(first: str, last: str, point: Point) -> int | None:
        """From one moment to another, where both count from the same origin: the calendar, rather than an event."""
        for reading in (dated, counted):
            start, end = getattr(reading, first)(point), getattr(reading, last)(point)
            if start is not None and end is not None:
                return max(int(end) - int(start), 0)
        return None

    return Dates(
        clause=name,
        earliest=_when(counted.earliest(point), dated.earliest(point)),
        latest=_when(counted.latest(point), dated.latest(point)),
        promised=_when(counted.by(point), dated.by(point)),
        safe=_when(counted.safe(chosen), dated.safe(chosen)),
        slack=apart("earliest", "latest", point),
        spare=apart("by", "safe", chosen),
        critical=critical,
        uncertain=uncertain,
        parts=tuple(
            _when(counted.latest(part), dated.latest(part))
            for part in (("done", name, str(number)) for number in range(1, parts + 1))
        ),
    )


def _longest(network: Network) -> Network:
    """The network with every duration that nobody controls as long as it can be."""
    longest = tuple(
        Requirement(one.start, one.end, one.hi, one.hi, one.tag)
        for one in network.contingents
        if one.hi < clock.UNKNOWN
    )
    unknown = tuple(one for one in network.contingents if one.hi >= clock.UNKNOWN)
    return replace(network, requirements=(*network.requirements, *longest), contingents=unknown)


def _critical(network: Network, origin: Point | None) -> tuple[tuple[Leg, ...], frozenset[str]]:
    """The legs that take time, in order, and what is on the path."""
    if origin is None:
        return (), frozenset()
    found = consistent(network, origin)
    ways = [
        (known.earliest, found.because(point)) for point, known in found.dates.items() if known.earliest is not None
    ]
    steps = max(ways, key=lambda one: (one[0], len(one[1])), default=(0, ()))[1]  # of several, what waits longest
    uncontrolled = ("takes", "verification")
    legs = tuple(
        Leg(
            said,
            step.amount,
            said.key in uncontrolled,
            clock.shown(step.amount) if step.link.start == CALENDAR else None,
        )
        for step in steps
        if step.amount > 0 and isinstance(said := step.link.tag, Said)
    )
    points = [point for step in steps for point in (step.before, step.after)]
    return legs, frozenset(point[1] for point in points if isinstance(point, tuple) and len(point) > 1)
