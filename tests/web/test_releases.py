"""Releases: by the desk alone, after a look at what they give away, recorded before anything is given out."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from lxml import html
from starlette.testclient import TestClient

from holdfast.case.load import load
from holdfast.cli import holdfast
from holdfast.web.accounts import Accounts
from tests.web.client import client, fields, made, visitor
from tests.web.test_accounts import PASSWORD, QUICK, signed_in

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
DECIDED = {"by": "T. Okafor", "because": "both asked", "sure": "yes"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(EXAMPLES / "harbour", tmp_path / "case"))


@pytest.fixture
def desk(folder: Path) -> TestClient:
    return visitor(folder)


def preview(browser: TestClient, **given: str) -> Any:
    asked = {"what": "deals", "to": "union", "basis": "desk", "form": "text", **given}
    return browser.get("/releases/preview", params=asked)


def released(browser: TestClient, page: Any, **given: str) -> Any:
    return browser.post("/releases", data={**fields(page.text, "/releases"), **DECIDED, **given})


def named(page: Any) -> set[str]:
    items = html.fromstring(page.text).iterfind(".//ul[@class='plain']/li/span[@class='id']")
    return {str(one.text) for one in items}


def texts(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_release_is_recorded_and_then_given_out(folder: Path, desk: TestClient) -> None:
    page = preview(desk)
    answer = released(desk, page)
    assert answer.status_code == 200
    assert answer.headers["content-disposition"] == ('attachment; filename="harbour-dispute-deals-for-union.txt"')
    assert "made for the audience 'union'" in answer.text
    assert "port/takes-all-back" in released(visitor(folder), preview(visitor(folder), form="json"), because="2").text
    case = load(folder, "desk").case
    last = next(one for one in case.releases if one.because == "both asked")
    assert (last.by, last.to) == ("T. Okafor", "union")
    assert "computed from public material and desk, union and port; draft second-draft" in last.what
    assert "both asked" in desk.get("/releases").text


def test_what_reveals_a_compartment_is_recorded_where_few_see_it(folder: Path, desk: TestClient) -> None:
    """Unless somebody says otherwise; the receiver reads of it only where it is recorded where they see it."""
    before = (folder / "releases.yaml").read_bytes()
    released(desk, preview(desk))
    assert (folder / "releases.yaml").read_bytes() == before
    assert "both asked" in (folder / "compartments" / "desk" / "releases.yaml").read_text()
    assert "both asked" not in visitor(folder, "union").get("/releases").text
    released(desk, preview(desk, what="hold"), record_in="union", because="as agreed")
    assert "as agreed" in visitor(folder, "union").get("/releases").text
    assert "as agreed" not in visitor(folder, "port").get("/releases").text


def test_the_rest_of_the_record_stays_as_it_is(folder: Path, desk: TestClient) -> None:
    before = (folder / "releases.yaml").read_text()
    released(desk, preview(desk, basis="receiver"))
    after = (folder / "releases.yaml").read_text()
    assert after.startswith(before)
    assert after.count("- date:") == before.count("- date:") + 1


def test_the_preview_names_what_is_given_away(folder: Path, desk: TestClient) -> None:
    page = preview(desk)
    assert {"port/takes-all-back", "port/insurer", "port/talk-02-26", "desk/retraining"} <= named(page)
    assert not any(name.startswith("union/") for name in named(page))
    look = desk.get("/releases/look", params={"what": "deals", "to": "union", "basis": "desk", "form": "text"})
    hidden = load(folder, "desk").case
    for name in (*hidden.statements, *hidden.rules, *hidden.sources, *hidden.issues, *hidden.parties):
        if name.startswith(("port/", "desk/")) and name in look.text:
            assert name in named(page), name


def test_the_preview_of_whether_it_holds_names_the_judgements(desk: TestClient) -> None:
    text = preview(desk, what="hold").text
    assert "judged by the ministry&#39;s team, because of their letter" in text
    assert "it could serve as a manual for leaving" in text


def test_the_report_gives_away_everything_of_the_compartments(folder: Path, desk: TestClient) -> None:
    page = preview(desk, what="report")
    case = load(folder, "desk").case
    every = {name for name in (*case.statements, *case.sources) if name.startswith(("port/", "desk/"))}
    assert every <= named(page)
    answer = released(desk, page)
    assert answer.headers["content-type"].startswith("text/html")
    assert "Will it hold?" in answer.text


def test_made_from_what_the_receiver_sees_nothing_else_is_in_it(folder: Path, desk: TestClient) -> None:
    """It is what the command gives out for that audience."""
    page = preview(desk, basis="receiver", form="json")
    assert named(page) == set()
    assert "rests on nothing that ‘union’ does not see" in page.text
    answer = released(desk, page)
    case = str(shutil.copytree(EXAMPLES / "harbour", folder.parent / "other"))
    command = ["deals", case, "--audience", "union", "--release", "--by", "T", "--format", "json"]
    said = json.loads(CliRunner().invoke(holdfast, command).stdout)
    mine = json.loads(answer.text)
    known = {key: value for key, value in mine.items() if value is not None}
    assert len(known) > 20
    assert {key: said[key] for key in known} == known
    assert "port/" not in answer.text
    assert "desk/" not in answer.text


def test_nothing_made_for_a_release_reaches_the_receiver(folder: Path) -> None:
    workbench = made(folder)
    desk = client(workbench)
    released(desk, preview(desk, basis="receiver"))
    room = workbench.state.bench.shelf.room("union")
    assert [study._made for study in room.edition()._studies.values()] == []


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"by": ""}, "who decided it is not said"),
        ({"because": " "}, "why it is released is not said"),
        ({"sure": ""}, "nobody has confirmed"),
    ],
)
def test_nothing_is_given_out_before_all_is_said(
    folder: Path, desk: TestClient, given: dict[str, str], words: str
) -> None:
    before = texts(folder)
    answer = released(desk, preview(desk), **given)
    assert answer.status_code == 422
    assert words in answer.text.lower()
    assert "content-disposition" not in answer.headers
    assert texts(folder) == before


def test_a_case_that_has_changed_has_to_be_looked_at_again(folder: Path, desk: TestClient) -> None:
    page = preview(desk)
    file = folder / "compartments" / "port" / "statements.yaml"
    if not file.exists():
        file = next((folder / "compartments" / "port").rglob("statements*/*.yaml"))
    file.write_text(file.read_text() + "\n- {id: one-more, party: port, gist: More, requires: reinstatement = all}\n")
    import time

    time.sleep(0.6)
    before = texts(folder)
    answer = released(desk, page)
    assert answer.status_code == 409
    assert "the case has changed since this was looked at" in answer.text.lower()
    assert texts(folder) == before
    assert released(desk, answer).status_code == 200


def test_the_same_confirmation_counts_once(folder: Path, desk: TestClient) -> None:
    page = preview(desk)
    assert released(desk, page).status_code == 200
    after = texts(folder)
    assert released(desk, page).status_code == 409
    assert texts(folder) == after


def test_a_broken_record_is_not_written_to(folder: Path, desk: TestClient) -> None:
    page = preview(desk, basis="receiver")
    (folder / "releases.yaml").write_text("- {date: soon}\n")
    import time

    time.sleep(0.6)
    answer = released(desk, preview(desk, basis="receiver"))
    assert answer.status_code == 422
    assert "has mistakes" in answer.text
    assert released(desk, page).status_code == 409
    assert (folder / "releases.yaml").read_text() == "- {date: soon}\n"


def test_a_split_record_gets_its_own_file(folder: Path, desk: TestClient) -> None:
    (folder / "releases").mkdir()
    (folder / "releases.yaml").rename(folder / "releases" / "early.yaml")
    assert released(desk, preview(desk, basis="receiver")).status_code == 200
    assert "both asked" in "".join(path.read_text() for path in (folder / "releases").iterdir())
    assert not (folder / "releases.yaml").exists()
    assert len(load(folder, "desk").case.releases) == 3


@pytest.mark.parametrize("role", ["read", "report"])
def test_who_may_only_read_releases_nothing(folder: Path, role: Any) -> None:
    reader, before = visitor(folder, role=role), texts(folder)
    text = reader.get("/releases").text
    assert "T. Okafor" in text
    assert "Release a result" not in text
    assert preview(reader).status_code == 403
    assert reader.get("/releases/look?what=deals&to=union").status_code == 403
    assert reader.post("/releases", data={"what": "deals", "to": "union", **DECIDED}).status_code == 403
    assert texts(folder) == before


def test_who_is_not_the_desk_releases_nothing(folder: Path) -> None:
    union, before = visitor(folder, "union", role="administer"), texts(folder)
    assert "Release a result" not in union.get("/releases").text
    assert preview(union, to="port").status_code == 403
    assert union.post("/releases", data={"what": "deals", "to": "public", **DECIDED}).status_code == 403
    assert texts(folder) == before


def test_a_desk_that_does_not_see_everything_is_not_shown_more(folder: Path) -> None:
    file = folder / "case.yaml"
    file.write_text(file.read_text().replace("sees: [public, desk, union, port]", "sees: [public, desk, union]"))
    desk = visitor(folder)
    assert preview(desk, to="port", basis="receiver").status_code == 403
    assert preview(desk, to="union", basis="receiver").status_code == 200
    page = preview(desk, to="port")
    assert page.status_code == 200
    assert "port/" not in page.text
    assert "You do not see all that ‘port’ sees" in desk.get("/releases").text


@pytest.mark.parametrize(
    ("given", "status"),
    [({"what": "nothing"}, 400), ({"to": "nobody"}, 404), ({"to": "desk"}, 404), ({"to": ""}, 404)],
)
def test_what_cannot_be_released(desk: TestClient, given: dict[str, str], status: int) -> None:
    assert preview(desk, **given).status_code == status


def test_the_log_tells_of_it_and_it_is_not_undone(folder: Path, tmp_path: Path) -> None:
    store = Accounts(tmp_path / "accounts.db", hasher=QUICK)
    from holdfast.web.people import Person

    store.add(Person("anna", "desk", "administer"), PASSWORD)
    anna = signed_in(folder, store, "anna")
    page = preview(anna)
    assert fields(page.text, "/releases")["by"] == "anna"
    assert released(anna, page).status_code == 200
    assert any(one.what.startswith("released to union: the movements") for one in store.log(changes=True))
    assert "Undo" not in anna.get("/releases").text
