"""Efficient and fair packages of a case: against enumeration, without judgements, exchanged, ruled out, too many."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import product
from pathlib import Path

import pytest

from holdfast.analyses.deals.fair import fair
from holdfast.analyses.deals.fair_orders import quotas
from holdfast.analyses.deals.fair_records import Fair
from holdfast.analyses.deals.fair_worths import PointWorth, central
from holdfast.analyses.deals.limits import red_lines, rules
from holdfast.case.case import Case
from holdfast.case.load import load
from holdfast.views import fair_words
from tests.cases import loaded

CASE = """
holdfast: 1
title: A harbour
parties:
  union: {name: Union, roles: [principal]}
  port: {name: Port, roles: [principal]}
  envoys: {name: Envoys, roles: [delegation], of: port}
issues:
  pay:
    question: How much?
    ordered: true
    options: {more: {text: More}, some: {text: Some}, same: {text: Same}}
    today: same
  cranes: {question: How many?, options: {none: {text: None}, all: {text: All}}, today: none}
  law: {question: Which law?, options: {old: {text: Old}, new: {text: New}}}
  flag: {question: Which flag?, options: {red: {text: Red}, blue: {text: Blue}}}
  truce: {question: Truce?, status: agreed, settled: kept, options: {kept: {text: Y}, ended: {text: N}}}
rules:
  - {id: law-first, require: not (cranes = all and law = old)}
"""
VALUES = """
union:
  judged: {by: desk, because: talks}
  importance: {pay: [50, 70], cranes: 40}
  options: {pay: {more: 100, some: [40, 60], same: 0}, cranes: [none, all]}
  no_deal: [10, 30]
port:
  judged: {by: desk, because: accounts}
  importance: [cranes, pay]
  options: {pay: [same, some, more], cranes: {none: 0, all: 100}}
  no_deal: 20
"""


def _case(folder: Path, *parts: str, **files: str) -> Case:
    statements = "".join(
        f"- {{id: s-{n}, gist: Said, channel: in-confidence, {part}}}\n" for n, part in enumerate(parts)
    )
    found = loaded(folder, **{"case": CASE, "statements": statements or "[]", **files})
    assert not [one for one in found.diagnostics if one.severity.name == "ERROR"], found.diagnostics
    return found.case


def test_centres_of_judgements(tmp_path: Path) -> None:
    found = central(_case(tmp_path, values=VALUES), ["union", "port", "envoys"])
    union, port = found["union"], found["port"]
    assert union.worths["pay"] == {"more": 60, "some": 30, "same": 0, "left-open": 0}
    assert union.worths["cranes"] == {"none": 40, "all": 0, "left-open": 40}
    assert [union.no_deal, port.no_deal] == [20, 20]
    # Rank-order centroid of two: 3/4 and 1/4.
    assert [port.worths["cranes"]["all"], port.worths["pay"]["same"]] == [75, 25]
    assert port.worths["pay"]["some"] == Fraction(25, 2)
    assert {gap.issue for gap in union.gaps} == {"law", "flag", "truce"}
    assert [gap.missing for gap in found["envoys"].gaps] == ["values"]
    assert any("centroid" in words for words in port.basis)


def test_several_judgements_of_one_party_are_no_number(tmp_path: Path) -> None:
    case = _case(tmp_path, values=VALUES, compartments__desk__values=VALUES.split("port:")[0])
    found = fair(case)
    assert not found.scored
    assert found.gaps[0].missing == "several values"


def brute(case: Case, found: Fair) -> dict[tuple[str, ...], tuple[Fraction, ...]]:
    known = central(case, found.parties)
    every = product(("more", "some", "same"), ("none", "all"), ("old", "new"))
    return {
        one: tuple(known[p].worths["pay"][one[0]] + known[p].worths["cranes"][one[1]] for p in found.parties)
        for one in every
        if not (one[1] == "all" and one[2] == "old")
    }


def test_it_is_what_enumeration_finds(tmp_path: Path) -> None:
    case = _case(tmp_path, values=VALUES)
    found = fair(case)
    packages = brute(case, found)
    efficient = {
        worth
        for worth in packages.values()
        if not any(o != worth and all(a >= b for a, b in zip(o, worth, strict=True)) for o in packages.values())
    }
    assert {point.worths for point in found.points} == efficient
    assert sum(point.count for point in found.points) == sum(worth in efficient for worth in packages.values())
    assert found.compared == ("pay", "cranes", "law")
    assert [(one.issue, one.why) for one in found.left_out] == [("law", "not scored"), ("flag", "not scored")]
    assert dict(found.fixed) == {"truce": "kept"}
    assert [one.name for one in found.limits] == ["law-first"]
    nash = next(one for one in found.named if one.name == "nash")
    best = max((w[0] - 20) * (w[1] - 20) for w in efficient if min(w) >= 20)
    assert nash.value == best
    assert all("nash" in point.names for point in found.points if point.worths in [p.worths for p in nash.points])


def test_exchanging_parties_exchanges_the_result(tmp_path: Path) -> None:
    other = (
        CASE.replace("union:", "x:").replace("port:", "union:").replace("x:", "port:").replace("of: port", "of: union")
    )
    values = VALUES.replace("union:", "x:").replace("port:", "union:").replace("x:", "port:")
    here = fair(_case(tmp_path / "a", values=VALUES))
    there = fair(_case(tmp_path / "b", case=other, values=values))
    assert there.parties == ("port", "union")
    flipped = {(p.worths, p.count, p.names, p.packages) for p in there.points}
    assert flipped == {(p.worths, p.count, p.names, p.packages) for p in here.points}
    back = fair(_case(tmp_path / "c", values=VALUES), parties=["port", "union"])
    assert {p.worths[::-1] for p in back.points} == {p.worths for p in here.points}
    assert [n.value for n in back.named] == [n.value for n in here.named]


def test_red_lines_rule_out_where_asked(tmp_path: Path) -> None:
    line = "party: envoys, refuses: pay = more, firmness: red-line, because: law"
    case = _case(tmp_path, line, values=VALUES)
    free, bound = fair(case), fair(case, within_red_lines=True)
    assert any(package["pay"] == "more" for point in free.points for package in point.packages)
    assert not any(package["pay"] == "more" for point in bound.points for package in point.packages)
    assert "s-0" in bound.because
    assert bound.limits[-1].parties == ("port",)


@pytest.mark.parametrize(
    ("said", "package", "met"),
    [
        ("requires: pay = more", {"pay": "left-open"}, True),
        ("requires: pay = more, if: cranes = all", {"pay": "left-open", "cranes": "all"}, False),
        ("requires: pay = more, if: cranes = all", {"pay": "left-open", "cranes": "left-open"}, True),
        ("refuses: cranes = all, unless: law = new", {"cranes": "all", "law": "left-open"}, False),
        ("refuses: cranes = all, unless: law = new", {"cranes": "all", "law": "new"}, True),
        ("refuses: cranes = all, unless: law = new", {"cranes": "left-open", "law": "old"}, True),
        ("refuses: cranes = all, if: law = old", {"cranes": "all", "law": "new"}, True),
        ("refuses: done(cranes = all)", {"cranes": "all"}, False),
        ("refuses: pay >= some", {"pay": "same"}, False),
        ("refuses: raise", {"pay": "more"}, False),
        ("refuses: raise", {"pay": "same"}, True),
    ],
)
def test_when_a_red_line_is_met(tmp_path: Path, said: str, package: dict[str, str], met: bool) -> None:
    draft = "title: D\npackage: {pay: more}\ncommitments:\n  raise: {by: port, does: Raise, if: pay = more}\n"
    case = _case(tmp_path, f"party: union, {said}, firmness: red-line, because: law", agreement=draft)
    (line,) = red_lines(case, case.draft, case.consent, None)
    assert line.allows({"pay": "some", "cranes": "none", "law": "old", **package}) is met


def test_whether_a_draft_is_dominated(tmp_path: Path) -> None:
    drafts = {
        "agreement__poor": "title: P\nversion: 1\npackage: {pay: same, cranes: none, law: old}\n",
        "agreement__open": "title: O\nversion: 2\npackage: {pay: more, cranes: left-open}\n",
        "agreement__against": "title: A\nversion: 3\npackage: {pay: more, cranes: all, law: old}\n",
    }
    case = _case(tmp_path, values=VALUES.replace("cranes: 40", "cranes: 40"), **drafts)
    found = {one.draft: one for one in fair(case).drafted}
    assert list(found["poor"].worths or ()) == [40, 25]
    assert found["poor"].dominated_count == len(found["poor"].dominated_by) > 0
    assert all(p.worths[0] >= 40 and p.worths[1] >= 25 for p in found["poor"].dominated_by)
    assert found["open"].as_today == ("cranes",)
    assert list(found["open"].worths or ()) == [100, 0]
    assert found["against"].ruled_out_by == ("law-first",)
    without = CASE.replace(", today: none", "")
    blind = fair(_case(tmp_path / "x", case=without, values=VALUES, **drafts))
    assert {one.draft: one.unscored for one in blind.drafted}["open"] == ("cranes",)


def test_too_many_are_thinned_and_points_come_from_programmes(tmp_path: Path) -> None:
    issues = {f"i{n}": [f"o{n}-{m}" for m in range(4)] for n in range(5)}
    text = "holdfast: 1\ntitle: T\nissues:\n"
    text = "parties: {a: {name: A, roles: [principal]}, b: {name: B, roles: [principal]}}\n" + text
    for name, options in issues.items():
        text += f"  {name}: {{question: Q?, options: {{{', '.join(f'{o}: {{text: T}}' for o in options)}}}}}\n"
    case = loaded(tmp_path, case=text).case
    worths = {
        party: PointWorth(
            party,
            {
                i: {o: Fraction(abs(k * 100 - 4**n * m)) for m, o in enumerate(os)}
                for n, (i, os) in enumerate(issues.items())
            },
            Fraction(0) if k == 0 else Fraction(100),
        )
        for k, party in enumerate(("a", "b"))
    }
    exact, thin = fair(case, worths), fair(case, worths, limit=20)
    assert exact.exact
    assert not thin.exact
    assert thin.forecast is not None
    assert thin.size <= 20 < exact.size
    for one, other in zip(exact.named, thin.named, strict=True):
        assert (one.name, one.absent) == (other.name, other.absent)
        assert not other.ties_listed
        assert other.points[0].worths in {point.worths for point in one.points} or not one.ties_listed


def test_without_judgements_only_orders_are_left(tmp_path: Path) -> None:
    silent = fair(_case(tmp_path / "a"))
    assert (silent.scored, silent.points, silent.named, silent.fallback) == (False, (), (), ())
    some = fair(
        _case(
            tmp_path / "b",
            "party: union, prefers: [pay = more, pay = some, pay = same]",
            "party: envoys, prefers: [pay = same, pay = some, pay = more]",
            "party: port, prefers: [pay = same, pay = some and law = new]",
        )
    )
    (unanimity,) = some.fallback
    assert [dict(one) for one in unanimity.certain] == [{"pay": "some"}]
    assert (unanimity.depth, unanimity.impasse, unanimity.basis) == ((2, 2), False, "statements")
    assert unanimity.because == ("s-0", "s-1")
    assert [one.unused for one in some.orders] == [(), ("s-2",)]
    half = fair(_case(tmp_path / "c", "party: union, prefers: [pay = more, pay = same]"))
    assert half.fallback[0].certain == ()
    assert half.fallback[0].possible_count == 3
    stuck = fair(
        _case(
            tmp_path / "d",
            "party: union, prefers: [pay = more, pay = some, pay = same]",
            "party: union, requires: pay = more, firmness: red-line, because: law",
            "party: port, refuses: pay = more, firmness: red-line, because: law",
        )
    )
    assert stuck.fallback[0].impasse is True
    circle = fair(_case(tmp_path / "e", "party: union, prefers: [pay = more, pay = same, pay = some, pay = more]"))
    assert circle.orders[0].circular == ("pay",)


def test_adjusted_winner_splits_what_can_be_split(tmp_path: Path) -> None:
    found = fair(_case(tmp_path, values=VALUES)).adjusted_winner
    assert found is not None
    assert found.issues == ("pay", "cranes")
    assert found.best[0] == {"pay": ("more",), "cranes": ("none",)}
    assert found.division.total[0] == found.division.total[1]
    split = [found.issues[place] for place in found.division.split]
    assert found.indivisible == tuple(issue for issue in split if issue == "cranes")


def test_no_deal_is_not_invented(tmp_path: Path) -> None:
    case = _case(tmp_path, values=VALUES.replace("  no_deal: 20\n", ""))
    found = fair(case)
    assert found.points
    assert found.named == ()
    assert ("port", "no deal") in [(gap.party, gap.missing) for gap in found.gaps]
    assert found.fallback[0].impasse is None


def test_quotas() -> None:
    assert [list(quotas(n)) for n in (1, 2, 3, 4)] == [[1], [2], [3, 2], [4, 3]]


def test_the_examples(repository: Path) -> None:
    harbour = fair(load(repository / "examples" / "harbour", "desk").case)
    assert harbour.scored
    assert harbour.exact
    for name in ("gaza-2025", "aceh-2005", "minsk-2015"):
        assert not fair(load(repository / "examples" / name, "desk").case).scored


MANY = """
holdfast: 1
title: Many issues
parties: {union: {name: Union, roles: [principal]}, port: {name: Port, roles: [principal]}}
issues:
""" + "".join(
    f"  i{n}: {{question: Q?, options: {{a: {{text: A}}, b: {{text: B}}, c: {{text: C}}}}}}\n" for n in range(13)
)


def _worths(many: int) -> dict[str, PointWorth]:
    """Issues of equal weight: the union wants a, the port c."""
    return {
        party: PointWorth(
            party,
            {f"i{n}": {o: Fraction(w) for o, w in zip("abc", own, strict=True)} for n in range(many)},
            Fraction(0),
        )
        for party, own in (("union", (3, 2, 0)), ("port", (0, 2, 3)))
    }


def test_a_rule_over_many_issues_is_respected(tmp_path: Path) -> None:
    middle = " and ".join(f"i{n} = b" for n in range(13))
    text = f"rules: [{{id: not-all, require: 'not ({middle})'}}, {{id: some, require: 'i0 = a or i1 != b'}}]\n"
    case = loaded(tmp_path, case=MANY + text).case
    found = fair(case, _worths(13))
    assert [one.name for one in found.limits] == ["not-all", "some"]
    assert found.not_applied == ()
    allowed = [p for point in found.points for p in point.packages]
    assert allowed
    assert all(any(option != "b" for option in p.values()) and (p["i0"] == "a" or p["i1"] != "b") for p in allowed)
    # Of 3^13 packages by the number of issues at a, b and c: efficient are those with b wherever that may be.
    assert max(sum(point.worths) for point in found.points) == 4 * 12 + 3


def test_what_a_rule_takes_apart_into_is_what_it_rules_out(tmp_path: Path) -> None:
    require = "not (i0 = a and i1 != b) or (i2 in {a, c} and not (i1 = c and i0 = a)) or (i2 = b and i1 = a)"
    case = loaded(tmp_path, case=MANY + f"rules: [{{id: one, require: '{require}'}}]\n").case
    (limit,) = rules(case, None)
    boxes = limit.boxes(100)
    assert boxes is not None
    for joint in product("abc", repeat=3):
        package = dict(zip(("i0", "i1", "i2"), joint, strict=True))
        inside = any(all(package[issue] in some for issue, some in box.items()) for box in boxes)
        assert inside is not limit.allows(package)
    assert limit.boxes(0) is None


def test_rules_that_cannot_be_respected_stand_in_the_heading(tmp_path: Path) -> None:
    pairs = " and ".join(f"(i{n} = a or i{n + 1} = b or i{n + 2} = c)" for n in range(11))
    case = loaded(tmp_path, case=MANY + f"rules: [{{id: tangle, require: 'not ({pairs})'}}]\n").case
    found = fair(case, _worths(13))
    assert [one.name for one in found.not_applied] == ["tangle"]
    assert "tangle" in fair_words.headline(found)


def test_fallback_says_why_it_is_left_out(tmp_path: Path) -> None:
    ordered = "\n".join(
        f"- {{id: s-{n}, party: union, gist: g, channel: on-record, prefers: [i{n} = a, i{n} = b]}}" for n in range(13)
    )
    orders = fair(loaded(tmp_path / "a", case=MANY, statements=ordered).case)
    assert (orders.fallback, orders.not_ranked) == ((), 3**13)
    assert "1,594,323 packages" in fair_words.no_fallback(orders)
    wider = MANY + "  more: {question: Q?, options: {a: {text: A}, b: {text: B}}}\n"
    case = loaded(tmp_path / "b", case=wider).case
    worths = {
        party: replace(one, worths={**one.worths, "more": {"a": Fraction(1), "b": Fraction(0)}})
        for party, one in _worths(13).items()
    }
    scores = fair(case, worths)
    assert (scores.fallback, scores.not_ranked) == ((), 2 * 3**13)
    assert "by scores" in fair_words.no_fallback(scores)
    silent = fair(loaded(tmp_path / "c", case=MANY).case)
    assert fair_words.no_fallback(silent) == fair_words.NO_ORDER
    several = "- {id: s, party: union, gist: g, channel: on-record, prefers: [i0 = a and i1 = a, i0 = b]}"
    unused = fair(loaded(tmp_path / "d", case=MANY, statements=several).case)
    assert "s" in fair_words.no_fallback(unused)
    assert fair_words.no_fallback(unused) != fair_words.NO_ORDER


def test_adjusted_winner_takes_from_nobody_what_is_no_matter_to_the_other(tmp_path: Path) -> None:
    case = loaded(tmp_path, case=MANY).case
    own = {"i0": {"a": 5, "b": 5, "c": 0}, "i1": {"a": 4, "b": 0, "c": 4}}
    other = {"i0": {"a": 0, "b": 3, "c": 9}, "i1": {"a": 0, "b": 8, "c": 0}}
    both = [{i: {o: Fraction(w) for o, w in some.items()} for i, some in one.items()} for one in (own, other)]
    for first, second in (both, both[::-1]):
        worths = {"union": PointWorth("union", first, None), "port": PointWorth("port", second, None)}
        found = fair(case, worths).adjusted_winner
        assert found is not None
        mine = found.best[0 if first is both[0] else 1]
        assert mine == {"i0": ("b",), "i1": ("a", "c")}
