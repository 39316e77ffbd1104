"""The Pareto frontier of additive utilities, issue by issue.

The efficient sums are built up by adding one issue after the other and dropping at once what is dominated (Nemhauser,
Ullmann 1969): a package is efficient only if each of its parts is. Where combinations are forbidden, only parts that
stand alike to them are compared: a part's state says which of the combinations that it has begun are still possible.
Conditioning on states is exact whatever the combinations couple, and costs only where they overlap.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, TypeAlias

import numpy as np
import numpy.typing as npt

from holdfast.solvers.frontier._lookup import Lookup
from holdfast.solvers.frontier._maxima import Ints, maxima
from holdfast.solvers.frontier._thinning import thinned
from holdfast.solvers.frontier.utilities import Utilities

#: Told after each issue: how many are done, of how many, and how many sums are efficient so far.
Progress: TypeAlias = Callable[[int, int, int], None]
#: The efficient sums by state; a state has one bit for each forbidden combination that is begun and still possible.
_Sums: TypeAlias = dict[int, Ints]

#: How many efficient sums are borne, by the number of parties: beyond, seconds become minutes.
LIMITS: Final[Mapping[int, int]] = {1: 1_000_000, 2: 500_000, 3: 200_000, 4: 60_000}
_LIMIT: Final = 30_000
#: To how many sums of two parties a frontier is thinned by default; half as many again of more parties.
_THIN: Final = 20_000
#: How many states are borne.
_STATES: Final = 20_000


@dataclass(frozen=True, slots=True)
class Forecast:
    """How large a frontier is going to be, from its growth so far."""

    issues: int
    """How many issues were added before it was broken off."""
    of: int
    size: int
    """How many efficient sums there were then."""
    packages: int
    """Among how many packages of those issues."""
    about: float
    """About how many points the frontier has: the growth of the last issues continued as a power of the number of
    issues, or, where hardly anything is dominated, as their product; never more than there are packages."""
    states: int = 1
    """In how many states the combinations that are ruled out have split them."""


class TooManyError(Exception):
    """The frontier grows beyond the limit; `forecast` says how far."""

    def __init__(self, forecast: Forecast) -> None:
        super().__init__(f"about {forecast.about:.2g} efficient points")
        self.forecast = forecast


@dataclass(frozen=True)
class Frontier:
    """The efficient points, and how to come by the packages that attain them."""

    utilities: Utilities
    points: Ints
    """Shape (parties, points), in units; distinct, the largest first by the first party, then the next."""
    loss: tuple[int, ...]
    """What a party may miss, in units: for every package there is a point at most so much worse for each. All 0: the
    frontier is exact."""
    order: tuple[int, ...] = field(repr=False)
    """The issues in the order in which they were added."""
    _stages: tuple[_Sums, ...] = field(repr=False)

    @property
    def exact(self) -> bool:
        """Whether nothing was thinned out."""
        return not any(self.loss)

    def __len__(self) -> int:
        return int(self.points.shape[1])

    def multiplicities(self, points: Sequence[int] | None = None) -> tuple[int, ...]:
        """How many packages attain each point (all, where None). Of a thinned frontier: at least so many.

        1. Backwards: for the points asked for, the sums of one issue less that lead there, down to none.
        2. Forwards: how many ways lead to each of these.
        """
        chosen = np.arange(len(self)) if points is None else np.asarray(points, np.int64)
        if not len(chosen):
            return ()
        small = self.utilities.packages < 2**62
        wanted: list[dict[int, Ints]] = [{0: np.unique(chosen)}]
        steps: list[list[tuple[int, Ints, int, Ints]]] = []
        for stage in range(len(self.order) - 1, -1, -1):
            before: dict[int, list[Ints]] = {}
            edges = []
            for state, places in wanted[-1].items():
                target = self._stages[stage + 1][state][:, places]
                for start, option in self._ways(stage, state):
                    found, at = self._lookup(stage, start).find(target - self._column(stage, option))
                    if len(at):
                        before.setdefault(start, []).append(at)
                        edges.append((state, found, start, at))
            wanted.append({state: np.unique(np.concatenate(parts)) for state, parts in before.items()})
            steps.append(edges)
        ways: dict[int, npt.NDArray[Any]] = {0: np.ones(1, np.int64 if small else object)}
        for edges, sources, targets in zip(reversed(steps), reversed(wanted[1:]), reversed(wanted[:-1]), strict=True):
            fresh = {state: np.zeros(len(places), np.int64 if small else object) for state, places in targets.items()}
            for state, found, start, at in edges:
                # Each target occurs once for a way: one option leads there from one sum.
                fresh[state][found] += ways[start][np.searchsorted(sources[start], at)]
            ways = fresh
        counted = ways[0][np.searchsorted(wanted[0][0], chosen)]
        return tuple(int(number) for number in counted)

    def packages(self, point: int, limit: int = 1) -> tuple[tuple[int, ...], ...]:
        """Up to `limit` packages that attain a point: for each issue the place of its option."""
        found = []
        for options in self._back(len(self.order), 0, self.points[:, point]):
            by_issue = dict(zip(self.order, options, strict=True))
            found.append(tuple(by_issue[issue] for issue in range(len(self.order))))
            if len(found) == limit:
                break
        return tuple(found)

    def _back(self, stage: int, state: int, target: Ints) -> Iterator[tuple[int, ...]]:
        if stage == 0:
            yield ()
            return
        for start, option in self._ways(stage - 1, state):
            rest = target - self.utilities.values[self.order[stage - 1]][:, option]
            if len(self._lookup(stage - 1, start).find(rest[:, None])[1]):
                for earlier in self._back(stage - 1, start, rest):
                    yield (*earlier, option)

    def _ways(self, stage: int, state: int) -> Iterator[tuple[int, int]]:
        """The states before an issue, and the options of it, that lead to a state."""
        machine = self._machine
        for option in range(self.utilities.values[self.order[stage]].shape[1]):
            for start in self._stages[stage]:
                if machine.next(stage, start, option) == state:
                    yield start, option

    def _column(self, stage: int, option: int) -> Ints:
        return self.utilities.values[self.order[stage]][:, option, None]

    @property
    def _machine(self) -> _Machine:
        if "machine" not in self.__dict__:
            self.__dict__["machine"] = _Machine(self.utilities, self.order)
        found: _Machine = self.__dict__["machine"]
        return found

    def _lookup(self, stage: int, state: int) -> Lookup:
        lookups: dict[tuple[int, int], Lookup] = self.__dict__.setdefault("lookups", {})
        if (stage, state) not in lookups:
            lookups[stage, state] = Lookup(self._stages[stage][state])
        return lookups[stage, state]


def frontier(utilities: Utilities, limit: int | None = None, progress: Progress | None = None) -> Frontier:
    """The exact frontier.

    1. Order the issues: those that forbidden combinations couple first, so that states are gone early.
    2. Add one after the other: every sum so far with every option, in the state where that leads; keep the maxima.

    Args:
        utilities: the worths and what is ruled out. Where everything is, the frontier is empty.
        limit: how many efficient sums are borne; by default `LIMITS`.
        progress: told after each issue.

    Raises:
        TooManyError: there are more.
    """
    most = LIMITS.get(utilities.parties, _LIMIT) if limit is None else limit
    return _build(utilities, most, None, progress)


def thin_frontier(utilities: Utilities, limit: int | None = None, progress: Progress | None = None) -> Frontier:
    """An ε-frontier of bounded size: real packages, such that for every package one of them is almost as good.

    As `frontier`; but where more than `limit` sums are efficient, they are thinned to one for each box of a grid, boxes
    that others dominate left out (Papadimitriou, Yannakakis 2000; the archives of Laumanns, Thiele, Deb, Zitzler 2002,
    additive since worths have no zero of their own). Each thinning can cost a party up to the width of a box, so
    `Frontier.loss` is the sum of the widths, which bounds what is missed. It is exact where nothing was thinned.
    """
    most = (_THIN if utilities.parties < 3 else 3 * _THIN // 2) if limit is None else limit
    loss = [0] * utilities.parties
    return _build(utilities, most, loss, progress)


def forecast(utilities: Utilities, effort: int = 20_000) -> Forecast:
    """How large the frontier is going to be: its size where `effort` sums suffice, else a forecast from the growth."""
    try:
        size = len(frontier(utilities, effort))
    except TooManyError as error:
        return error.forecast
    return Forecast(len(utilities.values), len(utilities.values), size, utilities.packages, size)


def _build(utilities: Utilities, limit: int, loss: list[int] | None, progress: Progress | None) -> Frontier:
    order = _order(utilities)
    machine = _Machine(utilities, order)
    stages: list[_Sums] = [{0: np.zeros((utilities.parties, 1), np.int64)}]
    sizes = [1]
    for stage, issue in enumerate(order):
        values = utilities.values[issue]
        options = range(values.shape[1]) if machine.touches(stage) else _efficient(values)
        parts: dict[int, list[tuple[Ints, list[int]]]] = {}
        for state, sums in stages[-1].items():
            leads: dict[int, list[int]] = {}
            for option in options:
                to = machine.next(stage, state, option)
                if to is not None:
                    leads.setdefault(to, []).append(option)
            for to, chosen in leads.items():
                parts.setdefault(to, []).append((sums, chosen))
        fresh: _Sums = {}
        size = 0
        for to, found in parts.items():
            added = np.concatenate([_added(sums, values[:, chosen]) for sums, chosen in found], axis=1)
            # What was thinned once will be again: the boxes do without the maxima.
            fresh[to] = added if loss and any(loss) and added.shape[1] > limit else maxima(added)
            size += fresh[to].shape[1]
            if loss is None and (size > limit or len(parts) > _STATES):
                raise TooManyError(_forecast(utilities, order, stage + 1, [*sizes, size], len(parts)))
        if loss is not None and size > limit:
            fresh, size = thinned(fresh, limit, loss)
        stages.append(fresh)
        sizes.append(size)
        if progress is not None:
            progress(stage + 1, len(order), size)
    points = stages[-1].get(0, np.zeros((utilities.parties, 0), np.int64))
    return Frontier(utilities, points, tuple(loss or [0] * utilities.parties), order, tuple(stages))


def _added(sums: Ints, values: Ints) -> Ints:
    added: Ints = (values[:, :, None] + sums[:, None, :]).reshape(len(values), -1)
    return added


def _efficient(values: Ints) -> Sequence[int]:
    """The options of an issue that no other of it dominates; those that are alike all stay."""
    others, one = values[:, None, :], values[:, :, None]
    below = np.any(np.all(others >= one, axis=0) & np.any(others > one, axis=0), axis=1)
    return [int(option) for option in np.flatnonzero(~below)]


def _forecast(utilities: Utilities, order: Sequence[int], done: int, sizes: Sequence[int], states: int) -> Forecast:
    counts = [utilities.values[issue].shape[1] for issue in order]
    before = math.prod(counts[:done])
    # What is left of the issues' own options where one dominates another is no growth of the frontier.
    useful = [len(_efficient(utilities.values[issue])) for issue in order]
    rest = float(math.prod(useful[done:]))
    share = sizes[-1] / (sizes[-2] * useful[done - 1])
    if share > 0.9:
        about = sizes[-1] * rest
    else:
        back = max(done // 2, 1)
        slope = (math.log(sizes[-1]) - math.log(max(sizes[back], 1))) / max(math.log(done) - math.log(back), 1e-9)
        about = sizes[-1] * (len(order) / done) ** max(slope, 1.0) if done > 1 else sizes[-1] * rest
    about = min(about, sizes[-1] * rest, float(utilities.packages))
    return Forecast(done, len(order), sizes[-1], before, max(about, float(sizes[-1])), states)


def _order(utilities: Utilities) -> tuple[int, ...]:
    """The coupled issues first, each time the one that leaves the fewest combinations open, then the others."""
    left = {number: set(one) for number, one in enumerate(utilities.forbidden) if one}
    begun: set[int] = set()
    order: list[int] = []
    coupled = {issue for one in left.values() for issue in one}
    while coupled:
        open_after = {
            issue: sum(
                1 for number, issues in left.items() if issues - {issue} and (number in begun or issue in issues)
            )
            for issue in coupled
        }
        issue = min(open_after.items(), key=lambda pair: (pair[1], pair[0]))[0]
        order.append(issue)
        coupled.remove(issue)
        for number, issues in left.items():
            if issue in issues:
                issues.remove(issue)
                begun.add(number)
        begun = {number for number in begun if left[number]}
    return (*order, *(issue for issue in range(len(utilities.values)) if issue not in order))


class _Machine:
    """Where an option leads: which forbidden combinations are begun and still possible after it."""

    def __init__(self, utilities: Utilities, order: Sequence[int]) -> None:
        place = {issue: stage for stage, issue in enumerate(order)}
        self._impossible = any(not one for one in utilities.forbidden)
        self._parts: list[list[tuple[int, frozenset[int], bool, bool]]] = [[] for _ in order]
        for number, one in enumerate(utilities.forbidden):
            stages = sorted(place[issue] for issue in one)
            for issue, options in one.items():
                stage = place[issue]
                self._parts[stage].append((1 << number, options, stage == stages[0], stage == stages[-1]))

    def touches(self, stage: int) -> bool:
        """Whether a combination names the issue of this stage."""
        return bool(self._parts[stage])

    def next(self, stage: int, state: int, option: int) -> int | None:
        """The state after an option; None where that completes a forbidden combination."""
        if self._impossible:
            return None
        for bit, options, first, last in self._parts[stage]:
            alive = option in options and (first or bool(state & bit))
            if alive and last:
                return None
            state = state | bit if alive else state & ~bit
        return state


__all__ = ["LIMITS", "Forecast", "Frontier", "TooManyError", "forecast", "frontier", "thin_frontier"]
