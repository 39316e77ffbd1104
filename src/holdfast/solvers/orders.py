"""The order of steps that needs the smallest guarantee, among all that the rules allow.

Without hazard what a party needs to stay at a state depends on the set of steps done alone (`schedule.needs`). So the
largest guarantee ever needed along an order is the largest need of a set on a path through the lattice of sets, and
the best order is a minimax path: ``best(S) = max(need(S), min over the last step of best(S without it))``, from the
empty set up. Of the orders that reach the minimum, one with the least sum of needs is taken; of those that are still
equal, one that keeps to the numbers of the steps. Exact.

With a hazard continuation depends on the order too. Then the answer is bounded: from below by a minimax path in which
every party goes on from every set in the order best for itself, from above by an order that was evaluated.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from holdfast.solvers.ideals import Layer, Masks, Needs, Rules, allows, is_order, layers, lookup, subset_tables
from holdfast.solvers.lattice import Sweep, sweep
from holdfast.solvers.schedule import EPSILON, Deal, Floats, largest_need

#: How many states are looked at before a full table of all sets is taken instead, where there are few enough steps.
_SPARSE: Final = 1 << 19
_DENSE_STEPS: Final = 25
#: How many states may be held.
MOST_STATES: Final = 6_000_000


class TooManyStatesError(ValueError):
    """More sets of steps can be reached than can be looked at."""


@dataclass(frozen=True)
class Best:
    """The best order, and how good any order can be."""

    order: tuple[int, ...]
    need: float
    """The largest guarantee ever needed along `order`."""
    bound: float
    """No order needs less: `need` itself where the answer is exact."""
    states: int
    """How many sets of steps can be reached."""

    @property
    def exact(self) -> bool:
        """Whether no order needs less."""
        return self.need <= self.bound + EPSILON


@dataclass(frozen=True)
class Nearly:
    """The orders whose largest need is at most `limit`."""

    limit: float
    count: float
    """How many there are; a whole number up to 2**53, then rounded."""
    earliest: tuple[int, ...]
    """For each step the first place that it can have in one of them, from 0."""
    latest: tuple[int, ...]
    orders: tuple[tuple[int, ...], ...]
    """Some of them, as different as possible from those before."""


def best_order(one: Deal, rules: Rules, *, most: int = MOST_STATES) -> Best:
    """An order that minimises the largest guarantee ever needed.

    Args:
        one: the deal, without axes for samples.
        rules: how each step may come, see `ideals`.
        most: how many sets may be looked at.

    Raises:
        TooManyStatesError: where more can be reached.
        ValueError: where the rules let some steps never come.
    """
    if one.hazard > 0:
        return _with_hazard(one, rules, most)
    need = Needs(one)
    found = _sparse(rules, need.at, most, one.steps <= _DENSE_STEPS)
    if found is None:
        return _dense(one, rules, need)
    kept, at = found
    peak = _minimax(kept, at)
    limit = float(peak[-1][0])
    sums = _sums(
        kept, [np.where(here <= limit + EPSILON, weight, np.inf) for here, weight in zip(peak, at, strict=True)]
    )
    order = _walk_back(kept, sums)
    return Best(order, limit, limit, sum(len(layer.states) for layer in kept))


def _complete(kept: Sequence[Layer], steps: int) -> None:
    if len(kept) <= steps:
        raise ValueError("the rules let some steps never come")


def _sparse(
    rules: Rules, need: Callable[[Masks], Floats], most: int, may_give_up: bool
) -> tuple[list[Layer], list[Floats]] | None:
    """All layers and the needs at their states; None where a full table is the better way."""
    kept: list[Layer] = []
    at: list[Floats] = []
    seen = 0
    for layer in layers(rules):
        seen += len(layer.states)
        if may_give_up and seen > _SPARSE and seen > 1 << max(len(rules) - 4, 0):
            return None
        if seen > most:
            raise TooManyStatesError(f"more than {most} sets of steps can be reached")
        kept.append(layer)
        at.append(need(layer.states))
    _complete(kept, len(rules))
    at[-1][:] = 0.0  # once all is done nobody is asked any more
    return kept, at


def _minimax(kept: Sequence[Layer], at: Sequence[Floats]) -> list[Floats]:
    """For each state the smallest peak of a path from the start to it."""
    found = [at[0].copy()]
    for layer, weight in zip(kept[1:], at[1:], strict=True):
        here = np.full(len(layer.states), np.inf)
        for _, before, after in layer.moves:
            here[after] = np.minimum(here[after], found[-1][before])
        found.append(np.maximum(here, weight))
    return found


def _sums(kept: Sequence[Layer], at: Sequence[Floats]) -> list[Floats]:
    """For each state the smallest sum of needs of a path from the start to it."""
    found = [at[0].copy()]
    for layer, weight in zip(kept[1:], at[1:], strict=True):
        here = np.full(len(layer.states), np.inf)
        for _, before, after in layer.moves:
            here[after] = np.minimum(here[after], found[-1][before])
        found.append(here + weight)
    return found


def _walk_back(kept: Sequence[Layer], value: Sequence[Floats]) -> tuple[int, ...]:
    """The path of the smallest values: from the end, the highest step first where several are equal."""
    order: list[int] = []
    place = 0
    for level in range(len(kept) - 1, 0, -1):
        options = []
        for step, before, after in kept[level].moves:
            at = int(np.searchsorted(after, place))
            if at < len(after) and after[at] == place:
                options.append((float(value[level - 1][before[at]]), step, int(before[at])))
        least = min(one for one, _, _ in options)
        _, step, place = max((one for one in options if one[0] <= least + EPSILON), key=lambda one: one[1])
        order.append(step)
    return tuple(reversed(order))


def _dense(one: Deal, rules: Rules, need: Needs) -> Best:
    """The same over a full table of all sets."""
    peak = sweep(rules, need, Sweep.PEAK, np.inf)
    limit = float(peak[-1])
    if not np.isfinite(limit):
        raise ValueError("the rules let some steps never come")
    states = int(np.isfinite(peak).sum())
    del peak
    value = sweep(rules, need, Sweep.SUM, limit + EPSILON)
    state, order = len(value) - 1, []
    while state:
        options = [
            (float(value[state ^ 1 << step]), step)
            for step in range(one.steps)
            if state >> step & 1 and allows(rules, state ^ 1 << step, step)
        ]
        least = min(cost for cost, _ in options)
        step = max(step for cost, step in options if cost <= least + EPSILON)
        order.append(step)
        state ^= 1 << step
    return Best(tuple(reversed(order)), limit, limit, states)


def nearly(one: Deal, rules: Rules, limit: float, *, orders: int = 5, most: int = 1_000_000) -> Nearly:
    """The orders whose largest need is at most `limit`: how many, what moves in them, and some of them.

    1. A state is open where its need is at most the limit; count the paths of open states to and from each.
    2. A step can have the place k where an open path takes it there.
    3. The first order shown keeps to the numbers of the steps; each further one turns round as many pairs of steps as
       it can among those that all orders before agree on, greedily from its beginning.

    Raises:
        TooManyStatesError: where more than `most` sets can be reached.
        ValueError: where no order stays within the limit, or the deal has a hazard.
    """
    if one.hazard > 0:
        raise ValueError("with a hazard what is needed depends on more than the set done")
    need = Needs(one)
    kept, at = _sparse(rules, need.at, most, False) or ([], [])
    open_ = [weight <= limit + EPSILON for weight in at]
    ahead: list[Floats] = [np.zeros(len(layer.states)) for layer in kept]
    behind: list[Floats] = [np.zeros(len(layer.states)) for layer in kept]
    behind[0][:] = open_[0]
    ahead[-1][:] = open_[-1]
    for level in range(1, len(kept)):
        for _, before, after in kept[level].moves:
            behind[level][after] += behind[level - 1][before]
        behind[level] *= open_[level]
    for level in range(len(kept) - 1, 0, -1):
        for _, before, after in kept[level].moves:
            ahead[level - 1][before] += ahead[level][after]
        ahead[level - 1] *= open_[level - 1]
    if not ahead[0][0]:
        raise ValueError("no order stays within the limit")
    earliest, latest = [one.steps] * one.steps, [-1] * one.steps
    for level in range(1, len(kept)):
        for step, before, after in kept[level].moves:
            if ((behind[level - 1][before] > 0) & (ahead[level][after] > 0)).any():
                earliest[step] = min(earliest[step], level - 1)
                latest[step] = level - 1
    shown = _different(kept, ahead, one.steps, orders)
    return Nearly(limit, float(ahead[0][0]), tuple(earliest), tuple(latest), shown)


def _different(kept: Sequence[Layer], ahead: Sequence[Floats], steps: int, wanted: int) -> tuple[tuple[int, ...], ...]:
    agreed: NDArray[np.float64] = np.zeros((steps, steps))
    """agreed[i, j]: in how many of the orders so far i comes before j."""
    found: list[tuple[int, ...]] = []
    for _ in range(wanted):
        left, place, order = set(range(steps)), 0, []
        for level in range(1, len(kept)):
            options = []
            for step, before, after in kept[level].moves:
                at = int(np.searchsorted(before, place))
                if at < len(before) and before[at] == place and ahead[level][after[at]] > 0:
                    others = [other for other in left if other != step]
                    options.append((float(agreed[step, others].sum()), step, int(after[at])))
            _, step, place = min(options)
            order.append(step)
            left.discard(step)
        if tuple(order) in found:
            break
        found.append(tuple(order))
        for index, step in enumerate(order):
            agreed[step, order[index + 1 :]] += 1
    return tuple(found)


def _with_hazard(one: Deal, rules: Rules, most: int) -> Best:
    """Bounds with a hazard.

    1. From the last layer back, the best that each party could have from each set if it chose the order of the rest:
       ``(1 - h) * max over the next step + h * (kept + stop)``. Exit less that is at most what it needs in any order.
    2. The minimax path over these needs bounds every order from below.
    3. That path, and the best order without hazard, evaluated; then single steps moved while that helps.
    """
    calm = replace(one, hazard=0.0)
    need = Needs(calm)
    kept, exits = _sparse(rules, need.at, most, False) or ([], [])
    parties = list(one.asked)
    total = calm.total
    ahead = [np.full(len(kept[-1].states), float(total[party])) for party in parties]
    stays = [subset_tables(one.stays[:, party]) for party in parties]
    at: list[Floats] = [exits[-1]]
    for level in range(len(kept) - 1, 0, -1):
        states = kept[level - 1].states
        weight = np.zeros(len(states))
        for place, party in enumerate(parties):
            here = np.full(len(states), -np.inf)
            for _, before, after in kept[level].moves:
                here[before] = np.maximum(here[before], ahead[place][after])
            here = (1 - one.hazard) * here + one.hazard * (lookup(stays[place], states) + one.stop[party])
            ahead[place] = here
            leave = need.of(place, states) + float(total[party])
            weight = np.maximum(weight, leave - here)
        at.append(weight)
    at.reverse()
    peak = _minimax(kept, at)
    bound = float(peak[-1][0])
    limited = [np.where(here <= bound + EPSILON, weight, np.inf) for here, weight in zip(peak, at, strict=True)]
    starts = [_walk_back(kept, _sums(kept, limited)), best_order(calm, rules, most=most).order]
    order, found = min((_improved(one, rules, list(start)) for start in starts), key=lambda improved: improved[1])
    return Best(order, found, bound, sum(len(layer.states) for layer in kept))


def _improved(one: Deal, rules: Rules, order: list[int]) -> tuple[tuple[int, ...], float]:
    """Moves single steps to other places, always the move that helps most, while one helps."""
    need = float(largest_need(one, order))
    while True:
        best: tuple[float, list[int]] | None = None
        for at in range(len(order)):
            for to in range(len(order)):
                moved = order[:at] + order[at + 1 :]
                moved.insert(to, order[at])
                if to != at and is_order(rules, moved):
                    found = float(largest_need(one, moved))
                    if found < (need if best is None else best[0]) - EPSILON:
                        best = (found, moved)
        if best is None:
            return tuple(order), need
        need, order = best
