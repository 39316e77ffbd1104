"""Cores and movements of many statements, beside the bare solver on the same clauses.

python benchmarks/deals_logic.py [--json]

Cases of 15, 50 and 150 issues with four options each and ten statements an issue, drawn at random around a hidden
package, so that few statements clash. What is measured: whether all can stand (*decide*), one smallest core, one
cheapest movement. The bare solver is python-sat's Solver, OptUx and RC2Stratified on clauses that are already made,
without weights for the core; ours starts from the formulas.
"""

from __future__ import annotations

import random
import statistics
import sys
import time
from collections.abc import Callable
from functools import partial
from itertools import combinations
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from pysat.examples.optux import OptUx
from pysat.examples.rc2 import RC2Stratified
from pysat.formula import WCNF
from pysat.solvers import Solver

from benchmarks._table import Table, run
from holdfast.solvers.cheapest import Cheapest
from holdfast.solvers.conflicts import Conflicts
from holdfast.solvers.logic import And, Formula, Not, Or, Var, behind_selectors

OPTIONS = 4
SIZES = (15, 50, 150)
#: From the issue that asked for them, in milliseconds: decide, smallest core, cheapest movement.
REFERENCE = {15: (0.3, 2.0, 1.0), 150: (6.0, 73.0, 29.0)}
REPEATS = 15


def drawn(issues: int, seed: int) -> tuple[list[Formula], list[Formula], list[int]]:
    """Rules that each issue has one option; statements, most of which a hidden package meets; their ranks."""
    chance = random.Random(seed)
    hidden = [chance.randrange(OPTIONS) for _ in range(issues)]

    def option(issue: int, number: int) -> Formula:
        return Var(issue * OPTIONS + number + 1)

    hard: list[Formula] = []
    for issue in range(issues):
        options = [option(issue, number) for number in range(OPTIONS)]
        hard.append(Or(tuple(options)))
        hard.extend(Not(And(pair)) for pair in combinations(options, 2))
    tagged: list[Formula] = []
    for number in range(issues * 10):
        first, second = chance.sample(range(issues), 2)
        wanted = {hidden[first], chance.randrange(OPTIONS)}
        if number % (issues * 2) == 0:  # a few ask for something else
            wanted = {(hidden[first] + 1) % OPTIONS}
        condition = option(second, chance.randrange(OPTIONS))
        demand = Or(tuple(option(first, one) for one in sorted(wanted)))
        alone = chance.random() < 0.4 and wanted & {hidden[first]}
        tagged.append(demand if alone else Or((Not(condition), demand)))
    return hard, tagged, [chance.choice([1, 1, 1, 2, 2, 3]) for _ in tagged]


def _medians(first: Callable[[], object], second: Callable[[], object]) -> tuple[float, float]:
    """Milliseconds of CPU time of two works done in turn: the median of each."""
    times: tuple[list[float], list[float]] = ([], [])
    for _ in range(REPEATS):
        for work, found in zip((first, second), times, strict=True):
            start = time.process_time()
            work()
            found.append((time.process_time() - start) * 1000)
    return statistics.median(times[0]), statistics.median(times[1])


def measure(table: Table) -> None:
    for issues in SIZES:
        hard, tagged, ranks = _unsatisfiable(issues)
        bare = Bare(hard, tagged, ranks)
        solver = Cheapest(hard, tagged)
        # The same answers before anything is timed.
        assert _decide(hard, tagged) is bare.decide() is False
        (core,) = solver.cores(ranks, bound=1).sets
        assert len(core) == bare.core()
        (movement,) = solver.corrections(ranks, bound=1).sets
        assert sum(bare.weights[tag] for tag in movement) == bare.movement()

        name = f"{issues} × {OPTIONS}, {len(tagged)} statements"
        stated = REFERENCE.get(issues, (None, None, None))
        rows = (
            ("decide", partial(_decide, hard, tagged), bare.decide, stated[0]),
            ("smallest core", partial(solver.cores, ranks, bound=1), bare.core, stated[1]),
            ("cheapest movement", partial(solver.corrections, ranks, bound=1), bare.movement, stated[2]),
        )
        table.add(f"{name}: members of the smallest core", len(core), "statements")
        for what, ours, alone, reference in rows:
            took, beside = _medians(ours, alone)
            note = "" if reference is None else f" (stated: {reference:g})"
            table.add(f"{name}: {what}{note}", took, "ms CPU")
            # Deciding includes making the clauses, which the bare solver is given.
            most = None if what == "decide" else 2
            table.add(f"{name}: {what}, to the bare solver", took / beside, "×", at_most=most)


class Bare:
    """python-sat alone, on clauses that are already made."""

    def __init__(self, hard: list[Formula], tagged: list[Formula], ranks: list[int]) -> None:
        made, self._selectors = behind_selectors(hard, tagged)
        self._clauses = made.clauses
        place = {rank: step for step, rank in enumerate(sorted(set(ranks)))}
        self.weights = [(len(tagged) + 1) ** place[rank] for rank in ranks]
        self._weighted, self._plain = WCNF(), WCNF()
        for formula, weights in ((self._weighted, self.weights), (self._plain, [1] * len(ranks))):
            formula.extend(self._clauses)
            for selector, weight in zip(self._selectors, weights, strict=True):
                formula.append([selector], weight=weight)

    def decide(self) -> bool:
        with Solver(name="glucose4", bootstrap_with=self._clauses) as solver:
            return bool(solver.solve(assumptions=self._selectors))

    def core(self) -> int:
        with OptUx(self._plain) as search:
            return len(search.compute())

    def movement(self) -> int:
        with RC2Stratified(self._weighted) as search:
            search.compute()
            return int(search.cost)


def _decide(hard: list[Formula], tagged: list[Formula]) -> bool:
    with Conflicts(hard, tagged) as solver:
        return solver.satisfiable()


def _unsatisfiable(issues: int) -> tuple[list[Formula], list[Formula], list[int]]:
    """The first of these problems that has a core."""
    for seed in range(1, 100):
        hard, tagged, ranks = drawn(issues, seed)
        with Conflicts(hard, tagged) as solver:
            if not solver.satisfiable():
                return hard, tagged, ranks
    raise RuntimeError("no problem with a core was drawn")


if __name__ == "__main__":
    sys.exit(run(measure))
