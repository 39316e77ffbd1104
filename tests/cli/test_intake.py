"""The commands from documents to statements."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner, Result

from holdfast.case.load import load
from holdfast.cli import holdfast
from holdfast.intake import found
from tests.golden import Golden
from tests.intake_cases import SOURCES, folder, read


def run(*words: object, code: int = 0, typed: str = "") -> Result:
    result = CliRunner().invoke(
        holdfast,
        [str(word) for word in words],
        input=typed,
        env={"HOLDFAST_CODER": "ana", "EDITOR": "", "VISUAL": "", "COLUMNS": "100"},
    )
    assert result.exit_code == code, (result.output, result.exc_info)
    return result


@pytest.fixture
def case(tmp_path: Path) -> Path:
    return folder(tmp_path / "case", statements="# The statements\n")


@pytest.fixture(autouse=True)
def by_hand(monkeypatch: pytest.MonkeyPatch) -> None:
    """What documents hold is given by hand, so that these tests do not change with the reader's grammar."""
    monkeypatch.setattr("holdfast.intake.bulk.read", read)


def suggested(case: Path, *more: object) -> list[dict[str, Any]]:
    answer = json.loads(run("intake", "suggest", case, "--format", "json", *more).stdout)["suggestions"]
    assert isinstance(answer, list)
    return answer


def statements(home: Path) -> list[dict[str, Any]]:
    return yaml.safe_load((home / "statements.yaml").read_text(encoding="utf-8")) or []


def test_what_the_documents_may_say_with_places_and_reasons(case: Path) -> None:
    text = run("intake", "suggest", case).stdout
    assert "‹The union will not accept automatic cranes unless" in text
    assert "[Marta Reis]" in text
    assert "Marta Reis is a member of Union" in text
    first = suggested(case)[0]
    assert first["by"] == "Marta Reis"
    assert first["date"] == {"said": "on Friday", "resolved": "2026-02-27"}
    assert first["parties"][0]["value"] == "union"
    assert {mark["role"] for mark in first["marks"]} >= {"speaker", "cue", "content", "unless"}
    assert first["cite"][0]["source"] == "gazette"
    rows = list(csv.DictReader(io.StringIO(run("intake", "suggest", case, "--format", "csv").stdout)))
    assert [row["key"] for row in rows] == [one["key"] for one in suggested(case)]


def test_words_that_may_not_be_quoted_stay_on_the_terminal(case: Path, tmp_path: Path) -> None:
    (case / "sources.yaml").write_text(SOURCES.replace("kind: news", "kind: news, quotable: false"), encoding="utf-8")
    secret = "accept automatic cranes"
    assert secret in run("intake", "suggest", case).stdout
    for form in ("json", "csv"):
        assert secret not in run("intake", "suggest", case, "--format", form, "--audience", "desk").stdout
    run("intake", "suggest", case, "-o", tmp_path / "out.txt")
    assert secret not in (tmp_path / "out.txt").read_text(encoding="utf-8")
    assert "words that may not be quoted" in (tmp_path / "out.txt").read_text(encoding="utf-8")


def test_a_confidential_document_is_suggested_to_its_readers_only(case: Path) -> None:
    assert {one["source"] for one in suggested(case)} == {"gazette"}
    assert {one["source"] for one in suggested(case, "--audience", "union")} == {"gazette", "union/talk"}
    run("intake", "suggest", case, "--source", "union/talk", "--audience", "public", code=2)


def test_what_was_read_is_kept_in_its_compartment_and_read_once(case: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = suggested(case, "--audience", "union")
    assert (case / ".holdfast/intake.db").exists()
    assert (case / "compartments/union/.holdfast/intake.db").exists()

    def never(text: object) -> None:
        raise AssertionError("it was read already")

    monkeypatch.setattr("holdfast.intake.bulk.read", never)
    assert suggested(case, "--audience", "union") == first
    (case / ".holdfast/intake.db").write_bytes(b"no database")
    with pytest.raises(AssertionError):
        suggested(case)
    monkeypatch.setattr("holdfast.intake.bulk.read", read)
    assert suggested(case, "--audience", "union") == first


def test_deciding_by_key(case: Path) -> None:
    one, *others = suggested(case)
    key = one["key"]
    result = run("intake", "decide", key[:6], "confirm", "--case", case, "--set", "refuses=automation = full")
    assert result.stdout == "union-automation\n"
    (statement,) = statements(case)
    assert statement["refuses"] == "automation = full"
    assert str(statement["date"]["resolved"]) == "2026-02-27"
    assert load(case, "desk").diagnostics == ()
    assert key not in {one["key"] for one in suggested(case)}
    assert next(one for one in suggested(case, "--all") if one["key"] == key)["status"] == "confirmed"
    run("intake", "decide", key, "undo", "--case", case)
    assert statements(case) == []
    run("intake", "decide", others[0]["key"], "reject", "--case", case, "--reason", "nobody said so")
    assert others[0]["key"] not in {one["key"] for one in suggested(case)}


def test_what_cannot_be_done_is_said_and_changes_nothing(case: Path) -> None:
    key = suggested(case)[0]["key"]
    before = (case / "statements.yaml").read_bytes()
    result = run("intake", "decide", key, "confirm", "--case", case, "--set", "refuses=automation = ful", code=1)
    assert "HF302" in result.stderr
    assert "did you mean full?" in result.stderr
    assert "Nothing was changed." in result.stderr
    assert "still needs" in run("intake", "decide", key, "confirm", "--case", case, "--set", "gist=", code=1).stderr
    assert (
        "no key 'refuse'" in run("intake", "decide", key, "confirm", "--case", case, "--set", "refuse=x", code=2).stderr
    )
    assert "no suggestion 'ffffffff'" in run("intake", "decide", "ffffffff", "later", "--case", case, code=2).stderr
    assert (case / "statements.yaml").read_bytes() == before
    assert not (case / "intake.jsonl").exists()


def test_reviewing_with_one_key_each(case: Path) -> None:
    first = suggested(case)[0]["key"]
    typed = "y\nrefuses\n9\n2\nl\nu\nn\nno reason\nq\n"
    result = run("intake", "review", case, "--kind", "statement", "--source", "gazette", typed=typed)
    assert "would be written: party: union" in result.output
    assert "Confirmed: statements.yaml" in result.output
    assert "Taken back." in result.output
    assert "2 decided, 1 left." in result.output
    (statement,) = statements(case)
    assert statement["party"] == "union"
    assert "There is no number 9." in result.output
    assert f"2 {statement['refuses']}" in result.output
    record = [json.loads(line) for line in (case / "intake.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [one["decision"] for one in record] == ["confirm", "later", "undo", "reject"]
    assert record[0]["key"] == first
    assert record[3]["reason"] == "no reason"
    again = run("intake", "review", case, "--kind", "statement", "--source", "gazette", typed="q\n")
    assert "1/1" in again.output


def test_reviewing_asks_again_where_something_is_wrong(case: Path) -> None:
    typed = "y\nrefuse\ny\nrefuses\nautomation =\nautomation = nothing\n\ny\nrefuses\nautomation = all\n\nq\n"
    result = run("intake", "review", case, "--kind", "statement", "--source", "gazette", typed=typed)
    assert "There is no verb 'refuse'" in result.output
    assert "^" in result.output
    assert "HF302" in result.output
    assert "0 decided" in result.output
    assert statements(case) == []


def test_editing_key_by_key(case: Path) -> None:
    # verb, what, party, by, via, channel, if, unless, gist, firmness, because
    typed = "e\nrequires\nreinstatement = all\n\n\n\n-\n\n-\nOur words\n\n\nq\n"
    run("intake", "review", case, "--kind", "statement", "--source", "gazette", typed=typed)
    (statement,) = statements(case)
    assert statement["requires"] == "reinstatement = all"
    assert statement["gist"] == "Our words"
    assert "channel" not in statement
    assert "unless" not in statement


def test_how_far_it_is(case: Path) -> None:
    one = suggested(case)[0]
    run("intake", "decide", one["key"], "reject", "--case", case)
    text = run("intake", "status", case).stdout
    assert "1 rejected" in text
    assert "ana decided about 1." in text
    answer = json.loads(run("intake", "status", case, "--format", "json").stdout)
    assert answer["sources"][0]["rejected"] == 1
    assert run("intake", "status", case, "--format", "csv").stdout.startswith("source,suggestions,open")


def test_independent_coders_do_not_see_each_other(case: Path) -> None:
    one = suggested(case)[0]
    run("intake", "decide", one["key"], "reject", "--case", case, "--coder", "ben")
    shared = run("intake", "review", case, typed="q\n").output
    alone = run(
        "intake", "review", case, "--source", "gazette", "--kind", "statement", "--independent", typed="q\n"
    ).output
    assert one["key"] not in shared
    assert one["key"] in alone


def test_a_document_in_another_language_is_said_not_to_be_read(case: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("holdfast.intake.bulk.read", found.read)
    (case / "sources.yaml").write_text(SOURCES.replace("language: en", "language: pt"), encoding="utf-8")
    assert "Not read: gazette: its language is pt" in run("intake", "suggest", case).stdout


def test_what_a_terminal_would_obey_is_made_visible(case: Path) -> None:
    text = (case / "sources/gazette.txt").read_text(encoding="utf-8")
    (case / "sources/gazette.txt").write_text(text.replace("Friday.", "Friday. \x1b[2J\x1b]0;x\x07"), encoding="utf-8")
    for words in (("suggest", case), ("review", case)):
        output = run("intake", *words, typed="y\nq\n").output
        assert "\x1b" not in output
        assert "\x07" not in output
        assert "\ufffd" in output


def test_suggestions_as_text_and_for_programs(case: Path, golden: Golden) -> None:
    """All of one document: with the words, the reasons and what is to be written."""
    place = Path(__file__).parent / "golden"
    golden(run("intake", "suggest", case).stdout, place / "intake-suggest.txt")
    golden(run("intake", "suggest", case, "--format", "json").stdout, place / "intake-suggest.json")
    golden(run("intake", "suggest", case, "--format", "csv").stdout, place / "intake-suggest.csv")
    keys = [one["key"] for one in suggested(case)]
    run("intake", "decide", keys[0], "confirm", "--case", case, "--set", "refuses=automation = full")
    run("intake", "decide", keys[1], "later", "--case", case)
    golden((case / "statements.yaml").read_text(encoding="utf-8"), place / "intake-statements.yaml")
    golden(run("intake", "status", case).stdout, place / "intake-status.txt")
