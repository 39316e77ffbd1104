"""One draft under one package: which clauses stand, which fall away, and which nobody can tell yet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import Final

from immutabledict import immutabledict

from holdfast.case.case import Case, Draft
from holdfast.case.conditions import Condition
from holdfast.case.figures import Figure
from holdfast.case.kleene import World, evaluate, package_world
from holdfast.case.model import Commitment

#: Of a part that recurs more often, so many are counted.
MOST_PARTS: Final = 1000


@dataclass(frozen=True, slots=True)
class Undecided:
    """A clause whose `if` the package leaves unknown. It is read as standing."""

    clause: str
    condition: Condition


@dataclass(frozen=True)
class Instance:
    """A concrete agreement: a draft with the options that a package chooses."""

    case: Case
    draft: Draft
    package: Mapping[str, str]
    standing: Mapping[str, Commitment]
    """The clauses that stand, those whose `if` is unknown with them."""
    left_out: Mapping[str, Commitment]
    """The clauses that fall away: their `if` is false, or their `unless` true."""
    undecided: tuple[Undecided, ...]

    @cached_property
    def world(self) -> World:
        """What the package decides."""
        order = {name: tuple(map(str, one.options)) for name, one in self.case.issues.items() if one.ordered}
        return package_world(self.package, order)

    def parts(self, clause: str) -> tuple[Part, ...]:
        """The parts in which a clause is due; none where it is due as a whole."""
        return parts(self.standing[clause])


@dataclass(frozen=True, slots=True)
class Part:
    """One tranche of a clause, those that recur counted one by one."""

    figure: Figure | None
    """None for all of it."""
    tranche: int
    """Its place in the clause's list."""


def parts(clause: Commitment) -> tuple[Part, ...]:
    """The parts of a clause, in order."""
    return tuple(
        Part(one.amount.figure, place)
        for place, one in enumerate(clause.tranches)
        for _ in range(min(one.times, MOST_PARTS))
    )


def part_reaching(clause: Commitment, amount: Decimal, percent: bool) -> int | None:
    """The number of the part with which so much has been performed; None where that cannot be told: all of it."""
    total = next((one.amount.figure for one in clause.gives.values()), None) if len(clause.gives) == 1 else None
    whole = None if total is None else total.stated
    wanted = Fraction(amount)
    reached = Fraction(0)
    for number, one in enumerate(parts(clause), 1):
        if one.figure is None or one.figure.stated is None:
            return None
        share = one.figure.stated
        if one.figure.percent != percent:
            if whole is None:
                return None
            share = share * whole / 100 if one.figure.percent else share * 100 / whole
        reached += share
        if reached >= wanted:
            return number
    return None


def instantiate(case: Case, draft: Draft, package: Mapping[str, str] | None = None) -> Instance:
    """The agreement that a draft and a package make.

    Args:
        case: the case.
        draft: the draft.
        package: options by issue, in place of the draft's own for the issues that it names.
    """
    options = {str(issue): str(option) for issue, option in draft.agreement.package.items()} | dict(package or {})
    chosen = immutabledict(options)
    bare = Instance(case, draft, chosen, immutabledict(), immutabledict(), ())
    standing, left_out, undecided = {}, {}, []
    for name, clause in draft.agreement.commitments.items():
        value = True if clause.if_ is None else evaluate(clause.if_, bare.world)
        ended = clause.unless is not None and evaluate(clause.unless, bare.world) is True
        if value is False or ended:
            left_out[str(name)] = clause
            continue
        standing[str(name)] = clause
        if value is None and clause.if_ is not None:
            undecided.append(Undecided(str(name), clause.if_))
    return Instance(case, draft, chosen, immutabledict(standing), immutabledict(left_out), tuple(undecided))


def is_ongoing(clause: Commitment) -> bool:
    """Whether a clause is kept rather than done: a prohibition, or a duty with a beginning and nothing to hand over."""
    if clause.must_not is not None:
        return True
    dated = clause.on is not None or clause.deadline is not None or clause.within is not None
    return clause.from_ is not None and not dated and not clause.tranches
