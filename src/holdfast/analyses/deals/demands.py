"""Which packages a party's demands exclude, for many packages at once.

A demand is a current statement of the party, or of its delegation, that requires or refuses something. ``requires X
if Y unless Z`` asks for X where Y holds and Z does not; ``refuses X unless Z`` asks for Z where X is agreed. It is
violated where what it is conditional on is true and what it asks for is false, or left open; without a condition, only
where what it asks for is false. A demand of firmness `preference` never binds.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from holdfast.analyses.sides import voices
from holdfast.case import conditions as c
from holdfast.case.case import Case, Draft
from holdfast.case.conditions import LEFT_OPEN, Atom, Condition
from holdfast.case.kleene import evaluate, package_world
from holdfast.case.mentions import mentions
from holdfast.case.model import Statement


@dataclass(frozen=True)
class Packages:
    """Many packages as numbers: for each package and issue the place of its option, ``left-open`` being the last."""

    issues: tuple[str, ...]
    options: tuple[tuple[str, ...], ...]
    """For each issue its options and ``left-open``."""
    codes: NDArray[np.int64]
    """(packages, issues)."""

    def package(self, number: int) -> dict[str, str]:
        """One package in words of the case."""
        return {
            issue: options[code]
            for issue, options, code in zip(self.issues, self.options, self.codes[number].tolist(), strict=True)
        }


def demands(case: Case, party: str, as_of: date | None) -> tuple[str, ...]:
    """The statements of a party that ask something of a package, those of firmness `preference` among them."""
    speaks = voices(case, party)
    return tuple(
        name
        for name, one in case.current(as_of).items()
        if speaks & set(one.parties) and (one.requires is not None or one.refuses is not None)
    )


def violated(case: Case, statement: Statement, packages: Packages, draft: Draft | None) -> NDArray[np.bool_]:
    """For each package whether it violates a demand. Each combination of what the demand is about is read once."""
    condition, asked = _parts(statement)
    about = [place for place, issue in enumerate(packages.issues) if issue in _issues(case, draft, condition, asked)]
    rows, which = np.unique(packages.codes[:, about], axis=0, return_inverse=True)
    found = np.zeros(len(rows), bool)
    for number, row in enumerate(rows.tolist()):
        package = {
            packages.issues[place]: packages.options[place][code] for place, code in zip(about, row, strict=True)
        }
        found[number] = _violates(case, draft, condition, asked, package)
    return found[which.reshape(-1)]


def _parts(statement: Statement) -> tuple[Condition | None, Condition]:
    """What a demand is conditional on (None: nothing), and what it asks for."""
    guards = [] if statement.if_ is None else [statement.if_]
    if statement.refuses is not None and statement.unless is not None:
        return c.conjunction([*guards, statement.refuses]), statement.unless
    if statement.unless is not None:
        guards.append(c.Not(statement.unless))
    asked = c.Not(statement.refuses) if statement.refuses is not None else statement.requires
    assert asked is not None
    return (c.conjunction(guards) if guards else None), asked


def _violates(
    case: Case, draft: Draft | None, condition: Condition | None, asked: Condition, package: dict[str, str]
) -> bool:
    order = {name: tuple(map(str, one.options)) for name, one in case.issues.items() if one.ordered}
    settled = package_world(package, order)

    def world(atom: Atom, within: frozenset[str] = frozenset()) -> bool | None:
        match atom:
            case c.Done(choice):
                return settled(choice)
            case c.Before(first, second):
                then, now = world(first, within), world(second, within)
                return True if then is True or now is False else None if then is None or now is None else False
            case c.Performed(name) if name in case.issues:
                return package.get(name, LEFT_OPEN) != LEFT_OPEN
            case (
                c.Performed(name) | c.Begun(name) | c.Verified(name) | c.Stage(name) | c.Amount(name) | c.Lasting(name)
            ):
                clause = None if draft is None else draft.agreement.commitments.get(name)
                if clause is None or name in within:
                    return None
                inner = within | {name}
                return True if clause.if_ is None else evaluate(clause.if_, lambda one: world(one, inner))
        return settled(atom)

    if condition is not None and evaluate(condition, world) is not True:
        return False
    value = evaluate(asked, world)
    if value is None and condition is not None:
        return any(package.get(issue.name) == LEFT_OPEN for issue, _ in mentions(asked).choices)
    return value is False


def _issues(case: Case, draft: Draft | None, *conditions: Condition | None) -> frozenset[str]:
    """The issues that conditions are about, through clauses of the draft too."""
    found: set[str] = set()
    names: set[str] = set()
    for condition in conditions:
        if condition is not None:
            found |= {issue.name for issue, _ in mentions(condition).choices}
            names |= {ref.name for ref in mentions(condition).of("name", "commitment", "anchor")}
    found |= names & set(case.issues)
    if draft is not None and names & set(draft.agreement.commitments):
        for clause in draft.agreement.commitments.values():
            if clause.if_ is not None:
                found |= {issue.name for issue, _ in mentions(clause.if_).choices}
    return frozenset(found)


def as_numbers(case: Case, packages: Sequence[Mapping[str, str]]) -> Packages:
    """Packages (mappings of issue to option) as numbers; an issue that a package does not name is left open.

    Raises KeyError where a package names an option that its issue does not have.
    """
    issues = tuple(case.issues)
    options = tuple((*map(str, one.options), LEFT_OPEN) for one in case.issues.values())
    codes = np.empty((len(packages), len(issues)), np.int64)
    for place, (issue, known) in enumerate(zip(issues, options, strict=True)):
        number = {option: code for code, option in enumerate(known)}
        codes[:, place] = [number[package.get(issue, LEFT_OPEN)] for package in packages]
    return Packages(issues, options, codes)
