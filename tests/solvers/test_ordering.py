"""What waits for what: fixpoints, circles, what to give up and what stops, against brute force."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from math import prod

from hypothesis import given
from hypothesis import strategies as st

from holdfast.solvers.logic import And, Formula, Not, Or, Var, holds
from holdfast.solvers.ordering import Ordering, Rule, members


def node(number: int) -> Formula:
    return Var(number + 1)


def naive(nodes: int, rules: Sequence[Rule], without: Iterable[int] = (), relaxed: Iterable[int] = ()) -> set[int]:
    """What comes, by going round until nothing changes."""
    gone, dropped, done = set(without), set(relaxed), set[int]()
    while True:
        more = {
            one
            for one in range(nodes)
            if one not in gone
            and all(
                holds(rule.formula, {n + 1 for n in done})
                for rule in rules
                if rule.node == one and rule.tag not in dropped
            )
        }
        if more == done:
            return done
        done = more


@st.composite
def problems(draw: st.DrawFn, either: bool = True) -> tuple[int, list[Rule]]:
    nodes = draw(st.integers(1, 6))
    leaf = st.integers(0, nodes - 1).map(node)
    parts = st.lists(leaf, min_size=1, max_size=3).map(tuple)
    formula: st.SearchStrategy[Formula] = st.one_of(leaf, parts.map(And))
    if either:
        formula = st.one_of(formula, parts.map(Or), st.tuples(leaf, parts.map(Or)).map(And))
    rules: list[Rule] = []
    for number in range(draw(st.integers(0, 8))):
        tag = number if draw(st.integers(0, 4)) else None
        rules.append(Rule(draw(st.integers(0, nodes - 1)), draw(formula), tag))
    return nodes, rules


@given(problems(), st.sets(st.integers(0, 5)), st.sets(st.integers(0, 7)))
def test_what_comes_is_the_least_fixpoint(problem: tuple[int, list[Rule]], gone: set[int], dropped: set[int]) -> None:
    nodes, rules = problem
    came = Ordering(nodes, rules).comes(gone, dropped)
    assert {one for one in range(nodes) if came[one]} == naive(nodes, rules, gone, dropped)


def minimal(sets: Iterable[frozenset[int]]) -> set[frozenset[int]]:
    found = list(sets)
    return {one for one in found if not any(other < one for other in found)}


@given(problems())
def test_circles_and_relaxations_are_those_of_brute_force(problem: tuple[int, list[Rule]]) -> None:
    nodes, rules = problem
    components = Ordering(nodes, rules).components()
    tags = [rule.tag for rule in rules if rule.tag is not None]
    subsets = [frozenset(one) for size in range(len(tags) + 1) for one in itertools.combinations(tags, size)]
    stuck = [one for one in subsets if len(naive(nodes, rules, relaxed=set(tags) - one)) < nodes]
    assert all(one.circles_complete and one.relaxations_complete for one in components)
    circles = [circle for one in components for circle in one.circles]
    if frozenset() in stuck:  # the structure itself
        assert frozenset() in circles
        assert any(one.relaxations == () for one in components)
        return
    assert len(circles) == len(set(circles))
    assert set(circles) == minimal(stuck)
    enough = [one for one in subsets if len(naive(nodes, rules, relaxed=one)) == nodes]
    smallest = {one for one in enough if len(one) == min(map(len, enough))}
    assert sum(len(one.relaxations[0]) for one in components) == min(map(len, enough))
    assert prod(len(one.relaxations) for one in components) == len(smallest)
    for chosen in itertools.product(*(one.relaxations for one in components)):
        assert frozenset().union(*chosen) in smallest


@given(problems(), st.lists(st.integers(0, 2), min_size=8, max_size=8))
def test_relaxations_use_the_lowest_ranks_that_suffice(problem: tuple[int, list[Rule]], drawn: list[int]) -> None:
    nodes, rules = problem
    ranks = dict(enumerate(drawn))
    for one in Ordering(nodes, rules).components(ranks):
        if frozenset() in one.circles:
            continue
        worst = min(max(ranks[tag] for tag in hit) for hit in _hitting(one.circles))
        allowed = [hit for hit in _hitting(one.circles) if max(ranks[tag] for tag in hit) <= worst]
        least = min(map(len, allowed))
        assert set(one.relaxations) == {hit for hit in allowed if len(hit) == least}
        assert one.rank == worst


def _hitting(circles: Sequence[frozenset[int]]) -> list[frozenset[int]]:
    tags = sorted(frozenset().union(*circles))
    every = (frozenset(one) for size in range(len(tags) + 1) for one in itertools.combinations(tags, size))
    return [one for one in every if all(one & circle for circle in circles)]


@given(problems(), st.permutations(range(6)))
def test_the_numbers_of_nodes_do_not_matter(problem: tuple[int, list[Rule]], new: list[int]) -> None:
    nodes, rules = problem
    new = [one for one in new if one < nodes]

    def renamed(formula: Formula) -> Formula:
        if isinstance(formula, Var):
            return node(new[formula.number - 1])
        assert isinstance(formula, And | Or)
        return type(formula)(tuple(renamed(part) for part in formula.parts))

    other = [Rule(new[rule.node], renamed(rule.formula), rule.tag) for rule in rules]

    def found(of: list[Rule]) -> set[tuple[frozenset[frozenset[int]], frozenset[frozenset[int]]]]:
        components = Ordering(nodes, of).components()
        return {(frozenset(one.circles), frozenset(one.relaxations)) for one in components}

    assert found(rules) == found(other)


@given(problems())
def test_what_stops_for_each_and_each_pair(problem: tuple[int, list[Rule]]) -> None:
    nodes, rules = problem
    failures = Ordering(nodes, rules).stopped([(one,) for one in range(nodes)])
    base = naive(nodes, rules)
    for one, other in itertools.product(range(nodes), repeat=2):
        gone = base - naive(nodes, rules, without={one, other})
        bits = failures.single[one] if one == other else failures.pair(one, other)
        assert set(members(bits)) == gone


def test_what_is_negated_is_taken_as_met_and_listed() -> None:
    ordering = Ordering(2, [Rule(0, And((Not(node(1)), node(1))), 0), Rule(1, Not(node(0)), 1)])
    assert len(ordering.not_monotone) == 2
    assert list(ordering.comes()) == [1, 1]


def test_what_nothing_can_meet_is_impossible_and_no_circle() -> None:
    ordering = Ordering(2, [Rule(0, Or(()), 0), Rule(1, And((node(0), Or(()))), 1)])
    assert [rule.tag for rule in ordering.impossible()] == [0, 1]
    assert ordering.components() == ()


def test_many_circles_are_bounded_and_said_to_be() -> None:
    rules = [Rule(one, node(other), 100 * one + other) for one, other in itertools.permutations(range(12), 2)]
    (one,) = Ordering(12, rules).components(bound=20, budget=300)
    assert not one.circles_complete
    assert len(one.circles) == 20
