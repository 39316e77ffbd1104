"""Named points against enumeration: wherever no deal lies, with ties and rules; and by programmes the same."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.solvers.frontier import Utilities, frontier, utilities
from holdfast.solvers.frontier.points import POINTS, PointName, Scale, dominating, points
from holdfast.solvers.frontier.programme import solve
from tests.solvers.test_frontier import allowed, problems, undominated

Worth = tuple[Fraction, ...]


def product_of(gains: Sequence[Fraction]) -> Fraction:
    return Fraction(math.prod(gain.numerator for gain in gains), math.prod(gain.denominator for gain in gains))


def expected(one: Utilities, base: Sequence[Fraction], scale: Scale) -> dict[PointName, set[Worth]] | None:
    """All five by their definitions; None where nobody's no deal can be met."""
    worths = {one.real(worth) for worth in allowed(one).values()}
    rational = {worth for worth in worths if all(w >= b for w, b in zip(worth, base, strict=True))}
    if not rational:
        return None
    efficient = undominated(rational)

    def best(key: Callable[[Worth], Any]) -> set[Worth]:
        top = max(key(worth) for worth in efficient)
        return {worth for worth in efficient if key(worth) == top}

    ideal = [max(worth[party] for worth in rational) for party in range(one.parties)]
    width = {
        "given": [Fraction(1)] * one.parties,
        "ideal": [i - b for i, b in zip(ideal, base, strict=True)],
        "range": [(high - low) * unit for (low, high), unit in zip(one.span, one.units, strict=True)],
    }

    def gains(worth: Worth, kind: str) -> list[Fraction]:
        return [(w - b) / v for w, b, v in zip(worth, base, width[kind], strict=True) if v]

    found: dict[PointName, set[Worth]] = {name: set() for name in POINTS}
    product = max(product_of(gains(worth, "given")) for worth in efficient)
    if product > 0:
        found["nash"] = best(lambda worth: product_of(gains(worth, "given")))
    if any(width["ideal"]):
        found["kalai-smorodinsky"] = best(lambda worth: sorted(gains(worth, "ideal")))
    if any(width[scale]):
        found["egalitarian"] = best(lambda worth: min(gains(worth, scale)))
        found["leximin"] = best(lambda worth: sorted(gains(worth, scale)))
        found["utilitarian"] = best(lambda worth: sum(gains(worth, scale)))
    return found


no_deals = st.lists(st.one_of(st.integers(-30, 12), st.fractions(-3, 3, max_denominator=7)), min_size=4, max_size=4)


@settings(max_examples=150)
@given(problems(), no_deals, st.sampled_from(["given", "range", "ideal"]))
def test_points_are_what_their_definitions_say(one: Utilities, no_deal: list[Fraction], scale: Scale) -> None:
    base = [Fraction(worth) for worth in no_deal[: one.parties]]
    found = frontier(one)
    answer = points(found, base, scale)
    wanted = expected(one, base, scale)
    if wanted is None:
        assert all(point.absent in ("none at least no deal", "no package") for point in answer.points)
        assert answer.ideal is None
        return
    for point in answer.points:
        attained = {one.real(found.points[:, place].tolist()) for place in point.places}
        assert attained == wanted[point.name], point
        assert (point.absent is None) == bool(attained)
        assert point.scale == (None if point.name in ("nash", "kalai-smorodinsky") else scale)


@settings(max_examples=25)
@given(problems(), no_deals, st.sampled_from(["given", "range"]))
def test_programmes_find_the_same(one: Utilities, no_deal: list[Fraction], scale: Scale) -> None:
    base = [Fraction(worth) for worth in no_deal[: one.parties]]
    wanted = expected(one, base, scale)
    for found in solve(one, base, scale):
        if wanted is None:
            assert found.absent in ("none at least no deal", "no package")
            continue
        if found.package is None:
            assert not wanted[found.name]
            continue
        assert one.allows(found.package)
        assert found.worths == one.real(one.worth(found.package))
        assert found.worths in wanted[found.name], found
        assert found.gap < 1e-6


@given(problems(ruled=False), no_deals)
def test_nash_and_kalai_do_not_depend_on_scales(one: Utilities, no_deal: list[Fraction]) -> None:
    base = [Fraction(worth) for worth in no_deal[: one.parties]]
    stretched = Utilities(one.values, tuple(unit * (p + 2) for p, unit in enumerate(one.units)), True)
    other = points(frontier(stretched), [worth * (p + 2) for p, worth in enumerate(base)])
    same = points(frontier(one), base)
    for name in ("nash", "kalai-smorodinsky"):
        assert same[name].places == other[name].places


@given(problems(), st.data())
def test_what_dominates_a_package(one: Utilities, data: st.DataObject) -> None:
    worth = data.draw(st.sampled_from(sorted(set(allowed(one).values())) or [(0,) * one.parties]))
    found = frontier(one)
    better = {tuple(found.points[:, place].tolist()) for place in dominating(found, worth)}
    assert better == {
        other
        for other in undominated(set(allowed(one).values()))
        if other != worth and all(o >= w for o, w in zip(other, worth, strict=True))
    }


def test_no_deal_worse_than_every_package() -> None:
    """Where no deal is far below, the product and the shares are still taken from it, not from the worst package."""
    one = utilities([[[0, 10], [6, 6], [10, 3]]])
    found = frontier(one)

    def nash(no_deal: list[int]) -> list[list[float]]:
        return [
            [float(w) for w in one.real(found.points[:, p].tolist())] for p in points(found, no_deal)["nash"].places
        ]

    assert nash([0, 0]) == [[6, 6]]
    assert nash([-100, 0]) == [[0, 10]]


def test_as_many_worths_as_parties() -> None:
    with pytest.raises(ValueError, match="worths of no deal"):
        points(frontier(utilities([[[1, 2]]])), [0])


def test_the_published_points(shared_data: Path) -> None:
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
    found = frontier(one)
    answer = points(found, data["reservation"])
    solved = {point.name: point for point in solve(one, data["reservation"])}
    solutions = data["expected"]["solutions"]
    for name, key in {
        "nash": "nash",
        "kalai-smorodinsky": "ks_maxmin_relative",
        "egalitarian": "egalitarian_maxmin",
        "utilitarian": "utilitarian",
    }.items():
        (place,) = answer[name].places  # type: ignore[index]
        worths = [float(w) for w in one.real(found.points[:, place].tolist())]
        assert worths == pytest.approx(solutions[key]["utilities"])
        assert [float(w) for w in solved[name].worths or ()] == pytest.approx(worths)  # type: ignore[index]
        packages = [
            {issue["name"]: issue["options"][option] for issue, option in zip(data["issues"], package, strict=True)}
            for package in found.packages(place, limit=10)
        ]
        assert solutions[key]["package"] in packages
