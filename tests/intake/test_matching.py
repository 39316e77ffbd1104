"""Which issues and facts words are about, and what verbs and conditions they show."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.case.load import load
from holdfast.intake.matching import Topics, stem, tokens
from holdfast.intake.model import Span, Text
from holdfast.intake.verbs import clauses, verbs
from tests.intake_cases import folder


@pytest.mark.parametrize(
    "family",
    [
        "disarm disarmed disarms disarmament disarming",
        "demilitarised demilitarisation demilitarize demilitarization",
        "withdraw withdrawal withdrawals withdrawing",
        "negotiate negotiated negotiating negotiations",
        "reinstate reinstated reinstatement",
        "automate automated automation automatic",
        "hostage hostages",
        "party parties",
    ],
)
def test_a_family_of_words_has_one_stem(family: str) -> None:
    assert len({stem(word) for word in family.split()}) == 1


def test_words_that_have_nothing_in_common_keep_apart() -> None:
    words = "police policy party port pay paper state crane train prison prize".split()
    assert len({stem(word) for word in words}) == len(words)


@given(st.text(max_size=200))
def test_any_text_has_words_and_stems(text: str) -> None:
    for word in tokens(text):
        assert stem(word)
        assert stem(word) == stem(word)


def test_issues_options_and_facts_with_the_words_that_matched(tmp_path: Path) -> None:
    topics = Topics(load(folder(tmp_path), "desk").case)
    (first, *_) = topics.issues("two cranes a year would do for the union")
    assert first.name == "automation"
    assert "cranes" in first.words
    assert first.options[0].name == "staged"
    assert topics.issues("the union and the port") == ()  # names of parties say who, not what
    assert [one.name for one in topics.facts("workers were dismissed")] == ["dismissed-workers"]
    assert topics.issues("") == ()


@pytest.mark.parametrize(
    ("cue", "content", "first"),
    [
        ("said", "the port would never agree", "refuses"),
        ("rejected", "the draft", "refuses"),
        ("did not reject", "the draft", "accepts"),
        ("demanded", "a full withdrawal", "requires"),
        ("called for", "a ceasefire", "requires"),
        ("insists", "this cannot take place", "refuses"),
        ("warned", "there would be a strike", "warns"),
        ("said", "it was ready to release them", "offers"),
        ("expects", "an answer", "expects"),
        ("told", "to stop bombing", "requires"),
        ("said", "they had not decided whether to go", "undecided"),
        ("accused", "the port of lying", "asserts"),
        ("said", "twelve ships lay in the roads", "asserts"),
        ("welcomed", "the plan", "accepts"),
        ("declined to accept", "the plan", "refuses"),
    ],
)
def test_the_likeliest_verb(cue: str, content: str, first: str) -> None:
    found = verbs(cue, content)
    assert found[0].verb == first
    assert all(one.because for one in found)


def test_a_silence_and_a_negated_cue() -> None:
    assert [one.verb for one in verbs("did not comment", "", silent=True)] == ["silent"]
    assert verbs("did not say whether", "it would come", negated=True)[0].verb == "undecided"


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("it pays unless the cranes move, he said", [("unless", "unless", "the cranes move")]),
        ("if nobody is back by Monday, the quay is blocked", [("if", "if", "nobody is back by Monday")]),
        ("no crane moves before every man is back", [("unless", "before", "every man is back")]),
        ("they come back in return for a truce", [("if", "in return for", "a truce")]),
        ("the talks go on", []),
        ("it is not clear if they come", []),
    ],
)
def test_conditions_in_the_words(content: str, expected: list[tuple[str, str, str]]) -> None:
    text = Text((content,))
    found = clauses(text, Span(1, 0, len(content)))
    assert [(one.key, one.word, text.words(one.span)) for one in found] == expected
