"""Dynamic controllability as Morris published it in 2014, as plain as the paper: what ours is measured against.

P. Morris, "Dynamic controllability and dispatchability relationships", CPAIOR 2014. O(n^3); a verdict, no conflict.
"""

from __future__ import annotations

import heapq
import sys
from dataclasses import dataclass, field

from holdfast.solvers.temporal import Network


@dataclass(frozen=True)
class _Edge:
    start: int
    end: int
    value: int
    case: str = ""  # "lower" or "upper"
    contingent: int = -1


@dataclass
class _Graph:
    into: list[list[_Edge]] = field(default_factory=list)

    def node(self) -> int:
        self.into.append([])
        return len(self.into) - 1

    def add(self, edge: _Edge) -> None:
        self.into[edge.end].append(edge)


def _normal_form(network: Network) -> _Graph:
    """Every contingent link A, C, [x, y] as A, A' of exactly x and then A', C of [0, y - x], uncertain."""
    graph = _Graph()
    for _ in network.index:
        graph.node()
    for link in network.requirements:
        start, end = network.index[link.start], network.index[link.end]
        if link.hi is not None:
            graph.add(_Edge(start, end, link.hi))
        if link.lo is not None:
            graph.add(_Edge(end, start, -link.lo))
    for number, uncertain in enumerate(network.contingents):
        a, c, middle = network.index[uncertain.start], network.index[uncertain.end], graph.node()
        graph.add(_Edge(a, middle, uncertain.lo))
        graph.add(_Edge(middle, a, -uncertain.lo))
        graph.add(_Edge(middle, c, 0, "lower", number))
        graph.add(_Edge(c, middle, uncertain.lo - uncertain.hi, "upper", number))
    return graph


def controllable(network: Network) -> bool:
    """The verdict."""
    graph = _normal_form(network)
    negative = [any(edge.value < 0 for edge in edges) for edges in graph.into]
    finished = [False] * len(graph.into)
    active = [False] * len(graph.into)

    def backwards(source: int) -> bool:
        if active[source]:
            return False
        if finished[source]:
            return True
        active[source] = True
        distance: dict[int, int] = {}
        queue: list[tuple[int, int, int]] = []
        ahead: dict[int, int] = {}  # the contingent link whose upper case the shortest path ends with, or -1

        def offer(node: int, value: int, case: int) -> None:
            if node not in distance or value < distance[node]:
                distance[node], ahead[node] = value, case
                heapq.heappush(queue, (value, node, case))

        for edge in graph.into[source]:
            if edge.value < 0:
                offer(edge.start, edge.value, edge.contingent)
        taken: set[int] = set()
        while queue:
            value, node, case = heapq.heappop(queue)
            if node in taken:
                continue
            taken.add(node)
            if value >= 0:
                graph.add(_Edge(node, source, value))
                continue
            if negative[node] and not backwards(node):
                return False
            for edge in graph.into[node]:
                if edge.value >= 0 and not (edge.case == "lower" and edge.contingent == case):
                    offer(edge.start, value + edge.value, case)
        active[source] = False
        finished[source] = True
        return True

    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(max(limit, 10 * len(graph.into) + 1000))
    try:
        return all(backwards(node) for node in range(len(graph.into)) if negative[node])
    finally:
        sys.setrecursionlimit(limit)
