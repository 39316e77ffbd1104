"""The sets of steps that can be done, as bit masks, and what parties would need to stay at each of them.

A rule is how a step may come: any of its masks suffices, and a mask suffices once all its steps are done. So no mask
is never, the mask 0 is at once, one mask is "after all of these" (the sets are then the order ideals), and several
are an `or`. Rules are monotone: what may come stays possible. At most `MOST_STEPS` steps.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from holdfast.solvers.schedule import Deal, Floats, merged_places

Masks: TypeAlias = NDArray[np.uint64]
#: For each step the masks of which any suffices.
Rules: TypeAlias = Sequence[Sequence[int]]
MOST_STEPS: Final = 63
#: How many bits one table of partial sums covers.
_TABLE: Final = 11


def chained(count: int, first: int = 0) -> list[list[int]]:
    """The rules of `count` steps, numbered from `first`, of which each waits for the one before: a counter."""
    return [[0 if place == 0 else 1 << (first + place - 1)] for place in range(count)]


def allows(rules: Rules, done: int, step: int) -> bool:
    """Whether a step may come once these are done."""
    return any(done & mask == mask for mask in rules[step])


def is_order(rules: Rules, order: Sequence[int]) -> bool:
    """Whether the rules allow an order."""
    done = 0
    for step in order:
        if done >> step & 1 or not allows(rules, done, step):
            return False
        done |= 1 << step
    return True


def merged(rules: Rules, groups: Sequence[Sequence[int]]) -> list[list[int]]:
    """The rules once the steps of each group are one step, as `schedule.merge` numbers them.

    A merged step may come once all of its group may: what they wait for among themselves is no wait any more.
    """
    places = merged_places(len(rules), groups)
    inside = {step: sum(1 << other for other in group) for group in groups for step in group}
    found: list[set[int]] = [{0} for _ in range(max(places, default=-1) + 1)]
    for step, place in enumerate(places):
        own = inside.get(step, 0)
        ways = set()
        for mask in rules[step]:
            left = mask & ~own
            ways.add(sum(1 << other for other in {places[bit] for bit in range(len(rules)) if left >> bit & 1}))
        found[place] = {one | other for one in found[place] for other in ways}
    return [sorted(mask for mask in ways if not mask >> place & 1) for place, ways in enumerate(found)]


def enabled(rules: Rules, states: Masks, step: int) -> NDArray[np.bool_]:
    """For each state whether a step may come there."""
    found = np.zeros(states.shape, bool)
    for mask in rules[step]:
        if mask == 0:
            return np.ones(states.shape, bool)
        found |= (states & np.uint64(mask)) == np.uint64(mask)
    return found


@dataclass(frozen=True, slots=True)
class Layer:
    """The states with one number of steps done, ascending, and how they are reached."""

    states: Masks
    moves: tuple[tuple[int, NDArray[np.intp], NDArray[np.intp]], ...]
    """Step, places of the states before it in the layer before, places of those after it in this one."""


def layers(rules: Rules) -> Iterator[Layer]:
    """Every state that can be reached, layer by layer; ends early where nothing more can come.

    Adding one bit to states that lack it keeps them ascending, so each layer is a merge of sorted runs.
    """
    states = np.zeros(1, np.uint64)
    yield Layer(states, ())
    for _ in range(len(rules)):
        grown, found = grow(rules, states)
        if not len(grown):
            return
        yield Layer(grown, found)
        states = grown


def grow(rules: Rules, states: Masks) -> tuple[Masks, tuple[tuple[int, NDArray[np.intp], NDArray[np.intp]], ...]]:
    """The states one step further, and the moves that lead there."""
    moves: list[tuple[int, NDArray[np.intp], Masks]] = []
    for step in range(len(rules)):
        bit = np.uint64(1 << step)
        places = np.flatnonzero(((states & bit) == 0) & enabled(rules, states, step))
        if len(places):
            moves.append((step, places, states[places] | bit))
    if not moves:
        return np.zeros(0, np.uint64), ()
    merged = np.sort(np.concatenate([one for _, _, one in moves]), kind="stable")
    fresh = np.empty(len(merged), bool)
    fresh[0] = True
    np.not_equal(merged[1:], merged[:-1], out=fresh[1:])
    grown = merged[fresh]
    return grown, tuple((step, places, np.searchsorted(grown, after)) for step, places, after in moves)


class Needs:
    """By how much leaving is worth more than going on, at any set of steps, without hazard; see `schedule.needs`.

    The deal has no axes for samples. Sums over a set are looked up in tables of partial sums, so they do not depend
    on how a set was reached.
    """

    def __init__(self, one: Deal, parties: Sequence[int] | None = None) -> None:
        self._parties = list(one.asked if parties is None else parties)
        held = one.stays + one.forfeits
        total = one.total
        self._base: list[float] = []
        self._tables: list[list[Floats]] = []
        self._shifts: list[list[Floats] | None] = []
        self._stop, self._prize, self._chance, self._cost = one.stop, one.prize, one.chance, one.cost
        for party in self._parties:
            self._tables.append(subset_tables(held[:, party]))
            self._base.append(float(-one.forfeits[:, party].sum() - total[party]))
            moving = one.prize[party] != 0 and bool(np.any(one.shifts[:, party]))
            self._shifts.append(subset_tables(one.shifts[:, party]) if moving else None)

    def at(self, states: Masks) -> Floats:
        """The largest need of any party at each state; at least 0, since who needs nothing stays."""
        found = np.zeros(states.shape)
        for place in range(len(self._parties)):
            np.maximum(found, self.of(place, states), out=found)
        return found

    def of(self, place: int, states: Masks) -> Floats:
        """The need of one party (by its place among those asked) at each state; negative where it has a margin."""
        party = self._parties[place]
        shift = self._shifts[place]
        moved = np.zeros(states.shape) if shift is None else lookup(shift, states)
        return lookup(self._tables[place], states) + self._outside(party, moved) + self._base[place]

    def block(self, high: Masks, low_bits: int) -> Floats:
        """The largest need at all states of which `high` are the upper bits: (2**low_bits, len(high))."""
        low = np.arange(1 << low_bits, dtype=np.uint64)
        upper = high << np.uint64(low_bits)
        found = np.zeros((len(low), len(high)))
        for place, party in enumerate(self._parties):
            shift = self._shifts[place]
            need = lookup(self._tables[place], low)[:, None] + (lookup(self._tables[place], upper) + self._base[place])
            if shift is None:
                need += self._outside(party, np.zeros(1))[0]
            else:
                need += self._outside(party, lookup(shift, low)[:, None] + lookup(shift, upper))
            np.maximum(found, need, out=found)
        return found

    def _outside(self, party: int, moved: Floats) -> Floats:
        chance = np.clip(self._chance[party] + moved, 0.0, 1.0)
        return np.asarray(np.maximum(self._stop[party], chance * self._prize[party] - self._cost[party]))


def subset_tables(values: Floats) -> list[Floats]:
    """Tables of the sums over all subsets of each run of `_TABLE` values."""
    found = []
    for start in range(0, len(values), _TABLE):
        table = np.zeros(1)
        for value in values[start : start + _TABLE]:
            table = np.concatenate([table, table + value])
        found.append(table)
    return found


def lookup(tables: Sequence[Floats], states: Masks) -> Floats:
    """The sum over each state."""
    mask = np.uint64((1 << _TABLE) - 1)
    found = np.zeros(states.shape)
    for place, table in enumerate(tables):
        part = (states >> np.uint64(place * _TABLE)) & mask
        found += table[part.astype(np.intp)]
    return found
