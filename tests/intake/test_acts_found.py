"""Acts that documents of our own report, and which of them are reports of one act."""

from __future__ import annotations

from datetime import date

import pytest

from holdfast.intake.actnames import same_name
from holdfast.intake.acts import Act, acts
from holdfast.intake.actwords import CLASSES, NOUNS, OPPOSITES, VERBS
from holdfast.intake.differences import Difference, Reading, differences, read
from holdfast.intake.model import Text
from holdfast.intake.speech import attributions

#: A Wednesday.
PUBLISHED = date(2024, 5, 15)


def found(*paragraphs: str) -> tuple[Act, ...]:
    text = Text(paragraphs, PUBLISHED)
    return acts(text, attributions(text))


def told(one: Act) -> tuple[str, str, str | None, str | None, str | None]:
    """What is done, whether, by whom, to whom, and to what."""
    what = " of ".join((*one.about, *([one.sort] if one.sort else [])))
    return (
        what,
        one.polarity,
        one.actor.name if one.actor else None,
        one.to.name if one.to else None,
        " ".join((one.thing.head, *one.thing.names)) if one.thing else None,
    )


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Marova approved the budget.", ("approval", "did", "Marova", None, "budget")),
        ("Marova approved the sailors' release.", ("approval of release", "did", "Marova", None, "sailor")),
        ("Marova agreed to free the sailors.", ("approval of release", "did", "Marova", None, "sailor")),
        ("Marova is prepared to free the sailors.", ("approval of release", "did", "Marova", None, "sailor")),
        ("Marova refused to free the sailors.", ("refusal of release", "did", "Marova", None, "sailor")),
        ("Marova has not yet approved the budget.", ("approval", "not yet", "Marova", None, "budget")),
        ("Marova has yet to approve the budget.", ("approval", "not yet", "Marova", None, "budget")),
        ("Marova did not approve the budget.", ("approval", "did not", "Marova", None, "budget")),
        ("The budget was rejected by Marova.", ("refusal", "did", "Marova", None, "budget")),
        ("Reis told Marova to stop shelling Salin.",
         ("demand of halt of attack", "did", "Reis", "Marova", "salin salin")),
        ("Marova was told by Reis to halt its raids on Salin.",
         ("demand of halt of attack", "did", "Reis", "Marova", "salin salin")),
        ("Reis ordered Marova to hand over control of Salin.",
         ("demand of handover", "did", "Reis", "Marova", "power salin")),
        ("There was no halt to Kenyan raids on Salin.", ("halt of attack", "did not", "Kenya", None, "salin salin")),
        ("Ana Reis met Jon Holt in Salin on Monday.", ("meeting", "did", "Ana Reis", "Jon Holt", None)),
        ("Jon Holt arrived in Salin on Monday.", ("arrival", "did", "Jon Holt", None, "salin salin")),
        ("Jon Holt resigned as mayor on Monday.", ("resignation", "did", "Jon Holt", None, None)),
        ("Jon Holt was arrested on Monday.", ("arrest", "did", None, None, "holt holt jon")),
        ("Jon Holt stepped down on Monday.", ("resignation", "did", "Jon Holt", None, None)),
        ("Marova turned down the offer of the Salin port.", ("refusal", "did", "Marova", None, "offer salin")),
    ],
)  # fmt: skip
def test_what_a_sentence_reports(sentence: str, expected: tuple[str, str, str | None, str | None, str | None]) -> None:
    (one,) = found(sentence)
    what = told(one)
    assert what[:4] == expected[:4]
    assert set((what[4] or "").split()) == set((expected[4] or "").split())


@pytest.mark.parametrize(
    "sentence",
    [
        "Marova will approve the budget.",
        "Marova may have approved the budget.",
        "If Marova approved the budget, the port would open.",
        "Marova hopes to approve the budget.",
        "Marova expects that the union approved the budget.",
        "Reis asked whether Marova approved the budget.",
        "Reis denied that Marova approved the budget.",
        "Reis rejected claims that Marova had approved the budget.",
        "Reis did not say that Marova approved the budget.",
        "Holt fears that Marova approved the budget.",
        "Did Marova approve the budget?",
        "Marova nearly approved the budget.",
        "No party approved the budget.",
        "Neither Marova nor Salin approved the budget.",
        "Reis told Marova not to stop shelling Salin.",
        "Marova agreed not to free the sailors.",
        "Marova stopped short of approving the budget.",
        "“Marova approved the budget,” Reis said.",
        "Marova declined to comment.",
        "The approval of the budget was long awaited.",
        "An official approved the budget.",
    ],
)
def test_what_is_not_reported_as_done(sentence: str) -> None:
    assert [one for one in found(sentence) if one.actor is not None] == []


def test_whom_pronouns_mean() -> None:
    (one,) = found("The Dock Union said that it was ready to free the sailors.")
    assert told(one)[:3] == ("approval of release", "did", "The Dock Union") or told(one)[2] == "Dock Union"
    assert one.by is None


def test_who_says_so() -> None:
    one, other = found("The Dock Union accused Marova of continuing its raids on Salin despite Marova's claims "
                       "that the raids had been halted.")[:2]  # fmt: skip
    assert told(one)[:3] == ("continuation of attack", "did", "Marova")
    assert one.by is not None
    assert "Dock Union" in one.by
    assert told(other)[0] in ("halt of attack", "accusation")


def test_the_act_of_which_was_spoken_before() -> None:
    """‘The offensive’ is whose it was said to be in the paragraph."""
    every = found("Kenya launched its offensive on Salin in May. Officials said that the offensive had been halted.")
    (halted,) = [one for one in every if one.about == ("halt",)]
    assert told(halted)[2] == "Kenya"


def test_other_languages_give_nothing() -> None:
    assert acts(Text(("Marova approved the budget.",), PUBLISHED, language="de")) == ()


def reading(name: str, words: str, published: date | None = PUBLISHED) -> Reading:
    text = Text((words,), published)
    return read(name, text, attributions(text))


def side_by_side(a: str | Reading, b: str | Reading, slot: str = "act") -> list[Difference]:
    one = reading("Gazette", a) if isinstance(a, str) else a
    other = reading("Courier", b) if isinstance(b, str) else b
    every = differences(one, other)
    assert {difference.mirrored() for difference in every} == set(differences(other, one))
    return [difference for difference in every if difference.slot == slot]


@pytest.mark.parametrize(
    ("a", "b", "about", "verdict"),
    [
        ("Marova approved the budget.", "The budget was accepted by Marova.", "approval", "agrees"),
        ("Marova approved the sailors' release.", "Marova said it was ready to free the 12 sailors.",
         "approval of release", "agrees"),
        ("Marova approved the peace plan.", "Marova rejected the peace plan.", "approval or refusal", "differs"),
        ("Marova approved the peace plan.", "Marova did not approve the peace plan.", "approval", "differs"),
        ("Marova approved the peace plan.", "Marova has not yet approved the peace plan.", "approval", "differs"),
        ("Jon Holt told Marova to stop shelling Salin.", "Holt ordered Marova to halt its raids on Salin.",
         "demand of halt of attack", "agrees"),
        ("There was no let-up in Kenyan attacks on Salin.", "Kenya halted its attacks on Salin.",
         "continuation of attack or halt of attack", "differs"),
        ("There was no let-up in Kenyan attacks on Salin.", "Kenya continued to shell Salin.",
         "continuation of attack", "agrees"),
        ("Kenya's army shelled Salin on Monday.", "Kenya bombed Salin on Monday.", "attack", "agrees"),
        ("Jon Holt arrived in Salin on Monday.", "Holt landed in Salin on Monday.", "arrival", "agrees"),
        ("Ana Reis met Jon Holt on Monday.", "Holt met Reis on Monday.", "meeting", "agrees"),
        ("Jon Holt resigned on Monday.", "Mayor Jon Holt stepped down.", "resignation", "agrees"),
        ("Jon Holt was arrested on Monday.", "Police arrested Jon Holt on Monday.", "arrest", "agrees"),
        ("Ana Reis signed the accord.", "The accord was signed by Reis.", "signing", "agrees"),
        ("Marova handed over control of Salin.", "Marova has not yet ceded power in Salin.", "handover", "differs"),
    ],
)  # fmt: skip
def test_reports_of_one_act(a: str, b: str, about: str, verdict: str) -> None:
    (one,) = side_by_side(a, b)
    assert (one.about, one.verdict) == (about, verdict)


@pytest.mark.parametrize(
    ("a", "b", "why"),
    [
        ("Marova approved the budget.", "Salin approved the budget.", "another actor"),
        ("Marova approved the budget.", "Marova approved the treaty.", "another thing"),
        ("Marova approved the peace plan.", "Marova approved the harbour plan.", "another plan"),
        ("Marova approved the budget.", "Marova will approve the budget.", "not done"),
        ("Marova approved the sailors' release.", "Marova released the sailors.", "approved is not done"),
        ("Reis told Marova to stop shelling Salin.", "Reis told Kenya to stop shelling Salin.", "another is told"),
        ("Reis told Marova to stop shelling Salin.", "Reis told Marova to stop shelling Ostreva.", "another place"),
        ("Reis told Marova to stop shelling Salin.", "Marova stopped shelling Salin.", "told is not done"),
        ("Reis told Marova to stop shelling Salin.", "Reis told Marova to release the sailors.", "another demand"),
        ("Kenya shelled Salin on Monday.", "Kenya shelled Salin on Tuesday.", "another day of what is done often"),
        ("Kenya shelled Salin.", "Kenya shelled Salin.", "done often, and no day is said"),
        ("Kenya did not shell Salin on Monday.", "Kenya shelled Salin.", "not on that day"),
        ("Jon Holt arrived in Salin on Monday.", "Jon Holt arrived in Ostreva on Monday.", "two journeys"),
        ("Ana Reis met Jon Holt on Monday.", "Ana Reis met Mila Voss on Monday.", "another partner"),
        ("Ana Reis met Jon Holt on Monday.", "Ana Reis met Jon Holt in March 2023.", "another time"),
        ("Jon Holt issued a statement.", "Jon Holt issued a statement.", "any two statements"),
        ("The Salin mayor resigned.", "Jon Holt resigned.", "perhaps the same, not said"),
        ("The foreign ministry approved the budget.", "The defence ministry approved the budget.", "two ministries"),
        ("Salin's foreign ministry signed the accord.", "Salin's defence ministry signed the accord.", "two of Salin"),
        ("A man was arrested on Monday.", "A man was arrested on Monday.", "any two men"),
        ("Officials approved the budget.", "Officials approved the budget.", "any officials"),
        ("Marova approved the budget on 1 March 2024.", "Marova approved the budget on 12 May 2024.", "far apart"),
        ("Ana Reis approved the budget.", "Jon Reis approved the budget.", "two of one surname"),
    ],
)
def test_what_is_no_report_of_one_act(a: str, b: str, why: str) -> None:
    assert side_by_side(a, b) == [], why


def test_not_yet_in_the_older_document_is_not_comparable() -> None:
    """What had not been done on Monday may have been done by Wednesday."""
    older = reading("Gazette", "Marova has not yet approved the peace plan.", date(2024, 5, 13))
    (one,) = side_by_side(older, "Marova approved the peace plan.")
    assert one.verdict == "not comparable"
    undated = reading("Gazette", "Marova has not yet approved the peace plan.", None)
    (one,) = side_by_side(undated, "Marova approved the peace plan.")
    assert one.verdict == "not comparable"


def test_both_sentences_and_what_only_one_says() -> None:
    a = "It rained. On Monday, Marova approved the peace plan."
    b = "Jon Holt said Marova rejected the peace plan. It rained."
    (one,) = side_by_side(a, b)
    assert one.a is not None
    assert one.b is not None
    assert (one.a.words, one.b.words) == (("approved the peace plan",), ("rejected the peace plan",))
    assert one.reason == "of Marova, one reports approval and the other refusal"
    assert one.remarks == ("Courier has it from Jon Holt", "only Gazette says when: ‘On Monday’")


@pytest.mark.parametrize(
    ("a", "b", "reason"),
    [
        ("Marova approved the peace plan.", "Marova accepted the peace plan.", "both report it of Marova"),
        ("Marova did not sign the accord.", "Marova did not sign the accord.", "both report that Marova did not"),
        (
            "Marova signed the accord.",
            "Marova did not sign the accord.",
            "one reports that Marova did it, the other that Marova did not",
        ),
        (
            "Marova signed the accord.",
            "Marova has not yet signed the accord.",
            "one reports that Marova did it, the other that Marova had not yet",
        ),
    ],
)
def test_reasons_name_who_and_quote_nothing(a: str, b: str, reason: str) -> None:
    """The words themselves may not be for everybody to quote: they stand in the places, not in the reason."""
    (one,) = side_by_side(a, b)
    assert one.reason == reason


@pytest.mark.parametrize(
    ("a", "b", "verdicts"),
    [
        ("Marova signed the accord on Monday.", "Marova signed the accord on Monday.", ["agrees"]),
        ("Marova signed the accord on Monday.", "Marova signed the accord on Tuesday.", ["differs"]),
        ("Marova signed the accord on Monday.", "Marova signed the accord.", []),
    ],
)
def test_days_of_acts(a: str, b: str, verdicts: list[str]) -> None:
    assert [one.verdict for one in side_by_side(a, b, "day")] == verdicts


def test_places_of_acts() -> None:
    a, b = (f"Marova signed the accord in {place} on Monday." for place in ("Salin", "Ostreva"))
    (one,) = side_by_side(a, b, "place")
    assert (one.verdict, one.reason) == (
        "differs",
        "Ostreva and Salin are two places, and neither is said to lie in the other",
    )


def test_an_act_is_not_set_side_by_side_twice_with_what_is_counted() -> None:
    a, b = "Kenya released 12 sailors on Monday.", "Kenya freed 14 sailors on Monday."
    assert side_by_side(a, b) == []
    assert [one.verdict for one in side_by_side(a, b, "count")] == ["differs"]


def test_of_several_reports_the_likest_is_taken() -> None:
    a = "Marova approved the peace plan."
    b = "Marova approved the peace plan. Reis said Marova had accepted the plan."
    (one,) = side_by_side(a, b)
    assert one.b is not None
    assert one.b.words == ("approved the peace plan",)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Jon Holt", "Holt", True),
        ("President Jon Holt", "Jon Holt", True),
        ("Jon Holt", "Ana Holt", False),
        ("Kenya", "Kenyan forces", True),
        ("Kenya", "Kenyan officials", False),
        ("Kenya", "Uganda", False),
        ("Hall Party", "the Hall Party leader", False),
        ("the union", "The union", True),
        ("a union", "a union", False),
        ("the foreign ministry", "the defence ministry", False),
        ("the ministry", "the defence ministry", False),
    ],
)
def test_names_of_those_who_act(one: str, other: str, same: bool) -> None:
    assert same_name(one, other) is same is same_name(other, one)


def test_the_classes_hang_together() -> None:
    assert {name for pair in OPPOSITES for name in pair} <= CLASSES.keys()
    assert all(len(pair) == 2 for pair in OPPOSITES)
    assert {one.of.name for every in VERBS.values() for one in every} == CLASSES.keys()
    assert {one.name for one in NOUNS.values()} <= CLASSES.keys()
    assert {"stopping", "froze", "met", "withdrew", "kidnapped", "begun"} <= VERBS.keys()
    assert not {"stoped", "stoping", "freezed", "meeted"} & VERBS.keys()
