"""The language of conditions: what it is made of, reading it and printing it.

A condition is a text such as ``automation in {staged, full} and not verified(reinstate)``. `parse` reads it (grammar:
``conditions.lark``) into a tree of frozen nodes, `to_text` prints the canonical form: one space between words, no
needless parentheses, nested ``and``s and ``or``s flattened. Parse, print, parse is the identity.

Every node has the `span` of code points it was read from, parentheses around it included, and `marks`, the spans of
the names in it. Neither counts when nodes are compared. Nodes made by a program have the span (0, 0).

The names in a condition are found by `holdfast.case.mentions`; whether it holds is decided in `holdfast.case.kleene`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from functools import lru_cache
from typing import Final, Literal, TypeAlias

from holdfast.case.times import Duration, Moment, Offset

Span: TypeAlias = tuple[int, int]

#: Words that the language itself uses. They cannot name anything.
KEYWORDS: Final = frozenset((
    "and", "or", "not", "in", "before", "for", "done", "begun", "verified", "recognised", "stage", "phase", "opens",
    "ends", "always", "never",
))  # fmt: skip
#: Words that cannot name a party, an issue, a commitment and so on. An option may be called by those that are no
#: keyword (``reinstatement = all``, ``oversight = left-open``).
RESERVED: Final = KEYWORDS | frozenset((
    "after", "at", "every", "times", "within", "left-open", "agreement", "all", "public", "desk", "team", "unknown",
))  # fmt: skip
#: The value that every issue has without declaring it: not settled by this package.
LEFT_OPEN: Final = "left-open"
#: How many levels of `not`, `and` and `or` may stand inside each other.
MAX_DEPTH: Final = 64
NAME: Final = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*(?:/[a-z][a-z0-9]*(?:-[a-z0-9]+)*)?")


class ConditionError(ValueError):
    """A text that is not a condition.

    `message` is a plain sentence, `start` and `end` are code points within the text (`end` > `start` unless the text
    is empty), `hint` says what to write instead where that can be guessed.
    """

    def __init__(self, message: str, start: int, end: int, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.start = start
        self.end = end
        self.hint = hint

    def __reduce__(self) -> tuple[type[ConditionError], tuple[str, int, int, str | None]]:
        return ConditionError, (self.message, self.start, self.end, self.hint)


@dataclass(frozen=True, slots=True)
class And:
    """All of `parts`. No parts: always."""

    parts: tuple[Condition, ...]
    span: Span = field(default=(0, 0), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Or:
    """At least one of `parts`. No parts: never."""

    parts: tuple[Condition, ...]
    span: Span = field(default=(0, 0), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Not:
    """The opposite of `part`; unknown where `part` is."""

    part: Condition
    span: Span = field(default=(0, 0), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Const:
    """``always`` or ``never``."""

    value: bool
    span: Span = field(default=(0, 0), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Free:
    """``"in words"``: a condition that nobody has put into the language. Always unknown."""

    text: str
    span: Span = field(default=(0, 0), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Choice:
    """``issue = option``, ``issue in {a, b}``; negated ``issue != option``, ``issue not in {a, b}``."""

    issue: str
    options: tuple[str, ...]
    negated: bool = False
    span: Span = field(default=(0, 0), compare=False, repr=False)
    marks: tuple[Span, ...] = field(default=(), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class AtLeast:
    """``issue >= option``: that option or a later one in the issue's own order."""

    issue: str
    option: str
    span: Span = field(default=(0, 0), compare=False, repr=False)
    marks: tuple[Span, ...] = field(default=(), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class AtMost:
    """``issue <= option``: that option or an earlier one in the issue's own order."""

    issue: str
    option: str
    span: Span = field(default=(0, 0), compare=False, repr=False)
    marks: tuple[Span, ...] = field(default=(), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Done:
    """``done(issue = option)``: not merely agreed but realised (the option's `done_when`)."""

    choice: Choice | AtLeast | AtMost
    span: Span = field(default=(0, 0), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Performed:
    """A bare name: a commitment that has been performed, an event that has come. What it names is settled later."""

    name: str
    span: Span = field(default=(0, 0), compare=False, repr=False)
    marks: tuple[Span, ...] = field(default=(), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Begun:
    """``begun(name)``: the commitment's performance has started."""

    name: str
    span: Span = field(default=(0, 0), compare=False, repr=False)
    marks: tuple[Span, ...] = field(default=(), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Verified:
    """``verified(name)``: the commitment's performance has been verified."""

    name: str
    span: Span = field(default=(0, 0), compare=False, repr=False)
    marks: tuple[Span, ...] = field(default=(), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Recognised:
    """``recognised(name, party)``: that party has acknowledged the performance."""

    name: str
    party: str
    span: Span = field(default=(0, 0), compare=False, repr=False)
    marks: tuple[Span, ...] = field(default=(), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Stage:
    """``stage(name, 2)``: the commitment's tranches up to that one (counted from 1) have been performed."""

    name: str
    number: int
    span: Span = field(default=(0, 0), compare=False, repr=False)
    marks: tuple[Span, ...] = field(default=(), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Amount:
    """``name >= 12 workers``, ``name >= 50%``: so much of the commitment has been performed. `unit` is a good."""

    name: str
    amount: Decimal
    unit: str | None = None
    percent: bool = False
    span: Span = field(default=(0, 0), compare=False, repr=False)
    marks: tuple[Span, ...] = field(default=(), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Lasting:
    """``name for 7d``: it has held without a break for that long."""

    name: str
    duration: Duration
    span: Span = field(default=(0, 0), compare=False, repr=False)
    marks: tuple[Span, ...] = field(default=(), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class PhaseEdge:
    """``phase name opens`` or ``phase name ends``."""

    name: str
    edge: Literal["opens", "ends"]
    span: Span = field(default=(0, 0), compare=False, repr=False)
    marks: tuple[Span, ...] = field(default=(), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Before:
    """``first before second``: the first has happened by the time the second does."""

    first: Step
    second: Step
    span: Span = field(default=(0, 0), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class On:
    """``2026-03-01``, ``2026-03-01 14:30``: that day or minute has come, in the case's time zone."""

    moment: Moment
    span: Span = field(default=(0, 0), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class After:
    """``signature + 30d``, ``D+30``: that moment has come."""

    offset: Offset
    span: Span = field(default=(0, 0), compare=False, repr=False)
    marks: tuple[Span, ...] = field(default=(), compare=False, repr=False)


#: What may stand on either side of ``before``.
Step: TypeAlias = Performed | Begun | Verified | Recognised | Stage | Done | PhaseEdge
Test: TypeAlias = Choice | AtLeast | AtMost
Atom: TypeAlias = Const | Free | Test | Step | Amount | Lasting | Before | On | After
Condition: TypeAlias = And | Or | Not | Atom


@lru_cache(maxsize=65536)
def parse(text: str) -> Condition:
    """Read a condition. The same text gives the same object. Raises `ConditionError`."""
    from holdfast.case.condition_reader import read

    return read(text)


def conjunction(parts: Iterable[Condition]) -> Condition:
    """All of `parts`, with nested `And`s flattened; one part is itself, no parts are ``always``."""
    flat = tuple(_flat(parts, And))
    return flat[0] if len(flat) == 1 else And(flat) if flat else Const(True)


def disjunction(parts: Iterable[Condition]) -> Condition:
    """Any of `parts`, with nested `Or`s flattened; one part is itself, no parts are ``never``."""
    flat = tuple(_flat(parts, Or))
    return flat[0] if len(flat) == 1 else Or(flat) if flat else Const(False)


def _flat(parts: Iterable[Condition], kind: type[And | Or]) -> Iterator[Condition]:
    for part in parts:
        if isinstance(part, kind):
            yield from _flat(part.parts, kind)
        else:
            yield part


def to_text(condition: Condition) -> str:
    """The canonical text: `parse` of it equals `condition` (with nested `And`s and `Or`s flattened)."""
    return _print(condition, 0)


def _print(node: Condition, tightness: int) -> str:
    """`tightness`: 0 where anything may stand bare, 1 inside `and`, 2 under `not`."""
    if isinstance(node, Or):
        parts = tuple(_flat(node.parts, Or))
        if len(parts) < 2:
            return _print(parts[0], tightness) if parts else "never"
        text = " or ".join([_print(part, 0) for part in parts])
        return f"({text})" if tightness > 0 else text
    if isinstance(node, And):
        parts = tuple(_flat(node.parts, And))
        if len(parts) < 2:
            return _print(parts[0], tightness) if parts else "always"
        text = " and ".join([_print(part, 1) for part in parts])
        return f"({text})" if tightness > 1 else text
    if isinstance(node, Not):
        return f"not {_print(node.part, 2)}"
    return _print_atom(node)


def _print_atom(node: Atom) -> str:
    match node:
        case Choice(issue, (option,), negated):
            return f"{issue} {'!=' if negated else '='} {option}"
        case Choice(issue, options, negated):
            return f"{issue} {'not in' if negated else 'in'} {{{', '.join(options)}}}"
        case Performed(name):
            return name
        case AtLeast(issue, option):
            return f"{issue} >= {option}"
        case AtMost(issue, option):
            return f"{issue} <= {option}"
        case Done(choice):
            return f"done({_print_atom(choice)})"
        case Begun(name):
            return f"begun({name})"
        case Verified(name):
            return f"verified({name})"
        case Recognised(name, party):
            return f"recognised({name}, {party})"
        case Stage(name, number):
            return f"stage({name}, {number})"
        case Amount(name, amount, unit, percent):
            return f"{name} >= {_digits(amount)}{'%' if percent else ''}{f' {unit}' if unit else ''}"
        case Lasting(name, duration):
            return f"{name} for {duration}"
        case Before(first, second):
            return f"{_print_atom(first)} before {_print_atom(second)}"
        case PhaseEdge(name, edge):
            return f"phase {name} {edge}"
        case Const(value):
            return "always" if value else "never"
        case On(moment):
            return moment.isoformat(" ", "minutes") if isinstance(moment, datetime) else moment.isoformat()
        case After(offset):
            # `signature-30d` would be read as one name, so an offset from a name keeps its spaces.
            if offset.by is None or offset.anchor == "D":
                return str(offset)
            return f"{offset.anchor} {'+' if offset.sign > 0 else '-'} {offset.by}"
        case Free(text):
            escaped = text.replace("\\", "\\\\").replace('"', '\\"')
            return f'"{escaped}"'


def _digits(amount: Decimal) -> str:
    text = format(amount, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def atoms(condition: Condition) -> Iterator[Atom]:
    """The leaves, in the order of the text. What stands inside ``done(…)`` and around ``before`` is not a leaf."""
    stack: list[Condition] = [condition]
    while stack:
        node = stack.pop()
        if isinstance(node, And | Or):
            stack.extend(reversed(node.parts))
        elif isinstance(node, Not):
            stack.append(node.part)
        else:
            yield node
