"""What of a side's words cannot all stand: against brute force over packages, and by tables for every class."""

from __future__ import annotations

import itertools
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.analyses.formulas import Reading, follows
from holdfast.analyses.relations import Relation, relations
from holdfast.case.case import Case
from holdfast.case.conditions import And, AtLeast, AtMost, Choice, Condition, Not, Or, parse
from holdfast.case.load import load
from holdfast.solvers.conflicts import Conflicts
from tests.cases import loaded, write, yaml

ISSUES = {"x": ["a", "b", "c"], "y": ["a", "b"], "z": ["a", "b"]}
CASE = {
    "holdfast": "1",
    "title": "Drawn",
    "parties": {
        "one": {"name": "One", "roles": ["principal"]},
        "part": {"name": "P", "roles": ["faction"], "of": "one"},
    },
    "issues": {
        name: {"question": name, "ordered": "true", "options": {option: {"text": option} for option in options}}
        for name, options in ISSUES.items()
    },
}


@st.composite
def conditions(draw: st.DrawFn) -> str:
    def test() -> str:
        issue = draw(st.sampled_from(sorted(ISSUES)))
        form = draw(st.sampled_from(["=", "!=", ">=", "<=", "in", "done", "open"]))
        option = draw(st.sampled_from(ISSUES[issue]))
        if form == "open":
            return f"{issue} = left-open"
        if form == "done":
            return f"done({issue} = {option})"
        return f"{issue} in {{{option}, {ISSUES[issue][0]}}}" if form == "in" else f"{issue} {form} {option}"

    first = test()
    kind = draw(st.integers(0, 4))
    return [first, first, f"not ({first} and {test()})", f"{first} and {test()}", f"{first} or {test()}"][kind]


@st.composite
def one_side(draw: st.DrawFn) -> dict[str, Any]:
    statements = []
    for number in range(draw(st.integers(1, 8))):
        verb = draw(st.sampled_from(["requires", "refuses", "requires", "refuses", "accepts", "offers"]))
        one = {
            "id": f"s-{number}",
            "party": draw(st.sampled_from(["one", "part"])),
            "channel": "on-record",
            "gist": "Said",
            verb: draw(conditions()),
        }
        if draw(st.booleans()):
            one["if" if verb == "accepts" else draw(st.sampled_from(["if", "unless"]))] = draw(conditions())
        statements.append(one)
    rules = [{"id": f"rule-{number}", "require": draw(conditions())} for number in range(draw(st.integers(0, 1)))]
    return {"case": CASE | {"rules": rules}, "statements": statements}


def true_in(node: Condition, package: dict[str, str]) -> bool:
    """Two-valued, written apart from what is tested."""
    if isinstance(node, And):
        return all(true_in(part, package) for part in node.parts)
    if isinstance(node, Or):
        return any(true_in(part, package) for part in node.parts)
    if isinstance(node, Not):
        return not true_in(node.part, package)
    test = getattr(node, "choice", node)
    if isinstance(test, Choice):
        return (package[test.issue] in test.options) != test.negated
    assert isinstance(test, AtLeast | AtMost)
    chosen, options = package[test.issue], ISSUES[test.issue]
    if chosen == "left-open":
        return False
    place, bound = options.index(chosen), options.index(test.option)
    return place >= bound if isinstance(test, AtLeast) else place <= bound


def stands(case: Case, name: str, package: dict[str, str]) -> bool:
    one = case.statements[name]
    applies = (one.if_ is None or true_in(one.if_, package)) and (
        one.unless is None or not true_in(one.unless, package)
    )
    said = one.conditions[0]
    if one.requires is not None:
        return not applies or true_in(said, package)
    if one.refuses is not None:
        return not (applies and true_in(said, package))
    return applies and true_in(said, package)


def brute_force(case: Case, text: str) -> set[frozenset[str]]:
    values = {
        issue: [*options, *(["left-open"] if f"{issue} = left-open" in text else [])]
        for issue, options in ISSUES.items()
    }
    packages = [dict(zip(values, chosen, strict=True)) for chosen in itertools.product(*values.values())]
    packages = [p for p in packages if all(true_in(rule.require, p) for rule in case.rules.values())]
    if not packages:
        return set()  # the rules are at fault, and no statement
    yes = {name for name, one in case.statements.items() if one.accepts is not None or one.offers is not None}
    found: list[frozenset[str]] = []
    for size in range(1, len(case.statements) + 1):
        for names in map(frozenset, itertools.combinations(case.statements, size)):
            if len(names & yes) > 1 or any(one <= names for one in found):
                continue
            if not any(all(stands(case, name, package) for name in names) for package in packages):
                found.append(names)
    return set(found)


@given(one_side())
def test_minimal_sets_are_those_that_no_package_meets(data: dict[str, Any]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        case = load(write(Path(folder), {name: yaml(part) for name, part in data.items()}), "public").case
    answer = relations(case)
    found = [frozenset(one.statements) for one in answer.found]
    assert answer.bounded == ()
    assert len(found) == len(set(found))
    assert set(found) == brute_force(case, yaml(data))


# Semantics, atom by atom

STEPS = """
title: A draft
commitments:
  lift: {by: port, does: Lift, gives: {keys: 9}}
  pay: {by: union, does: Pay}
  build: {by: port, does: Build}
events: {signature: {}}
phases: {first: {opens: signature}}
"""


@pytest.mark.parametrize(
    ("demands", "clash"),
    [
        (["verified(lift)", "not begun(lift)"], True),
        (["verified(lift)", "not lift"], True),
        (["lift", "not verified(lift)"], False),
        (["begun(lift)", "not lift"], False),
        (["stage(lift, 2)", "not stage(lift, 1)"], True),
        (["stage(lift, 1)", "not stage(lift, 2)"], False),
        (["lift", "not stage(lift, 3)"], True),
        (["lift >= 9 keys", "not lift >= 3 keys"], True),
        (["lift >= 3 keys", "not lift >= 9 keys"], False),
        (["lift >= 3 keys", "not begun(lift)"], True),
        (["lift", "not lift >= 50%"], True),
        (["lift", "not lift >= 9 keys"], False),
        (["lift for 7d", "not lift for 2d"], True),
        (["lift for 7d", "not lift"], True),
        (["lift for 2d", "not lift for 7d"], False),
        (["lift before pay", "pay", "not lift"], True),
        (["lift before pay", "lift", "not pay"], False),
        (["lift before pay", "pay before lift"], True),
        (["lift before pay", "pay before build", "build before lift"], True),
        (["lift before pay", "pay before build", "not lift before build"], True),
        (["verified(lift) before begun(pay)", "pay before begun(lift)"], True),
        (["verified(lift) before pay", "pay before begun(build)", "verified(build) before begun(lift)"], True),
        (["begun(lift) before pay", "pay before verified(lift)"], False),
        (["done(automation = full) before pay", "pay", "automation = none"], True),
        (['"the wind turns"', 'not "the wind turns"'], True),
        (['"the wind turns"', 'not "the rain stops"'], False),
        (["2026-03-01", "not 2026-02-01"], True),
        (["2026-02-01", "not 2026-03-01"], False),
        (["signature + 30d", "not signature + 60d"], False),
        (["phase first ends", "not phase first opens"], True),
        (["recognised(lift, port)", "not lift"], False),
        (["done(automation = full)", "automation = none"], True),
        (["automation >= staged", "automation = none"], True),
        (["automation != full", "automation != none", "automation != staged"], True),
        (["automation != full", "automation != none", "automation != staged", "never or automation = left-open"], 0),
        (["never"], True),
    ],
)  # fmt: skip
def test_what_commitments_orders_and_words_rule_out(tmp_path: Path, demands: list[str], clash: bool) -> None:
    statements = "".join(
        f"- {{id: s-{number}, party: port, by: P, channel: on-record, gist: Said, requires: {yaml(demand)}}}\n"
        for number, demand in enumerate(demands)
    )
    result = loaded(tmp_path, statements=statements, agreement=STEPS)
    assert {problem.code for problem in result.diagnostics} <= {"HF502"}
    found = relations(result.case).found
    assert [one.statements for one in found] == ([tuple(f"s-{n}" for n in range(len(demands)))] if clash else [])


def test_preferences_clash_with_preferences_in_a_circle_and_with_nothing_else(tmp_path: Path) -> None:
    statements = """
- {id: s-0, party: port, by: P, channel: on-record, gist: x, prefers: [automation = full, automation = staged]}
- {id: s-1, party: port, by: P, channel: on-record, gist: x,
   prefers: [automation = staged, automation = none, reinstatement = all]}
- {id: s-2, party: port, by: P, channel: on-record, gist: x, prefers: [reinstatement = all, "automation in {full}"]}
- {id: s-3, party: port, by: P, channel: on-record, gist: x, requires: automation = none}
"""
    (one,) = relations(loaded(tmp_path, statements=statements).case).found
    assert (one.clash, one.kind, one.statements) == (
        "preferences in a circle",
        "contradiction",
        ("s-0", "s-1", "s-2"),
    )


def test_an_option_only_one_of_a_kind_may_be_refused(tmp_path: Path) -> None:
    case = """
holdfast: 1
title: One option
parties: {port: {name: Port, roles: [principal]}}
issues: {peace: {question: Is there peace?, options: {signed: {text: It is signed}}}}
"""
    statements = "- {id: no, party: port, channel: on-record, gist: No, refuses: peace = signed}\n"
    assert relations(loaded(tmp_path, case=case, statements=statements).case).found == ()


# How statements relate

PARTIES = """
holdfast: 1
title: A side
parties:
  union: {name: Union, roles: [principal]}
  night: {name: Night crews, roles: [faction], of: union}
  inner: {name: Inner circle, roles: [faction], of: night}
  envoys: {name: Envoys, roles: [delegation], of: union}
  port: {name: Port, roles: [principal]}
issues:
  pay: {question: How much?, options: {more: {text: More}, same: {text: The same}, less: {text: Less}}}
  hours: {question: When?, options: {day: {text: Day}, night: {text: Night}}}
rules: [{id: costs, require: not (pay = more and hours = night)}]
"""
SOURCES = "[{id: gazette, kind: news}, {id: wire, kind: news}]"
MORE = "requires: pay = more"
SAME = "requires: pay = same"


def _relate(folder: Path, *parts: str) -> list[Relation]:
    statements = "".join(f"- {{id: s-{n}, channel: on-record, gist: Said, {part}}}\n" for n, part in enumerate(parts))
    result = loaded(folder, case=PARTIES, sources=SOURCES, statements=statements)
    assert {problem.code for problem in result.diagnostics} <= {"HF502", "HF503", "HF504"}, result.diagnostics
    return list(relations(result.case).found)


GAZETTE, WIRE = "cite: {source: gazette}", "cite: {source: wire}"


@pytest.mark.parametrize(
    ("first", "second", "kind"),
    [
        (f"party: union, {MORE}", f"party: night, {SAME}", "split"),
        (f"party: inner, {MORE}, date: 2026-01-01", f"party: union, {SAME}, date: 2026-02-01", "split"),
        (f"party: union, {MORE}, {GAZETTE}", f"party: union, {SAME}, {WIRE}", "reported differently"),
        (
            f"party: union, {MORE}, {GAZETTE}, date: 2026-02-01",
            f"party: union, {SAME}, {WIRE}, date: 2026-02-01",
            "reported differently",
        ),
        (
            f"party: union, {MORE}, {GAZETTE}, date: 2026-02-01",
            f"party: envoys, {SAME}, {WIRE}",
            "reported differently",
        ),
        (
            f"party: union, {MORE}, {GAZETTE}, date: 2026-02-01",
            f"party: union, {SAME}, {WIRE}, date: 2026-02-02",
            "possible shift",
        ),
        (f"party: union, {MORE}, date: 2026-02-01", f"party: union, {SAME}, date: 2026-02-02", "possible shift"),
        (f"party: union, by: R, {MORE}, {GAZETTE}", f"party: union, by: r, {SAME}, {GAZETTE}", "contradiction"),
        (f"party: union, by: R, {MORE}", f"party: union, by: S, {SAME}", "does not fit together"),
        (f"party: union, by: R, {MORE}", f"party: envoys, by: S, {SAME}", "does not fit together"),
        (f"party: night, by: R, {MORE}", f"party: envoys, by: S, {SAME}", "does not fit together"),
    ],
)
def test_each_class_is_the_first_that_matches(tmp_path: Path, first: str, second: str, kind: str) -> None:
    (one,) = _relate(tmp_path, first, second)
    assert (one.kind, one.clash, one.side, one.issues) == (kind, "cannot all stand", "union", ("pay",))
    assert [because.statement for because in one.because] == ["s-0", "s-1"]


@pytest.mark.parametrize(
    "parts",
    [
        (f"party: union, {MORE}", f"party: port, {SAME}"),
        ("party: union, accepts: pay = more", "party: union, accepts: pay = same"),
        ("party: union, accepts: pay = more", "party: union, offers: pay = same"),
        (f"party: union, {MORE}", f"party: union, {SAME}, supersedes: s-0"),
        ("party: union, undecided: pay", "party: port, requires: pay = more"),
        ("party: union, undecided: pay", "party: union, requires: hours = day, if: pay = more"),
        ("party: union, undecided: pay", "party: union, prefers: [pay = more, pay = same]"),
        ("party: union, undecided: pay = less", f"party: union, {MORE}"),
        (f"party: union, silent: pay, {GAZETTE}", f"party: union, {MORE}, {GAZETTE}"),
        ("party: union, silent: pay", f"party: union, {MORE}, {GAZETTE}"),
        (f"party: union, {MORE}", f"party: union, {SAME}, if: hours = night"),
    ],
)
def test_what_goes_together_is_left_alone(tmp_path: Path, parts: tuple[str, ...]) -> None:
    assert _relate(tmp_path, *parts) == []


def test_no_word_beside_a_stance(tmp_path: Path) -> None:
    found = _relate(
        tmp_path,
        f"party: union, undecided: pay, {GAZETTE}",
        f"party: union, accepts: pay = more, {WIRE}",
        f"party: night, silent: [pay, hours], {GAZETTE}",
        f"party: union, undecided: [pay = more, hours], by: R, {WIRE}",
    )
    assert [(one.statements, one.clash, one.kind) for one in found] == [
        (("s-0", "s-1"), "undecided beside a stance", "reported differently"),
        (("s-1", "s-2"), "silent beside a stance", "split"),
        (("s-1", "s-3"), "undecided beside a stance", "does not fit together"),
    ]


def test_the_rules_that_a_clash_needs_are_named(tmp_path: Path) -> None:
    (one,) = _relate(tmp_path, f"party: union, by: R, {MORE}", "party: union, by: R, requires: hours = night")
    assert (one.rules, one.issues) == (("costs",), ("pay", "hours"))


def test_only_the_side_is_said_where_more_may_exist(tmp_path: Path) -> None:
    statements = "".join(
        f"- {{id: s-{n}, party: union, channel: on-record, gist: x, requires: pay = {'more' if n % 2 else 'same'}}}\n"
        for n in range(8)
    )
    case = loaded(tmp_path, case=PARTIES, statements=statements).case
    answer = relations(case, bound=5)
    assert (len(answer.found), answer.bounded) == (5, ("union",))
    assert (len(relations(case).found), relations(case).bounded) == (16, ())
    assert relations(case, budget=10).bounded == ("union",)


def test_a_reading_gives_formulas_for_further_use(tmp_path: Path) -> None:
    case = loaded(tmp_path, case=PARTIES, statements="[]").case
    reading = Reading(case)
    more = reading.formula(parse("pay = more"))
    with Conflicts(reading.axioms(), [more, reading.option("pay", "same"), reading.option("pay", "none")]) as conflicts:
        assert [conflicts.satisfiable(tags) for tags in ([0], [0, 1], [2])] == [True, False, False]
    assert not follows(parse("begun(lift)"), parse("lift"))


def _pairs(found: Iterable[Relation]) -> set[tuple[str, frozenset[str]]]:
    return {(one.kind, frozenset(one.statements)) for one in found}


def test_gaza_the_stances_on_which_the_two_articles_differ_and_only_those(repository: Path) -> None:
    case = load(repository / "examples" / "gaza-2025", "public").case
    answer = relations(case)
    assert _pairs(answer.found) == {
        ("reported differently", frozenset({"netanyahu-sends-dermer", "spokespeople-dermer-silent"})),
        ("reported differently", frozenset({"hamas-hand-over-governance", "hamas-silent-arms-power"})),
        ("reported differently", frozenset({"hamas-disarm-unclear", "hamas-disarm-conditions"})),
    }
    assert (answer.superseded, answer.bounded) == ((), ())


def test_a_clause_that_falls_away_where_an_issue_is_open_says_nothing_of_the_issue(tmp_path: Path) -> None:
    files = {
        "case": yaml(CASE),
        "agreement": yaml(
            {
                "title": "A draft",
                "package": {"x": "a", "y": "left-open"},
                "commitments": {
                    "step": {"by": "one", "does": "A step", "if": "y = a"},
                    "other": {"by": "one", "does": "More"},
                },
            }
        ),
        "statements": yaml(
            [
                {"id": "open-y", "party": "one", "by": "P", "gist": "y", "undecided": "y", "channel": "in-confidence"},
                {"id": "open-x", "party": "one", "by": "P", "gist": "x", "undecided": "x", "channel": "in-confidence"},
                {
                    "id": "yes",
                    "party": "one",
                    "by": "P",
                    "gist": "All of it",
                    "accepts": "agreement",
                    "extent": "whole",
                    "channel": "in-confidence",
                },
            ]
        ),
    }
    found = relations(load(write(tmp_path, files), "desk").case).found
    assert [one.statements for one in found] == [("open-x", "yes")]
