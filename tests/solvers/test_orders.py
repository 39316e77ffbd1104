"""The order that needs the smallest guarantee, against all orders."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given

from holdfast.solvers import orders as module
from holdfast.solvers.ideals import Needs, chained, is_order, layers
from holdfast.solvers.orders import TooManyStatesError, best_order, nearly
from holdfast.solvers.schedule import Deal, deal, needs
from tests.solvers.staged_reference import orders, peak, ruled_deals


@given(ruled_deals())
def test_the_best_order_is_the_best_of_all(drawn: tuple[Deal, list[list[int]]]) -> None:
    one, rules = drawn
    truth = min(peak(one, order) for order in orders(rules))
    found = best_order(one, rules)
    assert found.exact
    assert is_order(rules, found.order)
    assert found.need == pytest.approx(truth)
    assert peak(one, found.order) == pytest.approx(truth)


@given(ruled_deals())
def test_the_full_table_says_the_same(drawn: tuple[Deal, list[list[int]]]) -> None:
    one, rules = drawn
    assert module._dense(one, rules, Needs(one)) == best_order(one, rules)


@given(ruled_deals(hazards=True))
def test_with_a_hazard_the_answer_is_bounded(drawn: tuple[Deal, list[list[int]]]) -> None:
    one, rules = drawn
    truth = min(peak(one, order) for order in orders(rules))
    found = best_order(one, rules)
    assert found.bound <= truth + 1e-9
    assert found.need >= truth - 1e-9
    assert found.need == pytest.approx(peak(one, found.order))


@given(ruled_deals())
def test_the_orders_within_a_limit_are_all_of_them(drawn: tuple[Deal, list[list[int]]]) -> None:
    one, rules = drawn
    limit = best_order(one, rules).need * 1.05
    within = [order for order in orders(rules) if peak(one, order) <= limit + 1e-9]
    found = nearly(one, rules, limit)
    assert found.count == len(within)
    assert set(found.orders) <= set(within)
    assert len(set(found.orders)) == len(found.orders)
    assert found.earliest == tuple(min(order.index(step) for order in within) for step in range(one.steps))
    assert found.latest == tuple(max(order.index(step) for order in within) for step in range(one.steps))


@given(ruled_deals())
def test_what_a_set_needs_is_what_any_order_that_reaches_it_needs(drawn: tuple[Deal, list[list[int]]]) -> None:
    one, rules = drawn
    order = next(iter(orders(rules)))
    states = np.array([sum(1 << step for step in order[:k]) for k in range(one.steps)], dtype=np.uint64)
    need = Needs(one)
    along = needs(one, order)
    for place, party in enumerate(one.asked):
        assert need.of(place, states) == pytest.approx(along[:, party])


def test_a_counter_has_one_state_for_each_number() -> None:
    rules = [*chained(4), *chained(3, first=4)]
    assert sum(len(layer.states) for layer in layers(rules)) == 5 * 4


def test_ties_keep_to_the_numbers_of_the_steps() -> None:
    one = deal(np.ones((5, 2)), [(0,)] * 5)
    assert best_order(one, [[0]] * 5).order == (0, 1, 2, 3, 4)


def test_interleaving_beats_bulk() -> None:
    worth = np.array([[-3.0, 3.0]] * 4 + [[3.0, -3.0]] * 4)
    one = deal(worth, [(0,)] * 4 + [(1,)] * 4)
    found = best_order(one, [*chained(4), *chained(4, first=4)])
    assert found.need == 3
    assert peak(one, range(8)) == 12


def test_what_cannot_be_is_said() -> None:
    one = deal(np.ones((3, 2)), [(0,)] * 3)
    with pytest.raises(ValueError, match="never come"):
        best_order(one, [[0], [], [0]])
    with pytest.raises(ValueError, match="never come"):
        module._dense(one, [[0], [], [0]], Needs(one))
    with pytest.raises(TooManyStatesError):
        best_order(deal(np.ones((12, 2)), [(0,)] * 12), [[0]] * 12, most=100)
