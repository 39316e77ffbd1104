"""Packages under preferences known in part: against worths that can be worked out by hand, and by brute force."""

from __future__ import annotations

import itertools
import re
import tempfile
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.analyses.deals import deals
from holdfast.analyses.deals.central import central_worths
from holdfast.analyses.deals.demands import as_numbers, demands, violated
from holdfast.analyses.deals.judged import judged
from holdfast.analyses.deals.judged_records import Judged
from holdfast.analyses.deals.questions import next_questions
from holdfast.analyses.deals.reading import Problem
from holdfast.analyses.deals.sensitivity import sensitivity
from holdfast.analyses.deals.worths import packages_of, worths
from holdfast.case.case import Case
from holdfast.case.conditions import parse
from holdfast.case.load import load
from tests.cases import loaded

TWO = """
holdfast: 1
title: Two issues
parties:
  union: {name: The Union, roles: [principal]}
  port: {name: The Port, roles: [principal]}
issues:
  cranes:
    question: How far?
    ordered: true
    options: {none: {text: No}, some: {text: Some}, full: {text: All}}
    today: none
  pay: {question: How much?, options: {less: {text: Less}, more: {text: More}}}
"""
VALUES = """
union:
  judged: {by: desk, because: talks}
  importance: {cranes: 40}
  options: {cranes: {none: 100, some: 50, full: 0}, pay: [more, less]}
  no_deal: 50
port:
  judged: {by: desk, because: talks}
  options: {cranes: [full, some, none], pay: [less, more]}
  no_deal: 0
"""


def case_of(folder: Path, **files: str) -> Case:
    found = loaded(folder, **({"case": TWO} | files))
    assert not [one for one in found.diagnostics if one.severity == "error"], found.diagnostics
    return found.case


def every(case: Case) -> list[dict[str, str]]:
    options = {name: [*map(str, one.options), "left-open"] for name, one in case.issues.items()}
    return [dict(zip(options, chosen, strict=True)) for chosen in itertools.product(*options.values())]


def cell(found: Judged, party: int, **package: str) -> tuple[str, float | None]:
    one = next(one for one in found.shown if dict(one.package) == package)
    return one.parties[party].verdict, one.parties[party].share


def test_judged_worths_give_the_shares_that_can_be_worked_out(tmp_path: Path) -> None:
    case = case_of(tmp_path, values=VALUES)
    found = judged(case, every(case), shown=50)
    union, port = found.parties
    assert union.importance["cranes"].low == pytest.approx(0.4, abs=1e-6)
    assert union.importance["pay"].mean == pytest.approx(0.6, abs=1e-6)
    # The union: 40 for no cranes, 20 for some; 60 for more pay; no deal is worth 50.
    assert cell(found, 0, cranes="full", pay="more") == ("necessary", 1.0)
    assert cell(found, 0, cranes="none", pay="less") == ("not", 0.0)
    # Left open, cranes stay as today; pay is worth anything from 0 to 60: 40 + 60 u ≥ 50 from u = 1/6.
    verdict, share = cell(found, 0, cranes="left-open", pay="left-open")
    assert verdict == "possible"
    assert share == pytest.approx(5 / 6, abs=0.02)
    # To the port no deal is worth nothing: everything is at least as good.
    assert all(one.parties[1].verdict == "necessary" for one in found.shown)
    best = found.shown[0]
    assert best.group == ("all", "all")
    assert best.joint == pytest.approx(1.0)
    assert [one.joint for one in found.shown] == sorted((one.joint for one in found.shown), reverse=True)  # type: ignore[type-var]
    central = central_worths(found)["union"]
    assert central.options["cranes"] == pytest.approx({"none": 0.4, "some": 0.2, "full": 0, "left-open": 0.4})
    assert central.no_deal == pytest.approx(0.5)
    assert port.trust is not None
    assert sum(best.parties[0].ranks) == pytest.approx(1.0)


def test_verdicts_are_those_of_a_grid(tmp_path: Path) -> None:
    """Brute force: every importance, worth and level on a grid that fits; verdicts follow from it up to its spacing."""
    values = """
    union:
      judged: {by: desk, because: talks}
      importance: {cranes: [30, 60]}
      options: {cranes: {none: 100, some: [20, 40], full: 0}, pay: {less: 0, more: 100}}
      no_deal: [35, 55]
    """
    case = case_of(tmp_path, values=values)
    packages = every(case)
    found = judged(case, packages, shown=50)
    axes = ((0.3, 0.6, 31), (0.2, 0.4, 21), (0.0, 1.0, 11), (0.35, 0.55, 21))
    grid = np.array(list(itertools.product(*(np.linspace(*axis) for axis in axes))))
    weight, some, open_, level = grid.T
    worth = {"cranes": {"none": weight, "some": weight * some, "full": 0 * weight, "left-open": weight}}
    worth["pay"] = {"less": 0 * weight, "more": 1 - weight, "left-open": (1 - weight) * open_}
    for one in found.shown:
        accepts = sum(worth[issue][option] for issue, option in one.package.items()) >= level - 1e-9
        expected = "necessary" if accepts.all() else "possible" if accepts.any() else "not"
        assert one.parties[0].verdict == expected, dict(one.package)
        share = one.parties[0].share
        assert share is not None
        assert share == pytest.approx(accepts.mean(), abs=0.06)


def test_statements_order_worths_and_demands_exclude(tmp_path: Path) -> None:
    statements = """
    - {id: a, party: union, gist: g, prefers: [pay = more, pay = less]}
    - {id: b, party: union, gist: g, prefers: ["cranes = none and pay = less", "cranes = full and pay = more"]}
    - {id: c, party: union, gist: g, refuses: cranes = full, unless: pay = more}
    - {id: d, party: port, gist: g, prefers: [work before rest, pay = less]}
    - {id: e, party: port, gist: g, requires: cranes != none, firmness: preference}
    """
    drafts = "title: T\nversion: 1\ncommitments: {work: {does: w}, rest: {does: r}}\n"
    case = case_of(tmp_path, statements=statements, agreement=drafts)
    found = judged(case, every(case), shown=50)
    union, port = found.parties
    assert [one.statement for one in union.known] == ["a", "b"]
    # b over a: what no cranes bring beyond all cranes outweighs pay.
    assert union.importance["cranes"].low == pytest.approx(0.5, abs=1e-6)
    assert [one.statement for one in port.unread] == ["d"]
    assert set(found.because) == {"a", "b", "c", "d"}
    excluded = {tuple(one.package.values()) for one in found.shown if one.parties[0].verdict == "excluded"}
    # With pay left open the condition is true and the demand is not met.
    assert excluded == {("full", "less"), ("full", "left-open")}
    assert all(one.joint == 0 for one in found.shown if one.parties[0].excluded_by)
    assert all(one.parties[1].excluded_by == () for one in found.shown)
    given: dict[str, list[list[str]]] = {"union": [["c"]] * len(every(case)), "port": [[]] * len(every(case))}
    assert judged(case, every(case), excluded=given).shown[0].joint == 0
    known = worths(case, "union")
    assert known.columns["cranes", "left-open"] == known.columns["cranes", "none"]
    assert known.columns["pay", "left-open"] not in (known.columns["pay", "less"], known.columns["pay", "more"])


def test_what_does_not_fit_together_names_what_to_drop(tmp_path: Path) -> None:
    statements = """
    - {id: a, party: union, gist: g, prefers: [pay = more, pay = less]}
    - {id: b, party: union, gist: g, prefers: [pay = less, pay = more]}
    """
    values = """
    union:
      judged: {by: desk, because: talks}
      importance: {cranes: [60, 100], pay: [50, 100]}
    port: {judged: {by: desk, because: talks}, no_deal: 90}
    """
    compartments = "port: {judged: {by: port, because: talks}, no_deal: 10}\n"
    case = case_of(tmp_path, statements=statements, values=values, compartments__port__values=compartments)
    found = judged(case, every(case))
    union, port = found.parties
    drops = [sorted(str(one.statement or one.issue) for one in some) for some in union.drops]
    assert sorted(drops) == [["a", "cranes"], ["a", "pay"], ["b", "cranes"], ["b", "pay"]]
    assert [[one.low for one in some] for some in port.drops] == [[90.0], [10.0]]
    assert not found.consistent
    assert found.shown[0].joint is None
    assert {one.verdict for row in found.shown for one in row.parties} == {"unknown"}
    assert next_questions(found).left_out == ("union", "port")
    assert next_questions(found).questions == ()
    assert sensitivity(case, found).effects == ()
    assert central_worths(found) == {}


def test_exchanging_parties_exchanges_results(tmp_path: Path) -> None:
    first = case_of(tmp_path / "a", values=VALUES)

    def swapped(text: str) -> str:
        return re.sub(r"\b(union|port)\b", lambda m: {"union": "port", "port": "union"}[m[1]], text)

    second = case_of(tmp_path / "b", case=swapped(TWO), values=swapped(VALUES))
    one, other = judged(first, every(first), seed=3), judged(second, every(second), seed=3)
    assert [p.importance for p in one.parties] == [p.importance for p in other.parties]
    assert [[c.share for c in row.parties] for row in one.shown] == [
        [c.share for c in row.parties] for row in other.shown
    ]
    assert np.array_equal(one.drawn.share, judged(first, every(first), seed=3).drawn.share)
    assert not np.array_equal(one.drawn.share, judged(first, every(first), seed=4).drawn.share)
    a, b = next_questions(one), next_questions(other)
    assert [q.gain for q in a.questions] == [q.gain for q in b.questions]


def test_questions_and_sensitivity_find_what_matters(tmp_path: Path) -> None:
    """Nothing is known of the union's pay, and no deal is worth just more than the cranes alone can bring."""
    values = """
    union:
      judged: {by: desk, because: talks}
      importance: {cranes: 40}
      options: {cranes: {none: 100, some: 50, full: 0}}
      no_deal: 50
    port: {judged: {by: desk, because: talks}, options: {cranes: [full, some, none], pay: [less, more]}, no_deal: 0}
    """
    case = case_of(tmp_path, values=values)
    packages = [p for p in every(case) if "left-open" not in p.values()]
    found = judged(case, packages, shown=50)
    # More pay is the better one in half of what fits; then it is 60 and enough, else it is nothing.
    assert found.shown[0].joint == pytest.approx(0.5, abs=0.03)
    asked = next_questions(found)
    first = asked.questions[0]
    assert (first.ask.party, first.tied) == ("union", True)
    kinds = {(one.ask.kind, one.ask.issue) for one in asked.questions if one.tied}
    assert ("options", "pay") in kinds
    # Asking opens a package in every case: from a half to all, of which one in five refuses.
    assert first.gain == pytest.approx(0.5 * 0.8, abs=0.03)
    free = next_questions(found, refusal=0.0, cost={"package": 0.45})
    assert free.questions[0].gain == pytest.approx(0.5, abs=0.03)
    assert free.questions[0].ask.kind == "options"
    effects = sensitivity(case, found).effects
    assert all(one.same is not None for one in effects)
    moved = {one.known.kind: one for one in effects if one.party == "union"}
    # With no deal not judged, more is possible: dropping it moves the share.
    assert moved["no deal"].best is not None
    assert {one.party for one in effects} == {"union", "port"}
    assert sensitivity(case, found, limit=1).left_out == len(effects) - 1


def test_conditions_become_packages(tmp_path: Path) -> None:
    case = case_of(tmp_path)

    def read(text: str) -> list[dict[str, str]] | None:
        found = packages_of(case, parse(text))
        return None if found is None else [dict(one) for one in found]

    assert read("cranes >= some") == [{"cranes": "some"}, {"cranes": "full"}]
    assert read("not cranes >= some") == [{"cranes": "none"}]
    assert read("cranes = none and pay != more") == [{"cranes": "none", "pay": "less"}]
    assert read("done(pay = more)") == [{"pay": "more"}]
    assert read("not done(pay = more)") == [{"pay": "less"}]
    assert read("pay") == [{"pay": "less"}, {"pay": "more"}]
    assert read("cranes = none and cranes = full") == []
    assert read("pay = left-open or always") == [{"pay": "left-open"}, {}] or read("always") == [{}]
    assert read('"in words"') is None
    assert read("lift") is None


def test_demands_through_clauses(tmp_path: Path) -> None:
    statements = """
    - {id: a, party: union, gist: g, requires: lift}
    - {id: b, party: union, gist: g, refuses: lift, if: pay = less}
    - {id: c, party: union, gist: g, requires: first before lift}
    """
    draft = (
        "title: T\nversion: 1\ncommitments: {lift: {does: w, if: cranes = full}, first: {does: r, if: pay = more}}\n"
    )
    case = case_of(tmp_path, statements=statements, agreement=draft)
    packages = [p for p in every(case) if "left-open" not in p.values()]
    numbers = as_numbers(case, packages)

    def bars(name: str) -> list[tuple[str, ...]]:
        where = violated(Problem(case, case.draft), name, numbers)
        return [tuple(p.values()) for p, bad in zip(packages, where, strict=True) if bad]

    assert bars("a") == [(cranes, pay) for cranes in ("none", "some") for pay in ("less", "more")]
    assert bars("b") == [("full", "less")]
    assert bars("c") == [("full", "less")]
    with pytest.raises(KeyError):
        as_numbers(case, [{"cranes": "nothing"}])


def test_edges_are_answered(tmp_path: Path) -> None:
    case = case_of(tmp_path / "a")
    empty = judged(case, [])
    assert (empty.shown, empty.asked) == ((), 0)
    assert next_questions(empty).questions == ()
    assert sensitivity(case, empty).effects == ()
    # An issue with one option, which is what holds today, makes no difference; one that is new may.
    single = """
    holdfast: 1
    title: One option each
    parties: {union: {name: The Union, roles: [principal]}, port: {name: The Port, roles: [principal]}}
    issues:
      old: {question: Still?, options: {kept: {text: Kept}}, today: kept}
      new: {question: Also?, options: {built: {text: Built}}}
    """
    case = case_of(tmp_path / "b", case=single, values="union: {judged: {by: d, because: b}, no_deal: 50}\n")
    found = judged(case, every(case))
    assert tuple(found.parties[0].importance) == ("new",)
    # Built or not is all that counts: one of the two is worth 100, the other nothing.
    assert cell(found, 0, old="kept", new="built")[1] == pytest.approx(0.5, abs=0.03)
    assert cell(found, 0, old="kept", new="built") == cell(found, 0, old="left-open", new="built")
    nothing = (
        single.partition("issues:")[0] + "issues:\n      old: {question: Q, options: {kept: {text: K}}, today: kept}\n"
    )
    case = case_of(tmp_path / "c", case=nothing)
    found = judged(case, every(case))
    assert {one.failed for one in found.parties} == {"no issue makes a difference"}
    assert not found.consistent


def test_narrow_judgements_are_walked_and_agree_with_their_bounds(tmp_path: Path) -> None:
    """Five issues, importances within two points: rejection keeps almost nothing."""
    issues = "\n".join(
        f"  i{n}: {{question: Q, options: {{a: {{text: A}}, b: {{text: B}}, c: {{text: C}}}}, today: a}}"
        for n in range(5)
    )
    case_text = TWO.partition("issues:")[0] + f"issues:\n{issues}\n"
    spans = ", ".join(f"i{n}: [{17.5 + n}, {19.5 + n}]" for n in range(5))
    values = f"""
    union:
      judged: {{by: desk, because: talks}}
      importance: {{{spans}}}
      options: {{i0: [a, b, c], i1: [c, b, a]}}
      no_deal: [40, 60]
    """
    case = case_of(tmp_path, case=case_text, values=values)
    packages = [dict(zip(case.issues, chosen, strict=True)) for chosen in itertools.product("abc", repeat=5)]
    found = judged(case, packages, shown=20)
    union = found.parties[0]
    assert union.trust is not None
    assert (union.trust.method, union.trust.converged) == ("hit-and-run", True)
    points = found.drawn.samples[0].points  # type: ignore[union-attr]
    for name, bounds in union.importance.items():
        weights = points[..., found.drawn.worths[0].weight(name)]
        assert bounds.low - 1e-6 <= weights.min()
        assert weights.max() <= bounds.high + 1e-6
    for one in found.shown:
        share = found.drawn.share[0, one.number]
        assert {"necessary": share == 1, "not": share == 0}.get(one.parties[0].verdict, True)


@pytest.mark.parametrize("name", ["harbour", "minsk-2015", "gaza-2025", "aceh-2005"])
def test_demands_exclude_what_the_ladder_says(repository: Path, name: str) -> None:
    """Two readings of the same rule, one by formulas, one by looking each package up: they agree on every package."""
    case = load(repository / "examples" / name, "desk").case
    found = deals(case, as_of=case.as_of, with_movements=False)
    plans = [plan for rung in found.rungs for plan in rung.plans]
    plans += [plan for rung in found.rungs for part in rung.partial for plan in part.plans]
    proposed = [one.plan for one in found.proposed]
    assert proposed or plans
    problem = Problem(case, case.draft)
    for plan in (*plans, *proposed):
        numbers = as_numbers(case, [plan.package])
        for standing in plan.standings:
            asked = [one for one in demands(case, standing.party, case.as_of) if _binds(case, one)]
            mine = {one for one in asked if violated(problem, one, numbers)[0]}
            assert mine == set(standing.excluded_by), (dict(plan.package), standing.party)


def _binds(case: Case, name: str) -> bool:
    return case.statements[name].firmness != "preference"


@st.composite
def judgements(draw: st.DrawFn) -> tuple[str, str]:
    """Values and statements of two parties, one case's and the same with the parties exchanged."""
    parts: dict[str, str] = {}
    for party in ("union", "port"):
        importance = draw(st.sampled_from(["{cranes: 40}", "{cranes: [30, 60]}", "[cranes, pay]", "{pay: [10, 90]}"]))
        cranes = draw(st.sampled_from(["{none: 100, some: [20, 80], full: 0}", "[full, some, none]", "{none: 0}"]))
        pay = draw(st.sampled_from(["[more, less]", "[less, more]"]))
        no_deal = draw(st.sampled_from(["30", "[10, 50]", "[0, 100]"]))
        parts[party] = (
            f"{{judged: {{by: desk, because: talks}}, importance: {importance}, "
            f"options: {{cranes: {cranes}, pay: {pay}}}, no_deal: {no_deal}}}"
        )
    said = draw(
        st.lists(
            st.tuples(
                st.sampled_from(["union", "port"]),
                st.sampled_from(
                    [
                        "refuses: cranes = full, unless: pay = more",
                        "requires: pay = more",
                        "prefers: [pay = more, pay = less]",
                    ]
                ),
            ),
            max_size=3,
        )
    )

    def text(names: dict[str, str]) -> str:
        values = {names[party]: part for party, part in parts.items()}
        return "\n".join(f"{party}: {values[party]}" for party in values)

    def statements(names: dict[str, str]) -> str:
        lines = [f"- {{id: s{n}, party: {names[p]}, gist: g, {what}}}" for n, (p, what) in enumerate(said)]
        return "\n".join(lines) or "[]"

    same, other = {"union": "union", "port": "port"}, {"union": "port", "port": "union"}
    return f"{text(same)}\n---\n{statements(same)}", f"{text(other)}\n---\n{statements(other)}"


@settings(max_examples=15)
@given(judgements())
def test_exchanging_parties_exchanges_shares_and_nothing_else(texts: tuple[str, str]) -> None:
    """The parties change their names and their places: streams follow places, so that everything is exactly equal."""
    swapped = TWO.replace("union:", "x:").replace("port:", "union:").replace("x:", "port:")
    answers = []
    with tempfile.TemporaryDirectory() as folder:
        for number, (text, file) in enumerate(zip(texts, (TWO, swapped), strict=True)):
            values, statements = text.split("\n---\n")
            case = case_of(Path(folder) / str(number), case=file, values=values, statements=statements)
            packages = every(case)
            found = judged(case, packages, samples=500, shown=12)
            answers.append((found, next_questions(found), sensitivity(case, found)))
    other = {"union": "port", "port": "union"}
    (here, asked, rests), (there, asked_there, rests_there) = answers
    assert [other[p.party] for p in there.parties] == [p.party for p in here.parties]
    for one, two in zip(here.shown, there.shown, strict=True):
        assert (dict(one.package), one.joint, one.joint_error) == (dict(two.package), two.joint, two.joint_error)
        assert [replace(cell, party="") for cell in one.parties] == [replace(cell, party="") for cell in two.parties]
    for mine, theirs in zip(here.parties, there.parties, strict=True):
        assert dict(mine.importance) == dict(theirs.importance)
        assert mine.trust == theirs.trust
    assert [replace(q.ask, party="") for q in asked.questions] == [
        replace(q.ask, party="") for q in asked_there.questions
    ]
    assert [q.gain for q in asked.questions] == [q.gain for q in asked_there.questions]
    assert sorted((e.same or 0.0, e.best or 0.0) for e in rests.effects) == sorted(
        (e.same or 0.0, e.best or 0.0) for e in rests_there.effects
    )
