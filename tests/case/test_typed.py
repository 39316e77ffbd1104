"""Plain data → model: every kind of error at its place and in plain words; follow-ups are not reported."""

from __future__ import annotations

import pytest

from holdfast.case.audience import PUBLIC
from holdfast.case.files import KINDS, Kind, Unit, read_unit


def unit(kind: Kind, text: str, public: bool = True) -> Unit:
    return read_unit(text.encode(), f"{kind}.yaml", kind, PUBLIC if public else "union", kind)


def shown(kind: Kind, text: str, public: bool = True) -> list[tuple[str, str]]:
    """Code and marked text of every error."""
    found = []
    for one in unit(kind, text, public).diagnostics:
        assert one.place.excerpt is not None
        found.append((one.code, one.place.excerpt[one.place.column - 1 : one.place.end_column - 1]))
    return found


HEAD = "holdfast: 1\ntitle: x\n"
SAID = "- {id: a, by: b, gist: c, %s}\n"
CLAUSE = "title: x\ncommitments:\n  a: {by: b, does: c, %s}\n"
VALUES = "union: {judged: {by: a, because: b}, %s}\n"


@pytest.mark.parametrize(
    ("kind", "text", "expected"),
    [
        ("case", HEAD + "parties: {a: {name: A, roles: [other], colour: red}}\n", [("HF201", "colour")]),
        ("case", HEAD + "parties: {a: {roles: [other]}}\n", [("HF202", "a")]),
        ("case", HEAD + "parties: {a: {name: [A], roles: [other]}}\n", [("HF203", "[A]")]),
        ("case", HEAD + "parties: {a: {name: {A}, roles: [other]}}\n", [("HF203", "{A}")]),
        ("case", HEAD + "parties: {a: x}\n", [("HF203", "x")]),
        ("case", HEAD + "parties: {a: {name: A, roles: king}}\n", [("HF204", "king")]),
        ("case", HEAD + "parties: {a: {name: A, roles: [[x]]}}\n", [("HF203", "[x]")]),
        ("case", HEAD + "parties: {a: {name: A, roles: []}}\n", [("HF204", "[]")]),
        ("case", HEAD + "parties: {'a b': {name: A, roles: [other]}}\n", [("HF205", "'a b'")]),
        ("case", HEAD + "parties: {before: {name: A, roles: [other]}}\n", [("HF205", "before")]),
        ("case", HEAD + "parties: {a: {name: A, roles: [other], votes: 5}}\n", [("HF211", "votes")]),
        ("case", HEAD + "parties: {a: {name: A, roles: [other], majority: 5}}\n", [("HF211", "majority")]),
        ("case", HEAD + "parties: {a: {name: A, roles: [other], votes_of: 5, majority: 6}}\n", [("HF506", "majority")]),
        ("case", HEAD + "parties: {a: {name: A, roles: [other], votes_of: many}}\n", [("HF204", "many")]),
        ("case", HEAD + "timezone: Lisbon\n", [("HF204", "Lisbon")]),
        ("case", HEAD + "as_of: yesterday\n", [("HF206", "yesterday")]),
        ("case", HEAD + "issues: {a: {question: x, options: {}}}\n", [("HF204", "options")]),
        ("case", HEAD + "issues: {a: {question: x, options: {b: {text: x}}, today: c}}\n", [("HF302", "today")]),
        ("case", HEAD + "issues: {a: {question: x, options: {left-open: {text: x}}}}\n", [("HF205", "left-open")]),
        ("case", HEAD + "issues: {a: {question: x, options: {b: {}}}}\n", [("HF202", "b")]),
        ("case", HEAD + "terms: {a: {defined: maybe}}\n", [("HF204", "maybe")]),
        ("case", HEAD + "terms: {a: {defined: false, as: x}}\n", [("HF211", "as")]),
        ("case", HEAD + "consent: []\n", [("HF204", "[]")]),
        ("case", HEAD + "consent: [A]\n", [("HF205", "A")]),
        ("case", HEAD + "consent: [A, b]\n", [("HF205", "A")]),
        ("case", HEAD + "rules: [{id: a, require: x = }]\n", [("HF401", "=")]),
        ("statements", SAID % "warns: ''", [("HF204", "''")]),
        ("statements", "- {id: a, by: b, gist: c}\n", [("HF202", "a")]),
        ("statements", "- {id: a, gist: c, warns: d}\n", [("HF202", "a")]),
        ("statements", "- {by: b, gist: c, warns: d}\n", [("HF202", "{by: b, gist: c, warns: d}")]),
        ("statements", "- just words\n", [("HF203", "just words")]),
        ("statements", "a: b\n", [("HF203", "a: b")]),
        ("statements", SAID % "warns: d, requires: e", [("HF211", "warns")]),
        ("statements", SAID % "warns: d, extent: whole", [("HF211", "extent")]),
        ("statements", SAID % "warns: d, origin: x", [("HF211", "origin")]),
        ("statements", SAID % "accepts: agreement, extent: whole, clauses: x", [("HF211", "clauses")]),
        ("statements", SAID % "prefers: [a]", [("HF204", "prefers")]),
        ("statements", SAID % "prefers: a", [("HF203", "a")]),
        ("statements", SAID % "warns: d, date: 2026-13-01", [("HF206", "2026-13-01")]),
        ("statements", SAID % "warns: d, date: {said: x, resolvd: y}", [("HF201", "resolvd")]),
        ("statements", SAID % "asserts: {men: 2026-02-30}", [("HF206", "2026-02-30")]),
        ("statements", SAID % "asserts: 5", [("HF203", "5")]),
        ("statements", SAID % "asserts: {men: [5]}", [("HF203", "[5]")]),
        ("statements", SAID % "expects: [a]", [("HF203", "[a]")]),
        ("statements", SAID % "warns: d, cite: {source: s, quote: q, sha256: x}", [("HF204", "x")]),
        ("statements", SAID % f"warns: d, cite: {{source: s, sha256: {'0' * 64}}}", [("HF202", "sha256")]),
        ("statements", SAID % "warns: d, cite: [{source: s}, {paragraph: 2}]", [("HF202", "{paragraph: 2}")]),
        ("statements", SAID % "warns: d, cite: {source: s, range: [5, 2]}", [("HF208", "range")]),
        ("statements", SAID % "warns: d, cite: {source: s, range: [5]}", [("HF203", "[5]")]),
        ("statements", SAID % "warns: d, firmness: red-line", [("HF501", "firmness")]),
        ("agreement", "title: x\ncommitments: {a: {by: b}}\n", [("HF202", "a")]),
        ("agreement", CLAUSE % "must_not: d", [("HF211", "must_not")]),
        ("agreement", CLAUSE % "within: soon", [("HF207", "soon")]),
        ("agreement", CLAUSE % "within: [3d, 24h]", [("HF208", "[3d, 24h]")]),
        ("agreement", CLAUSE % "within: [1d, 2d, 3d]", [("HF203", "[1d, 2d, 3d]")]),
        ("agreement", CLAUSE % "deadline: 2026-02-30", [("HF206", "2026-02-30")]),
        ("agreement", CLAUSE % "deadline: soon enough", [("HF207", "soon enough")]),
        ("agreement", CLAUSE % "on: D+3, within: 3d", [("HF211", "within")]),
        ("agreement", CLAUSE % "gives: {men: many}", [("HF209", "many")]),
        ("agreement", CLAUSE % "gives: {men: {amount: 5, per: decade}}", [("HF204", "decade")]),
        ("agreement", CLAUSE % "gives: {men: {amount: 5, derived: five}}", [("HF209", "five")]),
        ("agreement", CLAUSE % "tranches: [12 sometimes]", [("HF209", "12 sometimes")]),
        ("agreement", CLAUSE % "if_breached: punish(x)", [("HF204", "punish(x)")]),
        ("agreement", CLAUSE % "if_breached: extend(x)", [("HF204", "extend(x)")]),
        ("agreement", CLAUSE % "effort: yes", [("HF204", "yes")]),
        ("agreement", CLAUSE % "after: a and", [("HF401", "and")]),
        ("agreement", "title: x\nevents: {signature: }\n", [("HF203", "}")]),
        ("agreement", "title: x\ntogether: [a]\n", [("HF204", "[a]")]),
        ("agreement", "title: x\ncommitments: {a: {by: {each: [b], jointly: c}, does: d}}\n", [("HF211", "jointly")]),
        ("values", "union: {importance: [a]}\n", [("HF202", "union")]),
        ("values", "union: {judged: {by: a}}\n", [("HF202", "judged")]),
        ("values", VALUES % "importance: {a: 120}", [("HF204", "importance")]),
        ("values", VALUES % "no_deal: [30, 10]", [("HF208", "[30, 10]")]),
        ("values", VALUES % "no_deal: some", [("HF204", "some")]),
        ("values", VALUES % "walking_away: {chance: 2}", [("HF204", "chance")]),
        ("values", VALUES % "options: {a: {b: 500}}", [("HF204", "options")]),
        ("releases", "- {date: 2026-03-01, by: a, what: b}\n", [("HF202", "{date: 2026-03-01, by: a, what: b}")]),
        ("sources", "- {id: a, kind: rumour}\n", [("HF204", "rumour")]),
        ("sources", "- {id: a, sha256: 12}\n", [("HF204", "12")]),
    ],
)
def test_errors_have_their_code_and_place(kind: Kind, text: str, expected: list[tuple[str, str]]) -> None:
    found = shown(kind, text)
    assert [code for code, _ in found] == [code for code, _ in expected]
    assert [mark.strip() for _, mark in found] == [mark for _, mark in expected]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("text", ["just words\n", "5\n", "[]\n", "{}\n", "[[]]\n", "- a\n- b\n", "a: b\n", "''\n"])
def test_the_wrong_shape_of_a_whole_file(kind: Kind, text: str) -> None:
    found = unit(kind, text)
    empty_list = text == "[]\n" and kind in ("sources", "statements", "releases")
    empty_mapping = text == "{}\n" and kind in ("case", "values")
    assert (found.diagnostics == ()) == (empty_list or empty_mapping)


def test_the_word_that_was_meant_is_named() -> None:
    (problem,) = unit("case", HEAD + "parties: {a: {name: A, roles: [principle]}}\n").diagnostics
    assert problem.hint == "did you mean principal?"
    (problem,) = unit("statements", SAID % "warns: d, chanel: written").diagnostics
    assert problem.hint == "did you mean channel?"
    (problem,) = unit("case", HEAD + "timezone: europe/lisbon\n").diagnostics
    assert problem.hint is not None
    assert "Europe/Lisbon" in problem.hint


def test_the_keys_that_may_stand_here_are_those_of_the_item() -> None:
    (problem,) = unit("statements", SAID % "warns: d, date: {zzz: y}").diagnostics
    assert problem.hint == "the keys here are said, resolved"
    (problem,) = unit("case", "parties: {a: {name: A, roles: [other], zzz: 1}}\n", public=False).diagnostics
    assert problem.hint is not None
    assert problem.hint.startswith("the keys here are name, short")
    (problem,) = unit(
        "case", "parties: {a: {interests: [{text: x, judged_by: y}], zzz: 1}}\n", public=False
    ).diagnostics
    assert problem.hint == "the keys here are interests, note"


def test_a_text_that_begins_with_a_brace_gets_the_advice_to_quote_it() -> None:
    (problem,) = unit("case", HEAD + "summary: {cranes} and jobs\n").diagnostics
    assert problem.code == "HF101"
    (problem,) = unit("case", HEAD + "summary: {cranes}\n").diagnostics
    assert problem.hint is not None
    assert "quotes" in problem.hint


def test_several_errors_of_one_item_are_all_reported_and_it_is_lost_once() -> None:
    text = "- {id: A, by: b, gist: c, warns: d, chanel: x}\n- {id: b, by: b, gist: c, warns: d}\n"
    found = unit("statements", text)
    assert sorted(one.code for one in found.diagnostics) == ["HF201", "HF205"]
    assert [one.id for one in found.content] == ["b"]
    assert found.place((0,)).line == 2


def test_what_was_hidden_behind_the_first_errors_shows_too() -> None:
    text = "- {id: a, by: b, gist: c, chanel: x}\n- {id: b, by: b, gist: c, requires: d, warns: e}\n"
    assert [one.code for one in unit("statements", text).diagnostics] == ["HF201", "HF211"] or [
        one.code for one in unit("statements", text).diagnostics
    ] == ["HF201", "HF202", "HF211"]


def test_errors_of_a_union_are_those_of_the_form_that_was_chosen() -> None:
    (problem,) = unit("values", VALUES % "importance: {automation: much}").diagnostics
    assert (problem.code, problem.place.excerpt is not None) == ("HF204", True)
    (problem,) = unit("values", VALUES % "importance: [automation, 5x]").diagnostics
    assert problem.code == "HF205"
    (problem,) = unit("statements", SAID % "expects: {Men: 5}").diagnostics
    assert problem.code == "HF205"


@pytest.mark.parametrize(
    ("wrong", "gone"),
    [("colour: red", "colour"), ("votes: many", "votes"), ("majority: 51", "majority"), ("aliases: []", "aliases")],
)
def test_a_party_on_which_much_rests_loses_only_the_wrong_key(wrong: str, gone: str) -> None:
    read = unit("case", f"parties: {{a: {{name: A, short: B, roles: [other], {wrong}}}}}\n")
    assert len(read.diagnostics) == 1
    assert gone in read.diagnostics[0].message or gone in (read.diagnostics[0].place.excerpt or "")
    party = read.content.parties["a"]
    assert (party.name, party.short, party.roles) == ("A", "B", ("other",))
    assert gone not in party.model_fields_set


def test_a_party_without_a_key_it_needs_is_left_out() -> None:
    read = unit("case", "parties: {a: {name: A, roles: [principle]}, b: {name: B, roles: [other]}}\n")
    assert len(read.diagnostics) == 1
    assert list(read.content.parties) == ["b"]


def test_an_issue_keeps_its_options_where_only_its_status_is_wrong() -> None:
    text = "issues: {x: {question: Y, status: opne, today: nothing, options: {a: {text: A}}}}\n"
    read = unit("case", text)
    assert [one.code for one in read.diagnostics] == ["HF204", "HF302"]
    assert list(read.content.issues["x"].options) == ["a"]
    assert read.content.issues["x"].today is None
