"""The ladder: on each rung the full packages, and where there are none the largest partial ones."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Final

from immutabledict import immutabledict

from holdfast.analyses.deals.ratifying import factions_of, ratification
from holdfast.analyses.deals.reading import Problem
from holdfast.analyses.deals.records import RUNGS, Count, Package, Partial, Plan, Rung, RungName
from holdfast.analyses.deals.said import Words, issues_of, says_yes, standing, words_of
from holdfast.analyses.sides import voices
from holdfast.case.case import Case, Draft
from holdfast.case.conditions import LEFT_OPEN, Condition
from holdfast.solvers.cheapest import Cheapest
from holdfast.solvers.logic import Formula, Not, Or, Var, value
from holdfast.solvers.worlds import Worlds

#: Of what hangs together, how many packages are counted before it is called more than so many.
COUNTED: Final = 2_000
#: How many largest partial sets are looked for.
PARTIALS: Final = 8


@dataclass(frozen=True)
class Table:
    """A case made ready: its problem, whose consent is needed, and what everybody said."""

    problem: Problem
    as_of: date | None
    needed: tuple[str, ...]
    fixed: Package

    @classmethod
    def of(cls, case: Case, draft: Draft | None, given: Iterable[Condition], as_of: date | None) -> Table:
        """The case with a draft, and with what is supposed: an agreed issue stays as agreed unless that names it."""
        supposed = tuple(given)
        asked = {issue for condition in supposed for issue in issues_of(case, condition)}
        fixed = {
            issue: str(one.settled)
            for issue, one in case.issues.items()
            if one.status == "agreed" and one.settled is not None and issue not in asked
        }
        needed = tuple(party for party in case.parties if party in case.consent)
        return cls(Problem(case, draft, supposed), as_of, needed, immutabledict(fixed))

    @cached_property
    def words(self) -> tuple[Words, ...]:
        """What those whose consent is needed have said."""
        return tuple(words_of(self.problem, party, self.as_of) for party in self.needed)

    @cached_property
    def others(self) -> tuple[Words, ...]:
        """What the other parties have said, those left out who said nothing that bears on a package."""
        heard = {name for party in self.needed for name in voices(self.problem.case, party)}
        found = (
            words_of(self.problem, party, self.as_of)
            for party in self.problem.case.parties
            if party not in self.needed and party not in heard
        )
        return tuple(words for words in found if words.any)

    @cached_property
    def factions(self) -> Mapping[str, tuple[Words, ...]]:
        """For each of those whose consent is needed and who has factions: what these have said."""
        found = {}
        for party in self.needed:
            members = factions_of(self.problem.case, party)
            if members:
                found[party] = tuple(words_of(self.problem, one, self.as_of) for one in members)
        return immutabledict(found)

    @cached_property
    def binding(self) -> Mapping[str, tuple[str, ...]]:
        """The demands of firmness position or more, each with the parties of those needed whose word it is."""
        found: dict[str, list[str]] = {}
        for words in self.words:
            for name in words.demands:
                found.setdefault(name, []).append(words.party)
        return immutabledict({name: tuple(found[name]) for name in self.problem.case.statements if name in found})

    def on(self, rung: RungName) -> tuple[str, ...]:
        """The statements that bind on a rung."""
        return tuple(n for n in self.binding if self.problem.case.statements[n].firmness in RUNGS[rung])

    # --- formulas ----------------------------------------------------------------------------------------------------

    def keeps(self, name: str) -> Formula:
        """That a demand is not unmet."""
        return Not(self.problem.demand(name).unmet)

    @cached_property
    def ground(self) -> tuple[Formula, ...]:
        """What holds of every package: the rules, what is agreed and what is given."""
        for name in self.binding:  # so that all variables have been met
            self.problem.demand(name)
        agreed = [Var(self.problem.variable(issue, option)) for issue, option in self.fixed.items()]
        return (*self.problem.package(), *self.problem.world(), *self.problem.given, *agreed)

    @cached_property
    def full(self) -> tuple[Formula, ...]:
        """That no issue is left open, but those that what is given leaves open."""
        kept = self.problem.kept_open
        return tuple(self.problem.settled(issue) for issue in self.problem.case.issues if issue not in kept)

    def yes(self, words: Words, issue: str) -> Formula:
        """Where a party has said yes to what is chosen of an issue."""
        key = words.party, issue
        if key not in self._yes:
            self._yes[key] = says_yes(self.problem, words, issue)
        return self._yes[key]

    @cached_property
    def _yes(self) -> dict[tuple[str, str], Formula]:
        return {}

    def wishes(self, binding: Iterable[str]) -> list[tuple[Formula, int]]:
        """What makes one package come before another.

        1. That it meets what does not bind here, of firmness position or more, the firmer first.
        2. On how many issues, and by how many of those whose consent is needed, it is accepted.
        3. The same of all others.
        """
        bound = set(binding)
        issues = self.problem.case.issues
        found: list[tuple[Formula, int]] = []
        step = 1
        for group in (self.others, self.words):
            accepted = [self.yes(words, issue) for words in group for issue in issues]
            accepted = [formula for formula in accepted if formula != Or(())]
            found.extend((formula, step) for formula in accepted)
            step *= len(accepted) + 1
        for firmness in ("position", "bottom-line"):
            weaker = [
                n for n in self.binding if n not in bound and self.problem.case.statements[n].firmness == firmness
            ]
            found.extend((self.keeps(name), step) for name in weaker)
            step *= len(weaker) + 1
        return found

    @cached_property
    def touched(self) -> frozenset[str]:
        """The issues that some party's words, a rule or a clause's condition names, or that are supposed or agreed."""
        case = self.problem.case
        factions = [words for members in self.factions.values() for words in members]
        found: set[str] = set(self.fixed)
        for words in (*self.words, *self.others, *factions):
            found.update(issue for yes in words.yes for issue in yes.options)
            for name in (*words.demands, *words.wishes, *words.orders, *words.warnings):
                one = case.statements[name]
                found |= issues_of(case, *one.conditions, one.if_, one.unless)
        found |= issues_of(case, *(rule.require for rule in case.rules.values()), *self.problem.supposed)
        clauses = () if self.problem.draft is None else self.problem.draft.agreement.commitments.values()
        return frozenset(found | issues_of(case, *(one.if_ for one in clauses), *(one.unless for one in clauses)))

    # --- packages ----------------------------------------------------------------------------------------------------

    def worlds(self, *more: Formula) -> Worlds:
        """The packages in which these hold too."""
        return self._grounded.within(*more)

    @cached_property
    def _grounded(self) -> Worlds:
        return Worlds(self.ground, self.problem.choices)

    @cached_property
    def _told_apart(self) -> Worlds:
        """The packages that differ in something that is touched: what nothing touches may be anything."""
        problem = self.problem
        chosen = {problem.variable(issue, option) for issue in self.touched for option in problem.options(issue)}
        return Worlds(self.ground, chosen)

    def count(self, *more: Formula) -> Count:
        """How many they are."""
        return Count(*self.worlds(*more).count(COUNTED))

    def plans(self, hard: Sequence[Formula], binding: Iterable[str], limit: int) -> tuple[Plan, ...]:
        """The first of these packages, with what is to be said of each."""
        found = self._told_apart.within(*hard).best(self.wishes(binding), limit)
        return tuple(self.plan(true) for true in map(self._rounded, found))

    def _rounded(self, true: frozenset[int]) -> frozenset[int]:
        """A package with the first option, in the order of the case, of each issue that nothing touches."""
        problem = self.problem
        rest = (issue for issue in problem.case.issues if issue not in self.touched)
        return true | {problem.variable(issue, problem.options(issue)[0]) for issue in rest}

    def package(self, true: frozenset[int]) -> dict[str, str]:
        """The package in which these variables are true."""
        problem = self.problem
        return {
            issue: next((o for o in problem.options(issue) if problem.variable(issue, o) in true), LEFT_OPEN)
            for issue in problem.case.issues
        }

    def plan(self, true: frozenset[int]) -> Plan:
        """A package with what is to be said of it."""
        problem = self.problem
        package = immutabledict(self.package(true))
        free = frozenset(problem.numbers.free_atoms.values())
        out, untold = [], []
        clauses = {} if problem.draft is None else problem.draft.agreement.commitments
        for name, clause in clauses.items():
            if clause.if_ is None or value(problem.strict.true(clause.if_), true, free) is True:
                continue
            out.append(str(name))
            if value(problem.strict.false(clause.if_), true, free) is not True:
                untold.append(str(name))
        return Plan(
            package=package,
            settled=tuple(issue for issue, option in package.items() if option != LEFT_OPEN),
            left_open=tuple(issue for issue, option in package.items() if option == LEFT_OPEN),
            standings=tuple(standing(problem, words, package, true) for words in self.words),
            others=tuple(standing(problem, words, package, true) for words in self.others),
            ratifications=tuple(
                ratification(problem, party, factions, package, true) for party, factions in self.factions.items()
            ),
            clauses_left_out=tuple(out),
            clauses_untold=tuple(untold),
            any_option=tuple(i for i, option in package.items() if option != LEFT_OPEN and i not in self.touched),
        )

    def possible(self, *more: Formula) -> Mapping[str, tuple[str, ...]]:
        """For each issue, the options that occur in these packages."""
        problem = self.problem
        true = self.worlds(*more).possible()
        return immutabledict(
            {
                issue: tuple(option for option in problem.options(issue) if problem.variable(issue, option) in true)
                for issue in problem.case.issues
            }
        )


def rung(table: Table, name: RungName, limit: int) -> Rung:
    """What lies on a rung."""
    binding = table.on(name)
    hard = tuple(table.keeps(one) for one in binding)
    count = table.count(*hard, *table.full)
    partial: tuple[Partial, ...] = ()
    complete = True
    if count.number == 0:
        partial, complete = largest(table, hard, binding, limit)
    stuck: tuple[str, ...] = ()
    if count.number == 0 and not partial:
        least = Cheapest(table.ground, hard).cores([0] * len(hard), bound=1).sets
        stuck = tuple(binding[tag] for one in least for tag in sorted(one))
    return Rung(
        name=name,
        statements=binding,
        count=count,
        accepted=table.count(*everybody_says_yes(table), *table.full) if count.number else Count(0, True),
        possible=table.possible(*hard, *table.full),
        plans=table.plans((*hard, *table.full), binding, limit) if count.number else (),
        partial=partial,
        partial_complete=complete,
        not_even_partial=stuck,
    )


def everybody_says_yes(table: Table) -> tuple[Formula, ...]:
    """That everybody whose consent is needed has said yes to each option chosen, and nothing of theirs excludes it."""
    problem = table.problem
    found = [table.keeps(name) for name in table.binding]
    for issue in problem.case.issues:
        is_open = Var(problem.variable(issue, LEFT_OPEN))
        found.extend(Or((is_open, table.yes(words, issue))) for words in table.words)
    return tuple(found)


def largest(
    table: Table, hard: Sequence[Formula], binding: Sequence[str], limit: int
) -> tuple[tuple[Partial, ...], bool]:
    """The largest sets of issues, by inclusion, that can be settled together within `hard`; whether these are all."""
    problem = table.problem
    issues = list(problem.case.issues)
    settled = [problem.settled(issue) for issue in issues]
    answer = Cheapest((*table.ground, *hard), settled).corrections([0] * len(issues), bound=PARTIALS)
    found = []
    for left in answer.sets:
        shut = tuple(Not(settled[place]) if place in left else settled[place] for place in range(len(issues)))
        if len(left) == len(issues):
            continue
        within = (*hard, *shut)
        plans = table.plans(within, binding, limit)
        possible = table.possible(*within)
        one = plans[0]
        waits = dict.fromkeys(name for party in one.standings for name in party.waits)
        found.append(
            Partial(
                settled=tuple(issue for place, issue in enumerate(issues) if place not in left),
                left_open=tuple(issue for place, issue in enumerate(issues) if place in left),
                count=table.count(*within),
                possible=immutabledict({i: o for i, o in possible.items() if o != (LEFT_OPEN,)}),
                plans=plans,
                waits=tuple(waits),
            )
        )
    return tuple(found), answer.complete
