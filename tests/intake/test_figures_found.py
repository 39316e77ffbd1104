"""Figures in texts of our own: what each counts, of what it is a part, for when it holds, whose it is; and what is "
"none."""

from __future__ import annotations

import itertools
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.intake.apart import set_apart
from holdfast.intake.figures import FoundFigure, figures
from holdfast.intake.model import Attribution, Span, Speaker, Text
from holdfast.intake.nouns import singular

PUBLISHED = date(2024, 5, 15)


def words(text: Text, span: Span | None) -> str | None:
    return None if span is None else text.words(span)


def found(sentence: str) -> tuple[Text, tuple[FoundFigure, ...]]:
    text = Text((sentence,), PUBLISHED)
    return text, figures(text)


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("The ferry carried 214 passengers.", [("214", None, "passengers", "passenger", "count")]),
        ("More than 67 dockers were dismissed.", [("More than 67", "More than", "dockers", "docker", "count")]),
        ("Some 1,200 people fled.", [("Some 1,200", "Some", "people", "person", "count")]),
        ("Nearly two dozen aid trucks crossed.", [("Nearly two dozen", "Nearly", "aid trucks", "truck", "count")]),
        ("Several hundred fishing families left.", [("Several hundred", None, "fishing families", "family", "count")]),
        ("Tens of thousands of residents left.", [("Tens of thousands", None, "residents", "resident", "count")]),
        ("At least a dozen were hurt.", [("At least a dozen", "At least", None, None, "count")]),
        (
            "The island of 2.1mn people has one port.",
            [("2.1mn", None, "people", "person", "count"), ("one", None, "port", "port", "count")],
        ),
        ("Between 20 and 30 wooden boats sank.", [("Between 20 and 30", None, "wooden boats", "boat", "count")]),
        ("It cost $3.5 billion in aid.", [("$3.5 billion", None, None, None, "money")]),
        ("About 30% of the catch was lost.", [("About 30%", "About", "catch", "catch", "share")]),
        ("Half of the dockers stayed.", [("Half", None, "dockers", "docker", "share")]),
        ("The blockade lasted 60 days.", [("60", None, "days", "day", "duration")]),
        ("The 60-day truce ended.", [("60", None, "day", "day", "duration")]),
        ("The two-year-old conflict went on.", [("two", None, "year", "year", "duration")]),
        ("The 15-member council met.", [("15", None, "member", "member", "count")]),
        ("The pipe is 40 km long.", [("40", None, "km", "km", "measure")]),
        ("The 20-point plan failed.", [("20", None, "point", "point", "name")]),
        ("The number of detained sailors rose to 50.", [("50", None, "detained sailors", "sailor", "count")]),
        (
            "Twelve people drowned and three were rescued.",
            [("Twelve", None, "people", "person", "count"), ("three", None, "people", "person", "count")],
        ),
    ],
)
def test_number_hedge_and_what_is_counted(sentence: str, expected: list[tuple[object, ...]]) -> None:
    text, every = found(sentence)
    got = [
        (words(text, one.span), words(text, one.hedge), words(text, one.counts), one.head, one.sort) for one in every
    ]
    assert got == expected


@pytest.mark.parametrize(
    ("sentence", "what"),
    [
        ("On 7 March 2023 it rained.", [("On 7 March 2023", "date")]),
        ("It has been shut since 2007.", [("since 2007", "date")]),
        ("The gate opens at 14:30.", [("at 14:30", "date")]),
        ("Maria Reis, 54, left.", [("54", "age")]),
        ("Reis, 52, leads the union.", [("52", "age")]),
        ("She is 45.", [("45", "age")]),
        ("Voters under 35, he said, left.", [("under 35", "age")]),
        ("It is in Isaiah 45:1.", [("Isaiah 45:1", "name")]),
        ("12 Ana Reis", [("12", "ordinal")]),
        ("A 12-year-old boy swam.", [("12-year-old", "age")]),
        ("The mayor, aged 61, resigned.", [("aged 61", "age")]),
        ("It was the 3rd attempt and the second storm.", [("3rd", "ordinal"), ("second", "ordinal")]),
        ("Resolution 2334 and Article 5 apply.", [("Resolution 2334", "name"), ("Article 5", "name")]),
        ("They want a two-state solution.", [("two-state", "name")]),
        ("The six-party talks failed.", [("six-party", "name")]),
        ("Call +44 20 7946 0958 now.", [("+44 20 7946 0958", "telephone")]),
        ("Call 555-0134 now.", [("555-0134", "telephone")]),
        ("The council voted 15-0 for it.", [("15-0", "score")]),
        ("An F-16 and the G7 left.", [("F-16", "name"), ("G7", "name")]),
        ("See https://example.org/2024/30 for it.", [("https://example.org/2024/30", "address")]),
    ],
)
def test_numbers_that_are_no_figures(sentence: str, what: list[tuple[str, str]]) -> None:
    text, every = found(sentence)
    assert every == ()
    assert [(text.words(one.span), one.what) for one in set_apart(text)] == what


@pytest.mark.parametrize(
    "sentence", ["They met one another.", "It is one of the ports.", "No one came.", "One by one they left."]
)
def test_one_in_a_turn_of_speech_counts_nothing(sentence: str) -> None:
    assert found(sentence)[1] == ()


@pytest.mark.parametrize(
    ("sentence", "parts"),
    [
        ("The port holds 48 crew, 20 of whom are ill.", [None, 0]),
        ("The port holds 48 crew, of whom 20 are ill.", [None, 0]),
        ("The port holds 48 crew, including 12 women.", [None, 0]),
        ("The port holds 48 crew. 20 of them are ill.", [None, 0]),
        ("The port released 20 of the 48 sailors.", [1, None]),
        ("The port holds 48 crew and 20 boats.", [None, None]),
        ("20 of them are ill.", [None]),
    ],
)
def test_parts_and_wholes(sentence: str, parts: list[int | None]) -> None:
    assert [one.part_of for one in found(sentence)[1]] == parts


def test_a_part_counts_what_its_whole_does() -> None:
    text, (whole, part) = found("The port holds 48 sailors, several of whom are ill.")
    assert (part.head, part.counts, part.inferred) == ("sailor", whole.counts, True)
    assert words(text, part.state) == "ill"


@pytest.mark.parametrize(
    ("sentence", "state"),
    [
        ("Some 1,200 people, mostly sailors, were killed in the storm.", "killed"),
        ("The storm has killed more than 300 people.", "killed"),
        ("Pirates seized 40 sailors.", "seized"),
        ("In the raid 12 men died and 40 taken hostage.", "taken hostage"),
        ("There are 48 sailors in the port.", None),
    ],
)
def test_what_is_said_of_those_counted(sentence: str, state: str | None) -> None:
    text, every = found(sentence)
    assert words(text, every[-1].state) == state


@pytest.mark.parametrize(
    ("sentence", "period", "known"),
    [
        ("On Sunday 12 boats sank.", "12 May 2024", "named"),
        ("The storm has sunk 12 boats.", "up to 15 May 2024", "tense"),
        ("There are 12 boats in the port.", "15 May 2024", "tense"),
        ("The port would give 12 boats.", None, "tense"),
        ("The storm sank 12 boats.", None, "unsaid"),
        ("The port closed on Sunday. The storm sank 12 boats.", "12 May 2024", "named"),
        ("The storm, which has sunk 12 boats, began after the council met last week.", "up to 15 May 2024", "tense"),
    ],
)
def test_for_when(sentence: str, period: str | None, known: str) -> None:
    (one,) = found(sentence)[1]
    assert (one.when.period and one.when.period.spoken(), one.when.known) == (period, known), one.when.rule


def test_without_the_documents_day_the_tense_gives_none() -> None:
    (one,) = figures(Text(("There are 12 boats in the port.",), None))
    assert one.when.period is None
    assert "not known" in one.when.rule or one.when.known == "unsaid"


@pytest.mark.parametrize(
    ("sentence", "origin"),
    [
        ("The storm killed 12 people, according to the coastguard.", "the coastguard"),
        ("The storm killed 12 people, the coastguard says.", "the coastguard"),
        ("The coastguard put the toll at 12 people.", "The coastguard"),
        ("Figures from the harbour office show 12 boats.", "the harbour office"),
        ("The storm killed 12 people.", None),
    ],
)
def test_whose_number_it_is_by_words_alone(sentence: str, origin: str | None) -> None:
    text, every = found(sentence)
    assert words(text, every[0].origin) == origin


def test_who_asserts_it_is_the_innermost_attribution() -> None:
    sentence = "The mayor said the union had claimed that 12 boats sank."
    text = Text((sentence,), PUBLISHED)

    def at(part: str) -> Span:
        start = sentence.index(part)
        return Span(1, start, start + len(part))

    spoken = (
        Attribution(
            "indirect", Speaker(at("The mayor")), at("said"), (at("the union had claimed that 12 boats sank"),)
        ),
        Attribution("indirect", Speaker(at("the union")), at("had claimed"), (at("12 boats sank"),), inside=0),
    )
    (one,) = figures(text, spoken)
    assert one.asserted_by == 1
    assert words(text, one.origin) == "the union"
    assert figures(text)[0].asserted_by is None


@pytest.mark.parametrize(
    ("word", "one"),
    [
        ("families", "family"),
        ("People", "person"),
        ("boats", "boat"),
        ("buses", "bus"),
        ("churches", "church"),
        ("policewomen", "policewoman"),
        ("press", "press"),
        ("Gazans", "gazan"),
        ("crisis", "crisis"),
        ("aircraft", "aircraft"),
        ("boxes", "box"),
    ],
)
def test_singular(word: str, one: str) -> None:
    assert singular(word) == one


def test_other_languages_are_left_alone() -> None:
    assert figures(Text(("Das kostet 1.200 Euro.",), PUBLISHED, language="de")) == ()


_PIECES = st.sampled_from(
    "12 1,200 2.1mn $3 30% two dozen hundreds several some nearly more than people boats of whom the 48 killed were "
    "taken hostage "
    "including and , . 20-point two-year-old one half a million between to - per cent said according to "
    "Monday 2007".split()
)


@given(st.lists(_PIECES | st.text(max_size=5), max_size=30).map(" ".join))
def test_any_text_gives_spans_inside_and_the_same_again(paragraph: str) -> None:
    text = Text((paragraph, paragraph), PUBLISHED)
    every = figures(text)
    assert every == figures(Text((paragraph, paragraph), PUBLISHED))
    for place, one in enumerate(every):
        for span in (one.span, one.hedge, one.counts, one.state, one.of, one.origin, one.when.span):
            if span is not None:
                assert 0 <= span.start < span.end <= len(text.paragraphs[span.paragraph - 1])
        assert one.part_of is None or (one.part_of != place and 0 <= one.part_of < len(every))
    starts = [one.span for one in every]
    assert starts == sorted(starts)
    assert not any(a.shares(b) for a, b in itertools.pairwise(starts))
