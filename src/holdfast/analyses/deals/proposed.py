"""The packages that the draft proposes: of the whole, and of each of its phases."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from holdfast.analyses.deals.ladder import Table
from holdfast.analyses.deals.records import RUNGS, Proposed
from holdfast.analyses.deals.said import realised
from holdfast.case.conditions import LEFT_OPEN
from holdfast.solvers.logic import Var


def proposed(table: Table) -> tuple[Proposed, ...]:
    """What the draft would settle: its package, and phase by phase what the clauses so far realise."""
    draft = table.problem.draft
    if draft is None:
        return ()
    whole = {str(issue): str(option) for issue, option in draft.agreement.package.items()}
    found = [of_package(table, None, whole)] if whole else []
    found.extend(of_package(table, phase, package) for phase, package in _phases(table) if package)
    return tuple(found)


def _phases(table: Table) -> Iterator[tuple[str, Mapping[str, str]]]:
    draft = table.problem.draft
    assert draft is not None
    done: list[str] = []
    before: Mapping[str, str] = {}
    for phase in draft.agreement.phases:
        done.extend(str(name) for name, clause in draft.agreement.commitments.items() if clause.phase == phase)
        package = dict(realised(table.problem.case, done))
        if package != before:
            yield str(phase), package
        before = package


def of_package(table: Table, phase: str | None, chosen: Mapping[str, str]) -> Proposed:
    """Whether a package lies within what was said; issues of which it says nothing are left open."""
    problem = table.problem
    case = problem.case
    # What is agreed already stays so where the draft does not speak of it.
    package = {issue: chosen.get(issue, table.fixed.get(issue, LEFT_OPEN)) for issue in case.issues}
    true = frozenset(problem.variable(issue, option) for issue, option in package.items())
    plan = table.plan(true)
    against = [name for one in plan.standings for name in one.excluded_by]
    within = tuple(
        rung
        for rung, firmness in RUNGS.items()
        if not any(case.statements[name].firmness in firmness for name in against)
    )
    return Proposed(phase, plan, within, table.worlds(*(Var(number) for number in sorted(true))).any())
