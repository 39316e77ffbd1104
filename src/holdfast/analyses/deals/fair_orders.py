"""Fallback bargaining on a case: from complete orders where packages are scored, else from what statements order.

``prefers: [A, B]`` puts A over B with all other issues equal. What follows is an order of packages known in part: one
package is certainly above another where it is as good on every issue and better on one. Nothing else is concluded; a
red line of a party puts packages below impasse, and everything else is supposed to be above it: the result says so.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise, product

import numpy as np
from immutabledict import immutabledict

from holdfast.analyses.deals.limits import Limit
from holdfast.analyses.formulas import options_between
from holdfast.analyses.sides import voices
from holdfast.case import conditions as c
from holdfast.case.case import Case
from holdfast.case.conditions import Condition
from holdfast.solvers.fallback import Fallback, Reach, fallback, partial

#: How many packages are ranked one by one where orders are known in part.
MOST = 100_000


@dataclass(frozen=True, slots=True)
class Ordered:
    """What a party's statements order."""

    party: str
    over: Mapping[str, frozenset[tuple[str, str]]]
    """For each issue the pairs of options, the first over the second, all that follow among them."""
    because: tuple[str, ...]
    """The statements."""
    unused: tuple[str, ...]
    """Statements that order more than the options of one issue at a time: not used."""
    circular: tuple[str, ...]
    """Issues whose options they put in a circle: not used."""


@dataclass(frozen=True, slots=True)
class FallbackAnswer:
    """Where falling back ends, for unanimity or a smaller quota."""

    quota: int
    basis: str
    """``scores`` or ``statements``."""
    issues: tuple[str, ...]
    """The packages differ in these; everything else is equal."""
    considered: int
    """How many packages were ranked."""
    certain: tuple[Mapping[str, str], ...]
    """Results whatever the rest of the orders is; the first few."""
    certain_count: int
    possible_count: int
    depth: tuple[int, int] | None
    impasse: bool | None
    because: tuple[str, ...] = ()


def quotas(parties: int) -> range:
    """Unanimity; and one party less, where that is still more than one."""
    return range(parties, max(parties - 2, min(parties - 1, 1)), -1)


def ordered(case: Case, party: str, as_of: date | None) -> Ordered:
    """What the current statements of a party order, delegations speaking for it."""
    own = voices(case, party)
    over: dict[str, set[tuple[str, str]]] = {}
    because: list[str] = []
    unused: list[str] = []
    for name, statement in case.current(as_of).items():
        if statement.prefers is None or not any(str(one) in own for one in statement.parties):
            continue
        named = [_named_options(case, condition) for condition in statement.prefers]
        issues = {one[0] for one in named if one is not None}
        if None in named or len(issues) != 1:
            unused.append(name)
            continue
        because.append(name)
        pairs = over.setdefault(issues.pop(), set())
        for better, worse in pairwise(one[1] for one in named if one is not None):
            pairs.update((a, b) for a in better for b in worse if a != b)
    closed = {issue: _closure(pairs) for issue, pairs in over.items()}
    circular = tuple(issue for issue in case.issues if any(a == b for a, b in closed.get(issue, ())))
    kept = {issue: frozenset(closed[issue]) for issue in case.issues if issue in closed and issue not in circular}
    return Ordered(party, immutabledict(kept), tuple(because), tuple(unused), circular)


def _named_options(case: Case, condition: Condition) -> tuple[str, frozenset[str]] | None:
    """The issue and the options that a condition on one issue leaves; None where it says more, or something else."""
    match condition:
        case c.Choice(issue, options, negated) if issue in case.issues:
            every = frozenset(map(str, case.issues[issue].options))
            named = every & frozenset(options)
            return issue, every - named if negated else named
        case c.AtLeast(issue) | c.AtMost(issue) if issue in case.issues:
            return issue, frozenset(options_between(case, condition))
        case c.Not(part):
            inner = _named_options(case, part)
            return None if inner is None else (inner[0], frozenset(map(str, case.issues[inner[0]].options)) - inner[1])
    return None


def _closure(pairs: set[tuple[str, str]]) -> set[tuple[str, str]]:
    found = set(pairs)
    while True:
        more = {(a, d) for a, b in found for c, d in found if b == c} - found
        if not more:
            return found
        found |= more


def by_statements(
    case: Case, orders: Sequence[Ordered], limits: Sequence[Limit], fixed: Mapping[str, str], shown: int
) -> tuple[FallbackAnswer, ...]:
    """Fallback bargaining over packages that differ in the issues which somebody orders.

    Empty where nobody orders anything, and where there are more than `MOST` such packages (`to_rank`).

    How many packages are above one, all else equal, is a product: on each issue the options at least as good, less the
    package itself. Where `limits` rule packages out, which may be above or below others, an upper bound is one.
    """
    issues = _issues(case, orders, fixed)
    if not 0 < to_rank(case, orders, fixed) <= MOST:
        return ()
    inside = [one for one in limits if set(one.issues) <= {*issues, *fixed}]
    every = [
        dict(zip(issues, map(str, options), strict=True))
        for options in product(*(case.issues[issue].options for issue in issues))
    ]
    hard = [one for one in inside if one.kind == "rule"]
    packages = [one for one in every if all(limit.allows({**fixed, **one}) for limit in hard)]
    reaches = [_reach(case, one, issues, packages, len(packages) == len(every), inside, fixed) for one in orders]
    because = tuple(dict.fromkeys(name for one in orders for name in one.because))
    return tuple(
        answer(fallback(reaches, quota), "statements", issues, packages, shown, because)
        for quota in quotas(len(orders))
    )


def to_rank(case: Case, orders: Sequence[Ordered], fixed: Mapping[str, str]) -> int:
    """How many packages differ in what somebody orders; 0 where nobody orders anything that is not fixed."""
    issues = _issues(case, orders, fixed)
    return math.prod(len(case.issues[issue].options) for issue in issues) if issues else 0


def _issues(case: Case, orders: Sequence[Ordered], fixed: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(issue for issue in case.issues if issue not in fixed and any(issue in one.over for one in orders))


def _reach(
    case: Case,
    one: Ordered,
    issues: Sequence[str],
    packages: Sequence[Mapping[str, str]],
    whole: bool,
    limits: Sequence[Limit],
    fixed: Mapping[str, str],
) -> Reach:
    own = [limit for limit in limits if limit.kind == "statement" and one.party in limit.parties]
    never = np.array([not all(limit.allows({**fixed, **p}) for limit in own) for p in packages], np.bool_)
    above, below = (_beyond(case, one, issues, packages, whole, side) for side in (0, 1))
    return partial(above, below, never, never)


def _beyond(
    case: Case,
    one: Ordered,
    issues: Sequence[str],
    packages: Sequence[Mapping[str, str]],
    whole: bool,
    side: int,
) -> list[int]:
    """For each package how many are certainly above it (`side` 0) or below it (1)."""
    sets: list[dict[str, frozenset[str]]] = []
    for issue in issues:
        pairs = one.over.get(issue, frozenset())
        sets.append(
            {
                str(option): frozenset((*(pair[side] for pair in pairs if pair[1 - side] == option), str(option)))
                for option in case.issues[issue].options
            }
        )
    if whole:
        return [
            math.prod(len(known[package[issue]]) for issue, known in zip(issues, sets, strict=True)) - 1
            for package in packages
        ]
    there = {tuple(package[issue] for issue in issues) for package in packages}
    return [
        sum(joint in there for joint in product(*(known[p[i]] for i, known in zip(issues, sets, strict=True)))) - 1
        for p in packages
    ]


def answer(
    found: Fallback,
    basis: str,
    issues: Sequence[str],
    packages: Sequence[Mapping[str, str]],
    shown: int,
    because: tuple[str, ...] = (),
) -> FallbackAnswer:
    """The result in the case's own words; so many of the packages are `shown`."""
    return FallbackAnswer(
        quota=found.quota,
        basis=basis,
        issues=tuple(issues),
        considered=len(packages),
        certain=tuple(immutabledict(packages[place]) for place in found.certain[:shown]),
        certain_count=len(found.certain),
        possible_count=len(found.possible),
        depth=found.depth,
        impasse=found.impasse,
        because=because,
    )
