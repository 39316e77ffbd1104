"""What language models were found to suggest, in the browser: shown as theirs, decided like the rest."""

from __future__ import annotations

import json
import re
import socket
import time
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from starlette.testclient import TestClient

from holdfast.case.load import load
from holdfast.cli import holdfast
from holdfast.intake import heard
from holdfast.intake.deciding import Desk
from holdfast.intake.queue import Item, items, waiting
from holdfast.intake.whole import joined, suggested
from tests import intake_cases
from tests.intake_cases import PROMPT, claim, hear
from tests.model_server import Server, said
from tests.web.client import PatientClient, fields, visitor, waited
from tests.web.test_intake import decide, decisions, listed, statements

LEAFLET = "In a note of the union to the port: no cranes before June.\n"
SOURCES = f"{intake_cases.SOURCES}- {{id: leaflet, file: leaflet.txt, title: A leaflet, published: 2026-02-28}}\n"
NOTE = claim("the union", "In a note of", "no cranes before June")
UNION = "The union will not accept automatic cranes unless every dismissed man is reinstated"
REIS = claim("Marta Reis", "said", UNION, 2)
BADGE = re.compile(r'(?:<span class="kind">(grammar)</span> )?<span class="kind model">([^<]*)</span>')


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """However busy the machine is, a page waits for what is new rather than show what was there before."""
    monkeypatch.setattr("holdfast.web.coding._BRIEFLY", 60.0)


def unheard(folder: Path) -> Path:
    """A case about which no model was asked."""
    files = {"sources__leaflet.txt": LEAFLET, "statements": "# The statements of the case\n", "sources": SOURCES}
    return intake_cases.folder(folder, **files)


def heard_of(folder: Path) -> Path:
    """A case about which a model was asked."""
    hear(folder, "leaflet", NOTE, a_number_is_altered=2)
    hear(folder, "gazette", REIS)
    return folder


@pytest.fixture
def bare(tmp_path: Path) -> Path:
    return unheard(tmp_path / "case")


@pytest.fixture
def folder(bare: Path) -> Path:
    return heard_of(bare)


@pytest.fixture
def browser(folder: Path) -> PatientClient:
    return visitor(folder)


def offered(folder: Path) -> tuple[Item, ...]:
    """What the terminal offers, with how it stands."""
    case = load(folder, "desk").case
    whole = suggested(case, processes=1)
    whole = joined(case, whole, heard.recall(case, whole.texts, whole.readings))
    return items(whole.suggestions, Desk(folder, "desk").decided())


def note(folder: Path) -> str:
    """The key of what the model alone found."""
    (one,) = [item.suggestion for item in offered(folder) if not item.suggestion.by_grammar]
    return one.key


def test_the_queue_offers_what_the_terminal_offers_and_marks_it(folder: Path, browser: TestClient) -> None:
    page = waited(browser, "/intake")
    assert listed(page) == [item.suggestion.key for item in waiting(offered(folder))]
    assert BADGE.findall(page) == [
        ("grammar", f"language model small, prompt {PROMPT[:12]}"), ("", f"language model small, prompt {PROMPT[:12]}")
    ]  # fmt: skip
    assert "found by rules and, where it says so, by a language model" in page
    assert "Found by the language model small" in page
    assert "Refused of what it said: 2 × a number is altered." in page
    one = waited(browser, f"/intake/{note(folder)}")
    assert BADGE.findall(one) == [("", f"language model small, prompt {PROMPT[:12]}")]
    assert "the grammar did not find it" in one
    for role, words in (("speaker", "the union"), ("cue", "In a note of"), ("content", "no cranes")):
        assert re.search(rf'<span class="role">{role}</span><mark class="[^"]*is-{role} ">{words}', one)


def test_without_a_model_nothing_of_one_is_there(bare: Path) -> None:
    browser = visitor(bare)
    page = waited(browser, "/intake")
    assert "model" not in page.lower()
    assert 'name="by"' not in page
    # The filter itself may stand in an address that somebody kept.
    assert listed(waited(browser, "/intake?by=model")) == []
    assert listed(waited(browser, "/intake?by=grammar")) == listed(page)


def test_who_found_it_can_be_chosen(folder: Path, browser: TestClient) -> None:
    every = [item.suggestion for item in waiting(offered(folder))]
    models = [one.key for one in every if one.models]
    assert len(models) == 2
    page = waited(browser, "/intake?by=model")
    assert listed(page) == models
    assert f'href="/intake/{models[0]}?by=model"' in page
    assert listed(waited(browser, "/intake?by=grammar")) == [one.key for one in every if one.by_grammar]
    assert listed(waited(browser, "/intake?by=model&source=leaflet")) == [note(folder)]
    assert listed(waited(browser, "/intake?by=nobody")) == [one.key for one in every]
    # The one that comes next is of those that were chosen.
    form = fields(waited(browser, f"/intake/{models[0]}?by=model"), f"/intake/{models[0]}")
    answer = browser.post(f"/intake/{models[0]}", data={**form, "do": "later"})
    assert answer.headers["location"].startswith(f"/intake/{models[1]}?by=model&")


def test_confirming_writes_the_statement_and_says_which_model_suggested_it(folder: Path, browser: TestClient) -> None:
    key = note(folder)
    answer = decide(browser, key, "confirm", verb="refuses", what="automation = full", gist="No cranes before June")
    assert answer.status_code == 303
    (statement,) = statements(folder)
    assert statement["party"] == "union"
    assert statement["cite"]["source"] == "leaflet"
    (record,) = decisions(folder)
    assert record["models"] == [{"name": "small", "prompt": PROMPT}]
    assert record["statements"] == [statement["id"]]
    page = waited(browser, f"/statements/{statement['id']}")
    told = f"found by the language model small, prompt {PROMPT[:12]}."
    assert told in page
    assert f'<a href="/intake/{key}">what was suggested</a>' in page
    assert load(folder, "desk").diagnostics == ()
    assert decide(browser, key, "undo").status_code == 303
    assert statements(folder) == []


def test_of_what_both_found_the_statement_says_both(folder: Path, browser: TestClient) -> None:
    (both,) = [item.suggestion.key for item in offered(folder) if item.suggestion.models and item.suggestion.by_grammar]
    answer = decide(browser, both, "confirm", verb="refuses", what="automation = full")
    assert answer.status_code == 303
    (record,) = decisions(folder)
    assert record["grammar"] is True
    page = waited(browser, f"/statements/{record['statements'][0]}")
    assert f"found by the grammar and the language model small, prompt {PROMPT[:12]}." in page
    assert "the grammar found it too" in waited(browser, f"/intake/{both}")


def test_of_what_the_grammar_alone_found_too(folder: Path, browser: TestClient) -> None:
    one = next(one for item in offered(folder) if (one := item.suggestion).source == "gazette" and not one.models)
    form = {"verb": "refuses", "what": "automation = full", "gist": "No automatic cranes", "party": "union"}
    assert decide(browser, one.key, "confirm", **form).status_code == 303
    (record,) = decisions(folder)
    assert "models" not in record
    assert "found by the grammar." in waited(browser, f"/statements/{record['statements'][0]}")


def test_a_rejection_is_remembered(folder: Path, browser: TestClient) -> None:
    key = note(folder)
    assert decide(browser, key, "reject", why="a headline").status_code == 303
    assert key not in listed(waited(browser, "/intake"))
    assert listed(waited(browser, "/intake?status=rejected")) == [key]
    hear(folder, "leaflet", NOTE, model="other")
    page = waited(browser, "/intake?status=rejected")
    assert listed(page) == [key]
    assert len(BADGE.findall(page)) == 2
    assert key not in listed(waited(browser, "/intake"))
    assert key not in [item.suggestion.key for item in waiting(offered(folder))]


def test_what_is_kept_while_the_server_runs_is_there_at_once(bare: Path) -> None:
    browser = visitor(bare)
    before = listed(waited(browser, "/intake"))
    hear(bare, "leaflet", NOTE)
    key = note(bare)
    assert sorted(listed(waited(browser, "/intake"))) == sorted([*before, key])
    # Its decision is on the case as it is, although nothing else changed.
    assert decide(browser, key, "later").status_code == 303
    (bare / ".holdfast" / heard.FILE).unlink()
    assert listed(waited(browser, "/intake")) == before
    assert browser.get(f"/intake/{key}").status_code == 404


def test_while_a_model_is_being_asked_the_page_comes_to_an_end(
    folder: Path, browser: PatientClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each answer changes what is kept; what is computed from the one before is not begun anew for it."""
    waited(browser, "/intake")
    began = []

    def slow(*given: Any) -> heard.Recalled:
        began.append(given)
        time.sleep(0.5)
        return heard.recall(*given)

    monkeypatch.setattr("holdfast.web.coding.recall", slow)
    for name in ("WAIT", "_BRIEFLY"):
        monkeypatch.setattr(f"holdfast.web.coding.{name}", 0.02)
    case = folder / "case.yaml"
    case.write_text(case.read_text(encoding="utf-8").replace("[cranes,", "[quay,"), encoding="utf-8")
    browser.app.state.bench.shelf.room("desk").edition(fresh=True)  # type: ignore[attr-defined]
    browser.patient = False
    answers = []
    for number in range(60):
        hear(folder, "leaflet", NOTE, model=f"model-{number}")
        answers.append(browser.get("/intake").status_code)
        if answers[-1] == 200:
            break
    assert answers[0] == 202
    assert answers[-1] == 200
    assert len(began) <= 2
    for name in ("WAIT", "_BRIEFLY"):
        monkeypatch.setattr(f"holdfast.web.coding.{name}", 8.0)
    page = waited(browser, "/intake?by=model&source=leaflet")
    assert len(BADGE.findall(page)) == len(answers) + 1


def test_a_changed_text_has_no_suggestions_of_the_one_before(folder: Path, browser: TestClient) -> None:
    key = note(folder)
    assert key in listed(waited(browser, "/intake"))
    (folder / "sources/leaflet.txt").write_text(LEAFLET.replace("June", "July"), encoding="utf-8")
    browser.app.state.bench.shelf.room("desk").edition(fresh=True)  # type: ignore[attr-defined]
    page = waited(browser, "/intake")
    assert key not in listed(page)
    assert listed(page) == [item.suggestion.key for item in waiting(offered(folder))]


def test_a_damaged_file_is_told_and_the_rest_is_there(folder: Path) -> None:
    (folder / ".holdfast" / heard.FILE).write_bytes(b"no database" * 100)
    browser = visitor(folder)
    page = waited(browser, "/intake")
    assert "What language models said before is not shown: .holdfast/models.db cannot be read" in page
    assert listed(page) == [item.suggestion.key for item in waiting(offered(folder))]
    assert listed(page)


def test_who_may_only_read_public_documents_sees_them_too(folder: Path) -> None:
    """Only public documents are ever sent, so whoever reads these may read what was found in them."""
    for audience in ("public", "union"):
        page = waited(visitor(folder, audience, "read"), "/intake?by=model")
        assert note(folder) in listed(page)


def test_a_name_from_the_file_is_shown_as_words_and_nothing_else(bare: Path) -> None:
    hear(bare, "leaflet", NOTE, model="<script>alert(1)</script>")
    for page in (waited(visitor(bare), "/intake"), waited(visitor(bare), f"/intake/{note(bare)}")):
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_from_the_command_to_the_case(bare: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A server that mixes what is there with what is not: the command asks it, the browser shows what was proven."""
    pytest.importorskip("pydantic_ai", reason="the extra holdfast[llm] is not installed")
    server = Server()
    good = {"paragraph": 1, "speaker": "the union", "cue": "In a note of", "content": "no cranes before June"}
    reis = {"paragraph": 2, "speaker": "Marta Reis", "cue": "said", "content": UNION}
    server.says(
        said(
            good, good, reis,
            good | {"content": "no cranes before July"},  # altered
            good | {"content": "cranes before June"},  # its negation is cut off
            reis | {"content": UNION.replace(" not", "")},
            reis | {"content": "The union will not accept automatic cranes"},  # its condition is cut off
            reis | {"speaker": "the port"},
            {"paragraph": 1, "speaker": "Ines Falcao", "cue": "said", "content": "<b>everything is settled</b>"},
        )
    )  # fmt: skip
    try:
        options = ["--model", "small", "--endpoint", server.endpoint]
        result = CliRunner().invoke(holdfast, ["intake", "suggest", str(bare), *options, "--by", "model"])
        assert result.exit_code == 0, result.output
        asked = len(server.asked)
        assert asked == 2
        assert "two cranes a year" not in json.dumps([body for _, body, _ in server.asked])

        def never(*given: object) -> None:
            raise AssertionError("somebody was called")

        browser = visitor(bare)
        monkeypatch.setattr(socket.socket, "connect", never)
        monkeypatch.setattr("holdfast.intake.llm.Reader", never)
        page = waited(browser, "/intake?by=model")
        assert listed(page) == [item.suggestion.key for item in waiting(offered(bare)) if item.suggestion.models]
        assert len(listed(page)) == 2
        assert "× a negation is cut off" in page
        assert "everything is settled" not in page
        key = note(bare)
        answer = decide(browser, key, "confirm", verb="refuses", what="automation = full", gist="No cranes before June")
        assert answer.status_code == 303
        monkeypatch.undo()
        assert len(server.asked) == asked
    finally:
        server.close()
    (statement,) = statements(bare)
    assert statement["cite"]["source"] == "leaflet"
    (record,) = decisions(bare)
    assert [(one["name"], len(one["prompt"])) for one in record["models"]] == [("small", 64)]
    # In the terminal it is done as well.
    result = CliRunner().invoke(
        holdfast, ["intake", "review", str(bare), "--by", "model", "--coder", "ana"], input="n\n\n"
    )
    assert "1/1  gazette" in result.stdout
    assert "statement, found by grammar and language model" in result.stdout
    assert "Rejected" in result.stdout
    assert listed(waited(visitor(bare), "/intake?by=model&status=rejected"))
