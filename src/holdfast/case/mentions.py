"""The names that a condition mentions, each with its place, and the same condition with other names."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from holdfast.case.conditions import (
    KEYWORDS,
    NAME,
    RESERVED,
    After,
    Amount,
    And,
    AtLeast,
    AtMost,
    Atom,
    Before,
    Begun,
    Choice,
    Condition,
    Const,
    Done,
    Free,
    Lasting,
    Not,
    On,
    Or,
    Performed,
    PhaseEdge,
    Recognised,
    Span,
    Stage,
    Verified,
    atoms,
)

RefKind: TypeAlias = Literal["issue", "option", "name", "commitment", "phase", "party", "anchor", "good"]


@dataclass(frozen=True, slots=True)
class Ref:
    """One name in a condition. `owner` is the issue of an option; `span` is where the name stands in the text.

    `kind`: ``name`` is a commitment or an event, which only the case can tell; ``anchor`` is an event, a commitment
    or a phase that an offset counts from; ``good`` is what an amount counts.
    """

    kind: RefKind
    name: str
    owner: str | None = None
    span: Span = (0, 0)


@dataclass(frozen=True, slots=True)
class Mentions:
    """Every name in a condition, in the order of the text. `choices` pairs each option with its issue."""

    refs: tuple[Ref, ...]
    choices: tuple[tuple[Ref, Ref], ...]

    def of(self, *kinds: RefKind) -> tuple[Ref, ...]:
        """The names of these kinds, in the order of the text."""
        return tuple(ref for ref in self.refs if ref.kind in kinds)


#: Keyed by identity, not by value: equal conditions may stand at different places. Each entry keeps its condition
#: alive, so no id is used again while it is here.
_mentions: dict[int, tuple[Condition, Mentions]] = {}


def mentions(condition: Condition) -> Mentions:
    """Every name in the condition with its span. Cached for as long as few enough conditions are asked about."""
    known = _mentions.get(id(condition))
    if known is not None:
        return known[1]
    refs = tuple(ref for atom in atoms(condition) for ref in _refs(atom))
    choices: list[tuple[Ref, Ref]] = []
    for ref in refs:
        if ref.kind == "issue":
            issue = ref
        elif ref.kind == "option":
            choices.append((issue, ref))
    found = Mentions(refs, tuple(choices))
    if len(_mentions) >= 65536:
        _mentions.clear()
    _mentions[id(condition)] = (condition, found)
    return found


def _refs(node: Atom) -> tuple[Ref, ...]:
    """The names in an atom, in the order of its `marks`."""
    match node:
        case Choice(issue, options):
            marks = node.marks or ((0, 0),) * (1 + len(options))
            return (
                Ref("issue", issue, None, marks[0]),
                *(Ref("option", option, issue, mark) for option, mark in zip(options, marks[1:], strict=True)),
            )
        case Const() | Free() | On():
            return ()
        case Done(choice):
            return _refs(choice)
        case Before(first, second):
            return _refs(first) + _refs(second)
    marks = node.marks or ((0, 0), (0, 0))
    match node:
        case AtLeast(issue, option) | AtMost(issue, option):
            return Ref("issue", issue, None, marks[0]), Ref("option", option, issue, marks[1])
        case Performed(name) | Lasting(name):
            return (Ref("name", name, None, marks[0]),)
        case Recognised(name, party):
            return Ref("commitment", name, None, marks[0]), Ref("party", party, None, marks[1])
        case Amount(name, _, unit):
            counted = Ref("commitment", name, None, marks[0])
            return (counted,) if unit is None else (counted, Ref("good", unit, None, marks[1]))
        case PhaseEdge(name):
            return (Ref("phase", name, None, marks[0]),)
        case After(offset):
            return () if offset.anchor == "D" else (Ref("anchor", offset.anchor, None, marks[0]),)
        case Begun(name) | Verified(name) | Stage(name):
            return (Ref("commitment", name, None, marks[0]),)


def rename(condition: Condition, new_name: Callable[[Ref], str]) -> Condition:
    """The condition with every name replaced by ``new_name(ref)``. Spans still point into the text that was read.

    Raises `ValueError` where the new name is none that a condition could be written with.
    """

    def fresh(ref: Ref) -> str:
        name = new_name(ref)
        taken = KEYWORDS if ref.kind == "option" else RESERVED
        if NAME.fullmatch(name) is None or name.rpartition("/")[2] in taken:
            raise ValueError(f"'{name}' cannot be a name")
        return name

    def walk(node: Condition) -> Condition:
        if isinstance(node, And | Or):
            return replace(node, parts=tuple([walk(part) for part in node.parts]))
        if isinstance(node, Not):
            return replace(node, part=walk(node.part))
        return leaf(node)

    def leaf(node: Atom) -> Atom:
        match node:
            case Done(choice):
                return replace(node, choice=leaf(choice))  # type: ignore[arg-type]  # leaf keeps the class
            case Before(first, second):
                return replace(node, first=leaf(first), second=leaf(second))  # type: ignore[arg-type]
        names = [fresh(ref) for ref in _refs(node)]
        match node:
            case Choice():
                return replace(node, issue=names[0], options=tuple(names[1:]))
            case AtLeast() | AtMost():
                return replace(node, issue=names[0], option=names[1])
            case Recognised():
                return replace(node, name=names[0], party=names[1])
            case Amount():
                return replace(node, name=names[0], unit=names[1] if node.unit is not None else None)
            case After(offset):
                return replace(node, offset=replace(offset, anchor=names[0])) if names else node
            case Const() | Free() | On():
                return node
        return replace(node, name=names[0])

    return walk(condition)
