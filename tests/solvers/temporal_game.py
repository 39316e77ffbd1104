"""Dynamic controllability as what it is: a game in whole units of time, played out. Slow, and obviously right."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from functools import cache
from typing import TypeAlias

from holdfast.solvers.temporal import Network

State: TypeAlias = tuple[int | None, ...]
"""How long ago each point happened (from the horizon on all the same: beyond every bound); None: not yet."""


def subsets(items: Iterable[int]) -> Iterator[tuple[int, ...]]:
    some = list(items)
    return itertools.chain.from_iterable(itertools.combinations(some, size) for size in range(len(some) + 1))


def wins(network: Network) -> bool:
    """Whether the controller can keep every requirement, whatever the contingent links take.

    At each moment nature ends what it will of the durations that run; then the controller, who sees that, lets points
    happen, or time pass. A duration that may take 0 can end at the moment at which it begins, and the controller
    answers again. With whole bounds, whole moments are enough. Waiting without end wins nothing.
    """
    number = network.index
    horizon = 1 + max((abs(b) for link in network.links for b in (link.lo, link.hi) if b is not None), default=0)
    durations = {number[link.end]: (number[link.start], link.lo, link.hi) for link in network.contingents}
    rules = [(number[link.start], number[link.end], link.lo, link.hi) for link in network.requirements]

    def happened(state: State, now: tuple[int, ...]) -> State | None:
        """The state with these points happening now, or None where that breaks a requirement."""
        new = tuple(0 if n in now else age for n, age in enumerate(state))
        for start, end, lo, hi in rules:
            a, b = new[start], new[end]
            if a is None or b is None or not (start in now or end in now):
                continue
            if (lo is not None and a - b < lo) or (hi is not None and a - b > hi):
                return None
        return new

    def running(state: State, starts: Iterable[int]) -> frozenset[int]:
        """What can end now of the durations that these points began."""
        found = set()
        for end, (start, lo, _) in durations.items():
            age = state[start]
            if start in starts and age is not None and age >= lo and state[end] is None:
                found.add(end)
        return frozenset(found)

    @cache
    def nature(state: State, can_end: frozenset[int]) -> bool:
        must = {end for end in can_end if state[durations[end][0]] == durations[end][2]}
        for some in subsets(sorted(can_end)):
            if must <= set(some):
                new = happened(state, some)
                if new is None:
                    return False
                begun = running(new, some)
                if not (nature(new, begun) if begun else controller(new)):
                    return False
        return True

    @cache
    def controller(state: State) -> bool:
        if None not in state:
            return True
        older = tuple(None if age is None else min(age + 1, horizon) for age in state)
        if older != state and nature(older, running(older, range(len(state)))):
            return True
        free = [n for n, age in enumerate(state) if age is None and n not in durations]
        for some in subsets(free):
            new = happened(state, some)
            if some and new is not None and nature(new, running(new, some)):
                return True
        return False

    return controller((None,) * len(number))
