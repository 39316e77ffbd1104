"""What can be said without any judgement of worth: who has given what before getting what, and what can be taken back.

A party's acts count as shares of its clauses: one of four parts of a clause is a quarter. That every clause counts the
same is no judgement of worth. What only begins to hold is listed and not counted: it can stop again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate

from holdfast.analyses.hold.steps import Plan, Step, comes
from holdfast.analyses.sides import side_of


@dataclass(frozen=True, slots=True)
class Count:
    """How far a party has come: shares of clauses."""

    party: str
    given: Fraction
    to_give: Fraction
    """Of how many in all."""
    got: Fraction
    to_get: Fraction

    @property
    def exposure(self) -> Fraction:
        """By how much it has gone ahead: the share of its own that it has done, less that of what it is owed."""
        mine = self.given / self.to_give if self.to_give else Fraction(0)
        theirs = self.got / self.to_get if self.to_get else Fraction(1)
        return mine - theirs


@dataclass(frozen=True, slots=True)
class After:
    """How things stand after a step."""

    step: Step
    counts: tuple[Count, ...]
    """One for each party without whom there is no agreement."""


@dataclass(frozen=True, slots=True)
class Peak:
    """Where a party has gone furthest ahead."""

    party: str
    place: int
    """After which step, by its place in the order."""
    exposure: Fraction


@dataclass(frozen=True, slots=True)
class First:
    """What a party can have to give before anything is given to it, and the reverse, in any order the text allows."""

    party: str
    before_getting: tuple[Step, ...]
    """All that it could have done before it gets anything."""
    before_giving: tuple[Step, ...]
    """All that it could have got before it gives anything."""
    must_begin: bool
    """Whether it has to give something before it can get anything."""


@dataclass(frozen=True, slots=True)
class CannotUndo:
    """A step that cannot be undone, and what whoever takes it has got by then."""

    place: int
    step: Step
    clause: str
    """The clause of the step that cannot be undone."""
    party: str
    got: Fraction
    to_get: Fraction


@dataclass(frozen=True, slots=True)
class TakenBack:
    """What a party has got, and others could take back or stop again."""

    party: str
    acts: tuple[Step, ...]
    """Said to be reversible."""
    duties: tuple[Step, ...]
    """Begun to hold, and can stop."""
    not_said: tuple[Step, ...]
    """The text does not say whether they can be undone."""


@dataclass(frozen=True, slots=True)
class Threshold:
    """What would have to be true for a party to go on from a point: what is still to come against what is still due."""

    party: str
    phase: str | None
    """Where the phase alone is over; None: where another party is furthest ahead."""
    place: int | None
    """After which step, by its place; None where `phase` says it."""
    got: tuple[Step, ...]
    to_get: tuple[Step, ...]
    to_give: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Structure:
    """Exposure by the text alone."""

    parties: tuple[str, ...]
    after: tuple[After, ...]
    peaks: tuple[Peak, ...]
    """Of each party, the largest first; of equal ones in the order of the case."""
    first: tuple[First, ...]
    cannot_undo: tuple[CannotUndo, ...]
    taken_back: tuple[TakenBack, ...]
    thresholds: tuple[Threshold, ...]
    unordered: bool
    """Whether the text sets hardly any order: no step that counts waits for another one."""


def clause_givers(plan: Plan, clause: str, parties: Sequence[str]) -> tuple[str, ...]:
    """Which of these parties, or those that belong to them, owe a clause."""
    case = plan.instance.case
    by = plan.instance.standing[clause].by
    found = set() if by is None else {side_of(case, str(party)) for party in by.parties}
    return tuple(party for party in parties if party in found)


def clause_receivers(plan: Plan, clause: str, parties: Sequence[str]) -> tuple[str, ...]:
    """To which of these parties a clause is owed: those that the text names; else, if one of them owes it, the others.

    What all of them owe, as one act or each by itself, they give each other.
    """
    case = plan.instance.case
    named = {side_of(case, str(party)) for party in plan.instance.standing[clause].to}
    giving = clause_givers(plan, clause, parties)
    found = tuple(party for party in parties if party in named)
    if found or not giving:
        return found
    return parties_but(parties, giving) or giving


def givers(plan: Plan, step: Step, parties: Sequence[str]) -> tuple[str, ...]:
    """Which of these parties owe something of a step."""
    owed = {party for clause in step.clauses for party in clause_givers(plan, clause, parties)}
    return tuple(party for party in parties if party in owed)


def receivers(plan: Plan, step: Step, parties: Sequence[str]) -> tuple[str, ...]:
    """To which of these parties something of a step is given by another."""
    given = {
        party
        for clause in step.clauses
        for party in clause_receivers(plan, clause, parties)
        if clause_givers(plan, clause, parties) != (party,)
    }
    return tuple(party for party in parties if party in given)


def parties_but(parties: Sequence[str], those: Iterable[str]) -> tuple[str, ...]:
    """The parties without some."""
    left_out = set(those)
    return tuple(party for party in parties if party not in left_out)


def structure(plan: Plan, order: Sequence[int], parties: Sequence[str]) -> Structure:
    """Exposure along an order of the plan's steps.

    Args:
        plan: the steps.
        order: their places in the order that is looked at.
        parties: those without whom there is no agreement.
    """
    steps = [plan.steps[place] for place in order]
    gives = [givers(plan, step, parties) for step in steps]
    gets = [receivers(plan, step, parties) for step in steps]
    after = _after(plan, steps, parties)
    peaks = [
        max(
            (Peak(party, place, one.counts[number].exposure) for place, one in enumerate(after)),
            key=lambda peak: (peak.exposure, -peak.place),
        )
        for number, party in enumerate(parties)
        if after
    ]
    peaks.sort(key=lambda peak: -peak.exposure)
    acts = [place for place, step in enumerate(plan.steps) if not step.duty and givers(plan, step, parties)]
    return Structure(
        parties=tuple(parties),
        after=tuple(after),
        peaks=tuple(peak for peak in peaks if peak.exposure > 0),
        first=tuple(_first(plan, party, parties) for party in parties),
        cannot_undo=tuple(_cannot_undo(plan, after, steps, parties)),
        taken_back=tuple(_taken_back(steps, gets, gives, party) for party in parties),
        thresholds=tuple(_thresholds(plan, steps, gives, gets, peaks, parties)),
        unordered=all(0 in plan.rules[place] for place in acts),
    )


def _after(plan: Plan, steps: Sequence[Step], parties: Sequence[str]) -> list[After]:
    def size(step: Step, party: str, of: Callable[[Plan, str, Sequence[str]], tuple[str, ...]]) -> Fraction:
        clauses = [clause for clause in step.clauses if party in of(plan, clause, parties)]
        return Fraction(0) if step.duty else step.share * len(clauses)

    gives = [[size(step, party, clause_givers) for party in parties] for step in steps]
    gets = [[size(step, party, clause_receivers) for party in parties] for step in steps]

    given, got = _sums(gives, len(parties)), _sums(gets, len(parties))
    return [
        After(
            step,
            tuple(
                Count(
                    party,
                    given[number][place],
                    given[number][-1],
                    got[number][place],
                    got[number][-1],
                )
                for number, party in enumerate(parties)
            ),
        )
        for place, step in enumerate(steps)
    ]


def _sums(rows: Sequence[Sequence[Fraction]], columns: int) -> list[list[Fraction]]:
    """For each column the sums of its rows so far."""
    return [list(accumulate(row[column] for row in rows)) for column in range(columns)]


def _first(plan: Plan, party: str, parties: Sequence[str]) -> First:
    steps = plan.steps
    mine = {place for place, step in enumerate(steps) if party in givers(plan, step, parties)}
    theirs = {place for place, step in enumerate(steps) if party in receivers(plan, step, parties)} - mine
    without_theirs, without_mine = comes(plan.rules, theirs), comes(plan.rules, mine)
    before_getting = [steps[place] for place in sorted(mine) if without_theirs >> place & 1 and not steps[place].duty]
    before_giving = [steps[place] for place in sorted(theirs) if without_mine >> place & 1 and not steps[place].duty]
    return First(party, tuple(before_getting), tuple(before_giving), bool(theirs) and not before_giving)


def _cannot_undo(
    plan: Plan, after: Sequence[After], steps: Sequence[Step], parties: Sequence[str]
) -> Iterable[CannotUndo]:
    for place, step in enumerate(steps):
        for clause in step.clauses:
            if plan.instance.standing[clause].reversible is False:
                owing = clause_givers(plan, clause, parties)
                for count in after[place].counts:
                    if count.party in owing:
                        yield CannotUndo(place, step, clause, count.party, count.got, count.to_get)


def _taken_back(
    steps: Sequence[Step], gets: Sequence[Sequence[str]], gives: Sequence[Sequence[str]], party: str
) -> TakenBack:
    got = [
        step
        for step, to, by in zip(steps, gets, gives, strict=True)
        if party in to and (len(step.clauses) > 1 or party not in by)
    ]
    return TakenBack(
        party,
        tuple(step for step in got if step.reversible and not step.duty),
        tuple(step for step in got if step.duty),
        tuple(step for step in got if step.reversible is None and not step.duty),
    )


def _thresholds(
    plan: Plan,
    steps: Sequence[Step],
    gives: Sequence[Sequence[str]],
    gets: Sequence[Sequence[str]],
    peaks: Sequence[Peak],
    parties: Sequence[str],
) -> Iterable[Threshold]:
    """After each phase but the last, or where nothing is left; without phases where somebody is furthest ahead."""
    found = []
    acts = [
        (phase, {place for place, step in enumerate(steps) if step.phase == phase and not step.duty})
        for phase in map(str, plan.instance.draft.agreement.phases)
    ]
    acts = [(phase, inside) for phase, inside in acts if inside]
    done: set[int] = set()
    for phase, inside in acts[:-1] or acts:
        done |= inside
        found += [_threshold(steps, gives, gets, done, party, phase, None) for party in parties]
    if not found:
        for peak in peaks:
            if peak.exposure > 0:
                at = set(range(peak.place + 1))
                for party in parties_but(parties, [peak.party]):
                    found.append(_threshold(steps, gives, gets, at, party, None, peak.place))
    unique = dict.fromkeys(one for one in found if one.to_give and one.got)
    return unique


def _threshold(
    steps: Sequence[Step],
    gives: Sequence[Sequence[str]],
    gets: Sequence[Sequence[str]],
    done: set[int],
    party: str,
    phase: str | None,
    place: int | None,
) -> Threshold:
    def of(who: Sequence[Sequence[str]], not_who: Sequence[Sequence[str]] | None, inside: bool) -> tuple[Step, ...]:
        return tuple(
            step
            for number, step in enumerate(steps)
            if party in who[number]
            and (number in done) is inside
            and not (not_who is not None and party in not_who[number])
            and not (step.duty and inside)
        )

    return Threshold(party, phase, place, of(gets, gives, True), of(gets, gives, False), of(gives, None, False))
