"""Between which ends each margin lies, whatever the judgements are within their ranges.

One party that quits collapses all values before, so it is not enough to move a party's own judgements. From the last
step to the first it is kept which endings are possible: that a party quits there (its margin can be negative), and
whether it must (its margin cannot be anything else). A party's margin is then the worst and the best over all endings
that are possible later and over all its judgements within their ranges.

A margin is ``payoff - max(stop, contest)``. For a given ending, payoff less one of the two is linear in each single
judgement, and in the chance between the points where it is cut off at 0 and 1; so its extremes lie at the ends of the
ranges and at these points, and they are compared. The lower end is exact for an ending; the upper one may lie a little
too high where stop and contest change places within the ranges. Every margin that can occur lies between the two.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from holdfast.solvers.schedule import EPSILON, Deal, Floats

#: How it ends, as a party sees it: at the end, by another's stopping or contesting, or by its own leaving.
Way: TypeAlias = Literal["end", "stop", "contest", "own"]


@dataclass(frozen=True, slots=True)
class Bounds:
    """Both ends of each margin, as `schedule.play` would find it."""

    low: Floats
    """(n, m)"""
    high: Floats
    """(n, m)"""


def bounds(low: Deal, high: Deal, order: Sequence[int]) -> Bounds:
    """Both ends of every margin along an order.

    Args:
        low: the deal with every number at its lower end, without axes for samples.
        high: the same deal with every number at its upper end.
        order: every step once, or some of them.
    """
    steps = list(order)
    n, m = len(steps), low.parties
    found = Bounds(np.zeros((n, m)), np.zeros((n, m)))
    views = [_View(low, high, steps, party) for party in range(m)]
    possible: list[list[tuple[int, Way]]] = [[] for _ in range(n)]
    certain = [False] * n
    for k in range(n - 1, -1, -1):
        for party, view in enumerate(views):
            ends = [view.margin(k, j, way) for j, way in _endings(possible, certain, k, party)]
            found.low[k, party] = min(one for one, _ in ends)
            found.high[k, party] = max(one for _, one in ends)
        may, must = found.low[k] < -EPSILON, found.high[k] < -EPSILON
        may_lose, must_lose = (_without_majority(low, left) for left in (may, must))
        acting = [party for party in low.actors[steps[k]] if party in low.asked]
        for party in [*acting, *(party for party in low.asked if party not in acting)]:
            if may[party] or party in may_lose:
                possible[k] += [(party, way) for way in views[party].ways(k)]
            if must[party] or party in must_lose:
                certain[k] = True
                break  # who is asked after it is not asked
    return found


def _without_majority(one: Deal, left: NDArray[np.bool_]) -> frozenset[int]:
    """The parties that have no majority once these have left."""
    return frozenset(
        group.party
        for group in one.coalitions
        if group.votes - sum(votes for member, votes in group.members if left[member]) < group.majority
    )


def _endings(
    possible: Sequence[Sequence[tuple[int, Way]]], certain: Sequence[bool], k: int, party: int
) -> Iterator[tuple[int, Way]]:
    """The endings after the step k, as a party sees them."""
    n = len(possible)
    for j in range(k + 1, n):
        yield from dict.fromkeys((j, "own" if quitter == party else way) for quitter, way in possible[j])
        if certain[j]:
            return
    yield n, "end"


class _View:
    """One party's numbers along the order, at both ends."""

    def __init__(self, low: Deal, high: Deal, steps: list[int], party: int) -> None:
        self._hazard = low.hazard
        self._n = len(steps)
        ends = (low, high)
        self._stays = [one.stays[steps, party] for one in ends]
        self._fades = [one.fades[steps, party] for one in ends]
        self._forfeits = [one.forfeits[steps, party] for one in ends]
        self._shifts = [one.shifts[steps, party] for one in ends]
        self._final = [float(one.final[party]) for one in ends]
        self._stop = [float(one.stop[party]) for one in ends]
        self._prize = [float(one.prize[party]) for one in ends]
        self._cost = [float(one.cost[party]) for one in ends]
        self._chance = [float(one.chance[party]) for one in ends]

    def ways(self, k: int) -> Iterator[Way]:
        """The ways in which this party may end it before the step k."""
        chance = [np.clip(self._chance[end] + self._shifts[end][:k].sum(), 0, 1) for end in (0, 1)]
        won = [one * prize for one in chance for prize in self._prize]
        if max(won) - self._cost[0] > self._stop[0]:
            yield "contest"
        if min(won) - self._cost[1] <= self._stop[1]:
            yield "stop"

    def margin(self, k: int, j: int, way: Way) -> tuple[float, float]:
        """Both ends of the margin before the step k if it ends before the step j in that way."""
        return self._end(k, j, way, 0), self._end(k, j, way, 1)

    def _end(self, k: int, j: int, way: Way, end: int) -> float:
        stays, fades, forfeits = self._stays[end], self._fades[end], self._forfeits[end]
        go = (1 - self._hazard) ** (j - k)
        weights = self._hazard * (1 - self._hazard) ** np.arange(j - k)
        early = float((weights * np.concatenate([[0.0], np.cumsum(stays[k:j])])[: j - k]).sum())
        fixed = early + go * float(stays[k:j].sum()) + float(forfeits[k:].sum())
        if way == "end":
            fixed += go * (float(fades.sum()) + self._final[end])
        elif way == "own":
            fixed -= go * float(forfeits[j:].sum())
        moved = float(self._shifts[end][k:j].sum())
        span = [self._chance[one] + float(self._shifts[one][:k].sum()) for one in (0, 1)]
        cuts = {min(max(one, span[0]), span[1]) for one in (0.0, 1.0, -moved, 1.0 - moved)}
        chances = sorted({*span, *cuts})
        box = np.array(list(itertools.product(self._stop, self._prize, self._cost, chances)))
        stop, prize, cost, chance = box.T
        contest = np.clip(chance, 0, 1) * prize - cost
        later = np.clip(chance + moved, 0, 1) * prize - cost
        held = (1 - go) * stop + fixed
        payoffs = {
            "end": [held],
            "stop": [held + go * stop],
            "contest": [held + go * later],
            "own": [held + go * stop, held + go * later],
        }[way]
        if end == 0:
            return max(min(float((payoff - leave).min()) for leave in (stop, contest)) for payoff in payoffs)
        return max(min(float((payoff - leave).max()) for leave in (stop, contest)) for payoff in payoffs)
