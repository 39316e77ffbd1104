"""Phased or comprehensive: the first phase alone, with whether the second is ever concluded as the unknown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from holdfast.analyses.hold.judgements import Valuation
from holdfast.analyses.hold.steps import Step, comes
from holdfast.case.case import Case
from holdfast.case.conditions import LEFT_OPEN
from holdfast.solvers.bargaining import PROCEDURES, Bargain, bargain
from holdfast.solvers.ideals import Rules
from holdfast.solvers.schedule import EPSILON, Deal, course

#: How often the likelihood of the second phase is looked at, from 0 to 1.
GRID: Final = 21
#: How long a round of talks is taken to be, in days, and how many there are before the deadline.
ROUND_DAYS: Final = 7
ROUNDS: Final = 4


@dataclass(frozen=True, slots=True)
class Stalling:
    """One party, once the first phase is over."""

    party: str
    gain: float
    """What stalling then is worth more to it than concluding; below 0 where concluding is worth more."""
    gain_most: float
    """The same where the judgements favour stalling."""
    worth_phase: float
    """What it has if the second phase is never concluded."""
    worth_whole: float
    """What it has once everything is done."""
    least: float | None
    """The smallest likelihood of a conclusion with which it goes through the first phase; None where none does."""
    most: float | None
    """The largest: below 1 where stalling is worth more to it than concluding."""
    at: int | None
    """The step that asks for `least`, or where that is 0 for `most`; None where any likelihood will do."""
    days: float | None
    """For how many more days of talks the whole at once is worth as much to it as the first phase alone, if the second
    is as likely concluded as not; None where its cost of a day is not judged."""
    cost_per_day: float | None


@dataclass(frozen=True, slots=True)
class Line:
    """A party's smallest margin within the first phase by the likelihood that the second is concluded."""

    party: str
    margins: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Agenda:
    """How issues are put on the table: what each of two parties has by the model of bargaining under a deadline."""

    parties: tuple[str, str]
    issues: tuple[str, ...]
    weights: tuple[tuple[float, ...], tuple[float, ...]]
    discount: tuple[float, float]
    """For each party what a round later is worth."""
    rounds: int
    results: tuple[tuple[str, Bargain], ...]
    """By who proposes first, then by procedure."""


@dataclass(frozen=True)
class Phased:
    """The first phase alone against the whole."""

    phase: str
    """The first of the later phases: what opens with it is not part of the first."""
    first: tuple[int, ...]
    """The places of the steps of the first phase, and of those that do not wait for a later one."""
    second: tuple[int, ...]
    likelihoods: tuple[float, ...]
    lines: tuple[Line, ...]
    stalling: tuple[Stalling, ...]
    least: float | None
    """Between `least` and `most` everybody goes through the first phase; None where no likelihood keeps all in."""
    most: float | None


def phased(
    phases: Sequence[str], valued: Valuation, steps: Sequence[Step], rules: Rules, *, hazard: float
) -> Phased | None:
    """The first phase alone, at the middles of the judgements; None where no worth lies beyond it.

    1. Beyond the first phase is what belongs to a later one, or waits for something that does.
    2. If the second is never concluded, a party has what it keeps and the better of stopping and contesting. That is
       no breach: nothing is forfeited.
    3. With the likelihood q it goes through the first phase while at each step ``q * whole + (1 - q) * phase alone``
       is worth no less than leaving there. That is linear in q, so bounds on q follow from each step.
    4. The whole at once costs more days of talks: with the cost per day, so many days make up for the risk that the
       second phase never comes.

    Args:
        phases: the names of the draft's phases, in order.
        valued: the judgements.
        steps: the steps with a worth, in the order.
        rules: how each may come.
        hazard: of no account here: the question is the second phase.
    """
    with_steps = [phase for phase in phases if any(step.phase == phase and not step.duty for step in steps)]
    if len(with_steps) < 2:
        return None
    later = set(with_steps[1:])
    beyond = {place for place, step in enumerate(steps) if step.phase in later}
    reached = comes(rules, beyond)
    first = [place for place in range(len(steps)) if reached >> place & 1]
    second = [place for place in range(len(steps)) if not reached >> place & 1]
    if not first or not second:
        return None
    middle = valued.deal(valued.middle, steps)
    grid = tuple(float(one) for one in np.linspace(0, 1, GRID))
    rows, lines = [], []
    for party in middle.asked:
        alone, whole, exits = _worths(middle, first, second, party)
        least, most, at = _bounds(alone, whole, exits)
        name = valued.parties[party]
        cost = next(
            (one.middle for one in valued.judgements if one.party == name and one.kind == "talks cost per day"), None
        )
        rows.append(
            Stalling(
                party=name,
                gain=alone - whole,
                gain_most=_most(valued, steps, first, second, party),
                worth_phase=alone,
                worth_whole=whole,
                least=least,
                most=most,
                at=at if at is None else first[at],
                days=None if not cost else max(0.0, 0.5 * (whole - alone) / cost),
                cost_per_day=cost,
            )
        )
        margins = [min(q * whole + (1 - q) * alone - leave for leave in exits) for q in grid]
        lines.append(Line(name, tuple(margins)))
    known = [(one.least, one.most) for one in rows if one.least is not None and one.most is not None]
    least, most = max((low for low, _ in known), default=0.0), min((high for _, high in known), default=1.0)
    all_in = len(known) == len(rows) and least <= most + EPSILON
    return Phased(
        phase=with_steps[1],
        first=tuple(first),
        second=tuple(second),
        likelihoods=grid,
        lines=tuple(lines),
        stalling=tuple(rows),
        least=least if all_in else None,
        most=most if all_in else None,
    )


def _worths(deal: Deal, first: Sequence[int], second: Sequence[int], party: int) -> tuple[float, float, list[float]]:
    """What the phase alone is worth, the whole, and leaving before each step of the first phase."""
    known = course(deal, [*first, *second])
    end = len(first)
    stop = float(deal.stop[party])
    alone = float(known.kept[end, party]) + max(stop, float(known.contest[end, party]))
    return alone, float(deal.total[party]), [float(one) for one in known.exit[:end, party]]


def _bounds(alone: float, whole: float, exits: Sequence[float]) -> tuple[float | None, float | None, int | None]:
    """Between which likelihoods a party goes through the phase, and the step that bounds them most."""
    least, most, lowest, highest = 0.0, 1.0, None, None
    for place, leave in enumerate(exits):
        if leave > max(alone, whole) + EPSILON:
            return None, None, place
        if leave > alone + EPSILON:
            needed = (leave - alone) / (whole - alone)
            if needed > least:
                least, lowest = needed, place
        if leave > whole + EPSILON:
            allowed = (leave - alone) / (whole - alone)
            if allowed < most:
                most, highest = allowed, place
    if least > most + EPSILON:
        return None, None, lowest
    return least, most, highest if lowest is None else lowest


def _most(valued: Valuation, steps: Sequence[Step], first: Sequence[int], second: Sequence[int], party: int) -> float:
    """What stalling gains where the judgements favour it: worths to come low, gains at risk low, strength high."""
    low, high = valued.deal(valued.low, steps), valued.deal(valued.high, steps)
    to_come = float((low.stays[list(second), party] + low.fades[list(second), party]).sum())
    at_risk = float(low.fades[list(first), party].sum() + low.final[party])
    chance = float(np.clip(high.chance[party] + high.shifts[list(first), party].sum(), 0, 1))
    away = max(float(high.stop[party]), chance * float(high.prize[party]) - float(low.cost[party]))
    return away - to_come - at_risk


def agenda(case: Case, package: Mapping[str, str]) -> Agenda | None:
    """What each of two parties has when issues are settled one by one, side by side or as a package.

    Their importances are the weights: the middles of ranges; where only an order is judged, the centre of all weights
    that fit it. A round is a week: what it costs is a week of the judged cost of a day of talks, of 100. None unless
    two parties, and no more, are needed for a deal and both have importances for two issues or more that this package
    settles.
    """
    consent = [str(party) for party in case.consent]
    found = {one.party: one.values for one in case.values if one.party in consent and one.values.importance}
    if len(consent) != 2 or len(found) != 2:
        return None
    parties = tuple(party for party in case.parties if party in found)
    issues = tuple(
        str(issue)
        for issue in case.issues
        if package.get(str(issue), LEFT_OPEN) != LEFT_OPEN
        and all(issue in (found[party].importance or ()) for party in parties)
    )
    if len(issues) < 2:
        return None
    weights, discounts = [], []
    for party in parties:
        importance = found[party].importance
        assert importance is not None
        if isinstance(importance, tuple):
            centre = [
                sum(1 / rank for rank in range(place + 1, len(importance) + 1)) / len(importance)
                for place in range(len(importance))
            ]
            known = dict(zip(map(str, importance), centre, strict=True))
        else:
            middles = {str(issue): (one.low + one.high) / 2 for issue, one in importance.items()}
            known = {issue: one / (sum(middles.values()) or 1) for issue, one in middles.items()}
        weights.append(tuple(100 * known[issue] for issue in issues))
        cost = found[party].talks_cost_per_day
        discounts.append(1.0 if cost is None else max(0.0, 1 - ROUND_DAYS * (cost.low + cost.high) / 200))
    pair, discount = (weights[0], weights[1]), (discounts[0], discounts[1])
    return Agenda(
        parties=(parties[0], parties[1]),
        issues=issues,
        weights=pair,
        discount=discount,
        rounds=ROUNDS,
        results=tuple(
            (parties[first], bargain(procedure, pair, ROUNDS, discount=discount, first=first))
            for first in (0, 1)
            for procedure in PROCEDURES
        ),
    )
