"""What rules packages out one by one, for comparing them: the rules of the world, and where asked for the red lines.

Both are read as everywhere (`reading`). What no package settles (words, days, events) is unknown; it rules nothing out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Literal, TypeAlias

from holdfast.analyses.deals.demands import demands
from holdfast.analyses.deals.reading import Problem
from holdfast.case.case import Case, Draft
from holdfast.solvers.logic import Formula, Not, Or, Var

#: Options by issue: a package with one of those of every issue named.
Box: TypeAlias = Mapping[str, frozenset[str]]


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
    boxes: Callable[[int], Sequence[Box] | None] = lambda most: None
    """What it rules out as combinations of options; None where that takes more than so many."""


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
    return Limit(
        name,
        kind,
        parties,
        problem.issues_of(broken),
        partial(_allows, problem, broken),
        partial(_boxes, problem, broken),
    )


def _allows(problem: Problem, broken: Formula, package: Mapping[str, str]) -> bool:
    return problem.value(broken, package) is not True


def _boxes(problem: Problem, broken: Formula, most: int) -> Sequence[Box] | None:
    """Where a formula is true for sure as a disjunction of boxes, by distributing; None where more are met than `most`.

    Strong Kleene logic distributes as classical logic does. What no package settles is never true for sure, nor is its
    opposite, so that a conjunction with it rules nothing out.
    """
    options = {issue: frozenset(problem.options(issue)) for issue in problem.case.issues}
    choice = {
        problem.variable(issue, option): (issue, frozenset((option,)))
        for issue, some in options.items()
        for option in some
    }

    def distributed(node: Formula, wanted: bool) -> list[Box]:
        while isinstance(node, Not):
            node, wanted = node.part, not wanted
        if isinstance(node, Var):
            if node.number not in choice:
                return []
            issue, one = choice[node.number]
            return [{issue: one if wanted else options[issue] - one}]
        found: list[Box]
        if isinstance(node, Or) is wanted:
            found = _unabsorbed(box for part in node.parts for box in distributed(part, wanted))
        else:
            found = [{}]
            for part in node.parts:
                inner = distributed(part, wanted)
                found = _unabsorbed(both for a in found for b in inner if (both := _joint(a, b)) is not None)
                if len(found) > most:
                    break
        if len(found) > most:
            raise OverflowError
        return found

    try:
        return distributed(broken, True)
    except OverflowError:
        return None


def _joint(one: Box, other: Box) -> Box | None:
    """What lies in both; None where that is nothing."""
    joint = {issue: one.get(issue, some) & some for issue, some in other.items()}
    return {**one, **joint} if all(joint.values()) else None


def _unabsorbed(boxes: Iterable[Box]) -> list[Box]:
    """Boxes without those that lie within another."""
    kept: list[Box] = []
    for box in boxes:
        if not any(_within(box, other) for other in kept):
            kept = [other for other in kept if not _within(other, box)]
            kept.append(box)
    return kept


def _within(inner: Box, outer: Box) -> bool:
    return all(issue in inner and inner[issue] <= some for issue, some in outer.items())
