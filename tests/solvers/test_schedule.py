"""Who continues and who leaves: against published forms, worked numbers and a plain reference."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.solvers.exchange import defection_costs, in_turn, is_safe, parts_curve
from holdfast.solvers.ranges import bounds
from holdfast.solvers.schedule import Deal, deal, largest_need, merge, merged_places, needs, play, split
from tests.solvers.staged_reference import deals, outcome, peak


def staged(n: int, first: float, second: float, hazard: float = 0.0) -> Deal:
    """A and B hand over n chunks in turn: each side's cost 12 to itself and bring the other 18 in all."""
    worth = np.array([[-12 / n, 18 / n], [18 / n, -12 / n]] * n)
    return deal(worth, [(0,), (1,)] * n, final=np.array([first, second]), hazard=hazard)


def of_actors(one: Deal) -> list[float]:
    margins = play(one, range(one.steps)).margins
    return [float(margins[step, one.actors[step][0]]) for step in range(one.steps)]


def test_the_worked_example(shared_data: Path) -> None:
    data = json.loads((shared_data / "stability/staged_exchange_worked.json").read_text(encoding="utf-8"))
    for row in data["results"]:
        n, bonus = row["n"], row["G"]
        found = staged(n, bonus, bonus)
        if "bond_B" in row:
            need = max(0.0, float(needs(found, range(2 * n))[:, 1].max()))
            assert need == pytest.approx(row["bond_B"]), row
            held = replace(found, forfeits=np.pad([[0.0, need]], ((2 * n - 1, 0), (0, 0))))
            assert play(held, range(2 * n)).completes
        if row.get("outcome", "").startswith("quit"):
            assert play(found, range(2 * n)).ends_at == 0
        elif "outcome" in row:
            assert play(found, range(2 * n)).completes
            assert play(found, range(2 * n)).value.tolist() == pytest.approx([11, 11])
        if "min_margin" in row:
            assert min(of_actors(found)) == pytest.approx(row["min_margin"])
    assert not play(staged(3, 5, 3.99), range(6)).completes
    assert play(staged(3, 5, 4), range(6)).completes
    assert of_actors(staged(3, 5, 5)) == pytest.approx([11, 5, 9, 3, 7, 1])
    assert of_actors(staged(3, 5, 5, 0.1)) == pytest.approx(data["hazard_10pct_margins"], abs=1e-6)


def test_one_who_leaves_collapses_all_that_came_before() -> None:
    """B would not take the last step; so A, who foresees it, does not take the first, though A gains by the whole."""
    found = play(staged(1, 0, 0), range(2))
    assert found.quitter.tolist() == [0, 1]
    assert found.margins[0].tolist() == [-12, 18]
    assert found.value.tolist() == [0, 0]


def test_what_a_collapse_takes_away_again_holds_a_party() -> None:
    worth = np.array([[10.0, -2.0], [-4.0, 6.0]])
    kept = play(deal(worth, [(1,), (0,)], kept=True), [0, 1])
    lost = play(deal(worth, [(1,), (0,)], kept=False), [0, 1])
    assert kept.margins[1, 0] == -4
    assert lost.margins[1, 0] == 6
    assert not kept.completes
    assert lost.completes


def test_a_shift_of_strength_breaks_what_worth_alone_would_hold() -> None:
    worth = np.array([[5.0, 1.0], [1.0, 5.0]])
    shifts = np.array([[0.0, 0.5], [0.0, 0.0]])
    found = play(deal(worth, [(0,), (1,)], shifts=shifts, prize=40.0, chance=0.2, cost=10.0), [0, 1])
    assert found.quitter.tolist() == [-1, 1]
    assert found.contests.tolist() == [False, True]
    assert found.margins[1, 1] == pytest.approx(5 - (0.7 * 40 - 10))


@given(deals())
def test_playing_is_what_the_definition_says(one: Deal) -> None:
    found = play(one, range(one.steps))
    values, ending = outcome(one, range(one.steps))
    assert found.value.tolist() == pytest.approx(values)
    assert bool(found.completes) is (ending is None)
    if ending is not None:
        party, place, war = ending
        assert (int(found.ends_at), int(found.quitter[place]), bool(found.contests[place])) == (place, party, war)
    assert float(largest_need(one, range(one.steps))) == pytest.approx(peak(one, range(one.steps)))


@given(deals())
def test_needs_are_the_smallest_guarantees(one: Deal) -> None:
    """With each step's need as a bond everybody stays; with a little less somebody leaves."""
    one = replace(one, coalitions=())
    for party in one.asked:
        others = np.full((one.steps, one.parties), 1000.0)
        others[:, party] = one.forfeits[:, party]
        need = float(needs(replace(one, forfeits=others), range(one.steps))[:, party].max())
        last = np.zeros((one.steps, one.parties))
        last[-1, party] = need
        assert play(replace(one, forfeits=others + last + 0.0), range(one.steps)).completes
        assert not play(replace(one, forfeits=others + last - 0.01 * (last != 0)), range(one.steps)).completes or (
            need == 0
        )


@given(deals(most=4), st.integers(0, 2**32 - 1))
def test_samples_are_single_plays_and_lie_within_the_ranges(one: Deal, seed: int) -> None:
    rng = np.random.default_rng(seed)
    draws = 20
    width = {name: rng.random(getattr(one, name).shape) * 4 for name in ("forfeits", "stop", "prize", "cost", "final")}
    low_worth = one.stays + one.fades
    kept = one.fades == 0
    wide = rng.random(low_worth.shape) * 6
    at = {name: rng.integers(0, 3, (draws, *part.shape)) / 2 for name, part in {**width, "worth": wide}.items()}

    def ended(share: dict[str, np.ndarray[tuple[int, ...], np.dtype[np.float64]]] | float) -> Deal:
        def of(name: str) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]] | float:
            return share if isinstance(share, float) else share[name]

        stays, fades = split(low_worth + of("worth") * wide, kept)
        moved = {name: getattr(one, name) + of(name) * part for name, part in width.items()}
        return replace(one, stays=stays, fades=fades, **moved)

    sampled = play(ended(at), range(one.steps))
    for draw in range(draws):
        single = play(ended({name: part[draw] for name, part in at.items()}), range(one.steps))
        assert sampled.margins[draw] == pytest.approx(single.margins)
        assert sampled.quitter[draw].tolist() == single.quitter.tolist()
    ends = bounds(ended(0.0), ended(1.0), range(one.steps))
    assert (sampled.margins >= ends.low - 1e-9).all()
    assert (sampled.margins <= ends.high + 1e-9).all()
    exact = bounds(one, one, range(one.steps))
    single = play(one, range(one.steps))
    assert exact.low == pytest.approx(single.margins)
    assert exact.high == pytest.approx(single.margins)


@given(deals(), st.randoms(use_true_random=False))
def test_exchanging_parties_exchanges_results(one: Deal, chance: object) -> None:
    one = replace(one, coalitions=(), asked=tuple(range(one.parties)))
    turned = list(range(one.parties))[::-1]
    actors = tuple(tuple(turned.index(party) for party in acting) for acting in one.actors)
    parts = {
        name: getattr(one, name)[..., turned]
        for name in one.__dataclass_fields__
        if name not in ("actors", "asked", "coalitions", "hazard")
    }
    mirrored = replace(one, actors=actors, asked=tuple(turned.index(party) for party in one.asked), **parts)
    here, there = play(one, range(one.steps)), play(mirrored, range(one.steps))
    assert here.margins[..., turned] == pytest.approx(there.margins)
    assert here.completes == there.completes


def test_merged_steps_are_one() -> None:
    one = staged(2, 0, 0)
    both = merge(one, [(0, 1), (2, 3)])
    assert merged_places(4, [(0, 1), (2, 3)]) == (0, 0, 1, 1)
    assert merged_places(4, [(1, 3)]) == (0, 1, 2, 1)
    assert both.actors == ((0, 1), (0, 1))
    assert largest_need(one, range(4)) == 6
    assert largest_need(both, range(2)) == 0


def test_a_deal_says_what_does_not_fit() -> None:
    with pytest.raises(ValueError, match="actors of 2 steps"):
        deal(np.zeros((2, 2)), [(0,)])
    with pytest.raises(ValueError, match="hazard"):
        deal(np.zeros((1, 2)), [(0,)], hazard=1.0)
    with pytest.raises(ValueError, match=r"\(\.\.\., 1, 2\)"):
        deal(np.zeros((1, 2)), [(0,)], shifts=np.zeros((2, 2)))
    with pytest.raises(ValueError, match=r"\(\.\.\., 2\)"):
        deal(np.zeros((1, 2)), [(0,)], stop=np.zeros(3))


# Safe exchange


@pytest.mark.parametrize("n", [1, 2, 4, 5, 10])
def test_equal_chunks_need_the_last_ones_cost(n: int) -> None:
    values, costs = [150 / n] * n, [100 / n] * n
    assert max(defection_costs(values, costs)) == pytest.approx(100 / n)
    assert is_safe(values, costs, 100 / n + 1e-9)
    assert not is_safe(values, costs, 100 / n - 1e-6)


@given(st.lists(st.tuples(st.integers(0, 20), st.integers(1, 20)), min_size=1, max_size=6))
def test_without_a_cost_of_defection_nothing_that_costs_is_safe(chunks: list[tuple[int, int]]) -> None:
    values, costs = zip(*chunks, strict=True)
    assert not is_safe(values, costs, 0)
    for place, need in enumerate(defection_costs(values, costs)):
        rest = sum(v - c for v, c in chunks[place:])
        assert (chunks[place][0] <= rest + need + 1e-9) is True
        assert need == max(0, chunks[place][0] - rest)


@given(st.lists(st.tuples(st.integers(0, 20), st.integers(1, 20)), min_size=1, max_size=4), st.integers(0, 25))
def test_a_chunk_is_safe_where_some_payment_keeps_both(chunks: list[tuple[int, int]], defection: int) -> None:
    """The closed form, against all whole payments: what is still to be paid keeps both while a chunk changes hands."""
    values, costs = zip(*chunks, strict=True)
    for place in range(len(chunks)):
        least, most = sum(costs[place:]), sum(values[place + 1 :]) + defection
        some = any(least <= left <= most for left in range(0, 200))
        assert (defection_costs(values, costs)[place] <= defection) is some


def test_four_parts_need_a_quarter() -> None:
    one = deal(np.array([[-100.0, 100.0], [100.0, -100.0]]), [(0,), (1,)])
    curve = parts_curve(one, [[0], [1]], 8)
    assert curve == pytest.approx([100 / n for n in range(1, 9)])
    assert in_turn(one, [[0], [1]], 3).actors == ((0,), (1,)) * 3
    with pytest.raises(ValueError, match="at least one part"):
        in_turn(one, [[0], [1]], 0)
