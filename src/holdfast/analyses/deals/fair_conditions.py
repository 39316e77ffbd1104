"""What rules packages out, for comparing them: the rules of the world, and where asked for the red lines.

A condition is read of the package alone, with strong Kleene logic: what a package leaves open is unknown, ``done(x)``
means that x is agreed, and whatever is said of a clause means that the clause is in the agreement that the draft and
the package make. What no package settles (words, days, events) stays unknown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from holdfast.analyses.formulas import options_between
from holdfast.analyses.sides import voices
from holdfast.case import conditions as c
from holdfast.case.case import Case, Draft
from holdfast.case.conditions import LEFT_OPEN, Condition
from holdfast.case.kleene import World, evaluate, package_world
from holdfast.case.mentions import mentions
from holdfast.case.model import Statement


@dataclass(frozen=True, slots=True)
class Limit:
    """Something that rules packages out."""

    name: str
    """The rule's or the statement's."""
    kind: Literal["rule", "statement"]
    parties: tuple[str, ...]
    """Whose statement it is."""
    issues: tuple[str, ...]
    """What it depends on."""
    allows: Callable[[Mapping[str, str]], bool]
    """Whether it allows a package, which gives each of its issues an option or ``left-open``."""


def rules(case: Case, draft: Draft | None) -> tuple[Limit, ...]:
    """The rules of the world. One that is unknown of a package, since issues are open, does not rule it out."""
    return tuple(
        Limit(str(name), "rule", (), issues_of(case, draft, (rule.require,)), _holds(case, draft, rule.require))
        for name, rule in case.rules.items()
    )


def red_lines(case: Case, draft: Draft | None, parties: Iterable[str], as_of: date | None) -> tuple[Limit, ...]:
    """The current red lines of these parties.

    One is not met where its condition is true and what it asks is false, or, if it has a condition, left open.
    """
    own = {voice: party for party in parties for voice in voices(case, party)}
    return tuple(
        Limit(
            name,
            "statement",
            tuple(dict.fromkeys(own[str(party)] for party in statement.parties if str(party) in own)),
            issues_of(case, draft, _conditions(statement)),
            _met(case, draft, statement),
        )
        for name, statement in case.current(as_of).items()
        if statement.firmness == "red-line"
        and (statement.requires is not None or statement.refuses is not None)
        and any(str(party) in own for party in statement.parties)
    )


def issues_of(case: Case, draft: Draft | None, conditions: Iterable[Condition]) -> tuple[str, ...]:
    """The issues on which conditions depend, through clauses of the draft too, in the order of the case."""
    return tuple(issue for issue in case.issues if issue in set(_issues(case, draft, conditions, set())))


def _issues(case: Case, draft: Draft | None, conditions: Iterable[Condition], seen: set[str]) -> Iterator[str]:
    for condition in conditions:
        for ref in mentions(condition).refs:
            if ref.name in case.issues:
                yield ref.name
            clause = None if draft is None else draft.agreement.commitments.get(ref.name)
            if clause is not None and ref.name not in seen:
                seen.add(ref.name)
                yield from _issues(case, draft, (one for one in (clause.if_, clause.unless) if one is not None), seen)


def _conditions(statement: Statement) -> tuple[Condition, ...]:
    every = (statement.requires, statement.refuses, statement.if_, statement.unless)
    return tuple(one for one in every if one is not None)


def _holds(case: Case, draft: Draft | None, condition: Condition) -> Callable[[Mapping[str, str]], bool]:
    return lambda package: evaluate(condition, _world(case, draft, package)) is not False


def _met(case: Case, draft: Draft | None, statement: Statement) -> Callable[[Mapping[str, str]], bool]:
    def met(package: Mapping[str, str]) -> bool:
        world = _world(case, draft, package)

        def value(condition: Condition | None, absent: bool) -> bool | None:
            return absent if condition is None else evaluate(condition, world)

        if statement.requires is not None:
            asked = value(statement.requires, True)
            applies = value(statement.if_, True) is True and value(statement.unless, False) is not True
            conditional = statement.if_ is not None or statement.unless is not None
        elif statement.unless is not None:  # refuses X unless Z: where X is settled true, Z must be
            asked = value(statement.unless, True)
            applies = value(statement.refuses, True) is True and value(statement.if_, True) is True
            conditional = True
        else:
            refused = value(statement.refuses, False)
            asked = None if refused is None else not refused
            applies = value(statement.if_, True) is True
            conditional = statement.if_ is not None
        waits = asked is None and (not conditional or not _open(package))
        return not applies or asked is True or waits

    return met


def _open(package: Mapping[str, str]) -> bool:
    return LEFT_OPEN in package.values()


def _world(case: Case, draft: Draft | None, package: Mapping[str, str]) -> World:
    order = {name: tuple(issue.options) for name, issue in case.issues.items() if issue.ordered}
    plain = package_world(package, order)
    asked: set[str] = set()

    def world(atom: c.Atom) -> bool | None:
        match atom:
            case c.Done(choice):
                return evaluate(choice, plain)
            case c.Before(first, second):
                return evaluate(c.Or((c.Not(second), first)), world)
            case c.Performed(name) | c.Begun(name) | c.Verified(name) | c.Stage(name) | c.Amount(name):
                return _inside(name)
            case c.Recognised(name) | c.Lasting(name):
                return _inside(name)
        return plain(atom)

    def _inside(name: str) -> bool | None:
        """Whether a clause is in the agreement: its `if` true, its `unless` not."""
        clause = None if draft is None else draft.agreement.commitments.get(name)
        if clause is None:
            return None
        if name in asked:  # one whose own condition waits for it is not
            return False
        asked.add(name)
        holds = clause.if_ is None or evaluate(clause.if_, world) is True
        holds = holds and (clause.unless is None or evaluate(clause.unless, world) is not True)
        asked.discard(name)
        return holds

    return world


def named_options(case: Case, condition: Condition) -> tuple[str, frozenset[str]] | None:
    """The issue and the options that a condition on one issue leaves; None where it says more, or something else."""
    match condition:
        case c.Choice(issue, options, negated) if issue in case.issues:
            every = frozenset(map(str, case.issues[issue].options))
            named = every & frozenset(options)
            return issue, every - named if negated else named
        case c.AtLeast(issue) | c.AtMost(issue) if issue in case.issues:
            return issue, frozenset(options_between(case, condition))
        case c.Not(part):
            inner = named_options(case, part)
            return None if inner is None else (inner[0], frozenset(map(str, case.issues[inner[0]].options)) - inner[1])
    return None
