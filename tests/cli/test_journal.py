"""The commands that keep the journal, that say where an agreement stands, and that report on a period."""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from docx import Document

from holdfast.cli import holdfast
from tests.cases import write

CASE = """
holdfast: 1
title: A case
parties:
  union: {name: The Union, roles: [principal]}
  port: {name: The Port, roles: [principal]}
  board: {name: The Board, roles: [body]}
issues: {}
audiences: {union: {sees: [public, union]}}
"""
AGREEMENT = """
title: A draft
events: {signature: {on: 2026-03-01}}
commitments: {act: {by: union, to: port, does: Act, gives: {keys: 48}, after: signature, within: 5d, decider: board}}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write(tmp_path / "case", {"case": CASE, "agreement": AGREEMENT, "compartments/union/sources": "[]"})


def call(*words: object, code: int = 0) -> Result:
    result = CliRunner().invoke(holdfast, [str(word) for word in words])
    assert result.exit_code == code, (result.output, result.exc_info)
    return result


def add(folder: Path, *more: object, code: int = 0) -> Result:
    return call("journal", "add", folder, "--received", "2026-03-04T12:00Z", *more, code=code)


COUNT = ("--party", "port", "--says", "counted", "--about", "act", "--good", "keys", "--on", "2026-03-03")


def test_an_entry_is_added_listed_verified_and_counts(folder: Path) -> None:
    assert add(folder, *COUNT, "--amount", "48", "--id", "keys").stdout == "keys\n"
    assert "keys" in call("journal", "list", folder).stdout
    head = call("journal", "head", folder).stdout.strip()
    assert head.startswith("public:1:")
    assert "is whole" in call("journal", "verify", folder, "--head", head).stdout
    found = json.loads(call("track", folder, "--as-of", "2026-03-10", "--format", "json").stdout)
    assert [one["status"] for one in found["statuses"]] == ["performed"]
    assert found["entries"]["keys"]["amount"] == "48"


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Commands are run as in a terminal: they may ask."""
    monkeypatch.setattr("holdfast.cli.journal.asks", lambda: True)


def answer(folder: Path, lines: str, *more: str, code: int = 0) -> Result:
    words = ["journal", "add", str(folder), "--received", "2026-03-04T12:00Z", *more]
    result = CliRunner().invoke(holdfast, words, input=lines)
    assert result.exit_code == code, (result.output, result.exc_info)
    return result


def exported(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in call("journal", "export", folder).stdout.splitlines()]


@pytest.mark.usefixtures("terminal")
def test_in_a_terminal_it_asks_for_what_is_missing(folder: Path) -> None:
    # party, by, says, about, on, good, amount, counts, place, reason; what is given as an option is not asked for.
    told = answer(folder, "port\n\ncounted\nact\nkeys\nabout 48\n\nSouth quay\n\n", "--on", "2026-03-03", "--id", "a")
    assert "A claim. Leave empty what does not apply." in told.stderr
    assert "The commitment, event or phase." in told.stderr
    assert told.stdout.splitlines()[-1].endswith("a")
    (found,) = exported(folder)
    assert found == {
        "kind": "claim", "id": "a", "received": "2026-03-04T12:00Z", "party": "port", "says": "counted",
        "about": "act", "on": "2026-03-03", "good": "keys", "amount": "about 48", "place": "South quay",
    }  # fmt: skip


@pytest.mark.usefixtures("terminal")
def test_a_correction_asks_which_key_changes_to_what(folder: Path) -> None:
    add_count = "port\n\ncounted\nact\n2026-03-03\nkeys\n12\n\n\n\n"
    answer(folder, add_count, "--id", "a")
    answer(folder, "a\nmiscounted\namount\n13\n", "--kind", "correction", "--id", "b")
    assert exported(folder)[1]["set"] == {"amount": "13"}


@pytest.mark.usefixtures("terminal")
def test_an_answer_that_cannot_be_adds_nothing(folder: Path) -> None:
    told = answer(folder, "prot\n\nperformed\nact\n\n\n\n\n\n\n", code=2)
    assert "did you mean port?" in told.stderr
    # Nor does an input that ends before the last question.
    answer(folder, "port\n", code=1)
    assert "no journal with an entry" in call("journal", "head", folder).stderr


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--party", "prot", "--says", "performed", "--about", "act"), "did you mean port?"),
        (("--party", "port", "--says", "performd", "--about", "act"), "did you mean performed or"),
        (("--party", "port", "--says", "performed", "--about", "at"), "no commitment, event or phase 'at'"),
        (("--party", "port", "--says", "performed"), "`about` is missing"),
        ((*COUNT, "--amount", "many"), "not an amount"),
        (("--kind", "fact"), "no kind of entry"),
        (("--kind", "withdrawal", "--of", "nothing"), "no entry 'nothing'"),
        ((*COUNT, "--amount", "1", "--compartment", "desk"), "sees no compartment 'desk'"),
    ],
)
def test_a_mistake_is_told_and_nothing_is_added(folder: Path, words: tuple[str, ...], message: str) -> None:
    assert message in add(folder, *words, code=2).stderr
    assert "no journal with an entry" in call("journal", "head", folder).stderr


def test_a_journal_travels_by_file(folder: Path, tmp_path: Path) -> None:
    add(folder, *COUNT, "--amount", "12", "--id", "one", "--note", "=1+1")
    add(folder, *COUNT, "--amount", "24", "--id", "two", "--compartment", "union")
    for form in ("jsonl", "csv"):
        out = tmp_path / f"out.{form}"
        call("journal", "export", folder, "--format", form, "--audience", "desk", "--output", out)
        assert "two" not in call("journal", "export", folder, "--format", form).stdout
        other = write(tmp_path / form, {"case": CASE, "agreement": AGREEMENT, "compartments/union/sources": "[]"})
        dry = call("journal", "import", out, "--case", other, "--dry-run")
        assert "1 entries" in dry.stderr
        assert not (other / "journal.db").exists()
        call("journal", "import", out, "--case", other)
        assert (other / "compartments/union/journal.db").exists()
        again = call("journal", "export", other, "--audience", "desk").stdout
        assert again == call("journal", "export", folder, "--audience", "desk").stdout
        assert "1 were there already" in call("journal", "import", out, "--case", other).stderr


def test_what_is_wrong_in_a_file_stops_all_of_it(folder: Path, tmp_path: Path) -> None:
    good = {
        "kind": "claim",
        "id": "a",
        "received": "2026-03-04T12:00Z",
        "party": "port",
        "says": "performed",
        "about": "act",
    }
    lines = [good, {**good, "id": "b", "about": "axt"}, {**good, "says": "violated"}]
    path = tmp_path / "in.jsonl"
    path.write_text("\n".join(json.dumps(line) for line in lines), encoding="utf-8")
    told = call("journal", "import", path, "--case", folder, code=1).stderr
    assert "in.jsonl:2:1 error HF704" in told
    assert "in.jsonl:3:1 error HF705" in told
    assert not (folder / "journal.db").exists()


def test_the_first_entry_takes_over_the_file_beside_the_case(folder: Path) -> None:
    add(folder, *COUNT, "--amount", "12", "--id", "one")
    text = call("journal", "export", folder).stdout
    (folder / "journal.db").unlink()
    (folder / "journal.jsonl").write_text(text, encoding="utf-8")
    assert "one" in call("journal", "list", folder).stdout
    add(folder, *COUNT, "--amount", "36", "--id", "two")
    assert [json.loads(line)["id"] for line in call("journal", "export", folder).stdout.splitlines()] == ["one", "two"]


def test_a_purge_is_told_with_what_it_does_not_reach(folder: Path) -> None:
    add(folder, *COUNT, "--amount", "12", "--id", "secret", "--note", "Xanthippe")
    told = call("journal", "purge", "secret", "--case", folder, "--reason", "protection", "--yes").stderr
    assert "Not reached: copies" in told
    assert "Xanthippe" not in call("journal", "export", folder).stdout
    assert "1 entry is purged" in call("journal", "verify", folder).stdout
    assert b"Xanthippe" not in (folder / "journal.db").read_bytes()


def test_a_damaged_journal_is_told(folder: Path) -> None:
    (folder / "journal.db").write_bytes(b"damaged" * 1000)
    for words in (["track", folder], ["journal", "verify", folder], ["journal", "list", folder], ["report", folder]):
        assert "damaged or no journal" in call(*words, code=1).stderr


def test_a_compartment_counts_for_its_audience_alone(folder: Path) -> None:
    add(folder, *COUNT, "--amount", "48", "--id", "keys")
    add(
        folder,
        "--party",
        "port",
        "--says",
        "not-performed",
        "--about",
        "act",
        "--on",
        "2026-03-03",
        "--compartment",
        "union",
    )

    def status(audience: str) -> str:
        text = call("track", folder, "--as-of", "2026-03-10", "--format", "json", "--audience", audience).stdout
        found: Any = json.loads(text)["statuses"][0]["status"]
        return str(found)

    assert (status("public"), status("union"), status("desk")) == ("performed", "contested", "contested")


def test_the_report_on_a_period_in_html_and_docx(repository: Path, tmp_path: Path) -> None:
    harbour = repository / "examples/harbour"
    words = ["report", harbour, "--period", "2026-03-23..2026-04-22", "--output"]
    call(*words, tmp_path / "p.html")
    page = (tmp_path / "p.html").read_text(encoding="utf-8")
    assert "5 incidents reported, 1 in the period before" in page
    assert "of 31 days: 9 in part, 9 not at all, 13 not said" in page
    assert page.count("<svg") >= 2
    assert "http://" not in page.replace("http://www.w3.org", "")
    call(*words, tmp_path / "p.docx")
    document = Document(BytesIO((tmp_path / "p.docx").read_bytes()))
    text = [paragraph.text for paragraph in document.paragraphs]
    assert "5 incidents reported, 1 in the period before" in text
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    assert "Reinstate the dismissed workers" in cells
    assert len(document.inline_shapes) >= 2


@pytest.mark.parametrize("period", ["2026-04", "2026-04-01..2026-04-30"])
def test_a_period_is_a_month_or_two_days(period: str, repository: Path) -> None:
    page = call("report", repository / "examples/harbour", "--period", period).stdout
    assert "Report on the period from 1 Apr 2026 to 30 Apr 2026" in page


@pytest.mark.parametrize(("period", "message"), [("2026", "no period"), ("2026-04-02..2026-04-01", "ends before")])
def test_a_wrong_period_is_told(period: str, message: str, repository: Path) -> None:
    assert message in call("report", repository / "examples/harbour", "--period", period, code=2).stderr


@pytest.mark.parametrize("table", "statuses ledgers next rates findings decisions coverage".split())
def test_every_table_has_rows(table: str, repository: Path) -> None:
    text = call("track", repository / "examples/harbour", "--format", "csv", "--table", table).stdout
    assert len(text.splitlines()) > 1
