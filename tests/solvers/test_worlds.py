"""Counting, what is possible, and the best worlds, against going through all."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from holdfast.solvers.logic import Formula, holds
from holdfast.solvers.worlds import Worlds
from tests.solvers.test_conflicts import VARIABLES, WORLDS, formulas

chosen = st.sets(st.integers(1, VARIABLES))


def all_worlds(hard: list[Formula], chosen: set[int]) -> set[frozenset[int]]:
    return {frozenset(w & chosen) for w in WORLDS if all(holds(formula, w) for formula in hard)}


@given(st.lists(formulas, max_size=4), chosen)
def test_worlds_are_counted_and_known_by_what_is_possible(hard: list[Formula], some: set[int]) -> None:
    expected = all_worlds(hard, some)
    worlds = Worlds(hard, some)
    assert worlds.any() is bool(expected)
    assert worlds.count(1000) == (len(expected), True)
    assert worlds.possible() == frozenset().union(*expected)
    number, exact = worlds.count(2)
    assert number <= len(expected)
    assert not exact or number == len(expected)


@given(
    st.lists(formulas, max_size=3),
    st.lists(formulas, max_size=3),
    st.lists(formulas, max_size=2),
    chosen,
    st.lists(st.tuples(formulas, st.integers(1, 5)), max_size=3),
)
def test_worlds_within_others_are_as_if_made_of_all(
    hard: list[Formula], more: list[Formula], most: list[Formula], some: set[int], wishes: list[tuple[Formula, int]]
) -> None:
    base = Worlds(hard, some)
    for added in ([*more, *most], most, more):  # the base stays as it is
        whole, within = Worlds([*hard, *added], some), base.within(*added)
        assert within.count(1000) == whole.count(1000) == base.within().within(*added).count(1000)
        assert within.possible() == whole.possible()
        assert set(within.best(wishes, 100)) == set(whole.best(wishes, 100))
    assert set(base.within(*more).within(*most).best([], 100)) == all_worlds([*hard, *more, *most], some)


@given(
    st.lists(formulas, max_size=3),
    chosen,
    st.lists(st.tuples(formulas, st.integers(1, 5)), max_size=4),
    st.integers(1, 6),
)
def test_the_best_worlds_come_first(
    hard: list[Formula], some: set[int], wishes: list[tuple[Formula, int]], bound: int
) -> None:
    def worth(world: frozenset[int]) -> int:
        return sum(weight for wish, weight in wishes if holds(wish, world))

    best = {
        seen: max(worth(w) for w in WORLDS if frozenset(w & some) == seen and all(holds(one, w) for one in hard))
        for seen in all_worlds(hard, some)
    }
    found = Worlds(hard, some).best(wishes, bound)
    assert len(found) == len(set(found)) == min(bound, len(best))
    assert [best[world] for world in found] == sorted(best.values(), reverse=True)[:bound]
