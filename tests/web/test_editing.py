"""Changes from forms: what is written, what is refused, and that nobody's work is lost."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from holdfast.case.load import load
from holdfast.web import item_form, statement_form
from tests.cases import write
from tests.web.client import client, fields, made, visitor, waited

STATEMENTS = """\
# who said what
- id: union-no
  party: union     # its congress
  channel: on-record
  gist: No machines
  refuses: automation in {staged, full}
  unless: done(reinstatement = all)
- {id: port-fact, party: port, gist: Fifty, asserts: {dismissed: {amount: 50}}}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write(
        tmp_path / "case",
        {
            "statements": STATEMENTS.splitlines()[0] + "\n" + "\n".join(STATEMENTS.splitlines()[1:7]) + "\n",
            "agreement": "title: A draft\ncommitments:\n  pay: {by: port, does: Pay}   # soon\n",
            "sources": "- {id: paper, file: paper.txt}\n",
            "sources/paper.txt": "The union says no.\n\nThe port says yes, and yes again.\n",
            "compartments/desk/statements": "# ours\n[]\n",
        },
    )


@pytest.fixture
def browser(folder: Path) -> TestClient:
    return visitor(folder)


def save(browser: TestClient, page: str, action: str | None = None, **changed: Any) -> Any:
    """Open a form, change some fields, and send it."""
    action = action or page.partition("?")[0]
    given = fields(browser.get(page).text, action)
    return browser.post(action, data={**given, **{key.replace("__", ":"): value for key, value in changed.items()}})


def test_a_form_that_is_saved_as_it_was_changes_nothing(folder: Path, browser: TestClient) -> None:
    before = {path: path.read_bytes() for path in folder.rglob("*.yaml")}
    for page in ("/edit/statement/union-no", "/edit/party/union", "/edit/issue/automation", "/edit/commitment/pay"):
        assert save(browser, page).status_code == 303, page
    assert {path: path.read_bytes() for path in folder.rglob("*.yaml")} == before


@pytest.mark.parametrize("example", ["harbour", "gaza-2025", "aceh-2005", "minsk-2015"])
def test_every_form_of_the_examples_is_saved_as_it_was(repository: Path, tmp_path: Path, example: str) -> None:
    """What a form cannot show it leaves alone; what it shows it writes as it was."""
    folder = tmp_path / "case"
    shutil.copytree(repository / "examples" / example, folder)
    before = {path: path.read_bytes() for path in folder.rglob("*.yaml")}
    browser = visitor(folder)
    case = load(folder, "desk").case
    pages = [f"/edit/statement/{name}" for name in list(case.statements)[::9]]
    pages += [f"/edit/party/{name}" for name in list(case.parties)[:3]]
    pages += [f"/edit/issue/{name}" for name in list(case.issues)[:3]]
    pages += [f"/edit/source/{name}" for name in list(case.sources)[:2]]
    pages += [f"/edit/rule/{name}" for name in case.rules] + [f"/edit/term/{name}" for name in list(case.terms)[:2]]
    pages += ["/edit/case/head", *(f"/edit/fact/{name}" for name in list(case.facts)[:2])]
    pages += [f"/edit/draft/{name}" for name in case.drafts]
    pages += [f"/edit/judgement/{one.party}?compartment={one.compartment}" for one in case.values]
    pages += [f"/edit/audience/{name}" for name in case.audiences if name not in ("public", "desk")]
    for draft in case.drafts.values():
        agreement = draft.agreement
        parts = {"commitment": agreement.commitments, "event": agreement.events, "phase": agreement.phases}
        pages += [
            f"/edit/{kind}/{name}?draft={draft.name}" for kind, names in parts.items() for name in list(names)[::4]
        ]
    for page in pages:
        answer = save(browser, page)
        assert answer.status_code == 303, (page, answer.text[answer.text.find('id="problems"') :][:600])
    assert {path: path.read_bytes() for path in folder.rglob("*.yaml")} == before


def test_one_value_changes_and_nothing_else(folder: Path, browser: TestClient) -> None:
    path = folder / "statements.yaml"
    before = path.read_text()
    assert save(browser, "/edit/statement/union-no", channel="written").status_code == 303
    assert path.read_text() == before.replace("channel: on-record", "channel: written")
    assert save(browser, "/edit/commitment/pay", f__within="24h").status_code == 303
    assert "pay: {by: port, does: Pay, within: 24h}   # soon\n" in (folder / "agreement.yaml").read_text()


def test_what_would_be_wrong_is_not_written(folder: Path, browser: TestClient) -> None:
    before = {path: path.read_bytes() for path in folder.rglob("*.yaml")}
    for page, changed, told in (
        ("/edit/statement/union-no", {"what": "automation = ful"}, "full"),
        ("/edit/statement/union-no", {"firmness": "red-line"}, "because"),
        ("/edit/statement/union-no", {"gist": ""}, "in your own words"),
        ("/edit/statement/union-no", {"date": "2026-02-30"}, "date"),
        ("/edit/party/union", {"f__name": ""}, "missing"),
        ("/edit/party/union", {"f__interests.0.text": "x"}, "judged_by"),
        ("/edit/issue/automation", {"f__today": "none", "f__settled": "full"}, "HF508"),
        ("/edit/issue/automation", {"k__options.2": "fully"}, "HF302"),
        ("/new/party", {"name": "union", "f__name": "x", "f__roles": "other"}, "already"),
        ("/new/party", {"name": "A B", "f__name": "x", "f__roles": "other"}, "cannot be a name"),
        ("/record", {"party": "union"}, "Choose a verb"),
        ("/record", {"gist": "x", "verb": "warns", "words": "x", "source": "paper", "paragraph": "9"}, "2 paragraphs"),
        ("/record", {"gist": "x", "verb": "warns", "words": "x", "channel": "in-confidence"}, "compartment"),
    ):
        answer = save(browser, page, **changed)
        assert answer.status_code == 422, (page, changed)
        assert told in answer.text
    assert {path: path.read_bytes() for path in folder.rglob("*.yaml")} == before


def test_the_check_says_the_same_before_anything_is_saved(browser: TestClient) -> None:
    page = browser.get("/edit/statement/union-no").text
    given = fields(page, "/edit/statement/union-no")
    assert "Nothing is wrong" in browser.post("/check/statement/union-no", data=given).text
    assert "HF302" in browser.post("/check/statement/union-no", data={**given, "what": "automation = ful"}).text


def test_a_statement_goes_where_it_belongs(folder: Path, browser: TestClient) -> None:
    answer = save(
        browser, "/record?source=paper&paragraph=2&quote=yes", party="port", gist="Yes", verb="accepts",
        **{"c:options": "automation = full", "c:kind": "agreed", "c:into": "what"},
        compartment="desk", channel="in-confidence", id="port-yes",
    )  # fmt: skip
    assert answer.headers["location"] == "/statements/desk/port-yes?done=recorded"
    written = (folder / "compartments" / "desk" / "statements.yaml").read_text()
    assert written.startswith("# ours\n- id: port-yes\n  party: port\n")
    assert "accepts: automation = full" in written
    case = load(folder, "desk").case
    assert case.citations["desk/port-yes"] == ("verified",)
    assert "desk/port-yes" not in load(folder, "public").case.statements


def test_a_quote_that_stands_twice_is_told_apart(folder: Path, browser: TestClient) -> None:
    answer = save(
        browser, "/record?source=paper&paragraph=2&quote=yes", party="port", gist="Yes", verb="warns", words="x"
    )
    assert answer.status_code == 303
    assert [one for one in load(folder, "desk").diagnostics if one.code in ("HF503", "HF511", "HF512")] == []


def test_what_a_form_cannot_show_it_leaves_alone(folder: Path, browser: TestClient) -> None:
    path = folder / "statements.yaml"
    path.write_text(path.read_text() + "- {id: f, by: X, gist: Fifty, expects: {dead: about 50}, note: a}\n")
    assert save(browser, "/edit/statement/f", note="b").status_code == 303
    assert "expects: {dead: about 50}, note: b}" in path.read_text()


def test_somebody_else_s_change_is_shown_and_never_overwritten(folder: Path, browser: TestClient) -> None:
    path = folder / "statements.yaml"
    given = fields(browser.get("/edit/statement/union-no").text, "/edit/statement/union-no")
    theirs = path.read_text().replace("# its congress", "# its members")
    path.write_text(theirs)
    answer = browser.post("/edit/statement/union-no", data={**given, "gist": "Mine"})
    assert answer.status_code == 409
    assert path.read_text() == theirs
    assert "<ins>+   party: union     # its members</ins>" in answer.text
    again = fields(answer.text, "/edit/statement/union-no")
    assert again["gist"] == "Mine"
    assert browser.post("/edit/statement/union-no", data=again).status_code == 303
    assert path.read_text() == theirs.replace("gist: No machines", "gist: Mine")


def test_undo_takes_back_one_s_own_and_no_one_else_s(folder: Path) -> None:
    workbench = made(folder)
    browser = client(workbench)
    path = folder / "statements.yaml"
    before = path.read_text()
    assert browser.post("/undo").status_code == 409
    save(browser, "/edit/statement/union-no", gist="One")
    save(browser, "/edit/statement/union-no", gist="Two")
    assert "changed union-no" in browser.get("/").text
    assert browser.post("/undo").status_code == 303
    assert "gist: One" in path.read_text()
    path.write_text(path.read_text() + "# theirs\n")
    answer = browser.post("/undo")
    assert answer.status_code == 409
    assert "# theirs" in answer.text
    assert path.read_text() == before.replace("gist: No machines", "gist: One") + "# theirs\n"


def test_removing_asks_what_rests_on_it(folder: Path, browser: TestClient) -> None:
    page = browser.get("/edit/party/union").text
    given = fields(page, "/remove/party/union")
    answer = browser.post("/remove/party/union", data=given)
    assert answer.status_code == 422
    assert "union" in answer.text
    given = fields(browser.get("/edit/statement/union-no").text, "/remove/statement/union-no")
    assert browser.post("/remove/statement/union-no", data=given).headers["location"] == "/statements?done=removed"
    assert (folder / "statements.yaml").read_text() == "# who said what\n[]\n"
    assert browser.post("/undo").status_code == 303
    assert "union-no" in (folder / "statements.yaml").read_text()


@pytest.mark.parametrize(
    "file", ["../outside.yaml", "compartments/union/statements.yaml", "/etc/passwd", "case.yaml", "sources/paper.txt"]
)
def test_a_statement_is_written_to_files_of_statements_only(folder: Path, browser: TestClient, file: str) -> None:
    before = (folder / "case.yaml").read_bytes()
    answer = save(browser, "/record", party="union", gist="x", verb="warns", words="x", file=file)
    assert answer.status_code == 303
    assert (folder / "case.yaml").read_bytes() == before
    assert not (folder.parent / "outside.yaml").exists()


def test_nothing_is_written_through_a_link_out_of_the_case(folder: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside.yaml"
    outside.write_text("- {id: x, by: y, gist: z, warns: w}\n")
    (folder / "statements.yaml").unlink()
    (folder / "statements.yaml").symlink_to(outside)
    browser = visitor(folder)
    assert browser.get("/record").status_code == 404
    assert browser.post("/record", data={"gist": "a", "by": "b", "verb": "warns", "words": "c"}).status_code == 404
    assert outside.read_text() == "- {id: x, by: y, gist: z, warns: w}\n"


def test_a_document_is_added_with_its_text(folder: Path, browser: TestClient) -> None:
    page = "<html><body><script>alert(1)</script><article><p>The minister spoke.</p></article></body></html>"
    answer = browser.post(
        "/add-source", data={"publisher": "A paper", "kind": "news"}, files={"file": ("../x.html", page, "text/html")}
    )
    assert answer.headers["location"] == "/sources/x?done=added"
    shown = browser.get("/sources/x").text
    assert "The minister spoke." in shown
    assert "alert(1)" not in shown
    assert (folder / "sources" / "x.html").exists()
    assert not (folder.parent / "x.html").exists()
    assert browser.post("/undo").status_code == 303
    assert not (folder / "sources" / "x.html").exists()
    assert "A paper" not in (folder / "sources.yaml").read_text()


def test_what_changed_leads_only_to_what_is_there(browser: TestClient) -> None:
    browser.get("/")
    browser.post("/add-source", data={"text": "One more.", "id": "more"})
    assert 'class="id" href="/sources/more"' in browser.get("/").text
    assert browser.post("/undo").status_code == 303
    page = browser.get("/").text
    assert page.count('<span class="id">more</span>') == 2  # added, removed
    assert 'href="/sources/more"' not in page


def test_a_document_s_name_is_one_that_a_file_can_have(folder: Path, browser: TestClient) -> None:
    answer = browser.post("/add-source", data={"text": "One more.", "id": "a" * 300})
    assert answer.status_code == 422
    assert "too long" in answer.text


def test_a_document_is_removed_with_its_file_unless_something_rests_on_it(folder: Path, browser: TestClient) -> None:
    browser.post("/add-source", data={"text": "One more.", "id": "more"})
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    given = fields(browser.get("/edit/source/more").text, "/remove/source/more")
    assert browser.post("/remove/source/more", data={**given, "hash": "other"}).status_code == 409
    assert browser.post("/remove/source/more", data=given).headers["location"] == "/sources?done=removed"
    assert not (folder / "sources" / "more.txt").exists()
    assert "more" not in (folder / "sources.yaml").read_text()
    assert browser.post("/undo").status_code == 303
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before
    save(browser, "/record?source=more&paragraph=1", party="port", gist="More", verb="warns", words="x")
    given = fields(browser.get("/edit/source/more").text, "/remove/source/more")
    answer = browser.post("/remove/source/more", data=given)
    assert answer.status_code == 422
    assert "more" in answer.text
    assert (folder / "sources" / "more.txt").exists()


@pytest.mark.parametrize(
    ("form", "told"),
    [
        ({}, "Choose a file"),
        ({"text": "x", "id": "paper"}, "already"),
        ({"text": "x", "id": "A B"}, "cannot be a name"),
        ({"text": "x", "published": "some day"}, "HF206"),
        ({"text": "x", "kind": "gossip"}, "HF204"),
    ],
)
def test_a_document_that_cannot_be_added_is_refused(folder: Path, browser: TestClient, form: Any, told: str) -> None:
    before = (folder / "sources.yaml").read_bytes()
    answer = browser.post("/add-source", data=form)
    assert answer.status_code == 422
    assert told in answer.text
    assert (folder / "sources.yaml").read_bytes() == before


def test_a_case_is_made_once(tmp_path: Path) -> None:
    browser = visitor(tmp_path / "new")
    assert "There is no case in" in browser.get("/").text
    assert browser.post("/make", data={"title": ""}).status_code == 422
    assert browser.post("/make", data={"title": 'Talks: "north"'}).status_code == 303
    assert load(tmp_path / "new", "public").case.title == 'Talks: "north"'
    assert browser.post("/make", data={"title": "Again"}).status_code == 409


def test_what_a_user_wrote_is_escaped_everywhere(tmp_path: Path) -> None:
    nasty = '<script>alert(1)</script>" onmouseover="x'
    folder = write(
        tmp_path / "case",
        {
            "case": f"holdfast: 1\ntitle: '{nasty}'\nparties:\n  a: {{name: '{nasty}', roles: [principal]}}\n"
            f"issues:\n  i: {{question: '{nasty}', options: {{o: {{text: '{nasty}'}}}}}}\n",
            "statements": f"- {{id: s, party: a, by: '{nasty}', gist: '{nasty}', requires: i = o}}\n",
            "agreement": f"title: '{nasty}'\ncommitments: {{c: {{by: a, does: '{nasty}'}}}}\n",
            "sources": f"- {{id: p, file: p.txt, title: '{nasty}', publisher: '{nasty}'}}\n",
            "sources/p.txt": nasty,
        },
    )
    browser = visitor(folder)
    pages = "/ /parties /positions /issues/i /statements /statements/s /sources /sources/p /beside /agreement /deals"
    pages += " /agreement/timing /agreement/said /check /report/whole /search?q=script /edit/statement/s /edit/issue/i"
    pages += " /case /judgements /fair /judged /edit/judgement/a /edit/draft/agreement /new/draft?copy=agreement"
    pages += " /edit/case/head /edit/party/a /edit/commitment/c /record?source=p&paragraph=1 /edit/source/p"
    for page in pages.split():
        text = waited(browser, page)
        assert "<script>alert" not in text, page
        assert '" onmouseover="' not in text, page


def test_forms_know_every_key_of_the_model() -> None:
    from holdfast.case.model import Statement

    written = {info.alias or name for name, info in Statement.model_fields.items()}
    assert {key.rstrip("_") for key in written} == set(statement_form.ORDER)
    for kind, form in item_form.FORMS.items():
        assert set(form.first) | form.leave <= set(item_form.keys(kind))


def test_what_takes_long_keeps_nobody_waiting(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """While one question is computed, other pages are answered, and its own page says so and asks again."""
    from threading import Event

    from holdfast.analyses.deals import deals as real
    from holdfast.web.pages import deals, report

    ready = Event()

    def slow(*given: Any, **named: Any) -> Any:
        ready.wait(30)
        return real(*given, **named)

    for page, name in ((deals, "WAIT"), (report, "_WAIT")):
        monkeypatch.setattr(page, "deals", slow)
        monkeypatch.setattr(page, name, 0.05)
    monkeypatch.setattr("holdfast.web.pages.overview._WAIT", 0.05)
    browser = visitor(folder)
    browser.patient = False
    answer = browser.get("/report/whole")
    assert (answer.status_code, answer.headers["refresh"]) == (202, "2")
    assert "takes a while" in browser.get("/").text
    assert browser.get("/positions").status_code == 200
    ready.set()
    monkeypatch.setattr(deals, "WAIT", 30)
    browser.patient = True
    assert browser.get("/deals").status_code == 200
