"""Who said what that bears on a package: demands, preferences, and words that say yes to an option.

A party's word is its own and its delegations'; a faction speaks for itself. A statement *says yes* to an option where
it requires, accepts or offers it by name, or says yes to the clause that realises just this option of its issue; it
counts in a package where what it says yes to is not false there, and its condition is true.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from immutabledict import immutabledict

from holdfast.analyses.convergence import options_named
from holdfast.analyses.deals.reading import Problem, conjuncts
from holdfast.analyses.deals.records import Standing
from holdfast.analyses.formulas import said_yes_to
from holdfast.analyses.sides import voices
from holdfast.case import conditions as c
from holdfast.case.case import Case, Draft
from holdfast.case.conditions import LEFT_OPEN, Condition
from holdfast.case.kleene import evaluate
from holdfast.case.mentions import mentions
from holdfast.case.model import Statement
from holdfast.solvers.logic import And, Formula, Not, Or, value


@dataclass(frozen=True, slots=True)
class Yes:
    """A statement that says yes to options."""

    statement: str
    options: Mapping[str, frozenset[str]]
    possible: Formula
    """Where what it says yes to is not false."""
    applies: Formula
    """Where its condition is true for sure."""
    fails: Formula
    """Where its condition is false."""


@dataclass(frozen=True, slots=True)
class Words:
    """What one party has said that bears on packages, in the order of the case."""

    party: str
    demands: tuple[str, ...]
    """Of firmness position or more."""
    wishes: tuple[str, ...]
    """Demands of firmness preference."""
    orders: tuple[str, ...]
    """Preferences of one thing over another."""
    yes: tuple[Yes, ...]
    warnings: tuple[str, ...]
    offers: tuple[str, ...]

    @property
    def any(self) -> bool:
        """Whether there is a word that bears on a package."""
        return bool(self.demands or self.wishes or self.orders or self.yes)


def words_of(problem: Problem, party: str, as_of: date | None) -> Words:
    """What a party has said that stands on a day."""
    case = problem.case
    speaks = voices(case, party)
    own = {name: one for name, one in case.current(as_of).items() if speaks & set(one.parties)}
    asked = [name for name, one in own.items() if one.requires is not None or one.refuses is not None]
    for name in asked:  # so that all variables have been met before anything is evaluated
        problem.demand(name)
    return Words(
        party,
        tuple(name for name in asked if own[name].firmness != "preference"),
        tuple(name for name in asked if own[name].firmness == "preference"),
        tuple(name for name, one in own.items() if one.prefers is not None),
        tuple(yes for name, one in own.items() if (yes := _yes(problem, name, one)) is not None),
        tuple(name for name, one in own.items() if one.warns is not None),
        tuple(name for name, one in own.items() if one.offers is not None),
    )


def _yes(problem: Problem, name: str, statement: Statement) -> Yes | None:
    said = statement.requires or said_yes_to(problem.case, statement, problem.draft)
    if said is None:
        return None
    options = {issue: set(found) for issue, found in options_named(problem.case, said).items()}
    for issue, option in _realised(problem.case, said, problem.draft):
        options.setdefault(issue, set()).add(option)
    if not options:
        return None
    sure = problem.strict
    condition = c.conjunction((statement.if_ or c.Const(True), c.Not(statement.unless or c.Const(False))))
    return Yes(
        name,
        immutabledict({issue: frozenset(found) for issue, found in options.items()}),
        Not(sure.false(said)),
        sure.true(condition),
        sure.false(condition),
    )


def _realised(case: Case, said: Condition, draft: Draft | None) -> Iterator[tuple[str, str]]:
    """The options that the clauses which are said yes to realise."""
    names = [part.name for part in conjuncts(said) if isinstance(part, c.Performed) and part.name not in case.issues]
    return realised(case, names) if draft is not None else iter(())


def realised(case: Case, names: Iterable[str]) -> Iterator[tuple[str, str]]:
    """The options that clauses realise, each with its issue; none of an issue of which they realise several."""
    clauses = frozenset(names)

    def world(atom: c.Atom) -> bool | None:
        match atom:
            case c.Performed(name) | c.Begun(name) | c.Verified(name) | c.Stage(name) | c.Amount(name):
                return True if name in clauses else None
        return None

    for issue, known in case.issues.items():
        found = [
            str(option)
            for option, one in known.options.items()
            if one.done_when is not None and evaluate(one.done_when, world) is True
        ]
        if len(found) == 1:
            yield issue, found[0]


def says_yes(problem: Problem, words: Words, issue: str) -> Formula:
    """Where a party has said yes to the option that is chosen of an issue."""
    return Or(
        tuple(
            And((problem.rails.option(issue, option), one.possible, one.applies))
            for one in words.yes
            for option in problem.options(issue)
            if option in one.options.get(issue, ())
        )
    )


def standing(problem: Problem, words: Words, package: Mapping[str, str], true: frozenset[int]) -> Standing:
    """How a package stands with a party.

    Args:
        problem: the case.
        words: what the party has said.
        package: the option of every issue.
        true: the variables that are true in it.
    """
    free = frozenset(problem.numbers.free_atoms.values())
    accepted: dict[str, list[str]] = {}
    conditional: dict[str, None] = {}
    for one in words.yes:
        issues = [
            issue for issue, options in one.options.items() if package[issue] != LEFT_OPEN and package[issue] in options
        ]
        if not issues or value(one.possible, true, free) is False:
            continue
        if value(one.applies, true, free) is True:
            for issue in issues:
                accepted.setdefault(issue, []).append(one.statement)
        elif value(one.fails, true, free) is not True:
            conditional[one.statement] = None
    states: dict[str, list[str]] = {"unmet": [], "met": [], "waits": [], "untold": []}
    for name in words.demands:
        states[state(problem, name, true, free)].append(name)
    liked, disliked = [], []
    for name in words.wishes:
        found = state(problem, name, true, free)
        liked.extend([name] if found == "met" else [])
        disliked.extend([name] if found == "unmet" else [])
    for name in words.orders:
        ranked = problem.case.statements[name].prefers or ()
        place = next((n for n, one in enumerate(ranked) if value(problem.strict.true(one), true, free) is True), None)
        liked.extend([name] if place == 0 else [])
        disliked.extend([name] if place else [])
    settled = [issue for issue, option in package.items() if option != LEFT_OPEN]
    no_word = tuple(issue for issue in settled if issue not in accepted)
    excluded = tuple(states["unmet"])
    return Standing(
        party=words.party,
        status="excluded" if excluded else "not excluded" if no_word or not settled else "accepted",
        accepted=immutabledict({issue: tuple(accepted[issue]) for issue in settled if issue in accepted}),
        no_word=no_word,
        conditional=tuple(conditional),
        excluded_by=excluded,
        met=tuple(states["met"]),
        waits=tuple(states["waits"]),
        untold=tuple(states["untold"]),
        preferred=tuple(liked),
        not_preferred=tuple(disliked),
    )


def state(problem: Problem, name: str, true: frozenset[int], free: frozenset[int]) -> str:
    """What becomes of a demand: ``unmet``, ``met``, ``waits`` or ``untold``."""
    demand = problem.demand(name)
    unmet = value(demand.unmet, true, free)
    if unmet is not False:
        return "untold" if unmet is None else "unmet"
    met = value(demand.met, true, free)
    return "met" if met is True else "untold" if met is None else "waits"


def issues_of(case: Case, *conditions: Condition | None) -> frozenset[str]:
    """The issues that conditions name, those that the clauses they name realise not among them."""
    return frozenset(
        ref.name
        for condition in conditions
        if condition is not None
        for ref in mentions(condition).of("issue", "name")
        if ref.name in case.issues
    )
