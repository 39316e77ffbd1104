"""What has really happened by a day: events, phases, clauses performed; each true, false or unknown, and since when."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction

from holdfast.analyses.coherence.instance import Instance, parts
from holdfast.analyses.track.days import later, ordinal
from holdfast.analyses.track.facts import NO, UNKNOWN, Fact, both, either
from holdfast.analyses.track.fold import Folded
from holdfast.analyses.track.obligors import units
from holdfast.analyses.track.settled import Answer, Settled
from holdfast.analyses.track.settler import Settler
from holdfast.case import conditions as c
from holdfast.case.conditions import Condition
from holdfast.case.kleene import evaluate
from holdfast.case.model import Commitment
from holdfast.case.record_values import SCALE
from holdfast.case.times import Offset


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
                return self._come(ordinal(moment))
            case c.After(offset):
                return self._come(self.moment(offset, clause))
            case _:
                return self._once(("fact", condition, clause), lambda: self._step(condition))

    def _once(self, key: object, compute: Callable[[], Fact]) -> Fact:
        """Computed once; what waits for itself is unknown."""
        if key in self._facts:
            return self._facts[key]
        if key in self._busy:
            return UNKNOWN
        self._busy.add(key)
        try:
            found = compute()
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

    def each(self, name: str, what: Callable[[Settled], Answer]) -> Fact:
        """Something that is true of a clause once it is true of everybody who owes it."""
        clause = self.instance.standing.get(name)
        if clause is None:
            return NO if name in self.instance.left_out else UNKNOWN
        return both(_fact(what(self.settler.settled(name, unit))) for unit in units(clause))

    def _event(self, name: str) -> Fact:
        """An event has come: by a finding; by the word of who declares it, or where nobody does, by anybody's that
        nobody denies; or on the day that the text fixes, unless somebody denies it."""
        event = self.instance.draft.agreement.events[name]
        said = self.settler.event(name, "occurred", None if event.declared_by is None else str(event.declared_by))
        if said is not None:
            return _fact(said)
        if event.on is not None:
            return self._come(ordinal(event.on) if not isinstance(event.on, Offset) else self.moment(event.on, None))
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

    # --- when things begin -----------------------------------------------------------------------------------------

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


def _fact(answer: Answer) -> Fact:
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
