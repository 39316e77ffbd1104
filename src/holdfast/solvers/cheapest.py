"""The smallest sets that cannot all hold, and the cheapest to give up: optimal minimal sets, the best first.

Formulas under question (`tagged`) stand before a background (`hard`) that always holds. Each tag has a rank from 0,
and ranks are never traded: one tag of a higher rank costs more than all tags of lower ranks together.

* A *core* is a minimal unsatisfiable set of tags. The one with the fewest members comes first; among those of one size
  the one with the fewest of the highest rank, and so on. By implicit hitting sets (Ignatiev, Previti, Liffiton,
  Marques-Silva, "Smallest MUS extraction with minimal hitting set dualization", CP 2015), in python-sat's OptUx.
* A *correction* is a minimal set of tags without which the rest can hold. The one with the fewest tags of the highest
  rank comes first, then of the next, and so on. By core-guided MaxSAT (Ignatiev, Morgado, Marques-Silva, "RC2: an
  efficient MaxSAT solver", JSAT 2019), in python-sat's RC2, stratified by weight.

A thin layer: what comes from python-sat stays in here. Tags are places in the sequence that was given, from 0.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

from pysat.examples.optux import OptUx
from pysat.examples.rc2 import RC2Stratified
from pysat.formula import WCNF
from pysat.solvers import Solver

from holdfast.solvers.conflicts import Tags
from holdfast.solvers.logic import Formula, behind_selectors


@dataclass(frozen=True, slots=True)
class Best:
    """The best minimal sets, the best first."""

    sets: tuple[Tags, ...]
    complete: bool
    """Whether these are all there are; where not, the bound ended the search."""


class Cheapest:
    """Optimal cores and corrections of tagged formulas before a background."""

    def __init__(self, hard: Iterable[Formula], tagged: Sequence[Formula]) -> None:
        clauses, self._selectors = behind_selectors(hard, tagged)
        self._clauses = clauses.clauses
        self._last = clauses.last

    def cores(self, ranks: Sequence[int], *, bound: int, among: Iterable[int] | None = None) -> Best:
        """Minimal sets that cannot all hold, the smallest first, then the least firm.

        Args:
            ranks: the rank of each tag.
            bound: how many at most.
            among: only of these tags; of all where None.

        Returns:
            No sets where all can hold; the empty one alone where the background itself cannot.
        """
        tags = sorted(range(len(self._selectors)) if among is None else set(among))
        with Solver(name="glucose4", bootstrap_with=self._clauses) as solver:
            if solver.solve(assumptions=[self._selectors[tag] for tag in tags]):
                return Best((), True)
            if not solver.get_core():
                return Best((frozenset(),), True)
        weights = _weights(ranks, len(tags) + 1)
        size = max(weights[tag] for tag in tags) * (len(tags) + 1)
        with OptUx(self._soft(tags, [size + weights[tag] for tag in tags])) as search:
            found = [frozenset(tags[place - 1] for place in one) for one in islice(search.enumerate(), bound + 1)]
        return Best(tuple(found[:bound]), len(found) <= bound)

    def corrections(
        self, ranks: Sequence[int], *, bound: int, among: Iterable[int] | None = None, kept: Iterable[int] = ()
    ) -> Best:
        """Minimal sets without which the rest can hold, the cheapest first.

        Args:
            ranks: the rank of each tag.
            bound: how many at most.
            among: only these tags are there at all; all where None.
            kept: tags that are not given up.

        Returns:
            The empty set alone where all can hold; nothing where giving up all that may be does not help.
        """
        tags = sorted(range(len(self._selectors)) if among is None else set(among))
        fixed = set(kept)
        free = [tag for tag in tags if tag not in fixed]
        weights = _weights(ranks, len(free) + 1)
        if not free:  # RC2 has no answer where there is nothing to weigh
            with Solver(name="glucose4", bootstrap_with=self._clauses) as solver:
                holds = solver.solve(assumptions=[self._selectors[tag] for tag in tags])
            return Best((frozenset(),) if holds else (), True)
        formula = self._soft(free, [weights[tag] for tag in free])
        for tag in tags:
            if tag in fixed:
                formula.append([self._selectors[tag]])
        found: list[Tags] = []
        # Hardening would settle what later, dearer answers give up.
        with RC2Stratified(formula, nohard=True) as search:
            while len(found) < bound:
                model = search.compute()
                if model is None:
                    return Best(tuple(found), True)
                true = set(model)
                given_up = frozenset(tag for tag in free if self._selectors[tag] not in true)
                found.append(given_up)
                if not given_up:
                    return Best(tuple(found), True)
                search.add_clause([self._selectors[tag] for tag in sorted(given_up)])  # nothing that contains it
        # Whether there are more takes no optimum to tell.
        kept_apart = [[self._selectors[tag] for tag in sorted(one)] for one in found]
        with Solver(name="glucose4", bootstrap_with=[*self._clauses, *kept_apart]) as solver:
            more = solver.solve(assumptions=[self._selectors[tag] for tag in tags if tag in fixed])
        return Best(tuple(found), not more)

    def _soft(self, tags: Sequence[int], weights: Sequence[int]) -> WCNF:
        formula = WCNF()
        # As `append` would, which looks at each literal of each clause again.
        formula.hard = list(self._clauses)
        formula.soft = [[self._selectors[tag]] for tag in tags]
        formula.wght = list(weights)
        formula.nv = self._last
        formula.topw = sum(weights) + 1
        return formula


def _weights(ranks: Sequence[int], base: int) -> list[int]:
    """Weights by which no number of lower ranks outweighs a higher one; ranks that do not occur take no room."""
    place = {rank: step for step, rank in enumerate(sorted(set(ranks)))}
    return [base ** place[rank] for rank in ranks]
