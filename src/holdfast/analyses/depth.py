"""Positions in depth: everything that stands beside the matrix of `holdfast.analyses.positions`, in one record.

The matrix lists what was said; what is here compares it. So they are two records, and a view may show the one without
the other.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from holdfast.analyses.balance import Balance, balance
from holdfast.analyses.clauses import Clauses, clauses
from holdfast.analyses.convergence import IssueMeeting, convergence
from holdfast.analyses.facts import Facts, facts
from holdfast.analyses.movement import Movement, movement
from holdfast.analyses.positions import positions
from holdfast.analyses.progress import Progress
from holdfast.analyses.relations import BOUND, Relations, relations
from holdfast.case.case import Case, Draft


@dataclass(frozen=True, slots=True)
class Depth:
    """The parts, in the order in which they are shown."""

    balance: Balance
    relations: Relations
    movement: Movement
    meetings: tuple[IssueMeeting, ...]
    """How the positions of those whose consent is needed meet, by issue."""
    facts: Facts
    clauses: Clauses | None
    """None where the case has no draft, or single issues were asked for."""


def depth(
    case: Case,
    *,
    as_of: date | None = None,
    since: date | None = None,
    draft: Draft | None = None,
    parties: Iterable[str] = (),
    issues: Iterable[str] = (),
    bound: int = BOUND,
    progress: Progress | None = None,
) -> Depth:
    """Positions in depth.

    Args:
        case: the case.
        as_of: the day; the case's own where it is None, and all statements where that is None too.
        since: what moved on this day or later is listed.
        draft: the draft that is gone through clause by clause; the case's default where None.
        parties: of relations, movement and balance only what concerns these parties, if any are given; how positions
            meet and what is asserted concerns everybody.
        issues: of relations, movement and meetings only what concerns these issues, if any are given; then, as in
            `holdfast.analyses.positions`, neither facts nor clauses are gone through.
        bound: how many sets of statements that do not go together are sought per side.
        progress: told how far it has come with what takes longest, from 0 to 1. What it raises ends the work.
    """
    some, on = set(parties), set(issues)
    related = relations(case, as_of=as_of, draft=draft, bound=bound, progress=progress)
    record = balance(case, as_of=as_of)
    return Depth(
        balance=replace(record, rows=tuple(row for row in record.rows if not some or row.party in some)),
        relations=replace(
            related,
            found=tuple(
                one
                for one in related.found
                if (not some or some.intersection(one.parties)) and (not on or on.intersection(one.issues))
            ),
            superseded=tuple(one for one in related.superseded if not some or some.intersection(one.retired.parties)),
        ),
        movement=movement(case, positions(case, as_of=as_of, parties=some, issues=on), since=since),
        meetings=convergence(case, as_of=as_of, draft=draft, issues=on),
        facts=facts(case, as_of=as_of) if not on else replace(facts(case, as_of=as_of), facts=()),
        clauses=clauses(case, as_of=as_of, draft=draft) if not on else None,
    )
