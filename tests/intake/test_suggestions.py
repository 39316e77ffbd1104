"""What is suggested, with which candidates, reasons and keys."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from holdfast.case.anchors import resolve
from holdfast.case.case import Case
from holdfast.case.load import load
from holdfast.case.model import Citation
from holdfast.intake.citing import citations
from holdfast.intake.found import Reading, text_of
from holdfast.intake.model import Text
from holdfast.intake.proposing import proposal
from holdfast.intake.suggestion import Suggestion
from holdfast.intake.suggestions import suggest
from tests.intake_cases import GAZETTE, folder, readings, said


@pytest.fixture
def case(tmp_path: Path) -> Case:
    return load(folder(tmp_path / "case"), "desk").case


def found(case: Case) -> tuple[Suggestion, ...]:
    return suggest(case, readings(case))


def first(case: Case) -> Suggestion:
    return found(case)[0]


def test_who_what_and_under_which_condition(case: Case) -> None:
    one = first(case)
    assert one.by == "Marta Reis"
    assert [party.value for party in one.parties] == ["union"]
    assert "member of Union" in one.parties[0].because
    assert [issue.value for issue in one.issues] == ["automation"]
    assert "‘cranes’" in one.issues[0].because
    assert [verb.value for verb in one.verbs] == ["refuses", "asserts"]
    assert "‘will not’" in one.verbs[0].because
    text = text_of(case, "gazette")
    assert text is not None
    (condition,) = one.conditions
    assert (condition.key, condition.word) == ("unless", "unless")
    assert text.words(condition.span) == "every dismissed man is reinstated"
    assert condition.issues[0].value == "reinstatement"
    assert one.channel == "on-record"


def test_an_unnamed_speaker_is_said_to_be_one_and_is_no_party_for_sure(case: Case) -> None:
    one = found(case)[1]
    assert one.by == "a person close to the port (unnamed)"
    assert one.channel == "anonymous"
    assert [party.value for party in one.parties] == ["port"]


def test_a_silence_is_one(case: Case) -> None:
    one = found(case)[2]
    assert [verb.value for verb in one.verbs] == ["silent"]
    assert one.parties[0].value == "ministry"


def test_every_citation_is_found_again_at_its_words(case: Case) -> None:
    for one in found(case):
        for cite in citations(case, one):
            source = str(cite["source"])
            anchored = resolve(Citation.model_validate(texts(cite)), case.documents[source])
            assert anchored.status == "exact"
            wanted = (one.spans("content") or one.spans("cue"))[0]
            place = anchored.targets[0]
            assert (place.paragraph, place.start, place.end) == (wanted.paragraph, wanted.start, wanted.end)


def texts(value: object) -> object:
    if isinstance(value, dict):
        return {key: texts(one) for key, one in value.items()}
    return [texts(one) for one in value] if isinstance(value, list) else str(value)


def test_where_words_may_not_be_quoted_the_citation_is_a_place_and_a_hash(tmp_path: Path) -> None:
    sources = "- {id: gazette, file: gazette.txt, quotable: false}\n"
    case = load(folder(tmp_path / "case", sources=sources), "desk").case
    one = first(case)
    (cite,) = citations(case, one)
    assert set(cite) == {"source", "paragraph", "sentence", "range", "sha256"}
    assert resolve(Citation.model_validate(texts(cite)), case.documents["gazette"]).status == "exact"
    (entry,) = proposal(case, one)
    assert "gist" not in entry


def test_a_key_rests_on_the_place_alone(case: Case, tmp_path: Path) -> None:
    """Not on the order of what was read, nor on how its speaker is understood, nor on other paragraphs."""
    keys = [one.key for one in found(case)]
    assert len(set(keys)) == len(keys)
    reading = readings(case)["gazette"]
    backwards = suggest(case, {"gazette": Reading(tuple(reversed(reading.attributions)))})
    assert [one.key for one in backwards] == keys[:3]
    anonymous = tuple(
        replace(one, speaker=replace(one.speaker, name=None, anonymous=True)) for one in reading.attributions
    )
    assert [one.key for one in suggest(case, {"gazette": Reading(anonymous)})] == keys[:3]
    other = folder(tmp_path / "other")
    (other / "sources/gazette.txt").write_text(f"A new first line.\n{GAZETTE}", encoding="utf-8")
    moved = load(other, "desk").case
    assert [one.key for one in suggest(moved, readings(moved))] == keys
    assert suggest(moved, readings(moved))[0].lead.paragraph == 3


def test_the_same_words_in_two_places_have_two_keys_and_in_two_sources_one_text_key(tmp_path: Path) -> None:
    line = "No crane moves, Marta Reis said.\n"
    sources = "[{id: a, file: a.txt}, {id: b, file: b.txt}]\n"
    home = folder(tmp_path / "case", sources=sources)
    for name, content in (("a", line * 2), ("b", line)):
        (home / f"sources/{name}.txt").write_text(content, encoding="utf-8")
    case = load(home, "desk").case
    texts = {name: Text(case.documents[name].paragraphs) for name in ("a", "b")}
    one = said(Text((line.strip(),)), "Marta Reis", "said", "No crane moves")
    second = replace(
        one,
        speaker=replace(one.speaker, span=None),
        cue=None if one.cue is None else replace(one.cue, paragraph=2),
        content=tuple(replace(part, paragraph=2) for part in one.content),
    )
    assert len(texts["a"].paragraphs) == 2
    made = suggest(case, {"a": Reading((one, second)), "b": Reading((one,))})
    assert len({one.key for one in made}) == 3
    assert made[0].text_key == made[2].text_key != made[1].text_key


def test_what_the_case_has_is_told_and_not_proposed_again(tmp_path: Path) -> None:
    statements = """
- id: union-cranes
  party: union
  by: Marta Reis
  gist: No cranes before reinstatement
  refuses: automation = full
  cite: {source: gazette, paragraph: 2, quote: The union will not accept automatic cranes}
- id: other
  by: Somebody else
  gist: No
  warns: Nothing
  cite: {source: gazette, paragraph: 2, quote: The union will not accept automatic cranes}
"""
    case = load(folder(tmp_path / "case", statements=statements), "desk").case
    one = first(case)
    assert one.covered
    assert one.goes_with == ("union-cranes", "other")
    assert any("union-cranes" in note and "other" not in note for note in one.notes)
    assert not found(case)[1].covered
