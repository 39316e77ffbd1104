"""Conditions by choice: what is chosen is added to the field, in every form the same, with scripts and without."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from starlette.testclient import TestClient

from holdfast.case.conditions import And, Condition, Or, conjunction, disjunction, parse, to_text
from holdfast.case.edit import EditError
from holdfast.case.load import load
from holdfast.web.condition_form import added, chosen, folded, offer, targets
from holdfast.web.form_values import Given
from holdfast.web.item_form import fields as fields_of
from holdfast.web.model_form import LISTED, Names
from tests.cases import write
from tests.strategies import conditions
from tests.web.client import fields, visitor
from tests.web.test_editing import save

AGREEMENT = """\
title: A draft
events:
  signature: {declared_by: port, text: They sign}
phases:
  first: {text: The start, opens: signature}
commitments:
  pay: {by: port, does: Pay, phase: first}   # soon
  leave: {by: union, does: Leave, after: pay or signature}
"""
#: The steps of that draft, as a form offers them.
STEPS = (
    *(("pay", "pay: Pay"), ("leave", "leave: Leave"), ("signature", "signature: They sign")),
    *((f"phase first {edge}", f"The start: {edge}") for edge in ("opens", "ends")),
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write(
        tmp_path / "case",
        {
            "agreement": AGREEMENT,
            "statements": "- {id: no, party: union, gist: No, refuses: automation = full}\n",
            "compartments/union/statements": "[]\n",
            "compartments/union/case": "issues:\n  own: {question: Q, options: {yes: {text: Y}, nay: {text: N}}}\n",
        },
    )


@pytest.fixture
def browser(folder: Path) -> TestClient:
    return visitor(folder)


@pytest.mark.parametrize(
    ("held", "text"),
    [
        ({"kind": "agreed"}, None),
        ({"kind": "agreed", "options": "a = x"}, "a = x"),
        ({"kind": "agreed", "options": ("a = x", "b = z", "a = y", "c")}, "a in {x, y} and b = z and c"),
        ({"kind": "agreed", "options": "a = x", "not": "yes"}, "a != x"),
        ({"kind": "agreed", "options": ("a = x", "b = z"), "not": "yes"}, "not (a = x and b = z)"),
        ({"kind": "agreed", "options": "own/a = x"}, "a = x"),
        ({"kind": "realised", "options": ("a = x", "a = y", "b = z")}, "done(a in {x, y}) and done(b = z)"),
        ({"kind": "step"}, None),
        ({"kind": "step", "step": "pay"}, "pay"),
        ({"kind": "step", "step": "pay", "which": "verified"}, "verified(pay)"),
        ({"kind": "step", "step": "pay", "which": "begun", "not": "yes"}, "not begun(pay)"),
        ({"kind": "step", "step": "phase first opens", "which": "begun"}, "phase first opens"),
        ({"kind": "before", "step": "pay", "second": "leave", "second-which": "begun"}, "pay before begun(leave)"),
        ({"kind": "lasting", "step": "pay", "length": "7d"}, "pay for 7d"),
        ({"kind": "after", "step": "signature", "length": "30d"}, "signature + 30d"),
        ({"kind": "day", "day": "2026-03-02"}, "2026-03-02"),
        ({"kind": "words", "words": 'when "all" is well'}, r'"when \"all\" is well"'),
        ({"kind": "nothing", "step": "pay"}, None),
    ],
)
def test_what_is_chosen_is_a_condition(held: dict[str, str | tuple[str, ...]], text: str | None) -> None:
    part = chosen({f"c:{key}": value for key, value in held.items()}, STEPS, "own")
    assert (None if part is None else to_text(part)) == text
    if text is not None:
        assert parse(text) == part


@pytest.mark.parametrize(
    ("held", "told"),
    [
        ({"kind": "before", "step": "pay"}, "one of the two steps is missing"),
        ({"kind": "lasting", "length": "7d"}, "missing"),
        ({"kind": "after", "step": "phase first opens", "length": "7d"}, "clause or an event"),
        ({"kind": "lasting", "step": "pay", "length": "long"}, ""),
        ({"kind": "day", "day": "2026-02-30"}, ""),
        ({"kind": "step", "step": "pay) or (leave"}, ""),
    ],
)
def test_what_is_chosen_in_part_is_told(held: dict[str, str], told: str) -> None:
    with pytest.raises(EditError) as caught:
        chosen({f"c:{key}": value for key, value in held.items()}, STEPS)
    assert told in caught.value.message


@given(conditions, conditions)
def test_what_is_added_means_both(before: Condition, part: Condition) -> None:
    """The text stays as it was written, and what is made of it is the one and the other, or the one or the other."""
    text = to_text(before)
    for join, both, kind in (("and", conjunction, And), ("or", disjunction, Or)):
        made = added(text, part, join)
        assert text in made
        if made == text:  # it says that already
            there = before.parts if isinstance(before, kind) else (before,)
            assert set(part.parts if isinstance(part, kind) else (part,)) <= set(there)
        else:
            assert parse(made) == parse(to_text(both([before, part])))
    assert added(text, part, "instead") == added("", part, "and") == to_text(part)


def test_what_is_no_condition_yet_is_left_for_its_field_to_tell() -> None:
    assert added("automation =", parse("pay"), "and") == "automation = and pay"


def test_of_several_conditions_each_has_a_line() -> None:
    part = parse("a in {x, y} and b = z")
    assert added("c = d", part, "and", lines=True) == "c = d\na = x\na = y\nb = z"
    assert added("c = d", part, "instead", lines=True) == "a = x\na = y\nb = z"


def test_only_a_field_that_is_named_changes() -> None:
    held: Given = {"f:after": "a", "c:into": "f:after", "c:kind": "step", "c:step": "b", "c:join": "or", "f:x": "y"}
    steps = (("b", "B"),)
    assert folded(held, ["f:x"], steps) == {"f:after": "a", "c:into": "f:after", "f:x": "y"}
    assert folded(held, ["f:after"], steps) == {"f:after": "a or b", "c:into": "f:after", "f:x": "y"}
    assert folded({"f:after": "a", "c:into": "f:after"}, ["f:after"], steps) == {"f:after": "a", "c:into": "f:after"}


@pytest.mark.parametrize(
    ("page", "into", "place"),
    [
        ("/edit/commitment/leave", "f:after", "after: (pay or signature) and verified(pay)"),
        ("/edit/phase/first", "f:ends", "ends: verified(pay)"),
        ("/edit/issue/automation", "f:options.1.done_when", "done_when: verified(pay)"),
    ],
)
def test_it_is_added_by_a_button_and_by_saving(
    folder: Path, browser: TestClient, page: str, into: str, place: str
) -> None:
    """Without scripts: the form comes back with it, and nothing is written until it is saved."""
    before = {path: path.read_bytes() for path in folder.rglob("*.yaml")}
    by_choice = {"c:into": into, "c:kind": "step", "c:step": "pay", "c:which": "verified", "c:join": "and"}
    sent = {**fields(browser.get(page).text, page), **by_choice}
    answer = browser.post(page, data={**sent, "compose": "yes"})
    assert answer.status_code == 200
    again = fields(answer.text, page)
    assert again[into] == place.partition(": ")[2]
    assert again.get("c:step", "") == ""
    assert again["c:into"] == into
    assert {path: path.read_bytes() for path in folder.rglob("*.yaml")} == before
    assert "Nothing is wrong" in browser.post(f"/check-edit{page[5:]}", data=sent).text
    assert browser.post(page, data=sent).status_code == 303
    assert any(place in path.read_text().replace('"', "") for path in folder.rglob("*.yaml"))
    assert [one for one in load(folder, "desk").diagnostics if one.severity == "error"] == []


def test_what_is_chosen_in_part_is_told_and_kept(folder: Path, browser: TestClient) -> None:
    by_choice = {"c:into": "f:after", "c:kind": "before", "c:step": "pay"}
    for page, check in (
        ("/edit/commitment/leave", "/check-edit/commitment/leave"),
        ("/edit/statement/no", "/check/statement/no"),
    ):
        sent = {**fields(browser.get(page).text, page), **by_choice}
        sent["c:into"] = "what" if "statement" in page else "f:after"
        assert "two steps is missing" in browser.post(check, data=sent).text
        for more in ({"compose": "yes"}, {}):
            answer = browser.post(page, data={**sent, **more})
            assert answer.status_code == 422
            assert "two steps is missing" in answer.text
            assert fields(answer.text, page)["c:step"] == "pay"


def test_a_statement_s_conditions_are_the_same(folder: Path, browser: TestClient) -> None:
    sent = {**fields(browser.get("/record").text, "/record"), "party": "port", "gist": "x", "verb": "requires"}
    sent |= {"c:into": "if", "c:kind": "lasting", "c:step": "pay", "c:length": "7d", "what": "automation = full"}
    again = fields(browser.post("/record", data={**sent, "compose": "yes"}).text, "/record")
    assert (again["if"], again["what"], again["c:step"]) == ("pay for 7d", "automation = full", "")
    own = {**again, "c:into": "what", "c:kind": "agreed", "c:options": ["own = yes", "union/own = nay"]}
    answer = browser.post("/record", data={**own, "compose": "yes", "compartment": "union"})
    assert fields(answer.text, "/record")["what"] == "automation = full and own in {yes, nay}"
    sent |= {"verb": "prefers", "c:into": "what", "c:kind": "agreed", "what": "automation = full"}
    sent["c:options"] = ["automation = none", "automation = staged"]
    answer = browser.post("/record", data={**sent, "compose": "yes"})
    assert fields(answer.text, "/record")["what"].split("\n") == [
        f"automation = {one}" for one in ("full", "none", "staged")
    ]
    assert browser.post("/record", data={**sent, "id": "three"}).status_code == 303
    assert len(load(folder, "desk").case.statements["three"].prefers or ()) == 3


def test_only_names_that_may_stand_there_are_offered(folder: Path, browser: TestClient) -> None:
    """What is public does not name what lies in a compartment; what lies there may name both."""
    assert "own = yes" not in browser.get("/edit/commitment/leave").text
    assert "own = yes" in browser.get("/new/rule?compartment=union").text
    assert "own = yes" not in visitor(folder, "public").get("/record").text
    (folder / "agreement.yaml").rename(folder / "compartments" / "union" / "agreement.yaml")
    assert "Pay" not in visitor(folder).get("/edit/issue/automation").text


def test_every_condition_of_a_form_is_a_target(folder: Path) -> None:
    case = load(folder, "desk").case
    names = Names(case, "public", case.draft)
    assert [name for name, _ in targets(fields_of("rule", names), {})] == ["f:require"]
    found = targets(fields_of("issue", names), {"n:options": "2", "k:options.0": "none", "k:options.1": ""})
    assert found == (
        ("f:options.0.done_when", "done when, none"),
        ("f:options.1.done_when", "done when, new 2"),
    )
    assert [one.label for one in offer(names).steps] == ["Clauses", "Events", "Phases"]
    assert [name for name, _, _ in offer(names, every=True).issues] == ["automation", "reinstatement", "union/own"]


def test_enter_saves_and_adds_nothing(browser: TestClient) -> None:
    """The first button of a form is the one that Enter presses."""
    from lxml import html

    for page in ("/edit/commitment/leave", "/record", "/edit/statement/no"):
        form = next(one for one in html.fromstring(browser.get(page).text).forms if one.action == page)
        first = form.xpath(".//button")[0]
        assert first.get("name") is None


def test_a_form_without_conditions_has_none_by_choice(folder: Path, browser: TestClient) -> None:
    assert "by-choice" not in browser.get("/edit/party/union").text
    answer = save(browser, "/edit/party/union", **{"c:into": "f:short", "c:kind": "words", "c:words": "x"})
    assert answer.status_code == 303
    assert load(folder, "desk").case.parties["union"].short is None


# --- so many steps that they are typed -------------------------------------------------------------------------------


@pytest.fixture
def crowded(tmp_path: Path) -> Path:
    """A draft of more clauses than a list shows."""
    clauses = "".join(f"  step-{number}: {{by: port, does: Do thing {number}}}\n" for number in range(LISTED + 1))
    twins = "  one: {by: port, does: The same}\n  other: {by: union, does: The same}\n"
    statements = "- {id: no, party: union, gist: No, refuses: automation = full}\n"
    return write(tmp_path / "crowded", {"agreement": AGREEMENT + clauses + twins, "statements": statements})


def offered(page: str, field: str) -> list[str]:
    """The values that a browser offers for a field, as HTML has it: of all options in the list that it names."""
    from lxml import html

    tree = html.fromstring(page)
    name = tree.get_element_by_id(field).get("list")
    return [one.get("value") for one in tree.get_element_by_id(name).iter("option")]


def test_where_there_are_many_steps_each_is_sent_once_and_offered_for_all(crowded: Path) -> None:
    browser = visitor(crowded)
    case = load(crowded, "desk").case
    assert case.draft is not None
    clauses = [str(name) for name in case.draft.agreement.commitments]
    steps = [*clauses, "signature", "phase first opens", "phase first ends"]
    for page in ("/edit/commitment/leave", "/edit/issue/automation", "/record", "/edit/statement/no", "/new/rule"):
        text = browser.get(page).text
        assert offered(text, "c:step") == offered(text, "c:second") == steps
        assert text.count("Do thing 77") == 1, page
    text = browser.get("/edit/commitment/leave").text
    assert offered(text, "f:linked_to") == offered(text, "f:paired_with.commitment") == clauses
    assert offered(browser.get("/record").text, "clauses") == clauses


@pytest.mark.parametrize(
    "typed", ["step-7", " Step-7 ", "Do thing 7", "do  thing 7", "step-7: Do thing 7"], ids=lambda one: repr(one)
)
def test_a_step_is_typed_by_its_name_or_its_words(crowded: Path, typed: str) -> None:
    browser = visitor(crowded)
    for page, into in (("/edit/commitment/leave", "f:after"), ("/record", "what")):
        chosen_so = {"c:into": into, "c:kind": "step", "c:step": typed, "c:which": "verified", "c:join": "instead"}
        sent = {**fields(browser.get(page).text, page), **chosen_so}
        again = fields(browser.post(page, data={**sent, "compose": "yes"}).text, page)
        assert (again[into], again["c:step"]) == ("verified(step-7)", "")


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("stepp-7", "did you mean step-7"),
        ("Do thong 77", "did you mean step-77"),
        ("the same", "type the name: one or other"),
        ("nothing like it at all", "type its name"),
        ("step-7) or (step-8", "There is no step"),
        ("x" * 5000, "type its name"),
    ],
)
def test_a_step_that_is_not_there_is_told_and_kept(crowded: Path, typed: str, told: str) -> None:
    browser = visitor(crowded)
    page = "/edit/commitment/leave"
    sent = {**fields(browser.get(page).text, page), "c:into": "f:after", "c:kind": "step", "c:step": typed}
    assert told in html_text(browser.post("/check-edit/commitment/leave", data=sent).text)
    before = (crowded / "agreement.yaml").read_bytes()
    for more in ({"compose": "yes"}, {}):
        answer = browser.post(page, data={**sent, **more})
        assert answer.status_code == 422
        assert told in html_text(answer.text)
        assert fields(answer.text, page)["c:step"] == typed
    assert (crowded / "agreement.yaml").read_bytes() == before


def html_text(page: str) -> str:
    """What a page says."""
    from lxml import html

    return " ".join(html.fromstring(page).text_content().split())


def test_fields_that_name_clauses_take_names_and_words(crowded: Path) -> None:
    browser = visitor(crowded)
    page = "/edit/commitment/leave"
    sent = {"f:linked_to": ["Do thing 5", "", "step-6, step-7", "pay"], "f:paired_with.commitment": "DO THING 8"}
    assert browser.post(page, data={**fields(browser.get(page).text, page), **sent}).status_code == 303
    written = (crowded / "agreement.yaml").read_text()
    assert "linked_to: [step-5, step-6, step-7, pay]" in written
    assert "paired_with: {commitment: step-8}" in written
    again = fields(browser.get(page).text, page)
    assert again["f:linked_to"] == ["step-5", "step-6", "step-7", "pay", "", ""]
    assert browser.post(page, data=again).status_code == 303
    assert (crowded / "agreement.yaml").read_text() == written
    assert browser.post(page, data={**again, "f:linked_to": ["", "step-5", ""]}).status_code == 303
    draft = load(crowded, "desk").case.draft
    assert draft is not None
    (leave,) = (one for name, one in draft.agreement.commitments.items() if name == "leave")
    assert list(map(str, leave.linked_to)) == ["step-5"]
    for wrong, told in (("stepp-7", "step-7"), ("The same", "one or other")):
        answer = browser.post(page, data={**again, "f:linked_to": wrong})
        assert answer.status_code == 422
        assert told in answer.text


def test_a_judgement_of_many_clauses_names_those_that_it_is_about(crowded: Path) -> None:
    browser = visitor(crowded)
    page = "/edit/judgement/union"
    text = browser.get(page).text
    assert "step-77" in offered(text, "k:commitments.0")
    assert text.count("Do thing 77") == 1
    sent = {**fields(text, page), "f:judged.by": "us", "f:judged.because": "so"}
    sent |= {"k:commitments.0": "do thing 9", "f:commitments.0.worth": "3 to 5"}
    assert browser.post(page, data=sent).status_code == 303
    assert "commitments:\n    step-9: {worth: [3, 5]}" in (crowded / "values.yaml").read_text()
    again = fields(browser.get(page).text, page)
    assert again["k:commitments.0"] == "step-9"


def test_what_others_have_is_not_offered_to_who_does_not_see_it(crowded: Path) -> None:
    (crowded / "compartments" / "union").mkdir(parents=True)
    (crowded / "agreement.yaml").rename(crowded / "compartments" / "union" / "agreement.yaml")
    for page in ("/record", "/new/rule", "/edit/issue/automation"):
        assert "Do thing" not in visitor(crowded, "public").get(page).text
        sent = {"c:into": "what" if page == "/record" else "f:require", "c:kind": "step", "c:step": "stepp-7"}
        answer = visitor(crowded, "public").post(page, data={**sent, "compose": "yes"})
        assert "step-7" not in html_text(answer.text).replace("stepp-7", "")
