"""An instantiated agreement → simple temporal networks with uncertainty, one for each choice of its ``or``s."""

from __future__ import annotations

import itertools
import math
from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final, Literal, TypeAlias

from holdfast.analyses.coherence import clock
from holdfast.analyses.coherence.instance import Instance, is_ongoing, part_reaching
from holdfast.analyses.coherence.moments import Alternative, all_before, alternatives
from holdfast.case import conditions as c
from holdfast.case.conditions import Condition
from holdfast.case.model import Commitment
from holdfast.case.times import Offset
from holdfast.solvers.temporal import Contingent, Link, Network, Requirement

#: A moment: what happens, of what, and of which part of it.
Point: TypeAlias = tuple[str, ...]
#: Day 0 of the calendar: dates count from it.
CALENDAR: Final[Point] = ("calendar",)
#: How many choices of ``or`` are followed.
MOST_CHOICES: Final = 64
Key = Literal[
    "after",
    "within",
    "deadline",
    "on",
    "takes",
    "verification",
    "tranches",
    "paired_with",
    "phase",
    "together",
    "order",
]


@dataclass(frozen=True, slots=True)
class Said:
    """Where a link of a network comes from: a key of a clause, or of an event or phase."""

    of: str
    key: Key
    part: int = 0


@dataclass(frozen=True, slots=True)
class Untimed:
    """Something whose time cannot be told; deadlines that hang on it are not checked."""

    of: str
    key: Key
    reason: str


@dataclass(frozen=True, slots=True)
class Schedule:
    """One network, the choices that it follows and what it leaves out."""

    network: Network
    chosen: Mapping[tuple[str, Key], Condition]
    """For each ``or``: the alternative that this network follows."""
    untimed: tuple[Untimed, ...]


def schedules(instance: Instance, view: str | None = None) -> Iterator[Schedule]:
    """The networks of an agreement, one for each choice of its alternatives, at most `MOST_CHOICES`.

    1. Read each condition (`after`, phases, parts) as alternatives, each a set of things that must all have happened.
    2. For each choice of one alternative per condition, build a network: points for the beginning, performance and
       verification of each clause and of each of its parts, for events, phases and dates.
    3. A clock that starts with the last of several things is exact only where one of them provably comes last;
       elsewhere what it limits is left out and named.

    Args:
        instance: the agreement.
        view: a party: what others owe then takes as long as they like, within what they promised.
    """
    read = _read(instance)
    for chosen in itertools.islice(itertools.product(*read.values()), MOST_CHOICES):
        yield _Builder(instance, dict(zip(read, chosen, strict=True)), read, view).build()


def choices(instance: Instance) -> int:
    """How many choices of alternatives an agreement has."""
    return math.prod(len(ways) for ways in _read(instance).values())


def _read(instance: Instance) -> dict[tuple[str, Key], list[Alternative]]:
    return {at: list(itertools.islice(alternatives(one), MOST_CHOICES + 1)) for at, one in _conditions(instance)}


def _conditions(instance: Instance) -> Iterator[tuple[tuple[str, Key], Condition]]:
    for name, clause in instance.standing.items():
        if clause.after is not None:
            yield (name, "after"), clause.after
    for name, phase in instance.draft.agreement.phases.items():
        if phase.opens is not None:
            yield (str(name), "phase"), phase.opens


class _UntoldError(Exception):
    """A condition of which nobody can say when it becomes true."""


@dataclass
class _Builder:
    instance: Instance
    chosen: Mapping[tuple[str, Key], Alternative]
    read: Mapping[tuple[str, Key], list[Alternative]]
    view: str | None
    requirements: list[Requirement] = field(default_factory=list)
    contingents: list[Contingent] = field(default_factory=list)
    untimed: list[Untimed] = field(default_factory=list)
    clocks: dict[str, tuple[Point, tuple[Point, ...]]] = field(default_factory=dict)
    """For each clause and phase that waits: its clock and what starts it."""

    def build(self) -> Schedule:
        agreement = self.instance.draft.agreement
        for name, event in agreement.events.items():
            if event.on is not None:
                self._on(str(name), event.on, ("event", str(name)))
        for name in agreement.phases:
            self._phase(str(name))
        for name, clause in self.instance.standing.items():
            self._clause(name, clause)
        for group in agreement.together:
            steps = [str(one) for one in group if str(one) in self.instance.standing]
            for first, second in itertools.pairwise(steps):
                self._require(("done", first), ("done", second), 0, 0, Said(first, "together"))
        self._start_clocks()
        chosen = {at: c.conjunction(self.chosen[at]) for at, ways in self.read.items() if len(ways) > 1}
        return Schedule(Network(tuple(self.requirements), tuple(self.contingents)), chosen, tuple(self.untimed))

    # --- links -------------------------------------------------------------------------------------------------------

    def _require(self, start: Point, end: Point, low: int | None, high: int | None, said: Said) -> None:
        self.requirements.append(Requirement(start, end, low, high, said))

    def _order(self, before: Point, after: Point, said: Said) -> None:
        self._require(before, after, 0, None, said)

    def _phase(self, name: str) -> None:
        phase = self.instance.draft.agreement.phases[name]
        opens, ends = ("opens", name), ("ends", name)
        self._order(opens, ends, Said(name, "phase"))
        if phase.opens is not None:
            self.clocks[name] = (opens, self._starts(name, "phase"))
        for clause, one in self.instance.standing.items():
            if one.phase == name and not is_ongoing(one) and phase.ends is None:
                self._order(("done", clause), ends, Said(clause, "phase"))

    def _clause(self, name: str, clause: Commitment) -> None:
        due, start, done = ("due", name), ("start", name), ("done", name)
        starts = self._starts(name, "after") if clause.after is not None else ()
        if clause.phase is not None and clause.phase in self.instance.draft.agreement.phases:
            starts = (*starts, ("opens", str(clause.phase)))
        if starts:
            self.clocks[name] = (due, starts)
            self._order(due, start, Said(name, "after"))
        self._order(start, done, Said(name, "order"))
        self._parts(name, clause)
        self._limits(name, clause, due, done, bool(starts))
        if clause.takes is not None:
            if clause.tranches:
                self._leave_out(name, "takes", "how long the parts of it take is not said one by one")
            else:
                self.contingents.append(Contingent(start, done, *clock.uncontrolled(clause.takes), Said(name, "takes")))
        if not clause.tranches:
            self._verify(name, clause, done, ("verified", name), 0)

    def _verify(self, name: str, clause: Commitment, done: Point, verified: Point, part: int) -> None:
        said = Said(name, "verification", part)
        if clause.verification is None:
            self._order(done, verified, said)
        else:
            self.contingents.append(Contingent(done, verified, *clock.uncontrolled(clause.verification), said))

    def _limits(self, name: str, clause: Commitment, due: Point, done: Point, waits: bool) -> None:
        if is_ongoing(clause):
            return
        others = self.view is not None and clause.by is not None and self.view not in clause.by.parties
        if clause.within is not None:
            low, high = clock.limits(clause.within)
            if not waits:
                self._leave_out(name, "within", "nothing says from when it counts")
            elif others and not clause.tranches and clause.takes is None:
                longest = clock.UNKNOWN if high is None else high
                self.contingents.append(Contingent(due, done, low, longest, Said(name, "within")))
            else:
                self._require(due, done, low, high, Said(name, "within"))
        elif others and waits and not clause.tranches and clause.takes is None and clause.deadline is None:
            self.contingents.append(Contingent(due, done, 0, clock.UNKNOWN, Said(name, "order")))
        if clause.deadline is not None:
            self._deadline(name, clause.deadline, done, waits, Said(name, "deadline"))
        if clause.on is not None:
            self._on(name, clause.on, done)

    def _deadline(self, name: str, when: object, done: Point, waits: bool, said: Said) -> None:
        if isinstance(when, Offset):
            anchor = self._anchor(name, when, waits)
            if anchor is None:
                self._leave_out(name, said.key, "nothing says from when it counts")
                return
            length = 0 if when.by is None else when.sign * clock.at_most(when.by)
            self._require(anchor, done, None, length, said)
        elif isinstance(when, date):
            self._require(CALENDAR, done, None, clock.span(when, self.instance.case.timezone)[1], said)

    def _on(self, name: str, when: object, done: Point) -> None:
        if isinstance(when, Offset):
            anchor = self._anchor(name, when, False)
            if anchor is None:
                self._leave_out(name, "on", "nothing says from when it counts")
                return
            length = 0 if when.by is None else when.sign * when.by.minutes[0]
            self._require(anchor, done, length, length + 1439, Said(name, "on"))
        elif isinstance(when, date | datetime):
            first, last = clock.span(when, self.instance.case.timezone)
            self._require(CALENDAR, done, first, last, Said(name, "on"))

    def _parts(self, name: str, clause: Commitment) -> None:
        number, counted = 0, None
        before: Point = ("start", name)
        waits = clause.after is not None or clause.phase is not None
        for tranche in clause.tranches:
            for _ in range(tranche.times):
                number += 1
                start, done = ("start", name, str(number)), ("done", name, str(number))
                self._order(before, start, Said(name, "order", number))
                self._order(start, done, Said(name, "order", number))
                self._verify(name, clause, done, ("verified", name, str(number)), number)
                said = Said(name, "tranches", number)
                if isinstance(tranche.at, Offset):
                    anchor = self._anchor(name, tranche.at, waits)
                    length = 0 if tranche.at.by is None else tranche.at.sign * clock.at_most(tranche.at.by)
                    counted = None if anchor is None else (anchor, length)
                elif tranche.at is not None:
                    counted = (CALENDAR, clock.span(tranche.at, self.instance.case.timezone)[1])
                elif tranche.every is not None:
                    anchor, length = counted or (("due", name) if waits else None, 0)
                    counted = None if anchor is None else (anchor, length + clock.at_most(tranche.every))
                else:
                    counted = None
                    self._wait(name, tranche.after, start, said)
                if counted is not None:
                    self._require(counted[0], done, None, counted[1], said)
                elif tranche.after is None:
                    self._leave_out(name, "tranches", "nothing says from when its parts count")
                before = done
        if number:
            self._require(("done", name, str(number)), ("done", name), 0, 0, Said(name, "order"))
            self._require(("verified", name, str(number)), ("verified", name), 0, 0, Said(name, "order"))
            self._pair(name, clause, number)

    def _pair(self, name: str, clause: Commitment, number: int) -> None:
        if clause.paired_with is None or str(clause.paired_with.commitment) not in self.instance.standing:
            return
        other = str(clause.paired_with.commitment)
        when = {"performed": "done", "verified": "verified", "begun": "start"}[clause.paired_with.when]
        for part in range(1, min(number, len(self.instance.parts(other))) + 1):
            said = Said(name, "paired_with", part)
            self._order((when, other, str(part)), ("start", name, str(part)), said)
            if part < len(self.instance.parts(other)):
                self._order(("done", name, str(part)), ("start", other, str(part + 1)), said)

    def _wait(self, name: str, condition: Condition | None, start: Point, said: Said) -> None:
        ways = [] if condition is None else list(itertools.islice(alternatives(condition), 2))
        if len(ways) != 1:
            self._leave_out(name, said.key, "a part waits for one of several things")
            return
        for atom in ways[0]:
            try:
                point = self._point(atom)
            except _UntoldError as reason:
                self._leave_out(name, said.key, str(reason))
            else:
                if point is not None:
                    self._order(point, start, said)

    # --- moments -----------------------------------------------------------------------------------------------------

    def _starts(self, name: str, key: Key) -> tuple[Point, ...]:
        found: list[Point] = []
        for atom in self.chosen[name, key]:
            try:
                point = self._point(atom)
            except _UntoldError as reason:
                self._leave_out(name, key, str(reason))
                point = ("untold", name, str(len(found)))
            if point is not None:
                found.append(point)
        return tuple(dict.fromkeys(found))

    def _point(self, atom: Condition) -> Point | None:
        """When an atom becomes true; None for always. Raises `_UntoldError`."""
        match atom:
            case c.Performed(name):
                return self._step("done", name)
            case c.Begun(name):
                return self._step("start", name)
            case c.Verified(name):
                return self._step("verified", name)
            case c.Stage(name, number):
                return self._part(name, number)
            case c.Amount(name, amount, _, percent):
                clause = self.instance.standing.get(name)
                reached_with = None if clause is None else part_reaching(clause, amount, percent)
                return self._step("done", name) if reached_with is None else self._part(name, reached_with)
            case c.Lasting(name, duration):
                held = ("held", name, str(duration))
                length = duration.minutes
                self._require(self._step("done", name), held, length[0], length[0], Said(name, "after"))
                return held
            case c.PhaseEdge(name, edge):
                return (edge, name)
            case c.After(offset):
                anchor = self._anchor("", offset, False)
                if anchor is None:
                    raise _UntoldError("nothing says from when it counts")
                reached = ("reached", *anchor, str(offset))
                length_ = 0 if offset.by is None else offset.sign * offset.by.minutes[0]
                self._require(anchor, reached, length_, length_, Said(offset.anchor, "after"))
                return reached
            case c.On(moment):
                reached = ("reached", str(moment))
                first = clock.span(moment, self.instance.case.timezone)[0]
                self._require(CALENDAR, reached, first, first, Said(str(moment), "after"))
                return reached
            case c.Const(True):
                return None
            case c.Choice() | c.AtLeast() | c.AtMost() if self.instance.world(atom) is True:
                return None
            case c.Done(c.Choice(issue, (option,), False)):
                return self._realised(issue, option)
        raise _UntoldError("nobody can say when its condition becomes true")

    def _realised(self, issue: str, option: str) -> Point | None:
        known = self.instance.case.issues.get(issue)
        done_when = None if known is None or option not in known.options else known.options[option].done_when
        ways = [] if done_when is None else list(itertools.islice(alternatives(done_when), 2))
        if len(ways) == 1 and len(ways[0]) == 1:
            return self._point(ways[0][0])
        raise _UntoldError("nothing says by what a matter is realised")

    def _step(self, what: str, name: str) -> Point:
        if name in self.instance.draft.agreement.events:
            return ("event", name)
        if name in self.instance.standing:
            return (what, name)
        raise _UntoldError(f"'{name}' is not in this agreement")

    def _part(self, name: str, number: int) -> Point:
        if name in self.instance.standing and number <= len(self.instance.parts(name)):
            return ("done", name, str(number))
        raise _UntoldError(f"'{name}' has no part {number}")

    def _anchor(self, name: str, offset: Offset, waits: bool) -> Point | None:
        if offset.anchor == "D":
            return ("due", name) if waits else None
        if offset.anchor in self.instance.draft.agreement.phases:
            return ("opens", offset.anchor)
        try:
            return self._step("done", offset.anchor)
        except _UntoldError:
            return None

    def _leave_out(self, name: str, key: Key, reason: str) -> None:
        self.untimed.append(Untimed(name, key, reason))

    # --- clocks that start with the last of several ------------------------------------------------------------------

    def _start_clocks(self) -> None:
        """Ties every clock to what starts it: exactly, where one thing starts it or one of several comes last."""
        earlier: dict[Hashable, set[Hashable]] = {}
        links: list[Link] = [*self.requirements, *self.contingents]
        for link in links:
            if link.lo is not None and link.lo >= 0:
                earlier.setdefault(link.end, set()).add(link.start)
        for clock_, starts in self.clocks.values():
            for start in starts:
                earlier.setdefault(clock_, set()).add(start)
        for name, (clock_, starts) in self.clocks.items():
            key: Key = "phase" if clock_[0] == "opens" else "after"
            last = next((one for one in starts if set(starts) - {one} <= all_before(one, earlier)), None)
            for start in starts:
                exact = start == last
                self._require(start, clock_, 0, 0 if exact else None, Said(name, key))
            if last is None and any(one.start == clock_ and one.hi is not None for one in self.requirements):
                self.requirements = [
                    Requirement(one.start, one.end, one.lo, None, one.tag) if one.start == clock_ else one
                    for one in self.requirements
                ]
                self._leave_out(name, key, "which of the things that start its clock comes last is not decided")
