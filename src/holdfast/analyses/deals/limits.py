"""What rules packages out one by one, for comparing them: the rules of the world, and where asked for the red lines.

Both are read as everywhere (`reading`). What no package settles (words, days, events) is unknown, and rules nothing out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Literal

from holdfast.analyses.deals.demands import demands
from holdfast.analyses.deals.reading import Problem
from holdfast.case.case import Case, Draft
from holdfast.solvers.logic import Formula


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
    """Whether it allows a package (issue to option); what that does not name is left open."""


def rules(case: Case, draft: Draft | None) -> tuple[Limit, ...]:
    """The rules of the world. One that is unknown of a package, since issues are open, does not rule it out."""
    problem = Problem(case, draft)
    broken = {str(name): problem.rails.false(rule.require) for name, rule in case.rules.items()}
    return tuple(_limit(problem, name, "rule", (), formula) for name, formula in broken.items())


def red_lines(case: Case, draft: Draft | None, parties: Iterable[str], as_of: date | None) -> tuple[Limit, ...]:
    """The current red lines of these parties, delegations speaking for them."""
    problem = Problem(case, draft)
    of: dict[str, list[str]] = {}
    for party in dict.fromkeys(parties):
        for name in demands(case, party, as_of):
            if case.statements[name].firmness == "red-line":
                of.setdefault(name, []).append(party)
    unmet = {name: problem.demand(name).unmet for name in case.statements if name in of}
    return tuple(_limit(problem, name, "statement", tuple(of[name]), formula) for name, formula in unmet.items())


def _limit(
    problem: Problem, name: str, kind: Literal["rule", "statement"], parties: tuple[str, ...], broken: Formula
) -> Limit:
    return Limit(name, kind, parties, problem.issues_of(broken), partial(_allows, problem, broken))


def _allows(problem: Problem, broken: Formula, package: Mapping[str, str]) -> bool:
    return problem.value(broken, package) is not True
