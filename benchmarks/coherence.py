"""Timing that can be met or not: networks of many steps, against a plain reference, and how the time grows.

python benchmarks/coherence.py [--json]
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks import _morris2014
from benchmarks._networks import network
from benchmarks._table import Table, run
from holdfast.solvers.temporal import Control, Network, consistent, controllable

TARGETS = {200: 0.05, 1_000: 0.5, 2_000: 3.0}
"""Points, and seconds at most: for the verdict, and the conflict where there is one."""
GROWTH = (250, 500, 4_000)
SEEDS = (1, 2, 3)
REACH = 200
"""How far apart two points of a requirement may be; at 200 the reference takes about what issue 4 says of it."""
PATIENCE = 30
"""Seconds above which the reference is not run again on a larger network."""
T = TypeVar("T")


def _timed(work: Callable[[], T]) -> tuple[T, float]:
    start = time.process_time()
    found = work()
    return found, time.process_time() - start


def _fresh(points: int, good: bool, seed: int) -> Network:
    """A network of which nothing has been computed yet: adjacency is part of what is measured."""
    return network(points, controllable=good, seed=seed, reach=REACH)


def _suitable(points: int, good: bool, found: int) -> list[int]:
    """The first seeds whose network is what it is to be: a limit over a long way can turn out to be harmless."""
    seeds, seed = list[int](), 0
    while len(seeds) < found:
        seed += 1
        if controllable(_fresh(points, good, seed), minimal=False).holds is good:
            seeds.append(seed)
    return seeds


def _verify(problem: Network, answer: Control, good: bool) -> None:
    """The verdict is the one made, and a conflict is one by itself."""
    if answer.holds is not good:
        raise SystemExit(f"a network made to be {'' if good else 'un'}controllable is said not to be")
    if answer.conflict is None:
        return
    if answer.conflict.shortfall <= 0 or not consistent(problem).holds:
        raise SystemExit("a conflict whose sum is not short")
    if _morris2014.controllable(answer.conflict.network):
        raise SystemExit("the reference controls what was said to be a conflict")


def _row(table: Table, points: int, good: bool, patience: dict[bool, float]) -> None:
    name = f"{'controllable' if good else 'not controllable'}, {points} points"
    seeds = _suitable(points, good, len(SEEDS))
    ours, theirs, sizes = list[float](), list[float](), list[int]()
    for seed in seeds:
        problem = _fresh(points, good, seed)
        answer, seconds = _timed(lambda problem=problem: controllable(problem))  # type: ignore[misc]
        _verify(problem, answer, good)
        ours.append(seconds)
        sizes.append(len(answer.conflict.links) if answer.conflict else 0)
        if seed == seeds[0] and patience[good] <= PATIENCE:
            verdict, seconds = _timed(lambda problem=problem: _morris2014.controllable(problem))  # type: ignore[misc]
            if verdict is not good:
                raise SystemExit(f"the reference disagrees: {name}, seed {seed}")
            theirs.append(seconds)
            patience[good] = seconds * 8  # O(n^3), so what twice as many points may take
    table.add(f"{name}, seeds {seeds}", max(ours), "s CPU, slowest", at_most=TARGETS.get(points))
    if not good:
        table.add("links in the conflict", statistics.median(sizes), "links, median")
    if theirs:
        table.add("plain Morris 2014, first seed", theirs[0], "s CPU")
        table.add("times as long as ours", theirs[0] / ours[0], "times", at_least=1)
    else:
        table.add("plain Morris 2014 not run, expected", patience[good], "s CPU or more")


def measure(table: Table) -> None:
    """Networks of n points, 3n links, n/10 of them contingent."""
    patience = {True: 0.0, False: 0.0}
    for points in sorted((*TARGETS, *GROWTH)):
        for good in (True, False):
            _row(table, points, good, patience)


if __name__ == "__main__":
    sys.exit(run(measure))
