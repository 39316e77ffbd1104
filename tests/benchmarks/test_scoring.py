"""The matching against all matchings, and the counts."""

from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks._scoring import ENOUGH, Score, iou, match, same_place, shared, size
from holdfast.intake.model import Span

places = st.tuples(st.integers(1, 2), st.integers(0, 20), st.integers(1, 10)).map(
    lambda drawn: (Span(drawn[0], drawn[1], drawn[1] + drawn[2]),)
)


def best(marked: list[tuple[Span, ...]], found: list[tuple[Span, ...]]) -> tuple[int, float]:
    """The most pairs, and the greatest sum of likeness among matchings with so many: by trying all."""
    slots: list[int | None] = [*range(len(found)), *([None] * len(marked))]
    tried = set()
    for order in set(permutations(slots, len(marked))):
        pairs = [(row, column) for row, column in enumerate(order) if column is not None]
        like = [iou(marked[row], found[column]) for row, column in pairs]
        enough = [one for one in like if one >= ENOUGH]
        tried.add((len(enough), round(sum(enough), 9)))
    return max(tried)


@given(st.lists(places, max_size=4), st.lists(places, max_size=4))
def test_the_matching_is_the_best_of_all(marked: list[tuple[Span, ...]], found: list[tuple[Span, ...]]) -> None:
    pairs = match(marked, found, iou)
    assert len({row for row, _ in pairs}) == len({column for _, column in pairs}) == len(pairs)
    like = [iou(marked[row], found[column]) for row, column in pairs]
    assert all(one >= ENOUGH for one in like)
    assert (len(like), round(sum(like), 9)) == (best(marked, found) if marked else (0, 0))


@given(places, places)
def test_overlap_is_symmetric_and_bounded(a: tuple[Span, ...], b: tuple[Span, ...]) -> None:
    assert iou(a, b) == iou(b, a)
    assert 0 <= iou(a, b) <= 1
    assert iou(a, a) == 1
    assert (iou(a, b) == 1) == (a == b)
    assert shared(a, b) <= min(size(a), size(b))


def test_the_same_place_may_be_marked_longer() -> None:
    name, office, other = (Span(1, 20, 24),), (Span(1, 0, 24),), (Span(1, 0, 19),)
    assert same_place(name, office)
    assert same_place(office, name)
    assert not same_place(name, other)
    assert not same_place(name, ())
    assert same_place((), ())


def test_what_is_doubtful_is_neither_missed_nor_spurious() -> None:
    score: Score[tuple[str, Span, bool], Span] = Score()
    marked = [("a", Span(1, 0, 10), False), ("b", Span(1, 20, 30), True), ("c", Span(1, 40, 50), True)]
    marked.append(("d", Span(2, 0, 10), False))
    found = [Span(1, 0, 9), Span(1, 20, 30), Span(3, 0, 5)]
    score.count(marked, found, lambda one, other: iou((one[1],), (other,)), lambda one: one[2])
    assert [one[0] for one, _ in score.matched] == ["a"]
    assert [one[0] for one in score.missed] == ["d"]
    assert score.spurious == [Span(3, 0, 5)]
    assert (score.precision, score.recall, score.f1) == (0.5, 0.5, 0.5)
    assert score.recall_by(lambda one: one[0]) == {"a": (1, 1), "d": (0, 1)}
    assert score.share(lambda one, other: one[1] == other) == 0


def test_nothing_found_and_nothing_marked_is_no_success() -> None:
    score: Score[Span, Span] = Score()
    score.count([], [], lambda one, other: iou((one,), (other,)))
    assert (score.precision, score.recall, score.f1) == (0, 0, 0)
    assert score.share(lambda *_: False) == pytest.approx(1)
