"""Propositional formulas over numbered variables, and their clauses.

The formulas are frozen and compare by value; variables are whole numbers from 1. `true` is ``And(())``, `false` is
``Or(())``. `Clauses` turns formulas into conjunctive normal form.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final, TypeAlias


@dataclass(frozen=True, slots=True)
class Var:
    """A variable; `number` counts from 1."""

    number: int


@dataclass(frozen=True, slots=True)
class Not:
    """The opposite of `part`."""

    part: Formula


@dataclass(frozen=True, slots=True)
class And:
    """All of `parts`; true where there are none."""

    parts: tuple[Formula, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """At least one of `parts`; false where there are none."""

    parts: tuple[Formula, ...]


Formula: TypeAlias = Var | Not | And | Or

TRUE: Final = And(())
FALSE: Final = Or(())


def implies(first: Formula, then: Formula) -> Formula:
    """Where `first` holds, `then` holds."""
    return Or((Not(first), then))


def variables(formula: Formula) -> Iterator[int]:
    """The numbers of the variables in a formula; one that occurs twice comes twice."""
    stack = [formula]
    while stack:
        node = stack.pop()
        if isinstance(node, Var):
            yield node.number
        elif isinstance(node, Not):
            stack.append(node.part)
        else:
            stack.extend(node.parts)


def holds(formula: Formula, true: Collection[int]) -> bool:
    """Whether a formula is true where exactly the variables in `true` are."""
    if isinstance(formula, Var):
        return formula.number in true
    if isinstance(formula, Not):
        return not holds(formula.part, true)
    if isinstance(formula, And):
        return all(holds(part, true) for part in formula.parts)
    return any(holds(part, true) for part in formula.parts)


def value(formula: Formula, true: Collection[int], unknown: Collection[int]) -> bool | None:
    """The strong Kleene value of a formula where the variables in `unknown` may be either; None is unknown."""
    if isinstance(formula, Var):
        return None if formula.number in unknown else formula.number in true
    if isinstance(formula, Not):
        inner = value(formula.part, true, unknown)
        return None if inner is None else not inner
    decisive = isinstance(formula, Or)
    found: bool | None = not decisive
    for part in formula.parts:
        one = value(part, true, unknown)
        if one is decisive:
            return decisive
        if one is None:
            found = None
    return found


@dataclass(slots=True)
class Clauses:
    """Formulas as clauses, by the one-sided encoding of Plaisted and Greenbaum (1986) of Tseitin's.

    A literal is a variable's number, or its negative. `fresh` numbers are above every variable of the formulas, which
    the caller must have counted: `last` is the highest in use.
    """

    last: int
    clauses: list[list[int]] = field(default_factory=list)
    _known: dict[tuple[Formula, bool], int] = field(default_factory=dict)

    def copy(self) -> Clauses:
        """The same, to be added to."""
        return Clauses(self.last, list(self.clauses), dict(self._known))

    def fresh(self) -> int:
        """A number that no variable has."""
        self.last += 1
        return self.last

    def require(self, formula: Formula, when: int | None = None) -> None:
        """Add the clauses that make `formula` hold, always or where the literal `when` is true."""
        self._require(formula, True, [] if when is None else [-when])

    def _require(self, formula: Formula, positive: bool, unless: list[int]) -> None:
        while isinstance(formula, Not):
            formula, positive = formula.part, not positive
        if isinstance(formula, Var):
            self.clauses.append([*unless, formula.number if positive else -formula.number])
        elif isinstance(formula, And) is positive:
            for part in formula.parts:
                self._require(part, positive, unless)
        else:
            self.clauses.append([*unless, *(self._literal(part, positive) for part in formula.parts)])

    def _literal(self, formula: Formula, positive: bool) -> int:
        """A literal that implies the formula, or its negation where not `positive`."""
        while isinstance(formula, Not):
            formula, positive = formula.part, not positive
        if isinstance(formula, Var):
            return formula.number if positive else -formula.number
        known = self._known.get((formula, positive))
        if known is None:
            known = self._known[formula, positive] = self.fresh()
            self._require(formula, positive, [-known])
        return known


def behind_selectors(hard: Iterable[Formula], tagged: Sequence[Formula]) -> tuple[Clauses, list[int]]:
    """Clauses in which `hard` holds always, and each of `tagged` where its selector, a number of its own, is true."""
    background = tuple(hard)
    last = max((number for formula in (*background, *tagged) for number in variables(formula)), default=0)
    clauses = Clauses(last)
    for formula in background:
        clauses.require(formula)
    selectors = [clauses.fresh() for _ in tagged]
    for selector, formula in zip(selectors, tagged, strict=True):
        clauses.require(formula, selector)
    return clauses, selectors
