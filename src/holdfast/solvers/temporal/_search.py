"""The search behind `controllable`: which edges must follow, or which cycle shows that it cannot be.

The method is that of Hunsberger and Posenato (2022, "RUL2021"), which goes back to Cairo, Hunsberger and Rizzi (2018,
"RUL-") and Morris and Muscettola (2005): O(mn + k^2 n + kn log n) for n points, m edges and k contingent links.

Words: LO edges are the ordinary and the lower-case ones. For a contingent link (A, C, [lo, hi]) its slackness is
hi - lo; the distance of a node X is the length of the shortest path of LO edges from X to C.

1. A potential of the LO edges. Where there is none, some cycle of them is negative: even with every duration at its
   shortest no dates fit.
2. Each contingent link is worked off once, going backwards from C along LO edges by Dijkstra's method.
   a. The link's own lower case is left out at C: one duration cannot be long and short.
   b. A node X nearer than the slackness has to wait for C, or until hi - distance after A. What comes before it is
      looked at further.
   c. A node X at the slackness or farther need not wait for C: (X, A, distance - hi) is an ordinary edge that
      follows, a bypass. The search does not pass X.
   d. Where X of (b) is where another contingent link starts, that one has to be worked off first, since it may give
      bypasses into X: the search is put aside and started anew afterwards, at most once for each contingent link.
      If that other link is already put aside (or is this one) the waits go round in a circle of negative length: not
      controllable.
   e. Where a node X of (b) must come before C by a negative path from C to X, the shortest duration bounds X from
      above and the longest makes it wait: not controllable. Paths outside these nodes show in step 3.
3. After each link the potential is mended for its bypasses; where that fails, an LO cycle is negative: not
   controllable.
4. When all are worked off the network is dynamically controllable.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from heapq import heappop, heappush
from typing import TypeAlias

from holdfast.solvers.temporal._graph import Arc, distances, lowered, potential
from holdfast.solvers.temporal.network import LOWER, ORDINARY, UPPER, Amounts, Edge, Network

Tree: TypeAlias = dict[int, tuple[int, int]]
"""For each node that was reached, the next node towards C and the edge to it."""


@dataclass(slots=True, eq=False)
class _Uncertain:
    """A contingent link whose length is not certain."""

    start: int
    end: int
    slackness: int
    upper: Edge
    number: int
    """Of the upper-case edge."""
    done: bool = False
    open: bool = False
    tree: Tree = field(default_factory=dict)
    near: set[int] = field(default_factory=set)
    """The nodes nearer than the slackness."""


@dataclass(frozen=True, slots=True)
class Failure:
    """Sums that are negative and, together, show that a network is not controllable.

    The first is the cycle. Each of the others follows a lower case that the cycle's derivation passes, up to the end
    of the wait for which it is passed. As long as all of them stay negative, and every guard is kept, the network
    stays uncontrollable, whatever else changes about the bounds of requirements.
    """

    sums: tuple[Amounts, ...]
    guards: tuple[tuple[Amounts, int], ...]
    """Of each bypass on which the cycle rests: the path to C, and the slackness, which its length reaches. (Wider
    requirements never break one that the narrower ones keep.)"""


class Search:
    """One run on a network. `failure` tells how it ended."""

    def __init__(self, network: Network) -> None:
        self._edges = list(network.edges)
        self._given = len(self._edges)
        self._derived: list[tuple[_Uncertain, int]] = []
        """For each bypass, in the order of their numbers after the given edges: whose it is, and its source."""
        nodes = len(network.index)
        self._before: list[list[Arc]] = [[] for _ in range(nodes)]
        self._after: list[list[Arc]] = [[] for _ in range(nodes)]
        self._links: list[_Uncertain] = []
        self._starting: dict[int, list[_Uncertain]] = {}
        self._build()
        self._value, cycle = potential(nodes, self._after)
        self.failure = self._explain(cycle) if cycle else self._work()

    def _build(self) -> None:
        """Adjacency, of parallel ordinary edges the shortest alone (the first of those)."""
        best: dict[tuple[int, int, bool], int] = {}
        for number, edge in enumerate(self._edges):
            if edge.kind == UPPER:
                slackness = -edge.weight + self._edges[number - 2].weight  # its ordinary edge, -lo, comes two before
                link = _Uncertain(edge.target, edge.source, slackness, edge, number)
                self._links.append(link)
                self._starting.setdefault(edge.target, []).append(link)
                continue
            key = (edge.source, edge.target, edge.kind == LOWER)
            if key not in best or edge.weight < self._edges[best[key]].weight:
                best[key] = number
        for (source, target, _), number in best.items():
            weight = self._edges[number].weight
            if source != target or weight < 0:
                self._before[target].append((source, weight, number))
                self._after[source].append((target, weight, number))

    # --- the search --------------------------------------------------------------------------------------------------

    def _work(self) -> Failure | None:
        """Steps 2 to 4. Links of a high potential (what comes late) first: measured, fewest restarts."""
        stack: list[_Uncertain] = []
        for first in sorted(self._links, key=lambda link: -self._value[link.end]):
            if first.done:
                continue
            stack.append(first)
            while stack:
                link = stack[-1]
                link.open = True
                bypasses, met = self._back(link)
                if met is None:
                    if failure := self._return(link):
                        return failure
                    link.done, link.open = True, False
                    stack.pop()
                    if cycle := self._add(link, bypasses):
                        return self._explain(cycle)
                    continue
                waiting = next((other for other in self._starting[met] if other.open), None)
                if waiting is not None:
                    chain = [other for other in stack if other.open]
                    return self._circle(chain[chain.index(waiting) :], met)
                stack.extend(other for other in self._starting[met] if not other.done)
        return None

    def _back(self, link: _Uncertain) -> tuple[list[tuple[int, int]], int | None]:
        """Step 2 for a link: the bypasses as (source, distance), and the node at which another one has to go first."""
        value, before = self._value, self._before
        starting, slackness, own = self._starting, link.slackness, link.number - 1
        tree: Tree = {}
        near: set[int] = set()
        link.tree, link.near = tree, near
        bypasses: list[tuple[int, int]] = []
        distance = {link.end: 0}
        heap = [(value[link.end], link.end)]
        done = set[int]()
        while heap:
            _, x = heappop(heap)
            if x in done:
                continue
            done.add(x)
            at = distance[x]
            if at >= slackness:  # c
                bypasses.append((x, at))
                continue
            if x in starting and any(not other.done for other in starting[x]):  # d
                return [], x
            near.add(x)
            for u, weight, number in before[x]:  # b
                new = at + weight
                if u not in done and (u not in distance or new < distance[u]) and number != own:
                    distance[u] = new
                    tree[u] = (x, number)
                    heappush(heap, (new + value[u], u))
        return bypasses, None

    def _return(self, link: _Uncertain) -> Failure | None:
        """Step 2e for a link that has been worked off: Dijkstra's method from C among the nodes that are near."""
        value, near, c = self._value, link.near, link.end
        if not any(value[x] < value[c] for x in near):
            return None  # a negative path ends at a lower potential
        length, via = {c: 0}, {c: (c, -1)}
        heap, done = [(-value[c], c)], set[int]()
        while heap:
            _, x = heappop(heap)
            if x in done:
                continue
            done.add(x)
            if length[x] < 0:
                return self._before_end(link, x, via)
            for v, weight, number in self._after[x]:
                new = length[x] + weight
                if v in near and v not in done and (v not in length or new < length[v]):
                    length[v], via[v] = new, (x, number)
                    heappush(heap, (new - value[v], v))
        return None

    def _add(self, link: _Uncertain, bypasses: Iterable[tuple[int, int]]) -> list[int] | None:
        """Step 3: the edges that follow, or the edges of a negative cycle."""
        target, whole = link.start, link.upper.weight
        into = self._before[target]
        shortest: dict[int, int] = {}
        for u, weight, number in into:
            certain = number >= self._given or self._edges[number].kind == ORDINARY
            if certain and weight < shortest.get(u, weight + 1):
                shortest[u] = weight
        best: Arc | None = None
        for x, distance in bypasses:
            weight = distance + whole
            if weight >= (0 if x == target else shortest.get(x, weight + 1)):
                continue
            number = self._given + len(self._derived)
            self._derived.append((link, x))
            self._before[target].append((x, weight, number))
            self._after[x].append((target, weight, number))
            if best is None or self._value[x] + weight < self._value[best[0]] + best[1]:
                best = (x, weight, number)
        return None if best is None else lowered(self._value, target, best, self._after)

    def reach(self, zero: int) -> tuple[dict[int, int], dict[int, int]]:
        """Of a controllable network: how early a node can be promised at best, and how late it can be held back to.

        Counted from the node `zero`. No strategy can beat these, since beyond them a cycle is negative: of LO edges
        (every duration at its shortest), or of ordinary edges, bypasses and upper cases (every one at its longest).
        Nodes without a bound are left out.
        """
        into: list[list[Arc]] = [[] for _ in self._after]
        onward: list[list[Arc]] = [[] for _ in self._after]
        for target, arcs in enumerate(self._before):
            into[target] = [arc for arc in arcs if arc[2] >= self._given or self._edges[arc[2]].kind != LOWER]
            into[target] += [(link.end, link.upper.weight, link.number) for link in self._starting.get(target, ())]
            for source, weight, number in into[target]:
                onward[source].append((target, weight, number))
        value, _ = potential(len(onward), onward)

        def shorter(long: list[list[Arc]], short: list[list[Arc]], sign: int) -> dict[int, int]:
            found = {node: length for node, (_, length, _) in distances(zero, self._value, short, sign).items()}
            for node, (_, length, _) in distances(zero, value, long, sign).items():
                found[node] = min(length, found.get(node, length))
            return found

        to_zero = shorter(into, self._before, -1)
        return {node: -length for node, length in to_zero.items()}, shorter(onward, self._after, 1)

    # --- what a cycle rests on ---------------------------------------------------------------------------------------

    def _circle(self, waiting: Sequence[_Uncertain], met: int) -> Failure:
        """Step 2d: each link's wait leads to the start of the next one, the last one's back to the first."""
        numbers = []
        for place, link in enumerate(waiting):
            numbers.append(self._given + len(self._derived))
            self._derived.append((link, met if place == len(waiting) - 1 else waiting[place + 1].start))
        return self._explain(numbers)

    def _before_end(self, link: _Uncertain, x: int, via: Tree) -> Failure:
        """Step 2e: the lower case, the negative path from C to X, and X's wait; no node before X has a negative one."""
        path = list[int]()
        number, node = self._given + len(self._derived), x
        self._derived.append((link, x))
        while node != link.end:
            node, edge = via[node]
            path.append(edge)
        return self._explain([link.number - 1, *reversed(path), number], len(path) + 1)

    def _explain(self, cycle: Iterable[int], reduced: int = 0) -> Failure:
        """The cycle and the sums after lower cases, in given edges.

        Args:
            cycle: edges in the order in which it runs.
            reduced: the end of a first part of it whose lower cases count by what follows them within that part. (In
                a cycle of LO edges none has to be passed: the shortest durations are enough against it.)
        """
        numbers = list(cycle)
        expanded, tails = self._expanded(numbers)
        guards = list(self._guards(expanded))
        tail: Amounts = {}
        for number in reversed(numbers[:reduced]):
            if number < self._given and self._edges[number].kind == LOWER:
                tails.append(dict(tail))
            _count(tail, expanded.get(number), number)
        total: Amounts = {}
        for number in numbers:
            _count(total, expanded.get(number), number)
        sums, seen = [total], {tuple(sorted(total.items()))}
        for tail in tails:
            key = tuple(sorted(tail.items()))
            if key not in seen:
                seen.add(key)
                sums.append(tail)
        return Failure(tuple(sums), tuple(guards))

    def _guards(self, expanded: Mapping[int, Amounts]) -> Iterator[tuple[Amounts, int]]:
        """For each bypass that holds without a wait: its path, and the slackness."""
        for number, amounts in expanded.items():
            link, _ = self._derived[number - self._given]
            path = {edge: times - (edge == link.number) for edge, times in amounts.items()}
            if sum(self._edges[edge].weight * times for edge, times in path.items()) >= link.slackness:
                yield path, link.slackness

    def _path(self, number: int) -> list[int]:
        """What a bypass stands for, one level down: its path and then the upper case."""
        link, x = self._derived[number - self._given]
        path = []
        while x != link.end:
            x, edge = link.tree[x]
            path.append(edge)
        return [*path, link.number]

    def _expanded(self, numbers: Iterable[int]) -> tuple[dict[int, Amounts], list[Amounts]]:
        """For each bypass on which `numbers` rest the given edges it stands for, and the sums after lower cases."""
        paths: dict[int, list[int]] = {}
        order, todo = list[int](), [(number, False) for number in numbers if number >= self._given]
        while todo:
            number, ready = todo.pop()
            if ready:
                order.append(number)
            elif number not in paths:
                paths[number] = self._path(number)
                todo.append((number, True))
                todo.extend((inner, False) for inner in paths[number] if inner >= self._given)
        expanded: dict[int, Amounts] = {}
        tails: list[Amounts] = []
        for number in order:
            total: Amounts = {}
            for inner in reversed(paths[number]):
                if inner < self._given and self._edges[inner].kind == LOWER:
                    tails.append(dict(total))
                _count(total, expanded.get(inner), inner)
            expanded[number] = total
        return expanded, tails


def _count(total: Amounts, more: Amounts | None, number: int) -> None:
    """Add what an edge stands for: `more`, or itself where that is None."""
    for edge, times in (more or {number: 1}).items():
        total[edge] = total.get(edge, 0) + times
