"""Near-duplicates, against resemblance computed plainly over sets of words."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.intake.duplicates import BANDS, ROWS, Index, resemblance, shingles


def plainly(one: list[str], other: list[str], length: int = 5) -> float:
    """The Jaccard resemblance of the runs of words of two texts."""

    def runs(words: list[str]) -> set[tuple[str, ...]]:
        size = min(length, len(words))
        return {tuple(words[at : at + size]) for at in range(len(words) - size + 1)} if words else set()

    mine, theirs = runs(one), runs(other)
    return len(mine & theirs) / len(mine | theirs) if mine and theirs else 0.0


WORDS = st.lists(st.sampled_from([f"w{n}" for n in range(12)]), min_size=0, max_size=60)


@given(WORDS, WORDS, st.integers(0, 60))
def test_the_resemblance_is_that_of_sets_of_runs(one: list[str], other: list[str], shared: int) -> None:
    other = one[:shared] + other
    assert resemblance(shingles([" ".join(one)]), shingles([" ".join(other)])) == pytest.approx(plainly(one, other))


def test_case_accents_punctuation_and_lines_make_no_difference() -> None:
    one = shingles(["The Café was closed, he said.", "Nobody knew why it was so"])
    other = shingles(["the cafe WAS closed he said nobody", "knew why; it was so!"])
    assert resemblance(one, other) == 1


def article(draws: random.Random, words: int) -> list[str]:
    return [f"w{int(draws.paretovariate(0.7))}" for _ in range(words)]


def edited(words: list[str], draws: random.Random, changes: int) -> list[str]:
    made = list(words)
    for _ in range(changes):
        at = draws.randrange(len(made))
        kind = draws.randrange(3)
        if kind == 0:
            made[at] = f"x{draws.randrange(10**6)}"
        elif kind == 1:
            del made[at]
        else:
            made.insert(at, f"x{draws.randrange(10**6)}")
    return made


def test_pairs_are_found_as_comparing_each_with_each_would() -> None:
    """200 articles and 200 edited copies: every pair of resemblance 0.8 or more is found, and no other is."""
    draws = random.Random(7)
    texts = [article(draws, draws.randrange(80, 400)) for _ in range(200)]
    texts += [edited(text, draws, draws.randrange(0, 14)) for text in texts]
    hashes = [shingles([" ".join(text)]) for text in texts]
    index: Index[int] = Index(0.8)
    found = set()
    for number, one in enumerate(hashes):
        found |= {(near.name, number) for near in index.near(one)}
        index.add(number, one)
    wanted = {(a, b) for b in range(len(texts)) for a in range(b) if resemblance(hashes[a], hashes[b]) >= 0.8}
    assert len(wanted) > 80
    assert found == wanted


def test_signatures_agree_as_often_as_documents_resemble_each_other() -> None:
    draws = random.Random(3)
    index: Index[str] = Index()
    differences = []
    for _ in range(40):
        text = article(draws, 300)
        one, other = (shingles([" ".join(words)]) for words in (text, edited(text, draws, draws.randrange(1, 60))))
        agree = float((index.signature(one) == index.signature(other)).mean())
        differences.append(agree - resemblance(one, other))
    assert abs(sum(differences) / 40) < 0.02  # of 128 functions: a standard error of at most 0.044 each, 0.007 of 40
    assert max(map(abs, differences)) < 0.18
    assert BANDS * ROWS == 128


def test_the_likest_comes_first_and_an_empty_document_is_like_none() -> None:
    index: Index[str] = Index(0.5)
    text = [f"word{n}" for n in range(100)]
    index.add("far", shingles([" ".join(text[:-20])]))
    index.add("near", shingles([" ".join(text[:-2])]))
    index.add("empty", shingles([""]))
    assert [one.name for one in index.near(shingles([" ".join(text)]))] == ["near", "far"]
    assert index.near(shingles([])) == ()
    with pytest.raises(ValueError, match="at most 1"):
        Index(1.5)
