"""Can the timing of a draft be met, whatever the durations turn out to be that nobody controls?

Simple temporal networks with uncertainty (Vidal, Fargier 1999; Morris, Muscettola, Vidal 2001), one for each choice of
the text's ``or``s; how dates and durations are counted stands in `clock`, how clauses become links in `schedule`.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final, Literal

from holdfast.analyses.coherence import clock
from holdfast.analyses.coherence.dates import Dates, Leg, calendar
from holdfast.analyses.coherence.instance import Instance
from holdfast.analyses.coherence.links import Key, Said, Untimed
from holdfast.analyses.coherence.schedule import Schedule, choices, schedules
from holdfast.analyses.progress import Progress, unheard
from holdfast.case.case import Case
from holdfast.case.conditions import Condition
from holdfast.solvers.temporal import Conflict, Contingent, Network, Requirement, consistent, controllable, loosen

Verdict = Literal["can be met", "cannot be met", "cannot be guaranteed", "not decided"]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a budget: a limit, or a need, in minutes."""

    said: Said
    demands: bool
    """Whether time is needed here, or given."""
    uncontrolled: bool
    """Whether it is a duration that nobody controls (or, from one party's view, that others do)."""
    minutes: int
    """`clock.UNKNOWN` where nobody has said how long it may be."""
    times: int


@dataclass(frozen=True, slots=True)
class Budget:
    """Limits that do not suffice for what is needed: the smallest part of the text that shows it."""

    lines: tuple[Line, ...]
    limit: int
    demand: int
    """In minutes; at least `clock.UNKNOWN` where a duration is unknown."""

    @property
    def short_by(self) -> int | None:
        """How much is missing; None where nobody can say, since a duration is unknown."""
        return None if self.demand >= clock.UNKNOWN else self.demand - self.limit

    @property
    def clauses(self) -> tuple[str, ...]:
        """What is in it, each once."""
        return tuple(dict.fromkeys(line.said.of for line in self.lines))


@dataclass(frozen=True, slots=True)
class Loosened:
    """A time of the text that gives way: later by so many minutes, or earlier where it says from when on."""

    said: Said
    later: bool
    minutes: int


@dataclass(frozen=True, slots=True)
class Way:
    """The verdict on one choice of the text's alternatives."""

    chosen: Mapping[tuple[str, Key], Condition]
    verdict: Verdict
    budget: Budget | None
    loosening: tuple[Loosened, ...]
    """The smallest change of times, in all, with which it can be met; empty where there is none, or none is needed."""


@dataclass(frozen=True, slots=True)
class PartyView:
    """Whether one party can keep its own times, whatever others do within theirs."""

    party: str
    holds: bool
    depends_on: tuple[str, ...]
    """The parties whose clauses are in what shows that it cannot."""
    budget: Budget | None


@dataclass(frozen=True, slots=True)
class Timing:
    """The answer about timing. What `untimed` lists was not checked."""

    verdict: Verdict
    ways: tuple[Way, ...]
    complete: bool
    """Whether enough choices of the text's alternatives were followed: one that can be met, or all."""
    beginning: str | None
    """The event from which `dates` count; None where none is there."""
    dates: tuple[Dates, ...]
    promised_if: tuple[Loosened, ...]
    """The change of times under which `dates` can be promised, where the text's own do not allow any promise."""
    promises: bool
    """Whether anything can be promised: the times can be met, or could with `promised_if`."""
    critical: tuple[Leg, ...]
    """What keeps the last moment from being earlier, from the beginning on, durations being as long as they can be."""
    parties: tuple[PartyView, ...]
    untimed: tuple[Untimed, ...]
    method: str
    assumptions: tuple[str, ...]

    @property
    def followed(self) -> Way:
        """The one choice of alternatives that the dates follow: the first that can be met, else the first."""
        return next((way for way in self.ways if way.verdict == "can be met"), self.ways[0])


#: How many choices of alternatives are followed once one is found that can be met.
_SHOWN: Final = 8
#: How many choices the smallest loosening may look at.
_LOOSENING: Final = 300
#: What can be loosened: times that the text sets, not what has to come before what.
_TIMES: Final = frozenset(("within", "deadline", "on", "tranches"))
_METHOD: Final = (
    "Dates and durations of the text as simple temporal networks with uncertainty, one for each choice of its "
    "alternatives; one that is dynamically controllable suffices."
)
_ASSUMPTIONS: Final = (
    "Where no verification time is said, verifying is taken to be as quick as needed.",
    "When events happen is the parties' to choose, unless the text fixes a day.",
    "Where it is not known on which day it counts, a month has 28 days in a limit and 31 in a minimum.",
)


def timing(instance: Instance, progress: Progress | None = None) -> Timing:
    """Whether the timing of an instantiated agreement can be met.

    1. Build the networks (`schedule.schedules`).
    2. One that is dynamically controllable: it can be met. A single network that is not: it cannot be met where it is
       inconsistent even if every duration were chosen, else it cannot be guaranteed. Several, none controllable: it
       cannot be met where none is consistent; else not decided, since parties may choose between them as things go.
    3. Dates, what can be promised of them, and what the last of them waits for (`dates.calendar`): by the first network
       that can be met, else by the first and what it would be with the smallest change of its times.
    4. For each obligor: the same with what others owe as durations it does not control.

    Args:
        instance: the agreement.
        progress: told what is being done and how far it has come, from 0 to 1. What it raises ends the work.
    """
    told = progress or unheard
    built: list[Schedule] = []
    ways: list[Way] = []
    good: int | None = None
    for schedule in schedules(instance):
        told("following the alternatives of the text", min(len(built) / _SHOWN, 1.0))
        built.append(schedule)
        ways.append(_way(schedule))
        if good is None and ways[-1].verdict == "can be met":
            good = len(ways) - 1
        if good is not None and len(ways) >= _SHOWN:
            break
    followed = good is not None or len(ways) == choices(instance)
    verdict: Verdict = "not decided"
    if good is not None:
        verdict = "can be met"
    elif followed and (len(ways) == 1 or {way.verdict for way in ways} == {"cannot be met"}):
        verdict = ways[0].verdict
    shown = built[0 if good is None else good]
    given = ways[0 if good is None else good].loosening
    promising = shown.network if good is not None else _given_way(shown.network, given) if given else None
    text = shown.network if promising is None or consistent(shown.network).holds else promising
    told("working out what can be promised", 0.0)
    found = calendar(instance, text, promising)
    obligors = _obligors(instance)
    views = []
    for place, party in enumerate(obligors):
        told("looking from each party's side", place / len(obligors))
        views.append(_view(instance, party))
    untimed = tuple(dict.fromkeys(one for schedule in built for one in schedule.untimed))
    return Timing(
        verdict=verdict,
        ways=tuple(ways),
        complete=followed,
        beginning=found.beginning,
        dates=found.dates,
        promised_if=() if good is not None else given,
        promises=promising is not None,
        critical=found.critical,
        parties=tuple(views),
        untimed=untimed,
        method=_METHOD,
        assumptions=_ASSUMPTIONS,
    )


def _way(schedule: Schedule) -> Way:
    conflict = consistent(schedule.network).conflict
    found = controllable(schedule.network).conflict
    if found is None:
        return Way(schedule.chosen, "can be met", None, ())
    certain = conflict is not None and not any(isinstance(link, Contingent) for link in conflict.links)
    budget = _budget(conflict if conflict is not None and certain else found)
    return Way(
        schedule.chosen, "cannot be met" if conflict else "cannot be guaranteed", budget, _loosen(schedule, budget)
    )


def _loosen(schedule: Schedule, budget: Budget) -> tuple[Loosened, ...]:
    """The smallest loosening of times; none is sought where a duration is unknown, since none would do."""
    if budget.short_by is None:
        return ()
    tags = {link.tag for link in schedule.network.requirements if isinstance(link.tag, Said) and link.tag.key in _TIMES}
    changes = loosen(schedule.network, tags, budget=_LOOSENING).changes
    if any(change.by >= clock.UNKNOWN // 2 for change in changes):
        return ()
    said = [(change.requirement.tag, change.bound == "hi", change.by) for change in changes]
    return tuple(Loosened(tag, later, by) for tag, later, by in said if isinstance(tag, Said))


def _given_way(network: Network, changes: Iterable[Loosened]) -> Network:
    """The network with the times that give way."""
    later = {one.said: one.minutes for one in changes if one.later}
    earlier = {one.said: one.minutes for one in changes if not one.later}

    def eased(one: Requirement) -> Requirement:
        high = None if one.hi is None else one.hi + later.get(one.tag, 0)  # type: ignore[call-overload]
        low = None if one.lo is None else one.lo - earlier.get(one.tag, 0)  # type: ignore[call-overload]
        return replace(one, lo=low, hi=high)

    return replace(network, requirements=tuple(map(eased, network.requirements)), points=tuple(network.index))


def _budget(conflict: Conflict) -> Budget:
    lines = []
    for term in conflict.terms:
        said = term.tag
        assert isinstance(said, Said)  # every link of ours has one
        if term.amount:
            uncontrolled = isinstance(term.link, Contingent)
            lines.append(Line(said, term.demands, uncontrolled, min(term.amount, clock.UNKNOWN), term.times))
    return Budget(tuple(lines), conflict.limit, conflict.demand)


def _obligors(instance: Instance) -> tuple[str, ...]:
    owing = {str(party) for one in instance.standing.values() if one.by is not None for party in one.by.parties}
    return tuple(name for name in instance.case.parties if name in owing)


def _view(instance: Instance, party: str) -> PartyView:
    """Step 4, on the first alternative that this party could keep, else on the first."""
    conflict: Conflict | None = None
    for schedule in itertools.islice(schedules(instance, party), _SHOWN):
        found = controllable(schedule.network).conflict
        if found is None:
            return PartyView(party, True, (), None)
        conflict = conflict or found
    assert conflict is not None  # there is at least one network
    return PartyView(party, False, _others(instance.case, instance, conflict, party), _budget(conflict))


def _others(case: Case, instance: Instance, conflict: Conflict, party: str) -> tuple[str, ...]:
    waited: Iterable[str] = (
        str(one)
        for link in conflict.links
        if isinstance(link, Contingent) and isinstance(link.tag, Said)
        for clause in (instance.standing.get(link.tag.of),)
        if clause is not None and clause.by is not None
        for one in clause.by.parties
    )
    names = set(waited) - {party}
    return tuple(name for name in case.parties if name in names)
