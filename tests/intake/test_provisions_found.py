"""What plans and other texts provide for, in texts of our own."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.intake.clausewords import clauses_named, stem
from holdfast.intake.model import Attribution, Span, Speaker, Text
from holdfast.intake.provisions import Provision, provisions

PUBLISHED = date(2024, 5, 15)


def read(*paragraphs: str) -> tuple[Text, tuple[Provision, ...]]:
    text = Text(paragraphs, PUBLISHED)
    return text, provisions(text)


def words(text: Text, span: Span | None) -> str | None:
    return None if span is None else text.words(span)


@pytest.mark.parametrize(
    ("sentence", "source", "cue", "content"),
    [
        ("Under the plan, the port would reopen in June.", "the plan", "Under", "the port would reopen in June"),
        (
            "Under the terms of the deal, both crews would return.",
            "the deal",
            "Under the terms of",
            "both crews would return",
        ),
        ("Both crews would return under the agreement.", "the agreement", "under", "Both crews would return"),
        (
            "The draft requires the union to lift its blockade.",
            "The draft",
            "requires",
            "the union to lift its blockade",
        ),
        ("The accord provides for an exchange of crews.", "The accord", "provides for", "an exchange of crews"),
        (
            "The proposals state that no docker would be dismissed.",
            "The proposals",
            "state that",
            "no docker would be dismissed",
        ),
        (
            "The mediators' proposal calls for the garrison to withdraw.",
            "The mediators' proposal",
            "calls for",
            "the garrison to withdraw",
        ),
        (
            "They rejected the deal, which obliges the port to pay wages.",
            "the deal",
            "obliges",
            "the port to pay wages",
        ),
        ("They backed a plan that would see the cranes shared.", "a plan", "would see", "the cranes shared"),
        (
            "The second phase deals with the return of the boats.",
            "The second phase",
            "deals with",
            "the return of the boats",
        ),
        (
            "The deal's second stage is due to include a census.",
            "The deal's second stage",
            "is due to include",
            "a census",
        ),
        (
            "Ministers backed a roadmap calling for free passage of ships.",
            "a roadmap",
            "calling for",
            "free passage of ships",
        ),
        ("The census forms part of the agreement.", "the agreement", "forms part of", "The census"),
        ("They discussed the joint patrol envisaged in the accord.", "the accord", "envisaged in", "the joint patrol"),
        (
            "They rejected the demand, set out in the draft, that the port disarm its guards.",
            "the draft",
            "set out in",
            "the port disarm its guards",
        ),
        (
            "The resolution bans the sale of fuel to the island.",
            "The resolution",
            "bans",
            "the sale of fuel to the island",
        ),
    ],
)
def test_cues(sentence: str, source: str, cue: str, content: str) -> None:
    text, found = read(sentence)
    assert len(found) == 1, [words(text, one.cue) for one in found]
    (one,) = found
    assert (words(text, one.source), words(text, one.cue)) == (source, cue)
    assert [text.words(part) for part in one.content] == [content]
    assert (one.goes_on, one.inferred, one.because) == (None, False, None)


@pytest.mark.parametrize(
    "sentence",
    [
        "The minister said the plan was good.",
        "The plan has stirred hopes among dockers.",
        "They met under the bridge, the mayor said.",
        "The union would like a rest.",
        "If the resolution requires a vote, they will leave.",
        "There is no law requiring a vote.",
        "It is required by law.",
        "It would be a mistake.",
        "The council approved the plan on Monday.",
    ],
)
def test_what_provides_for_nothing(sentence: str) -> None:
    assert read(sentence)[1] == ()


def test_sentences_with_would_go_on_until_one_does_not() -> None:
    text, found = read(
        "Under the plan, the port would reopen. The union — which had closed it in March — would lift its blockade.",
        "But the cranes would be shared if both crews agreed.",
        "The mayor welcomed it. The guards would leave.",
    )
    assert [[text.words(part) for part in one.content] for one in found] == [
        ["the port would reopen"],
        ["The union", "would lift its blockade"],
        ["the cranes would be shared if both crews agreed"],
    ]
    assert [one.goes_on for one in found] == [None, 0, 1]
    assert [one.inferred for one in found] == [False, True, True]
    assert (
        found[2].because == "goes on with ‘would’ after what ‘the plan’ provides for, and nobody else is said to speak"
    )
    assert {one.source for one in found} == {found[0].source}


def test_what_somebody_says_would_be_does_not_go_on() -> None:
    first, second = "Under the plan, the port would reopen.", "The union would lift its blockade, the mayor said."
    assert len(read(f"{first} {second}")[1]) == 1
    sentence = f"{first} The union would lift its blockade."
    text = Text((sentence,), PUBLISHED)
    said = Attribution("continuation", Speaker(None, "the mayor"), None, (Span(1, len(first) + 1, len(sentence)),))
    assert len(provisions(text)) == 2
    assert len(provisions(text, (said,))) == 1


def test_background_in_the_documents_own_voice_is_left_out() -> None:
    text, found = read("Under the plan, the port would house 60 men, several of whom are ill.")
    assert [text.words(part) for part in found[0].content] == ["the port would house 60 men"]


@pytest.mark.parametrize(
    ("sentence", "obliged"),
    [
        ("Under the plan, the union would lift its blockade.", "the union"),
        ("Under the plan, the blockade would be lifted.", None),
        ("Under the plan, the blockade would be lifted by the dockers' union.", "the dockers' union"),
        ("Under the plan, the port authority would have no say.", "the port authority"),
        ("The draft calls for the union to lift its blockade.", "the union"),
        ("The draft calls for the blockade to be lifted.", None),
        ("The draft requires the port to pay wages.", "the port"),
        ("The proposals state that the port would not sell the cranes.", "the port"),
        ("The accord provides for an exchange of crews.", None),
    ],
)
def test_who_is_obliged(sentence: str, obliged: str | None) -> None:
    text, found = read(sentence)
    assert words(text, found[0].obliged) == obliged


@pytest.mark.parametrize(
    ("sentence", "conditions"),
    [
        ("Under the plan, the guards would leave if the union agreed.", ["if the union agreed"]),
        ("Under the plan, the guards would leave unless the union refused.", ["unless the union refused"]),
        ("Under the plan, in return for wages, the crews would go back.", ["in return for wages"]),
        ("Under the plan, once the boats returned, the guards would leave.", ["once the boats returned"]),
        ("Under the plan, payment would be based on a census of crews.", ["based on a census of crews"]),
        ("Under the plan, the guards would leave.", []),
    ],
)
def test_conditions(sentence: str, conditions: list[str]) -> None:
    text, found = read(sentence)
    assert [text.words(part) for part in found[0].conditions] == conditions


CLAUSES = {
    "lift-blockade": "Lift the blockade of the south quay",
    "reinstate": "Reinstate the dismissed workers",
    "convert-cranes": "Convert cranes to automatic working",
    "withdraw": "Withdrawal of the guards from the quay",
}


def test_clauses_of_a_draft_by_the_words_they_share() -> None:
    text = Text(("Under the plan, the union would lift its blockade and the guards would be withdrawn.",), PUBLISHED)
    (one,) = provisions(text, clauses=CLAUSES)
    assert [match.clause for match in one.clauses] == ["withdraw", "lift-blockade"]
    assert one.clauses[1].because == "shares ‘lift’, ‘blockade’ with the clause"
    assert one.clauses[0].words == ("guards", "withdrawn")


def test_clauses_without_a_telling_word_in_common_are_not_named() -> None:
    assert clauses_named("the weather of the coming days", CLAUSES) == ()
    assert clauses_named("lift", {}) == ()


@pytest.mark.parametrize(
    "family",
    [
        ("disarm", "disarmed", "disarming", "disarms"),
        ("withdraw", "withdrawal", "withdraws"),
        ("release", "released", "releases"),
        ("deploy", "deployment", "deployed"),
        ("demilitarise", "demilitarisation", "demilitarised"),
        ("hostage", "hostages"),
    ],
)
def test_words_of_one_family_have_one_stem(family: tuple[str, ...]) -> None:
    assert len({stem(word) for word in family}) == 1, [stem(word) for word in family]


_PIECES = st.sampled_from(
    "Under the plan , would shall draft proposals which calls for requires to be by union port if unless in return — "
    "“ ” . But "
    "deal's first phase forms part of envisaged in including agreement that said according".split()
)


@given(st.lists(_PIECES | st.text(max_size=5), max_size=40).map(" ".join))
def test_any_text_gives_spans_inside_and_the_same_again(paragraph: str) -> None:
    text = Text((paragraph, paragraph), PUBLISHED)
    found = provisions(text, clauses=CLAUSES)
    assert found == provisions(text, clauses=CLAUSES)
    for place, one in enumerate(found):
        assert one.content
        for span in (one.source, one.cue, one.obliged, *one.content, *one.conditions):
            if span is not None:
                assert 0 <= span.start < span.end <= len(text.paragraphs[span.paragraph - 1])
        assert one.goes_on is None or one.goes_on < place
        assert one.inferred == (one.goes_on is not None)
