"""Differences between documents as suggestions: who may know of them, and what confirming writes."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import yaml

from holdfast.analyses.facts import facts
from holdfast.case.case import Case
from holdfast.case.load import load
from holdfast.intake.bulk import readings
from holdfast.intake.deciding import Desk
from holdfast.intake.found import text_of
from holdfast.intake.from_pairs import home, pairs
from holdfast.intake.proposing import proposal
from holdfast.intake.suggestion import Suggestion
from holdfast.intake.suggestions import suggest
from tests.intake_cases import CASE, folder

SALMAR = "Talks between the union and the port will be held in Salmar on Friday, the ministry said.\n"
PORTO = "Talks between the union and the port will be held in Porto on Friday, the ministry said.\n"
SOURCES = """
- {id: one, file: one.txt, publisher: One, published: 2026-03-04, language: en}
- {id: two, file: two.txt, publisher: Two, published: 2026-03-05, language: en}
- {id: late, file: one.txt, publisher: Late, published: 2026-04-05, language: en}
- {id: copy, file: one.txt, publisher: Copy, published: 2026-03-04, language: en, copy_of: one}
"""
FACTS = CASE.replace("facts:\n", "facts:\n  talks-venue: {text: Where the talks are held}\n")


@pytest.fixture
def place(tmp_path: Path) -> Path:
    made = folder(tmp_path / "case", case=FACTS, sources=SOURCES, statements="[]\n")
    (made / "sources/one.txt").write_text(SALMAR, encoding="utf-8")
    (made / "sources/two.txt").write_text(PORTO, encoding="utf-8")
    (made / "compartments/union/sources/talk.txt").write_text(PORTO, encoding="utf-8")
    return made


def together(case: Case) -> tuple[tuple[str, str], ...]:
    texts = {name: text for name in case.sources if (text := text_of(case, name)) is not None}
    return pairs(case, texts)


def differing(case: Case) -> list[Suggestion]:
    found = suggest(case, readings(case, processes=1))
    return [one for one in found if one.kind == "difference" and one.relation == "differs"]


def test_documents_of_one_week_are_compared_and_no_copies(place: Path) -> None:
    assert together(load(place, "public").case) == (("one", "two"), ("two", "copy"))
    assert ("one", "union/talk") in together(load(place, "union").case)


def test_a_difference_lies_where_its_readers_may_read_both(place: Path) -> None:
    shutil.copytree(place / "compartments/union", place / "compartments/desk", dirs_exist_ok=True)
    case = load(place, "desk").case
    assert home(case, "one", "two") == "public"
    assert home(case, "one", "union/talk") == "union"
    assert home(case, "union/talk", "desk/talk") == "desk"  # the desk reads what the union said
    text = (place / "case.yaml").read_text(encoding="utf-8")
    (place / "case.yaml").write_text(text.replace("[public, desk, union]", "[public, desk]"), encoding="utf-8")
    apart = load(place, "desk").case
    assert "union/talk" not in apart.sources
    assert home(apart, "one", "desk/talk") == "desk"


def test_what_two_parties_said_in_confidence_lies_with_those_who_read_both(place: Path) -> None:
    audiences = (
        "audiences: {desk: {sees: [public, desk, union, port]}, union: {sees: [public, union]}, "
        "port: {sees: [public, port]}}\n"
    )
    text = (place / "case.yaml").read_text(encoding="utf-8").partition("audiences:")[0]
    (place / "case.yaml").write_text(text + audiences, encoding="utf-8")
    shutil.copytree(place / "compartments/union", place / "compartments/port")
    (place / "compartments/port/sources/talk.txt").write_text(SALMAR, encoding="utf-8")
    for name in ("union", "port"):
        listed = "- {id: talk, file: talk.txt, kind: notes, published: 2026-03-04}\n"
        (place / "compartments" / name / "sources.yaml").write_text(listed, encoding="utf-8")
    case = load(place, "desk").case
    assert home(case, "union/talk", "port/talk") == "desk"
    (one,) = [one for one in differing(case) if set(one.sources) == {"union/talk", "port/talk"}]
    desk = Desk(place, "desk")
    entries = [{**entry, "by": "a paper", "gist": "Where"} for entry in proposal(desk.case, one)]
    done = desk.decide(one, "confirm", "ana", entries=entries)
    assert done.file == "compartments/desk/statements.yaml"
    for name in ("union", "port"):
        assert not (place / "compartments" / name / "intake.jsonl").exists()
    assert [part for part in load(place, "desk").diagnostics if part.severity == "error"] == []


def test_confirming_writes_what_each_says_under_one_fact(place: Path) -> None:
    desk = Desk(place, "public")
    (one, *_) = [found for found in differing(desk.case) if set(found.sources) == {"one", "two"}]
    assert one.facts[0].value == "talks-venue"
    assert {one.value, one.other_value} == {"Salmar", "Porto"}
    entries = [{**entry, "gist": "Where the talks are"} for entry in proposal(desk.case, one)]
    done = desk.decide(one, "confirm", "ana", entries=entries)
    assert len(done.decision.statements) == 2
    written = yaml.safe_load((place / "statements.yaml").read_text(encoding="utf-8"))
    assert [(part["by"], part["asserts"]["talks-venue"], part["cite"]["source"]) for part in written] == [
        ("One", "Salmar", "one"),
        ("Two", "Porto", "two"),
    ]
    loaded = load(place, "public")
    assert [part for part in loaded.diagnostics if part.severity != "note"] == []
    (fact,) = [part for part in facts(loaded.case).facts if part.key == "talks-venue"]
    assert fact.fact_class == "differs"
    desk.decide(one, "undo", "ana")
    assert yaml.safe_load((place / "statements.yaml").read_text(encoding="utf-8")) == []


def test_the_two_articles(shared_sources: Path, tmp_path: Path, repository: Path) -> None:
    """Where the talks are held differs; the dead of a war and those of a Saturday are not comparable."""
    place = tmp_path / "gaza"
    shutil.copytree(repository / "examples/gaza-2025", place)
    case = load(place, "desk", sources=[shared_sources]).case
    found = [one for one in suggest(case, readings(case, processes=1)) if one.kind == "difference"]
    venue = [one for one in found if one.relation == "differs" and "place of talks" in one.notes[0]]
    assert [one.facts[0].value for one in venue] == ["talks-venue"]
    dead = [one for one in found if one.value == "more than 67,000" and one.other_value == "dozens"]
    assert [one.relation for one in dead] == ["not comparable"]
    statements = [one for one in suggest(case, readings(case, processes=1)) if one.kind == "statement"]
    by = {one.by: [part.value for part in one.parties] for one in statements}
    assert any(names[:1] == ["israel"] for speaker, names in by.items() if speaker and "Netanyahu" in speaker)
    assert any(names[:1] == ["hamas"] for speaker, names in by.items() if speaker and "Hamas" in speaker)
