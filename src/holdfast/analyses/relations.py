"""What of a side's own words cannot all stand, and how such words relate; what retired what.

A side is a party with its factions and delegations. Nothing is said here of two sides that want different things: that
is what a negotiation is for, and `holdfast deals` looks at it. Nor is one report of a fact set against another here:
`holdfast.analyses.facts` does that.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal, TypeAlias

from holdfast.analyses.because import Because, because
from holdfast.analyses.formulas import (
    Reading,
    Reads,
    accepted_clauses,
    accepted_options,
    draft_of,
    left_open_issues,
    options_between,
)
from holdfast.analyses.progress import Progress, unheard
from holdfast.analyses.sides import is_faction_of, normal, retired_by, sides, spoken_by
from holdfast.case.case import Case, Draft
from holdfast.case.conditions import AtLeast, AtMost, Choice, Condition, Done, Performed, atoms, conjunction
from holdfast.case.mentions import mentions
from holdfast.case.model import Statement
from holdfast.solvers.conflicts import Conflicts

#: How two or more statements of one side relate, the first that matches.
Kind: TypeAlias = Literal["split", "reported differently", "possible shift", "contradiction", "does not fit together"]
#: What there is between them: demands (and what is said yes to) that no package meets; orders of preference that run in
#: a circle; a stance beside a word that there is none.
Clash: TypeAlias = Literal[
    "cannot all stand", "preferences in a circle", "undecided beside a stance", "silent beside a stance"
]
#: How many minimal sets are sought per side.
BOUND: Final = 100
#: How often the solver is asked per side at most.
BUDGET: Final = 10_000
#: Something that statements are about: an issue, one option of it, or a clause (or event) by name.
Topic: TypeAlias = tuple[str, str | None]


@dataclass(frozen=True, slots=True)
class Relation:
    """A minimal set of statements of one side that do not go together."""

    kind: Kind
    clash: Clash
    side: str
    """The party at the top of the side."""
    parties: tuple[str, ...]
    """Whose statements they are, in the order of the case."""
    statements: tuple[str, ...]
    """The set, in the order of the files. Without any one of them the rest go together."""
    issues: tuple[str, ...]
    """The issues concerned, in the order of the case."""
    clauses: tuple[str, ...]
    """The clauses (and events) concerned."""
    rules: tuple[str, ...]
    """The rules of the case without which they would go together."""
    because: tuple[Because, ...]


@dataclass(frozen=True, slots=True)
class Superseded:
    """A statement that no longer stands, and the one that retired it."""

    retired: Because
    by: Because


@dataclass(frozen=True, slots=True)
class Relations:
    """Which words of a side do not go together, and what retired what."""

    found: tuple[Relation, ...]
    superseded: tuple[Superseded, ...]
    bounded: tuple[str, ...]
    """The sides for which more sets may exist than were sought."""
    method: str
    assumptions: tuple[str, ...]


def relations(
    case: Case,
    *,
    as_of: date | None = None,
    draft: Draft | None = None,
    bound: int = BOUND,
    budget: int = BUDGET,
    progress: Progress | None = None,
) -> Relations:
    """What of each side's words does not go together.

    1. Take the statements that stand on the day and gather them by side; a joint one belongs to each side that made it.
    2. Read them as formulas (`holdfast.analyses.formulas`), before the axioms and the rules of the case.
    3. Seek minimal sets of demands, and of demands with one acceptance or offer each, that no package meets; and
       minimal sets of preferences that run in a circle.
    4. Set every `undecided`, and every `silent` of another source, beside each stance on the same issue or clause.
    5. Say of each set how its statements relate (`kind_of`).

    Args:
        case: the case.
        as_of: the day; the case's own where it is None, and all statements where that is None too.
        draft: the draft that ``accepts: agreement`` is about where it does not say; the case's default where None.
        bound: how many sets to seek per side; those of one and two statements come first.
        budget: how often the solver is asked per side at most.
        progress: told with each side how far it has come, from 0 to 1. What it raises ends the work.
    """
    told = progress or unheard
    day = as_of or case.as_of
    standing = case.current(day)
    place = {name: number for number, name in enumerate(standing)}
    found: list[Relation] = []
    bounded = []
    left_open = left_open_issues(case)
    every = sides(case)
    for number, (side, members) in enumerate(every.items()):
        told("comparing what each side said", number / len(every))
        inside = set(members)
        own = {name: one for name, one in standing.items() if inside.intersection(one.parties)}
        if not own:
            continue
        search = _Side(case, side, own, draft or case.draft, left_open)
        complete = search.clashes(bound, budget)
        search.no_words()
        found.extend(search.found)
        if not complete:
            bounded.append(side)
    found.sort(key=lambda one: (min(place[name] for name in one.statements), len(one.statements)))
    return Relations(
        found=tuple(found),
        superseded=tuple(
            Superseded(because(case, old), because(case, new))
            for old, new in retired_by(case, day).items()
            if old in case.statements
        ),
        bounded=tuple(bounded),
        method=(
            "Minimal unsatisfiable sets of each side's current statements (MARCO: Liffiton, Previti, Malik, "
            "Marques-Silva 2016), those of one and two statements first; undecided or silent beside a stance by "
            f"comparison. At most {bound} sets per side."
        ),
        assumptions=(
            "Only what the same side says is compared; a faction and a delegation belong to the side of their party.",
            "Only `supersedes` retires a statement: two that were said on different days both stand until somebody "
            "says otherwise.",
            "Words in quotes may turn out either way; the same words mean the same thing.",
        ),
    )


def kind_of(case: Case, names: Sequence[str]) -> Kind:
    """How statements that do not go together relate, the first that matches.

    1. *Split*: a party and a faction of it.
    2. *Reported differently*: cited from different sources, none of which has them all, with no two days known to
       differ.
    3. *Possible shift*: said on different days.
    4. *Contradiction*: one speaker.
    5. *Does not fit together*: all else.
    """
    statements = [case.statements[name] for name in names]
    for one in statements:
        for other in statements:
            if any(
                is_faction_of(case, str(faction), str(party))
                for party in one.parties
                for faction in other.parties
                if party not in other.parties and faction not in one.parties
            ):
                return "split"
    sources = [{citation.source for citation in one.cite} for one in statements]
    days = {one.date.day for one in statements} - {None}
    if len(statements) > 1 and all(sources) and not set.intersection(*sources) and len(days) < 2:
        return "reported differently"
    if len(days) > 1:
        return "possible shift"
    if len({normal(spoken_by(case, one)) for one in statements}) == 1:
        return "contradiction"
    return "does not fit together"


class _Side:
    """The statements of one side, and what was found among them."""

    def __init__(
        self, case: Case, side: str, own: Mapping[str, Statement], draft: Draft | None, left_open: frozenset[str]
    ) -> None:
        self._case = case
        self._side = side
        self._own = own
        self._draft = draft
        self._left_open = left_open
        self.found: list[Relation] = []

    def clashes(self, bound: int, budget: int) -> bool:
        """Collects what cannot all stand; says whether that is all there is."""
        reading = Reading(self._case, self._draft, self._left_open)
        read = {name: reads for name, one in self._own.items() if (reads := reading.statement(one)) is not None}
        if not read:
            return True
        rules = {name: reading.formula(rule.require) for name, rule in self._case.rules.items()}
        names = [*read, *rules]
        formulas = [*(reads.formula for reads in read.values()), *rules.values()]
        world = frozenset(range(len(read), len(names)))
        with Conflicts(reading.axioms(), formulas) as conflicts:
            search = _Search(conflicts, names, world, bound, budget)
            demands = _tags(read, "demand")
            rankings = _tags(read, "ranking")
            search.run(demands)
            for tag in _tags(read, "evidence"):
                search.run(demands, tag)
            for one in search.sets:
                self._add("cannot all stand", [names[tag] for tag in sorted(one)], search.rules_of(one))
            search.sets.clear()
            search.run(rankings)
            for one in search.sets:
                self._add("preferences in a circle", [names[tag] for tag in sorted(one)], ())
        return search.complete

    def no_words(self) -> None:
        """Collects the words that there is none beside the stances that there are."""
        stances: dict[str, list[tuple[str, frozenset[str | None]]]] = {}
        for name, one in self._own.items():
            for topic, options in stance_topics(self._case, one, self._draft).items():
                stances.setdefault(topic, []).append((name, options))
        for name, one in self._own.items():
            said = one.undecided or one.silent
            if said is None:
                continue
            beside: dict[str, set[str]] = {}
            for condition in said:
                for topic, option in topics(condition):
                    for other, options in stances.get(topic, ()):
                        if option is None or option in options:
                            beside.setdefault(other, set()).add(topic)
            sources = {citation.source for citation in one.cite}
            for other, shared in beside.items():
                theirs = {citation.source for citation in self._case.statements[other].cite}
                if one.undecided is not None:
                    self._add("undecided beside a stance", self._in_order(name, other), (), shared)
                elif sources and theirs and not sources & theirs:
                    self._add("silent beside a stance", self._in_order(name, other), (), shared)

    def _in_order(self, *names: str) -> list[str]:
        return [name for name in self._own if name in names]

    def _add(self, clash: Clash, names: Sequence[str], rules: Iterable[str], about: Iterable[str] = ()) -> None:
        case = self._case
        statements = [self._own[name] for name in names]
        parties = {str(party) for one in statements for party in one.parties}
        named = [_names_of(one) for one in statements]
        everything = dict.fromkeys(name for one in named for name in one)
        # What only one of several names is hardly what they clash over, unless a rule leads there.
        shared = {name for name in everything if sum(name in one for one in named) > 1}
        wanted = set(about) or shared or set(everything)
        if rules:
            wanted |= {name for name in everything if name in case.issues}
        self.found.append(
            Relation(
                kind=kind_of(case, names),
                clash=clash,
                side=self._side,
                parties=tuple(name for name in case.parties if name in parties),
                statements=tuple(names),
                issues=tuple(name for name in case.issues if name in wanted),
                clauses=tuple(name for name in everything if name in wanted and name not in case.issues),
                rules=tuple(rules),
                because=tuple(because(case, name) for name in names),
            )
        )


def _tags(read: Mapping[str, Reads], kind: str) -> list[int]:
    return [tag for tag, reads in enumerate(read.values()) if reads.kind == kind]


class _Search:
    """Minimal sets of one side, within a bound and a budget for all of its questions."""

    def __init__(
        self, conflicts: Conflicts, names: Sequence[str], world: frozenset[int], bound: int, budget: int
    ) -> None:
        self._conflicts = conflicts
        self._names = names
        self._world = world
        self._left = bound
        self._last_call = budget
        self.sets: list[frozenset[int]] = []
        self.complete = True
        #: The rules alone cannot hold: a finding of `check`, and no statement's fault.
        self._hopeless = not conflicts.satisfiable(sorted(world))

    def run(self, among: Sequence[int], yes: int | None = None) -> None:
        """Seeks among these, with one acceptance that must be in every set where one is given."""
        if self._hopeless or not (among or yes is not None):
            return
        if self._left <= 0 or self._conflicts.calls >= self._last_call:
            self.complete = False
            return
        given = self._world if yes is None else self._world | {yes}
        answer = self._conflicts.minimal_sets(
            among,
            given,
            bound=self._left,
            budget=self._last_call - self._conflicts.calls,
            known=self._without_yes(among),
        )
        new = answer.sets
        if yes is not None:
            # What clashes without the acceptance has nothing to do with it; a bounded search may not have seen it.
            new = tuple(one | {yes} for one in new if self._conflicts.satisfiable((*sorted(self._world), *sorted(one))))
        self.sets.extend(new)
        self._left -= len(new)
        self.complete = self.complete and answer.complete

    def _without_yes(self, among: Sequence[int]) -> list[frozenset[int]]:
        members = set(among)
        return [one for one in self.sets if one <= members]

    def rules_of(self, one: frozenset[int]) -> tuple[str, ...]:
        """The rules that a set needs in order to clash."""
        needed = self._conflicts.core(sorted(self._world), sorted(one)) or ()
        return tuple(self._names[tag] for tag in sorted(needed))


def _names_of(statement: Statement) -> dict[str, None]:
    """Everything that a statement's conditions name: issues, clauses, events."""
    found: dict[str, None] = {}
    for condition in (*statement.conditions, statement.if_, statement.unless):
        if condition is not None:
            found |= dict.fromkeys(ref.name for ref in mentions(condition).of("issue", "name", "commitment", "phase"))
    return found | dict.fromkeys(str(name) for name in (*statement.clauses, *statement.except_))


def topics(condition: Condition) -> Iterator[Topic]:
    """What a condition is about: issues, each with an option where it names one, and clauses."""
    for atom in atoms(condition):
        test = atom.choice if isinstance(atom, Done) else atom
        if isinstance(test, Choice):
            yield from ((test.issue, option) for option in test.options)
        elif isinstance(test, AtLeast | AtMost):
            yield test.issue, test.option
        else:
            yield from ((ref.name, None) for ref in mentions(atom).of("name", "commitment", "phase"))


def stance_topics(case: Case, statement: Statement, draft: Draft | None) -> dict[str, frozenset[str | None]]:
    """What a statement takes a stance on, each issue with the options that it speaks of; not its conditions.

    A preference ranks and takes none; an acceptance in principle takes none on anything in particular.
    """
    said = statement.requires or statement.refuses or statement.offers
    if isinstance(statement.accepts, Condition):
        said = statement.accepts
    elif statement.extent in ("whole", "named") and (meant := draft_of(case, statement, draft)) is not None:
        # Not what its clauses stand under: a clause that falls away where an issue is left open says nothing of it.
        steps = (Performed(name) for name in accepted_clauses(statement, meant))
        said = conjunction((*accepted_options(case, statement, meant), *steps))
    found: dict[str, set[str | None]] = {}
    for atom in () if said is None else atoms(said):
        test = atom.choice if isinstance(atom, Done) else atom
        if isinstance(test, AtLeast | AtMost):
            found.setdefault(test.issue, set()).update(options_between(case, test))
        else:
            for name, option in topics(atom):
                found.setdefault(name, set()).add(option)
    return {name: frozenset(options) for name, options in found.items()}
