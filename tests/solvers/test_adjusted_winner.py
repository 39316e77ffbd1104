"""Adjusted Winner: the published example, and what its inventors prove of it."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.solvers.adjusted_winner import adjusted_winner


def test_the_published_example(shared_data: Path) -> None:
    data = json.loads((shared_data / "preferences" / "aw_bob_carol_nyu.json").read_text(encoding="utf-8"))
    found = adjusted_winner(*data["points"])
    wanted = data["expected"]
    assert dict(zip(data["items"], map(str, found.first), strict=True)) == wanted["share_of_first"]
    assert [str(total) for total in found.total] == wanted["points_exact"]
    # As published: 65 to 40, and the item that both give 10 points goes to the one behind.
    assert list(found.initial) == [65, 50]
    last = found.transfers[-1]
    assert [data["items"][last.item], str(last.share)] == wanted["last_transfer"][:2]
    assert last.giver == 0


points = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=1, max_size=6).filter(
    lambda pairs: all(any(pair[side] for pair in pairs) for side in (0, 1))
)


@given(points)
def test_it_is_efficient_equitable_and_free_of_envy(pairs: list[tuple[int, int]]) -> None:
    first, second = zip(*pairs, strict=True)
    found = adjusted_winner(first, second)
    assert found.total[0] == found.total[1] >= 50
    for side, shares in enumerate((found.first, tuple(1 - share for share in found.first))):
        assert sum(p * s for p, s in zip(found.points[side], shares, strict=True)) == found.total[side]
    assert all(0 <= share <= 1 for share in found.first)
    # Efficient: whoever holds a part of one item and not all of another has the higher ratio there (weights exist).
    for i, a in enumerate(found.first):
        for j, b in enumerate(found.first):
            if a > 0 and b < 1:  # the first could give some of i for some of j
                assert found.points[0][i] * found.points[1][j] >= found.points[0][j] * found.points[1][i]
    assert adjusted_winner(second, first).total == found.total


@given(points)
def test_exchanging_parties_exchanges_what_they_get(pairs: list[tuple[int, int]]) -> None:
    first, second = zip(*pairs, strict=True)
    there, back = adjusted_winner(first, second), adjusted_winner(second, first)
    assert back.first == tuple(1 - share for share in there.first)
    assert back.transfers == tuple(type(t)(t.item, t.share, 1 if t.giver == 0 else 0) for t in there.transfers)


def test_parties_that_stand_alike_share_what_they_value_alike() -> None:
    found = adjusted_winner([50, 50], [50, 50])
    assert found.first == (Fraction(1, 2), Fraction(1, 2))
    assert list(found.total) == [50, 50]


@pytest.mark.parametrize(("first", "second"), [([1], [1, 2]), ([0], [1]), ([2, -1], [1, 1]), ([], [])])
def test_points_that_are_none(first: list[int], second: list[int]) -> None:
    with pytest.raises(ValueError, match="points"):
        adjusted_winner(first, second)
