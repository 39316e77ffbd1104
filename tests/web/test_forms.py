"""Forms made from the model: judgements, drafts, rules, facts, audiences, phases and events, the head of the case."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from holdfast.case.become import alike, data_in
from holdfast.case.edit import plain, source_of
from holdfast.case.load import load
from holdfast.case.yamlwrite import flow
from holdfast.web import item_form
from holdfast.web.form_values import fits, read, shown
from holdfast.web.model_form import Names
from tests.cases import write
from tests.web.client import fields, visitor, waited
from tests.web.test_editing import save

AGREEMENT = """\
title: A draft
version: 1
package: {automation: staged}    # as they wished
phases:
  # the first
  first: {text: The start}
commitments:
  pay: {by: port, does: Pay, phase: first}
  leave: {by: [port, union], does: Leave}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write(
        tmp_path / "case",
        {
            "agreement": AGREEMENT,
            "statements": "- {id: yes, party: union, gist: Yes, accepts: agreement, draft: agreement}\n",
            "compartments/desk/statements": "[]\n",
            "compartments/union/statements": "[]\n",
        },
    )


@pytest.fixture
def browser(folder: Path) -> TestClient:
    return visitor(folder)


def clean(folder: Path) -> None:
    assert [one for one in load(folder, "desk").diagnostics if one.severity == "error"] == []


def test_a_judgement_is_entered_where_nobody_judged(folder: Path, browser: TestClient) -> None:
    page = "/edit/judgement/union?compartment=desk"
    text = browser.get(page).text
    assert "This is a judgement." in text
    assert "nobody said these numbers" in text
    answer = save(
        browser, page, **{
            "f__judged.by": "the team", "f__judged.because": "three rounds", "f__judged.date": "2026-03-01",
            "f__importance.0": "60 to 80", "f__importance.1": "30", "f__options.0.order": "none\nstaged\nfull",
            "f__options.1.0": "0", "f__options.1.1": "100", "f__no_deal": "[10, 30]",
            "f__commitments.0.worth": "-15", "f__commitments.0.kept_on_collapse": "true",
            "k__commitments.0.shifts.0": "port", "f__commitments.0.shifts.0": "-0.2 to 0.1",
            "f__walking_away.chance": "0.2 to 0.5", "f__guarantees.0.by": "port", "f__guarantees.0.step": "pay",
            "f__guarantees.0.bond": "5",
        }
    )  # fmt: skip
    assert answer.headers["location"] == "/judgements?done=saved"
    written = (folder / "compartments" / "desk" / "values.yaml").read_text()
    assert written == (
        "union:\n"
        "  judged: {by: the team, date: 2026-03-01, because: three rounds}\n"
        "  importance: {automation: [60, 80], reinstatement: 30}\n"
        "  options:\n    automation: [none, staged, full]\n    reinstatement: {none: 0, all: 100}\n"
        "  no_deal: [10, 30]\n"
        "  commitments:\n"
        "    pay:\n      worth: -15\n      kept_on_collapse: true\n      shifts: {port: [-0.2, 0.1]}\n"
        "  walking_away: {chance: [0.2, 0.5]}\n"
        "  guarantees:\n    - {by: port, step: pay, bond: 5}\n"
    )
    clean(folder)
    (judged,) = load(folder, "desk").case.values
    assert (judged.party, judged.compartment, judged.values.judged.by) == ("union", "desk", "the team")
    assert load(folder, "public").case.values == ()
    page_of_all = browser.get("/judgements").text
    assert "judged by the team on 1 Mar 2026, because three rounds" in page_of_all
    assert browser.post("/undo").status_code == 303
    assert not (folder / "compartments" / "desk" / "values.yaml").exists()


def test_one_number_of_a_judgement_changes_alone(folder: Path, browser: TestClient) -> None:
    path = folder / "values.yaml"
    path.write_text(
        "# ours\nunion:\n  judged: {by: us, because: so}\n"
        "  importance: {automation: 60, reinstatement: [20, 40]}   # of 100\n"
        "  commitments:\n    pay: {worth: 3}   # little\n"
    )
    before = path.read_text()
    assert save(browser, "/edit/judgement/union", **{"f__importance.1": "20 to 50"}).status_code == 303
    assert path.read_text() == before.replace("[20, 40]", "[20, 50]")
    assert save(browser, "/edit/judgement/union", **{"f__commitments.0.worth": ""}).status_code == 303
    assert "pay" not in path.read_text()
    assert "   # of 100\n" in path.read_text()


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({}, "judged"),
        ({"f__judged.by": "us"}, "because"),
        ({"f__judged.by": "us", "f__judged.because": "so", "f__no_deal": "120"}, "between 0 and 100"),
        ({"f__judged.by": "us", "f__judged.because": "so", "f__importance.0": "80 to 20"}, "ends before it starts"),
        ({"f__judged.by": "us", "f__judged.because": "so", "f__importance.0": "much"}, "not a number"),
        (
            {"f__judged.by": "us", "f__judged.because": "so", "f__importance.0": "8", "f__importance.order": "pay"},
            "both values and an order",
        ),
        ({"f__judged.by": "us", "f__judged.because": "so", "f__importance.order": "pays"}, "pays"),
    ],
)
def test_a_judgement_that_is_none_is_refused(
    folder: Path, browser: TestClient, changed: dict[str, str], told: str
) -> None:
    answer = save(browser, "/edit/judgement/port", **changed)
    assert answer.status_code == 422
    assert told in answer.text
    for key, value in changed.items():
        assert fields(answer.text, "/edit/judgement/port")[key.replace("__", ":")] == value
    assert not (folder / "values.yaml").exists()
    given = {**fields(browser.get("/edit/judgement/port").text, "/edit/judgement/port")}
    given |= {key.replace("__", ":"): value for key, value in changed.items()}
    assert told in browser.post("/check-edit/judgement/port", data=given).text


def test_a_draft_is_begun_copied_changed_and_removed(folder: Path, browser: TestClient) -> None:
    answer = save(browser, "/new/draft?copy=agreement", name="second", title="Another: draft", proposed_by="port")
    assert answer.headers["location"] == "/agreement?draft=second&done=saved"
    path = folder / "agreement" / "second.yaml"
    copied = AGREEMENT.replace("title: A draft\n", 'title: "Another: draft"\nproposed_by: port\n')
    assert path.read_text() == copied.replace("version: 1", "version: 2")
    assert save(
        browser, "/edit/draft/second",
        **{"f__package.0": "full", "f__package.1": "left-open", "f__together": "pay, leave"},
    ).status_code == 303  # fmt: skip
    text = path.read_text()
    assert "package: {automation: full, reinstatement: left-open}    # as they wished\n" in text
    assert "together: [[pay, leave]]\n" in text
    clean(folder)
    assert load(folder, "desk").case.draft.name == "second"  # type: ignore[union-attr]
    answer = save(browser, "/new/draft", name="bare", title="From nothing", compartment="desk")
    assert answer.headers["location"] == "/agreement?draft=desk/bare&done=saved"
    bare = folder / "compartments" / "desk" / "agreement" / "bare.yaml"
    assert bare.read_text() == "title: From nothing\nversion: 3\ncommitments: {}\n"
    assert (
        save(browser, "/new/commitment?draft=desk/bare", name="hold", f__by="union", f__does="Hold").status_code == 303
    )
    assert "  hold:\n    by: union\n    does: Hold\n" in bare.read_text()
    given = fields(browser.get("/edit/draft/desk/bare").text, "/remove/draft/desk/bare")
    assert browser.post("/remove/draft/desk/bare", data=given).headers["location"] == "/agreement?done=removed"
    assert not bare.exists()
    given = fields(browser.get("/edit/draft/agreement").text, "/remove/draft/agreement")
    answer = browser.post("/remove/draft/agreement", data=given)
    assert answer.status_code == 422
    assert "agreement" in answer.text
    assert browser.post("/undo").status_code == 303
    assert bare.exists()


def test_a_copy_of_what_is_confidential_stays_so(folder: Path, browser: TestClient) -> None:
    (folder / "compartments" / "union" / "agreement.yaml").write_text("title: Ours\ncommitments: {}\n")
    page = browser.get("/new/draft?copy=union/agreement").text
    given = fields(page, "/new/draft")
    assert given["compartment"] == "union"
    answer = browser.post("/new/draft", data={**given, "name": "copy", "compartment": "public"})
    assert answer.status_code == 404
    assert not (folder / "agreement").exists()
    assert browser.post("/new/draft", data={**given, "name": "copy"}).status_code == 303
    assert (folder / "compartments" / "union" / "agreement" / "copy.yaml").exists()


@pytest.mark.parametrize(
    ("form", "told"),
    [
        ({"name": "second", "title": "x", "proposed_by": "nobody"}, "nobody"),
        ({"name": "A B", "title": "x"}, "cannot be a name"),
        ({"name": "agreement", "title": "x"}, "already"),
        ({"name": "second", "title": ""}, "title"),
        ({"name": "second", "title": "x", "version": "two"}, "whole number"),
    ],
)
def test_a_draft_that_cannot_be_is_refused(folder: Path, browser: TestClient, form: dict[str, str], told: str) -> None:
    answer = browser.post("/new/draft", data=form)
    assert answer.status_code == 422
    assert told in answer.text
    checked = browser.post("/check-new/draft", data=form)
    assert checked.status_code == 200
    assert told in checked.text
    assert not (folder / "agreement").exists()


def test_a_draft_is_checked_while_one_types_and_nothing_is_written(folder: Path, browser: TestClient) -> None:
    assert 'hx-post="/check-new/draft"' in browser.get("/new/draft").text
    for copied in ({}, {"copy": "agreement"}):
        answer = browser.post("/check-new/draft", data={"name": "second", "title": "x", **copied})
        assert "Nothing is wrong with it." in answer.text
    assert browser.post("/check-new/draft", data={"name": "x", "title": "x", "compartment": "no"}).status_code == 404
    assert not (folder / "agreement").exists()


def test_phases_and_events_rules_and_facts(folder: Path, browser: TestClient) -> None:
    before = (folder / "agreement.yaml").read_text()
    assert save(browser, "/new/event", name="signature", f__declared_by="port", f__text="They sign").status_code == 303
    assert save(browser, "/new/phase", name="second", f__opens="verified(pay)").status_code == 303
    assert save(browser, "/edit/phase/first", f__opens="signature").status_code == 303
    after = (folder / "agreement.yaml").read_text()
    assert "  # the first\n  first: {text: The start, opens: signature}\n" in after
    assert "  second:" in after
    assert after.startswith(before.partition("phases")[0])
    assert save(browser, "/new/rule", name="no-both", f__require="not automation = full").status_code == 303
    assert save(browser, "/edit/rule/no-both", f__because="The law says: no").status_code == 303
    assert save(browser, "/new/fact", name="dismissed", f__text="Workers dismissed").status_code == 303
    assert save(browser, "/edit/fact/dismissed", f__unit="people").status_code == 303
    clean(folder)
    case = load(folder, "desk").case
    assert case.rules["no-both"].because == "The law says: no"
    assert case.facts["dismissed"].unit == "people"
    shown_ = browser.get("/case").text
    assert "The law says: no" in shown_
    assert "Workers dismissed" in shown_
    given = fields(browser.get("/edit/rule/no-both").text, "/remove/rule/no-both")
    assert browser.post("/remove/rule/no-both", data=given).headers["location"] == "/case?done=removed"
    assert load(folder, "desk").case.rules == {}
    answer = save(browser, "/new/phase", name="third", f__opens="verified(nothing)")
    assert answer.status_code == 422
    assert "nothing" in answer.text


def test_a_rule_of_a_compartment_goes_there(folder: Path, browser: TestClient) -> None:
    page = browser.get("/new/rule").text
    assert 'href="/new/rule?compartment=desk"' in page
    assert save(browser, "/new/rule?compartment=desk", name="ours", f__require="automation = full").status_code == 303
    assert "id: ours" in (folder / "compartments" / "desk" / "case.yaml").read_text()
    assert "desk/ours" in load(folder, "desk").case.rules
    assert load(folder, "public").case.rules == {}
    assert save(browser, "/edit/rule/desk/ours", f__because="so").status_code == 303
    clean(folder)


def test_the_head_of_a_case_that_is_split_is_edited_where_it_stands(folder: Path, browser: TestClient) -> None:
    text = (folder / "case.yaml").read_text()
    (folder / "case.yaml").unlink()
    (folder / "case").mkdir()
    (folder / "case" / "main.yaml").write_text("# all\n" + text)
    (folder / "case" / "about.yaml").write_text("summary: Short   # for now\n")
    answer = save(browser, "/edit/case/head", f__title="Another", f__consent=["union"], f__as_of="2026-03-02")
    assert answer.status_code == 303
    main = (folder / "case" / "main.yaml").read_text()
    assert main.startswith("# all\n")
    assert "title: Another\n" in main
    assert "as_of: 2026-03-02\n" in main
    assert "summary" not in main
    assert (folder / "case" / "about.yaml").read_text() == "summary: Short   # for now\n"
    page = browser.get("/edit/case/head").text
    assert 'summary in <a href="/edit/case/head?file=case/about.yaml"><code>case/about.yaml</code></a>' in page
    other = browser.get("/edit/case/head?file=case/about.yaml").text
    assert "timezone" not in str(fields(other, "/edit/case/head"))
    assert '<a href="/edit/case/head?file=case/main.yaml"><code>case/main.yaml</code></a>' in other
    assert save(browser, "/edit/case/head?file=case/about.yaml", f__summary="Longer").status_code == 303
    assert (folder / "case" / "about.yaml").read_text() == "summary: Longer   # for now\n"
    assert (folder / "case" / "main.yaml").read_text() == main
    given = fields(browser.get("/edit/case/head").text, "/edit/case/head")
    for file in ("case/none.yaml", "../case.yaml", "statements.yaml"):
        assert browser.get(f"/edit/case/head?file={file}").status_code == 404
        assert browser.post("/edit/case/head", data={**given, "file": file}).status_code == 404
    case = load(folder, "desk").case
    assert (case.title, case.consent) == ("Another", ("union",))
    answer = save(browser, "/edit/case/head", f__timezone="Europe/Lisbonn")
    assert answer.status_code == 422
    assert "Europe/Lisbon" in answer.text


def test_interests_are_rows_and_those_told_in_confidence_lie_apart(folder: Path, browser: TestClient) -> None:
    assert save(
        browser, "/edit/party/union", **{"f__interests.0.text": "To be heard", "f__interests.0.judged_by": "the team"}
    ).status_code == 303  # fmt: skip
    before = (folder / "case.yaml").read_bytes()
    assert save(
        browser, "/edit/interests/union?compartment=union",
        **{"f__interests.0.text": "Not to go first", "f__interests.0.judged_by": "us", "f__interests.0.from": "yes"},
    ).status_code == 303  # fmt: skip
    assert (folder / "case.yaml").read_bytes() == before
    assert [one.text for one in load(folder, "public").case.parties["union"].interests] == ["To be heard"]
    texts = [one.text for one in load(folder, "desk").case.parties["union"].interests]
    assert texts == ["To be heard", "Not to go first"]
    assert browser.get("/edit/interests/union").status_code == 404


def test_who_sees_what_is_for_the_mediation_team(folder: Path) -> None:
    case = folder / "case.yaml"
    case.write_text(case.read_text() + "audiences:\n  union: {sees: [public, union]}   # theirs\n")
    theirs = visitor(folder, "union")
    assert theirs.get("/edit/audience/union").status_code == 403
    assert theirs.post("/edit/audience/union", data={"f:sees": ["public", "union", "desk"]}).status_code == 403
    assert theirs.post("/new/audience", data={"name": "us", "f:sees": "desk"}).status_code == 403
    assert "/edit/audience" not in theirs.get("/case").text
    desk = visitor(folder)
    assert save(desk, "/edit/audience/union", f__sees=["public", "union", "desk"]).status_code == 303
    assert "union: {sees: [public, union, desk]}   # theirs\n" in case.read_text()
    for nonsense in ("#", "{a: b}", "[[union]]", "&a union"):
        assert save(desk, "/edit/audience/union", f__sees=nonsense).status_code in (303, 422)
    assert save(desk, "/new/audience", name="guests", f__sees="public").status_code == 303
    clean(folder)


def test_nobody_shows_what_they_do_not_see(folder: Path) -> None:
    case = folder / "case.yaml"
    case.write_text(case.read_text() + "audiences:\n  desk: {sees: [public, desk]}\n  union: {sees: [public, union]}\n")
    before = case.read_bytes()
    answer = save(visitor(folder), "/edit/audience/desk", f__sees=["public", "desk", "union"])
    assert answer.status_code == 422
    assert "You do not see ‘union’ yourself" in answer.text
    assert case.read_bytes() == before


def test_a_form_offers_only_what_its_file_may_refer_to(folder: Path, browser: TestClient) -> None:
    case = folder / "case.yaml"
    case.write_text(case.read_text() + "audiences: {union: {sees: [public, union]}}\n")
    (folder / "compartments" / "desk" / "case.yaml").write_text(
        "parties: {adviser: {name: An adviser, roles: [other]}}\n"
        "issues: {fees: {question: Who pays the adviser?, options: {us: {text: We do}}}}\n"
    )
    assert "An adviser" not in browser.get("/edit/commitment/pay").text
    assert "Who pays the adviser" not in browser.get("/edit/judgement/union?compartment=union").text
    ours = browser.get("/edit/judgement/union?compartment=desk").text
    assert "Who pays the adviser" in ours
    assert fields(ours, "/edit/judgement/union")["k:importance.2"] == "fees"


def test_a_list_may_shrink_and_grow_and_keeps_its_comments(folder: Path, browser: TestClient) -> None:
    path = folder / "agreement.yaml"
    path.write_text(
        path.read_text() + "deliberately_open:\n  - chair   # nobody knows\n  - {term: seat, because: they wished it}\n"
    )
    page = "/edit/draft/agreement"
    assert save(browser, page).status_code == 303
    assert save(browser, page, **{"f__deliberately_open.2.term": "date"}).status_code == 303
    assert path.read_text().endswith(
        "  - chair   # nobody knows\n  - {term: seat, because: they wished it}\n  - date\n"
    )
    assert save(
        browser, page, **{"f__deliberately_open.1.term": "", "f__deliberately_open.1.because": ""}
    ).status_code == 303  # fmt: skip
    assert path.read_text().endswith("  - chair   # nobody knows\n  - date\n")


def test_who_owes_it_may_be_several_together(folder: Path, browser: TestClient) -> None:
    path = folder / "agreement.yaml"
    assert save(browser, "/edit/commitment/leave", **{"f__by.how": "jointly"}).status_code == 303
    assert "leave: {by: {jointly: [port, union]}, does: Leave}" in path.read_text()
    assert save(browser, "/edit/commitment/leave", **{"f__by.how": ""}).status_code == 303
    assert path.read_text() == AGREEMENT


def test_goods_and_tranches_of_a_clause(folder: Path, browser: TestClient) -> None:
    answer = save(
        browser, "/edit/commitment/pay", **{
            "k__gives.0": "workers", "f__gives.0": "48", "f__tranches": "12 at D+7\n12 every 7d 3 times",
            "f__paired_with.commitment": "leave", "f__paired_with.when": "verified", "f__within": "12h to 24h",
            "f__after": "leave for 3d", "f__if_breached": "suspend(leave)", "f__linked_to": "leave",
        }
    )  # fmt: skip
    assert answer.status_code == 303, answer.text[answer.text.index('id="problems"') :][:800]
    case = load(folder, "desk").case
    pay = case.drafts["agreement"].agreement.commitments["pay"]
    assert [one.text for one in pay.tranches] == ["12 at D+7", "12 every 7d 3 times"]
    assert pay.paired_with is not None
    assert (pay.paired_with.commitment, pay.paired_with.when) == ("leave", "verified")
    line = next(line for line in (folder / "agreement.yaml").read_text().split("\n") if "pay: " in line)
    assert "within: [12h, 24h]" in line
    assert "gives: {workers: 48}" in line


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"k__gives.0": "Big Guns", "f__gives.0": "4"}, "cannot be a name"),
        ({"f__gives.0": "4"}, "no name"),
        ({"k__gives.0": "guns", "f__gives.0": "4", "k__gives.1": "guns", "f__gives.1": "5"}, "stands twice"),
        ({"k__gives.0": "guns", "f__gives.0": "[4"}, "f:gives.0"),
        ({"k__gives.0": "guns", "f__gives.0": "plenty of"}, "not an amount"),
    ],
)
def test_a_row_that_cannot_be_read_is_told(
    folder: Path, browser: TestClient, changed: dict[str, str], told: str
) -> None:
    answer = save(browser, "/edit/commitment/pay", **changed)
    assert answer.status_code == 422
    assert told in answer.text
    assert (folder / "agreement.yaml").read_text() == AGREEMENT


def test_a_form_with_more_rows_than_there_are_is_read_to_its_end(browser: TestClient) -> None:
    answer = save(browser, "/edit/party/union", **{"n__interests": "99999", "n__members": "x"})
    assert answer.status_code == 303


def test_somebody_else_s_judgement_is_not_overwritten(folder: Path, browser: TestClient) -> None:
    path = folder / "values.yaml"
    path.write_text("union:\n  judged: {by: us, because: so}\n  no_deal: 10\n")
    given = fields(browser.get("/edit/judgement/union").text, "/edit/judgement/union")
    theirs = path.read_text().replace("no_deal: 10", "no_deal: 20")
    path.write_text(theirs)
    answer = browser.post("/edit/judgement/union", data={**given, "f:judged.by": "me"})
    assert answer.status_code == 409
    assert "<ins>+   no_deal: 20</ins>" in answer.text
    assert path.read_text() == theirs


WORDS = st.text("abc de:,#-'", min_size=1, max_size=12).map(str.strip).filter(bool)
BOUND = st.integers(0, 100).map(str)
RANGE = st.one_of(BOUND, st.tuples(BOUND, BOUND).map(list))
ISSUES = ("automation", "reinstatement")
VALUES = st.fixed_dictionaries(
    {"judged": st.fixed_dictionaries({"by": WORDS, "because": WORDS})},
    optional={
        "importance": st.one_of(
            st.dictionaries(st.sampled_from(ISSUES), RANGE, min_size=1),
            st.permutations(ISSUES).map(list),
        ),
        "options": st.fixed_dictionaries({"automation": st.permutations(("none", "staged", "full")).map(list)}),
        "no_deal": RANGE,
        "commitments": st.fixed_dictionaries(
            {"pay": st.fixed_dictionaries({"worth": RANGE}, optional={"shifts": st.just({"port": "0.1"})})}
        ),
        "walking_away": st.dictionaries(st.sampled_from(("stop", "prize", "cost")), RANGE, min_size=1),
        "guarantees": st.lists(
            st.fixed_dictionaries({"by": st.just("port"), "step": st.just("pay")}, optional={"bond": RANGE}),
            min_size=1,
            max_size=3,
        ),
    },
)  # fmt: skip


@pytest.fixture(scope="module")
def names(tmp_path_factory: pytest.TempPathFactory) -> Names:
    case = load(write(tmp_path_factory.mktemp("forms") / "case", {"agreement": AGREEMENT}), "desk").case
    return Names(case, "public", case.draft)


@given(data=VALUES)
def test_a_form_says_what_it_shows(names: Names, data: dict[str, Any]) -> None:
    """From data to the fields of a form and back: the same."""
    form = item_form.fields("judgement", names)
    text = f"union: {flow(data)}\n"
    assert all(fits(one, data.get(one.key)) for one in form)
    held = shown(form, plain(text, ("union",)), lambda path: source_of(text, ("union", *path)))
    tree = read(form, held)
    assert set(tree) == set(data)
    assert all(alike_deep(data[key], data_in(tree[key])) for key in data)


def alike_deep(old: Any, new: Any) -> bool:
    if isinstance(old, dict) and isinstance(new, dict):
        return old.keys() == new.keys() and all(alike_deep(old[key], new[key]) for key in old)
    if isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        return all(map(alike_deep, old, new))
    return alike(old, new)


def test_what_has_another_shape_is_not_shown(names: Names) -> None:
    form = {one.key: one for one in item_form.fields("commitment", names)}
    assert not fits(form["by"], {"each": ["a"], "jointly": ["b"]})
    assert not fits(form["within"], {"low": "1d"})
    assert not fits(form["variants"], [{"reading": "x", "unknown": "y"}])
    assert fits(form["gives"], {"workers": {"amount": "48"}})


def test_who_may_only_read_sees_judgements_and_changes_nothing(folder: Path) -> None:
    (folder / "values.yaml").write_text("union:\n  judged: {by: us, because: so}\n  no_deal: 10\n")
    before = {path: path.read_bytes() for path in folder.rglob("*.yaml")}
    browser = visitor(folder, role="read")
    for page in ("/judgements", "/case", "/fair", "/judged", "/agreement"):
        text = waited(browser, page)
        assert '"/edit/' not in text, page
        assert '"/new/' not in text, page
    assert "judged by us" in browser.get("/judgements").text
    for page in ("/edit/judgement/union", "/edit/case/head", "/new/draft", "/edit/audience/union", "/new/rule"):
        assert browser.get(page).status_code == 403, page
        assert browser.post(page, data={"name": "x", "title": "x"}).status_code == 403, page
    assert browser.post("/new/compartment", data={"name": "x"}).status_code == 403
    assert {path: path.read_bytes() for path in folder.rglob("*.yaml")} == before


def test_every_page_of_the_contents_has_a_key_of_its_own() -> None:
    from holdfast.web.pages import PAGES

    keys = [one.key for page in PAGES for one in page.nav]
    assert sorted(keys) == sorted(set(keys))


def test_a_compartment_is_made_once_and_by_who_sees_them_all(folder: Path, browser: TestClient) -> None:
    answer = browser.post("/new/compartment", data={"name": "experts"})
    assert answer.headers["location"] == "/case?done=saved"
    assert (folder / "compartments" / "experts" / "statements.yaml").read_text() == "[]\n"
    for name, told in (("experts", "already"), ("A B", "cannot name"), ("public", "cannot name"), ("", "cannot name")):
        answer = browser.post("/new/compartment", data={"name": name})
        assert answer.status_code == 422, name
        assert told in answer.text
    assert save(browser, "/new/rule?compartment=experts", name="r", f__require="automation = full").status_code == 303
    clean(folder)
    union = folder / "case.yaml"
    union.write_text(union.read_text() + "audiences: {union: {sees: [public, union]}}\n")
    assert visitor(folder, "union").post("/new/compartment", data={"name": "experts"}).status_code == 403


PAPER = "The first paragraph.\n\nWe shall pay. We shall pay soon, and in full.\n"


@pytest.fixture
def closed(tmp_path: Path) -> Path:
    """A case with one source that may not be quoted, and one that may."""
    return write(
        tmp_path / "case",
        {
            "agreement": AGREEMENT,
            "sources/paper.txt": PAPER,
            "sources/open.txt": PAPER,
            "sources": "- {id: paper, title: Paper, file: paper.txt, quotable: false}\n"
            "- {id: open, title: Open, file: open.txt}\n",
            "compartments/union/sources/own.txt": PAPER,
            "compartments/union/sources": "- {id: own, title: Own, file: own.txt, quotable: false}\n",
            "compartments/union/statements": "[]\n",
            "statements": "- {id: no, party: union, gist: No, refuses: automation = full}\n",
        },
    )


def hash_of(closed: Path, paragraph: int, source: str = "paper") -> str:
    return load(closed, "desk").case.documents[source].digest(paragraph)


def test_a_source_that_may_not_be_quoted_is_cited_by_hash(closed: Path) -> None:
    """In rows of the model's forms, within rows of others, and of a statement; no word of it is written."""
    browser = visitor(closed)
    second = hash_of(closed, 2)
    row = {"f__cite.0.source": "paper", "f__cite.0.paragraph": "2"}
    assert save(browser, "/new/event", name="signature", **row).status_code == 303
    (cited,) = load(closed, "desk").case.drafts["agreement"].agreement.events["signature"].cite
    assert (cited.source, cited.paragraph, cited.quote, cited.sha256) == ("paper", 2, None, second)
    assert save(browser, "/edit/statement/no", **row, **{"f__cite.0.quote": "pay soon"}).status_code == 303
    start = "We shall pay. We shall pay soon".index("pay soon")
    assert "pay soon" not in (closed / "statements.yaml").read_text()
    (cited,) = load(closed, "desk").case.statements["no"].cite
    assert (cited.range, cited.sha256) == ((start, start + len("pay soon")), second)
    nested = {"f__options.0.cite.0.source": "paper", "f__options.0.cite.0.paragraph": "1"}
    assert save(browser, "/edit/issue/automation", **nested).status_code == 303
    (cited,) = load(closed, "desk").case.issues["automation"].options["none"].cite
    assert cited.sha256 == hash_of(closed, 1)
    own = {"f__cite.0.source": "own", "f__cite.0.paragraph": "1", "f__cite.0.note": "kept"}
    page = "/new/rule?compartment=union"
    assert save(browser, page, name="ours", f__require="automation = full", **own).status_code == 303
    (cited,) = load(closed, "desk").case.rules["union/ours"].cite
    assert (cited.sha256, cited.note) == (hash_of(closed, 1, "union/own"), "kept")
    clean(closed)


def test_of_a_source_that_may_be_quoted_the_row_is_written_as_it_is(closed: Path) -> None:
    row = {"f__cite.0.source": "open", "f__cite.0.paragraph": "2", "f__cite.0.quote": "pay soon"}
    assert save(visitor(closed), "/edit/statement/no", **row).status_code == 303
    assert "cite: {source: open, paragraph: 2, quote: pay soon}" in (closed / "statements.yaml").read_text()


def test_a_hash_is_made_anew_where_another_place_is_cited_and_else_never(closed: Path) -> None:
    browser, file = visitor(closed), closed / "statements.yaml"
    file.write_text(
        "- id: no\n  party: union\n  gist: No\n  refuses: automation = full\n"
        f"  cite: {{source: paper, paragraph: 2, sha256: {hash_of(closed, 1)}}}   # it moved\n"
    )
    before = file.read_text()
    assert save(browser, "/edit/statement/no", note="x").status_code == 303
    assert file.read_text() == before + "  note: x\n"
    assert save(browser, "/edit/statement/no", **{"f__cite.0.sentence": "1"}).status_code == 303
    assert f"sentence: 1, sha256: {hash_of(closed, 2)}" in file.read_text()


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ({"paragraph": "9"}, "has 2 paragraphs"),
        ({"paragraph": "two"}, "not the number of a paragraph"),
        ({"paragraph": "2", "sentence": "3"}, "has 2 sentences"),
        ({"paragraph": "2", "quote": "never said"}, "words are not in paragraph 2"),
        ({"quote": "pay soon"}, "may not be quoted"),
    ],
)
def test_a_place_that_is_not_there_is_told_while_one_types(closed: Path, row: dict[str, str], told: str) -> None:
    browser = visitor(closed)
    sent = {"f:cite.0.source": "paper", **{f"f:cite.0.{key}": value for key, value in row.items()}}
    for page, check in (
        ("/edit/statement/no", "/check/statement/no"),
        ("/edit/phase/first", "/check-edit/phase/first"),
    ):
        given = {**fields(browser.get(page).text, page), **sent}
        assert told in browser.post(check, data=given).text
        answer = browser.post(page, data=given)
        assert answer.status_code == 422
        assert told in answer.text
