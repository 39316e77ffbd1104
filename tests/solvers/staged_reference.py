"""The model of `holdfast.solvers.schedule` once more, in plain Python and straight from its definition."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
from hypothesis import strategies as st

from holdfast.solvers.ideals import is_order
from holdfast.solvers.schedule import Coalition, Deal, deal


def exit_of(one: Deal, done: Sequence[int], party: int) -> tuple[float, float, float, float]:
    """Kept value, contest, forfeit and exit of a party once some steps are done."""
    kept = sum(float(one.stays[step, party]) for step in done)
    moved = sum(float(one.shifts[step, party]) for step in done)
    chance = min(1.0, max(0.0, float(one.chance[party]) + moved))
    contest = chance * float(one.prize[party]) - float(one.cost[party])
    forfeit = sum(float(one.forfeits[step, party]) for step in range(one.steps) if step not in done)
    return kept, contest, forfeit, kept + max(float(one.stop[party]), contest) - forfeit


def outcome(one: Deal, order: Sequence[int], place: int = 0) -> tuple[list[float], tuple[int, int, bool] | None]:
    """The values of the state before a step, and who ends it where and whether by contest; None where nobody does."""
    parties = range(one.parties)
    if place == len(order):
        return [
            float(one.final[p]) + sum(float(one.stays[s, p] + one.fades[s, p]) for s in range(one.steps))
            for p in parties
        ], None
    later, ending = outcome(one, order, place + 1)
    done = order[:place]
    states = [exit_of(one, done, party) for party in parties]
    go = [(1 - one.hazard) * later[p] + one.hazard * (states[p][0] + float(one.stop[p])) for p in parties]
    acting = [p for p in one.actors[order[place]] if p in one.asked]
    for party in [*acting, *(p for p in one.asked if p not in acting)]:
        if go[party] - states[party][3] < -1e-9 or _ousted(one, party, go, states):
            war = states[party][1] > float(one.stop[party])
            values = [states[p][0] + (states[p][1] if war else float(one.stop[p])) for p in parties]
            values[party] = states[party][3]
            return values, (party, place, war)
    return go, ending


def _ousted(one: Deal, party: int, go: list[float], states: list[tuple[float, float, float, float]]) -> bool:
    for group in one.coalitions:
        if group.party == party:
            lost = sum(votes for member, votes in group.members if go[member] - states[member][3] < -1e-9)
            return group.votes - lost < group.majority
    return False


def orders(rules: Sequence[Sequence[int]]) -> Iterator[tuple[int, ...]]:
    """Every order that the rules allow."""
    return (one for one in itertools.permutations(range(len(rules))) if is_order(rules, one))


def peak(one: Deal, order: Sequence[int]) -> float:
    """The largest guarantee that anybody needs along an order if nobody ever leaves."""
    go = [
        float(one.final[p]) + sum(float(one.stays[s, p] + one.fades[s, p]) for s in range(one.steps))
        for p in range(one.parties)
    ]
    worst = 0.0
    for place in range(len(order) - 1, -1, -1):
        for party in one.asked:
            kept, _, _, leave = exit_of(one, order[:place], party)
            go[party] = (1 - one.hazard) * go[party] + one.hazard * (kept + float(one.stop[party]))
            worst = max(worst, leave - go[party])
    return worst


@st.composite
def deals(draw: st.DrawFn, most: int = 5, parties: int = 3, hazards: bool = True) -> Deal:
    """Small random deals in whole numbers and tenths."""
    n, m = draw(st.integers(1, most)), draw(st.integers(2, parties))

    def matrix(low: int, high: int) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
        row = st.lists(st.integers(low, high), min_size=m, max_size=m)
        return np.array(draw(st.lists(row, min_size=n, max_size=n)), dtype=np.float64)

    def vector(low: int, high: int) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
        return np.array(draw(st.lists(st.integers(low, high), min_size=m, max_size=m)), dtype=np.float64)

    actors = [tuple(draw(st.lists(st.integers(0, m - 1), min_size=1, max_size=2, unique=True))) for _ in range(n)]
    found = deal(
        matrix(-9, 12),
        actors,
        kept=matrix(0, 1) > 0,
        shifts=matrix(-3, 3) / 10,
        forfeits=matrix(0, 2),
        stop=vector(-2, 3),
        prize=vector(0, 30),
        chance=vector(0, 10) / 10,
        cost=vector(0, 15),
        final=vector(0, 6),
        hazard=draw(st.sampled_from([0.0, 0.0, 0.2])) if hazards else 0.0,
    )
    if m < 3 or draw(st.booleans()):
        return found
    majority = draw(st.sampled_from([51.0, 80.0]))
    return replace(found, asked=(0, 1), coalitions=(Coalition(draw(st.integers(0, 1)), 100.0, majority, ((2, 40.0),)),))


@st.composite
def ruled_deals(draw: st.DrawFn, most: int = 5, hazards: bool = False) -> tuple[Deal, list[list[int]]]:
    """Deals with rules that some order meets: steps wait for all or for any of some that come before in the numbers."""
    one = draw(deals(most, hazards=hazards))
    rules: list[list[int]] = []
    for step in range(one.steps):
        before = draw(st.lists(st.integers(0, step - 1), max_size=2, unique=True)) if step else []
        either = draw(st.booleans()) and len(before) > 1
        rules.append([1 << other for other in before] if either else [sum(1 << other for other in before)])
    return one, rules
