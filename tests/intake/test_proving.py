"""What a language model says counts only where the document proves it, to the letter."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.intake.model import Text
from holdfast.intake.proving import Claim, NotProvenError, prove
from holdfast.intake.speech import attributions

TEXT = Text(
    (
        "Marta Reis said on Friday that the union would not accept 1,200 dismissals unless the port paid.",
        "“We will strike on Monday,” the secretary warned. “Nobody wants it,” she added.",
        "The port denied that it had dismissed anybody. The ministry said that 48 workers were back.",
        "Reis said Falcao had promised to pay. Falcao, the director, said nothing was settled.",
    )
)

APART, AWAY = "speaker and cue stand in different sentences", "what is said and its cue stand in different sentences"
WHOLE = "the union would not accept 1,200 dismissals unless the port paid"


def claim(paragraph: int, speaker: str, cue: str, content: str) -> Claim:
    return Claim(paragraph, speaker, cue, content)


@pytest.mark.parametrize(
    "given",
    [
        claim(1, "Marta Reis", "said on Friday", WHOLE),
        claim(2, "the secretary", "warned", "We will strike on Monday,"),
        claim(2, "the secretary", "warned", '"We will strike on Monday,"'),
        claim(3, "The port", "denied", "it had dismissed anybody"),
        claim(3, "The ministry", "said", "that 48 workers were back"),
        claim(4, "Reis", "said", "Falcao had promised to pay"),
    ],
)
def test_what_is_there_counts(given: Claim) -> None:
    one = prove(TEXT, given, attributions(TEXT))
    assert one.cue is not None
    assert TEXT.words(one.cue) == given.cue
    assert one.speaker.span is not None
    assert TEXT.words(one.speaker.span) == given.speaker
    levelled = TEXT.words(one.content[0]).replace("“", '"').replace("”", '"')
    assert levelled == given.content


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        (claim(1, "Marta Reis", "said", WHOLE.replace("1,200", "1,300")), "a number is altered"),
        (claim(3, "The ministry", "said", "84 workers were back"), "a number is altered"),
        (claim(1, "Marta Reis", "said", WHOLE.replace("not ", "")), "a negation is dropped or added"),
        (claim(1, "Marta Reis", "said", "accept 1,200 dismissals unless the port paid"), "a negation is cut off"),
        (claim(1, "Marta Reis", "said", "the union would not accept 1,200 dismissals"), "a condition is cut off"),
        (claim(1, "Marta Reis", "said", "200 dismissals unless the port paid"), "what is said cuts a word or a number"),
        (claim(4, "Falcao", "said", "Falcao had promised to pay"), "one of its parts lies within another"),
        (claim(4, "Falcao", "said", "had promised to pay"), "the text gives another speaker to this cue"),
        (claim(1, "Ines Falcao", "said", WHOLE), "the speaker is not in the paragraph"),
        (claim(1, "Marta Reis", "claimed", WHOLE), "the cue is not in the paragraph"),
        (claim(1, "Marta Reis", "said", "the union will strike"), "what is said is not in the paragraph"),
        (
            claim(3, "The ministry", "denied", "it had dismissed anybody"),
            "speaker and cue stand in different sentences",
        ),
        (
            claim(3, "The port", "denied", "48 workers were back"),
            "what is said and its cue stand in different sentences",
        ),
        (claim(9, "x", "y", "z"), "there is no such paragraph"),
        (claim(0, "x", "y", "z"), "there is no such paragraph"),
        (claim(1, "", "said", "the port paid"), "the speaker is empty"),
        (claim(1, "marta reis", "said", WHOLE), "the speaker is spelt otherwise"),
        (claim(1, "Marta Reis", "said on Friday that", f"that {WHOLE}"), "one of its parts lies within another"),
    ],
)
def test_what_is_not_is_refused_with_its_reason(given: Claim, reason: str) -> None:
    with pytest.raises(NotProvenError) as caught:
        prove(TEXT, given, attributions(TEXT))
    assert caught.value.reason == reason


@given(st.integers(-1, 6), st.text(max_size=30), st.text(max_size=30), st.text(max_size=60))
def test_nothing_that_is_not_in_the_text_counts(paragraph: int, speaker: str, cue: str, content: str) -> None:
    try:
        one = prove(TEXT, Claim(paragraph, speaker, cue, content))
    except NotProvenError:
        return
    assert one.cue is not None
    assert TEXT.words(one.cue) == " ".join(cue.split())


@given(st.data())
def test_a_change_of_any_digit_or_word_is_refused(data: st.DataObject) -> None:
    words = WHOLE.split()
    at = data.draw(st.integers(0, len(words) - 1))
    other = data.draw(st.sampled_from(["never", "2,100", "ministry", "all", ""]))
    changed = " ".join([*words[:at], *([other] if other else []), *words[at + 1 :]])
    if changed in TEXT.paragraphs[0] and at in (0, len(words) - 1):
        return  # a word less at an end is still the text's own
    with pytest.raises(NotProvenError):
        prove(TEXT, Claim(1, "Marta Reis", "said", changed))
