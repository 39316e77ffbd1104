"""The Pareto frontier against enumeration, with ties, negative worths and combinations that are ruled out."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from fractions import Fraction
from itertools import product
from pathlib import Path
from typing import TypeVar

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from holdfast.solvers.frontier import (
    Forbidden,
    TooManyError,
    TooWideError,
    Utilities,
    forecast,
    frontier,
    ruled_out,
    thin_frontier,
    utilities,
)
from holdfast.solvers.frontier._maxima import maxima

Worth = TypeVar("Worth", tuple[int, ...], tuple[Fraction, ...])


@st.composite
def problems(draw: st.DrawFn, parties: int | None = None, ruled: bool = True) -> Utilities:
    """Few issues with small worths, so that ties are common; combinations of one to three issues ruled out."""
    count = parties or draw(st.integers(1, 4))
    issues = [
        [[draw(st.integers(-4, 5)) for _ in range(count)] for _ in range(draw(st.integers(1, 4)))]
        for _ in range(draw(st.integers(1, 4)))
    ]
    forbidden: list[Forbidden] = []
    for _ in range(draw(st.integers(0, 3)) if ruled else 0):
        chosen = draw(st.lists(st.sampled_from(range(len(issues))), min_size=1, max_size=3, unique=True))
        forbidden.append(
            {i: frozenset(draw(st.lists(st.sampled_from(range(len(issues[i]))), min_size=1))) for i in chosen}
        )
    return utilities(issues, forbidden)


def allowed(one: Utilities) -> dict[tuple[int, ...], tuple[int, ...]]:
    """Every package that nothing rules out, with its worths, by enumeration."""
    return {
        package: one.worth(package)
        for package in product(*(range(array.shape[1]) for array in one.values))
        if one.allows(package)
    }


def undominated(worths: set[Worth]) -> set[Worth]:
    return {
        one
        for one in worths
        if not any(other != one and all(a >= b for a, b in zip(other, one, strict=True)) for other in worths)
    }


def points_of(columns: np.ndarray) -> list[tuple[int, ...]]:
    return [tuple(column) for column in columns.T.tolist()]


@given(problems())
def test_the_frontier_is_what_enumeration_finds(one: Utilities) -> None:
    packages = allowed(one)
    found = frontier(one)
    expected = sorted(undominated(set(packages.values())), reverse=True)
    assert points_of(found.points) == expected
    assert found.exact
    ties = Counter(packages.values())
    assert list(found.multiplicities()) == [ties[point] for point in expected]
    for place, point in enumerate(expected):
        attained = found.packages(place, limit=1000)
        assert sorted(attained) == sorted(package for package, worth in packages.items() if worth == point)
        assert found.packages(place, limit=1) == attained[:1]


@given(problems(), st.integers(1, 6))
def test_a_thinned_frontier_misses_no_more_than_it_says(one: Utilities, limit: int) -> None:
    packages = allowed(one)
    found = thin_frontier(one, limit)
    points = points_of(found.points)
    assert bool(points) == bool(packages)
    for worth in packages.values():
        assert any(all(p + miss >= w for p, miss, w in zip(point, found.loss, worth, strict=True)) for point in points)
    for place, point in enumerate(points):
        (package,) = found.packages(place)
        assert packages[package] == point


@given(problems(parties=2), st.integers(1, 6))
def test_exchanging_parties_exchanges_the_points(one: Utilities, limit: int) -> None:
    other = Utilities(tuple(array[::-1] for array in one.values), one.units[::-1], one.exact, one.forbidden)
    for build in (frontier, lambda u: thin_frontier(u, limit)):
        assert {p[::-1] for p in points_of(build(one).points)} == set(points_of(build(other).points))


@given(st.integers(1, 6), st.integers(1, 400), st.sampled_from([3, 20, 10**14]), st.integers(0, 2**32))
@example(3, 400, 3, 0)
def test_maxima(parties: int, count: int, high: int, seed: int) -> None:
    columns = np.random.default_rng(seed).integers(-high, high, (parties, count))
    if seed % 2:  # nearly all of them efficient
        columns[-1] = -columns[:-1].sum(axis=0)
    found = maxima(columns)
    worths = set(points_of(columns))
    assert points_of(found) == sorted(undominated(worths), reverse=True)


def test_many_vectors_of_three_and_four() -> None:
    for parties in (3, 4):
        columns = np.random.default_rng(parties).integers(0, 10**9, (parties, 6000))
        columns[-1] = 10**9 - columns[:-1].sum(axis=0) // 2
        found = set(points_of(maxima(columns)))
        alive = np.ones(6000, np.bool_)
        for place in range(6000):
            rest = columns[:, place, None]
            alive[place] = not ((columns >= rest).all(axis=0) & (columns > rest).any(axis=0)).any()
        assert found == set(points_of(columns[:, alive]))


@given(st.lists(st.integers(1, 4), min_size=1, max_size=4), st.randoms(use_true_random=False))
def test_a_condition_becomes_combinations(counts: list[int], chance: object) -> None:
    verdicts = {
        joint: chance.random() < 0.6  # type: ignore[attr-defined]
        for joint in product(*(range(count) for count in counts))
    }
    scope = list(range(len(counts)))
    forbidden = ruled_out(scope, counts, verdicts.__getitem__)
    one = utilities([[[0]] * count for count in counts], forbidden)
    assert {joint for joint in verdicts if one.allows(joint)} == {joint for joint, yes in verdicts.items() if yes}


def test_a_condition_over_too_much_is_refused() -> None:
    with pytest.raises(TooWideError):
        ruled_out(range(10), [10] * 10, lambda joint: True)


def test_a_wide_combination_costs_no_more_than_two_states() -> None:
    chance = np.random.default_rng(1)
    worths = chance.integers(0, 1000, (40, 5, 2)).tolist()
    forbidden = [{issue: frozenset((0, 1)) for issue in range(40)}]
    found = frontier(utilities(worths, forbidden))
    plain = frontier(utilities(worths))
    assert all(not all(o in (0, 1) for o in found.packages(place)[0]) for place in range(0, len(found), 50))
    assert len(plain) > 100


def test_nothing_allowed_is_an_empty_frontier() -> None:
    worths: Sequence[Sequence[Sequence[int]]] = [[[1, 2], [2, 1]], [[0, 0]]]
    choices: list[list[Forbidden]] = [
        [{}],
        [{0: frozenset((0, 1))}],
        [{0: frozenset((0,))}, {0: frozenset((1,)), 1: frozenset((0,))}],
    ]
    for forbidden in choices:
        found = frontier(utilities(worths, forbidden))
        assert len(found) == 0
        assert found.multiplicities() == ()
        assert len(thin_frontier(utilities(worths, forbidden))) == 0


def test_decimals_are_what_is_written() -> None:
    one = utilities([[[0.1], [0.3]], [[0.2], [0.0]]])
    found = frontier(one)
    assert one.real(found.points[:, 0].tolist()) == (Fraction(1, 2),)
    # 0.1 + 0.2 ties with 0.3 + 0.0, as it should.
    assert frontier(utilities([[[0.1, 1], [0.3, 0]], [[0.2, 0], [0.0, 1]]])).multiplicities() == (1, 2, 1)
    tied = frontier(utilities([[[0.1], [0.3]], [[0.2], [0.0]]], [{0: frozenset((1,)), 1: frozenset((0,))}]))
    assert tied.multiplicities() == (2,)


def test_worths_that_share_no_unit_are_rounded_and_say_so() -> None:
    chance = np.random.default_rng(1)
    one = utilities(chance.random((20, 5, 2)).tolist())
    assert not one.exact
    assert all(unit < Fraction(1, 10**12) for unit in one.units)
    assert utilities([[[Fraction(1, 3), 10**9]], [[Fraction(1, 7), 1]]]).exact


@pytest.mark.parametrize("worths", [[], [[]], [[[]]], [[[1, 2]], [[1]]], [[[float("nan")]]], [[[float("inf")]]]])
def test_worths_that_are_none_are_refused(worths: list[list[list[float]]]) -> None:
    with pytest.raises(ValueError, match=r"worth|parties"):
        utilities(worths)


def test_more_ways_than_64_bits_hold_are_counted() -> None:
    found = frontier(utilities([[[1]] * 10] * 30))
    assert found.multiplicities() == (10**30,)
    assert found.packages(0, limit=2) == ((0,) * 30, (1, *(0,) * 29))


def constant_sum(issues: int, options: int, parties: int) -> Utilities:
    values = np.random.default_rng(1).integers(0, 10**9, (issues, options, parties))
    values[..., -1] = 10**9 - values[..., :-1].sum(axis=2)
    return utilities(values.tolist())


def test_what_explodes_is_forecast() -> None:
    one = constant_sum(40, 10, 2)
    found = forecast(one)
    assert found.issues < 8
    assert found.about == pytest.approx(1e40)
    assert found.size == found.packages
    with pytest.raises(TooManyError) as caught:
        frontier(one, 1000)
    assert caught.value.forecast.size > 1000
    thin = thin_frontier(one, 2000)
    assert 0 < len(thin) <= 2000
    assert not thin.exact
    low, high = one.span[0]
    assert max(thin.loss) < 0.03 * (high - low)


def test_a_forecast_is_of_the_right_size() -> None:
    chance = np.random.default_rng(3)
    values = np.sort(chance.random((50, 10, 2)), axis=1)
    values[:, :, 1] = values[:, ::-1, 1]
    one = utilities(values.tolist())
    said = forecast(one, 2000)
    assert said.issues < said.of
    assert 0.3 < said.about / len(frontier(one)) < 3
    small = forecast(utilities([[[0, 1], [1, 0]]]))
    assert (small.about, small.size, small.issues) == (2, 2, 1)


def test_the_published_domain(shared_data: Path) -> None:
    """AMPO and City (Raiffa's exercise as Genius has it): 1,944,000 packages."""
    data = json.loads((shared_data / "preferences" / "ampo_vs_city_genius.json").read_text(encoding="utf-8"))
    one = utilities(
        [
            [
                [
                    Fraction(repr(w)) * Fraction(repr(e[o])) / Fraction(max(e))
                    for w, e in zip(issue["weights"], issue["evaluations"], strict=True)
                ]
                for o in range(len(issue["options"]))
            ]
            for issue in data["issues"]
        ]
    )
    expected = data["expected"]
    assert one.packages == expected["n_packages"]
    found = frontier(one)
    assert len(found) == expected["pareto_size"]
    assert len(found) == expected["pareto_distinct_points"]
    ends = [one.real(found.points[:, place].tolist()) for place in (0, -1)]
    assert [[float(w) for w in end] for end in ends] == pytest.approx(
        [pytest.approx(end) for end in expected["pareto_points_first_last"]]
    )
