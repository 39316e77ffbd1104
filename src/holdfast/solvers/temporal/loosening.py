"""What can be promised about dates, and how little has to give way so that anything can."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from heapq import heappop, heappush
from itertools import count
from math import ceil, floor
from typing import TypeAlias

from holdfast.solvers.temporal._covering import Cover, Row
from holdfast.solvers.temporal._search import Failure, Search
from holdfast.solvers.temporal.network import (
    Amounts,
    Bound,
    Conflict,
    Network,
    Point,
    Requirement,
    Tag,
    conflict_of,
)


@dataclass(frozen=True, slots=True)
class Guarantee:
    """What can be promised about one point, whatever the uncontrolled durations; None: any date at all."""

    by: int | None
    """The first date of which it can be promised that the point will have happened by then."""
    not_before: int | None
    """The last date of which it can be promised that the point will not happen before it."""


def guarantees(
    network: Network, origin: Point | None = None, points: Iterable[Point] | None = None
) -> dict[Point, Guarantee]:
    """The strictest promises about single points that a controllable network allows, counted from the origin.

    `by` is the least T such that the network stays dynamically controllable with the requirement that the point
    comes at most T after the origin; `not_before` is the greatest T with the requirement that it comes at least T
    after it. Each stands by itself: two of them need not be possible together.

    1. T starts at a bound that no promise can beat, found for all points at once by shortest paths, with every
       duration at its longest and with every one at its shortest, along what is given and what follows from it.
    2. All these requirements at once: where they can be kept together, each can. Where not, the same of each half,
       down to single ones. `by` and `not_before` are asked apart, since they nearly always stand against each other.
    3. Where the network with a single requirement is not controllable, T is moved just as far as the conflict asks,
       and the question put again (Newton's method on the negative cycles).

    Args:
        network: the links.
        origin: the point that is date 0; the network's first where None.
        points: those in question; all where None.

    Raises:
        KeyError: the network does not know the origin or a point.
        ValueError: it is not controllable.
    """
    search = Search(network)
    if search.failure:
        raise ValueError("nothing can be promised: the network is not controllable")
    index = network.index
    if not index:
        return {}
    zero = next(iter(index)) if origin is None else origin
    latest, earliest = search.reach(index[zero])
    wanted = list(index) if points is None else list(points)
    soon = [(zero, point, latest[index[point]]) for point in wanted if index[point] in latest]
    late = [(point, zero, -earliest[index[point]]) for point in wanted if index[point] in earliest]
    by = {end: least for (_, end, _), least in zip(soon, _promises(network, soon), strict=True)}
    held = {start: -least for (start, _, _), least in zip(late, _promises(network, late), strict=True)}
    return {point: Guarantee(by.get(point), held.get(point)) for point in wanted}


_Asked: TypeAlias = tuple[Point, Point, int]
"""A start, an end, and how many units after the start the end may be at most, or more."""


def _promises(network: Network, asked: Sequence[_Asked]) -> list[int]:
    """For each the least T, from the given one on, so that its end can be at most T after its start."""
    if len(asked) < 2:
        return [_promise(network, *one) for one in asked]
    if Search(_with(network, asked)).failure is None:
        return [least for _, _, least in asked]
    half = len(asked) // 2
    return [*_promises(network, asked[:half]), *_promises(network, asked[half:])]


def _with(network: Network, asked: Iterable[_Asked]) -> Network:
    more = (Requirement(start, end, None, least, None) for start, end, least in asked)
    return replace(network, requirements=(*network.requirements, *more), points=tuple(network.index))


def _promise(network: Network, start: Point, end: Point, least: int) -> int:
    """The least T, from `least` on, so that `end` can be at most T after `start`."""
    number = len(network.requirements)
    while True:
        more = _with(network, [(start, end, least)])
        failure = Search(more).failure
        if failure is None:
            return least
        rises = []
        for amounts in failure.sums:
            times = sum(uses for edge, uses in amounts.items() if more.edges[edge].link == number)
            if times:
                rises.append(ceil(Fraction(-_sum(more, amounts), times)))
        least += min(rises)


def _sum(network: Network, amounts: Amounts) -> int:
    return sum(network.edges[edge].weight * times for edge, times in amounts.items())


# --- loosening -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Change:
    """A bound that gives way: `hi` rises by so much, or `lo` falls by it."""

    requirement: Requirement
    bound: Bound
    by: int


@dataclass(frozen=True, slots=True)
class Loosening:
    """The smallest loosening that was asked for, or why there is none."""

    changes: tuple[Change, ...]
    """In the order of the network; empty where none is needed or none was found."""
    found: bool
    """Whether the network is controllable with these changes, and with none that are less in all."""
    at_least: int
    """No loosening is less than this in all. Where one was found it is just this."""
    conflict: Conflict | None
    """Where no loosening of what may be loosened helps: a conflict that none of it touches, if such a one was met, else
    one of the network as it is."""

    @property
    def complete(self) -> bool:
        """Whether the question was decided, and not the budget used up."""
        return self.found or self.conflict is not None


_Clause: TypeAlias = tuple[Row, ...]
"""A conflict: at least one of these rows has to be met."""


def loosen(network: Network, candidates: Collection[Tag] | None = None, *, budget: int = 2_000) -> Loosening:
    """The smallest total loosening of requirements, in units of time, that makes a network controllable.

    Bounds that are given may only be widened, each by a whole number of units; contingent links stay as they are.
    There may be several of the same total, of which one is returned.

    1. A conflict is a set of negative sums (`_search.Failure`): the network stays uncontrollable as long as all of
       them are negative. So a loosening has to lift one of them to 0: a choice of linear inequalities.
       (Or to loosen less, so that something no longer follows on which the conflict rests.)
    2. Best first over the choices made so far: their least total is a linear program (`_covering`), solved exactly;
       amounts that are not whole are split (at most the whole below, at least the whole above).
    3. The first whole solution that leaves no conflict is a smallest one, since all others cost as much or more.
       Conflicts found on the way serve everywhere.

    (Conflict-directed relaxation: Yu, Fang and Williams 2014; Bhargava, Vaquero and Williams 2017.)

    Args:
        network: the links.
        candidates: tags of the requirements that may be loosened; all of them where None.
        budget: how many choices to look at, at most.
    """
    known: list[_Clause] = []
    order = count()
    todo = [(Fraction(0), next(order), Cover.nothing())]
    last: Conflict | None = None
    for _ in range(budget):
        if not todo:  # each way to lift what was found takes back another
            return Loosening((), False, 0, last)
        _, _, cover = heappop(todo)
        amounts = cover.values
        split = next((v for v in sorted(amounts) if amounts[v].denominator != 1), None)
        if split is not None:
            below = floor(amounts[split])
            choices: _Clause = (({split: -1}, -below), ({split: 1}, below + 1))
        else:
            whole = {variable: int(value) for variable, value in amounts.items()}
            broken = [one for one in known if not any(_met(row, whole) for row in one)]
            if broken:
                choices = min(broken, key=len)
            else:
                failure = Search(_changed(network, whole)).failure
                if failure is None:
                    return Loosening(_changes(network, whole), True, sum(whole.values()), None)
                choices = _clause(network, failure, candidates)
                last = last or conflict_of(network, failure.sums[0])
                if not choices:
                    return Loosening((), False, 0, conflict_of(network, failure.sums[0]))
                known.append(choices)
        for row in choices:
            if (more := cover.adding(row)) is not None:
                heappush(todo, (more.total, next(order), more))
    return Loosening((), False, ceil(todo[0][0]) if todo else 0, None)


def _met(row: Row, amounts: Mapping[int, int]) -> bool:
    coefficients, demand = row
    return sum(times * amounts.get(variable, 0) for variable, times in coefficients.items()) >= demand


def _clause(network: Network, failure: Failure, candidates: Collection[Tag] | None) -> _Clause:
    """A row for each sum that a candidate can lift, and each guard that less loosening breaks.

    Variables are the numbers of edges.
    """

    def movable(amounts: Amounts) -> dict[int, int]:
        found = {}
        for number, times in amounts.items():
            link = network.edges[number].link
            if not times or link >= len(network.requirements):
                continue
            if candidates is None or network.requirements[link].tag in candidates:
                found[number] = times
        return found

    rows = []
    for amounts in failure.sums:
        if coefficients := movable(amounts):
            rows.append((coefficients, -_sum(network, amounts)))
    for amounts, slackness in failure.guards:
        least = _sum(network, amounts)
        if least < slackness:  # unloosened it is broken
            fewer = {number: -times for number, times in movable(amounts).items()}
            rows.append((fewer, least - slackness + 1))
    return tuple(rows)


def _changes(network: Network, amounts: Mapping[int, int]) -> tuple[Change, ...]:
    return tuple(
        Change(network.requirements[network.edges[number].link], network.edges[number].bound, by)
        for number, by in sorted(amounts.items())
        if by
    )


def _changed(network: Network, amounts: Mapping[int, int]) -> Network:
    """The network with its bounds loosened; edges keep their numbers."""
    requirements = list(network.requirements)
    for number, by in amounts.items():
        edge = network.edges[number]
        old = requirements[edge.link]
        if edge.bound == "hi" and old.hi is not None:
            requirements[edge.link] = replace(old, hi=old.hi + by)
        elif edge.bound == "lo" and old.lo is not None:
            requirements[edge.link] = replace(old, lo=old.lo - by)
    return replace(network, requirements=tuple(requirements))
