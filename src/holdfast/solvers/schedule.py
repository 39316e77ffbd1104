"""Does everybody keep having a reason to continue along a schedule? Backward induction with exits.

A `Deal` has `n` steps and `m` parties. Along an order of the steps the parties are asked before each step, those who
act in it first, then the others by number. The first whose exit is worth more than going on ends the agreement and
chooses how: to stop where things stand, or to contest. The others get what that way is worth to them and forfeit
nothing. Who is indifferent goes on.

With S the set of steps done, a party's

* kept value is the sum over S of what stays with it when the agreement collapses (costs stay, gains may);
* contest value is ``min(1, max(0, chance + sum of shifts over S)) * prize - cost``: what has been done moves the
  chance of prevailing (Fearon 1995; Powell 2006);
* exit is kept value + max(stop, contest) - what it forfeits: the forfeits of all steps that are not yet done;
* continuation is the value of the next state, by backward induction; at the end all gains, costs and the final value.

With a hazard h the agreement collapses with probability h after the parties were asked and before a step is taken,
through no party's choice; then everybody has its kept value and `stop`.

Without hazard, and as long as nobody quits, continuation is the value of the end whatever the order. What a party
would need to stay (`needs`) then depends on the set done alone: the base of `holdfast.solvers.orders`. Safe exchange
(Sandholm, Lesser 1995; Sandholm, Wang 2002) is the special case with two parties and without contest.

All numbers of a deal may have leading axes for samples; everything is computed for all samples at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float64]
Bools: TypeAlias = NDArray[np.bool_]
Ints: TypeAlias = NDArray[np.intp]
#: A difference of values below this is none.
EPSILON: Final = 1e-9


@dataclass(frozen=True, slots=True)
class Coalition:
    """What a party needs to stay in office: members with votes, who leave once that is worth more to them."""

    party: int
    votes: float
    """All votes, those that belong to no member with them."""
    majority: float
    members: tuple[tuple[int, float], ...]
    """Party number and votes of each member."""


@dataclass(frozen=True)
class Deal:
    """Steps and what they mean to the parties. Raises ValueError where shapes do not fit.

    Worths are on each party's own scale. `...` is any number of axes for samples, the same or 1 everywhere.
    """

    stays: Floats
    """(..., n, m): what a step brings or costs, as far as it stays on a collapse."""
    fades: Floats
    """(..., n, m): what a step brings that a collapse takes away again."""
    shifts: Floats
    """(..., n, m): by how much a step moves the chance of prevailing."""
    forfeits: Floats
    """(..., n, m): what a party forfeits that quits while the step is not done."""
    stop: Floats
    """(..., m)"""
    prize: Floats
    """(..., m)"""
    chance: Floats
    """(..., m), from 0 to 1"""
    cost: Floats
    """(..., m)"""
    final: Floats
    """(..., m): what the end brings by itself."""
    actors: tuple[tuple[int, ...], ...]
    """Who acts in each step."""
    asked: tuple[int, ...]
    """Who can end the agreement."""
    coalitions: tuple[Coalition, ...] = ()
    hazard: float = 0.0

    def __post_init__(self) -> None:
        n, m = self.stays.shape[-2:]
        for matrix in (self.fades, self.shifts, self.forfeits):
            if matrix.shape[-2:] != (n, m):
                raise ValueError(f"expected (..., {n}, {m}) and got {matrix.shape}")
        for vector in (self.stop, self.prize, self.chance, self.cost, self.final):
            if vector.shape[-1:] != (m,):
                raise ValueError(f"expected (..., {m}) and got {vector.shape}")
        if len(self.actors) != n:
            raise ValueError(f"expected the actors of {n} steps and got {len(self.actors)}")
        if not 0 <= self.hazard < 1:
            raise ValueError("a hazard is at least 0 and less than 1")

    @property
    def steps(self) -> int:
        """How many steps there are."""
        return int(self.stays.shape[-2])

    @property
    def parties(self) -> int:
        """How many parties there are."""
        return int(self.stays.shape[-1])

    @property
    def total(self) -> Floats:
        """(..., m): what the whole is worth, with its end."""
        return np.asarray((self.stays + self.fades).sum(axis=-2) + self.final)


def deal(
    worth: Floats,
    actors: Sequence[Sequence[int]],
    *,
    kept: Bools | bool = True,
    shifts: Floats | None = None,
    forfeits: Floats | None = None,
    stop: Floats | float = 0.0,
    prize: Floats | float = 0.0,
    chance: Floats | float = 0.0,
    cost: Floats | float = 0.0,
    final: Floats | float = 0.0,
    hazard: float = 0.0,
) -> Deal:
    """A deal in which everybody is asked, from worths.

    Args:
        worth: (..., n, m), negative for costs. Costs stay on a collapse.
        actors: for each step who acts in it.
        kept: (n, m), or one for all: whether gains stay on a collapse.
        shifts: (..., n, m); none by default. `forfeits` likewise.
        forfeits: see `Deal`.
        stop: (m,), or one for all; `prize`, `chance`, `cost` and `final` likewise. See `Deal`.
        prize: see `Deal`.
        chance: see `Deal`.
        cost: see `Deal`.
        final: see `Deal`.
        hazard: the probability that it collapses before a step, from 0 up to and without 1.
    """
    worth = np.asarray(worth, dtype=np.float64)
    parties = worth.shape[-1]

    def vector(value: Floats | float) -> Floats:
        array = np.asarray(value, dtype=np.float64)
        return np.full(parties, float(array)) if array.ndim == 0 else array

    nothing = np.zeros(worth.shape[-2:])
    stays, fades = split(worth, np.broadcast_to(np.asarray(kept), worth.shape[-2:]))
    return Deal(
        stays=stays,
        fades=fades,
        shifts=nothing if shifts is None else shifts,
        forfeits=nothing if forfeits is None else forfeits,
        stop=vector(stop),
        prize=vector(prize),
        chance=vector(chance),
        cost=vector(cost),
        final=vector(final),
        actors=tuple(tuple(one) for one in actors),
        asked=tuple(range(parties)),
        hazard=hazard,
    )


def split(worth: Floats, kept: Bools) -> tuple[Floats, Floats]:
    """What stays and what fades on a collapse: costs stay, gains where they are kept."""
    fades = np.where(kept, 0.0, np.maximum(worth, 0.0))
    return worth - fades, fades


def merge(one: Deal, groups: Sequence[Sequence[int]]) -> Deal:
    """The deal in which the steps of each group are one step of all who act in them.

    Simultaneous steps are that. So are steps in escrow: a deposit that comes back on a collapse changes nothing for
    anybody until it is released, and it is released once all of the group are in. Groups are disjoint; the merged
    step stands in the place of the group's first, see `merged_places`.
    """
    places = merged_places(one.steps, groups)
    size = max(places, default=-1) + 1

    def summed(matrix: Floats) -> Floats:
        found = np.zeros((*matrix.shape[:-2], size, matrix.shape[-1]))
        for step, place in enumerate(places):
            found[..., place, :] += matrix[..., step, :]
        return found

    actors: list[tuple[int, ...]] = [()] * size
    for step, place in enumerate(places):
        actors[place] = tuple(dict.fromkeys((*actors[place], *one.actors[step])))
    return replace(
        one,
        stays=summed(one.stays),
        fades=summed(one.fades),
        shifts=summed(one.shifts),
        forfeits=summed(one.forfeits),
        actors=tuple(actors),
    )


def merged_places(steps: int, groups: Sequence[Sequence[int]]) -> tuple[int, ...]:
    """For each step the number of the step that it is part of once groups are merged."""
    first = {step: min(group) for group in groups for step in group}
    kept = [step for step in range(steps) if first.get(step, step) == step]
    number = {step: place for place, step in enumerate(kept)}
    return tuple(number[first.get(step, step)] for step in range(steps))


@dataclass(frozen=True, slots=True)
class Course:
    """What is known before each step of an order, whatever anybody does. Index k: before the k-th step."""

    kept: Floats
    """(..., n + 1, m)"""
    contest: Floats
    """(..., n + 1, m)"""
    forfeit: Floats
    """(..., n + 1, m)"""
    exit: Floats
    """(..., n + 1, m)"""


def course(one: Deal, order: Sequence[int]) -> Course:
    """Kept value, contest, forfeits and exit before each step of an order, and after the last."""
    steps = list(order)

    def before(matrix: Floats) -> Floats:
        found = np.zeros((*matrix.shape[:-2], len(steps) + 1, matrix.shape[-1]))
        np.cumsum(matrix[..., steps, :], axis=-2, out=found[..., 1:, :])
        return found

    kept = before(one.stays)
    chance = np.clip(one.chance[..., None, :] + before(one.shifts), 0.0, 1.0)
    contest = chance * one.prize[..., None, :] - one.cost[..., None, :]
    forfeit = one.forfeits[..., steps, :].sum(axis=-2)[..., None, :] - before(one.forfeits)
    return Course(kept, contest, forfeit, kept + np.maximum(one.stop[..., None, :], contest) - forfeit)


@dataclass(frozen=True, slots=True)
class Play:
    """What happens along an order. Index k: when the parties are asked before the k-th step."""

    margins: Floats
    """(..., n, m): what going on is worth more than leaving, given what everybody does later."""
    quitter: Ints
    """(..., n): who would end it there; -1 where nobody would."""
    contests: Bools
    """(..., n): whether that one would contest rather than stop."""
    ousted: Bools
    """(..., n): whether it does so since it has lost its majority, not for what it is worth to itself."""
    lost: Bools
    """(..., n, m): which members of a coalition leave there."""
    value: Floats
    """(..., m): what the agreement is worth at its beginning, given what everybody does."""

    @property
    def completes(self) -> Bools:
        """(...): whether it runs to its end."""
        return np.asarray((self.quitter < 0).all(axis=-1))

    @property
    def ends_at(self) -> Ints:
        """(...): before which step it ends; n where it runs to its end."""
        quits = self.quitter >= 0
        return np.asarray(np.where(quits.any(axis=-1), quits.argmax(axis=-1), quits.shape[-1]), dtype=np.intp)


def play(one: Deal, order: Sequence[int]) -> Play:
    """Play along an order, by backward induction.

    1. At the end everybody has the total.
    2. Before each step, from the last to the first: continuation is the next state's value, or with the hazard's
       probability what is kept and `stop`. Margin = continuation - exit.
    3. Members of coalitions with a negative margin leave; who has no majority left ends the agreement.
    4. Of those who end it the first asked does: its value is its exit, the others' what they keep and what the way
       it chose is worth to them. Where nobody does, the value is the continuation.

    Args:
        one: the deal.
        order: every step once; or some of them, and the rest is never done.
    """
    known = course(one, order)
    shape = np.broadcast_shapes(known.exit.shape[:-2], one.total.shape[:-1])
    n, m = len(order), one.parties
    margins = np.empty((*shape, n, m))
    quitter = np.full((*shape, n), -1, dtype=np.intp)
    contests, ousted = np.zeros((*shape, n), bool), np.zeros((*shape, n), bool)
    lost = np.zeros((*shape, n, m), bool)
    steps = list(order)
    reached = (one.stays[..., steps, :] + one.fades[..., steps, :]).sum(axis=-2) + one.final
    value = np.broadcast_to(reached, (*shape, m)).astype(np.float64)
    for k in range(n - 1, -1, -1):
        kept, contest, leave = (part[..., k, :] for part in (known.kept, known.contest, known.exit))
        go = value if one.hazard == 0 else (1 - one.hazard) * value + one.hazard * (kept + one.stop)
        margin = go - leave
        margins[..., k, :] = margin
        wants = margin < -EPSILON
        out = np.zeros((*shape, m), bool)
        for group in one.coalitions:
            support = np.full(shape, group.votes)
            for member, votes in group.members:
                lost[..., k, member] = wants[..., member]
                support -= votes * wants[..., member]
            out[..., group.party] = support < group.majority
        acting = [party for party in one.actors[order[k]] if party in one.asked]
        asked = [*acting, *(party for party in one.asked if party not in acting)]
        value = go.copy()
        open_ = np.ones(shape, bool)
        for party in asked:
            quits = open_ & (wants[..., party] | out[..., party])
            if quits.any():
                war = np.broadcast_to(contest[..., party] > one.stop[..., party], shape)
                matching = kept + np.where(war[..., None], contest, one.stop)
                ends = np.broadcast_to(matching, (*shape, m)).copy()
                ends[..., party] = np.broadcast_to(leave[..., party], shape)
                value = np.where(quits[..., None], ends, value)
                quitter[..., k] = np.where(quits, party, quitter[..., k])
                contests[..., k] |= quits & war
                ousted[..., k] |= quits & ~wants[..., party]
                open_ &= ~quits
    return Play(margins, quitter, contests, ousted, lost, value)


def needs(one: Deal, order: Sequence[int]) -> Floats:
    """(..., n, m): by how much leaving is worth more than going on if nobody ever leaves; negative where it is less.

    Where positive, it is the smallest further bond that keeps the party in before that step; or penalty times
    detection. It holds for each step given that the others are guaranteed too.
    """
    known = course(one, order)
    steps = list(order)
    go = (one.stays[..., steps, :] + one.fades[..., steps, :]).sum(axis=-2) + one.final
    if one.hazard == 0:
        return np.asarray(known.exit[..., :-1, :] - go[..., None, :])
    found = np.empty(np.broadcast_shapes(known.exit[..., :-1, :].shape, (*go.shape[:-1], len(order), one.parties)))
    for k in range(len(order) - 1, -1, -1):
        go = (1 - one.hazard) * go + one.hazard * (known.kept[..., k, :] + one.stop)
        found[..., k, :] = known.exit[..., k, :] - go
    return found


def largest_need(one: Deal, order: Sequence[int]) -> Floats:
    """(...): the largest guarantee that anybody who is asked ever needs along an order; 0 where nobody needs any."""
    found = needs(one, order)[..., list(one.asked)]
    return np.asarray(np.maximum(found.max(axis=(-2, -1), initial=0.0), 0.0))
