"""The order that needs the smallest guarantee, what moves in it, and what exchange in parts and at once gains."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from immutabledict import immutabledict

from holdfast.analyses.coherence.instance import Instance
from holdfast.analyses.hold.judgements import Valuation, worst
from holdfast.analyses.hold.steps import Plan, Step, plan
from holdfast.case import figures
from holdfast.case.model import Share, Tranche
from holdfast.case.times import Duration
from holdfast.solvers import ideals
from holdfast.solvers.exchange import parts_curve
from holdfast.solvers.ideals import MOST_STEPS, Rules
from holdfast.solvers.orders import Best, Nearly, TooManyStatesError, best_order, nearly
from holdfast.solvers.schedule import EPSILON, Deal, largest_need, merge, needs

#: Alternatives are orders that need at most so much more than the best.
WITHIN: Final = 1.05
#: Into how many parts an exchange is split in the curves.
PARTS: Final = (1, 2, 3, 4, 6, 8, 12)
_ONE: Final = Share("1", figures.parse_figure("1"))
#: How many pairs of steps at once are shown.
_PAIRS: Final = 3
#: How much is tried in search of them: sets of steps in all, and pairs at least.
_EFFORT: Final = 400_000
_LEAST_TRIES: Final = 20
#: How many states a trial may look at.
_TRIAL: Final = 300_000


@dataclass(frozen=True, slots=True)
class Order:
    """An order of the steps, as places in the order of the text, and the largest guarantee that it ever needs."""

    places: tuple[int, ...]
    need: float
    at: int | None
    """Before which of its steps that is needed; None where none is."""
    party: str | None
    """Who needs it."""


@dataclass(frozen=True, slots=True)
class Move:
    """Where a step can stand in the orders that need at most 5% more than the best."""

    place: int
    earliest: int
    latest: int


@dataclass(frozen=True, slots=True)
class AtOnce:
    """Two steps made one: taken at the same time, or each deposited with a third party until both are in."""

    first: int
    second: int
    need: float
    """What the best order then needs."""


@dataclass(frozen=True, slots=True)
class Orders:
    """What the order of the steps does to the guarantees."""

    worst: bool
    """Whether it is counted where the judgements are worst: at their middles the order of the text needs nothing."""
    text: Order
    best: Order
    bound: float
    """No order needs less; with a hazard it may lie below what the best one found needs."""
    exact: bool
    states: int
    alternatives: tuple[Order, ...]
    count: float | None
    """How many orders need at most 5% more than the best; None where that was not counted."""
    moves: tuple[Move, ...]
    at_once: tuple[AtOnce, ...]
    """Pairs of different parties' steps that help most if they are one, the best first."""
    at_once_complete: bool
    """Whether all pairs were tried."""


@dataclass(frozen=True, slots=True)
class Curve:
    """What splitting an exchange gains: the largest guarantee by the number of parts."""

    sides: tuple[tuple[str, ...], ...]
    """The clauses of each side."""
    parties: tuple[str, ...]
    """Who moves on each side."""
    parts: tuple[int, ...]
    alone: tuple[float, ...]
    """The exchange by itself."""
    within: tuple[float | None, ...]
    """The whole agreement in its best order, with this exchange in so many parts; None where that was too much."""
    now: int
    """In how many parts the text has it."""
    worst: bool
    """Whether `within` is counted where the judgements are worst, as in `Orders`; `alone` never is."""


def orders(valued: Valuation, steps: Sequence[Step], rules: Rules, *, hazard: float) -> Orders | str:
    """The best order of these steps; or why it was not sought.

    At the middles of the judgements; where the order of the text needs no guarantee there, where they are worst.

    Args:
        valued: the judgements.
        steps: the steps with a worth, in the order of the text.
        rules: how each may come.
        hazard: see `holdfast.solvers.schedule`.
    """
    if len(steps) > MOST_STEPS:
        return f"there are more than {MOST_STEPS} steps"
    at_worst = needs_nothing(valued, steps, hazard)
    middle = _deal(valued, steps, hazard, at_worst)
    try:
        best = best_order(middle, rules)
    except TooManyStatesError as error:
        return str(error)
    found: Nearly | None = None
    if hazard == 0:
        try:
            found = nearly(middle, rules, best.need * WITHIN)
        except TooManyStatesError:
            found = None
    pairs, complete = _at_once(middle, rules, best) if best.need > EPSILON else ([], True)
    return Orders(
        worst=at_worst,
        text=order_of(valued, middle, range(len(steps))),
        best=order_of(valued, middle, best.order),
        bound=best.bound,
        exact=best.exact,
        states=best.states,
        alternatives=tuple(
            order_of(valued, middle, one) for one in (found.orders if found else ()) if one != best.order
        ),
        count=None if found is None else found.count,
        moves=()
        if found is None
        else tuple(
            Move(place, early, late)
            for place, (early, late) in enumerate(zip(found.earliest, found.latest, strict=True))
        ),
        at_once=tuple(pairs),
        at_once_complete=complete,
    )


def needs_nothing(valued: Valuation, steps: Sequence[Step], hazard: float) -> bool:
    """Whether the steps in this order need no guarantee at the middles of the judgements."""
    middle = valued.deal(valued.middle, steps, hazard)
    return float(largest_need(middle, range(len(steps)))) <= EPSILON


def _deal(valued: Valuation, steps: Sequence[Step], hazard: float, at_worst: bool) -> Deal:
    return worst(valued, steps, hazard) if at_worst else valued.deal(valued.middle, steps, hazard)


def order_of(valued: Valuation, deal: Deal, places: Sequence[int]) -> Order:
    """An order with where and by whom the largest guarantee is needed."""
    found = needs(deal, places)[:, list(deal.asked)]
    need = float(largest_need(deal, places))
    if need <= EPSILON:
        return Order(tuple(places), 0.0, None, None)
    at, column = np.unravel_index(int(found.argmax()), found.shape)
    return Order(tuple(places), need, int(at), valued.parties[deal.asked[int(column)]])


def _at_once(middle: Deal, rules: Rules, best: Best) -> tuple[list[AtOnce], bool]:
    """Pairs of steps of different actors, made one; those after which less is needed, and whether all were tried.

    Those with the step that needs most in the best order come first; how many follow depends on how many sets of steps
    there are to look at for each.
    """
    along = needs(middle, best.order)[:, list(middle.asked)].max(axis=1)
    critical = best.order[int(along.argmax())]
    pairs = [
        (first, second)
        for first, second in itertools.combinations(range(middle.steps), 2)
        if middle.actors[first] and middle.actors[second] and set(middle.actors[first]) != set(middle.actors[second])
    ]
    pairs.sort(key=lambda pair: critical not in pair)
    tries = max(_LEAST_TRIES, _EFFORT // (best.states + 1000))
    found = []
    for group in pairs[:tries]:
        try:
            merged = best_order(merge(middle, [group]), ideals.merged(rules, [group]), most=_TRIAL)
        except ValueError:  # too many states, or a third step has to lie between the two
            continue
        if merged.need < best.need - EPSILON:
            found.append(AtOnce(*group, merged.need))
    return sorted(found, key=lambda one: (one.need, one.first, one.second))[:_PAIRS], len(pairs) <= tries


def exchanges(one: Plan) -> tuple[tuple[tuple[str, ...], ...], ...]:
    """The exchanges that the text pairs: for each the clauses of each side, who is waited for first."""
    standing = one.instance.standing
    awaited: dict[str, list[str]] = {}
    for name, clause in standing.items():
        if clause.paired_with is not None and str(clause.paired_with.commitment) in standing:
            awaited.setdefault(str(clause.paired_with.commitment), []).append(name)
    return tuple(((first,), tuple(others)) for first, others in awaited.items())


def curves(valued: Valuation, one: Plan, *, hazard: float, at_worst: bool = False) -> tuple[Curve, ...]:
    """For each paired exchange what its number of parts does to the largest guarantee.

    Args:
        valued: the judgements.
        one: the steps of the draft.
        hazard: see `holdfast.solvers.schedule`.
        at_worst: count the whole agreement where the judgements are worst, as `Orders` does; the exchange by itself
            is always counted at their middles.
    """
    found = []
    for sides in exchanges(one):
        split = resplit(one.instance, sides, 1)
        whole = plan(split)
        places = [[place for place, step in enumerate(whole.steps) if set(step.clauses) & set(side)] for side in sides]
        if not all(places):
            continue
        deal = valued.deal(valued.middle, whole.steps, hazard)
        if not np.any(deal.stays[places[0]]) and not np.any(deal.fades[places[0]]):
            continue
        movers = tuple(valued.parties[deal.actors[group[0]][0]] if deal.actors[group[0]] else "" for group in places)
        alone = parts_curve(deal, places, max(PARTS))
        found.append(
            Curve(
                sides=sides,
                parties=movers,
                parts=PARTS,
                alone=tuple(alone[parts - 1] for parts in PARTS),
                within=tuple(_within(valued, one.instance, sides, parts, hazard, at_worst) for parts in PARTS),
                now=max((len(one.instance.parts(sides[0][0])), 1)),
                worst=at_worst,
            )
        )
    return tuple(found)


def _within(
    valued: Valuation, instance: Instance, sides: Sequence[Sequence[str]], parts: int, hazard: float, at_worst: bool
) -> float | None:
    whole = plan(resplit(instance, sides, parts))
    steps, rules = whole.only([place for place, step in enumerate(whole.steps) if valued.touches(step)])
    if len(steps) > MOST_STEPS:
        return None
    try:
        return best_order(_deal(valued, steps, hazard, at_worst), rules, most=_TRIAL).need
    except ValueError:
        return None


def resplit(instance: Instance, sides: Sequence[Sequence[str]], parts: int) -> Instance:
    """The same agreement with an exchange in so many equal parts, in turn; in one part it is the bulk exchange."""
    day = Duration(1, "d")
    share = () if parts < 2 else (Tranche(f"1 every 1d {parts} times", _ONE, every=day, times=parts),)
    standing = dict(instance.standing)
    for side in sides:
        for name in side:
            standing[name] = standing[name].model_copy(update={"tranches": share})
    return Instance(
        instance.case, instance.draft, instance.package, immutabledict(standing), instance.left_out, instance.undecided
    )
