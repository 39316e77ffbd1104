"""Minimal unsatisfiable subsets against brute force, and against an instance worked out by hand."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from holdfast.solvers.conflicts import Conflicts
from holdfast.solvers.logic import FALSE, TRUE, And, Clauses, Formula, Not, Or, Var, holds, implies, variables

VARIABLES = 5
leaves: st.SearchStrategy[Formula] = st.integers(1, VARIABLES).map(Var) | st.sampled_from([TRUE, FALSE])
formulas: st.SearchStrategy[Formula] = st.recursive(
    leaves,
    lambda inner: (
        st.builds(Not, inner)
        | st.builds(And, st.lists(inner, max_size=3).map(tuple))
        | st.builds(Or, st.lists(inner, max_size=3).map(tuple))
    ),
    max_leaves=5,
)
WORLDS = [
    frozenset(number for number in range(1, VARIABLES + 1) if bits >> (number - 1) & 1) for bits in range(2**VARIABLES)
]


def stands(some: Iterable[Formula]) -> bool:
    wanted = list(some)
    return any(all(holds(formula, world) for formula in wanted) for world in WORLDS)


def brute_force(hard: Sequence[Formula], tagged: Sequence[Formula], fixed: frozenset[int]) -> set[frozenset[int]]:
    base = [*hard, *(tagged[tag] for tag in fixed)]
    others = [tag for tag in range(len(tagged)) if tag not in fixed]
    found: list[frozenset[int]] = []
    for size in range(len(others) + 1):
        for some in map(frozenset, itertools.combinations(others, size)):
            if not any(one <= some for one in found) and not stands([*base, *(tagged[tag] for tag in some)]):
                found.append(some)
    return set(found)


@given(formulas)
def test_clauses_have_the_same_worlds_as_the_formula(formula: Formula) -> None:
    with Conflicts([], [formula, *(Var(n) for n in range(1, VARIABLES + 1)), *(Not(Var(n)) for n in range(1, 6))]) as c:
        for world in WORLDS:
            chosen = [n if n in world else n + VARIABLES for n in range(1, VARIABLES + 1)]
            assert c.satisfiable([0, *chosen]) is holds(formula, world)


@given(st.lists(formulas, max_size=2), st.lists(formulas, max_size=6), st.data())
def test_all_minimal_sets_are_found(hard: list[Formula], tagged: list[Formula], data: st.DataObject) -> None:
    fixed = frozenset(data.draw(st.sets(st.integers(0, len(tagged) - 1), max_size=2)) if tagged else ())
    expected = brute_force(hard, tagged, fixed)
    with Conflicts(hard, tagged) as conflicts:
        answer = conflicts.minimal_sets(given=fixed, bound=100)
        assert answer.complete
        assert len(answer.sets) == len(set(answer.sets))
        assert set(answer.sets) == expected
        assert conflicts.minimal_sets(given=fixed, bound=100) == answer
        assert list(map(len, answer.sets)) == sorted(map(len, answer.sets))
        some = data.draw(st.integers(0, len(expected)))
        known = answer.sets[:some]
        rest = conflicts.minimal_sets(given=fixed, bound=100, known=known)
        if frozenset() not in expected:
            assert set(rest.sets) == expected - set(known)


@given(st.lists(formulas, max_size=6))
def test_a_core_is_minimal_and_none_where_all_can_hold(tagged: list[Formula]) -> None:
    everything = brute_force([], tagged, frozenset())
    with Conflicts([], tagged) as conflicts:
        core = conflicts.core(range(len(tagged)))
        model = conflicts.model(range(len(tagged)))
    assert core in everything if everything else core is None
    assert model is None if everything else model is not None and all(holds(formula, model) for formula in tagged)


@given(st.lists(formulas, min_size=1, max_size=6), st.permutations(range(1, VARIABLES + 1)))
def test_the_numbers_of_variables_do_not_matter(tagged: list[Formula], other: list[int]) -> None:
    def renumbered(formula: Formula) -> Formula:
        if isinstance(formula, Var):
            return Var(other[formula.number - 1])
        if isinstance(formula, Not):
            return Not(renumbered(formula.part))
        return type(formula)(tuple(renumbered(part) for part in formula.parts))

    with Conflicts([], tagged) as first, Conflicts([], [renumbered(formula) for formula in tagged]) as second:
        assert first.minimal_sets(bound=100) == second.minimal_sets(bound=100)


def test_a_bound_costs_no_small_set_for_a_large_one_and_is_said() -> None:
    pairs: list[Formula] = [formula for n in range(1, 6) for formula in (Var(n), Not(Var(n)))]
    three: list[Formula] = [Or((Var(6), Var(7))), Not(Var(6)), Not(Var(7))]
    with Conflicts([], [*three, *pairs]) as conflicts:
        answer = conflicts.minimal_sets(bound=5)
        assert (len(answer.sets), answer.complete) == (5, False)
        assert all(len(one) == 2 for one in answer.sets)
        full = conflicts.minimal_sets(bound=6)
        assert (full.sets[-1], full.complete) == (frozenset({0, 1, 2}), True)
        assert conflicts.minimal_sets(bound=100, budget=3).complete is False
        assert conflicts.minimal_sets(bound=100, budget=22).complete is False


def test_a_background_that_cannot_hold_leaves_the_empty_set() -> None:
    with Conflicts([FALSE], [Var(1)]) as conflicts:
        assert conflicts.minimal_sets(bound=3).sets == (frozenset(),)
        assert conflicts.core([0]) == frozenset()


def test_formulas_name_their_variables() -> None:
    assert sorted(variables(implies(Var(2), And((Var(1), Not(Var(2))))))) == [1, 2, 2]
    clauses = Clauses(2)
    clauses.require(implies(Var(1), Var(2)))
    assert clauses.clauses == [[-1, 2]]


def toy_formulas(toy: dict[str, Any]) -> tuple[list[str], list[Formula], list[Formula]]:
    """The names of its statements, that each issue has one option, and each statement by its truth table."""
    issues: dict[str, list[str]] = toy["issues"]
    number = {pair: n for n, pair in enumerate(((i, o) for i, options in issues.items() for o in options), 1)}
    packages = list(itertools.product(*issues.values()))
    hard: list[Formula] = []
    for issue, options in issues.items():
        numbers = [Var(number[issue, option]) for option in options]
        hard.append(Or(tuple(numbers)))
        hard.extend(Not(And(pair)) for pair in itertools.combinations(numbers, 2))
    names = [one["id"] for one in toy["statements"]]
    tagged: list[Formula] = [
        Or(
            tuple(
                And(tuple(Var(number[pair]) for pair in zip(issues, package, strict=True)))
                for package, allowed in zip(packages, toy["truth_table"][name], strict=True)
                if allowed
            )
        )
        for name in names
    ]
    return names, hard, tagged


def test_the_toy_of_eight_statements_has_its_three_cores(toy: dict[str, Any]) -> None:
    names, hard, tagged = toy_formulas(toy)
    with Conflicts(hard, tagged) as conflicts:
        answer = conflicts.minimal_sets(bound=100)
    assert answer.complete
    assert {frozenset(names[tag] for tag in one) for one in answer.sets} == {
        frozenset(one) for one in toy["expected"]["mus"]
    }
