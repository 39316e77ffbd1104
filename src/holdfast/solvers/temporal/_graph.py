"""Shortest paths with potentials, on edges given as lists of numbers.

A potential p gives every node a number such that p[target] <= p[source] + weight for every edge. There is one exactly
where no cycle is negative, and with it Dijkstra's method works although weights are negative (Johnson 1977).
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from heapq import heappop, heappush
from typing import TypeAlias

Arc: TypeAlias = tuple[int, int, int]
"""(the node at the other end, weight, the edge's number)."""


def potential(nodes: int, after: Sequence[Sequence[Arc]]) -> tuple[list[int], list[int] | None]:
    """A potential, or the numbers of the edges of a negative cycle in the order in which it runs.

    The method of Bellman, Ford and Moore from a source 0 before every node, with the subtree disassembly of Tarjan
    (1981): O(nodes * edges), and a negative cycle is seen as soon as it closes.

    1. Nodes whose value fell wait in a queue. The edges that set the values form a tree, kept in preorder as a ring,
       with depths; its root is the source.
    2. Where the value of v falls by an edge from u, everything under v is out of date: it leaves the tree and the
       queue (and comes back when its value falls in turn). If u is under v, the path from v to u and this edge are a
       negative cycle.
    3. v is hung under u, and waits in the queue.

    Args:
        nodes: how many there are.
        after: the arcs that leave each node.
    """
    root = nodes
    value = [0] * nodes
    parent, by = [root] * nodes, [-1] * nodes
    ring, back = [*range(1, nodes + 1), 0], [root, *range(nodes)]  # the next and the previous node in preorder
    depth = [1] * nodes + [0]
    waits = [True] * nodes
    queue = deque(range(nodes))
    while queue:
        u = queue.popleft()
        if not waits[u]:
            continue
        waits[u] = False
        at = value[u]
        for v, weight, number in after[u]:
            if at + weight >= value[v]:
                continue
            level, last = depth[v], v  # step 2
            while True:
                if last == u:
                    cycle = [number]
                    while u != v:
                        cycle.append(by[u])
                        u = parent[u]
                    return value, cycle[::-1]
                onward = ring[last]
                if depth[onward] <= level:
                    break
                last = onward
                waits[last] = False
            before, beyond = back[v], ring[last]
            ring[before], back[beyond] = beyond, before
            while last != v:
                onward = back[last]
                ring[last] = back[last] = last
                last = onward
            value[v], parent[v], by[v] = at + weight, u, number  # step 3
            depth[v] = depth[u] + 1
            beyond = ring[u]
            ring[u], back[v], ring[v], back[beyond] = v, u, beyond, v
            if not waits[v]:
                waits[v] = True
                queue.append(v)
    return value, None


def lowered(value: list[int], target: int, first: Arc, after: Sequence[Sequence[Arc]]) -> list[int] | None:
    """Mend a potential after new edges into one node; None, or the edges of a negative cycle.

    Cotton and Maler (2006): 1. the node's value falls to what the best of the new edges asks for; 2. what follows
    falls too, those that fall most first, so that each falls once; 3. if the node itself would fall again, the path
    that asks for it closes a negative cycle. O(edges + nodes * log(nodes)), for the nodes that fall.

    Args:
        value: the potential before, changed in place.
        target: the node that the new edges enter.
        first: the source, weight and number of the one of them that gives the least source's value + weight.
        after: the arcs that leave each node, the new ones among them.
    """
    source, weight, number = first
    fall = value[source] + weight - value[target]
    if fall >= 0:
        return None
    by = {target: (source, number)}
    falls, heap, done = {target: fall}, [(fall, target)], set[int]()
    while heap:
        fall, u = heappop(heap)
        if u in done:
            continue
        done.add(u)
        value[u] += fall
        at = value[u]
        for v, weight, number in after[u]:
            new = at + weight - value[v]
            if new >= 0:
                continue
            if v == target:
                cycle = [number]
                while u != target:
                    u, number = by[u]
                    cycle.append(number)
                return cycle[::-1]
            if v not in done and new < falls.get(v, 0):
                falls[v], by[v] = new, (u, number)
                heappush(heap, (new, v))
    return None


def distances(start: int, value: Sequence[int], arcs: Sequence[Sequence[Arc]], sign: int) -> dict[int, Arc]:
    """Shortest paths from a node (sign 1, `arcs` leave nodes) or to it (sign -1, `arcs` enter nodes), by Dijkstra.

    Args:
        value: a potential.

    Returns:
        For each node that is reached: the node before it on the path, the length, and the edge between (-1: none).
    """
    found: dict[int, Arc] = {}
    length = {start: 0}
    via = {start: (start, -1)}
    heap = [(-sign * value[start], start)]
    while heap:
        _, u = heappop(heap)
        if u in found:
            continue
        at = length[u]
        found[u] = (via[u][0], at, via[u][1])
        for v, weight, number in arcs[u]:
            new = at + weight
            if v not in found and (v not in length or new < length[v]):
                length[v], via[v] = new, (u, number)
                heappush(heap, (new - sign * value[v], v))
    return found
