"""Bargaining over several issues under a deadline: against the published numbers and a search over offers."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.solvers.bargaining import PROCEDURES, Procedure, bargain

WEIGHTS = ((3.0, 1.0), (1.0, 3.0))


@pytest.mark.parametrize(
    ("procedure", "values"),
    [("package", (3.104, 2.688)), ("simultaneous", (1.312, 2.688)), ("sequential", (1.112, 2.688))],
)
def test_two_issues_four_rounds(procedure: Procedure, values: tuple[float, float]) -> None:
    found = bargain(procedure, WEIGHTS, 4, discount=(0.8, 0.8))
    assert found.values == pytest.approx(values)


weights = st.lists(st.integers(0, 4), min_size=2, max_size=2)


@given(weights, weights, st.integers(1, 4), st.sampled_from([0.5, 1.0]), st.integers(0, 1))
def test_no_offer_of_a_package_is_better_for_the_proposer(
    a: list[int], b: list[int], rounds: int, discount: float, first: int
) -> None:
    """The proposer's best among all offers in sixteenths that leave the other what waiting is worth to it."""
    found = bargain("package", (a, b), rounds, discount=(discount, discount), first=first)
    both = (a, b)
    other = 1 - first
    owed = 0.0
    if rounds > 1:
        owed = (
            discount * bargain("package", (a, b), rounds - 1, discount=(discount, discount), first=other).values[other]
        )
    assert found.values[other] >= owed - 1e-9
    for offer in itertools.product(range(17), repeat=2):
        left = sum(w * share / 16 for w, share in zip(both[other], offer, strict=True))
        mine = sum(w * (1 - share / 16) for w, share in zip(both[first], offer, strict=True))
        if left >= owed - 1e-12:
            assert found.values[first] >= mine - 1e-9


@given(weights, weights, st.integers(1, 5), st.integers(0, 1), st.sampled_from(PROCEDURES))
def test_exchanging_agents_exchanges_values(
    a: list[int], b: list[int], rounds: int, first: int, procedure: Procedure
) -> None:
    here = bargain(procedure, (a, b), rounds, discount=(0.9, 0.7), first=first)
    there = bargain(procedure, (b, a), rounds, discount=(0.7, 0.9), first=1 - first)
    assert here.values == pytest.approx(there.values[::-1])


def test_what_the_deadline_cuts_off_is_lost() -> None:
    found = bargain("sequential", ((1, 1, 1), (1, 1, 1)), 2, order=(2, 0, 1))
    assert found.rounds == (2, None, 1)
    assert found.shares[0][1] == found.shares[1][1] == 0


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"rounds": 0}, "at least one round"),
        ({"weights": ((1.0,), (1.0, 2.0))}, "one weight"),
        ({"weights": ((-1.0, 1.0), (1.0, 1.0))}, "none below"),
        ({"order": (0, 0)}, "every issue once"),
        ({"discount": (2.0, 1.0)}, "discounts"),
    ],
)
def test_arguments_out_of_range_are_refused(arguments: dict[str, object], words: str) -> None:
    given_: dict[str, object] = {"weights": WEIGHTS, "rounds": 4, **arguments}
    with pytest.raises(ValueError, match=words):
        bargain("package", **given_)  # type: ignore[arg-type]
