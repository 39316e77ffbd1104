"""The hand marking: every place holds the words that were marked, and every name is known."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks import _gum
from benchmarks._marking import ARTICLES, MarkedPair, Marking, Never, places, read_marking, read_unseen, texts, wrong
from holdfast.case.load import load


@pytest.fixture(scope="module")
def marking() -> Marking:
    return read_marking()


def sides(marking: Marking) -> tuple[MarkedPair | Never, ...]:
    return (*marking.differences.pairs, *marking.differences.never)


def test_every_place_holds_the_words_that_were_marked(marking: Marking, shared_sources: Path) -> None:
    found = texts(shared_sources, marking)
    count = 0
    for name, article in marking.articles.items():
        assert len(found[name]) == article.paragraphs
        marked = list(places(article))
        assert [problem for place in marked if (problem := wrong(place, found[name]))] == []
        count += len(marked)
    for name in ARTICLES:
        marked = [place for one in sides(marking) if (place := getattr(one, name)) is not None]
        assert [problem for place in marked if (problem := wrong(place, found[name]))] == []
        count += len(marked)
    assert count > 300


def test_every_figure_in_unseen_news_is_where_it_was_marked() -> None:
    root = _gum.folder()
    if root is None:
        pytest.skip("GUM not at hand")
    count = 0
    for name, figures in read_unseen().items():
        text = _gum.paragraphs(root, name)
        marked = [place for figure in figures for place in places(figure)]
        assert [problem for place in marked if (problem := wrong(place, text))] == [], name
        assert len({figure.id for figure in figures}) == len(figures)
        count += len(marked)
    assert count > 100


def test_a_wrong_place_is_noticed() -> None:
    text = ("The port is closed.",)
    assert wrong((1, 4, 8, "68bc07aa83a8bb8a"), text) == "(1, 4, 8, '68bc07aa83a8bb8a') holds other words"
    assert wrong((2, 0, 3, ""), text) == "(2, 0, 3, '') lies outside the text"
    assert wrong((1, 4, 99, ""), text) == "(1, 4, 99, '') lies outside the text"


def test_ids_are_unique_and_references_lead_somewhere(marking: Marking) -> None:
    for article in marking.articles.values():
        for part in (article.attributions, article.provisions, article.figures):
            ids = [one.id for one in part]
            assert len(ids) == len(set(ids))
        known = {one.id: one for one in article.attributions}
        for one in article.attributions:
            assert (one.cue is None) == (one.manner == "continuation") == (one.goes_on is not None), one.id
            assert bool(one.content) == (one.manner != "no-comment"), one.id
            assert one.who is not None or one.anonymous, one.id
            for other in (one.inside, one.goes_on):
                assert other is None or other in known, one.id
            if one.inside is not None and one.cue is not None:
                paragraph, start, end, _ = one.cue
                outer = known[one.inside].content
                assert any(p == paragraph and s <= start and end <= e for p, s, e, _ in outer), one.id
        assert {one.goes_on for one in article.provisions} <= {None, *(one.id for one in article.provisions)}
    ids = [one.id for one in sides(marking)]
    assert len(ids) == len(set(ids))


def test_a_pair_has_both_places_and_what_is_only_in_one_has_one(marking: Marking) -> None:
    for pair in marking.differences.pairs:
        sides = (pair.reuters is not None) + (pair.ft is not None)
        assert sides == (1 if pair.relation == "only-in-one" else 2), pair.id


def test_parties_and_issues_are_those_of_the_example(marking: Marking, repository: Path) -> None:
    case = load(repository / "examples/gaza-2025", "public").case
    for article in marking.articles.values():
        for one in article.attributions:
            assert set(one.parties) <= set(case.parties), one.id
            assert set(one.issues) <= set(case.issues), one.id
        for provision in article.provisions:
            assert set(provision.issues) <= set(case.issues), provision.id
