"""Strong Kleene evaluation and simplification, against truth tables written out here."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.case.conditions import (
    LEFT_OPEN,
    And,
    AtLeast,
    Atom,
    Choice,
    Condition,
    Const,
    Free,
    Not,
    Or,
    Performed,
    atoms,
    parse,
    to_text,
)
from holdfast.case.kleene import World, evaluate, package_world, simplify
from tests.strategies import ISSUES, OPTIONS, conditions, small_conditions, trees

T, F, U = True, False, None
AND = {
    (T, T): T, (T, U): U, (T, F): F,
    (U, T): U, (U, U): U, (U, F): F,
    (F, T): F, (F, U): F, (F, F): F,
}  # fmt: skip
OR = {
    (T, T): T, (T, U): T, (T, F): T,
    (U, T): T, (U, U): U, (U, F): U,
    (F, T): T, (F, U): U, (F, F): F,
}  # fmt: skip
NOT = {T: F, U: U, F: T}
ORDER = dict.fromkeys(ISSUES, OPTIONS)


def by_tables(node: Condition, leaf: Callable[[Atom], bool | None]) -> bool | None:
    match node:
        case And(parts) | Or(parts):
            table = AND if isinstance(node, And) else OR
            result: bool | None = isinstance(node, And)
            for part in parts:
                result = table[result, by_tables(part, leaf)]
            return result
        case Not(part):
            return NOT[by_tables(part, leaf)]
        case Const(value):
            return value
        case Free():
            return U
        case _:
            return leaf(node)


def options_holding(state: str | None) -> dict[str, bool | None]:
    """Which values an issue has in a state: None is not known."""
    if state is None:
        return dict.fromkeys((*OPTIONS, LEFT_OPEN), U)
    if state == LEFT_OPEN:
        return {**dict.fromkeys(OPTIONS, U), LEFT_OPEN: T}
    return {option: option == state for option in (*OPTIONS, LEFT_OPEN)}


def worlds() -> Iterator[World]:
    """Every state of both issues with every three-valued assignment of the two names."""
    for x, y, p, q in product((*OPTIONS, LEFT_OPEN, None), (*OPTIONS, LEFT_OPEN, None), (T, F, U), (T, F, U)):
        states, values = {"x": x, "y": y}, {"p": p, "q": q}

        def world(
            atom: Atom, states: dict[str, str | None] = states, values: dict[str, bool | None] = values
        ) -> bool | None:
            match atom:
                case Choice(issue, options, negated):
                    holding = options_holding(states[issue])
                    value: bool | None = F
                    for option in options:
                        value = OR[value, holding[option]]
                    return NOT[value] if negated else value
                case AtLeast(issue, option):
                    state = states[issue]
                    return U if state in (None, LEFT_OPEN) else OPTIONS.index(state) >= OPTIONS.index(option)
                case Performed(name):
                    return values[name]
            raise AssertionError(atom)

        yield world


WORLDS = list(worlds())


@given(small_conditions)
@settings(max_examples=200, deadline=None)
def test_evaluate_is_strong_kleene(condition: Condition) -> None:
    for world in WORLDS:
        assert evaluate(condition, world) is by_tables(condition, world)


@given(trees(st.builds(Performed, st.sampled_from("pqr"))))
def test_evaluate_over_all_assignments(condition: Condition) -> None:
    for assignment in product((T, F, U), repeat=3):
        values = dict(zip("pqr", assignment, strict=True))

        def world(atom: Atom, values: dict[str, bool | None] = values) -> bool | None:
            assert isinstance(atom, Performed)
            return values[atom.name]

        assert evaluate(condition, world) is by_tables(condition, world)


@pytest.mark.parametrize(
    ("text", "settled", "open_", "absent"),
    [
        ("x = a", T, U, U),
        ("x != a", F, U, U),
        ("x = b", F, U, U),
        ("x in {a, b}", T, U, U),
        ("x not in {a, b}", F, U, U),
        ("x = left-open", F, T, U),
        ("x != left-open", T, F, U),
        ("x in {left-open, b}", F, T, U),
        ("x not in {left-open, b}", T, F, U),
        ("x >= a", T, U, U),
        ("x >= b", F, U, U),
        ("x <= b", T, U, U),
        ("x >= left-open", U, U, U),
        ("x >= nowhere", U, U, U),
        ("x = a or x != a", T, U, U),
        ("x = a and x = b", F, U, U),
        ("done(x = a)", U, U, U),
        ("reinstate", U, U, U),
        ('"in words"', U, U, U),
        ("always", T, T, T),
        ("never", F, F, F),
        ("2026-03-01", U, U, U),
    ],
)
def test_package_world(text: str, settled: bool | None, open_: bool | None, absent: bool | None) -> None:
    condition = parse(text)
    assert evaluate(condition, package_world({"x": "a"}, ORDER)) is settled
    assert evaluate(condition, package_world({"x": LEFT_OPEN}, ORDER)) is open_
    assert evaluate(condition, package_world({"y": "a"}, ORDER)) is absent


def test_package_world_without_an_order() -> None:
    assert evaluate(parse("x >= a"), package_world({"x": "a"}, {})) is U
    assert evaluate(parse("x >= a"), package_world({"x": "z"}, ORDER)) is U


@given(small_conditions)
@settings(max_examples=200, deadline=None)
def test_package_world_agrees_with_the_tables(condition: Condition) -> None:
    for x, y in product((*OPTIONS, LEFT_OPEN, None), repeat=2):
        package = {issue: state for issue, state in (("x", x), ("y", y)) if state is not None}
        world = next(w for w in WORLDS if all(
            w(Choice(i, (o,))) is options_holding(s)[o] for i, s in (("x", x), ("y", y)) for o in (*OPTIONS, LEFT_OPEN)
        ) and w(Performed("p")) is U and w(Performed("q")) is U)  # fmt: skip
        assert evaluate(condition, package_world(package, ORDER)) is evaluate(condition, world)


@given(small_conditions)
@settings(max_examples=500, deadline=None)
def test_simplify_keeps_the_value_in_every_world(condition: Condition) -> None:
    simple = simplify(condition)
    for world in WORLDS:
        assert by_tables(simple, world) is by_tables(condition, world), to_text(simple)


@given(small_conditions | conditions)
@settings(max_examples=500, deadline=None)
def test_simplify_is_idempotent_and_no_longer(condition: Condition) -> None:
    simple = simplify(condition)
    assert simplify(simple) == simple
    assert len(list(atoms(simple))) <= len(list(atoms(condition)))
    assert parse(to_text(simple)) == simple


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("not not p", "p"),
        ("not (p and q)", "not p or not q"),
        ("not (p or x = a)", "not p and x != a"),
        ("not x not in {a, b}", "x in {a, b}"),
        ("p and always", "p"),
        ("p and never", "never"),
        ("p or always", "always"),
        ("not always", "never"),
        ("p and not p", "p and not p"),
        ("p or not p", "p or not p"),
        ("p and p and q", "p and q"),
        ("p or p and q", "p"),
        ("p and (p or q)", "p"),
        ("(p or q) and (r or q or p)", "p or q"),
        ("(p or q) and (q or p)", "p or q"),
        ("x = a or x = b", "x in {a, b}"),
        ("x = a or p or x in {b, c}", "x in {a, b, c} or p"),
        ("x != a and x != b", "x not in {a, b}"),
        ("x != a or x not in {a, b}", "x != a"),
        ("x in {a, b} and x in {b, c}", "x = b"),
        ("x in {a, b} and x != a", "x = b"),
        ("x in {a, b} or x != a", "x != a or x in {a, b}"),
        ("x not in {a, b} or x = a", "x != b"),
        ("x = a and x = b", "x = a and x = b"),
        ("x = a and x != a", "x = a and x != a"),
        ("x = a or x != a", "x != a or x = a"),
        ("x in {a, b} and x != left-open", "x in {a, b} and x != left-open"),
        ("x in {a, left-open} and x != b", "x = a"),
        ("x = left-open and x != a", "x = left-open and x != a"),
        ("(x in {a, b} or p) and (p or x in {b, a})", "x in {a, b} or p"),
    ],
)
def test_simplify_table(text: str, expected: str) -> None:
    assert to_text(simplify(parse(text))) == expected


def test_thousands_of_parts() -> None:
    long = parse(" or ".join(f"p{i}" for i in range(5000)))
    assert evaluate(long, lambda atom: False) is F
    assert simplify(long) == long
    pairs = parse(" and ".join(f"(p{i} or q{i})" for i in range(3000)))
    assert simplify(pairs) == pairs
