"""Names: what is there, of which kind, for whom, and what becomes of references to what is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from holdfast.case.conditions import to_text
from holdfast.case.links import circles, without
from holdfast.case.load import load
from holdfast.diagnostics import Diagnostic
from tests.cases import SMALL, write

AUDIENCES = "audiences:\n  desk: {sees: [public, desk, union, port]}\n  union: {sees: [public, union]}\n"
DRAFT = """
title: A draft
events: {signature: {text: Signing}}
phases: {first: {opens: signature}}
commitments:
  lift: {by: union, does: x, after: signature}
  reinstate: {by: port, gives: {workers: 48}, after: lift}
"""


def said(text: str, name: str = "s") -> str:
    return f"- id: {name}\n  party: union\n  channel: in-confidence\n  gist: x\n  {text}\n"


def check(folder: Path, audience: str = "desk", **files: str) -> list[Diagnostic]:
    named = {name.replace("__", "/"): text for name, text in files.items()}
    return list(load(write(folder, {"case": SMALL + AUDIENCES, "agreement": DRAFT, **named}), audience).diagnostics)


def codes(found: list[Diagnostic]) -> list[str]:
    return [one.code for one in found]


@pytest.mark.parametrize(
    ("text", "code", "marked"),
    [
        ("requires: automation = none", None, ""),
        ("requires: lift before reinstate", None, ""),
        ("requires: reinstate >= 12 workers", None, ""),
        ("requires: phase first opens", None, ""),
        ("requires: signature + 30d", None, ""),
        ("requires: automation >= staged", None, ""),
        ("requires: automation = left-open", None, ""),
        ("undecided: automation", None, ""),
        ("silent: [lift, automation = full]", None, ""),
        ("raises: [automation, the weather of tomorrow]", None, ""),
        ("requires: automtion = none", "HF301", "automtion"),
        ("requires: automation = non", "HF302", "non"),
        ("requires: reinstatement >= all", "HF306", "reinstatement >= all"),
        ("requires: lifts before reinstate", "HF301", "lifts"),
        ("requires: reinstate >= 12 wokers", "HF301", "wokers"),
        ("requires: phase frist opens", "HF301", "frist"),
        ("requires: phase lift opens", "HF305", "lift"),
        ("requires: signing + 30d", "HF301", "signing"),
        ("requires: lift = none", "HF305", "lift"),
        ("requires: verified(signature)", "HF305", "signature"),
        ("requires: recognised(lift, unoin)", "HF301", "unoin"),
        ("requires: recognised(lift, automation)", "HF305", "automation"),
        ("undecided: automtion", "HF301", "automtion"),
        ("raises: automtion", "HF301", "automtion"),
        ("warns: x\n  supersedes: nothing", "HF301", "nothing"),
        ("warns: x\n  cite: {source: nothing}", "HF301", "nothing"),
        ("accepts: agreement\n  draft: other", "HF301", "other"),
        ("accepts: agreement\n  extent: named\n  clauses: [lift, nothing]", "HF301", "nothing"),
    ],
)
def test_a_statement_refers_to_what_is_there(text: str, code: str | None, marked: str, tmp_path: Path) -> None:
    found = check(tmp_path, statements=said(text))
    assert codes(found) == ([code] if code else [])
    for one in found:
        place = one.place
        assert place.excerpt is not None
        shown = place.excerpt[place.column - 1 : place.end_column - 1]
        assert shown == marked


@pytest.mark.parametrize(
    ("key", "text", "code"),
    [
        ("package", "{automation: staged}", None),
        ("package", "{automtion: staged}", "HF301"),
        ("package", "{automation: stagd}", "HF302"),
        ("proposed_by", "[union, nobody]", "HF301"),
        ("open_terms", "nothing", "HF301"),
        ("together", "[lift, nothing]", "HF301"),
        ("deliberately_open", "[{term: x, by: nobody}]", "HF301"),
        ("cite", "{source: nothing}", "HF301"),
        ("linked_to", "[nothing]", "HF301"),
        ("if_breached", "suspend(nothing)", "HF301"),
        ("paired_with", "{commitment: nothing}", "HF301"),
        ("phase", "second", "HF301"),
        ("deadline", "signing + 3d", "HF301"),
        ("deadline", "D+3", None),
        ("tranches", "['12 at signing + 3d']", "HF301"),
        ("tranches", "['12 after verified(nothing)']", "HF301"),
        ("tranches", "['12 after verified(lift)']", None),
        ("variants", "[{reading: x, after: nothing}]", "HF301"),
        ("needs_consent", "nobody", "HF301"),
        ("by", "{jointly: [union, nobody]}", "HF301"),
    ],
)
def test_a_draft_refers_to_what_is_there(key: str, text: str, code: str | None, tmp_path: Path) -> None:
    top = key in ("package", "proposed_by", "open_terms", "together", "deliberately_open", "cite")
    clause = "" if top else f"  extra: {{does: x, {key}: {text}}}\n"
    found = check(tmp_path, agreement=DRAFT + clause + (f"{key}: {text}\n" if top else ""))
    assert codes(found) == ([code] if code else [])
    case = load(tmp_path, "desk").case
    assert case.draft is not None
    assert ("extra" in case.draft.agreement.commitments) == (code is None and not top)
    assert {"lift", "reinstate"} <= set(case.draft.agreement.commitments)


def test_a_commitment_of_another_draft_is_not_of_this_one(tmp_path: Path) -> None:
    files = {"agreement__second": "title: y\ncommitments: {other: {by: port, does: x, after: lift}}\n"}
    found = check(tmp_path, **files, statements=said("requires: other before lift"))
    assert [(one.code, one.place.file) for one in found] == [
        ("HF301", "agreement/second.yaml"),
        ("HF309", "statements.yaml"),
    ]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("- {id: lift, party: union, channel: in-confidence, gist: x, warns: y}\n", "HF303"),
        (said("warns: x", "automation"), "HF303"),
        (said("warns: x") + said("warns: y"), "HF303"),
        (said("warns: x", "signature"), "HF303"),
    ],
)
def test_one_name_for_two_things(text: str, code: str, tmp_path: Path) -> None:
    (problem,) = check(tmp_path, statements=text)
    assert problem.code == code
    assert len(problem.spans) == 2


@pytest.mark.parametrize(
    ("origin", "text", "code"),
    [
        ("statements", "supersedes: union/talk", "HF307"),
        ("statements", "requires: union/pay = more", "HF307"),
        ("compartments__union__statements", "supersedes: talk", None),
        ("compartments__union__statements", "supersedes: union/talk", None),
        ("compartments__union__statements", "requires: pay = more", None),
        ("compartments__union__statements", "undecided: pay", None),
        ("compartments__union__statements", "supersedes: port/talk", "HF307"),
        ("compartments__union__statements", "supersedes: desk/talk", "HF307"),
        (
            "compartments__port__statements",
            "supersedes: union/talk",
            None,
        ),  # only the desk reads port's, and it reads both
        ("compartments__desk__statements", "supersedes: union/talk", None),
        ("compartments__desk__statements", "requires: union/pay = more", None),
        ("compartments__desk__statements", "supersedes: union/tlak", "HF301"),
        ("compartments__desk__statements", "requires: union/own-clause before lift", None),
        ("compartments__desk__statements", "accepts: agreement\n  draft: union/own", None),
        ("statements", "accepts: agreement\n  draft: union/own", "HF307"),
        ("statements", "requires: union/own-clause before lift", "HF307"),
    ],
)
def test_references_between_compartments(origin: str, text: str, code: str | None, tmp_path: Path) -> None:
    body = text if any(verb in text for verb in ("requires", "undecided", "accepts")) else f"warns: x\n  {text}"
    files = {
        "compartments__union__case": "issues: {pay: {question: x, options: {more: {text: x}}}}\n",
        "compartments__union__agreement__own": "title: x\ncommitments: {own-clause: {by: union, does: x}}\n",
        "compartments__union__talk": "",
    }
    del files["compartments__union__talk"]
    talk = said("warns: x", "talk")
    for name in ("union", "port", "desk"):
        files[f"compartments__{name}__statements"] = talk
    files[origin] = files.get(origin, "") + said(body, "extra")
    found = check(tmp_path, **files)
    assert codes(found) == ([code] if code else [])


def test_the_same_reference_leads_out_for_everybody(tmp_path: Path) -> None:
    """Whoever looks: nobody learns from it whether the thing is there."""
    files = {
        "statements": said("warns: x\n  supersedes: union/talk"),
        "compartments__union__statements": said("warns: y", "talk"),
    }
    at_desk = check(tmp_path, **files)
    assert codes(at_desk) == ["HF307"]
    assert list(load(tmp_path, "public").diagnostics) == at_desk


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("parties: {union: {name: X, roles: [other]}}\n", "HF308"),
        ("issues: {automation: {question: x, options: {a: {text: x}}}}\n", "HF308"),
        ("terms: {port: {defined: false}}\n", "HF308"),
        ("facts: {men: {text: x}}\n", "HF308"),
        ("parties: {union: {interests: [{text: x, judged_by: y}]}}\n", None),
        ("parties: {nobody: {interests: [{text: x, judged_by: y}]}}\n", "HF301"),
        ("parties: {other: {name: X, roles: [other], of: union}}\n", None),
        ("title: x\n", "HF201"),
    ],
)
def test_what_a_compartment_may_define(text: str, code: str | None, tmp_path: Path) -> None:
    case = SMALL + AUDIENCES + "facts: {men: {text: Men}}\n"
    found = check(tmp_path, case=case, compartments__union__case=text)
    assert codes(found) == ([code] if code else [])
    loaded = load(tmp_path, "union").case
    assert loaded.parties["union"].name == "The Union"
    assert loaded.facts["men"].text == "Men"


def test_items_of_a_compartment_are_known_by_its_name(tmp_path: Path) -> None:
    files = {
        "compartments__union__case": "parties: {cell: {name: X, roles: [other], of: union}}\n"
        "issues: {pay: {question: x, options: {more: {text: x}}}}\n",
        "compartments__union__sources": "- {id: diary}\n",
        "compartments__union__statements": said(
            "requires: pay = more\n  cite: {source: diary}\n  if: automation = none"
        )
        + said("undecided: pay\n  supersedes: s", "t").replace("party: union", "party: cell"),
    }
    assert check(tmp_path, **files) == []
    case = load(tmp_path, "union").case
    first, second = case.statements["union/s"], case.statements["union/t"]
    assert first.id == "union/s"
    assert first.requires is not None
    assert to_text(first.requires) == "union/pay = more"
    assert first.cite[0].source == "union/diary"
    assert second.parties == ("union/cell",)
    assert second.supersedes == ("union/s",)
    assert second.undecided is not None
    assert to_text(second.undecided[0]) == "union/pay"
    assert case.parties["union/cell"].of == "union"


def test_every_asserted_key_is_among_the_facts_if_there_are_any(tmp_path: Path) -> None:
    text = said("asserts: {dead: 5}")
    assert check(tmp_path, statements=text) == []
    (problem,) = check(tmp_path, statements=text, case=SMALL + AUDIENCES + "facts: {men: {text: Men}}\n")
    assert (problem.code, problem.place.column) == ("HF301", 13)


@pytest.mark.parametrize(
    ("follows", "expected"),
    [
        ({}, []),
        ({"a": ["b"], "b": ["c"]}, []),
        ({"a": ["a"]}, [("a",)]),
        ({"a": ["b"], "b": ["a"]}, [("a", "b")]),
        ({"x": ["a"], "a": ["b"], "b": ["c"], "c": ["a"]}, [("a", "b", "c")]),
        ({"a": ["b", "c"], "b": ["d"], "c": ["d"], "d": []}, []),
        ({"a": ["b"], "b": ["a", "c"], "c": ["b"]}, [("a", "b"), ("b", "c")]),
    ],
)
def test_circles(follows: dict[str, list[str]], expected: list[tuple[str, ...]]) -> None:
    assert list(circles(follows)) == expected


def test_what_cannot_be_without_something_goes_with_it(tmp_path: Path) -> None:
    write(tmp_path, {"agreement": DRAFT})
    draft = load(tmp_path, "desk").case.drafts["agreement"].agreement
    assert "opens" not in without(draft, [("phases", "first", "opens")]).phases["first"].model_fields_set or (
        without(draft, [("phases", "first", "opens")]).phases["first"].opens is None
    )
    assert list(without(draft, [("commitments", "reinstate", "gives", "workers")]).commitments["reinstate"].gives) == []
    assert without(draft, []) is draft
