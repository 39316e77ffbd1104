"""Whether there is a deal: every part of the answer against all packages and all sets of statements of small cases."""

from __future__ import annotations

import itertools
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from holdfast.analyses.deals import RUNGS, Count, Deals, Plan, RungName, Standing, deals
from holdfast.case import conditions as c
from holdfast.case.case import Case
from holdfast.case.conditions import LEFT_OPEN, Condition, parse
from holdfast.case.kleene import evaluate, package_world
from holdfast.case.load import load
from holdfast.case.model import Statement
from tests.cases import loaded, write, yaml

ISSUES = {"x": ["a", "b", "f"], "y": ["d", "e"], "z": ["g", "h"]}
PARTIES = ("one", "two", "three")
WORDS = ('"it rains"', '"it snows"')
RANK = {"preference": 0, "position": 1, "bottom-line": 2, "red-line": 3}


# --- drawing ---------------------------------------------------------------------------------------------------------


@st.composite
def conditions(draw: st.DrawFn, plain: bool = False) -> str:
    def test() -> str:
        issue = draw(st.sampled_from(sorted(ISSUES)))
        option = draw(st.sampled_from(ISSUES[issue]))
        form = draw(st.sampled_from(["=", "=", "!=", ">=", "in", "done", "open", "clause", "words", "before"]))
        if plain or form in ("=", "!=", ">="):
            return f"{issue} {'=' if plain else form} {option}"
        return {
            "in": f"{issue} in {{{option}, {ISSUES[issue][0]}}}",
            "done": f"done({issue} = {option})",
            "open": f"{issue} {draw(st.sampled_from(['=', '!=']))} left-open",
            "clause": draw(st.sampled_from(["p", "verified(q)", "not q", "q >= 3 keys", "q >= 9 keys"])),
            "words": draw(st.sampled_from(WORDS)),
            "before": draw(st.sampled_from(["p before q", "q before done(x = a)"])),
        }[form]

    first = test()
    kind = draw(st.integers(0, 5))
    return [first, first, first, f"not ({first} and {test()})", f"{first} and {test()}", f"{first} or {test()}"][kind]


@st.composite
def drawn(draw: st.DrawFn) -> dict[str, str]:
    statements = []
    for number in range(draw(st.integers(0, 7))):
        verb = draw(st.sampled_from(["requires", "refuses", "requires", "refuses", "accepts", "prefers"]))
        party = draw(st.sampled_from([["one"], ["two"], ["one", "two"], ["part"], ["three"], ["envoy"]]))
        one: dict[str, Any] = {"id": f"s{number}", "party": party, "channel": "on-record", "gist": f"Said {number}"}
        if verb == "prefers":
            one["prefers"] = [draw(conditions(plain=True)), draw(conditions(plain=True))]
        else:
            one[verb] = draw(conditions())
            if draw(st.booleans()):
                one["if" if verb == "accepts" else draw(st.sampled_from(["if", "unless"]))] = draw(conditions())
        if verb in ("requires", "refuses"):
            one["firmness"] = draw(st.sampled_from([*RANK, "position"]))
            one["because"] = "as judged"
        statements.append(one)
    rules = [
        {"id": f"rule-{n}", "require": f"not ({draw(conditions(plain=True))} and {draw(conditions(plain=True))})"}
        for n in range(draw(st.integers(0, 2)))
    ]
    issues: dict[str, Any] = {
        name: {"question": name, "ordered": "true", "options": {option: {"text": option} for option in options}}
        for name, options in ISSUES.items()
    }
    issues["z"]["options"]["h"]["done_when"] = "p"
    if draw(st.integers(0, 3)) == 0:
        issues["y"] |= {"status": "agreed", "settled": "e"}
    case = {
        "holdfast": "1",
        "title": "Drawn",
        "parties": {
            "one": {"name": "One", "roles": ["principal"], "votes_of": "10", "majority": "6"},
            "two": {"name": "Two", "roles": ["principal"]},
            "part": {"name": "Part", "roles": ["faction"], "of": "one", "votes": str(draw(st.integers(1, 9)))},
            "envoy": {"name": "Envoy", "roles": ["delegation"], "of": "two"},
            "three": {"name": "Three", "roles": ["mediator"]},
        },
        "issues": issues,
        "rules": rules,
    }
    clauses: dict[str, Any] = {
        "p": {"by": "one", "does": "P"},
        "q": {"by": "two", "does": "Q", "gives": {"keys": "5"}},
    }
    if draw(st.booleans()):
        clauses["q"]["if"] = draw(conditions(plain=True))
    return {
        "case": yaml(case),
        "statements": yaml(statements),
        "agreement": yaml({"title": "Draft", "commitments": clauses}),
    }


# --- the oracle: the definitions of docs/explanation/deals.md, tried on every package ----------------------------


class Oracle:
    def __init__(self, case: Case, given: Sequence[Condition] = (), without: str | None = None) -> None:
        self.case = case
        self.given = given
        self.rules = [rule.require for name, rule in case.rules.items() if name != without]
        self.needed = ("one", "two")
        voices = {"one": {"one"}, "two": {"two", "envoy"}}
        self.said: dict[str, tuple[Statement, tuple[str, ...]]] = {}
        for name, one in case.statements.items():
            self.said[name] = (one, tuple(p for p in self.needed if voices[p] & set(map(str, one.parties))))
        self.binding = {
            name: parties
            for name, (one, parties) in self.said.items()
            if parties and (one.requires or one.refuses) and one.firmness != "preference"
        }

    @cached_property
    def packages(self) -> list[dict[str, str]]:
        """Those that the rules, what is agreed and what is given allow."""
        every = [
            dict(zip(ISSUES, chosen, strict=True))
            for chosen in itertools.product(*([*options, LEFT_OPEN] for options in ISSUES.values()))
        ]
        return [package for package in every if self._allowed(package)]

    def _allowed(self, package: Mapping[str, str]) -> bool:
        asked = {issue for condition in self.given for issue in _issues(condition)}
        for issue, known in self.case.issues.items():
            if known.settled is not None and issue not in asked and package[issue] != known.settled:
                return False
        completions = itertools.product(*(ISSUES[i] if o == LEFT_OPEN else [o] for i, o in package.items()))
        return any(
            all(evaluate(rule, self.world(dict(zip(package, full, strict=True)), {})) for rule in self.rules)
            for full in completions
        )

    def world(self, package: Mapping[str, str], free: Mapping[str, bool]) -> Callable[[c.Atom], bool | None]:
        order = {issue: tuple(options) for issue, options in ISSUES.items()}
        choices = package_world(package, order)

        def inside(name: str) -> bool:
            clause = self.case.drafts["agreement"].agreement.commitments[name]
            return clause.if_ is None or evaluate(clause.if_, choices) is True

        def world(atom: c.Atom) -> bool | None:
            match atom:
                case c.Done(choice):
                    return world(choice)
                case c.Amount(name, amount):
                    return inside(name) and amount <= 5
                case c.Performed(name) | c.Verified(name):
                    return inside(name)
                case c.Before(first, second):
                    then, before = world(second), world(first)
                    return True if before is True or then is False else None if None in (before, then) else False
            return choices(atom)

        return world

    def value(self, condition: Condition, package: Mapping[str, str], free: Mapping[str, bool]) -> bool | None:
        """Strong Kleene, with what stands in quotes as supposed."""
        return evaluate(_supposing(condition, free), self.world(package, free))

    def unmet(self, name: str, package: Mapping[str, str], free: Mapping[str, bool]) -> bool:
        one = self.said[name][0]
        y = True if one.if_ is None else self.value(one.if_, package, free)
        z = False if one.unless is None else self.value(one.unless, package, free)
        if one.requires is not None:
            x = self.value(one.requires, package, free)
            if one.if_ is None and one.unless is None:
                return x is False
            return y is True and z is False and x is not True
        assert one.refuses is not None
        x = self.value(one.refuses, package, free)
        if one.unless is not None:
            return y is True and x is True and z is not True
        return x is True if one.if_ is None else y is True and x is not False

    def stand(self, names: Iterable[str], package: Mapping[str, str]) -> bool:
        some = list(names)
        return any(
            all(self.value(one, package, free) is True for one in self.given)
            and not any(self.unmet(name, package, free) for name in some)
            for free in _frees()
        )

    def full(self, names: Iterable[str]) -> list[dict[str, str]]:
        some = list(names)
        return [p for p in self.packages if LEFT_OPEN not in p.values() and self.stand(some, p)]

    def on(self, rung: RungName) -> list[str]:
        return [name for name in self.binding if self.said[name][0].firmness in RUNGS[rung]]

    def says_yes(self, party: str, issue: str, package: Mapping[str, str]) -> bool:
        for one, parties in self.said.values():
            said = one.requires if one.requires is not None else one.accepts
            if party not in parties or not isinstance(said, Condition):
                continue
            named = set(_named(said))
            if _performs_p(said):
                named.add(("z", "h"))
            sure = self.world(package, {})
            guard = one.if_ is None or evaluate(one.if_, sure) is True
            guard = guard and (one.unless is None or evaluate(one.unless, sure) is False)
            if guard and (issue, package[issue]) in named and evaluate(said, sure) is not False:
                return True
        return False

    def accepted(self, package: Mapping[str, str]) -> bool:
        settled = [issue for issue, option in package.items() if option != LEFT_OPEN]
        return all(self.says_yes(party, issue, package) for party in self.needed for issue in settled)


def _frees() -> Iterator[dict[str, bool]]:
    texts = [text.strip('"') for text in WORDS]
    for values in itertools.product([False, True], repeat=2):
        yield dict(zip(texts, values, strict=True))


def _supposing(node: Condition, free: Mapping[str, bool]) -> Condition:
    match node:
        case c.And(parts):
            return c.And(tuple(_supposing(part, free) for part in parts))
        case c.Or(parts):
            return c.Or(tuple(_supposing(part, free) for part in parts))
        case c.Not(part):
            return c.Not(_supposing(part, free))
        case c.Free(text) if text in free:
            return c.Const(free[text])
    return node


def _named(node: Condition, positive: bool = True) -> Iterator[tuple[str, str]]:
    """The options that a condition names as what is to be."""
    match node:
        case c.And(parts) | c.Or(parts):
            for part in parts:
                yield from _named(part, positive)
        case c.Not(part):
            yield from _named(part, not positive)
        case c.Done(choice):
            if positive:
                yield from _named(choice)
        case c.Choice(issue, options, negated):
            if negated is not positive:
                yield from ((issue, option) for option in options if option != LEFT_OPEN)
        case c.AtLeast(issue, option):
            if positive:
                yield from ((issue, later) for later in ISSUES[issue][ISSUES[issue].index(option) :])


def _performs_p(node: Condition) -> bool:
    parts = node.parts if isinstance(node, c.And) else (node,)
    return c.Performed("p") in parts


def _issues(condition: Condition) -> set[str]:
    return {issue for issue in ISSUES if issue in c.to_text(condition).replace("(", " ").split()}


def minimal(sets: Iterable[frozenset[str]]) -> set[frozenset[str]]:
    found: list[frozenset[str]] = []
    for one in sorted(sets, key=len):
        if not any(other <= one for other in found):
            found.append(one)
    return set(found)


def subsets(names: Sequence[str]) -> Iterator[frozenset[str]]:
    for size in range(len(names) + 1):
        yield from map(frozenset, itertools.combinations(names, size))


# --- the tests -------------------------------------------------------------------------------------------------------


def answers(files: Mapping[str, str], given: Sequence[str] = ()) -> tuple[Case, Deals, Oracle]:
    with tempfile.TemporaryDirectory() as folder:
        found = load(write(Path(folder), files), "desk")
        assert not [one for one in found.diagnostics if one.severity == "error"], found.diagnostics
    conditions = [parse(text) for text in given]
    answer = deals(found.case, given=conditions, limit=200, cores=500)
    return found.case, answer, Oracle(found.case, conditions)


supposed = st.sampled_from([[], [], [], ["x = a"], ["y = e", "z != g"], ['"it rains"'], ["q"], ["x = left-open"]])


@given(drawn(), supposed)
def test_the_ladder_is_what_trying_every_package_gives(files: dict[str, str], given: list[str]) -> None:
    case, answer, oracle = answers(files, given)
    open_ones = {"x"} if given == ["x = left-open"] else set()
    for rung in answer.rungs:
        binding = oracle.on(rung.name)
        assert list(rung.statements) == binding
        allowed = [package for package in oracle.packages if oracle.stand(binding, package)]
        full = [p for p in allowed if {issue for issue, option in p.items() if option == LEFT_OPEN} == open_ones]
        assert rung.count == Count(len(full), True)
        yes = [p for p in full if oracle.stand(oracle.binding, p) and oracle.accepted(p)]
        assert rung.accepted == Count(len(yes), True)
        for issue in case.issues:
            assert set(rung.possible[issue]) == {package[issue] for package in full}
        free = set(rung.plans[0].any_option) if rung.plans else set()
        seen = {tuple((i, o) for i, o in p.package.items() if i not in free) for p in rung.plans}
        assert len(seen) == len(rung.plans)
        assert seen == {tuple((i, o) for i, o in p.items() if i not in free) for p in full}
        sets = {frozenset(i for i, o in p.items() if o != LEFT_OPEN) for p in allowed} - {frozenset()}
        largest = {one for one in sets if not any(one < other for other in sets)}
        assert {frozenset(one.settled) for one in rung.partial} == (set() if full else largest)
        for partial in rung.partial:
            inside = [p for p in allowed if {i for i, o in p.items() if o != LEFT_OPEN} == set(partial.settled)]
            assert partial.count == Count(len(inside), True)
        assert bool(rung.not_even_partial) is (not allowed and not answer.world_excludes and bool(binding))
    everywhere = [p for p in oracle.packages if oracle.stand(oracle.binding, p) and oracle.accepted(p)]
    sets = {frozenset(i for i, o in p.items() if o != LEFT_OPEN) for p in everywhere} - {frozenset()}
    assert {frozenset(one.settled) for one in answer.agreed} == {
        one for one in sets if not any(one < other for other in sets)
    }


def _plans(answer: Deals) -> Iterator[Plan]:
    for rung in answer.rungs:
        yield from rung.plans[:20]
        for partial in rung.partial:
            yield from partial.plans[:20]


@given(drawn())
def test_how_a_package_stands_with_a_party_is_what_its_statements_say(files: dict[str, str]) -> None:
    _, answer, oracle = answers(files)
    for plan in _plans(answer):
        for standing in plan.standings:
            check_standing(oracle, plan, standing)


def check_standing(oracle: Oracle, plan: Plan, standing: Standing) -> None:
    own = [name for name, parties in oracle.binding.items() if standing.party in parties]
    values = {name: {oracle.unmet(name, plan.package, free) for free in _frees()} for name in own}
    assert set(standing.excluded_by) <= {name for name in own if values[name] == {True}}
    assert {name for name in own if values[name] == {True}} <= {*standing.excluded_by, *standing.untold}
    assert set(standing.untold) >= {name for name in own if len(values[name]) == 2}
    assert set(standing.met) | set(standing.waits) <= {name for name in own if values[name] == {False}}
    assert plan.left_open or not standing.waits
    settled = set(plan.settled)
    yes = {issue for issue in settled if oracle.says_yes(standing.party, issue, plan.package)}
    assert set(standing.accepted) == yes
    assert set(standing.no_word) == settled - yes
    expected = "excluded" if standing.excluded_by else "accepted" if settled and settled == yes else "not excluded"
    assert standing.status == expected


@given(drawn())
def test_cores_are_all_minimal_sets_that_cannot_stand(files: dict[str, str]) -> None:
    _, answer, oracle = answers(files)
    assert answer.world_excludes is (not oracle.full([]))
    if answer.world_excludes:
        assert not answer.cores
        return
    expected: set[frozenset[str]] = set()
    for rung in answer.rungs:
        if rung.count.number == 0:
            expected |= minimal(some for some in subsets(oracle.on(rung.name)) if not oracle.full(some))
    assert {frozenset(core.statements) for core in answer.cores} == expected
    assert len(answer.cores) == len(expected)
    order = [
        (len(core.statements), sorted((RANK[oracle.said[n][0].firmness] for n in core.statements), reverse=True))
        for core in answer.cores
    ]
    assert order == sorted(order)


@given(drawn(), st.sampled_from([[], [], [], ["y = e"], ["z != g"], ['"it rains"'], ["q"]]))
def test_what_widens_the_space_of_a_core_is_what_trying_every_package_gives(
    files: dict[str, str], given: list[str]
) -> None:
    case, answer, oracle = answers(files, given)
    for core in answer.cores:
        relaxed = [rule for rule in case.rules if Oracle(case, oracle.given, without=rule).full(core.statements)]
        assert list(core.rules) == relaxed
        full = oracle.full(core.statements)
        assert not full
        stand = [p for p in oracle.packages if oracle.stand(core.statements, p)]
        assert [prompt.issue for prompt in core.prompts if prompt.kind == "leave open"] == [
            issue
            for issue in core.issues
            if any({i for i, option in p.items() if option == LEFT_OPEN} == {issue} for p in stand)
        ]
        for prompt in core.prompts:
            if prompt.kind in ("stage", "substitute"):
                assert prompt.works is any(p[prompt.issue] in prompt.options for p in full)


def cost(oracle: Oracle, names: Iterable[str]) -> tuple[int, ...]:
    firm = [RANK[oracle.said[name][0].firmness] for name in names]
    return firm.count(3), firm.count(2), firm.count(1)


@given(drawn())
def test_movements_are_the_cheapest_and_one_for_each_who_has_one(files: dict[str, str]) -> None:
    _, answer, oracle = answers(files)
    assert answer.movements is not None
    if answer.world_excludes:
        assert answer.movements == ()
        return
    assert [one.rung for one in answer.movements] == [one.name for one in answer.rungs if one.count.number == 0]
    for moving in answer.movements:
        binding = oracle.on(moving.rung)
        every = minimal(some for some in subsets(binding) if oracle.full(set(binding) - some))
        found = [frozenset(move.statement for move in movement.moves) for movement in moving.found]
        assert len(set(found)) == len(found)
        assert set(found) <= every
        prices = [cost(oracle, one) for one in found]
        assert prices == sorted(prices)
        assert prices[0] == min(cost(oracle, one) for one in every)
        if moving.complete:
            assert set(found) == every
        for party in oracle.needed:
            alone = [one for one in every if all(oracle.binding[name] == (party,) for name in one)]
            listed = [one for one in alone if one in found]
            if alone:
                assert min(cost(oracle, one) for one in listed) == min(cost(oracle, one) for one in alone)
            part = [one for one in every if any(party in oracle.binding[name] for name in one)]
            assert (party in moving.without) is (not part)
        for movement in moving.found:
            given_up = {move.statement for move in movement.moves}
            opened = oracle.full(set(binding) - given_up)
            assert movement.count == Count(len(opened), True)
            free = movement.opens.any_option
            assert any(all(p[i] == o for i, o in movement.opens.package.items() if i not in free) for p in opened)


@given(drawn())
def test_codings_that_flip_the_answer_are_found_one_by_one(files: dict[str, str]) -> None:
    _, answer, oracle = answers(files)
    assert answer.flips is not None
    if answer.world_excludes:
        return
    below = {"positions": "preference", "bottom-lines": "position", "red-lines": "bottom-line"}
    expected = set()
    said = {n: one.firmness for n, (one, parties) in oracle.said.items() if parties and (one.requires or one.refuses)}
    for rung in RUNGS:
        binding = oracle.on(rung)
        has_one = bool(oracle.full(binding))
        for name in said:
            if not has_one and name in binding and oracle.full(set(binding) - {name}):
                expected.add((rung, name, below[rung], True))
            if has_one and name not in binding and not oracle.full({*binding, name}):
                expected.add((rung, name, RUNGS[rung][0], False))
    assert {(one.rung, one.statement, one.otherwise, one.opens) for one in answer.flips} == expected


@given(drawn())
def test_a_party_with_factions_ratifies_by_votes(files: dict[str, str]) -> None:
    case, answer, _ = answers(files)
    for plan in _plans(answer):
        (ratified,) = plan.ratifications
        (vote,) = ratified.factions
        votes = case.parties["part"].votes or 0
        in_favour = votes if vote.standing.status == "accepted" else 0
        against = votes if vote.standing.status == "excluded" else 0
        assert (ratified.party, ratified.votes_for, ratified.votes_against) == ("one", in_favour, against)
        expected = "ratifiable" if in_favour >= 6 else "not ratifiable" if 10 - against < 6 else "open"
        assert ratified.verdict == expected
        assert ratified.coalitions == ((("part",),) if votes >= 6 and not against else ())


@given(drawn())
def test_exchanging_two_parties_exchanges_them_in_the_answer(files: dict[str, str]) -> None:
    swapped = {
        name: text.replace('"one"', '"@"').replace('"two"', '"one"').replace('"@"', '"two"')
        for name, text in files.items()
    }
    _, first, _ = answers(files)
    _, second, _ = answers(swapped)

    def plain(answer: Deals, names: Mapping[str, str]) -> Any:
        assert answer.movements is not None
        return (
            [
                (r.count, r.accepted, [dict(p.package) for p in r.plans], [x.settled for x in r.partial])
                for r in answer.rungs
            ],
            [core.statements for core in answer.cores],
            [
                [(m.statement, tuple(names[p] for p in m.parties)) for m in x.moves]
                for y in answer.movements
                for x in y.found
            ],
            answer.flips,
            [
                (names[s.party], s.status, s.excluded_by, dict(s.accepted))
                for r in answer.rungs
                for p in r.plans
                for s in p.standings
            ],
        )

    same, other = {"one": "one", "two": "two"}, {"one": "two", "two": "one"}
    assert plain(first, same) == plain(second, other)


def test_what_is_for_the_desk_is_not_computed_for_others(tmp_path: Path) -> None:
    said = """
    - {id: a, party: union, channel: on-record, gist: All, requires: automation = full}
    - {id: b, party: port, channel: on-record, gist: None, requires: automation = none}
    """
    public = deals(loaded(tmp_path, "public", statements=said).case)
    assert public.cores
    assert public.movements is None
    assert public.flips is None
    desk = deals(loaded(tmp_path, "desk", statements=said).case)
    assert desk.movements is not None
    assert [one.movers for one in desk.movements[0].found] == [("union",), ("port",)]
    assert deals(loaded(tmp_path, "public", statements=said).case, with_movements=True).movements == desk.movements
