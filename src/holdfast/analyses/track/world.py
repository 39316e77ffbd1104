"""What has really happened by a day: events, phases, clauses performed; each true, false or unknown, and since when.

Strong Kleene logic, as everywhere: what nobody has established is not taken to be false where somebody says it is so.
Days are ordinals (`date.toordinal`) of the case's time zone. A duration in hours or minutes is counted in whole days,
rounded up, since reports say days.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Final

from holdfast.analyses.coherence.instance import Instance, parts
from holdfast.analyses.track.fold import Folded
from holdfast.analyses.track.settle import Settler, Unit, units
from holdfast.case import conditions as c
from holdfast.case.conditions import Condition
from holdfast.case.kleene import evaluate
from holdfast.case.model import Commitment
from holdfast.case.record_values import SCALE
from holdfast.case.times import Duration, Moment, Offset


@dataclass(frozen=True, slots=True)
class Fact:
    """Whether something holds; None is unknown. `since` is the day from which, where that is known."""

    value: bool | None
    since: int | None = None


NO: Final = Fact(False)
UNKNOWN: Final = Fact(None)


def both(facts: Iterable[Fact]) -> Fact:
    """All of them: since the last."""
    since: list[int] = []
    value: bool | None = True
    for fact in facts:
        if fact.value is False:
            return NO
        if fact.value is None:
            value = None
        elif fact.since is not None:
            since.append(fact.since)
    return UNKNOWN if value is None else Fact(True, max(since, default=None))


def either(facts: Iterable[Fact]) -> Fact:
    """Any of them: since the first."""
    found = list(facts)
    true = [fact for fact in found if fact.value is True]
    if true:
        return Fact(True, None if any(one.since is None for one in true) else min(one.since or 0 for one in true))
    return UNKNOWN if any(fact.value is None for fact in found) else NO


@dataclass(frozen=True, slots=True)
class Term:
    """When something is due: from a day on, and by a day."""

    starts: Fact
    """Whether and since when what it waits for has happened."""
    earliest: int | None
    latest: int | None
    """None where no day follows from the text, or not yet."""
    fixed: bool
    """Whether the last day is a date of the text, whatever happens before."""
    extended: tuple[str, ...] = ()
    """The decisions that moved the last day."""


@dataclass(frozen=True, slots=True)
class PartTerm:
    """When one part of a clause is due."""

    number: int
    needs: int | None
    """How much of the good must have come with it in all, in thousandths; None where that cannot be told."""
    starts: Fact
    latest: int | None


@dataclass
class World:
    """A draft under a package, and what is known to have happened."""

    instance: Instance
    folded: Folded
    settler: Settler
    _busy: set[object] = field(default_factory=set)
    _facts: dict[object, Fact] = field(default_factory=dict)

    @property
    def today(self) -> int:
        """The day of which the status is asked, as an ordinal."""
        return self.folded.as_of

    # --- conditions --------------------------------------------------------------------------------------------------

    def fact(self, condition: Condition | None, clause: str | None = None) -> Fact:
        """Whether a condition holds, and since when; `clause` is the one whose ``D`` is meant. None is always."""
        match condition:
            case None:
                return Fact(True)
            case c.And(parts):
                return both(self.fact(one, clause) for one in parts)
            case c.Or(parts):
                return either(self.fact(one, clause) for one in parts)
            case c.Not(part):
                value = self.fact(part, clause).value
                return UNKNOWN if value is None else Fact(not value)
            case c.Const(value):
                return Fact(value)
            case c.Free():
                return UNKNOWN
            case c.Choice() | c.AtLeast() | c.AtMost():
                return Fact(evaluate(condition, self.instance.world))
            case c.On(moment):
                return self._come(_ordinal(moment))
            case c.After(offset):
                return self._come(self.moment(offset, clause))
            case _:
                return self._once(("fact", condition, clause), lambda: self._step(condition))

    def _once(self, key: object, compute: object) -> Fact:
        """Computed once; what waits for itself is unknown."""
        if key in self._facts:
            return self._facts[key]
        if key in self._busy:
            return UNKNOWN
        self._busy.add(key)
        try:
            found: Fact = compute()  # type: ignore[operator]
        finally:
            self._busy.discard(key)
        self._facts[key] = found
        return found

    def _come(self, day: int | None) -> Fact:
        if day is None:
            return NO
        return Fact(True, day) if day <= self.today else NO

    def _step(self, step: Condition) -> Fact:
        match step:
            case c.Performed(name):
                return self.happened(name)
            case c.Verified(name):
                return self.each(name, lambda one: one.verified)
            case c.Begun(name):
                return self.each(name, lambda one: one.begun)
            case c.Recognised(name, party):
                return self.each(name, lambda one: one.recognised_by(party))
            case c.Stage(name, number):
                return self.stage(name, number)
            case c.Amount(name, amount, unit, percent):
                return self.amount(name, Fraction(amount), unit, percent)
            case c.Lasting(name, duration):
                since = self.happened(name)
                if since.value is not True or since.since is None:
                    return since if since.value is not True else UNKNOWN
                return self._come(later(since.since, duration))
            case c.PhaseEdge(name, edge):
                return self.phase(name, edge)
            case c.Before(first, second):
                a, b = self._step(first), self._step(second)
                if a.value is True and b.value is True and a.since is not None and b.since is not None:
                    return Fact(a.since <= b.since)
                return Fact(True) if a.value is True and b.value is False else UNKNOWN if a.value is None else NO
            case c.Done(choice):
                return self._done(choice)
            case _:
                return UNKNOWN

    def _done(self, choice: c.Choice | c.AtLeast | c.AtMost) -> Fact:
        issue = self.instance.case.issues.get(choice.issue)
        if issue is None:
            return UNKNOWN
        names = [str(name) for name in issue.options]
        if isinstance(choice, c.Choice):
            wanted = [name for name in names if (name in choice.options) is not choice.negated]
        else:
            place = names.index(choice.option) if choice.option in names else len(names)
            wanted = names[place:] if isinstance(choice, c.AtLeast) else names[: place + 1]
        return either(
            UNKNOWN if issue.options[name].done_when is None else self.fact(issue.options[name].done_when)
            for name in wanted
            if name in issue.options
        )

    # --- what happened -----------------------------------------------------------------------------------------------

    def happened(self, name: str) -> Fact:
        """Whether a clause was performed or an event has come, so that what waits for it may begin."""
        if name in self.instance.standing:
            return self.each(name, lambda one: one.done)
        if name in self.instance.draft.agreement.events:
            return self._once(("event", name), lambda: self._event(name))
        return NO if name in self.instance.left_out else UNKNOWN

    def each(self, name: str, what: object) -> Fact:
        """Something that is true of a clause once it is true of everybody who owes it."""
        clause = self.instance.standing.get(name)
        if clause is None:
            return NO if name in self.instance.left_out else UNKNOWN
        return both(_fact(what(self.settler.settled(name, unit))) for unit in units(clause))  # type: ignore[operator]

    def _event(self, name: str) -> Fact:
        """An event has come: by a finding; by the word of who declares it, or where nobody does, by anybody's that
        nobody denies; or on the day that the text fixes, unless somebody denies it."""
        event = self.instance.draft.agreement.events[name]
        said = self.settler.event(name, "occurred", None if event.declared_by is None else str(event.declared_by))
        if said is not None:
            return _fact(said)
        if event.on is not None:
            return self._come(_ordinal(event.on) if not isinstance(event.on, Offset) else self.moment(event.on, None))
        return NO

    def phase(self, name: str, edge: str) -> Fact:
        """Whether a phase has begun or ended."""
        return self._once(("phase", name, edge), lambda: self._phase(name, edge))

    def _phase(self, name: str, edge: str) -> Fact:
        phase = self.instance.draft.agreement.phases.get(name)
        if phase is None:
            return UNKNOWN
        declared = None if phase.declared_by is None else str(phase.declared_by)
        said = self.settler.event(name, "opened" if edge == "opens" else "ended", declared)
        if said is not None:
            return _fact(said)
        if edge == "opens":
            if declared is not None:
                return NO if self.fact(phase.opens).value is False else UNKNOWN
            return self.fact(phase.opens) if phase.opens is not None else NO
        if phase.ends is not None:
            return self.fact(phase.ends)
        mine = [str(one) for one, clause in self.instance.standing.items() if clause.phase == name]
        return both((self.phase(name, "opens"), *(self.happened(one) for one in mine))) if mine else UNKNOWN

    def stage(self, name: str, number: int) -> Fact:
        """Whether the parts of a clause up to one have been performed."""
        clause = self.instance.standing.get(name)
        if clause is None:
            return NO if name in self.instance.left_out else UNKNOWN
        needs = cumulated(clause, number)
        return both(_fact(self.settler.settled(name, unit).stage(number, needs)) for unit in units(clause))

    def amount(self, name: str, amount: Fraction, unit: str | None, percent: bool) -> Fact:
        """Whether so much of a clause has been performed."""
        clause = self.instance.standing.get(name)
        if clause is None:
            return NO if name in self.instance.left_out else UNKNOWN
        goods = {str(good): quantity for good, quantity in clause.gives.items()}
        good = unit if unit in goods else next(iter(goods), None)
        if good is None:
            return self.happened(name)
        needs = amount * SCALE
        if percent:
            figure = goods[good].amount.figure
            if figure is None or figure.stated is None or figure.percent:
                return self.happened(name)
            needs = amount * figure.stated * SCALE / 100
        return both(_fact(self.settler.settled(name, one).reached(good, needs)) for one in units(clause))

    # --- when things are due -----------------------------------------------------------------------------------------

    def moment(self, offset: Offset, clause: str | None) -> int | None:
        """The day that an offset names, if what it counts from has happened."""
        if offset.anchor == "D":
            fact = self.start(clause) if clause is not None else UNKNOWN
        elif offset.anchor in self.instance.draft.agreement.phases:
            fact = self.phase(offset.anchor, "opens")
        else:
            fact = self.happened(offset.anchor)
        if fact.value is not True or fact.since is None:
            return None
        return fact.since if offset.by is None else later(fact.since, offset.by, offset.sign)

    def start(self, name: str) -> Fact:
        """Whether what a clause waits for has happened, and since when: its ``D``."""
        return self._once(("start", name), lambda: self._start(name))

    def _start(self, name: str) -> Fact:
        clause = self.instance.standing[name]
        facts = [self.fact(clause.after, name) if clause.after is not None else Fact(True)]
        if clause.from_ is not None:
            facts.append(self.fact(clause.from_, name))
        if clause.phase is not None and clause.after is None and clause.from_ is None:
            facts.append(self.phase(str(clause.phase), "opens"))
        if not _waits(clause) and not self.begun:
            return NO
        return both(facts)

    @property
    def begun(self) -> bool:
        """Whether the agreement has begun at all: it has no events and phases, or one of them has come."""
        agreement = self.instance.draft.agreement
        if not agreement.events and not agreement.phases:
            return True
        known = self._facts.get("begun")
        if known is None:
            came = any(self.happened(str(one)).value for one in agreement.events)
            came = came or any(self.phase(str(one), "opens").value for one in agreement.phases)
            known = self._facts["begun"] = Fact(came)
        return known.value is True

    def term(self, name: str, unit: Unit) -> Term:
        """When a clause is due."""
        clause, start = self.instance.standing[name], self.start(name)
        since = start.since if start.value is True else None
        ends: list[int] = []
        fixed = False
        earliest = since
        for when in (clause.on, clause.deadline):
            if isinstance(when, Offset):
                if (day := self.moment(when, name)) is not None:
                    ends.append(day)
            elif when is not None:
                ends.append(_ordinal(when))
                fixed = True
        if clause.on is not None and ends:
            earliest = ends[0]
        if clause.within is not None and since is not None:
            if clause.within.longest is not None:
                ends.append(later(since, clause.within.longest))
            if clause.within.shortest != clause.within.longest:
                earliest = later(since, clause.within.shortest)
        partial = self.parts(name, unit)
        if not ends and partial and all(one.latest is not None for one in partial):
            ends.append(max(one.latest or 0 for one in partial))
        latest, extended = self._extended(name, unit, min(ends, default=None), None)
        return Term(start, earliest, latest, fixed, extended)

    def _extended(
        self, name: str, unit: Unit, latest: int | None, stage: int | None
    ) -> tuple[int | None, tuple[str, ...]]:
        extended: list[str] = []
        for one in self.settler.decisions(name, unit):
            record = one.record
            if record.decides != "extend" or record.stage != stage:
                continue
            if record.until is not None:
                latest = _ordinal(record.until) if latest is None else max(latest, _ordinal(record.until))
            elif record.length is not None and latest is not None:
                latest = later(latest, _duration(record.length))
            extended.append(one.name)
        return latest, tuple(extended)

    def parts(self, name: str, unit: Unit) -> tuple[PartTerm, ...]:
        """When each part of a clause is due."""
        clause = self.instance.standing[name]
        found: list[PartTerm] = []
        last: int | None = None
        for number, part in enumerate(parts(clause), 1):
            tranche = clause.tranches[part.tranche]
            starts = self.start(name)
            if tranche.after is not None:
                starts, last = self.fact(tranche.after, name), None
            elif isinstance(tranche.at, Offset):
                last = self.moment(tranche.at, name)
            elif tranche.at is not None:
                last = _ordinal(tranche.at)
            elif tranche.every is not None:
                if number == 1:
                    last = self.start(name).since
                last = None if last is None else later(last, tranche.every)
            if clause.paired_with is not None:
                other = str(clause.paired_with.commitment)
                starts = both((starts, self.stage(other, number)))
            latest, _ = self._extended(name, unit, last, number)
            found.append(PartTerm(number, cumulated(clause, number), starts, latest))
        return tuple(found)


def _fact(answer: tuple[bool | None, int | None]) -> Fact:
    return Fact(*answer)


def _waits(clause: Commitment) -> bool:
    """Whether the text itself says when a clause begins or is due."""
    timed = (clause.after, clause.from_, clause.phase, clause.on, clause.deadline)
    return any(one is not None for one in timed)


def cumulated(clause: Commitment, number: int) -> int | None:
    """How much must have come with the parts up to one, in thousandths of the clause's only good; None: not told."""
    if len(clause.gives) != 1:
        return None
    total = next(iter(clause.gives.values())).amount.figure
    whole = None if total is None or total.percent else total.stated
    needed = Fraction(0)
    for part in parts(clause)[:number]:
        if part.figure is None:
            return None if whole is None else int(whole * SCALE)
        amount = part.figure.stated if part.figure.stated is not None else part.figure.low
        if amount is None or (part.figure.percent and whole is None):
            return None
        needed += amount * (whole or 0) / 100 if part.figure.percent else amount
    return int(needed * SCALE)


def later(day: int, by: Duration, sign: int = 1) -> int:
    """A day so much later (or earlier). Hours and minutes are rounded up to days; months end with their last day."""
    if by.unit in ("h", "min"):
        return day + sign * -(-by.minutes[0] // 1440)
    if by.unit in ("d", "w"):
        return day + sign * by.amount * (7 if by.unit == "w" else 1)
    start = date.fromordinal(day)
    months = start.year * 12 + start.month - 1 + sign * by.amount * (12 if by.unit == "y" else 1)
    year, month = divmod(months, 12)
    year = min(max(year, 1), 9999)
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1])).toordinal()


def _duration(text: str) -> Duration:
    from holdfast.case.times import parse_duration

    return parse_duration(text)


def _ordinal(moment: Moment) -> int:
    return date(moment.year, moment.month, moment.day).toordinal()
