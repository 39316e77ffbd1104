"""An instantiated agreement → simple temporal networks with uncertainty, one for each choice of its ``or``s."""

from __future__ import annotations

import itertools
import math
from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Final

from holdfast.analyses.coherence import clock
from holdfast.analyses.coherence.exact import CALENDAR, Length, Point, exact
from holdfast.analyses.coherence.instance import MOST_PARTS, Instance, is_ongoing
from holdfast.analyses.coherence.links import Key, Links, Said, Untimed
from holdfast.analyses.coherence.moments import Alternative, all_before, alternatives
from holdfast.analyses.coherence.points import Points, UntoldError
from holdfast.case import conditions as c
from holdfast.case.conditions import Condition
from holdfast.case.model import Commitment
from holdfast.case.times import Offset
from holdfast.solvers.temporal import Contingent, Link, Network, Requirement, consistent

#: How many choices of ``or`` are followed.
MOST_CHOICES: Final = 64


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


@dataclass(frozen=True, slots=True)
class _Promised:
    """What others have promised by a day: from where it counts, and from when until when, in minutes."""

    after: Point
    """What it cannot come before."""
    anchor: Point
    done: Point
    first: int | None
    last: int
    said: Said


@dataclass
class _Builder:
    instance: Instance
    chosen: Mapping[tuple[str, Key], Alternative]
    read: Mapping[tuple[str, Key], list[Alternative]]
    view: str | None
    links: Links = field(default_factory=Links)
    promised: list[_Promised] = field(default_factory=list)
    """What others owe by a day, in one party's view."""
    clocks: dict[str, tuple[Point, tuple[Point, ...]]] = field(default_factory=dict)
    """For each clause and phase that waits: its clock and what starts it."""

    @cached_property
    def points(self) -> Points:
        """When what is waited for happens."""
        return Points(self.instance, self.links)

    def build(self) -> Schedule:
        agreement = self.instance.draft.agreement
        for name, event in agreement.events.items():
            if event.on is not None:
                self._on(str(name), event.on, ("event", str(name)), False)
        for name in agreement.phases:
            self._phase(str(name))
        for name, clause in self.instance.standing.items():
            self._clause(name, clause)
        for group in agreement.together:
            steps = [str(one) for one in group if str(one) in self.instance.standing]
            for first, second in itertools.pairwise(steps):
                self.links.require(("done", first), ("done", second), 0, 0, Said(first, "together"))
        self._start_clocks()
        self._promise()
        chosen = {at: c.conjunction(self.chosen[at]) for at, ways in self.read.items() if len(ways) > 1}
        network = self.links.network
        network = exact(network, self.links.lengths, self.links.days, self.instance.case.timezone)
        return Schedule(network, chosen, tuple(self.links.untimed))

    def _phase(self, name: str) -> None:
        phase = self.instance.draft.agreement.phases[name]
        opens, ends = ("opens", name), ("ends", name)
        self.links.order(opens, ends, Said(name, "phase"))
        if phase.opens is not None:
            self.clocks[name] = (opens, self._starts(name, "phase"))
        for clause, one in self.instance.standing.items():
            if one.phase == name and not is_ongoing(one) and phase.ends is None:
                self.links.order(("done", clause), ends, Said(clause, "phase"))

    def _clause(self, name: str, clause: Commitment) -> None:
        due, start, done = ("due", name), ("start", name), ("done", name)
        starts = self._starts(name, "after") if clause.after is not None else ()
        if clause.phase is not None and clause.phase in self.instance.draft.agreement.phases:
            starts = (*starts, ("opens", str(clause.phase)))
        if starts:
            self.clocks[name] = (due, starts)
            self.links.order(due, start, Said(name, "after"))
        others = self._is_others(clause)
        if not (others and (clause.tranches or clause.deadline is not None or clause.on is not None)):
            self.links.order(start, done, Said(name, "order"))
        self._parts(name, clause)
        self._limits(name, clause, due, done, bool(starts))
        if clause.takes is not None and not others:
            if clause.tranches:
                self.links.leave_out(name, "takes", "how long the parts of it take is not said one by one")
            else:
                self.links.uncontrolled(start, done, clause.takes, Said(name, "takes"))
        if not clause.tranches:
            self._verify(name, clause, done, ("verified", name), 0)

    def _verify(self, name: str, clause: Commitment, done: Point, verified: Point, part: int) -> None:
        said = Said(name, "verification", part)
        if clause.verification is None:
            self.links.order(done, verified, said)
        else:
            self.links.uncontrolled(done, verified, clause.verification, said)

    def _limits(self, name: str, clause: Commitment, due: Point, done: Point, waits: bool) -> None:
        if is_ongoing(clause):
            return
        others = self._is_others(clause)
        if others and (clause.tranches or self._follows(name)):
            return  # its parts are promised, and the whole is the last of them; or it is one step with another's
        if clause.within is not None:
            if not waits:
                self.links.leave_out(name, "within", "nothing says from when it counts")
            elif others:
                self.links.promised(due, done, clause.within, Said(name, "within"))
                return
            else:
                self.links.within(due, done, clause.within, Said(name, "within"))
        if clause.deadline is not None:
            self._deadline(name, clause.deadline, done, waits, others)
        elif clause.on is not None:
            self._on(name, clause.on, done, waits, others)
        elif others and waits:
            self.links.contingents.append(Contingent(due, done, 0, clock.UNKNOWN, Said(name, "order")))

    def _is_others(self, clause: Commitment) -> bool:
        """Whether others than the party whose view it is decide when it is done."""
        return self.view is not None and clause.by is not None and self.view not in clause.by.parties

    def _follows(self, name: str) -> bool:
        """Whether it is one step with what others owe, of which another clause already says when it comes."""
        for group in self.instance.draft.agreement.together:
            standing = {str(one): self.instance.standing.get(str(one)) for one in group}
            others = [one for one, clause in standing.items() if clause is not None and self._is_others(clause)]
            if name in others[1:]:
                return True
        return False

    def _deadline(self, name: str, when: object, done: Point, waits: bool, others: bool) -> None:
        said = Said(name, "deadline")
        if isinstance(when, Offset):
            anchor, length = self.points.anchor(name, when, waits), Length.of(when)
            if anchor is None:
                self.links.leave_out(name, "deadline", "nothing says from when it counts")
                return
        elif isinstance(when, date):
            anchor, length = CALENDAR, Length(base=clock.span(when)[1])
        else:
            return
        if others and length.least >= 0:
            self.promised.append(_Promised(("due", name), anchor, done, None, length.least, said))
        else:
            self.links.by(anchor, done, length, said)

    def _on(self, name: str, when: object, done: Point, waits: bool, others: bool = False) -> None:
        said = Said(name, "on")
        if isinstance(when, Offset):
            anchor, length = self.points.anchor(name, when, waits), Length.of(when)
            if anchor is None:
                self.links.leave_out(name, "on", "nothing says from when it counts")
                return
            first, last = length.least, length.most + clock.DAY - 1
            self.links.days[anchor, done] = length
        elif isinstance(when, date | datetime):
            anchor = CALENDAR
            first, last = clock.span(when)
        else:
            return
        if others and first >= 0:
            self.promised.append(_Promised(("due", name), anchor, done, first, last, said))
        else:
            self.links.require(anchor, done, first, last, said)

    def _promise(self) -> None:
        """What others owe by a day comes when they like between what it waits for, at the earliest, and that day."""
        if not self.promised:
            return
        network = self.links.network
        for one in self.promised:
            first = one.first
            if first is None:
                known = consistent(network, one.anchor).dates if one.anchor in network.index else {}
                first = max(0, (known[one.after].earliest or 0) if one.after in known else 0)
            counted = ("promised", *one.done)  # a point of its own: contingent links must not wait for each other
            self.links.require(one.anchor, counted, 0, 0, one.said)
            self.links.contingents.append(Contingent(counted, one.done, min(first, one.last), one.last, one.said))

    def _parts(self, name: str, clause: Commitment) -> None:
        number = 0
        counted: tuple[Point, Length] | None = None
        before: Point = ("start", name)
        waits = clause.after is not None or clause.phase is not None
        others = self._is_others(clause)
        for tranche in clause.tranches:
            for _ in range(min(tranche.times, MOST_PARTS)):
                number += 1
                start, done = ("start", name, str(number)), ("done", name, str(number))
                self.links.order(before, start, Said(name, "order", number))
                if not others:
                    self.links.order(start, done, Said(name, "order", number))
                self._verify(name, clause, done, ("verified", name, str(number)), number)
                said = Said(name, "tranches", number)
                if isinstance(tranche.at, Offset):
                    anchor = self.points.anchor(name, tranche.at, waits)
                    counted = None if anchor is None else (anchor, Length.of(tranche.at))
                elif tranche.at is not None:
                    counted = (CALENDAR, Length(base=clock.span(tranche.at)[1]))
                elif tranche.every is not None:
                    if counted is None and waits:
                        counted = (("due", name), Length())
                    counted = None if counted is None else (counted[0], counted[1].then(tranche.every))
                else:
                    counted = None
                    self._wait(name, tranche.after, start, said)
                if counted is None and others:
                    self.links.contingents.append(Contingent(start, done, 0, clock.UNKNOWN, said))
                elif counted is not None and others:
                    last = max(counted[1].least, 0)
                    self.promised.append(_Promised(start, counted[0], done, None, last, said))
                elif counted is not None:
                    self.links.by(counted[0], done, counted[1], said)
                elif tranche.after is None:
                    self.links.leave_out(name, "tranches", "nothing says from when its parts count")
                before = done
        if number:
            self.links.require(("done", name, str(number)), ("done", name), 0, 0, Said(name, "order"))
            self.links.require(("verified", name, str(number)), ("verified", name), 0, 0, Said(name, "order"))
            self._pair(name, clause, number)

    def _pair(self, name: str, clause: Commitment, number: int) -> None:
        if clause.paired_with is None or str(clause.paired_with.commitment) not in self.instance.standing:
            return
        other = str(clause.paired_with.commitment)
        when = {"performed": "done", "verified": "verified", "begun": "start"}[clause.paired_with.when]
        for part in range(1, min(number, len(self.instance.parts(other))) + 1):
            said = Said(name, "paired_with", part)
            self.links.order((when, other, str(part)), ("start", name, str(part)), said)
            if part < len(self.instance.parts(other)):
                self.links.order(("done", name, str(part)), ("start", other, str(part + 1)), said)

    def _wait(self, name: str, condition: Condition | None, start: Point, said: Said) -> None:
        ways = [] if condition is None else list(itertools.islice(alternatives(condition), 2))
        if len(ways) != 1:
            self.links.leave_out(name, said.key, "a part waits for one of several things")
            return
        for atom in ways[0]:
            try:
                point = self.points.of(atom)
            except UntoldError as reason:
                self.links.leave_out(name, said.key, str(reason))
            else:
                if point is not None:
                    self.links.order(point, start, said)

    # --- moments -----------------------------------------------------------------------------------------------------

    def _starts(self, name: str, key: Key) -> tuple[Point, ...]:
        found: list[Point] = []
        for atom in self.chosen[name, key]:
            try:
                point = self.points.of(atom)
            except UntoldError as reason:
                self.links.leave_out(name, key, str(reason))
                point = ("untold", name, str(len(found)))
            if point is not None:
                found.append(point)
        return tuple(dict.fromkeys(found))

    # --- clocks that start with the last of several ------------------------------------------------------------------

    def _start_clocks(self) -> None:
        """Ties every clock to what starts it: exactly, where one thing starts it or one of several comes last."""
        earlier: dict[Hashable, set[Hashable]] = {}
        links: list[Link] = [*self.links.requirements, *self.links.contingents]
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
                self.links.require(start, clock_, 0, 0 if exact else None, Said(name, key))
            if last is None and any(one.start == clock_ and one.hi is not None for one in self.links.requirements):
                self.links.requirements = [
                    Requirement(one.start, one.end, one.lo, None, one.tag) if one.start == clock_ else one
                    for one in self.links.requirements
                ]
                self.links.leave_out(name, key, "which of the things that start its clock comes last is not decided")
