"""Suggestions in the browser: what is shown of them, deciding about them, and what two coders made of them."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from argon2 import PasswordHasher
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect
from starlette.testclient import TestClient

from holdfast.case.load import load
from holdfast.intake.deciding import Desk
from holdfast.intake.proposing import missing, plain, proposal
from holdfast.intake.suggestion import Suggestion
from holdfast.intake.whole import suggested
from holdfast.web import suggestion_form
from holdfast.web.accounts import Accounts
from holdfast.web.people import Person
from tests import intake_cases
from tests.web.client import PatientClient, client, fields, made, visitor, waited
from tests.web.test_browser import Served, look

PASSWORD = "a long enough password"
KEY = re.compile(r'<ol class="queue">(.*?)</ol>', re.DOTALL)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return intake_cases.folder(tmp_path / "case", statements="# The statements of the case\n")


@pytest.fixture
def browser(folder: Path) -> PatientClient:
    return visitor(folder)


def found(folder: Path, **wanted: Any) -> list[Suggestion]:
    """The suggestions of a case, with these values."""
    every = suggested(load(folder, "desk").case, processes=1).suggestions
    return [one for one in every if all(getattr(one, key) == value for key, value in wanted.items())]


def listed(page: str) -> list[str]:
    """The keys that a page of the queue lists, in order."""
    part = KEY.search(page)
    assert part is not None
    return list(dict.fromkeys(re.findall(r'href="/intake/([0-9a-f]{16})', part[1])))


def decide(browser: TestClient, key: str, do: str, *, page: str = "", **changed: Any) -> Any:
    address = f"/intake/{key}"
    form = fields(page or waited(browser, address), address)
    return browser.post(address, data={**form, "do": do, **changed})


def decisions(folder: Path, compartment: str = "") -> list[dict[str, Any]]:
    path = folder / (f"compartments/{compartment}/intake.jsonl" if compartment else "intake.jsonl")
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()] if path.exists() else []


def statements(folder: Path) -> list[dict[str, Any]]:
    return yaml.safe_load((folder / "statements.yaml").read_text(encoding="utf-8")) or []


def refusal(folder: Path) -> Suggestion:
    """“The union will not accept …”, said by its secretary."""
    return found(folder, by="Marta Reis")[0]


def test_the_queue_lists_what_waits_and_says_how_far_each_document_is(folder: Path, browser: TestClient) -> None:
    page = waited(browser, "/intake")
    assert listed(page) == [one.key for one in found(folder) if one.relation in (None, "differs")]
    assert "6 suggestions to decide about" in page
    assert re.search(r'"/intake\?source=gazette&amp;status=open">4<', page)
    assert re.search(r'"/intake\?kind=fact&amp;status=open">1<', page)


@pytest.mark.parametrize(
    ("query", "number"),
    [
        ("kind=statement", 5),
        ("kind=fact", 1),
        ("source=gazette", 4),
        ("source=union/talk&kind=statement", 1),
        ("party=ministry", 1),
        ("party=port", 1),
        ("status=rejected", 0),
        ("status=no-question", 1),
        ("kind=nothing", 6),
    ],
)
def test_filters_stand_in_the_address(browser: TestClient, query: str, number: int) -> None:
    assert len(listed(waited(browser, f"/intake?{query}"))) == number


def test_what_the_case_does_not_have_cannot_be_chosen(browser: TestClient) -> None:
    waited(browser, "/intake")
    for address in ("/intake?source=nothing", "/intake?party=nobody", "/intake/0000000000000000"):
        assert browser.get(address).status_code == 404


def test_a_suggestion_stands_beside_its_source_with_every_stretch_named(folder: Path, browser: TestClient) -> None:
    page = waited(browser, f"/intake/{refusal(folder).key}")
    for role, words in (("speaker", "Marta Reis"), ("cue", "said"), ("unless", "every dismissed man")):
        assert re.search(rf'<span class="role">{role}</span>(<[^>]+>)*<mark class="[^"]*is-{role} ">{words}', page)
    assert re.search(r'<span class="role">content</span><mark class="is-content ">The union will not accept', page)
    assert 'href="?who=union"' in page  # each candidate fills the form
    for reason in ("‘cranes’", "Marta Reis", "all dismissed come back"):
        assert reason.lower() in page.lower()


def test_a_candidate_fills_the_form(folder: Path, browser: TestClient) -> None:
    key = refusal(folder).key
    form = fields(waited(browser, f"/intake/{key}?about=automation+%3D+full&verb=refuses"), f"/intake/{key}")
    assert form["verb"] == "refuses"
    assert (form["what"], form["if"], form["unless"]) == ("automation = full", "", "reinstatement = all")


def test_a_condition_is_put_together_by_choice(folder: Path, browser: TestClient) -> None:
    """By a button, which decides nothing, or with the decision."""
    key = refusal(folder).key
    more: dict[str, Any] = {
        "verb": "refuses",
        "c:into": "what",
        "c:kind": "realised",
        "c:options": ["automation = full"],
    }
    answer = decide(browser, key, "", compose="yes", **more)
    assert answer.status_code == 200
    assert fields(answer.text, f"/intake/{key}")["what"] == "done(automation = full)"
    assert decisions(folder) == []
    answer = decide(browser, key, "", compose="yes", **{**more, "c:kind": "lasting", "c:length": "7d"})
    assert answer.status_code == 422
    assert decisions(folder) == []
    assert decide(browser, key, "confirm", **more).status_code == 303
    assert statements(folder)[0]["refuses"] == "done(automation = full)"


def test_what_is_missing_is_told_and_nothing_is_written(folder: Path, browser: TestClient) -> None:
    before = (folder / "statements.yaml").read_bytes()
    answer = decide(browser, refusal(folder).key, "confirm")
    assert answer.status_code == 422
    assert "verb" in answer.text
    assert (folder / "statements.yaml").read_bytes() == before
    assert decisions(folder) == []


def test_what_would_be_wrong_is_refused_with_its_code(folder: Path, browser: TestClient) -> None:
    answer = decide(browser, refusal(folder).key, "confirm", verb="refuses", what="automation = fuller")
    assert answer.status_code == 422
    assert "fuller" in answer.text
    assert "/codes/HF" in answer.text
    assert decisions(folder) == []
    check = browser.post(
        f"/intake/{refusal(folder).key}/check",
        data={**fields(answer.text, f"/intake/{refusal(folder).key}"), "what": "automation = fuller"},
    )
    assert "fuller" in check.text


def test_confirming_writes_the_statement_and_the_decision_and_leads_on(folder: Path, browser: TestClient) -> None:
    one = refusal(folder)
    before = listed(waited(browser, "/intake"))
    answer = decide(browser, one.key, "confirm", verb="refuses", what="automation = full", gist="No automatic cranes")
    assert answer.status_code == 303
    (entry,) = statements(folder)
    assert entry["party"] == "union"
    assert entry["refuses"] == "automation = full"
    assert entry["unless"] == "reinstatement = all"
    assert entry["cite"]["quote"].startswith("The union will not accept")
    (decision,) = decisions(folder)
    assert decision["coder"] == "you"
    assert decision["decision"] == "change"  # the words are others than the source's
    assert decision["changed"] == ["gist"]
    assert decision["statements"] == [entry["id"]]
    after = answer.headers["location"]
    assert after.startswith(f"/intake/{before[before.index(one.key) + 1]}?done=confirmed&of={one.key}")
    page = waited(browser, after)
    assert "Confirmed." in page
    assert f'href="/statements/{entry["id"]}"' in page
    assert one.key not in listed(waited(browser, "/intake"))
    assert listed(waited(browser, "/intake?status=confirmed")) == [one.key]


def test_the_queue_that_was_chosen_goes_on(folder: Path, browser: TestClient) -> None:
    keys = listed(waited(browser, "/intake?source=gazette"))
    page = waited(browser, f"/intake/{keys[-1]}?source=gazette&party=union")
    answer = decide(browser, keys[0], "reject", page=waited(browser, f"/intake/{keys[0]}?source=gazette"))
    assert answer.headers["location"].startswith(f"/intake/{keys[1]}?source=gazette&done=rejected")
    # The party by which the queue is chosen is not the party of the statement.
    assert fields(page, f"/intake/{keys[-1]}")["party"] == ["ministry"]
    assert fields(page, f"/intake/{keys[-1]}")["in:party"] == "union"


def test_rejecting_keeps_why_and_what_is_put_off_comes_last(folder: Path, browser: TestClient) -> None:
    keys = listed(waited(browser, "/intake"))
    assert decide(browser, keys[0], "reject", why="It is a joke").status_code == 303
    assert decide(browser, keys[1], "later").status_code == 303
    assert [(one["decision"], one.get("reason")) for one in decisions(folder)] == [
        ("reject", "It is a joke"),
        ("later", None),
    ]
    assert listed(waited(browser, "/intake")) == [*keys[2:], keys[1]]
    assert "It is a joke" in waited(browser, f"/intake/{keys[0]}")
    assert (folder / "statements.yaml").read_text() == "# The statements of the case\n"


@pytest.mark.parametrize("way", ["undo", "take-back"])
def test_a_decision_is_taken_back_with_its_statement(folder: Path, browser: TestClient, way: str) -> None:
    one = refusal(folder)
    before = (folder / "statements.yaml").read_bytes()
    decide(browser, one.key, "confirm", verb="refuses", what="automation = full")
    assert (folder / "statements.yaml").read_bytes() != before
    answer = browser.post("/undo") if way == "undo" else decide(browser, one.key, "undo")
    assert answer.status_code == 303
    assert statements(folder) == []
    assert [one["decision"] for one in decisions(folder)] == ["confirm", "undo"]  # the record is only added to
    assert one.key in listed(waited(browser, "/intake"))
    if way == "undo":
        assert browser.post("/undo").status_code == 409


def test_who_decides_after_somebody_else_is_told_first(folder: Path, browser: TestClient) -> None:
    one = refusal(folder)
    page = waited(browser, f"/intake/{one.key}")
    Desk(folder, "desk").decide(one, "reject", "ana", reason="A joke")
    answer = decide(browser, one.key, "confirm", page=page, verb="refuses", what="automation = full")
    assert answer.status_code == 409
    assert "ana" in answer.text
    assert "A joke" in answer.text
    assert statements(folder) == []
    # What was typed is still there; sent again, both decisions stand.
    again = decide(browser, one.key, "confirm", page=answer.text)
    assert again.status_code == 303
    assert [(one["coder"], one["decision"]) for one in decisions(folder)] == [("ana", "reject"), ("you", "confirm")]
    assert statements(folder)[0]["refuses"] == "automation = full"


def test_a_decision_on_a_confidential_document_lies_with_it(folder: Path, browser: TestClient) -> None:
    (one,) = found(folder, kind="statement", compartment="union")
    more: dict[str, Any] = {"verb": "accepts", "what": "automation = staged"}
    refused = decide(browser, one.key, "confirm", compartment="public", **more)
    assert refused.status_code == 422
    assert decide(browser, one.key, "confirm", **more).status_code == 303
    assert decisions(folder) == []
    assert len(decisions(folder, "union")) == 1
    assert statements(folder) == []
    written = (folder / "compartments" / "union" / "statements.yaml").read_text(encoding="utf-8")
    assert "accepts: automation = staged" in written
    assert "source: talk" in written


def test_nobody_sees_suggestions_from_what_they_may_not_read(folder: Path) -> None:
    (one,) = found(folder, kind="statement", compartment="union")
    public = visitor(folder, "public")
    assert len(listed(waited(public, "/intake"))) == 4
    assert public.get(f"/intake/{one.key}").status_code == 404
    assert public.post(f"/intake/{one.key}", data={"do": "reject"}).status_code == 404
    assert decisions(folder, "union") == []


def test_who_reads_sees_and_does_not_decide(folder: Path) -> None:
    reader = visitor(folder, role="read")
    key = listed(waited(reader, "/intake"))[0]
    page = waited(reader, f"/intake/{key}")
    assert "<form" not in page.split("<main", 1)[1]
    assert reader.post(f"/intake/{key}", data={"do": "reject"}).status_code == 403
    assert reader.post(f"/intake/{key}/check").status_code == 403
    assert decisions(folder) == []


def test_decisions_are_signed_with_the_name_of_the_account(folder: Path, tmp_path: Path) -> None:
    store = Accounts(tmp_path / "accounts.db", hasher=PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    store.add(Person("ana", "desk", "administer"), PASSWORD)
    ana = client(made(folder, accounts=store), let_in=False)
    assert ana.post("/sign-in", data={"name": "ana", "password": PASSWORD}).status_code == 303
    key = listed(waited(ana, "/intake"))[0]
    assert decide(ana, key, "reject").status_code == 303
    assert decisions(folder)[0]["coder"] == "ana"
    assert f"rejected suggestion {key}" in ana.get("/log").text


def test_without_accounts_they_are_signed_as_the_server_says(folder: Path) -> None:
    browser = client(made(folder, coder="ben"))
    decide(browser, listed(waited(browser, "/intake"))[0], "later")
    assert decisions(folder)[0]["coder"] == "ben"


def test_who_codes_alone_does_not_see_what_others_decided(folder: Path) -> None:
    one = refusal(folder)
    desk = Desk(folder, "desk")
    entries = [{**proposal(desk.case, one)[0], "refuses": "automation = full"}]
    desk.decide(one, "confirm", "ana", entries=entries)
    browser = client(made(folder, coder="ben"))
    assert one.key not in listed(waited(browser, "/intake"))
    assert one.key in listed(waited(browser, "/intake?alone=yes"))
    page = waited(browser, f"/intake/{one.key}?alone=yes")
    assert "ana" not in re.sub(r"<[^>]+>", " ", page).split()
    answer = decide(browser, one.key, "confirm", page=page, verb="refuses", what="automation = none")
    assert answer.status_code == 303
    assert "alone=yes" in answer.headers["location"]
    assert [one["coder"] for one in decisions(folder)] == ["ana", "ben"]
    assert len(statements(folder)) == 1  # the second coder's is compared, not written beside it


@pytest.fixture
def coded(folder: Path) -> Path:
    """A case in which two coders differ on one suggestion and agree on another."""
    desk, one = Desk(folder, "desk"), refusal(folder)
    for coder, option in (("ana", "full"), ("ben", "none")):
        desk.decide(
            one, "confirm", coder, entries=[{**proposal(desk.case, one)[0], "refuses": f"automation = {option}"}]
        )
        desk.decide(found(folder, by="The ministry")[0], "reject", coder)
    return folder


def test_differences_stand_side_by_side_and_are_settled(coded: Path) -> None:
    browser = client(made(coded, coder="cleo"))
    one = refusal(coded)
    page = waited(browser, "/intake/agreement")
    assert "1 suggestion on which they differ" in page
    assert re.search(r'<th scope="row">decision</th><td>2</td><td>100%</td>', page)
    assert "differ on: about" in page
    assert page.index("automation = full") < page.index("automation = none")
    form = {
        "do": "take", "take": "ben", "in:settles": "ana,ben",
        "seen": fields(page, f"/intake/{one.key}")["seen"],
    }  # fmt: skip
    answer = browser.post(f"/intake/{one.key}", data=form)
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/intake/agreement?coder=ana&coder=ben&done=settled")
    assert decisions(coded)[-1]["settles"] == ["ana", "ben"]
    (entry,) = statements(coded)  # what the first coder's decision wrote is replaced
    assert entry["refuses"] == "automation = none"
    page = waited(browser, answer.headers["location"])
    assert "settled by cleo: confirmed" in page
    assert "No suggestions on which they differ" in waited(browser, "/intake/agreement?unsettled=yes")
    # And taken back.
    back = fields(page, f"/intake/{one.key}")
    assert back["do"] == "undo"
    assert browser.post(f"/intake/{one.key}", data=back).status_code == 303
    assert "not settled" in waited(browser, "/intake/agreement")


def test_two_coders_are_needed(folder: Path, browser: TestClient) -> None:
    assert "nobody has" in waited(browser, "/intake/agreement")
    Desk(folder, "desk").decide(refusal(folder), "reject", "ana")
    assert "only ana has" in waited(browser, "/intake/agreement")
    assert browser.get("/intake/agreement?coder=nobody").status_code == 404


def test_a_difference_has_both_sides_and_is_confirmed_as_two_statements(
    repository: Path, tmp_path: Path, shared_sources: Path
) -> None:
    folder = tmp_path / "gaza"
    shutil.copytree(repository / "examples" / "gaza-2025", folder)
    loaded = load(folder, "desk", sources=[shared_sources])
    found = suggested(loaded.case, processes=1).suggestions
    (one, *_) = [each for each in found if each.relation == "differs" and each.facts and each.value]
    browser = visitor(folder, sources=[shared_sources])
    page = waited(browser, f"/intake/{one.key}")
    assert page.count('<div class="document"') == 2
    assert one.notes[0].split(":")[0].lower() in page.lower()
    form = fields(page, f"/intake/{one.key}")
    assert (form["0:value0"], form["1:value0"]) == (one.value, one.other_value)
    answer = decide(browser, one.key, "confirm", page=page, **{"0:gist": "The one says so", "1:gist": "The other"})
    assert answer.status_code == 303, re.sub(r"<[^>]+>", " ", answer.text.split('id="problems"')[1])[:600]
    (decision,) = decisions(folder)
    assert len(decision["statements"]) == 2
    after = load(folder, "desk", sources=[shared_sources]).case
    assert [str(after.statements[name].cite[0].source) for name in decision["statements"]] == list(one.sources)


@pytest.mark.parametrize("example", ["harbour", "gaza-2025"])
def test_a_form_as_it_stands_comes_to_what_is_suggested(
    repository: Path, tmp_path: Path, shared_sources: Path, example: str
) -> None:
    folder = tmp_path / "case"
    shutil.copytree(repository / "examples" / example, folder)
    case = load(folder, "desk", sources=[shared_sources]).case
    number = 0
    for one in suggested(case, processes=1).suggestions:
        # What may not be quoted has no words to begin with.
        proposed = tuple({**entry, "gist": entry.get("gist", "In our words")} for entry in proposal(case, one))
        if any(list(missing(entry)) for entry in proposed):
            continue
        made, problems = suggestion_form.entries(suggestion_form.parts(one, case, proposed), case)
        assert problems == []
        for entry, expected in zip(made, proposed, strict=True):
            shown = {key: plain(value) for key, value in entry.items()}
            assert shown == {key: plain(value) for key, value in expected.items()}
        number += 1
    assert number > 10


@pytest.mark.parametrize("example", ["harbour", "gaza-2025"])
def test_every_suggestion_of_the_examples_has_a_page(
    repository: Path, tmp_path: Path, shared_sources: Path, example: str
) -> None:
    folder = tmp_path / "case"
    shutil.copytree(repository / "examples" / example, folder)
    case = load(folder, "desk", sources=[shared_sources]).case
    browser = visitor(folder, sources=[shared_sources])
    waited(browser, "/intake")
    for one in suggested(case, processes=1).suggestions[::5]:
        page = waited(browser, f"/intake/{one.key}")
        roles = {mark.role for mark in one.marks}
        assert all(f"is-{role} " in page for role in roles), one.key
        assert page.count('<div class="document"') == len(one.sources)
        assert all(f'href="/statements/{name}"' in page for name in one.goes_with)


def test_a_document_that_is_added_brings_suggestions(folder: Path, browser: TestClient) -> None:
    before = listed(waited(browser, "/intake"))
    form = fields(browser.get("/add-source").text, "/add-source")
    text = "The port will not accept a safety board, Ines Falcao said on Monday.\n"
    answer = browser.post("/add-source", data={**form, "text": text, "id": "later-news", "published": "2026-03-02"})
    assert answer.status_code == 303
    after = listed(waited(browser, "/intake?source=later-news"))
    assert after
    assert not set(after) & set(before)


def test_a_damaged_record_is_told(folder: Path, browser: TestClient) -> None:
    (folder / "intake.jsonl").write_text("{broken\n", encoding="utf-8")
    assert "1 line of the records of decisions cannot be read" in waited(browser, "/intake")


def test_what_was_found_before_is_shown_until_it_is_found_anew(
    folder: Path, browser: PatientClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Deciding is not held up by reading everything again after each decision."""
    import threading

    from holdfast.web import coding

    keys = listed(waited(browser, "/intake"))
    go_on = threading.Event()
    real = suggested

    def slow(*given: Any, **named: Any) -> Any:
        go_on.wait(20)
        return real(*given, **named)

    monkeypatch.setattr(coding, "suggested", slow)
    monkeypatch.setattr(coding, "_BRIEFLY", 0.05)
    answer = decide(browser, refusal(folder).key, "confirm", verb="refuses", what="automation = full")
    assert browser.get(answer.headers["location"]).status_code == 200
    left = listed(browser.get("/intake").text)
    assert left == [key for key in keys if key != refusal(folder).key]
    # Where documents or what can be chosen are others, it is waited for.
    (folder / "case.yaml").write_text((folder / "case.yaml").read_text().replace("[cranes,", "[quay,"))
    monkeypatch.setattr("holdfast.web.coding.WAIT", 0.05)
    browser.app.state.bench.shelf.room("desk").edition(fresh=True)  # type: ignore[attr-defined]
    browser.patient = False
    assert browser.get("/intake").status_code == 202
    browser.patient = True
    monkeypatch.setattr("holdfast.web.coding.WAIT", 30.0)
    go_on.set()
    assert "<mark" in waited(browser, f"/intake/{refusal(folder).key}")


@pytest.fixture
def served(folder: Path) -> Iterator[Served]:
    found = Served(folder)
    yield found
    found.stop()


def test_the_queue_is_worked_through_by_keys(page: Page, served: Served) -> None:
    def press(*keys: str) -> None:
        page.wait_for_load_state("load")
        for key in keys:
            page.keyboard.press(key)

    served.enter(page)
    look(page, served, "/")
    press("g", "2")
    expect(page.locator("h1")).to_have_text("Intake")
    press("j")
    expect(page.locator("h1")).to_contain_text("Statement: The union")
    press("n")
    expect(page.locator("main > .told").first).to_contain_text("Rejected")
    expect(page.locator("h1")).to_contain_text("Statement: Marta Reis")
    press("u")
    expect(page.locator("main > .told").first).to_contain_text("Taken back")
    expect(page.locator("h1")).to_contain_text("Statement: The union")
    press("l")
    expect(page.locator("main > .told").first).to_contain_text("Put off")
    expect(page.locator("h1")).to_contain_text("Statement: Marta Reis")
    # Its form is open, since something is missing; the key leads into it.
    press("e")
    expect(page.locator("#party")).to_be_focused()
    page.locator("[id='c:options']").select_option("automation = full")
    expect(page.locator("#problems")).to_contain_text("Nothing is wrong with it")
    press("Escape", "y")
    expect(page.locator("main > .told").first).to_contain_text("Confirmed")
    assert [one["decision"] for one in decisions(served.folder)] == ["reject", "undo", "later", "confirm"]
    assert statements(served.folder)[0]["refuses"] == "automation = full"


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "light"), (320, "dark")])
def test_its_pages_are_accessible_and_fit(page: Page, coded: Path, served: Served, width: int, scheme: str) -> None:
    served.enter(page)
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    for path in ("/intake", f"/intake/{found(coded)[0].key}", f"/intake/{refusal(coded).key}", "/intake/agreement"):
        look(page, served, path)
        results = Axe().run(page)
        assert results.violations_count == 0, (path, results.generate_report())
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path


def test_without_scripts_it_works_too(chromium: Browser, served: Served) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    served.enter(page)
    look(page, served, "/intake")
    page.get_by_text("Begin with the first").click()
    page.get_by_role("link", name="Next").click()
    page.get_by_role("link", name="refuses").click()
    page.get_by_role("link", name="full").click()
    page.locator("#gist").fill("No automatic cranes")
    page.locator("#verb").select_option("refuses")
    page.locator("[id='c:options']").select_option("automation = full")
    page.get_by_role("button", name="Confirm as it stands here").click()
    expect(page.locator("main > .told").first).to_contain_text("Confirmed")
    assert statements(served.folder)[0]["gist"] == "No automatic cranes"
    page.get_by_role("button", name="Take it back").click()
    assert statements(served.folder) == []
    context.close()
