"""Clauses that are tied together in an order that nobody said: each order is tried."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import Final

from holdfast.analyses.coherence.graph import Graph, Moment
from holdfast.analyses.coherence.instance import Instance
from holdfast.analyses.coherence.verdict import Circle, knots

#: Up to so many ties all combinations of orders are tried; of more, each tie by itself.
_TOGETHER: Final = 6


@dataclass(frozen=True, slots=True)
class Trouble:
    """Orders of ties, each (first, second), that together make a circle that is not there without them."""

    orders: tuple[tuple[str, str], ...]
    circles: tuple[Circle, ...]


@dataclass(frozen=True, slots=True)
class Ties:
    """Every tie of the draft, and the choices of order that cause trouble."""

    pairs: tuple[tuple[str, str], ...]
    trouble: tuple[Trouble, ...]
    """The smallest combinations of orders that do."""
    with_statements: tuple[Trouble, ...]
    """The same with the parties' stated conditions, where the text alone has no such trouble."""
    combined: bool
    """Whether combinations were tried, or each tie by itself."""

    def free(self, pair: tuple[str, str]) -> bool:
        """Whether either order of a tie goes, by itself."""
        return not any(set(one.orders[0]) == set(pair) for one in self.trouble if len(one.orders) == 1)


def ties(text: Graph, stated: Graph) -> Ties:
    """Tries every order of everything that is tied together."""
    pairs = _pairs(text.instance)
    combined = len(pairs) <= _TOGETHER
    trouble = _try(text, pairs, combined)
    known = {one.orders for one in trouble}
    further = tuple(
        one for one in _try(stated, pairs, combined) if not any(set(old) <= set(one.orders) for old in known)
    )
    return Ties(pairs, trouble, further, combined)


def _pairs(instance: Instance) -> tuple[tuple[str, str], ...]:
    found: dict[frozenset[str], tuple[str, str]] = {}
    for name, clause in instance.standing.items():
        for other in map(str, clause.linked_to):
            if other in instance.standing and other != name:
                found.setdefault(frozenset((name, other)), (name, other))
    return tuple(found.values())


def _try(graph: Graph, pairs: tuple[tuple[str, str], ...], combined: bool) -> tuple[Trouble, ...]:
    found: list[Trouble] = []
    for size in range(1, len(pairs) + 1 if combined else 2):
        for chosen in itertools.combinations(pairs, size):
            for turned in itertools.product((False, True), repeat=size):
                orders = tuple((b, a) if turn else (a, b) for (a, b), turn in zip(chosen, turned, strict=True))
                if any(set(one.orders) <= set(orders) for one in found):
                    continue
                circles = _circles(graph, orders)
                if circles:
                    found.append(Trouble(orders, circles))
    return tuple(found)


def _circles(graph: Graph, orders: tuple[tuple[str, str], ...]) -> tuple[Circle, ...]:
    """The circles that need all of these orders."""
    tried = graph.copy()
    for first, second in orders:
        link = tried.link("linked_to", (first, second))
        tried.wait(tried.start_of(second), Moment("performed", first), link)
    found = [circle for knot in knots(tried, tried.ordering()) for circle in knot.circles]
    return tuple(
        circle for circle in found if sum(step.link.key == "linked_to" for step in circle.steps) == len(orders)
    )
