"""The pages of what was done say what the terminal says, on any day, as known then or now."""

from __future__ import annotations

import html
import re
import shutil
from io import BytesIO
from pathlib import Path

import pytest
from click.testing import CliRunner
from docx import Document
from icalendar import Calendar

from benchmarks._cases import write_case, write_journal
from holdfast.cli import holdfast
from tests.cases import write
from tests.web.client import visitor, waited


@pytest.fixture
def harbour(tmp_path: Path, repository: Path) -> Path:
    shutil.copytree(repository / "examples" / "harbour", tmp_path / "harbour")
    return tmp_path / "harbour"


def words(text: str) -> str:
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]*>", " ", text)))


def terminal(*given: object) -> str:
    result = CliRunner().invoke(holdfast, [str(one) for one in given], env={"COLUMNS": "1000"})
    assert result.exit_code == 0, result.output
    return result.stdout


@pytest.mark.parametrize(
    ("query", "options"),
    [
        ("", []),
        ("?as_of=2026-03-25", ["--as-of", "2026-03-25"]),
        ("?as_of=2026-03-20&known=then", ["--as-of", "2026-03-20", "--known-on", "2026-03-20"]),
        ("?as_of=2026-04-22&draft=first-draft", ["--as-of", "2026-04-22", "--draft", "first-draft"]),
    ],
)
@pytest.mark.parametrize("audience", ["desk", "public"])
def test_the_board_says_what_the_terminal_says(harbour: Path, query: str, options: list[str], audience: str) -> None:
    board = words(visitor(harbour, audience).get(f"/track{query}").text)
    text = words(terminal("track", harbour, "--audience", audience, *options))
    heading = re.search(r"\S+ of \d+ obligations? performed or kept so far[^.]*\.", text)
    assert heading is not None
    assert heading[0] in board
    for row in terminal("track", harbour, "--audience", audience, "--format", "csv", *options).splitlines()[1:]:
        clause = row.split(",")[0]
        assert f"/track/clauses/{clause}" in visitor(harbour, audience).get(f"/track{query}").text


def test_what_was_known_then_differs_from_what_is_known_now(harbour: Path) -> None:
    browser = visitor(harbour)
    now = words(browser.get("/track/clauses/reinstate?as_of=2026-03-19").text)
    then = words(browser.get("/track/clauses/reinstate?as_of=2026-03-19&known=then").text)
    assert "◐ in part" in now
    assert "12 of 48 workers" in now
    assert "○ due" in then.partition("How it came to stand so")[0]
    assert "Nobody has said anything of it" in then
    assert "received later does not count" in then


def test_a_corrected_count_and_a_confidential_claim_are_marked(harbour: Path) -> None:
    page = visitor(harbour).get("/track/clauses/withdraw-claims").text
    assert "/journal/entries/union/claims-still-in-court" in page
    assert "confidential: union" in page
    hidden = visitor(harbour, "public").get("/track/clauses/withdraw-claims").text
    assert "claims-still-in-court" not in hidden
    assert "≠ contested" in words(page)
    assert "≠ contested" not in words(hidden)
    assert "↻ corrected" in words(visitor(harbour).get("/track/clauses/hardship-allowance").text)


def test_filters_of_the_board(harbour: Path) -> None:
    browser = visitor(harbour)
    assert browser.get("/track?status=late").text.count('role="rowheader"') == 1
    assert "1 of 23 obligations shown" in words(browser.get("/track?status=late").text)
    assert browser.get("/track?status=latte").status_code == 400
    assert browser.get("/track?party=nobody").status_code == 404
    assert browser.get("/track?as_of=never").status_code == 400
    assert browser.get("/track?draft=nothing").status_code == 404
    assert browser.get("/track?as_of=0001-01-01").status_code == 200
    assert browser.get("/track?as_of=9999-12-31").status_code == 200


def test_ledgers_have_each_count_side_by_side(harbour: Path) -> None:
    page = words(visitor(harbour).get("/track/ledgers").text)
    for side in ("30 by 27 Mar 2026 18 outstanding", "22 by 27 Mar 2026 26 outstanding", "24 by 27 Mar 2026 24"):
        assert side in page
    assert "19 Mar 2026 12 10 12" in page, "day by day, one column for each who counts"
    assert "27 Mar 2026 30 22 24" in page
    early = words(visitor(harbour).get("/track/ledgers?as_of=2026-03-19").text)
    assert "30 by" not in early


def test_the_timeline_has_its_table(harbour: Path) -> None:
    page = visitor(harbour).get("/track/timeline").text
    assert "<svg" in page
    table = words(page[page.index("Stretches with one status") :])
    assert "Lift the blockade of the south quay performed 10 Mar 2026 22 Apr 2026" in table


def test_what_comes_next_and_its_calendar(harbour: Path) -> None:
    browser = visitor(harbour)
    assert "Due soon, late, blocked" in words(browser.get("/track/next").text)
    answer = browser.get("/track/due.ics?as_of=2026-04-01")
    assert answer.headers["content-type"].startswith("text/calendar")
    events = Calendar.from_ical(answer.text).walk("VEVENT")
    assert any("Reinstate the dismissed workers" in str(one["summary"]) for one in events)


def test_a_period_as_a_page_and_as_files(harbour: Path, tmp_path: Path) -> None:
    browser = visitor(harbour)
    page = words(browser.get("/track/period?month=2026-03").text)
    assert "Report on the period from 1 Mar 2026 to 31 Mar 2026" in page
    assert "3 incidents reported, 0 in the period before" in page
    saved = browser.get("/track/period/file?from=2026-03-01&to=2026-03-31")
    target = tmp_path / "march.html"
    terminal("report", harbour, "--period", "2026-03", "--audience", "desk", "--output", target)
    assert saved.text.strip() == target.read_text().strip(), "the same file as the command makes"
    content = browser.get("/track/period/file?month=2026-03&format=docx").content
    document = Document(BytesIO(content))
    assert document.paragraphs[0].text == "Report on the period from 1 Mar 2026 to 31 Mar 2026"
    for wrong in ("month=2026-13", "from=2026-04-01&to=2026-03-01", "from=soon", "from=0001-01-01&to=9999-12-31"):
        assert browser.get(f"/track/period?{wrong}").status_code == 400, wrong
    assert browser.get("/track/period?to=0001-01-01").status_code in (200, 400)


def test_the_overview_answers_all_and_says_what_is_due(harbour: Path) -> None:
    page = words(visitor(harbour).get("/").text)
    assert "What was promised, what was done, what is contested? 4 of 22 obligations performed or kept so far" in page
    assert "! late (12 days) · Reinstate the dismissed workers" in page
    assert "corrects allowance-2: typing error" in page
    assert "Once it starts, does each party keep having a reason to continue?" in page
    assert "Once it starts" not in words(visitor(harbour, "public").get("/").text), "that is for the desk"


def test_the_overview_says_what_changed_in_the_files(harbour: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("holdfast.web.shelf.PAUSE", 0)
    browser = visitor(harbour)
    assert "Nothing since the server was started." in browser.get("/").text
    file = harbour / "statements" / "congress.yaml"
    file.write_text(file.read_text() + "- {id: new-word, party: union, gist: Something, warns: Something}\n")
    case = harbour / "case.yaml"
    case.write_text(case.read_text().replace("title: Harbour dispute", "title: The harbour"))
    page = words(browser.get("/").text)
    assert "statement new-word added" in page
    hidden = harbour / "compartments" / "desk" / "statements.yaml"
    public = visitor(harbour, "public")
    before = public.get("/").text
    hidden.write_text(hidden.read_text() + "- {id: another, by: Somebody, gist: Something, warns: Something}\n")
    assert public.get("/").text == before
    assert "statement desk/another added" in words(browser.get("/").text)


def test_the_report_holds_where_it_stands(harbour: Path) -> None:
    page = words(visitor(harbour).get("/report/whole").text)
    assert "Status on 22 Apr 2026" in page
    assert "Workers: 48 (60 - 12), of which 20 night crew promised by Port" in page


def test_without_draft_or_journal_it_says_what_is_missing(tmp_path: Path) -> None:
    folder = write(tmp_path / "case", {"statements": "[]\n"})
    browser = visitor(folder)
    for page in ("", "/ledgers", "/timeline", "/next", "/period", "/clauses/anything", "/due.ics"):
        answer = browser.get(f"/track{page}")
        assert answer.status_code == 200
        assert "no draft of an agreement" in answer.text
    write(tmp_path / "case", {"agreement": "title: A draft\ncommitments: {pay: {by: port, does: Pay}}\n"})
    assert "nothing is recorded in it yet" in visitor(folder).get("/track").text


def test_a_large_journal_has_no_timelines(harbour: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("holdfast.web.journals.MOST_CLAIMS", 10)
    browser = visitor(harbour)
    assert "too large for a timeline" in browser.get("/track/timeline").text
    assert browser.get("/track/next").status_code == 200
    assert browser.get("/track/clauses/reinstate").status_code == 200


def test_what_was_done_of_a_long_draft_comes_in_parts_that_hold_all_of_it(tmp_path: Path) -> None:
    write_case(tmp_path / "case", statements=10, commitments=150, files=1)
    write_journal(tmp_path / "journal.jsonl", entries=200, commitments=150, days=8)
    terminal("journal", "import", tmp_path / "journal.jsonl", "--case", tmp_path / "case")
    browser = visitor(tmp_path / "case")
    boards = [waited(browser, f"/track?page-phase-1={number}") for number in (1, 2)]
    named = [re.findall(r'scope="row"><a href="/track/clauses/(step-\d+)', page) for page in boards]
    assert [len(part) for part in named] == [100, 50]
    assert len({name for part in named for name in part}) == 150
    late = words(waited(browser, "/track?status=late&page-phase-1=2"))
    assert "Show all" in late
    every = {f"Do what step number {number} says" for number in range(150)}
    times = [waited(browser, f"/track/timeline?page={number}") for number in (1, 2, 3)]
    tables = [set(re.findall("Do what step number [0-9]+ says", page.partition("<tbody>")[2])) for page in times]
    assert [len(part) for part in tables] == [60, 60, 30]
    assert set().union(*tables) == every
    assert all('aria-label="The status of each clause over time' in page for page in times)
    page = waited(browser, "/track/period?from=2026-01-01&to=2026-01-08")
    assert "has pages of its own" in page
    kept = waited(browser, "/track/period/file?from=2026-01-01&to=2026-01-08")
    assert "The status of each clause over time" in kept
    assert "Page 1 of" not in kept
    assert every == {one for one in re.findall("Do what step number [0-9]+ says", kept) if one in every}
