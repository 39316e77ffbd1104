"""Entries as a text to edit, and what is typed for a verb."""

from __future__ import annotations

from pathlib import Path

import pytest

from holdfast.case.load import load
from holdfast.case.model import VERBS
from holdfast.intake.editing import NotEntriesError, as_text, atoms, condition_problem, from_text, question, said_value
from holdfast.intake.proposing import changed, missing, proposal, written
from holdfast.intake.suggestion import Candidate
from holdfast.intake.suggestions import suggest
from tests.intake_cases import folder, readings


def test_what_is_edited_reads_back_as_it_was(tmp_path: Path) -> None:
    case = load(folder(tmp_path / "case"), "desk").case
    for one in suggest(case, readings(case)):
        entries = proposal(case, one)
        text = as_text(entries, one)
        assert "# party: " in text or not one.parties
        assert changed(entries, from_text(text)) == ()


@pytest.mark.parametrize(
    ("text", "message"),
    [("- [a, b]", "no list"), ("just words", "no list"), ("- {a: b", "\\w"), ("- a: 1\n- 2", "no list")],
)
def test_what_is_no_list_of_entries_is_said(text: str, message: str) -> None:
    with pytest.raises(NotEntriesError, match=message):
        from_text(text)


def test_an_empty_text_changes_nothing_and_one_entry_needs_no_list() -> None:
    assert from_text("# nothing\n") == ()
    assert from_text("party: union\nwarns: x\n") == ({"party": "union", "warns": "x"},)


@pytest.mark.parametrize(
    ("verb", "text", "value"),
    [
        ("refuses", "automation = full", "automation = full"),
        ("accepts", "agreement", "agreement"),
        ("asserts", "dismissed: about 50", {"dismissed": "about 50"}),
        ("prefers", "a = b; a = c", ["a = b", "a = c"]),
        ("warns", "a strike", "a strike"),
        ("silent", "automation", "automation"),
    ],
)
def test_what_is_typed(verb: str, text: str, value: object) -> None:
    assert said_value(verb, text) == value


@pytest.mark.parametrize(
    ("verb", "text"), [("refuses", "automation ="), ("asserts", "dismissed"), ("prefers", "a = b"), ("shouts", "x")]
)
def test_what_cannot_be_said(verb: str, text: str) -> None:
    with pytest.raises(NotEntriesError):
        said_value(verb, text)


def test_where_a_condition_goes_wrong_is_marked() -> None:
    problem = condition_problem("automation = full and")
    assert problem is not None
    assert "^" in problem.splitlines()[1]
    assert condition_problem("agreement") is None


def test_every_verb_has_a_question() -> None:
    assert all(question(verb).endswith(")") for verb in VERBS)


def test_candidates_as_conditions() -> None:
    issue = Candidate("pay", "", (Candidate("more", ""), Candidate("same", "")))
    assert atoms([issue, Candidate("agreement", ""), Candidate("other", "")]) == (
        "pay = more",
        "pay = same",
        "agreement",
    )


def test_what_is_missing_and_how_it_is_written() -> None:
    assert list(missing({})) == ["party", "verb", "gist"]
    assert list(missing({"by": "X", "gist": "y", "warns": "z"})) == []
    entry = {"warns": "union/x", "party": ["union/a", "b"], "refuses": "union/pay = more", "asserts": {"n": "48"}}
    assert written(entry, "union") == {
        "party": "[a, b]",
        "refuses": "pay = more",
        "asserts": "{n: 48}",
        "warns": "union/x",
    }
