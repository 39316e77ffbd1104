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
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from holdfast.solvers.schedule import EPSILON, Deal, Floats

#: How it ends, as a party sees it: at the end, by another's stopping or contesting, or by its own leaving.
Way: TypeAlias = Literal["end", "stop", "contest", "own"]
_WAYS: Final[tuple[Way, ...]] = ("end", "stop", "contest", "own")


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
            found.low[k, party], found.high[k, party] = view.margins(k, _endings(possible, certain, k, party))
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


@dataclass(frozen=True, slots=True)
class _Sums:
    """For one party at one end: what the steps before each step come to, and at last all of them."""

    stays: Floats
    fades: Floats
    forfeits: Floats
    shifts: Floats

    @classmethod
    def of(cls, one: Deal, steps: list[int], party: int) -> _Sums:
        """The sums along an order."""
        columns = (part[steps, party] for part in (one.stays, one.fades, one.forfeits, one.shifts))
        return cls(*(np.concatenate([[0.0], np.cumsum(column)]) for column in columns))


class _View:
    """One party's numbers along the order, at both ends."""

    def __init__(self, low: Deal, high: Deal, steps: list[int], party: int) -> None:
        self._hazard = low.hazard
        self._n = len(steps)
        ends = (low, high)
        self._sums = [_Sums.of(one, steps, party) for one in ends]
        self._final = [float(one.final[party]) for one in ends]
        self._stop = [float(one.stop[party]) for one in ends]
        self._prize = [float(one.prize[party]) for one in ends]
        self._cost = [float(one.cost[party]) for one in ends]
        self._chance = [float(one.chance[party]) for one in ends]
        # Every combination of ends of what is judged once for the whole agreement.
        self._corners = np.array(list(itertools.product(self._stop, self._prize, self._cost))).T

    def ways(self, k: int) -> Iterator[Way]:
        """The ways in which this party may end it before the step k."""
        chance = [np.clip(self._chance[end] + self._sums[end].shifts[k], 0, 1) for end in (0, 1)]
        won = [one * prize for one in chance for prize in self._prize]
        if max(won) - self._cost[0] > self._stop[0]:
            yield "contest"
        if min(won) - self._cost[1] <= self._stop[1]:
            yield "stop"

    def margins(self, k: int, endings: Iterable[tuple[int, Way]]) -> tuple[float, float]:
        """Both ends of the margin before the step k: the lowest and the highest over ways in which it may end."""
        known = tuple(endings)
        return float(self._ends(k, known, 0).min()), float(self._ends(k, known, 1).max())

    def _early(self, k: int, end: int) -> Floats:
        """What a collapse by hazard before a later step leaves, by how many steps later that is, weighted and added."""
        weights = self._hazard * (1 - self._hazard) ** np.arange(self._n - k)
        stays = self._sums[end].stays[k : self._n] - self._sums[end].stays[k]
        return np.concatenate([[0.0], np.cumsum(weights * stays)])

    def _ends(self, k: int, endings: Sequence[tuple[int, Way]], end: int) -> Floats:
        """One end of the margin before the step k, for each way in which it may end before a step j."""
        j = np.array([place for place, _ in endings])
        at_end, stops, contests, own = (np.array([way == one for _, way in endings]) for one in _WAYS)
        sums = self._sums[end]
        go = (1 - self._hazard) ** (j - k)
        # Sums from the step k up to, and without, the step j.
        stays, moved = sums.stays[j] - sums.stays[k], sums.shifts[j] - sums.shifts[k]
        fixed = self._early(k, end)[j - k] + go * stays + sums.forfeits[-1] - sums.forfeits[k]
        fixed += go * at_end * (sums.fades[-1] + self._final[end])
        fixed -= go * own * (sums.forfeits[-1] - sums.forfeits[j])
        span = [self._chance[one] + float(self._sums[one].shifts[k]) for one in (0, 1)]
        edges = np.full_like(moved, span[0]), np.full_like(moved, span[1])
        cuts = [
            np.clip(one, span[0], span[1]) for one in (np.zeros_like(moved), np.ones_like(moved), -moved, 1.0 - moved)
        ]
        chance = np.stack([*edges, *cuts], axis=-1)[:, None, :]
        stop, prize, cost = (part[None, :, None] for part in self._corners)
        contest = np.clip(chance, 0, 1) * prize - cost
        later = np.clip(chance + moved[:, None, None], 0, 1) * prize - cost
        go, fixed = go[:, None, None], fixed[:, None, None]
        held = (1 - go) * stop + fixed
        stopping, contesting = held + go * stop, held + go * later

        def outer(payoff: Floats) -> Floats:
            """The payoff less the better way of leaving, at its end."""
            found = [payoff - leave for leave in (stop, contest)]
            edge = [one.min(axis=(1, 2)) if end == 0 else one.max(axis=(1, 2)) for one in found]
            return np.asarray(np.minimum(*edge))

        by_stop, by_contest = outer(stopping), outer(contesting)
        return np.asarray(
            np.select([at_end, stops, contests], [outer(held), by_stop, by_contest], np.maximum(by_stop, by_contest))
        )
