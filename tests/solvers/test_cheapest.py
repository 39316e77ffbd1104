"""Optimal cores and corrections against brute force, and against an instance worked out by hand."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from holdfast.solvers.cheapest import Cheapest
from holdfast.solvers.logic import Formula, holds, value
from tests.solvers.test_conflicts import WORLDS, brute_force, formulas, stands, toy_formulas

ranks = st.lists(st.integers(0, 2), min_size=7, max_size=7)


def costs(tags: frozenset[int], ranked: Sequence[int]) -> tuple[int, ...]:
    """How many of each rank, the highest first."""
    return tuple(sum(ranked[tag] == rank for tag in tags) for rank in (2, 1, 0))


def corrections(hard: Sequence[Formula], tagged: Sequence[Formula], kept: frozenset[int]) -> set[frozenset[int]]:
    free = [tag for tag in range(len(tagged)) if tag not in kept]
    found: list[frozenset[int]] = []
    for size in range(len(free) + 1):
        for some in map(frozenset, itertools.combinations(free, size)):
            rest = [formula for tag, formula in enumerate(tagged) if tag not in some]
            if not any(one <= some for one in found) and stands([*hard, *rest]):
                found.append(some)
    return set(found)


@given(st.lists(formulas, max_size=2), st.lists(formulas, max_size=7), ranks)
def test_cores_are_all_minimal_sets_the_smallest_and_least_firm_first(
    hard: list[Formula], tagged: list[Formula], ranked: list[int]
) -> None:
    answer = Cheapest(hard, tagged).cores(ranked[: len(tagged)], bound=200)
    assert answer.complete
    assert set(answer.sets) == brute_force(hard, tagged, frozenset())
    assert len(answer.sets) == len(set(answer.sets))
    order = [(len(one), *costs(one, ranked)) for one in answer.sets]
    assert order == sorted(order)
    if answer.sets:
        best = Cheapest(hard, tagged).cores(ranked[: len(tagged)], bound=1)
        assert (len(best.sets[0]), *costs(best.sets[0], ranked)) == order[0]
        assert best.complete is (len(order) == 1)


@given(st.lists(formulas, max_size=2), st.lists(formulas, max_size=7), ranks, st.data())
def test_corrections_are_all_minimal_ones_and_no_rank_is_traded(
    hard: list[Formula], tagged: list[Formula], ranked: list[int], data: st.DataObject
) -> None:
    kept = frozenset(data.draw(st.sets(st.integers(0, len(tagged) - 1), max_size=2)) if tagged else ())
    answer = Cheapest(hard, tagged).corrections(ranked[: len(tagged)], bound=200, kept=kept)
    assert answer.complete
    assert set(answer.sets) == corrections(hard, tagged, kept)
    order = [costs(one, ranked) for one in answer.sets]
    assert order == sorted(order)


@given(st.lists(formulas, max_size=6), st.data())
def test_only_the_tags_asked_about_are_there(tagged: list[Formula], data: st.DataObject) -> None:
    among = sorted(data.draw(st.sets(st.integers(0, len(tagged) - 1))) if tagged else ())
    inside = [tagged[tag] for tag in among]
    cores = Cheapest([], tagged).cores([0] * len(tagged), bound=200, among=among)
    assert set(cores.sets) == {frozenset(among[tag] for tag in one) for one in brute_force([], inside, frozenset())}
    given_up = Cheapest([], tagged).corrections([0] * len(tagged), bound=200, among=among)
    expected = {frozenset(among[tag] for tag in one) for one in corrections([], inside, frozenset())}
    assert set(given_up.sets) == expected


@given(formulas, st.sets(st.integers(1, 5)), st.sets(st.integers(1, 5)))
def test_a_value_that_is_known_is_the_one_of_every_world(formula: Formula, true: set[int], unknown: set[int]) -> None:
    worlds = [world for world in WORLDS if world - unknown == true - unknown]
    values = {holds(formula, world) for world in worlds}
    found = value(formula, true, unknown)
    assert found is None or values == {found}
    if not unknown:
        assert found is holds(formula, true)


def test_the_toy_of_eight_statements_has_its_cores_and_its_corrections_by_rank(toy: dict[str, Any]) -> None:
    names, hard, tagged = toy_formulas(toy)
    weight = {one["id"]: one["weight"] for one in toy["statements"]}
    ranked = [weight[name] for name in names]
    solver = Cheapest(hard, tagged)
    cores = solver.cores(ranked, bound=100)
    assert [{names[tag] for tag in one} for one in cores.sets] == [
        {"s4", "s5", "s6"},  # of size three, and without the two statements of the highest rank
        {"s1", "s2", "s3"},
        {"s1", "s2", "s5", "s6"},
    ]
    given_up = solver.corrections(ranked, bound=100)
    expected = {frozenset(one["ids"]): one["weight"] for one in toy["expected"]["mcs"]}
    assert {frozenset(names[tag] for tag in one) for one in given_up.sets} == set(expected)
    assert expected[frozenset(names[tag] for tag in given_up.sets[0])] == min(expected.values())
