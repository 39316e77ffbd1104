"""Circles and what to relax among 1,000 commitments with 50 planted circles; pairs of failures over 200.

python benchmarks/ordering.py [--json]
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks._table import Table, run
from holdfast.solvers.logic import And, Formula, Or, Var
from holdfast.solvers.ordering import Component, Failures, Ordering, Rule

SIZES = (250, 500, 1_000, 2_000)


def _seconds(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def network(size: int, circles: int, either: float = 0.1, seed: int = 1) -> list[Rule]:
    """Commitments that wait for up to three earlier ones each, and rings of three to six of them, apart."""
    chance = random.Random(seed)
    rules: list[Rule] = []
    for node in range(1, size):
        for _ in range(chance.randint(0, 3)):
            parts: list[Formula] = [Var(chance.randrange(node) + 1) for _ in range(2)]
            formula = Or(tuple(parts)) if chance.random() < either else And(tuple(parts[:1]))
            rules.append(Rule(node, formula, len(rules)))
    width = size // max(circles, 1)
    for ring in range(circles):
        nodes = list(range(ring * width, ring * width + min(chance.randint(3, 6), width)))
        for node, other in zip(nodes, [*nodes[1:], nodes[0]], strict=True):
            rules.append(Rule(node, Var(other + 1), len(rules)))
    return rules


def measure(table: Table) -> None:
    for size in SIZES:
        rules = network(size, size // 20)
        found: list[Component] = []
        work = partial(_components, Ordering(size, rules), found)
        target = 1.0 if size == 1_000 else None
        table.add(f"circles and relaxations, {size} commitments", _seconds(work), "s CPU", at_most=target)
        table.add("circles", sum(len(one.circles) for one in found), "circles")
    for size in (50, 100, 200, 400):
        failures = Ordering(size, network(size, 0)).stopped([(node,) for node in range(size)])
        target = 2.0 if size == 200 else None
        seconds = _seconds(partial(_pairs, failures, size))
        table.add(f"pairs of failures, {size} commitments", seconds, "s CPU", at_most=target)


def _components(ordering: Ordering, found: list[Component]) -> None:
    found.extend(ordering.components())


def _pairs(failures: Failures, size: int) -> None:
    for one in range(size):
        for other in range(one + 1, size):
            failures.pair(one, other)


if __name__ == "__main__":
    sys.exit(run(measure))
