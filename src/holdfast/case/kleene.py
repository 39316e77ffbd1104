"""Whether a condition holds: true, false or unknown, by strong Kleene logic; and shorter conditions that hold alike.

The tables are Kleene's strong ones (S. C. Kleene, *Introduction to Metamathematics*, 1952, § 64): `not` exchanges true
and false and leaves unknown; `and` is false where one part is false, true where all are true, else unknown; `or` is
true where one part is true, false where all are false, else unknown. So ``x or not x`` is unknown where x is.

A *world* decides the atoms. `evaluate` asks it for every atom but constants and conditions in words. A world must be
coherent about the choices of an issue, which is always in one of three states:

* settled: one option holds. A choice is true or false by whether that option is among those it names;
* left open: ``left-open`` holds. A choice that names ``left-open`` is true and its negation false; every other choice
  is unknown, negated or not, since the issue may yet be settled either way;
* not known: every choice is unknown.

`simplify` keeps the value in every coherent world, three-valued in everything that is not a choice.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final, TypeAlias

from holdfast.case.conditions import (
    LEFT_OPEN,
    And,
    AtLeast,
    AtMost,
    Atom,
    Choice,
    Condition,
    Const,
    Free,
    Not,
    Or,
)

#: Decides an atom: True, False, or None where that is unknown.
World: TypeAlias = Callable[[Atom], bool | None]


def evaluate(condition: Condition, world: World) -> bool | None:
    """The strong Kleene value of `condition`: None is unknown. Atoms after the first decisive one are not asked for."""
    if isinstance(condition, And | Or):
        decisive = isinstance(condition, Or)
        result: bool | None = not decisive
        for part in condition.parts:
            value = evaluate(part, world)
            if value is decisive:
                return decisive
            if value is None:
                result = None
        return result
    if isinstance(condition, Not):
        value = evaluate(condition.part, world)
        return None if value is None else not value
    if isinstance(condition, Const):
        return condition.value
    if isinstance(condition, Free):
        return None
    return world(condition)


def package_world(package: Mapping[str, str], order: Mapping[str, Sequence[str]]) -> World:
    """The world in which exactly this package is agreed.

    `package` gives each issue its option or ``left-open``; an issue that is absent is not known. `order` gives the
    options of each ordered issue from first to last.

    * ``=``, ``!=``, ``in``, ``not in``: as the module says for the three states.
    * ``>=``, ``<=``: by the places of the two options in `order`; unknown where the issue is open or absent, has no
      order, or either option is not in it.
    * Everything else (commitments, events, ``done``, dates and so on) is unknown: a package says nothing about it.
    """

    def world(atom: Atom) -> bool | None:
        if isinstance(atom, Choice):
            option = package.get(atom.issue)
            if option is None or (option == LEFT_OPEN and LEFT_OPEN not in atom.options):
                return None
            return (option in atom.options) is not atom.negated
        if isinstance(atom, AtLeast | AtMost):
            options = order.get(atom.issue, ())
            option = package.get(atom.issue, LEFT_OPEN)
            if LEFT_OPEN in (option, atom.option) or option not in options or atom.option not in options:
                return None
            difference = options.index(option) - options.index(atom.option)
            return difference >= 0 if isinstance(atom, AtLeast) else difference <= 0
        return None

    return world


def simplify(condition: Condition) -> Condition:
    """A condition with the same value in every coherent world, with at most as many atoms. Idempotent.

    Negations move to the atoms and into choices, constants and repetitions go, `and` and `or` are flattened, a part
    that another part makes superfluous is absorbed (``a or a and b`` is a), and the choices of one issue are drawn
    together: united under `or`, intersected under `and`. Kept, because their value is unknown where the issue is open:
    choices that exclude each other (``x = a and x = b`` is not ``never``) and those that exhaust each other
    (``x = a or x != a`` is not ``always``). Merged choices lose the places of their names.
    """
    return _simple(condition, True)


def _simple(node: Condition, positive: bool) -> Condition:
    """`node`, or its negation, in simplified negation normal form."""
    if isinstance(node, Not):
        return _simple(node.part, not positive)
    if isinstance(node, And | Or):
        return _join([_simple(part, positive) for part in node.parts], isinstance(node, And) is positive)
    if positive:
        return node
    if isinstance(node, Const):
        return Const(not node.value, node.span)
    if isinstance(node, Choice):
        return Choice(node.issue, node.options, not node.negated, node.span, node.marks)
    return Not(node, node.span)


def _join(parts: Sequence[Condition], both: bool) -> Condition:
    """The simplified `and` (`both`) or `or` of simplified parts."""
    kind = And if both else Or
    distinct: dict[_Key, Condition] = {}
    for part in parts:
        for inner in part.parts if isinstance(part, kind) else (part,):
            if not isinstance(inner, Const):
                distinct.setdefault(_key(inner), inner)
            elif inner.value is not both:
                return inner
    kept = _absorb(_merge_choices(list(distinct.values()), both), both)
    if len(kept) == 1:
        return kept[0]
    return kind(tuple(kept)) if kept else Const(both)


#: Equal for conditions that differ in the order of their parts or options only.
_Key: TypeAlias = object


def _key(node: Condition) -> _Key:
    if isinstance(node, And | Or):
        return type(node), frozenset(_key(part) for part in node.parts)
    if isinstance(node, Choice):
        return node.issue, frozenset(node.options), node.negated
    return node


def _merge_choices(parts: list[Condition], both: bool) -> list[Condition]:
    """Draw the choices of each issue together, at the place of the first."""
    groups: dict[str, list[Choice]] = {}
    for part in parts:
        if isinstance(part, Choice):
            groups.setdefault(part.issue, []).append(part)
    if all(len(group) == 1 for group in groups.values()):
        return parts
    merged: list[Condition] = []
    for part in parts:
        if not isinstance(part, Choice):
            merged.append(part)
        elif part.issue in groups:
            merged.extend(_merge(groups.pop(part.issue), both))
    return merged


_OPEN: Final = frozenset((LEFT_OPEN,))


def _merge(choices: list[Choice], both: bool) -> list[Choice]:
    """Fewer choices of one issue with the same `and` (or, not `both`, the same `or`).

    Stated for `and`; `or` is the same with negated and plain exchanged, since strong Kleene negation is an exact
    duality. Exclusions always unite. Plain choices intersect unless nothing is left: then they are false together
    where the issue is settled but unknown where it is open, which no single choice is. For the same reason an
    exclusion is taken out of a plain choice only where something is left; and an exclusion of ``left-open``, which
    is false where the issue is open, stays beside it.
    """
    if len(choices) == 1:
        return choices
    issue = choices[0].issue
    plain = [choice for choice in choices if choice.negated is not both]
    exclusions = [choice for choice in choices if choice.negated is both]
    excluded = tuple(dict.fromkeys(option for choice in exclusions for option in choice.options))
    apart = [Choice(issue, excluded, both)] if len(exclusions) > 1 else exclusions
    if not plain:
        return apart
    common = set(plain[0].options).intersection(*(choice.options for choice in plain[1:]))
    if not common:
        # One that contains another adds nothing to it.
        sets = [frozenset(choice.options) for choice in plain]
        return [c for c, s in zip(plain, sets, strict=True) if not any(other < s for other in sets)] + apart
    left = common if not excluded else common.difference(excluded, _OPEN)
    if not left:
        return [_one(plain, common, issue, not both), *apart]
    result = [_one(plain, left, issue, not both)]
    if LEFT_OPEN in excluded:
        result.append(Choice(issue, (LEFT_OPEN,), both))
    return result


def _one(choices: list[Choice], options: set[str], issue: str, negated: bool) -> Choice:
    """One choice of `options`, in the order of the first of `choices`."""
    first = choices[0]
    if len(options) == len(first.options):
        return first
    return Choice(issue, tuple(option for option in first.options if option in options), negated)


def _absorb(parts: list[Condition], both: bool) -> list[Condition]:
    """Leave out each part that another makes superfluous: ``a and (a or b)``, ``(a or b) and (a or b or c)``."""
    inner = Or if both else And
    if not any(isinstance(part, inner) for part in parts):
        return parts
    sets = [
        frozenset(_key(p) for p in part.parts) if isinstance(part, inner) else frozenset((_key(part),))
        for part in parts
    ]
    # Every set is filed under one of its members: a set inside another is found under one of the other's members.
    filed: dict[_Key, list[frozenset[_Key]]] = {}
    for members in sets:
        filed.setdefault(next(iter(members)), []).append(members)
    return [
        part
        for part, members in zip(parts, sets, strict=True)
        if len(members) == 1 or not any(other < members for member in members for other in filed.get(member, ()))
    ]
