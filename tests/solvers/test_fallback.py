"""Fallback bargaining against a simulation of it, with impasse, ties, quotas and every completion of partial orders."""

from __future__ import annotations

from itertools import permutations, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.solvers.fallback import Reach, fallback, partial, ranked


def simulated(orders: list[list[set[int]]], quota: int) -> set[int]:
    """Fall back class by class: each order is a list of classes, and ends where impasse stands in it.

    A class is reached when as many packages as stand above it have been passed, as `fallback` counts.
    """
    count = 1 + max((package for order in orders for one in order for package in one), default=0)
    for depth in range(1, count + 1):
        reached = []
        for order in orders:
            have: set[int] = set()
            for one in order:
                if len(have) < depth:
                    have |= one
            reached.append(have)
        found = {package for package in range(count) if sum(package in have for have in reached) >= quota}
        if found:
            return found
    return set()


@given(
    st.lists(st.lists(st.integers(0, 4), min_size=5, max_size=5), min_size=1, max_size=4),
    st.lists(st.one_of(st.none(), st.integers(-1, 5)), min_size=4, max_size=4),
    st.data(),
)
def test_complete_orders(worths: list[list[int]], no_deals: list[int | None], data: st.DataObject) -> None:
    quota = data.draw(st.integers(1, len(worths)))
    orders = [
        [
            {package for package in range(5) if row[package] == level}
            for level in sorted(set(row), reverse=True)
            if no_deal is None or level >= no_deal
        ]
        for row, no_deal in zip(worths, no_deals, strict=False)
    ]
    reaches = [ranked(np.array(row), no_deal) for row, no_deal in zip(worths, no_deals, strict=False)]
    found = fallback(reaches, quota)
    expected = simulated([*orders], quota) if any(orders) else set()
    assert set(found.certain) == set(found.possible) == expected
    assert found.impasse is (not expected)
    assert found.decided
    if quota == len(worths):
        assert fallback(reaches) == found


def test_the_example_of_three_bargainers() -> None:
    """Depths 1, 2, 3 for each: the compromise is what nobody reaches last."""
    found = fallback([ranked(np.array(row), None) for row in ([3, 2, 1], [1, 2, 3], [3, 2, 1])])
    assert (found.certain, found.depth) == ((1,), (2, 2))
    assert fallback([ranked(np.array(row), None) for row in ([3, 2, 1], [1, 2, 3], [3, 2, 1])], 2).certain == (0,)
    stuck = fallback([ranked(np.array(row), 2.5) for row in ([3, 2, 1], [1, 2, 3])])
    assert (stuck.impasse, stuck.possible) == (True, ())


@st.composite
def known_in_part(draw: st.DrawFn, packages: int) -> tuple[Reach, list[tuple[int | None, ...]]]:
    """A partial order (pairs of a hidden ranking) with all its completions, impasse as None somewhere in each."""
    items: list[int | None] = [*range(packages), None]
    hidden = draw(st.permutations(items))
    pairs = [(a, b) for i, a in enumerate(hidden) for b in hidden[i + 1 :]]
    kept = set(draw(st.lists(st.sampled_from(pairs), unique=True)))
    completions = [one for one in permutations(items) if all(one.index(a) < one.index(b) for a, b in kept)]
    above = [sum(all(c.index(b) < c.index(a) for c in completions) for b in range(packages)) for a in range(packages)]
    below = [sum(all(c.index(b) > c.index(a) for c in completions) for b in range(packages)) for a in range(packages)]
    never = np.array([all(c.index(None) < c.index(a) for c in completions) for a in range(packages)])
    perhaps = np.array([any(c.index(None) < c.index(a) for c in completions) for a in range(packages)])
    return partial(above, below, never, perhaps), completions


@settings(max_examples=40)
@given(st.data(), st.integers(1, 2))
def test_what_is_said_of_partial_orders_holds_in_every_completion(data: st.DataObject, quota: int) -> None:
    parts = [data.draw(known_in_part(3)) for _ in range(2)]
    found = fallback([reach for reach, _ in parts], quota)
    for completion in product(*(completions for _, completions in parts)):
        orders = [[{package} for package in one[: one.index(None)] if package is not None] for one in completion]
        result = simulated(orders, quota) if any(orders) else set()
        assert set(found.certain) <= result <= set(found.possible)
        if found.impasse is not None:
            assert found.impasse is (not result)


@pytest.mark.parametrize("quota", [0, 3])
def test_quotas_that_are_none(quota: int) -> None:
    with pytest.raises(ValueError, match="quota"):
        fallback([ranked(np.array([1, 2]), None)] * 2, quota)
    with pytest.raises(ValueError, match="quota"):
        fallback([])
