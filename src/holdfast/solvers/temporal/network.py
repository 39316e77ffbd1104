"""Simple temporal networks with uncertainty: what is asked, and conflicts as budgets.

Units are the caller's: every number is a whole number of one unit (minutes, say). Exact rationals are multiplied by
their common denominator first; nothing here is ever a float.
"""

from __future__ import annotations

from collections.abc import Container, Hashable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final, Literal, NamedTuple, TypeAlias

Point: TypeAlias = Hashable
Tag: TypeAlias = Hashable
Bound: TypeAlias = Literal["lo", "hi"]
Amounts: TypeAlias = dict[int, int]
"""How often each edge (its number in the network's distance graph) is used."""


@dataclass(frozen=True, slots=True)
class Requirement:
    """What the parties are to see to: `lo` <= time of `end` - time of `start` <= `hi`; None is no bound.

    Bounds may be negative (`end` before `start`). `lo` above `hi` is allowed: it is a conflict with itself.
    """

    start: Point
    end: Point
    lo: int | None
    hi: int | None
    tag: Tag


@dataclass(frozen=True, slots=True)
class Contingent:
    """A duration that nobody controls: once `start` has happened `end` follows after `lo` to `hi`, 0 <= lo <= hi.

    How long it takes is known when `end` happens, and not before.
    """

    start: Point
    end: Point
    lo: int
    hi: int
    tag: Tag


Link: TypeAlias = Requirement | Contingent

ORDINARY: Final = 0
LOWER: Final = 1
UPPER: Final = 2
"""Kinds of edge: a bound that always holds; the lower and the upper case of a contingent link."""


class Edge(NamedTuple):
    """time of `target` - time of `source` <= `weight`, as an edge of the distance graph."""

    source: int
    target: int
    weight: int
    kind: int
    link: int
    """Which link: requirements are counted first, contingent links after them."""
    bound: Bound


@dataclass(frozen=True)
class Network:
    """Links between points in time. What is computed depends on their order, never on names.

    Several requirements may join the same two points; points need no declaration, `points` adds some that no link
    names. Which durations are contingent is a point of view: for one party's, the caller passes as `Contingent` what
    the others decide as well.

    Raises:
        TypeError: a bound is not an int.
        ValueError: a contingent link with bounds not 0 <= lo <= hi, from a point to itself, ending where another one
            ends, or in a circle of contingent links that wait for each other. A negative `lo` is refused rather than
            cut off at 0, which would hide uncertainty: an `end` that may come up to d before its `start` is, if that
            is what is meant, a contingent link of [0, d + hi] from a new point, exactly d before `start` (a
            requirement [d, d]).
    """

    requirements: tuple[Requirement, ...] = ()
    contingents: tuple[Contingent, ...] = ()
    points: tuple[Point, ...] = ()

    def __post_init__(self) -> None:
        starts: dict[Point, Point] = {}
        settled: set[Point] = set()
        for link in self.links:
            for value in (link.lo, link.hi):
                absent = value is None and isinstance(link, Requirement)
                if isinstance(value, bool) or not (isinstance(value, int) or absent):
                    raise TypeError(f"bounds are whole numbers, not {value!r} (link {link.tag!r})")
        for one in self.contingents:
            if not 0 <= one.lo <= one.hi:
                raise ValueError(f"a contingent link needs 0 <= lo <= hi, not [{one.lo}, {one.hi}] (link {one.tag!r})")
            if one.start == one.end:
                raise ValueError(f"a contingent link from a point to itself (link {one.tag!r})")
            if one.end in starts:
                raise ValueError(f"two contingent links end in {one.end!r} (the second is link {one.tag!r})")
            starts[one.end] = one.start
        for first in starts:
            chain, at = set[Point](), first
            while at in starts and at not in settled:
                if at in chain:
                    raise ValueError(f"contingent links in a circle, so that none of them can begin (at {at!r})")
                chain.add(at)
                at = starts[at]
            settled |= chain

    @property
    def links(self) -> tuple[Link, ...]:
        """Requirements, then contingent links: the order in which edges count them."""
        return (*self.requirements, *self.contingents)

    @cached_property
    def index(self) -> Mapping[Point, int]:
        """The points, numbered in the order in which they are first named."""
        found: dict[Point, int] = {}
        for link in self.links:
            found.setdefault(link.start, len(found))
            found.setdefault(link.end, len(found))
        for point in self.points:
            found.setdefault(point, len(found))
        return found

    @cached_property
    def edges(self) -> tuple[Edge, ...]:
        """The distance graph.

        A requirement gives an ordinary edge per bound. A contingent link A, C, [lo, hi] gives the ordinary edge
        C -> A of -lo, the lower case A -> C of lo (it may be as short as that) and the upper case C -> A of -hi (it
        may be as long as that). One whose length is certain (lo = hi) is ordinary: A -> C of hi, C -> A of -lo.
        """
        index, found = self.index, list[Edge]()
        for number, link in enumerate(self.links):
            a, c = index[link.start], index[link.end]
            if isinstance(link, Requirement) or link.lo == link.hi:
                if link.hi is not None:
                    found.append(Edge(a, c, link.hi, ORDINARY, number, "hi"))
                if link.lo is not None:
                    found.append(Edge(c, a, -link.lo, ORDINARY, number, "lo"))
            else:
                found.append(Edge(c, a, -link.lo, ORDINARY, number, "lo"))
                found.append(Edge(a, c, link.lo, LOWER, number, "lo"))
                found.append(Edge(c, a, -link.hi, UPPER, number, "hi"))
        return tuple(found)


@dataclass(frozen=True, slots=True)
class Term:
    """One line of a budget: a bound of a link, and how often it counts."""

    link: Link
    bound: Bound
    amount: int
    """What it adds each time, never negative: to the limit, or to the demand."""
    times: int
    demands: bool
    """Whether time is needed here (a shortest duration required, or one that may become as long as `hi`) or given (a
    longest one allowed, or one that may become as short as `lo`)."""

    @property
    def tag(self) -> Tag:
        """The caller's name of the link."""
        return self.link.tag


@dataclass(frozen=True, slots=True)
class Conflict:
    """Links that cannot all be kept: together they give `limit` and need `demand`, which is more.

    Each term is a bound on a cycle of the distance graph whose sum is negative. In a question of controllability the
    same bound may count several times, and a contingent link may count both as long and as short: nobody knows which
    it will be when something has to be decided.
    """

    terms: tuple[Term, ...]
    links: tuple[Link, ...]
    """The links by themselves, requirements with no more than the bounds that count: these are in conflict too.
    (Of `consistent`: contingent links stand here as requirements.)"""

    @property
    def limit(self) -> int:
        """The time that is given, in all."""
        return sum(term.amount * term.times for term in self.terms if not term.demands)

    @property
    def demand(self) -> int:
        """The time that is needed, in all."""
        return sum(term.amount * term.times for term in self.terms if term.demands)

    @property
    def shortfall(self) -> int:
        """By how much the demand is above the limit: 1 or more."""
        return self.demand - self.limit

    @property
    def tags(self) -> tuple[Tag, ...]:
        """The links' tags, each once, in the order of the network."""
        return tuple(dict.fromkeys(link.tag for link in self.links))

    @property
    def network(self) -> Network:
        """The links as a network of their own."""
        return subnetwork(self.links)


def subnetwork(links: Iterable[Link]) -> Network:
    """A network of these links, in this order."""
    chosen = tuple(links)
    return Network(
        tuple(link for link in chosen if isinstance(link, Requirement)),
        tuple(link for link in chosen if isinstance(link, Contingent)),
    )


def restricted(link: Requirement, bounds: Container[str]) -> Requirement:
    """The requirement with these of its bounds only ("lo", "hi")."""
    return replace(link, lo=link.lo if "lo" in bounds else None, hi=link.hi if "hi" in bounds else None)


def conflict_of(network: Network, amounts: Mapping[int, int], given: Network | None = None) -> Conflict:
    """The budget of a negative cycle: the edges on it, and how often each is used.

    Args:
        network: whose edges they are.
        amounts: how often each edge is used.
        given: the network whose links the terms name, where `network` is a reading of it, link by link.
    """
    links, terms, sides = network.links, list[Term](), dict[int, set[Bound]]()
    named = links if given is None else given.links
    for number in sorted(amounts):
        edge = network.edges[number]
        link = named[edge.link]
        backwards = edge.target == network.index[link.start]
        demands = edge.weight < 0 or (edge.weight == 0 and backwards)
        terms.append(Term(link, edge.bound, abs(edge.weight), amounts[number], demands))
        sides.setdefault(edge.link, set()).add(edge.bound)
    chosen = list[Link]()
    for number in sorted(sides):
        link, used = links[number], sides[number]
        chosen.append(restricted(link, used) if isinstance(link, Requirement) else link)
    return Conflict(tuple(terms), tuple(chosen))
