"""The worlds in which formulas hold, as far as some variables go: how many, what can be in them, the best of them.

A *world* here is a set of true variables among those `chosen`; what the other variables are does not tell two apart.
Thin over python-sat.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from copy import copy

from pysat.examples.rc2 import RC2Stratified
from pysat.formula import WCNF
from pysat.solvers import Solver

from holdfast.solvers.conflicts import Groups
from holdfast.solvers.logic import Clauses, Formula, variables

_ENGINE = "glucose4"


class Worlds:
    """The worlds of formulas that all hold."""

    def __init__(self, hard: Iterable[Formula], chosen: Collection[int]) -> None:
        self._formulas = tuple(hard)
        self._chosen = sorted(chosen)
        self._highest = max([number for one in self._formulas for number in variables(one)] + self._chosen, default=0)
        self._clauses = Clauses(self._highest)
        for formula in self._formulas:
            self._clauses.require(formula)

    def within(self, *more: Formula) -> Worlds:
        """Those of these worlds in which further formulas hold too: as if made of all, without encoding again."""
        if any(number > self._highest for one in more for number in variables(one)):
            return Worlds((*self._formulas, *more), self._chosen)  # that number stands for a part of a formula here
        made = copy(self)
        made._formulas = (*self._formulas, *more)
        made._clauses = self._clauses.copy()
        for formula in more:
            made._clauses.require(formula)
        return made

    def any(self) -> bool:
        """Whether there is one."""
        with Solver(name=_ENGINE, bootstrap_with=self._clauses.clauses) as solver:
            return bool(solver.solve())

    def count(self, bound: int) -> tuple[int, bool]:
        """How many there are, and whether that is exact: else there are more.

        1. Take the clauses in connected parts: what one part chooses does not matter to another.
        2. In each part go through the worlds one by one, `bound` of them at most, each excluded once it is found.
        3. Multiply.
        """
        if not self.any():
            return 0, True
        groups = Groups()
        for clause in self._clauses.clauses:
            groups.join([abs(literal) for literal in clause])
        parts: dict[int, list[int]] = {}
        for number in self._chosen:
            parts.setdefault(groups.of(number), []).append(number)
        of_part: dict[int, list[list[int]]] = {part: [] for part in parts}
        for clause in self._clauses.clauses:
            part = groups.of(abs(clause[0])) if clause else 0
            if part in of_part:
                of_part[part].append(clause)
        total, exact = 1, True
        for part, numbers in parts.items():
            found = 0
            for _ in _worlds(*_renumbered(of_part[part], numbers)):
                found += 1
                if found == bound:
                    break
            # The last one may have been the last there is, which one more question would tell; at the bound we stop.
            exact = exact and found < bound
            total *= found
        return total, exact

    def possible(self) -> frozenset[int]:
        """The chosen variables that are true in some world."""
        found: set[int] = set()
        with Solver(name=_ENGINE, bootstrap_with=self._clauses.clauses) as solver:
            for number in self._chosen:
                if number not in found and solver.solve(assumptions=[number]):
                    found.update(literal for literal in solver.get_model() or () if literal > 0)
        return frozenset(found.intersection(self._chosen))

    def best(self, wishes: Sequence[tuple[Formula, int]], bound: int) -> list[frozenset[int]]:
        """The worlds in which the wishes met weigh most, the best first, `bound` of them at most.

        Args:
            wishes: formulas and their weights, of variables that occur in the formulas or among the chosen.
            bound: how many worlds.
        """
        clauses = Clauses(self._clauses.last, list(self._clauses.clauses))
        clauses.last = max([clauses.last, *(number for wish, _ in wishes for number in variables(wish))])
        formula = WCNF()
        for wish, weight in wishes:
            selector = clauses.fresh()
            clauses.require(wish, selector)
            formula.append([selector], weight=weight)
        formula.extend(clauses.clauses)
        formula.nv = max(formula.nv, clauses.last)
        if not wishes:
            found = []
            for world in _worlds(self._clauses.clauses, self._chosen):
                found.append(world)
                if len(found) == bound:
                    break
            return found
        worlds: list[frozenset[int]] = []
        with RC2Stratified(formula, nohard=True) as search:
            while len(worlds) < bound and (model := search.compute()) is not None:
                true = {literal for literal in model if literal > 0}
                worlds.append(frozenset(true.intersection(self._chosen)))
                search.add_clause([-number if number in true else number for number in self._chosen])
        return worlds


def _renumbered(clauses: Sequence[Sequence[int]], chosen: Sequence[int]) -> tuple[list[list[int]], list[int]]:
    """The same with variables counted from 1, so that a solver has none of the others."""
    place = {number: new for new, number in enumerate(chosen, 1)}
    for clause in clauses:
        for literal in clause:
            place.setdefault(abs(literal), len(place) + 1)
    made = [[place[literal] if literal > 0 else -place[-literal] for literal in clause] for clause in clauses]
    return made, list(range(1, len(chosen) + 1))


def _worlds(clauses: Sequence[Sequence[int]], chosen: Sequence[int]) -> Iterator[frozenset[int]]:
    wanted, last = frozenset(chosen), max(chosen, default=0)
    with Solver(name=_ENGINE, bootstrap_with=clauses) as solver:
        while solver.solve():
            model = solver.get_model() or ()
            # A model lists its variables in order; those that no clause has are not in it, and as good as false.
            true = wanted.intersection([literal for literal in model[:last] if literal > 0])
            yield true
            if not chosen:
                return
            solver.add_clause([-number if number in true else number for number in chosen])
