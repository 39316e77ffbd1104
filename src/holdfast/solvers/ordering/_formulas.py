"""Monotone formulas over nodes, and sets of nodes as bits."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import Protocol

from holdfast.solvers.logic import TRUE, And, Formula, Not, Or, Var


class World(Protocol):
    """Says of a node whether it comes."""

    def __getitem__(self, node: int, /) -> object: ...


class Everything:
    """The world in which everything comes."""

    def __getitem__(self, node: int) -> bool:
        return True


def holds(formula: Formula, world: World) -> bool:
    """Whether a formula holds in a world."""
    if isinstance(formula, Var):
        return bool(world[formula.number - 1])
    if isinstance(formula, And):
        return all(holds(part, world) for part in formula.parts)
    assert isinstance(formula, Or)
    return any(holds(part, world) for part in formula.parts)


def nodes_of(formula: Formula) -> Iterator[int]:
    """The nodes of a formula, each as often as it is there."""
    if isinstance(formula, Var):
        yield formula.number - 1
    elif isinstance(formula, And | Or):
        for part in formula.parts:
            yield from nodes_of(part)


def has_or(formula: Formula) -> bool:
    """Whether there is an `or` in it."""
    return isinstance(formula, Or) or (isinstance(formula, And) and any(has_or(part) for part in formula.parts))


def blame(formula: Formula, missing: Collection[int]) -> set[int] | None:
    """Nodes whose absence makes the formula false: of an `and` one part, the smallest way; None where it holds."""
    if isinstance(formula, Var):
        return {formula.number - 1} if formula.number - 1 in missing else None
    assert isinstance(formula, And | Or)
    parts = [blame(part, missing) for part in formula.parts]
    if isinstance(formula, And):
        return min((part for part in parts if part is not None), key=len, default=None)
    found: set[int] = set()
    for part in parts:
        if part is None:
            return None
        found |= part
    return found


def positive(formula: Formula) -> tuple[Formula, bool]:
    """The formula with what stands under `Not` taken as met, shortened; and whether there was any."""
    if isinstance(formula, Var):
        return formula, False
    if isinstance(formula, Not):
        return TRUE, True
    kind = type(formula)
    hidden = False
    parts: list[Formula] = []
    for part in formula.parts:
        plain, inner = positive(part)
        hidden = hidden or inner
        if isinstance(plain, kind):
            parts.extend(plain.parts)
        elif plain == TRUE:  # only under `or`: it is met
            return TRUE, hidden or any(positive(other)[1] for other in formula.parts)
        else:
            parts.append(plain)
    if kind is And and Or(()) in parts:
        return Or(()), hidden
    parts = list(dict.fromkeys(part for part in parts if not (kind is Or and part == Or(()))))
    return (parts[0] if len(parts) == 1 else kind(tuple(parts))), hidden


def members(bits: int) -> Iterator[int]:
    """The nodes in a set of bits, in order."""
    while bits:
        lowest = bits & -bits
        yield lowest.bit_length() - 1
        bits ^= lowest


def bits(nodes: Iterable[int]) -> int:
    """A set of nodes as bits of a whole number."""
    found = 0
    for node in nodes:
        found |= 1 << node
    return found
