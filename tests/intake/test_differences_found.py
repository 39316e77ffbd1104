"""Two documents of our own side by side: places, days, who takes part, counts, provisions."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.intake.differences import Difference, Reading, differences, read
from holdfast.intake.events import events
from holdfast.intake.model import Text
from holdfast.intake.participants import same_name
from holdfast.intake.venues import country, related

PUBLISHED = date(2024, 5, 15)


def reading(name: str, *paragraphs: str, published: date | None = PUBLISHED) -> Reading:
    return read(name, Text(paragraphs, published))


def side_by_side(a: str | Reading, b: str | Reading, slot: str) -> list[Difference]:
    one = reading("Gazette", a) if isinstance(a, str) else a
    other = reading("Courier", b) if isinstance(b, str) else b
    found = differences(one, other)
    assert {difference.mirrored() for difference in found} == set(differences(other, one))
    return [difference for difference in found if difference.slot == slot]


@pytest.mark.parametrize(
    ("a", "b", "verdict", "reason"),
    [
        (
            "Envoys will hold talks with Marova in Ostreva on Friday.",
            "Talks with Marova will open in Port Salin on Friday.",
            "differs",
            "Ostreva and Port Salin are two places, and neither is said to lie in the other",
        ),
        (
            "Envoys will hold talks with Marova in Ostreva on Friday.",
            "Talks with Marova will open in Ostreva on Friday.",
            "agrees",
            "both name Ostreva",
        ),
        (
            "Envoys were in Egypt on Monday for talks with Marova.",
            "Envoys travelled to Egypt's quiet resort of Dahab on Monday for talks with Marova.",
            "agrees",
            "of Dahab and Egypt, one is said to lie in the other",
        ),
        (
            "Envoys held talks with Marova in Qatar on Monday.",
            "Envoys held talks with Marova in Doha, the Qatari capital, on Monday.",
            "agrees",
            "of Doha and Qatar, one is said to lie in the other",
        ),
        (
            "Envoys were in Egypt on Monday for talks with Marova.",
            "Talks with Marova opened in Ostreva on Monday.",
            "not comparable",
            "of Egypt and Ostreva, one is a state, and nothing here says whether the other lies in it",
        ),
        (
            "Envoys held talks with Marova on Monday.",
            "Talks with Marova opened in Ostreva on Monday.",
            "only in one",
            "only Courier says where",
        ),
    ],
)
def test_places(a: str, b: str, verdict: str, reason: str) -> None:
    (found,) = side_by_side(a, b, "place")
    assert (found.verdict, found.reason) == (verdict, reason)


@pytest.mark.parametrize(
    ("sentence", "places", "people"),
    [
        ("Talks with Marova opened in Ostreva.", ["Ostreva"], ["Marova"]),
        ("In Ostreva, the talks with Marova went on.", ["Ostreva"], ["Marova"]),
        ("In Ostreva, the mayor said the talks with Marova went on.", [], ["Marova"]),
        ("Ana B. Reis met Jon Holt in Ostreva on Monday.", ["Ostreva"], ["Ana B. Reis", "Jon Holt"]),
        ("The talks with Marova were about wages in Ostreva.", [], ["Marova"]),
        ("The delegation includes Ana Reis and Jon Holt.", [], ["Ana Reis", "Jon Holt"]),
        ("Arab mediators will hold talks with Marova in St. Salin.", ["St. Salin"], ["Arab mediators", "Marova"]),
        ("The mayor's adviser Ana Reis will attend the talks.", [], ["Ana Reis"]),
        ("The talks in Marova's view failed.", [], []),
        ("The press conference in Ostreva was short.", None, None),
        ("A film was released in Ostreva.", None, None),
        ("An attack in Ostreva killed two men.", ["Ostreva"], []),
        ("The release of 12 sailors in Ostreva was put off.", ["Ostreva"], []),
    ],
)
def test_where_an_event_is_and_who_takes_part(
    sentence: str, places: list[str] | None, people: list[str] | None
) -> None:
    found = events(Text((sentence,), PUBLISHED))
    if places is None:
        assert found == ()
        return
    (event,) = found
    assert [place.name for place, _ in event.places] == places
    assert [person.name for person, _ in event.people] == people


def test_a_datelines_place_is_no_venue() -> None:
    a = reading("Gazette", "PORT SALIN, Marova/OSTREVA (Coastwire) – Envoys held talks with Marova on Monday.")
    b = reading("Courier", "OSTREVA (Agency) – Talks with Marova opened on Monday.")
    assert side_by_side(a, b, "place") == []
    assert all(not event.places for event in (*a.events, *b.events))


def test_both_sentences_are_named() -> None:
    a = reading("Gazette", "It rained. Envoys will hold talks with Marova in Ostreva on Friday.")
    b = reading("Courier", "Talks with Marova will open in Port Salin on Friday. It rained.")
    (found,) = side_by_side(a, b, "place")
    assert found.a is not None
    assert found.b is not None
    assert (found.a.words, found.b.words) == (("Ostreva",), ("Port Salin",))
    assert a.text.words(found.a.sentences[0]) == "Envoys will hold talks with Marova in Ostreva on Friday."
    assert b.text.words(found.b.sentences[0]) == "Talks with Marova will open in Port Salin on Friday."


@pytest.mark.parametrize(
    ("a", "b", "verdict"),
    [
        ("Talks with Marova opened in Ostreva on Monday.", "Talks with Marova opened in Ostreva on Monday.", "agrees"),
        ("Talks with Marova opened in Ostreva on Monday.", "Talks with Marova opened in Ostreva.", "only in one"),
        (
            "Talks with Marova opened in Ostreva on 13 May 2024.",
            "Talks with Marova opened in Ostreva on Monday.",
            "agrees",
        ),
    ],
)
def test_days(a: str, b: str, verdict: str) -> None:
    assert [found.verdict for found in side_by_side(a, b, "day")] == [verdict]


def test_events_on_different_days_are_different_events() -> None:
    a = "Talks with Marova opened in Ostreva on Monday."
    b = "Talks with Marova opened in Port Salin on 3 March 2024."
    assert side_by_side(a, b, "place") == []


def test_who_takes_part() -> None:
    a = "Ana Reis and Jon Holt will hold talks with Marova in Ostreva on Friday."
    b = "Reis will hold talks with Marova in Ostreva on Friday, accompanied by Mila Voss."
    found = {difference.reason: difference.verdict for difference in side_by_side(a, b, "who takes part")}
    assert found == {
        "both name Ana Reis": "agrees",
        "both name Marova": "agrees",
        "only Gazette names Jon Holt": "only in one",
        "only Courier names Mila Voss": "only in one",
    }


def test_who_comes_at_a_time_of_their_own() -> None:
    a = "Talks with Marova opened in Ostreva on Monday. "
    a += "Minister Ana Reis was expected to join the talks later this week."
    b = "Talks with Marova opened in Ostreva on Monday. The port sent Ana Reis to the talks."
    found = [one for one in side_by_side(a, b, "who takes part") if "Reis" in one.reason]
    assert [one.verdict for one in found] == ["differs"]
    assert "‘later this week’ (Gazette)" in found[0].reason


@pytest.mark.parametrize(
    ("a", "b", "verdict", "reason"),
    [
        ("On Sunday 12 dockers were killed.", "On Sunday 12 dockers were killed.", "agrees", "the same number"),
        (
            "On Sunday about 12 dockers were killed.",
            "On Sunday 13 dockers were killed.",
            "agrees",
            "‘13’ and ‘about 12’ can be one number",
        ),
        (
            "On Sunday 12 dockers were killed.",
            "On Sunday 20 dockers were killed.",
            "differs",
            "‘12’ and ‘20’ cannot be one number",
        ),
        (
            "On Sunday 250 dockers were killed.",
            "On Sunday 251 dockers were killed.",
            "differs",
            "‘250’ and ‘251’ are not one number, unless one of them is rounded",
        ),
        (
            "The war has killed more than 40,000 people.",
            "On Saturday dozens of people were killed.",
            "not comparable",
            "they are of different times: 11 May 2024 and up to 15 May 2024",
        ),
        (
            "On 7 March 2023 12 dockers were killed.",
            "On 8 March 2023 20 dockers were killed.",
            "not comparable",
            "they are of different times: 7 Mar 2023 and 8 Mar 2023",
        ),
        (
            "On Sunday 12 people in Ostreva were killed.",
            "On Sunday 20 people in Salin were killed.",
            "not comparable",
            "they are of different places: Ostreva and Salin",
        ),
        (
            "The port holds 48 sailors, 20 of whom are alive.",
            "There are 48 sailors, of whom 20 are alive.",
            "agrees",
            "the same number",
        ),
    ],
)
def test_counts(a: str, b: str, verdict: str, reason: str) -> None:
    found = side_by_side(a, b, "count")
    assert (found[0].verdict, found[0].reason) == (verdict, reason)
    assert {one.verdict for one in found} == {verdict}


def test_counts_of_different_things_are_not_set_beside_each_other() -> None:
    found = side_by_side("On Sunday 12 dockers were killed.", "On Sunday 12 boats were sunk.", "count")
    assert sorted((one.verdict, one.reason) for one in found) == [
        ("only in one", "only Courier counts this"),
        ("only in one", "only Gazette counts this"),
    ]


def test_killed_and_wounded_are_not_one() -> None:
    found = side_by_side("On Sunday 12 people were killed.", "On Sunday 20 people were wounded.", "count")
    assert {one.verdict for one in found} == {"only in one"}


@pytest.mark.parametrize(
    ("a", "b", "remark"),
    [
        ("according to the coastguard", "according to the coastguard", "one origin: the coastguard"),
        (
            "according to coastguard officials",
            "according to the Marova coastguard",
            "perhaps one origin: ‘coastguard officials’ and ‘the Marova coastguard’",
        ),
        (
            "according to the coastguard",
            "according to the union",
            "two origins are named: ‘the coastguard’ and ‘the union’",
        ),
    ],
)
def test_whose_numbers_they_are(a: str, b: str, remark: str) -> None:
    pattern = "On Sunday 12 people were killed, {}."
    (found,) = side_by_side(pattern.format(a), pattern.format(b), "count")
    assert remark in found.remarks


def test_a_hedges_range_is_said() -> None:
    (found,) = side_by_side("On Sunday nearly 100 people were killed.", "On Sunday 95 people were killed.", "count")
    assert found.verdict == "agrees"
    assert "‘nearly 100’ leaves 90 to 100 possible" in found.remarks


def test_a_count_said_twice_in_a_document_is_one() -> None:
    a = "There are 48 sailors in the port. The port will free the 48 sailors."
    (found,) = side_by_side(a, "There are 48 sailors in the port.", "count")
    assert found.a is not None
    assert found.a.words == ("48", "48")


def test_provisions() -> None:
    a = "Under the plan, the garrison would withdraw from Ostreva. The union would lift its blockade."
    b = "The draft calls for the withdrawal of the garrison. "
    b += "The accord states that the union would not lift its blockade."
    found = side_by_side(a, b, "provision")
    assert sorted((one.verdict, one.reason) for one in found) == [
        ("agrees", "both speak of ‘garrison’, ‘withdraw’"),
        ("differs", "one of them is negated; both speak of ‘blockade’, ‘lift’, ‘union’"),
    ]


@pytest.mark.parametrize(
    ("one", "other", "relation"),
    [
        ("Cairo", "Sharm el-Sheikh", "apart"),
        ("Cairo", "Cairo", "same"),
        ("Sharm", "Sharm el-Sheikh", "same"),
        ("Egypt", "Cairo", "perhaps"),
        ("Egypt", "Sharm el-Sheikh", "inside"),
        ("Egypt", "Jordan", "apart"),
        ("Jordan", "Sharm el-Sheikh", "apart"),
    ],
)
def test_how_places_stand_to_each_other(one: str, other: str, relation: str) -> None:
    known = {"sharm el-sheikh": {"egypt"}}
    assert related(one, other, known) == relation == related(other, one, known)


def test_states() -> None:
    assert country("Egypt")
    assert country("the Netherlands")
    assert country("U.S.")
    assert not country("Cairo")


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Reis", "Ana Reis", True),
        ("Ana Reis", "Jon Reis", False),
        ("Israel", "Israeli negotiators", True),
        ("Egyptian officials", "Egypt", True),
        ("Saudi ministers", "Saudi Arabia", True),
        ("British officials", "UK", True),
        ("Dominican officials", "Dominica", False),
        ("Marova", "Ostreva", False),
        ("officials", "officials", True),
    ],
)
def test_names(one: str, other: str, same: bool) -> None:
    assert same_name(one, other) is same is same_name(other, one)


def test_the_word_contradiction_is_never_used() -> None:
    a = "Talks with Marova opened in Ostreva on Monday. On Sunday 12 people were killed."
    b = "Talks with Marova opened in Salin on Monday. On Sunday 50 people were killed."
    found = differences(reading("a", a), reading("b", b))
    assert "differs" in {one.verdict for one in found}
    said = " ".join((*(one.reason for one in found), *(remark for one in found for remark in one.remarks))).casefold()
    assert not any(word in said for word in ("contradict", "wrong", "false"))


_PIECES = st.sampled_from(
    "talks with Marova in Ostreva on Monday Friday will met Envoys Ana Reis 12 20 dozens people killed wounded Egypt "
    "Egypt's resort of "
    "Dahab were are to for , . the plan would calls for not release attack delegation includes later this "
    "week join 48 of whom 20 alive approved rejected the budget Marova's signed accord has not yet told to stop halted "
    "attacks on Kenya".split()
)
_DOCUMENTS = st.lists(
    st.lists(_PIECES | st.text(max_size=4), max_size=25)
    .map(" ".join)
    .map(lambda words: " ".join(words.split()) or "x"),
    min_size=1,
    max_size=3,
)


@given(_DOCUMENTS, _DOCUMENTS, st.none() | st.dates(date(2000, 1, 1), date(2030, 1, 1)))
def test_exchanging_the_documents_exchanges_the_sides(one: list[str], other: list[str], published: date | None) -> None:
    a, b = read("A", Text(tuple(one), published)), read("B", Text(tuple(other), published))
    forth, back = differences(a, b), differences(b, a)
    assert sorted(map(repr, (found.mirrored() for found in forth))) == sorted(map(repr, back))
    assert forth == differences(a, b)
    for found in forth:
        assert (found.a is not None) or (found.b is not None)
        assert (found.verdict == "only in one") == (found.a is None or found.b is None)
        for side, text in ((found.a, a.text), (found.b, b.text)):
            for span, sentence, words in (
                () if side is None else zip(side.spans, side.sentences, side.words, strict=True)
            ):
                assert text.words(span) == words != ""
                assert span.start >= sentence.start
                assert span.start < sentence.end


@given(_DOCUMENTS)
def test_a_document_beside_itself_never_differs_in_a_count(paragraphs: list[str]) -> None:
    text = Text(tuple(paragraphs), PUBLISHED)
    assert events(text) == events(text)
    for found in differences(read("A", text), read("B", text)):
        assert found.slot not in ("place", "day") or found.verdict == "agrees", found
