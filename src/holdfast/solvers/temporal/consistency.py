"""Simple temporal networks, uncertainty ignored: do dates fit if every duration were the parties' to choose?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from holdfast.solvers.temporal._graph import Arc, distances, potential
from holdfast.solvers.temporal.network import Bound, Conflict, Link, Network, Point, Requirement, conflict_of


@dataclass(frozen=True, slots=True)
class Dates:
    """When a point can be, counted from the origin. None: not bounded."""

    earliest: int | None
    latest: int | None

    @property
    def slack(self) -> int | None:
        """How far apart the two are; 0 where the date is fixed."""
        return None if self.earliest is None or self.latest is None else self.latest - self.earliest


@dataclass(frozen=True, slots=True)
class Step:
    """Part of the reason for an earliest date: `after` is at least `amount` later than `before`."""

    before: Point
    after: Point
    amount: int
    """Negative where a link only says how much earlier `after` may be."""
    link: Link
    bound: Bound


@dataclass(frozen=True, slots=True)
class Consistency:
    """Whether a network is consistent; its dates, or what stands against it."""

    conflict: Conflict | None
    dates: Mapping[Point, Dates]
    """By point, in the order of the network; empty where there is a conflict."""
    critical: tuple[Step, ...]
    """Why the last of all points cannot be earlier: from the origin to it, amounts adding up to its earliest date."""
    _reasons: Mapping[Point, Step] = field(default_factory=dict, repr=False)

    @property
    def holds(self) -> bool:
        """Whether it is consistent."""
        return self.conflict is None

    def because(self, point: Point) -> tuple[Step, ...]:
        """Why a point cannot be earlier: steps from the origin to it. Nothing for the origin and the unbounded."""
        steps = []
        while point in self._reasons:
            steps.append(self._reasons[point])
            point = self._reasons[point].before
        return tuple(reversed(steps))


def consistent(network: Network, origin: Point | None = None) -> Consistency:
    """Consistency of a simple temporal network (Dechter, Meiri, Pearl 1991); contingent links are requirements here.

    1. A potential of the distance graph (Bellman, Ford, Moore, Tarjan; see `_graph`); a negative cycle is the
       conflict, and a minimal one: it passes no point twice.
    2. Shortest paths from the origin are the latest dates, those to it, negated, the earliest (Dijkstra, Johnson).
    3. The critical path is the shortest path to the origin from the point whose earliest date is the last.

    O(nm) for n points and m bounds, in practice near m.

    Args:
        network: the links.
        origin: the point that is date 0; the network's first where None.

    Raises:
        KeyError: the network does not know the origin.
    """
    certain = tuple(Requirement(link.start, link.end, link.lo, link.hi, link.tag) for link in network.contingents)
    plain = Network((*network.requirements, *certain), (), tuple(network.index))
    edges = plain.edges
    points = list(plain.index)
    if not points:
        return Consistency(None, {}, ())
    zero = 0 if origin is None else plain.index[origin]
    after: list[list[Arc]] = [[] for _ in points]
    before: list[list[Arc]] = [[] for _ in points]
    for number, edge in enumerate(edges):
        after[edge.source].append((edge.target, edge.weight, number))
        before[edge.target].append((edge.source, edge.weight, number))
    value, cycle = potential(len(points), after)
    if cycle:
        return Consistency(conflict_of(plain, Counter(cycle), network), {}, ())
    latest = distances(zero, value, after, 1)
    earliest = distances(zero, value, before, -1)
    dates = {
        point: Dates(-earliest[n][1] if n in earliest else None, latest[n][1] if n in latest else None)
        for n, point in enumerate(points)
    }
    reasons = dict[Point, Step]()
    for n, (onward, _, number) in earliest.items():
        if number >= 0:
            edge = edges[number]
            link = network.links[edge.link]
            reasons[points[n]] = Step(points[onward], points[n], -edge.weight, link, edge.bound)
    last = max(earliest, key=lambda n: (-earliest[n][1], -n))
    found = Consistency(None, dates, (), reasons)
    return Consistency(None, dates, found.because(points[last]), reasons)
