"""Timing that can be met or not: networks of many steps, against a plain reference, and how the time grows.

python benchmarks/coherence.py [--json]
"""

from __future__ import annotations

import functools
import itertools
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks import _morris2014
from benchmarks._networks import network
from benchmarks._table import Table, run
from holdfast.solvers.temporal import Control, Network, consistent, controllable, guarantees, loosen

TARGETS = {200: 0.05, 1_000: 0.5, 2_000: 3.0}
"""Points, and seconds at most: for the verdict, and the conflict where there is one."""
GROWTH = (250, 500, 4_000)
SEEDS = 3
LARGE = 2_000
"""Networks beyond this show how the time grows, by one seed each."""
REACH = 200
"""How far apart two points of a requirement may be."""
PATIENCE = 30
"""The reference is left out where it would take longer than so many seconds: it grows with n^3."""
T = TypeVar("T")


def _timed(work: Callable[[], T]) -> tuple[T, float]:
    start = time.process_time()
    found = work()
    return found, time.process_time() - start


@dataclass(frozen=True)
class _Run:
    seed: int
    problem: Network
    answer: Control
    seconds: float


def _runs(points: int, good: bool, reach: int) -> list[_Run]:
    """The first seeds whose network is what it is to be: a limit over a long way can turn out to be harmless."""
    found = list[_Run]()
    for seed in itertools.count(1):
        problem = network(points, controllable=good, seed=seed, reach=reach)
        answer, seconds = _timed(functools.partial(controllable, problem))
        if answer.holds is good:
            _verify(problem, answer)
            found.append(_Run(seed, problem, answer, seconds))
        elif good:
            raise SystemExit(f"a network made to be controllable is said not to be: {points} points, seed {seed}")
        if len(found) == (SEEDS if points <= LARGE else 1):
            break
    return found


def _verify(problem: Network, answer: Control) -> None:
    """A conflict is one by itself."""
    if answer.conflict is None:
        return
    if answer.conflict.shortfall <= 0 or not consistent(problem).holds:
        raise SystemExit("a conflict whose sum is not short")
    if _morris2014.controllable(answer.conflict.network):
        raise SystemExit("the reference controls what was said to be a conflict")


@dataclass
class _Reference:
    """What the reference took last, so that nobody waits for it longer than `PATIENCE`."""

    points: int = 0
    seconds: float = 0.0

    def expected(self, points: int) -> float:
        """O(n^3), from the last size at which it ran."""
        return self.seconds * (points / self.points) ** 3 if self.points else 0.0


def _rows(table: Table, points: int, good: bool, reference: _Reference, reach: int = REACH) -> None:
    name = f"{'controllable' if good else 'not controllable'}, {points} points" + (" in a knot" * (reach > points))
    runs = _runs(points, good, reach)
    first = runs[0]
    expected = reference.expected(points)
    seconds = 0.0
    if expected <= PATIENCE:
        verdict, seconds = _timed(functools.partial(_morris2014.controllable, first.problem))
        if verdict is not good:
            raise SystemExit(f"the reference disagrees: {name}, seed {first.seed}")
        reference.points, reference.seconds = points, seconds
    target = TARGETS.get(points) if reach == REACH else None
    table.add(
        f"{name}: slowest of seeds {', '.join(str(one.seed) for one in runs)}",
        max(one.seconds for one in runs),
        "s CPU",
        at_most=target,
    )
    if not good:
        table.add(
            f"{name}: links in the conflict",
            statistics.median(len(one.answer.conflict.links) for one in runs if one.answer.conflict),
            "links, median",
        )
    if seconds:
        table.add(f"{name}: plain Morris 2014, seed {first.seed}", seconds, "s CPU")
        table.add(f"{name}: Morris by ours", seconds / first.seconds, "times", at_least=1)
    else:
        table.add(f"{name}: Morris not run, by n^3 it would take", expected, "s CPU")


def measure(table: Table) -> None:
    """Networks of n points, 3n links, n/10 of them contingent."""
    references = {True: _Reference(), False: _Reference()}
    for points in sorted((*TARGETS, *GROWTH)):
        for good in (True, False):
            _rows(table, points, good, references[good])
    for good in (True, False):
        _rows(table, LARGE, good, references[good], reach=10_000)
    large = network(2_000, controllable=True, seed=1, reach=REACH)
    table.add("dates, slack and critical path, 2000 points", _timed(lambda: consistent(large))[1], "s CPU")
    for points, reach in ((60, 10), (200, 40)):
        tight = network(points, controllable=False, seed=2, reach=reach)
        found, seconds = _timed(functools.partial(loosen, tight))
        if not found.found or controllable(tight).holds:
            raise SystemExit("a network that was to be loosened, and was not")
        table.add(f"smallest loosening, {points} points", seconds, "s CPU")
    table.add("guarantees for every point, 200 points", _timed(_promises)[1], "s CPU")


def _promises() -> object:
    return guarantees(network(200, controllable=True, seed=1, reach=REACH), 0)


if __name__ == "__main__":
    sys.exit(run(measure))
