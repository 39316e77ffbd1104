"""What holds of whatever is found in whatever text."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from holdfast.intake.model import Attribution, Span, Text
from holdfast.intake.speech import attributions

WORDS = st.sampled_from(
    """
    the a minister union port Reis Berg Costa said says told that whether who which and but according to by of not did
    would wants to leave talks “ ” " '' ‘ ’ , . : ; ? ! — ( ) Monday on reporters accused demand statement saying adding
    is was been expected he she it they I we 's n't 12 % U.S. declined comment reportedly were no
    """.split()
)
PARAGRAPHS = st.lists(st.lists(WORDS, min_size=1, max_size=25).map(" ".join), max_size=4)
TEXTS = st.one_of(
    PARAGRAPHS, st.lists(st.text(min_size=1).map(lambda text: " ".join(text.split())).filter(bool), max_size=3)
)


def spans(one: Attribution) -> list[Span]:
    speaker = one.speaker
    found = [*one.content, one.cue, one.to, speaker.span, speaker.role, speaker.named_at]
    return [span for span in found if span is not None]


@settings(deadline=None)
@given(TEXTS.map(tuple))
@example(("“ the said “",))
def test_whatever_is_found_stands_in_the_text(paragraphs: tuple[str, ...]) -> None:
    text = Text(paragraphs)
    found = attributions(text)
    for number, one in enumerate(found):
        for span in spans(one):
            assert 1 <= span.paragraph <= len(paragraphs)
            assert 0 <= span.start < span.end <= len(paragraphs[span.paragraph - 1])
            assert text.words(span) == text.words(span).strip()
        assert all(a.end <= b.start for a, b in pairwise(one.content))
        assert one.content or one.manner == "no-comment"
        assert (one.cue is None) == (one.manner == "continuation")
        assert not any(one.cue is not None and one.cue.shares(part) for part in one.content)
        for other in (one.inside, one.goes_on):
            assert other is None or (0 <= other < len(found) and other != number)
        assert one.speaker.inferred == (one.speaker.because is not None)
        assert not one.speaker.inferred or one.manner == "continuation" or one.speaker.span is not None
    assert [one.lead for one in found] == sorted(one.lead for one in found)


@settings(deadline=None)
@given(PARAGRAPHS.map(tuple))
def test_no_speech_holds_itself(paragraphs: tuple[str, ...]) -> None:
    found = attributions(Text(paragraphs))
    for number, one in enumerate(found):
        seen, at = {number}, one.inside
        while at is not None:
            assert at not in seen
            seen.add(at)
            at = found[at].inside


@settings(deadline=None)
@given(PARAGRAPHS.map(tuple))
def test_the_same_text_gives_the_same_again(paragraphs: tuple[str, ...]) -> None:
    assert attributions(Text(paragraphs)) == attributions(Text(tuple(str(paragraph) for paragraph in paragraphs)))


def exchanged(text: str) -> str:
    return text.replace("Reis", "\0").replace("Luis", "Reis").replace("\0", "Luis")


def told(text: Text) -> list[tuple[object, ...]]:
    """Everything found, with the words instead of the places."""
    return [
        (
            *(one.manner, one.speaker.name, one.speaker.because, one.inside, one.goes_on, one.negated),
            *(text.words(span) for span in spans(one)),
        )
        for one in attributions(text)
    ]


@settings(deadline=None)
@given(
    st.lists(
        st.lists(st.one_of(WORDS.filter(lambda word: word != "Berg"), st.just("Luis")), min_size=3, max_size=25).map(
            " ".join
        ),
        max_size=3,
    )
)
def test_exchanging_two_names_exchanges_them_in_what_is_found(paragraphs: list[str]) -> None:
    once = told(Text(tuple(paragraphs)))
    twice = told(Text(tuple(exchanged(paragraph) for paragraph in paragraphs)))
    assert twice == [tuple(exchanged(word) if isinstance(word, str) else word for word in one) for one in once]


@pytest.mark.parametrize("language", ["fr", "de-AT", "ar"])
def test_a_document_in_another_language_says_nothing(language: str) -> None:
    assert attributions(Text(("Reis said the talks were over.",), language=language)) == ()


def test_a_document_in_english_is_read() -> None:
    text = Text(("Reis said the talks were over.",), language="en-GB")
    (one,) = attributions(text)
    assert (text.words(one.content[0]), one.speaker.name) == ("the talks were over", "Reis")


def test_nothing_in_nothing() -> None:
    assert attributions(Text(())) == ()
    assert attributions(Text(("",))) == ()
