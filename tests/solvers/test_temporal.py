"""Temporal networks against brute force, other methods and published instances."""

from __future__ import annotations

import itertools
import json
from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from math import lcm
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from benchmarks import _morris2014
from benchmarks._networks import network as made
from holdfast.solvers.temporal import (
    Bound,
    Change,
    Conflict,
    Contingent,
    Dates,
    Guarantee,
    Network,
    Point,
    Requirement,
    consistent,
    controllable,
    guarantees,
    loosen,
)
from tests.solvers.temporal_game import wins

DAY = 24
INFINITE = 10**9


@st.composite
def networks(draw: st.DrawFn, points: int = 4, bound: int = 3, uncertain: int = 3) -> Network:
    """Small networks; contingent links without circles, since each ends at a point that comes after its start."""
    names = draw(st.permutations(range(draw(st.integers(2, points)))))
    ends = draw(st.sets(st.integers(1, len(names) - 1), max_size=uncertain))
    contingents = []
    for end in sorted(ends):
        lo, hi = sorted(draw(st.tuples(*[st.integers(0, bound)] * 2)))
        contingents.append(Contingent(names[draw(st.integers(0, end - 1))], names[end], lo, hi, f"duration {end}"))
    point = st.integers(0, len(names) - 1)
    limit = st.none() | st.integers(-bound, bound)
    rows = draw(st.lists(st.tuples(point, point, limit, limit), max_size=points + 2))
    requirements = tuple(Requirement(*row, f"window {number}") for number, row in enumerate(rows))
    return Network(requirements, tuple(contingents), tuple(range(len(names))))


def verify(conflict: Conflict, network: Network) -> None:
    """The arithmetic holds, and every term is a bound of the network."""
    assert conflict.shortfall == conflict.demand - conflict.limit > 0
    assert sum((1 if term.demands else -1) * term.times * term.amount for term in conflict.terms) == conflict.shortfall
    for term in conflict.terms:
        assert term.link in network.links
        assert term.times > 0
        assert term.amount == abs(getattr(term.link, term.bound))
    assert set(conflict.tags) == {term.tag for term in conflict.terms}


def without_each(network: Network) -> list[Network]:
    """The network without one bound of a requirement, or without one contingent link."""
    found = []
    for n, link in enumerate(network.requirements):
        for change in [{"lo": None}] * (link.lo is not None) + [{"hi": None}] * (link.hi is not None):
            others = list(network.requirements)
            others[n] = replace(link, **change)
            found.append(replace(network, requirements=tuple(others)))
    for n in range(len(network.contingents)):
        found.append(replace(network, contingents=network.contingents[:n] + network.contingents[n + 1 :]))
    return found


# --- consistency -----------------------------------------------------------------------------------------------------


def floyd_warshall(network: Network) -> dict[tuple[Point, Point], int] | None:
    points = list(network.index)
    far = {(a, b): 0 if a == b else INFINITE for a in points for b in points}
    for link in network.links:
        if link.hi is not None:
            far[link.start, link.end] = min(far[link.start, link.end], link.hi)
        if link.lo is not None:
            far[link.end, link.start] = min(far[link.end, link.start], -link.lo)
    for middle, a, b in itertools.product(points, repeat=3):
        if INFINITE not in (far[a, middle], far[middle, b]):
            far[a, b] = min(far[a, b], far[a, middle] + far[middle, b])
    return None if any(far[a, a] < 0 for a in points) else far


@given(networks(points=7, bound=9))
def test_dates_are_those_of_floyd_and_warshall(network: Network) -> None:
    expected, found = floyd_warshall(network), consistent(network)
    assert found.holds is (expected is not None)
    if expected is None:
        assert found.conflict is not None
        verify(found.conflict, network)
        assert not consistent(found.conflict.network).holds
        assert all(consistent(smaller).holds for smaller in without_each(found.conflict.network))
        return
    origin, *_ = network.index
    assert list(found.dates) == list(network.index)
    for point, dates in found.dates.items():
        after, before = expected[origin, point], expected[point, origin]
        assert dates == Dates(None if before == INFINITE else -before, None if after == INFINITE else after)
        steps = found.because(point)
        if dates.earliest is not None and point != origin:
            assert (steps[0].before, steps[-1].after) == (origin, point)
            assert all(one.after == two.before for one, two in itertools.pairwise(steps))
            assert sum(step.amount for step in steps) == dates.earliest
            assert all(step.link in network.links for step in steps)
    earliest = [dates.earliest for dates in found.dates.values() if dates.earliest is not None]
    assert sum(step.amount for step in found.critical) == max(earliest)


def test_dates_slack_and_critical_path() -> None:
    network = Network(
        (
            Requirement("signature", "withdrawal", 2, 10, "withdraw"),
            Requirement("withdrawal", "vote", 3, None, "notice"),
            Requirement("signature", "vote", None, 9, "deadline"),
            Requirement("signature", "observers", 0, 4, "observers"),
        )
    )
    found = consistent(network)
    assert found.dates == {
        "signature": Dates(0, 0),
        "withdrawal": Dates(2, 6),
        "vote": Dates(5, 9),
        "observers": Dates(0, 4),
    }
    assert found.dates["withdrawal"].slack == 4
    assert [(step.link.tag, step.amount) for step in found.critical] == [("withdraw", 2), ("notice", 3)]
    other = consistent(network, "vote").dates["withdrawal"]
    assert (other.earliest, other.latest, other.slack) == (-7, -3, 4)
    assert Dates(3, None).slack is None


def test_a_window_that_is_closed_is_a_conflict_with_itself() -> None:
    network = Network((Requirement("a", "b", 5, 3, "window"),))
    conflict = consistent(network).conflict
    assert conflict is not None
    assert (conflict.limit, conflict.demand, conflict.shortfall, conflict.tags) == (3, 5, 2, ("window",))
    assert conflict.network == network


def test_nothing_is_consistent() -> None:
    assert consistent(Network()).holds
    assert consistent(Network()).critical == ()
    assert controllable(Network()).holds
    assert guarantees(Network()) == {}
    with pytest.raises(KeyError):
        consistent(Network((Requirement("a", "b", 0, 1, "x"),)), "c")


# --- controllability -------------------------------------------------------------------------------------------------


@given(networks())
def test_controllable_is_winning_the_game(network: Network) -> None:
    assert controllable(network).holds is wins(network)


@given(networks())
def test_a_conflict_is_uncontrollable_by_itself_and_minimal(network: Network) -> None:
    found = controllable(network)
    rough = controllable(network, minimal=False)
    assert found.holds is rough.holds
    if found.conflict is None or rough.conflict is None:
        return
    verify(found.conflict, network)
    verify(rough.conflict, network)
    assert found.minimal
    assert not wins(found.conflict.network)
    assert not wins(rough.conflict.network)
    assert all(wins(smaller) for smaller in without_each(found.conflict.network))


@given(networks(points=9, bound=20, uncertain=6))
def test_the_same_verdict_as_by_morris(network: Network) -> None:
    found = controllable(network)
    assert found.holds is _morris2014.controllable(network)
    if found.conflict is not None:
        assert not _morris2014.controllable(found.conflict.network)
    elif consistent(network).conflict is not None:
        raise AssertionError("controllable, and not even consistent")


@given(networks(points=9, bound=20, uncertain=6), st.data())
def test_names_do_not_matter_and_order_only_for_which_conflict(network: Network, data: st.DataObject) -> None:
    points, tags = list(network.index), [link.tag for link in network.links]
    new_points = dict(zip(points, data.draw(st.permutations(points)), strict=True))
    new_tags = dict(zip(tags, data.draw(st.permutations(tags)), strict=True))

    def renamed(link: Any) -> Any:
        return replace(link, start=new_points[link.start], end=new_points[link.end], tag=new_tags[link.tag])

    other = Network(
        tuple(map(renamed, network.requirements)),
        tuple(map(renamed, network.contingents)),
        tuple(new_points[point] for point in points),
    )
    before, after = controllable(network), controllable(other)
    if before.conflict is None:
        assert after.conflict is None
    else:
        assert after.conflict is not None
        assert after.conflict.terms == tuple(replace(t, link=renamed(t.link)) for t in before.conflict.terms)
    assert consistent(other).dates == {new_points[p]: dates for p, dates in consistent(network).dates.items()}

    shuffled = Network(
        tuple(data.draw(st.permutations(network.requirements))),
        tuple(data.draw(st.permutations(network.contingents))),
        tuple(data.draw(st.permutations(network.points))),
    )
    assert controllable(shuffled).holds is before.holds
    assert consistent(shuffled, points[0]).dates == consistent(network, points[0]).dates


@given(networks(points=8, bound=20, uncertain=4), st.integers(2, 10**30))
def test_units_do_not_matter(network: Network, factor: int) -> None:
    def scaled(link: Any) -> Any:
        return replace(link, lo=None if link.lo is None else link.lo * factor, hi=link.hi and link.hi * factor)

    large = Network(tuple(map(scaled, network.requirements)), tuple(map(scaled, network.contingents)), network.points)
    one, other = controllable(network).conflict, controllable(large).conflict
    assert (one is None) is (other is None)
    if one is not None and other is not None:
        assert other.shortfall == one.shortfall * factor
        assert other.tags == one.tags


def test_a_budget() -> None:
    """The remains are to be handed over within 72 hours, and recovering them can take up to 90 days."""
    network = Network(
        (Requirement("ceasefire", "handover", 0, 72, "hand over"), Requirement("found", "handover", 0, None, "after")),
        (Contingent("ceasefire", "found", 1 * DAY, 90 * DAY, "recovery"),),
    )
    assert consistent(network).holds
    conflict = controllable(network).conflict
    assert conflict is not None
    assert [(term.tag, term.bound, term.amount, term.times, term.demands) for term in conflict.terms] == [
        ("hand over", "hi", 72, 1, False),
        ("after", "lo", 0, 1, True),
        ("recovery", "hi", 90 * DAY, 1, True),
    ]
    assert (conflict.limit, conflict.demand, conflict.shortfall) == (72, 90 * DAY, 87 * DAY)
    loosened = loosen(network, ["hand over"])
    assert loosened.changes == (Change(network.requirements[0], "hi", 87 * DAY),)
    assert loosened.at_least == 87 * DAY
    stuck = loosen(network, ["no such thing"])
    assert (stuck.found, stuck.complete, stuck.conflict) == (False, True, conflict)


def test_one_duration_can_be_too_long_and_too_short() -> None:
    """Notice 5 before the end of what takes 3 to 10 and no later than 1 after its start: the end is not foreseen."""
    network = Network((Requirement("notice", "end", 5, 6, "notice"),), (Contingent("start", "end", 3, 10, "work"),))
    conflict = controllable(network).conflict
    assert conflict is not None
    assert {(term.tag, term.bound, term.demands) for term in conflict.terms} == {
        ("notice", "lo", True),
        ("notice", "hi", False),
        ("work", "lo", False),
        ("work", "hi", True),
    }
    assert conflict.shortfall == 6


def test_waits_that_go_round() -> None:
    """Each of two durations may begin no earlier than 1 before the other one's end."""
    network = Network(
        (Requirement("b", "c", -1, None, "first"), Requirement("d", "a", -1, None, "second")),
        (Contingent("a", "b", 1, 9, "one"), Contingent("c", "d", 1, 9, "two")),
    )
    assert not wins(network)
    conflict = controllable(network).conflict
    assert conflict is not None
    assert {term.tag for term in conflict.terms} == {"first", "second", "one", "two"}


def test_a_duration_that_is_certain_is_no_uncertainty() -> None:
    network = Network((Requirement("x", "c", 2, 2, "before"),), (Contingent("a", "c", 5, 5, "fixed"),))
    assert controllable(network).holds
    tight = Network((Requirement("a", "c", None, 4, "limit"),), network.contingents)
    conflict = controllable(tight).conflict
    assert conflict is not None
    assert conflict.shortfall == 1


def test_what_is_no_network() -> None:
    with pytest.raises(ValueError, match=r"0 <= lo <= hi, not \[-1, 3\]"):
        Network((), (Contingent("a", "b", -1, 3, "x"),))
    with pytest.raises(ValueError, match="0 <= lo <= hi"):
        Network((), (Contingent("a", "b", 4, 3, "x"),))
    with pytest.raises(ValueError, match="to itself"):
        Network((), (Contingent("a", "a", 0, 3, "x"),))
    with pytest.raises(ValueError, match="two contingent links end in 'b'"):
        Network((), (Contingent("a", "b", 0, 3, "x"), Contingent("c", "b", 0, 3, "y")))
    with pytest.raises(ValueError, match="in a circle"):
        Network((), (Contingent("a", "b", 0, 3, "x"), Contingent("b", "a", 0, 3, "y")))
    for bad in (1.5, Fraction(1, 2), True, "3"):
        with pytest.raises(TypeError, match="whole numbers"):
            Network((Requirement("a", "b", 0, bad, "x"),))  # type: ignore[arg-type]


def test_large_networks_and_conflicts_too_large_to_be_tried() -> None:
    for good in (True, False):
        network = made(300, controllable=good, seed=3, reach=10)
        found = controllable(network)
        assert found.holds is good is _morris2014.controllable(network)
    large = controllable(made(1_200, controllable=False, seed=1, reach=10))
    assert large.conflict is not None
    assert len(large.conflict.links) > 200
    assert not large.minimal
    assert not controllable(large.conflict.network, minimal=False).holds


# --- promises and loosening ------------------------------------------------------------------------------------------


@given(networks(bound=2, uncertain=2))
def test_guarantees_are_the_strictest_requirements_that_can_be_kept(network: Network) -> None:
    assume(controllable(network).holds)
    origin, *_ = network.index
    widest = range(-30, 31)
    for point, promise in guarantees(network).items():

        def keeps(link: Requirement) -> bool:
            return controllable(replace(network, requirements=(*network.requirements, link))).holds

        first = next(t for t in widest if keeps(Requirement(origin, point, None, t, "")))
        last = next(t for t in reversed(widest) if keeps(Requirement(origin, point, t, None, "")))
        assert promise == Guarantee(None if first == -30 else first, None if last == 30 else last)


def test_guarantees() -> None:
    network = Network(
        (Requirement("verified", "release", 0, 2, "release"), Requirement("start", "review", 3, None, "review")),
        (Contingent("start", "verified", 1, 5, "verification"),),
    )
    assert guarantees(network, "start") == {
        "verified": Guarantee(5, 1),
        "release": Guarantee(5, 3),
        "start": Guarantee(0, 0),
        "review": Guarantee(3, None),
    }
    assert guarantees(network, "start", ["release"]) == {"release": Guarantee(5, 3)}
    with pytest.raises(ValueError, match="not controllable"):
        guarantees(Network((Requirement("a", "b", 5, 3, "window"),)))


def loosened(network: Network, amounts: Mapping[tuple[int, Bound], int]) -> Network:
    requirements = list(network.requirements)
    for (place, bound), by in amounts.items():
        change = by if bound == "hi" else -by
        value = getattr(requirements[place], bound)
        requirements[place] = replace(requirements[place], **{bound: value + change})
    return replace(network, requirements=tuple(requirements))


def cheapest(network: Network, limit: int) -> int | None:
    """The least total of loosening, by trying all of each total."""
    sides: tuple[Bound, ...] = ("lo", "hi")
    bounds = [(n, b) for n, link in enumerate(network.requirements) for b in sides if getattr(link, b) is not None]
    for total in range(limit + 1):
        for chosen in itertools.combinations_with_replacement(bounds, total):
            amounts = {one: chosen.count(one) for one in chosen}
            if controllable(loosened(network, amounts), minimal=False).holds:
                return total
    return None


@given(networks(bound=2), st.none() | st.sets(st.sampled_from([f"window {n}" for n in range(6)])))
def test_loosening_some_ends_with_an_answer(network: Network, candidates: set[str] | None) -> None:
    found = loosen(network, candidates)
    assert found.complete
    assert all(candidates is None or change.requirement.tag in candidates for change in found.changes)
    amounts = {(network.requirements.index(change.requirement), change.bound): change.by for change in found.changes}
    assert wins(loosened(network, amounts)) is found.found
    open_wide = tuple(
        replace(link, lo=None, hi=None) if candidates is None or link.tag in candidates else link
        for link in network.requirements
    )
    assert wins(replace(network, requirements=open_wide)) is found.found


@given(networks(bound=2))
def test_the_smallest_loosening(network: Network) -> None:
    found = loosen(network)
    assert found.complete
    if not found.found:
        assert found.conflict is not None
        assert cheapest(network, 2) is None
        return
    amounts = {(network.requirements.index(change.requirement), change.bound): change.by for change in found.changes}
    assert sum(amounts.values()) == found.at_least
    assert wins(loosened(network, amounts))
    assert cheapest(network, min(found.at_least, 4)) in (found.at_least, None)
    if found.at_least <= 4:
        assert cheapest(network, 4) == found.at_least


def test_a_conflict_that_rests_on_a_loosening_is_none_without_it() -> None:
    """The window ends before it begins: with `lo` lower the end would have to be foreseen, with `hi` higher not."""
    network = Network((Requirement("c", "x", 0, -1, "window"),), (Contingent("a", "c", 0, 1, "duration"),))
    assert loosen(network).changes == (Change(network.requirements[0], "hi", 1),)


def test_a_budget_that_is_used_up() -> None:
    found = loosen(Network((Requirement("a", "b", 5, 3, "window"),)), budget=1)
    assert (found.found, found.complete, found.at_least) == (False, False, 2)


# --- published instances ---------------------------------------------------------------------------------------------


def read(path: Path) -> tuple[Network, bool]:
    """A network of the collection, in whole numbers, and whether a contingent link had to be moved.

    Two of the networks have one with a negative lower bound; it starts at a new point that much earlier.
    """
    data = json.loads(path.read_text(encoding="utf-8"), parse_float=Fraction)
    rows = [
        (
            row,
            *(None if row[key] in ("inf", "-inf") else Fraction(row[key]) for key in ("min_duration", "max_duration")),
        )
        for row in data["constraints"]
    ]
    unit = lcm(*(bound.denominator for _, *bounds in rows for bound in bounds if bound is not None))
    requirements, contingents, moved = [], [], False
    for number, (row, *bounds) in enumerate(rows):
        lo, hi = (None if bound is None else int(bound * unit) for bound in bounds)
        start, end = row["first_node"], row["second_node"]
        if row["type"] == "stc":
            requirements.append(Requirement(start, end, lo, hi, number))
            continue
        assert lo is not None
        assert hi is not None
        if lo < 0:
            moved = True
            requirements.append(Requirement(start, ("before", start), lo, lo, number))
            start, lo, hi = ("before", start), 0, hi - lo
        contingents.append(Contingent(start, end, lo, hi, number))
    return Network(tuple(requirements), tuple(contingents)), moved


def test_published_networks(shared_data: Path) -> None:
    paths = sorted((shared_data / "stnu").glob("*/*.json"))
    assert len(paths) == 281
    moved = 0
    for path in paths:
        network, negative = read(path)
        moved += negative
        found = controllable(network)
        assert found.holds is (path.parent.name == "dynamically_controllable"), path.name
        assert found.holds is _morris2014.controllable(network)
        if found.conflict is not None:
            verify(found.conflict, network)
            assert found.minimal
            assert not _morris2014.controllable(found.conflict.network)
    assert moved == 2
