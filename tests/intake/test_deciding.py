"""Decisions: what they write, what they refuse, how they are kept and found again."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from holdfast.case import writing
from holdfast.case.load import load
from holdfast.intake import decisions
from holdfast.intake.deciding import Desk, RefusedError
from holdfast.intake.decisions import Choice, Decided, Decision, line, parse
from holdfast.intake.found import Reading
from holdfast.intake.proposing import proposal
from holdfast.intake.queue import items, waiting
from holdfast.intake.suggestion import Suggestion
from holdfast.intake.suggestions import suggest
from holdfast.views.reference import DECISIONS
from tests.intake_cases import folder, readings


class Clock:
    """A moment later at every look."""

    def __init__(self) -> None:
        self.now = datetime(2026, 3, 2, 14, 30, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.now += timedelta(minutes=1)
        return self.now


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return folder(tmp_path / "case", statements="# The statements of the case\n")


@pytest.fixture
def desk(home: Path) -> Desk:
    return Desk(home, "desk", now=Clock())


def found(desk: Desk) -> tuple[Suggestion, ...]:
    return suggest(desk.case, readings(desk.case))


def entry(desk: Desk, one: Suggestion, **more: Any) -> list[dict[str, Any]]:
    return [{**proposal(desk.case, one)[0], **more}]


def statements(home: Path) -> list[dict[str, Any]]:
    return yaml.safe_load((home / "statements.yaml").read_text(encoding="utf-8")) or []


def record(home: Path) -> list[dict[str, Any]]:
    path = home / "intake.jsonl"
    return [json.loads(one) for one in path.read_text(encoding="utf-8").splitlines()] if path.exists() else []


def test_confirming_writes_the_statement_and_the_record(home: Path, desk: Desk) -> None:
    one = found(desk)[0]
    done = desk.decide(one, "confirm", "ana", entries=entry(desk, one, refuses="automation = full"))
    assert (home / "statements.yaml").read_text(encoding="utf-8").startswith("# The statements of the case\n")
    (statement,) = statements(home)
    assert statement["party"] == "union"
    assert statement["by"] == "Marta Reis"
    assert statement["refuses"] == "automation = full"
    assert statement["unless"] == "reinstatement = all"
    assert statement["cite"]["paragraph"] == 2
    assert load(home, "desk").diagnostics == ()
    assert load(home, "desk").case.citations[statement["id"]] == ("verified",)
    (kept,) = record(home)
    assert kept["decision"] == "confirm"  # what was missing was filled in, nothing suggested was changed
    assert kept["statements"] == [statement["id"]] == list(done.decision.statements)
    assert kept["coder"] == "ana"
    assert kept["at"] == "2026-03-02T14:31:00Z"
    assert {place["role"] for place in kept["places"]} == {"speaker", "cue", "content", "unless"}


def test_what_was_changed_is_told(home: Path, desk: Desk) -> None:
    one = found(desk)[0]
    desk.decide(one, "confirm", "ana", entries=entry(desk, one, refuses="automation = full", gist="No", party="port"))
    (kept,) = record(home)
    assert kept["decision"] == "change"
    assert kept["changed"] == ["party", "gist"]
    assert kept["entries"][0]["party"] == "port"


def test_what_would_be_wrong_is_refused_and_nothing_is_changed(home: Path, desk: Desk) -> None:
    before = (home / "statements.yaml").read_bytes()
    one = found(desk)[0]
    for more, code in (
        ({"refuses": "automation = ful"}, "HF302"),
        ({"refuses": "automation ="}, "HF401"),
        ({"refuses": "automation = full", "party": "unoin"}, "HF301"),
        ({"refuses": "automation = full", "firmness": "red-line"}, "HF501"),
        ({"refuses": "automation = full", "nonsense": "x"}, "HF201"),
    ):
        with pytest.raises(RefusedError) as caught:
            desk.decide(one, "confirm", "ana", entries=entry(desk, one, **more))
        assert [problem.code for problem in caught.value.problems] == [code]
    with pytest.raises(RefusedError, match="needs"):
        desk.decide(one, "confirm", "ana", entries=[{"party": "union", "gist": "No"}])
    assert (home / "statements.yaml").read_bytes() == before
    assert record(home) == []


def test_a_rejection_is_remembered(home: Path, desk: Desk) -> None:
    one = found(desk)[0]
    desk.decide(one, "reject", "ana", reason="the paper corrected it")
    again = Desk(home, "desk")
    status = {item.suggestion.key: item.status for item in items(found(again), again.decided())}
    assert status[one.key] == "rejected"
    assert one.key not in {item.suggestion.key for item in waiting(items(found(again), again.decided()))}
    assert record(home)[0]["reason"] == "the paper corrected it"
    assert "accept" not in (home / "intake.jsonl").read_text(encoding="utf-8")  # places, no words


def test_a_rejection_holds_for_the_same_text_imported_anew_and_for_words_cut_differently(
    home: Path, desk: Desk
) -> None:
    one = found(desk)[0]
    desk.decide(one, "reject", "ana")
    reading = readings(desk.case)["gazette"]
    shorter = [replace(part, end=part.end - 3) for part in reading.attributions[0].content]
    cut = Reading((replace(reading.attributions[0], content=tuple(shorter)),))
    (nearly,) = suggest(desk.case, {"gazette": cut})
    assert nearly.key != one.key
    assert [item.status for item in items([nearly], desk.decided())] == ["rejected"]
    half = [replace(part, end=part.end - 60) for part in reading.attributions[0].content]
    (other,) = suggest(desk.case, {"gazette": Reading((replace(reading.attributions[0], content=tuple(half)),))})
    assert [item.status for item in items([other], desk.decided())] == ["open"]
    text = (home / "sources.yaml").read_text(encoding="utf-8")
    (home / "sources.yaml").write_text(text.replace("id: gazette", "id: paper"), encoding="utf-8")
    case = load(home, "desk").case
    anew = suggest(case, {"paper": reading})
    decided = Decided(desk.log().decisions, case.documents)
    assert [item.status for item in items(anew, decided)] == ["rejected", "open", "open"]


def test_undo_takes_the_statement_out_again(home: Path, desk: Desk) -> None:
    one = found(desk)[0]
    before = yaml.safe_load((home / "statements.yaml").read_text(encoding="utf-8"))
    desk.decide(one, "confirm", "ana", entries=entry(desk, one, refuses="automation = full"))
    with pytest.raises(RefusedError, match="ben has decided nothing"):
        desk.decide(one, "undo", "ben")
    desk.decide(one, "undo", "ana")
    assert statements(home) == (before or [])
    assert next(iter(items(found(desk), desk.decided()))).status == "open"
    assert [one["decision"] for one in record(home)] == ["confirm", "undo"]
    with pytest.raises(RefusedError):
        desk.decide(one, "undo", "ana")


def test_deciding_anew_replaces_what_was_written(home: Path, desk: Desk) -> None:
    one = found(desk)[0]
    desk.decide(one, "confirm", "ana", entries=entry(desk, one, refuses="automation = full"))
    desk.decide(one, "confirm", "ana", entries=entry(desk, one, refuses="automation in {staged, full}"))
    (statement,) = statements(home)
    assert statement["refuses"] == "automation in {staged, full}"
    desk.decide(one, "reject", "ana")
    assert statements(home) == []


def test_taking_back_a_second_thought_brings_the_first_one_back(home: Path, desk: Desk) -> None:
    one = found(desk)[0]
    desk.decide(one, "confirm", "ana", entries=entry(desk, one, refuses="automation = full"))
    before = statements(home)
    desk.decide(one, "reject", "ana")
    assert statements(home) == []
    desk.decide(one, "undo", "ana")
    assert statements(home) == before
    assert decisions.check(desk.log(), desk.case) == ()
    assert next(iter(items(found(desk), desk.decided()))).status == "confirmed"


def test_a_second_coder_writes_no_second_statement_and_a_third_decision_settles(home: Path, desk: Desk) -> None:
    one = found(desk)[0]
    desk.decide(one, "confirm", "ana", entries=entry(desk, one, refuses="automation = full"))
    second = desk.decide(one, "confirm", "ben", entries=entry(desk, one, refuses="automation = staged"))
    assert second.decision.statements == ()
    assert [part["refuses"] for part in statements(home)] == ["automation = full"]
    assert desk.decided().coders == ("ana", "ben")
    desk.decide(one, "confirm", "cleo", entries=entry(desk, one, refuses="automation = staged"), settles=("ana", "ben"))
    assert [part["refuses"] for part in statements(home)] == ["automation = staged"]
    settled = desk.decided().settled(one.key)
    assert settled is not None
    assert settled.coder == "cleo"
    assert desk.decided().of(one) == settled


def test_a_decision_on_a_confidential_document_lies_with_it(home: Path, desk: Desk) -> None:
    one = next(one for one in found(desk) if one.source == "union/talk")
    entries = [{"party": "union", "gist": "Staged would do", "accepts": "automation = staged"}]
    done = desk.decide(one, "confirm", "ana", entries=entries)
    union = home / "compartments/union"
    (statement,) = yaml.safe_load((union / "statements.yaml").read_text(encoding="utf-8"))
    assert statement["cite"]["source"] == "talk"
    assert done.file == "compartments/union/statements.yaml"
    assert (union / "intake.jsonl").exists()
    assert not (home / "intake.jsonl").exists()
    assert load(home, "union").diagnostics == ()
    assert desk.log().decisions[0].compartment == "union"
    assert decisions.load(home, ["public"]).decisions == ()
    with pytest.raises(RefusedError):  # its readers could not all read the source
        desk.decide(one, "confirm", "ben", entries=entries, compartment="public", settles=("ana",))
    choices: tuple[Choice, ...] = ("reject", "later")
    for choice in choices:
        with pytest.raises(RefusedError, match="not everybody who may read 'public' may read 'union/talk'"):
            desk.decide(one, choice, "ben", compartment="public")
    assert not (home / "intake.jsonl").exists()


@pytest.mark.parametrize("name", ["intake.jsonl", "statements.yaml"])
def test_nothing_is_written_through_a_link_that_leads_out(name: str, home: Path, desk: Desk) -> None:
    """Else the record of a confidential document would be everybody's."""
    (home / "compartments/union" / name).unlink(missing_ok=True)
    (home / "compartments/union" / name).symlink_to(f"../../elsewhere-{name}")
    desk.refresh()
    one = next(one for one in found(desk) if one.source == "union/talk")
    entries = [{"party": "union", "gist": "Staged would do", "accepts": "automation = staged"}]
    with pytest.raises(RefusedError, match="leads out of its compartment"):
        desk.decide(one, "confirm", "ana", entries=entries)
    assert not (home / f"elsewhere-{name}").exists()


def test_a_second_thought_counts_wherever_the_first_lies(home: Path, desk: Desk) -> None:
    one = found(desk)[0]
    desk.decide(one, "confirm", "ana", entries=entry(desk, one, refuses="automation = full"), compartment="union")
    desk.decide(one, "reject", "ana")
    assert desk.decided().by_coder("ana")[one.key].decision == "reject"
    desk.decide(one, "confirm", "ana", entries=entry(desk, one, refuses="automation = full"), compartment="union")
    assert desk.decided().by_coder("ana")[one.key].decision == "confirm"


def test_a_statement_on_a_public_source_may_go_into_a_compartment(home: Path, desk: Desk) -> None:
    one = found(desk)[0]
    desk.decide(one, "confirm", "ana", entries=entry(desk, one, refuses="automation = full"), compartment="union")
    assert not (home / "intake.jsonl").exists()
    assert (home / "compartments/union/intake.jsonl").exists()
    assert load(home, "union").diagnostics == ()
    public = Desk(home, "public")
    with pytest.raises(RefusedError, match="sees no compartment"):
        public.decide(found(public)[0], "reject", "ana", compartment="union")


def test_who_writes_at_the_same_time_loses_nothing(home: Path, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    one, two = found(desk)[:2]
    other = Desk(home, "desk", now=Clock())
    replaced = writing.replace
    once: Iterator[bool] = iter([True])

    def meanwhile(*args: Any) -> Any:
        if next(once, False):
            other.decide(two, "reject", "ben")
            text = (home / "statements.yaml").read_text(encoding="utf-8")
            (home / "statements.yaml").write_text(f"{text}- {{id: hand, by: X, gist: Y, warns: Z}}\n", encoding="utf-8")
        return replaced(*args)

    monkeypatch.setattr("holdfast.intake.deciding.replace", meanwhile)
    desk.decide(one, "confirm", "ana", entries=entry(desk, one, refuses="automation = full"))
    assert [part["coder"] for part in record(home)] == ["ben", "ana"]
    assert [part["id"] for part in statements(home)] == ["hand", "union-automation"]


def test_split_statements_go_into_a_file_named_after_the_source(tmp_path: Path) -> None:
    home = folder(tmp_path / "case", statements__old="- {id: old, by: X, gist: Y, warns: Z}\n")
    desk = Desk(home, "desk")
    one = found(desk)[0]
    done = desk.decide(one, "confirm", "ana", entries=entry(desk, one, refuses="automation = full"))
    assert done.file == "statements/gazette.yaml"
    assert "union-automation" in load(home, "desk").case.statements


def test_a_line_reads_as_it_was_written(desk: Desk) -> None:
    one = found(desk)[0]
    made = decisions.made(
        one, desk.case.documents, "change", "ana", datetime(2026, 3, 2, tzinfo=UTC), "public",
        entries=({"party": "union", "asserts": {"x": "é"}},), changed=("party",), settles=("a", "b"), reason="r",
    )  # fmt: skip
    problems: list[Any] = []
    assert list(parse(line(made).encode(), "intake.jsonl", "public", problems)) == [made]
    assert problems == []


@pytest.mark.parametrize(
    ("text", "code", "words"),
    [
        ("x", "HF801", "no decision"),
        ("[]", "HF801", "no decision"),
        ('{"key": "a"}', "HF802", "`text_key` is missing"),
        ('{"kez": "a"}', "HF802", "`kez` does not belong"),
        (None, "HF802", "`decision` cannot be 'maybe'"),
        (
            '{"key": "a", "text_key": "b", "kind": "fact", "decision": "reject", "coder": "c", '
            '"at": "0001-01-01T00:00:00+14:00"}',
            "HF802",
            "is not a moment",
        ),
    ],
)
def test_a_line_that_is_none_costs_that_line(text: str | None, code: str, words: str) -> None:
    good = Decision("a", "b", "statement", "later", "ana", datetime(2026, 3, 2, tzinfo=UTC))
    bad = line(good).replace("later", "maybe") if text is None else text
    problems: list[Any] = []
    assert list(parse(f"{bad}\n{line(good)}\n".encode(), "intake.jsonl", "public", problems)) == [good]
    assert [one.code for one in problems] == [code]
    assert words in problems[0].message


def test_what_is_wrong_with_a_line_is_shown_at_its_key() -> None:
    good = line(Decision("a", "b", "statement", "later", "ana", datetime(2026, 3, 2, tzinfo=UTC), reason="x" * 300))
    problems: list[Any] = []
    assert list(parse(f"{good.replace('later', 'maybe')}\n[]\n".encode(), "intake.jsonl", "public", problems)) == []
    at_key, at_start = (one.place for one in problems)
    assert at_key.excerpt[at_key.column - 1 : at_key.end_column - 1] == '"decision"'
    assert len(at_key.excerpt) == 200
    assert (at_start.line, at_start.column, at_start.end_column, at_start.excerpt) == (2, 1, 3, "[]")


def test_the_page_of_the_format_has_every_key_of_a_decision() -> None:
    assert [key for key, _, _ in DECISIONS] == list(decisions.KEYS)
    assert [key for key, needed, _ in DECISIONS if needed] == list(decisions.NEEDED)


PLACES = st.lists(st.tuples(st.sampled_from("pq"), st.integers(0, 12), st.integers(0, 12)), max_size=4)


@given(PLACES, PLACES)
def test_places_are_alike_that_share_four_fifths_of_their_code_points(
    ours: list[tuple[str, int, int]], theirs: list[tuple[str, int, int]]
) -> None:
    mine, other = (
        {(paragraph, at) for paragraph, start, end in places for at in range(start, end)} for places in (ours, theirs)
    )
    assert decisions.alike(ours, theirs) == (len(mine & other) >= 0.8 * len(mine | other))
    assert not decisions.alike([("p", 0, 10**15)], [("p", 0, 3)])
