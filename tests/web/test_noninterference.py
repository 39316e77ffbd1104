"""Secrets stay in, in the browser too: what an audience may not see changes no answer that it is given.

The routes are found, not listed: a new one fails here until it is said how it is asked. Status, headers and bodies of
all of them are compared, for names that are there, that are hidden and that are nowhere; so are searches, errors and
changes.
"""

from __future__ import annotations

import re
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.routing import Route

from tests import test_noninterference as cases
from tests.web.client import client, fields, made

#: Which lines run is measured by the other tests: measuring costs a quarter of the time, and these take the most.
pytestmark = pytest.mark.no_cover

#: What stands for a name in an address: visible, hidden from some, nowhere.
NAMES = ("union-pay", "union/union-would", "port/port-would", "desk/nothing", "nowhere")
#: What is drawn at random: secrets of sessions, and the names that forms propose for new entries.
#: Forms that show again what was typed into them.
_ECHOES = re.compile(r"/record|new/draft|POST /edit/commitment|(POST|after) /(journal|intake)")
_SECRET = re.compile(rb"holdfast=[\w-]+|-\d{8}-[0-9a-f]{8}")
#: What an open page is known by once a new journal was begun: its chain has random salts.
_CHAIN = re.compile(rb'(?<=data-version="[0-9a-f]{24})\.[0-9a-f]{16}')
#: The same for entries of the journal.
ENTRIES = ("raised", "union/not-raised", "port/not-raised", "desk/not-raised", "nowhere")
#: What the public paper may be read as saying; its place makes its name.
SUGGESTED = "f1971a299f59fb07"
#: What a language model was found to suggest of it, and no rule.
BY_MODEL = "dbf88a03772156cd"
SAID = {"gist": "More pay", "verb": "requires", "what": "pay = more", "party": "union"}
#: How each route is asked: addresses, and for a change the form.
GETS: dict[str, list[str]] = {
    "open": ["/open/wrong"],
    "sign-in": ["/sign-in"],
    "health": ["/health"],
    "static": ["/static/0/web.css", "/static/000000000000/nothing.css"],
    "overview": ["/", "/?as_of=2026-01-01", "/?as_of=never"],
    "parties": ["/parties"],
    "positions": [
        "/positions",
        "/positions?party=port&firmness=position&verb=accepts",
        "/positions?party=port/secret",
        "/positions?issue=secret",
        "/positions?channel=in-confidence",
    ],
    "issue": ["/issues/pay", "/issues/port/secret"],
    "island": ["/island"],
    "related": ["/related"],
    "movement": ["/movement", "/movement?party=port", "/movement?party=port/secret", "/movement?issue=port/secret"],
    "facts": ["/facts", "/facts?at=port/secret&page=2", "/facts?at=port/secret"],
    "words": ["/words"],
    "statements": ["/statements", "/statements?q=possible", "/statements?party=port&compartment=port"],
    "statement": [f"/statements/{name}" for name in NAMES],
    "sources": ["/sources"],
    "source": ["/sources/paper", "/sources/port/secret", "/sources/../case.yaml", "/sources/%2e%2e/case.yaml"],
    "beside": ["/beside?first=paper&second=paper", "/beside?first=paper&second=port/secret"],
    "deals": ["/deals", "/deals?if:pay=more", "/deals?if:pay=nothing", "/deals?if:port/secret=x"],
    "fair": ["/fair", "/fair?scale=range", "/fair?scale=none"],
    "judged": ["/judged", "/judged?refusal=0&cost=0.1&seed=1", "/judged?seed=x", "/judged?cost=2"],
    "judgements": ["/judgements"],
    "case": ["/case"],
    "frontier": [
        "/frontier",
        "/frontier?min:port=10&max:port=90&pick=0",
        "/frontier?min:port=more",
        "/frontier?min:port/secret=10",
    ],
    "hold": ["/hold"],
    "order": [
        "/hold/order",
        "/hold/order?order=raise-pay&later=raise-pay",
        "/hold/order?order=port/secret",
        "/hold/order?order=1,secret",
        "/hold/order?from=2&to=1",
        "/hold/order?from=99&to=1",
    ],
    "releases": ["/releases"],
    "release-preview": [
        "/releases/preview?what=deals&to=union&basis=desk",
        "/releases/preview?what=report&to=port&basis=receiver",
        "/releases/preview?what=secret&to=nowhere",
    ],
    "release-look": ["/releases/look?what=deals&to=union&basis=desk", "/releases/look?what=hold&to=port"],
    "agreement": ["/agreement", "/agreement?draft=port/agreement", "/agreement?at=port/secret"],
    "timing": ["/agreement/timing"],
    "said": ["/agreement/said"],
    "drafts-compared": ["/agreement/compared", "/agreement/compared?first=agreement&second=port/agreement"],
    "checklist": ["/agreement/checklist"],
    "track": ["/track", "/track?as_of=2026-03-02", "/track?as_of=2026-03-05&known=then", "/track?party=port/secret"],
    "track-ledgers": ["/track/ledgers"],
    "track-timeline": ["/track/timeline"],
    "track-next": ["/track/next"],
    "track-period": ["/track/period?month=2026-03", "/track/period?from=2026-03-04&to=2026-03-10"],
    "track-period-file": ["/track/period/file?month=2026-03"],
    "track-due": ["/track/due.ics"],
    "track-clause": ["/track/clauses/raise-pay", "/track/clauses/port/secret"],
    "journal": [
        "/journal",
        "/journal?q=raised",
        "/journal?compartment=port",
        "/journal?party=union&fate=withdrawn&order=happened",
    ],
    "journal-verify": ["/journal/verify"],
    "journal-file": ["/journal/file", "/journal/file?format=csv"],
    "journal-entry": [f"/journal/entries/{name}" for name in ENTRIES],
    "enter": [
        "/journal/new/claim?about=raise-pay",
        "/journal/new/finding",
        "/journal/new/claim?compartment=port",
        *(f"/journal/new/correction?of={name}" for name in ENTRIES),
    ],
    "check": ["/check"],
    "code": ["/codes/HF301", "/codes/HF999"],
    "report": ["/report"],
    "report-whole": ["/report/whole"],
    "report-file": ["/report/file"],
    "intake": [
        "/intake",
        "/intake?status=rejected",
        "/intake?source=port/secret",
        "/intake?party=port/secret",
        "/intake?alone=yes&kind=statement&page=2",
        "/intake?by=model",
        "/intake?by=grammar&status=rejected",
    ],
    "suggestion": [
        *(f"/intake/{SUGGESTED}", f"/intake/{SUGGESTED}?verb=requires&who=union", f"/intake/{'0' * 16}"),
        *(f"/intake/{BY_MODEL}", f"/intake/{BY_MODEL}?by=model"),
    ],
    "intake-agreement": ["/intake/agreement", "/intake/agreement?coder=ana&coder=ben", "/intake/agreement?coder=eva"],
    "search": ["/search", "/search?q=more", "/search?q=possible", "/search?q=secret", "/search?q=raised"],
    "keys": ["/keys"],
    "style": ["/style.css"],
    "changes": ["/changes?version=other", "/changes?version=other.journal"],
    "record": ["/record", "/record?source=paper&paragraph=1", "/record?source=port/secret"],
    "edit-statement": [f"/edit/statement/{name}" for name in NAMES],
    "edit": [
        *("/edit/party/port", "/edit/issue/pay", "/edit/commitment/raise-pay", "/edit/party/port/secret"),
        *("/edit/commitment/secret?draft=port/agreement", "/edit/draft/agreement", "/edit/draft/port/agreement"),
        *(
            "/edit/case/head",
            "/edit/audience/port",
            "/edit/rule/port/secret",
            "/edit/fact/secret",
            "/edit/fact/dead",
        ),
        *(
            "/edit/event/signature",
            "/edit/phase/first",
            "/edit/interests/port",
            "/edit/interests/port?compartment=port",
        ),
        *("/edit/judgement/port", "/edit/judgement/port?compartment=port", "/edit/judgement/union?compartment=union"),
        "/edit/judgement/port/secret?compartment=port",
        "/edit/case/head?file=compartments/port/case.yaml",
    ],
    "new": [
        *("/new/party", "/new/party?compartment=port", "/new/issue?compartment=nowhere", "/new/nothing"),
        *("/new/rule", "/new/fact", "/new/audience", "/new/event", "/new/phase?draft=port/agreement", "/new/judgement"),
        *("/new/commitment", "/new/commitment?draft=port/agreement", "/new/interests", "/new/case"),
    ],
    "new-draft": ["/new/draft", "/new/draft?copy=agreement", "/new/draft?copy=port/agreement"],
    "add-source": ["/add-source"],
    "account": ["/account"],
    "log": ["/log"],
}
STATEMENT = {"party": "port", "gist": "More", "verb": "requires", "what": "pay = more", "compartment": "public"}
BY_CHOICE = {"c:kind": "agreed", "c:options": "port/secret = x"}
STEP_BY_CHOICE = {"c:kind": "before", "c:step": "secret", "c:second": "port/secret"}
WHEN = {"received": "2026-03-10T10:00Z"}
CLAIM = {"f:about": "raise-pay", "f:party": "union", "f:says": "violated", **WHEN}
POSTS: dict[str, list[tuple[str, dict[str, Any], str]]] = {
    # address, form, and the page that the rest of the form is taken from
    "sign-in": [("/sign-in", {"name": "a", "password": "b"}, "")],
    "sign-out": [("/sign-out", {}, "")],
    "make": [("/make", {"title": "x"}, "")],
    "release": [
        ("/releases", {"what": "deals", "to": "union", "basis": "desk", "by": "A", "because": "b", "sure": "yes"}, ""),
        ("/releases", {"what": "hold", "to": "port", "record_in": "port"}, ""),
    ],
    "record-check": [("/record/check", {**STATEMENT, "what": "pay = moer"}, "")],
    "record-save": [
        ("/record", {**STATEMENT, "id": "port-would"}, "/record"),
        ("/record", {**STATEMENT, "compartment": "port", "file": "compartments/port/statements.yaml"}, "/record"),
        ("/record", {**STATEMENT, "supersedes": "port/port-would"}, "/record"),
        ("/record", {**STATEMENT, **BY_CHOICE, "c:into": "if", "compose": "yes"}, "/record"),
        ("/record", {**STATEMENT, **STEP_BY_CHOICE, "c:into": "if", "compose": "yes"}, "/record"),
    ],
    "edit-statement-check": [("/check/statement/union-pay", STATEMENT, "")],
    "edit-statement-save": [
        ("/edit/statement/union-pay", {"gist": "Other"}, "/edit/statement/union-pay"),
        ("/edit/statement/port/port-would", {"gist": "Other"}, ""),
    ],
    "edit-check": [
        ("/check-edit/party/port", {"f:name": ""}, ""),
        ("/check-edit/judgement/port", {"compartment": "port", "f:judged.by": "x"}, ""),
        ("/check-edit/commitment/raise-pay", {**BY_CHOICE, "c:into": "f:after"}, ""),
        ("/check-edit/commitment/raise-pay", {**STEP_BY_CHOICE, "c:into": "f:after"}, ""),
        ("/check-edit/judgement/port", {"f:importance.order": "pay\nsecret\nport/secret"}, ""),
        ("/check-edit/draft/agreement", {"f:title": "x", "k:package.0": "port/secret", "n:package": "1"}, ""),
    ],
    "edit-save": [
        ("/edit/party/port", {"f:short": "P"}, "/edit/party/port"),
        ("/edit/party/port/x", {}, ""),
        (
            "/edit/commitment/raise-pay",
            {**BY_CHOICE, "c:into": "f:after", "compose": "yes"},
            "/edit/commitment/raise-pay",
        ),
        ("/edit/case/head", {"f:title": "Other"}, "/edit/case/head"),
        ("/edit/draft/agreement", {"f:note": "Other"}, "/edit/draft/agreement"),
        (
            "/edit/judgement/port",
            {"f:judged.by": "us", "f:judged.because": "so", "f:no_deal": "1 to 2"},
            "/edit/judgement/port",
        ),
        ("/edit/judgement/port", {"f:judged.by": "us", "compartment": "port"}, "/edit/judgement/port"),
        ("/edit/interests/port", {"compartment": "port", "f:note": "x"}, ""),
        ("/edit/audience/union", {"f:sees": ["public", "union", "port"]}, ""),
    ],
    "new-compartment": [("/new/compartment", {"name": "port"}, ""), ("/new/compartment", {"name": "A B"}, "")],
    "new-draft-save": [
        ("/new/draft", {"name": "second", "title": "Second"}, "/new/draft"),
        ("/new/draft", {"name": "agreement", "title": "Taken"}, "/new/draft"),
        ("/new/draft", {"name": "mine", "title": "Copy", "compartment": "port"}, "/new/draft?copy=agreement"),
        ("/new/draft", {"name": "theirs", "title": "Copy", "copy": "port/agreement"}, ""),
    ],
    "new-draft-check": [
        ("/check-new/draft", {"name": "agreement", "title": "Taken"}, ""),
        ("/check-new/draft", {"name": "agreement", "title": "x", "compartment": "port"}, ""),
        ("/check-new/draft", {"name": "mine", "title": "Copy", "copy": "port/agreement"}, ""),
    ],
    "new-check": [("/check-new/party", {"name": "port"}, "")],
    "new-save": [
        ("/new/party", {"name": "secret", "f:name": "S", "f:roles": "other"}, "/new/party"),
        ("/new/party", {"name": "x", "compartment": "port"}, ""),
    ],
    "remove-statement": [("/remove/statement/port/port-would", {"hash": ""}, "")],
    "remove": [
        *(("/remove/issue/port/secret", {"hash": ""}, ""), ("/remove/party/port", {"hash": ""}, "")),
        *(("/remove/draft/port/agreement", {"hash": ""}, ""), ("/remove/draft/agreement", {}, "/edit/draft/agreement")),
        *(("/remove/judgement/port", {"compartment": "port"}, ""), ("/remove/audience/union", {}, "")),
        *(("/remove/case/head", {}, ""), ("/remove/source/paper", {}, "/edit/source/paper")),
    ],
    "undo": [("/undo", {}, "")],
    "add-source-save": [("/add-source", {"text": "A new document.", "id": "secret", "compartment": "port"}, "")],
    "enter-check": [("/journal/check/claim", {**CLAIM, "f:party": "uniom"}, "")],
    "enter-save": [
        # Names that are taken where it is hidden, by an entry on the same clause.
        ("/journal/new/claim", {**CLAIM, "id": "not-raised"}, "/journal/new/claim"),
        ("/journal/new/claim", {**CLAIM, "compartment": "port", "id": "not-raised"}, ""),
        ("/journal/new/withdrawal", {"of": "raised", "id": "gone", **WHEN}, ""),
        ("/journal/new/withdrawal", {"of": "port/not-raised", "id": "gone", **WHEN}, ""),
        ("/journal/new/correction", {"of": "raised", "f:says": "in-part", "id": "less", **WHEN}, ""),
    ],
    "journal-begin": [
        ("/journal/begin", {"compartment": "public"}, ""),
        ("/journal/begin", {"compartment": "port"}, ""),
    ],
    "journal-purge": [
        ("/journal/purge/raised", {"reason": "x", "again": "raised"}, ""),
        ("/journal/purge/port/not-raised", {"reason": "x", "again": "not-raised"}, ""),
    ],
    "suggestion-decide": [
        (f"/intake/{SUGGESTED}", {"do": "confirm", **SAID}, f"/intake/{SUGGESTED}"),
        # A name that is taken where it is hidden, and a compartment that is another's.
        (f"/intake/{SUGGESTED}", {"do": "confirm", **SAID, "id": "port-would"}, f"/intake/{SUGGESTED}"),
        (f"/intake/{SUGGESTED}", {"do": "confirm", **SAID, "compartment": "port"}, f"/intake/{SUGGESTED}"),
        (f"/intake/{SUGGESTED}", {"do": "reject", "why": "x"}, f"/intake/{SUGGESTED}"),
        (f"/intake/{SUGGESTED}", {"do": "undo"}, f"/intake/{SUGGESTED}"),
        (f"/intake/{SUGGESTED}", {"do": "take", "take": "eva", "in:settles": "ana,eva"}, f"/intake/{SUGGESTED}"),
        (f"/intake/{BY_MODEL}", {"do": "confirm", **SAID}, f"/intake/{BY_MODEL}"),
        (f"/intake/{BY_MODEL}", {"do": "reject", "why": "x", "in:by": "model"}, f"/intake/{BY_MODEL}?by=model"),
        (f"/intake/{'0' * 16}", {"do": "reject"}, ""),
    ],
    "suggestion-check": [(f"/intake/{SUGGESTED}/check", {**SAID, "what": "pay = moer"}, "")],
    "account-password": [("/account", {"old": "a", "new": "b"}, "")],
}


def routes(folder: Path) -> set[tuple[str, str]]:
    """Every route: its name and whether it is asked with GET or POST."""
    found = set()
    for route in made(folder).routes:
        assert isinstance(route, Route), f"{route} is no plain route, and nobody says how it is tested"
        found |= {(route.name, method) for method in (route.methods or ()) if method != "HEAD"}
    return found


def test_every_route_is_covered(tmp_path: Path) -> None:
    covered = {(name, "GET") for name in GETS} | {(name, "POST") for name in POSTS}
    assert routes(cases.make(tmp_path / "case")) == covered


def answers(folder: Path, audience: str) -> Iterator[tuple[str, int, list[tuple[str, str]], bytes]]:
    """What everything answers: address, status, headers and body."""

    def seen(address: str, answer: Any) -> tuple[str, int, list[tuple[str, str]], bytes]:
        headers = [(key, value) for key, value in answer.headers.multi_items() if key not in ("set-cookie", "date")]
        return address, answer.status_code, headers, _SECRET.sub(b"", answer.content)

    browser = client(made(folder, audience, "administer"))
    for address in (address for known in GETS.values() for address in known):
        yield seen(address, browser.get(address))
    yield seen("/nothing", browser.get("/nothing"))
    for address, form, page in (one for known in POSTS.values() for one in known):
        before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file() and not path.is_symlink()}
        browser = client(made(folder, audience, "administer"))
        given = {**(fields(browser.get(page).text, address) if page else {}), **form}
        answer = browser.post(address, data=given)
        yield seen(f"POST {address}", answer)
        if answer.status_code == 303 and answer.headers["location"].startswith("/") and address != "/sign-out":
            address, status, headers, body = seen(f"after {address}", browser.get(answer.headers["location"]))
            yield address, status, headers, _CHAIN.sub(b"", body)
        for path in sorted(folder.rglob("*"), reverse=True):
            if path.is_file() and not path.is_symlink() and path not in before:
                path.unlink()
            elif path.name in ("sources", "agreement") and path.is_dir() and not any(path.iterdir()):
                path.rmdir()
        for path, content in before.items():
            if not path.exists() or path.read_bytes() != content:
                path.parent.mkdir(exist_ok=True)
                path.write_bytes(content)


@pytest.fixture(scope="module")
def baselines(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    folder = cases.make(tmp_path_factory.mktemp("web") / "case")
    return {audience: (folder, list(answers(folder, audience))) for audience in cases.HIDDEN}


@pytest.mark.parametrize(
    "change", [cases._nothing, cases._broken, cases._clashing, cases._links, cases._journals, cases._decisions]
)
@pytest.mark.parametrize("audience", list(cases.HIDDEN))
def test_whatever_is_hidden_no_answer_changes(
    audience: str, change: Callable[[Path], None], baselines: dict[str, Any]
) -> None:
    folder, expected = baselines[audience]
    kept = folder.parent / "kept"
    shutil.copytree(folder, kept)
    try:
        for name in cases.HIDDEN[audience]:
            change(folder / "compartments" / name)
        for one, other in zip(answers(folder, audience), expected, strict=True):
            assert one == other, one[0]
    finally:
        shutil.rmtree(folder)
        shutil.move(kept, folder)


def test_who_may_see_more_gets_more(baselines: dict[str, Any], tmp_path: Path) -> None:
    """The comparison above can fail: what may be seen does change the answers."""
    folder, expected = baselines["union"]
    moved = tmp_path / "case"
    shutil.copytree(folder, moved)
    (moved / "compartments" / "union" / "statements.yaml").write_text("[]\n")
    changed = {one[0] for one, other in zip(answers(moved, "union"), expected, strict=True) if one != other}
    assert {"/", "/positions", "/statements", "/statements/union/union-would", "/report/whole"} <= changed


@pytest.mark.parametrize("audience", list(cases.HIDDEN))
def test_hidden_files_are_not_opened_nor_their_folders_listed(audience: str, tmp_path: Path) -> None:
    folder = cases.make(tmp_path / "case")
    if not hasattr(sys, "_holdfast_watch"):
        sys.addaudithook(cases._watch)
        sys._holdfast_watch = True  # type: ignore[attr-defined]
    cases._watched.clear()
    browser = client(made(folder, audience, "administer"))
    cases._watching = True
    try:
        for address in (address for known in GETS.values() for address in known):
            browser.get(address)
        for address, form, _ in (one for known in POSTS.values() for one in known):
            browser.post(address, data=form)
    finally:
        cases._watching = False
    assert any(path.endswith("statements.yaml") for path in cases._watched), "the watch saw nothing at all"
    hidden = [str(folder / "compartments" / name) for name in cases.HIDDEN[audience]]
    assert [path for path in cases._watched if any(path.startswith(name) for name in hidden)] == []
    assert str(folder / "compartments") not in cases._watched


@pytest.mark.parametrize("secret", ["More is possible", "port-would", "port/"])
def test_no_page_holds_what_is_hidden(secret: str, baselines: dict[str, Any]) -> None:
    asked = ("port", "secret", "possible")  # what the address itself holds may come back in an error
    for audience in ("public", "union"):
        for address, status, headers, body in baselines[audience][1]:
            excused = any(word in address for word in asked) or _ECHOES.search(address)
            if not excused:
                assert secret.encode() not in body, (audience, address, status)
                assert secret not in str(headers)


def test_the_suggestion_that_is_asked_for_is_there(baselines: dict[str, Any]) -> None:
    """So that what is compared above are pages of suggestions, and decisions that were carried out."""
    for audience in cases.HIDDEN:
        answered = {address: status for address, status, _, _ in baselines[audience][1]}
        assert answered[f"/intake/{SUGGESTED}"] == 200
        found = [status for address, status, _, _ in baselines[audience][1] if address == f"POST /intake/{SUGGESTED}"]
        assert 303 in found
        assert 422 in found
        assert answered[f"/intake/{BY_MODEL}"] == 200
        found = [status for address, status, _, _ in baselines[audience][1] if address == f"POST /intake/{BY_MODEL}"]
        assert found == [303, 303]
        (page,) = [body for address, _, _, body in baselines[audience][1] if address == "/intake?by=model"]
        assert page.count(b'<span class="kind model">') == 1


def test_what_was_seen_is_not_told_once_it_may_not_be(tmp_path: Path) -> None:
    """An audience that is given less sees nothing more of the rest: not what changed there, nor by taking back."""
    folder = cases.make(tmp_path / "case")
    port = folder / "compartments" / "port" / "statements.yaml"
    browser = client(made(folder, "port", "edit"))
    address = "/edit/statement/port/port-would"
    given = {**fields(browser.get(address).text, address), "gist": "Much more is possible"}
    assert browser.post(address, data=given).status_code == 303
    assert "port/port-would" in browser.get("/").text
    case = folder / "case.yaml"
    narrowed = re.sub(r"port: \{sees: \[[^\]]*\]\}", "port: {sees: [public]}", case.read_text())
    assert narrowed != case.read_text()
    case.write_text(narrowed)
    port.write_text(port.read_text() + "# Said since then, in confidence.\n")
    after = port.read_bytes()
    time.sleep(0.6)  # files are looked at again after a while
    for answer in (browser.get("/"), browser.post("/undo"), browser.get("/")):
        assert "port-would" not in answer.text
        assert "in confidence" not in answer.text
    assert port.read_bytes() == after


def test_names_of_static_files_say_nothing_of_a_case() -> None:
    from holdfast.web.static import files

    assert set(files()) == {
        "closed.css",
        "web.css",
        "frontier.js",
        "holdfast.js",
        "live.js",
        "order.js",
        "icon.svg",
        "vega-interpreter.js",
        "vendor/htmx-2.0.11.min.js",
        "vendor/htmx-LICENSE.txt",
        "vendor/vega-6.4.0.min.js",
        "vendor/vega-LICENSE.txt",
        "vendor/vega-interpreter-2.3.2.js",
    }
