"""What the conditions of an agreement come to as moments: alternatives, and what provably comes before what."""

from __future__ import annotations

import itertools
from collections.abc import Hashable, Iterable, Iterator, Mapping
from typing import TypeAlias

from holdfast.case import conditions as c
from holdfast.case.conditions import Condition

Alternative: TypeAlias = tuple[Condition, ...]


def alternatives(condition: Condition) -> Iterator[Alternative]:
    """The ways in which a condition becomes true: each a set of atoms (and negations) that all hold."""
    if isinstance(condition, c.Or):
        for part in condition.parts:
            yield from alternatives(part)
    elif isinstance(condition, c.And):
        for parts in itertools.product(*(tuple(alternatives(part)) for part in condition.parts)):
            yield tuple(dict.fromkeys(itertools.chain.from_iterable(parts)))
    else:
        yield (condition,)


def all_before(point: Hashable, earlier: Mapping[Hashable, Iterable[Hashable]]) -> set[Hashable]:
    """Everything that provably does not come after a point."""
    found: set[Hashable] = set()
    waiting: list[Hashable] = [point]
    while waiting:
        for one in earlier.get(waiting.pop(), ()):
            if one not in found:
                found.add(one)
                waiting.append(one)
    return found
