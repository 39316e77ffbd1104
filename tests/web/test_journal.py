"""Entering what happened by forms: what is written, who may, and that nobody's entry is overlooked."""

from __future__ import annotations

import hashlib
import html
import re
import threading
from pathlib import Path
from typing import Any

import pytest
from argon2 import PasswordHasher
from starlette.testclient import TestClient

from holdfast.case.audience import compartment_folder
from holdfast.case.records import Record, read
from holdfast.journal.shelf import journals
from holdfast.journal.store import Journal
from holdfast.web import shelf
from holdfast.web.accounts import Accounts
from holdfast.web.people import Person, Role
from tests import postgresql
from tests.cases import write
from tests.web.client import client, fields, made, visitor

CASE = """
holdfast: 1
title: A case with a journal
timezone: Europe/Lisbon
parties:
  union: {name: The Union, roles: [principal]}
  crews: {name: The Night Crews, roles: [faction], of: union}
  port: {name: The Port, roles: [principal]}
  monitor: {name: The Monitor, roles: [body]}
issues: {}
audiences:
  union: {sees: [public, union]}
"""
AGREEMENT = """
title: A draft
events: {signature: {declared_by: monitor}}
commitments:
  reinstate: {by: port, to: union, gives: {workers: 48}, after: signature, within: 10d, verified_by: monitor,
    decider: monitor}
  lift: {by: union, to: port, does: Lift the blockade, after: signature}
"""
SIGNED = (
    '{"kind": "claim", "id": "signed", "received": "2026-03-01T10:00Z", "party": "monitor", "says": "occurred", '
    '"about": "signature", "on": "2026-03-01"}\n'
)


@pytest.fixture(autouse=True)
def no_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("holdfast.web.journals.PAUSE", 0)
    monkeypatch.setattr(shelf, "PAUSE", 0)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write(
        tmp_path / "case",
        {
            "case": CASE,
            "agreement": AGREEMENT,
            "sources": "- {id: paper, file: paper.txt}\n",
            "sources/paper.txt": "Twelve men are back.\n\nThe gate is open.\n",
            "compartments/union/statements": "[]\n",
            "compartments/desk/statements": "[]\n",
        },
    )


def entries(folder: Path, compartment: str = "public") -> dict[str, Record]:
    found = [one for store in journals(folder, (compartment,)) for one in store.entries()]
    return {one.record.id: one.record for one in found}


def enter(browser: TestClient, page: str, **changed: Any) -> Any:
    """Open a form, fill some fields, and send it."""
    action = page.partition("?")[0]
    given = fields(browser.get(page).text, action)
    return browser.post(action, data={**given, **{key.replace("__", ":"): value for key, value in changed.items()}})


def said(answer: Any) -> str:
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]*>", "", answer.text)))


def test_a_claim_is_entered_and_followed_to_what_rests_on_it(folder: Path) -> None:
    browser = visitor(folder)
    first = enter(
        browser, "/journal/new/claim?about=signature", f__says="occurred", f__party="monitor", f__on="2026-03-01"
    )
    assert first.status_code == 303
    answer = enter(
        browser,
        "/journal/new/claim?about=reinstate",
        id="count-1",
        f__says="counted",
        f__party="monitor",
        f__on="2026-03-04",
        f__good="workers",
        f__amount="about 12",
        received="2026-03-05T09:30Z",
        **{"cite0-source": "paper", "cite0-paragraph": "1", "cite0-quote": "Twelve men"},
    )
    assert answer.headers["location"] == "/journal/entries/count-1?done=entered"
    record = entries(folder)["count-1"]
    assert record == read(
        {
            "kind": "claim",
            "id": "count-1",
            "received": "2026-03-05T09:30Z",
            "party": "monitor",
            "says": "counted",
            "about": "reinstate",
            "on": "2026-03-04",
            "good": "workers",
            "amount": "about 12",
            "cite": [{"source": "paper", "paragraph": 1, "quote": "Twelve men"}],
        }
    )
    page = browser.get("/journal/entries/count-1").text
    assert 'href="/sources/paper#p1"' in page
    assert 'href="/track/clauses/reinstate"' in page
    assert "Recorded in the journal." in browser.get(answer.headers["location"]).text
    board = said(browser.get("/track?as_of=2026-03-06"))
    assert "The Monitor counted 12 of 48 workers by 4 Mar 2026" in board


def test_every_kind_can_be_entered(folder: Path) -> None:
    browser = visitor(folder)
    claim = {"f__party": "union", "f__about": "reinstate", "f__says": "violated", "f__on": "2026-03-05"}
    assert enter(browser, "/journal/new/claim", id="c", **claim).status_code == 303
    finding = {"f__finds": "breached", "f__party": "monitor", "f__standard": "balance-of-probabilities"}
    answer = enter(
        browser, "/journal/new/finding?about=reinstate", id="f", f__weighs=["c"], f__on="2026-03-06", **finding
    )
    assert answer.status_code == 303
    decision = {
        "f__decides": "extend",
        "f__parties": ["port", "union"],
        "f__on": "2026-03-07",
        "f__until": "2026-04-01",
    }
    assert enter(browser, "/journal/new/decision?about=reinstate", id="d", **decision).status_code == 303
    coverage = {"f__observed": "none", "f__place": "north gate", "f__on": "2026-03-01", "f__on-to": "2026-03-04"}
    assert enter(browser, "/journal/new/coverage", id="v", f__party="monitor", **coverage).status_code == 303
    answer = enter(browser, "/journal/new/correction?of=c", id="k", why="misheard", f__says="in-part", f__on="")
    assert answer.status_code == 303
    assert enter(browser, "/journal/new/withdrawal?of=d", id="w", why="not yet").status_code == 303
    found = entries(folder)
    assert {name: record.kind for name, record in found.items()} == {
        "c": "claim",
        "f": "finding",
        "d": "decision",
        "v": "coverage",
        "k": "correction",
        "w": "withdrawal",
    }
    assert found["f"].weighs == ("c",)
    assert found["d"].parties == ("port", "union")
    assert found["v"].on is not None
    assert found["v"].on[0].isoformat() == "2026-03-01"
    assert found["k"].set == {"says": "in-part", "on": None}
    assert found["k"].reason == "misheard"
    page = said(browser.get("/journal/entries/c"))
    assert "↻ corrected" in page
    assert "As corrected: performed in part" in page
    assert "✕ withdrawn" in said(browser.get("/journal/entries/d"))
    assert "Weighs" not in page
    assert "found: breached" in page, "the finding that weighed it is shown with it"
    listed = said(browser.get("/journal?fate=withdrawn"))
    assert "extended" in listed
    assert "1 entry of 6" in listed


def test_a_correction_that_changes_nothing_is_refused_and_a_second_starts_from_the_first(folder: Path) -> None:
    browser = visitor(folder)
    count = {
        "f__party": "monitor",
        "f__says": "counted",
        "f__good": "workers",
        "f__amount": "12",
        "f__on": "2026-03-04",
    }
    enter(browser, "/journal/new/claim?about=reinstate", id="c", **count)
    assert "Nothing is changed yet" in said(enter(browser, "/journal/new/correction?of=c"))
    assert enter(browser, "/journal/new/correction?of=c", id="k1", f__amount="13").status_code == 303
    page = browser.get("/journal/new/correction?of=c")
    assert fields(page.text, "/journal/new/correction")["f:amount"] == "13"
    assert enter(browser, "/journal/new/correction?of=c", id="k2", f__place="gate").status_code == 303
    assert entries(folder)["k2"].set == {"place": "gate"}
    refused = enter(browser, "/journal/new/correction?of=c", f__amount="X")
    assert "'X' is not an amount" in said(refused)
    assert browser.get("/journal/new/correction?of=k1").status_code == 400
    assert enter(browser, "/journal/new/withdrawal?of=k1", id="w").status_code == 303
    assert fields(browser.get("/journal/new/correction?of=c").text, "/journal/new/correction")["f:amount"] == "12"


def test_what_is_wrong_is_said_as_one_types_and_nothing_is_written(folder: Path) -> None:
    browser = visitor(folder)
    sent = {"f:about": "reinstate", "f:says": "counted", "f:party": "monitor", "f:good": "cranes", "f:amount": "12"}
    told = said(browser.post("/journal/check/claim", data=sent))
    assert "'reinstate' has no good 'cranes'" in told
    told = said(browser.post("/journal/check/claim", data={"f:about": "reinstatt", "f:says": "performed"}))
    assert "Nobody says this" in told
    told = said(
        browser.post(
            "/journal/check/finding",
            data={
                "f:about": "lift",
                "f:finds": "performed",
                "f:party": "port",
                "f:standard": "not-said",
                "f:weighs": "nothing",
            },
        )
    )
    assert "There is no entry 'nothing'" in told
    assert "Nothing is wrong with it" in said(
        browser.post("/journal/check/claim", data={"f:about": "lift", "f:says": "performed", "f:party": "port"})
    )
    answer = enter(browser, "/journal/new/claim?about=reinstate", f__says="performed", f__party="port", f__on="soon")
    assert answer.status_code == 422
    assert 'value="soon"' in answer.text, "what was typed is still there"
    assert entries(folder) == {}
    assert not (folder / "journal.db").exists()


def test_evidence_is_hashed_and_kept_through_a_refusal(folder: Path) -> None:
    browser = visitor(folder)
    given = fields(browser.get("/journal/new/claim?about=lift").text, "/journal/new/claim")
    given |= {"f:party": "port", "f:says": "performed", "f:on": "never"}
    files = [("evidence", ("C:\\photos\\gate.jpg", b"a picture", "image/jpeg"))]
    answer = browser.post("/journal/new/claim", data=given, files=files)
    assert answer.status_code == 422
    again = fields(answer.text, "/journal/new/claim") | {"f:on": "2026-03-02", "id": "c"}
    assert browser.post("/journal/new/claim", data=again).status_code == 303
    (one,) = entries(folder)["c"].evidence
    assert one.file == "gate.jpg"
    assert one.sha256 == hashlib.sha256(b"a picture").hexdigest()
    assert not list(folder.rglob("gate.jpg"))


def test_a_form_that_is_sent_twice_is_recorded_once(folder: Path) -> None:
    browser = visitor(folder)
    given = fields(browser.get("/journal/new/claim?about=lift").text, "/journal/new/claim")
    given |= {"f:party": "port", "f:says": "performed"}
    first, second = (browser.post("/journal/new/claim", data=given) for _ in range(2))
    assert first.headers["location"] == second.headers["location"]
    assert len(entries(folder)) == 1


def test_what_somebody_else_recorded_meanwhile_is_shown_first(folder: Path) -> None:
    anna, ben = visitor(folder), visitor(folder)
    page = anna.get("/journal/new/claim?about=lift").text
    given = fields(page, "/journal/new/claim") | {"f:party": "port", "f:says": "not-performed", "id": "annas"}
    assert (
        enter(ben, "/journal/new/claim?about=reinstate", id="other", f__party="port", f__says="performed").status_code
        == 303
    )
    enter(ben, "/journal/new/claim?about=lift", id="bens", f__party="union", f__says="performed", compartment="desk")
    told = said(anna.post("/journal/check/claim", data=given))
    assert "Meanwhile somebody recorded on the same: The Union: performed" in told
    answer = anna.post("/journal/new/claim", data=given)
    assert answer.status_code == 409
    assert "Somebody else has recorded on the same meanwhile" in answer.text
    assert 'href="/journal/entries/desk/bens"' in answer.text
    assert 'href="/journal/entries/other"' not in answer.text, "on something else"
    assert "annas" not in entries(folder)
    again = fields(answer.text, "/journal/new/claim")
    assert again["f:says"] == "not-performed"
    assert anna.post("/journal/new/claim", data=again).status_code == 303
    assert {"annas", "other"} == set(entries(folder))
    assert set(entries(folder, "desk")) == {"bens"}


def test_two_corrections_of_one_entry_do_not_pass_each_other_unseen(folder: Path) -> None:
    anna, ben = visitor(folder), visitor(folder)
    enter(ben, "/journal/new/claim?about=lift", id="c", f__party="port", f__says="performed", f__place="gate")
    given = fields(anna.get("/journal/new/correction?of=c").text, "/journal/new/correction") | {"f:place": "quay"}
    enter(ben, "/journal/new/correction?of=c", id="k", f__place="harbour")
    answer = anna.post("/journal/new/correction", data=given)
    assert answer.status_code == 409
    assert 'href="/journal/entries/k"' in answer.text


def person(folder: Path, tmp_path: Path, name: str, audience: str, role: Role) -> TestClient:
    """Somebody with an account."""
    path = tmp_path / "accounts.db"
    accounts = Accounts(path, hasher=PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    who = Person(name, audience, role)
    if name not in {one.person.name for one in accounts.list()}:
        accounts.add(who, "a long password")
    workbench = made(folder, accounts=accounts)
    browser = client(workbench, let_in=False)
    browser.cookies.set("holdfast", accounts.open(who))
    return browser


def test_who_may_only_report_enters_claims_of_their_own(folder: Path, tmp_path: Path) -> None:
    browser = person(folder, tmp_path, "ugo", "union", "report")
    page = browser.get("/journal/new/claim?about=lift")
    assert page.status_code == 200
    parties = re.search(r'<select id="f:party".*?</select>', page.text, re.DOTALL)
    assert parties is not None
    assert re.findall(r'value="([\w-]+)"', parties[0]) == ["union", "crews"]
    assert fields(page.text, "/journal/new/claim")["compartment"] == "union"
    answer = enter(browser, "/journal/new/claim?about=lift", id="ours", f__party="crews", f__says="performed")
    assert answer.headers["location"].startswith("/journal/entries/union/ours")
    assert set(entries(folder, "union")) == {"ours"}
    assert entries(folder) == {}
    refused = enter(browser, "/journal/new/claim?about=lift", f__party="port", f__says="performed")
    assert refused.status_code == 422
    assert "Your role enters claims of your own party" in said(refused)
    assert enter(browser, "/journal/new/claim?about=lift", f__by="Somebody", f__says="performed").status_code == 422
    given = {"f:party": "union", "f:says": "performed", "f:about": "lift", "compartment": "public"}
    assert browser.post("/journal/new/claim", data=given).status_code == 403
    assert browser.post("/journal/new/claim", data={**given, "compartment": "desk"}).status_code == 403
    for kind in ("finding", "decision", "coverage", "correction?of=union/ours", "withdrawal?of=union/ours"):
        assert browser.get(f"/journal/new/{kind}").status_code == 403, kind
    assert browser.post("/journal/begin", data={"compartment": "union"}).status_code == 403
    assert "Put it right" not in browser.get("/journal/entries/union/ours").text
    what = [one.what for one in Accounts(tmp_path / "accounts.db").log(changes=True) if one.what]
    assert what == ["recorded claim union/ours"]


def test_who_may_only_read_enters_nothing(folder: Path, tmp_path: Path) -> None:
    browser = person(folder, tmp_path, "ria", "union", "read")
    assert browser.get("/journal/new/claim").status_code == 403
    assert browser.post("/journal/new/claim", data={}).status_code == 403
    assert "Record a claim" not in browser.get("/journal").text
    assert "Your role does not enter anything" in browser.get("/journal").text


def test_a_journal_is_begun_and_takes_the_text_over(folder: Path) -> None:
    (folder / "journal.jsonl").write_text(SIGNED)
    browser = visitor(folder)
    page = browser.get("/journal").text
    assert "Begin the journal of public" in page
    assert "are taken over" in page
    assert browser.post("/journal/begin", data={"compartment": "public"}).headers["location"] == "/journal?done=begun"
    assert set(entries(folder)) == {"signed"}
    assert browser.post("/journal/begin", data={"compartment": "desk"}).status_code == 303
    page = browser.get("/journal").text
    assert "Begin the journal of public" not in page
    assert "Begin the journal of desk" not in page
    assert "Begin the journal of union" in page
    assert browser.post("/journal/begin", data={"compartment": "nowhere"}).status_code == 403


def test_a_journal_of_text_that_has_mistakes_is_not_taken_over(folder: Path) -> None:
    (folder / "journal.jsonl").write_text(SIGNED + "{broken\n")
    browser = visitor(folder)
    answer = enter(browser, "/journal/new/claim?about=lift", f__party="port", f__says="performed")
    assert answer.status_code == 422
    assert "has mistakes" in said(answer)
    assert "signed" in browser.get("/journal").text


def test_a_damaged_journal_is_told_and_nothing_breaks(folder: Path, tmp_path: Path) -> None:
    (folder / "journal.db").write_bytes(b"no database" * 100)
    browser = visitor(folder)
    for page in ("/", "/journal", "/track", "/track/ledgers", "/journal/verify", "/journal/new/claim"):
        assert browser.get(page).status_code == 200, page
    assert "damaged" in said(browser.get("/journal"))
    other = person(folder, tmp_path, "ria", "union", "read")
    assert "The journal cannot be read now. Tell those who run this server" in said(other.get("/track"))


def test_purging_takes_whoever_administers_and_the_name_once_more(folder: Path) -> None:
    browser = visitor(folder, role="administer")
    enter(browser, "/journal/new/claim?about=lift", id="c", f__party="port", f__says="performed", f__note="Jo Smith")
    assert browser.post("/journal/purge/c", data={"reason": "protection", "again": "d"}).status_code == 422
    assert "c" in entries(folder)
    assert browser.post("/journal/purge/c", data={"reason": "protection", "again": "c"}).status_code == 303
    assert set(entries(folder)) == {"purge-1-2"}
    assert browser.get("/journal/entries/c").status_code == 404
    assert "Jo Smith" not in browser.get("/journal").text
    assert visitor(folder).post("/journal/purge/purge-1-2", data={}).status_code == 403
    assert "1 entry purged" in said(browser.get("/journal/verify"))


def test_a_change_behind_the_back_shows(folder: Path) -> None:
    import sqlite3

    browser = visitor(folder)
    enter(browser, "/journal/new/claim?about=lift", id="c", f__party="port", f__says="performed")
    assert "Every chain is whole" in browser.get("/journal/verify").text
    with sqlite3.connect(folder / "journal.db") as database:
        database.execute("drop trigger entry_kept")
        database.execute("""update entry set content = replace(content, 'performed', 'violated')""")
    assert "its content is not what was committed to" in said(browser.get("/journal/verify"))


def test_filters_and_pages(folder: Path) -> None:
    store = Journal(folder / "journal.db", ["public"])
    store.append("public", [_claim(n) for n in range(120)])
    browser = visitor(folder)
    page = browser.get("/journal")
    assert page.text.count('role="rowheader"') == 50
    assert "Page 1 of 3" in page.text
    assert "120 entries" in page.text
    assert said(browser.get("/journal?page=3")).count("claim-119") == 0
    assert "40 entries of 120" in said(browser.get("/journal?place=quay"))
    assert "10 entries of 120" in said(browser.get("/journal?since=2026-03-01&until=2026-03-10"))
    assert "60 entries of 120" in said(browser.get("/journal?party=union"))
    assert "No entries of 120" in said(browser.get("/journal?kind=finding"))
    assert "1 entry of 120" in said(browser.get("/journal?q=Claim-7+remarkable"))
    history = browser.get("/track/clauses/lift").text
    assert "120 entries in the journal on it" in history
    assert "The last 100 are shown" in history
    assert history.count("/journal/entries/claim-119") > 0 == history.count('/journal/entries/claim-5"')
    assert browser.get("/journal?party=nobody").status_code == 404
    assert browser.get("/journal?since=soon").status_code == 400


def _claim(number: int) -> Record:
    data = {
        "kind": "claim",
        "id": f"claim-{number}",
        "received": "2026-03-01T10:00Z",
        "party": ("union", "port")[number % 2],
        "says": "performed",
        "about": "lift",
        "on": f"2026-{3 + number // 28:02}-{1 + number % 28:02}",
        "place": ("quay", "gate", "office")[number % 3],
    }
    found = read(data | ({"note": "Remarkable"} if number == 7 else {}))
    assert isinstance(found, Record)
    return found


# --- on PostgreSQL ---------------------------------------------------------------------------------------------------


@pytest.fixture
def url(cluster: str) -> str:
    return postgresql.database(cluster)


def test_several_people_at_once_on_postgresql(folder: Path, url: str) -> None:
    """Ten people enter something at once, half of them on the same thing: nothing is lost, nothing overlooked."""
    workbench = made(folder, journal=url)
    browsers = [client(workbench)]
    session = browsers[0].cookies["holdfast"]
    for _ in range(9):
        browsers.append(client(workbench, let_in=False))
        browsers[-1].cookies.set("holdfast", session)
    about = ["lift" if number % 2 else "reinstate" for number in range(10)]
    forms = [
        fields(one.get(f"/journal/new/claim?about={about[n]}").text, "/journal/new/claim")
        | {"f:party": "port", "f:says": "performed", "id": f"c{n}"}
        for n, one in enumerate(browsers)
    ]
    answers: dict[int, Any] = {}

    def send(number: int) -> None:
        answers[number] = browsers[number].post("/journal/new/claim", data=forms[number])

    threads = [threading.Thread(target=send, args=(number,)) for number in range(10)]
    for one in threads:
        one.start()
    for one in threads:
        one.join(120)
    codes = [answers[number].status_code for number in range(10)]
    assert sorted(codes) == [303, 303, *[409] * 8], codes
    for _ in range(10):
        for number, answer in answers.items():
            if answer.status_code == 409:
                again = fields(answer.text, "/journal/new/claim")
                answers[number] = browsers[number].post("/journal/new/claim", data=again)
    store = Journal(url, ["public"])
    assert {one.name for one in store.entries()} == {f"c{number}" for number in range(10)}
    assert store.verify().damage == ()
    assert not (folder / "journal.db").exists()


def test_an_open_page_learns_of_entries_from_elsewhere(folder: Path, url: str) -> None:
    browser = visitor(folder, journal=url)
    page = browser.get("/journal").text
    version = re.search(r'data-version="([^"]+)"', page)
    assert version is not None
    assert "." in version[1]
    Journal(url, ["public"]).append("public", [_claim(1)])
    told = browser.get(f"/changes?version={version[1]}").text
    assert "event: changed" in told
    assert "claim-1" in browser.get("/journal").text
    plain = re.search(r'data-version="([^"]+)"', browser.get("/sources").text)
    assert plain is not None
    assert "." not in plain[1], "a page that shows nothing of the journal is not renewed for it"


def test_hidden_compartments_in_postgresql_change_nothing(folder: Path, url: str) -> None:
    """What others recorded in confidence in the same database changes no answer to the public."""
    pages = (
        "/", "/track", "/track?as_of=2026-03-20", "/track/ledgers", "/track/timeline", "/track/next",
        "/track/period?month=2026-03", "/track/clauses/lift", "/track/due.ics", "/journal", "/journal?q=secret",
        "/journal/verify", "/journal/file", "/journal/new/claim?about=lift", "/journal/entries/secret-1",
        "/journal/entries/desk/secret-1", "/report/whole",
    )  # fmt: skip
    store = Journal(url, ["public", "union", "desk"])
    store.append("public", [_claim(n) for n in range(5)])

    def seen(audience: str) -> list[tuple[str, int, list[tuple[str, str]], str]]:
        browser = visitor(folder, audience, "administer", journal=url)
        answers = [(page, browser.get(page)) for page in pages]
        return [
            (page, one.status_code, sorted(one.headers.items()), re.sub(r"-\d{8}-[0-9a-f]{8}", "", one.text))
            for page, one in answers
        ]

    before = {audience: seen(audience) for audience in ("public", "union")}
    secret = [read({**_plain(n), "says": "violated", "party": "union"}) for n in range(3)]
    store.append("desk", [one for one in secret if isinstance(one, Record)])
    for audience in ("public", "union"):
        assert seen(audience) == before[audience]
    store.append("union", [one for one in secret if isinstance(one, Record)])
    assert seen("public") == before["public"]
    assert seen("union") != before["union"], "the comparison can fail"


def _plain(number: int) -> dict[str, Any]:
    return {
        "kind": "claim",
        "id": f"secret-{number}",
        "received": "2026-03-05T10:00Z",
        "about": "lift",
        "on": f"2026-03-0{1 + number}",
    }


def test_without_the_database_pages_still_come(folder: Path) -> None:
    browser = visitor(folder, journal="postgresql://holdfast@/nothing?host=/nowhere")
    for page in ("/", "/journal", "/track", "/journal/verify", "/positions"):
        assert browser.get(page).status_code == 200, page
    assert "The journal cannot be read now" in browser.get("/journal").text


def test_entries_are_found_by_search(folder: Path) -> None:
    browser = visitor(folder)
    enter(browser, "/journal/new/claim?about=lift", id="c", compartment="union", f__by="Zoë", f__says="performed")
    page = browser.get("/search?q=zoe+performed")
    assert 'href="/journal/entries/union/c"' in page.text
    assert "/journal/entries/" not in visitor(folder, "public").get("/search?q=zoe").text


def test_compartments_have_journals_of_their_own(folder: Path) -> None:
    browser = visitor(folder)
    enter(browser, "/journal/new/claim?about=lift", id="c", compartment="union", f__party="union", f__says="performed")
    assert (compartment_folder(folder, "union") / "journal.db").is_file()
    assert not (folder / "journal.db").exists()
    assert visitor(folder, "public").get("/journal/entries/union/c").status_code == 404
    assert "Nothing is recorded yet" in visitor(folder, "public").get("/journal").text
    assert visitor(folder, "union").get("/journal/entries/union/c").status_code == 200
