"""Which of these formulas cannot all hold? Satisfiability of subsets, and the minimal sets that are unsatisfiable.

A thin layer over python-sat: formulas become clauses, each tagged formula behind a selector of its own, and the solver
is asked under assumptions. Tags are the places in the sequence that was given, from 0: nothing depends on names, and
the same input gives the same output.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Final, Self, TypeAlias

from pysat.solvers import Solver

from holdfast.solvers.logic import Formula, behind_selectors, holds, variables

#: A small incremental solver: what is asked here is easy, and asked often.
_ENGINE: Final = "glucose4"
Tags: TypeAlias = frozenset[int]


@dataclass(frozen=True, slots=True)
class MinimalSets:
    """Minimal sets that cannot hold together. The smaller come first, sets of one size in the order of their tags."""

    sets: tuple[Tags, ...]
    complete: bool
    """Whether these are all there are; where not, the bound or the budget ended the search."""


class Conflicts:
    """Formulas under question (`tagged`) before a background (`hard`) that always holds.

    Use it as a context manager, or `close` it: the solver holds memory of its own.
    """

    def __init__(self, hard: Iterable[Formula], tagged: Sequence[Formula]) -> None:
        background = tuple(hard)
        self._tagged = tuple(tagged)
        inside = [frozenset(variables(formula)) for formula in self._tagged]
        groups = Groups()
        for formula in background:
            groups.join(tuple(variables(formula)))
        self._touched = [frozenset(groups.of(number) for number in found) for found in inside]
        clauses, self._selectors = behind_selectors(background, self._tagged)
        self._tag_of = {selector: tag for tag, selector in enumerate(self._selectors)}
        self._solver = Solver(name=_ENGINE, bootstrap_with=clauses.clauses)
        self.calls = 0
        """How often the solver has been asked so far."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Give back what the solver holds."""
        self._solver.delete()

    # --- single questions --------------------------------------------------------------------------------------------

    def satisfiable(self, tags: Iterable[int] | None = None) -> bool:
        """Whether these tagged formulas (all, where None) can hold together before the background."""
        chosen = range(len(self._tagged)) if tags is None else tags
        self.calls += 1
        return bool(self._solver.solve(assumptions=[self._selectors[tag] for tag in chosen]))

    def model(self, tags: Iterable[int]) -> frozenset[int] | None:
        """The variables that are true in some world where these hold; None where there is none."""
        if not self.satisfiable(tags):
            return None
        return frozenset(number for number in self._solver.get_model() or () if number > 0)

    def core(self, tags: Iterable[int], given: Iterable[int] = ()) -> Tags | None:
        """A minimal subset of `tags` that cannot hold with all of `given`; None where all can hold.

        By deletion: each is left out in turn, the last first, and stays out where the rest still clashes.
        """
        fixed = frozenset(given)
        wanted = [tag for tag in tags if tag not in fixed]
        if self.satisfiable((*sorted(fixed), *wanted)):
            return None
        return self._shrink(wanted, fixed)

    def _shrink(self, members: Sequence[int], fixed: Tags) -> Tags:
        """A minimal clashing subset of `members`, which clash; the last answer of the solver says so."""
        kept = self._last_core(members)
        for tag in sorted(kept, reverse=True):
            if tag in kept and not self.satisfiable((*sorted(fixed), *sorted(kept - {tag}))):
                kept = self._last_core(sorted(kept - {tag}))
        return frozenset(kept)

    def _last_core(self, members: Iterable[int]) -> set[int]:
        used = {self._tag_of[literal] for literal in self._solver.get_core() or ()}
        return {tag for tag in members if tag in used}

    # --- all minimal sets --------------------------------------------------------------------------------------------

    def minimal_sets(
        self,
        among: Iterable[int] | None = None,
        given: Iterable[int] = (),
        *,
        bound: int,
        budget: int = 100_000,
        known: Iterable[Tags] = (),
    ) -> MinimalSets:
        """The minimal subsets of `among` that cannot hold together with all of `given`.

        1. Sets of one and of two are tried one by one: they are what people ask about first, so a bound never costs
           a small set for a large one. Two formulas are tried only if a variable, or the background, connects them.
        2. The rest by MARCO (Liffiton, Previti, Malik, Marques-Silva 2016), one connected part after the other: a
           second solver proposes subsets not yet decided, the largest first; one that can hold is grown to a maximal
           one and all its subsets are done, one that cannot is shrunk to a minimal one and all its supersets are done.

        Args:
            among: tags; all that are not given where this is None.
            given: tags that always hold here. Where they clash by themselves the only minimal set is the empty one.
            bound: how many sets at most.
            budget: how often the solver may be asked at most, for all of this call.
            known: sets not to be found again, nor anything that contains one of them.

        Returns:
            The sets, without `given`.
        """
        fixed = frozenset(given)
        chosen = [t for t in (range(len(self._tagged)) if among is None else among) if t not in fixed]
        if not self.satisfiable(sorted(fixed)):
            return MinimalSets((frozenset(),), True)
        last_call = self.calls + budget
        found: list[Tags] = []
        blocked = list(known)
        complete = True
        for one in self._search(sorted(set(chosen)), fixed, blocked, last_call):
            if one is None:
                complete = False
                break
            if len(found) == bound:
                complete = False
                break
            found.append(one)
        return MinimalSets(tuple(sorted(found, key=lambda tags: (len(tags), sorted(tags)))), complete)

    def _search(self, chosen: list[int], fixed: Tags, blocked: list[Tags], last_call: int) -> Iterator[Tags | None]:
        """The sets one by one; None where the budget is used up."""
        alone = {tag for one in blocked if len(one) == 1 for tag in one}
        for tag in chosen:
            if self.calls >= last_call:
                yield None
            if tag not in alone and not self.satisfiable((*sorted(fixed), tag)):
                alone.add(tag)
                blocked.append(frozenset((tag,)))
                yield blocked[-1]
        left = [tag for tag in chosen if tag not in alone]
        parts = self._parts(left, fixed)
        apart = {one for one in blocked if len(one) == 2}
        for part in parts:
            for first, second in self._pairs(part, fixed):
                pair = frozenset((first, second))
                if pair in apart:
                    continue
                if self.calls >= last_call:
                    yield None
                if not self.satisfiable((*sorted(fixed), first, second)):
                    apart.add(pair)
                    blocked.append(pair)
                    yield pair
        for part in parts:
            if len(part) > 2:
                yield from self._marco(part, fixed, blocked, last_call)

    def _parts(self, tags: list[int], fixed: Tags) -> list[list[int]]:
        """The tags in connected parts: no minimal set reaches across two of them."""
        groups = Groups()
        for tag in fixed:
            groups.join((-1, *self._touched[tag]))
        for tag in tags:
            groups.join(tuple(self._touched[tag]))
        parts: dict[int, list[int]] = {}
        for tag in tags:
            for number in self._touched[tag]:
                parts.setdefault(groups.of(number), []).append(tag)
                break
        return list(parts.values())

    def _pairs(self, part: list[int], fixed: Tags) -> Iterator[tuple[int, int]]:
        """The pairs of a part that share something, directly or through what is given."""
        through = frozenset(number for tag in fixed for number in self._touched[tag])
        touched = {tag: self._touched[tag] | (through if self._touched[tag] & through else frozenset()) for tag in part}
        holders: dict[int, list[int]] = {}
        for tag in part:
            near = {other for number in touched[tag] for other in holders.get(number, ())}
            yield from ((other, tag) for other in sorted(near))
            for number in touched[tag]:
                holders.setdefault(number, []).append(tag)

    def _marco(self, part: list[int], fixed: Tags, blocked: list[Tags], last_call: int) -> Iterator[Tags | None]:
        inside = set(part)
        number = {tag: place for place, tag in enumerate(part, 1)}
        clauses = [[-number[tag] for tag in sorted(one)] for one in blocked if one <= inside]
        with Solver(name="minisat22", bootstrap_with=clauses) as unexplored:
            unexplored.set_phases(literals=list(number.values()))  # large subsets first
            while unexplored.solve():
                if self.calls >= last_call:
                    yield None
                    return
                proposed = set(unexplored.get_model() or ())
                # A number that the solver has not met is in no clause: it may as well be true.
                seed = [tag for tag in part if -number[tag] not in proposed]
                if self.satisfiable((*sorted(fixed), *seed)):
                    grown = self._grow(frozenset(seed), part, fixed)
                    if len(grown) == len(part):
                        return
                    unexplored.add_clause([number[tag] for tag in part if tag not in grown])
                else:
                    one = self._shrink(seed, fixed)
                    blocked.append(one)
                    unexplored.add_clause([-number[tag] for tag in sorted(one)])
                    yield one

    def _grow(self, seed: Tags, part: list[int], fixed: Tags) -> set[int]:
        """A maximal subset of `part` that contains `seed` and can hold; the last answer was that the seed can."""
        world = self._world()
        grown = {tag for tag in part if tag in seed or holds(self._tagged[tag], world)}
        for tag in part:
            if tag not in grown and self.satisfiable((*sorted(fixed), *sorted(grown), tag)):
                world = self._world()
                grown.update(other for other in part if other not in grown and holds(self._tagged[other], world))
        return grown

    def _world(self) -> set[int]:
        return {number for number in self._solver.get_model() or () if number > 0}


class Groups:
    """Numbers in groups that only ever grow together."""

    def __init__(self) -> None:
        self._above: dict[int, int] = {}

    def of(self, number: int) -> int:
        """The number that stands for the group."""
        above = self._above
        while (parent := above.get(number, number)) != number:
            above[number] = above.get(parent, parent)
            number = parent
        return number

    def join(self, numbers: Sequence[int]) -> None:
        """Make one group of these numbers' groups."""
        for number in numbers[1:]:
            first, other = self.of(numbers[0]), self.of(number)
            if first != other:
                self._above[other] = first
