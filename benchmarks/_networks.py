"""Temporal networks of any size, controllable by construction or not, made from a seed."""

from __future__ import annotations

import random

from holdfast.solvers.temporal import Contingent, Network, Requirement


def network(points: int, *, controllable: bool, seed: int, reach: int = 40) -> Network:
    """So many points, three times as many links, a tenth as many contingent links among them.

    Every point follows an earlier one, by a fixed delay or by a contingent link; doing just that is a strategy. Each
    requirement allows what it leads to, whatever the contingent links take, and up to 3 more at either end: the
    network is controllable. Where it is not to be, a last requirement, over a long way, leaves half the time that the
    contingent links on it can vary by: with the shortest durations it can be kept.
    """
    draw = random.Random(seed)
    order = list(range(points))
    uncertain = set(draw.sample(order[1:], points // 10))
    parent, delay = [0] * points, [(0, 0)] * points
    for point in order[1:]:
        parent[point] = draw.randrange(max(0, point - max(1, reach // 5)), point)
        lo = draw.randrange(1, 20)
        delay[point] = (lo, lo + (draw.randrange(1, 30) if point in uncertain else 0))
    contingents = [Contingent(parent[p], p, *delay[p], ("duration", p)) for p in sorted(uncertain)]

    def difference(start: int, end: int) -> tuple[int, int]:
        """The least and the most by which `end` follows `start`."""
        least = most = 0
        while start != end:
            if end > start:
                least, most, end = least + delay[end][0], most + delay[end][1], parent[end]
            else:
                least, most, start = least - delay[start][1], most - delay[start][0], parent[start]
        return least, most

    def requirement(start: int, end: int) -> Requirement:
        least, most = difference(start, end)
        number = len(requirements)
        return Requirement(start, end, least - draw.randrange(4), most + draw.randrange(4), ("window", number))

    requirements: list[Requirement] = []
    requirements += (requirement(parent[p], p) for p in order[1:] if p not in uncertain)
    while len(requirements) + len(contingents) < 3 * points - (not controllable):
        start = draw.randrange(points)
        end = draw.randrange(max(0, start - reach), min(points, start + reach))
        if start != end:
            requirements.append(requirement(start, end))
    if not controllable:
        end = points - 1
        least, most = difference(0, end)
        requirements.append(Requirement(0, end, None, least + (most - least) // 2, ("limit", 0)))
    draw.shuffle(requirements)
    return Network(tuple(requirements), tuple(contingents), tuple(order))
