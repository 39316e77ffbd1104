"""Packages compared by what is known of preferences: which are compared, who accepts them, what to ask next."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from holdfast.analyses.deals.judged import judged
from holdfast.analyses.deals.judged_records import Judged
from holdfast.analyses.deals.ladder import Table
from holdfast.analyses.deals.questions import Questions, next_questions
from holdfast.analyses.deals.records import RUNGS, Package, RungName
from holdfast.analyses.deals.sensitivity import Sensitivity, sensitivity
from holdfast.analyses.progress import Progress
from holdfast.case.case import Case, Draft
from holdfast.case.conditions import LEFT_OPEN, Condition
from holdfast.solvers.sampling import EFFECTIVE

#: No more packages than this are compared one by one.
COMPARED: Final = 2000


@dataclass(frozen=True)
class Preferences:
    """What partly known preferences say of packages."""

    judged: Judged
    questions: Questions
    """Which answer is expected to improve the best package's acceptance most."""
    rests_on: Sensitivity
    """How the best package's share changes with each statement and judgement."""
    within: RungName | None
    """The widest rung whose full packages are compared; None where each has too many: then the drafts' alone."""


def preferences(
    case: Case,
    *,
    as_of: date | None = None,
    draft: Draft | None = None,
    given: Iterable[Condition] = (),
    seed: int = 0,
    samples: int = EFFECTIVE,
    refusal: float = 0.2,
    cost: float = 0.0,
    limit: int = 10,
    progress: Progress | None = None,
) -> Preferences | None:
    """Who accepts which package, as far as preferences are known; None where nothing is known of anybody's.

    Known is something where somebody judged what outcomes are worth to one of those whose consent is needed, or where
    one of them said what it prefers. Where nothing is, any share would rest on nobody's word.

    Args:
        case: the case.
        as_of: the day whose statements count; the case's own where it is None, and all where that is None too.
        draft: which draft; the case's default where None.
        given: what is supposed of every package.
        seed: of the random streams.
        samples: how many independent points each sample is worth at least.
        refusal: the share of questions that are expected to get no answer.
        cost: what asking costs, as a share of acceptance.
        limit: how many packages are examined, and questions listed.
        progress: is told what is being done.
    """
    day, draft = as_of or case.as_of, draft or case.draft
    if not _known(case, day):
        return None
    supposed = tuple(given)
    packages, within = compared(Table.of(case, draft, supposed, day))
    if not packages:
        return None
    found = judged(
        case, packages, as_of=day, draft=draft, seed=seed, samples=samples, shown=limit, given=supposed,
        progress=progress,
    )  # fmt: skip
    return Preferences(
        judged=found,
        questions=next_questions(found, refusal=refusal, cost=cost, limit=limit, progress=progress),
        rests_on=sensitivity(case, found, progress=progress),
        within=within,
    )


def compared(table: Table) -> tuple[Sequence[Package], RungName | None]:
    """The packages to compare: those of the widest rung that has some and not too many, and those of the drafts."""
    case = table.problem.case
    found: dict[tuple[tuple[str, str], ...], Package] = {}
    within: RungName | None = None
    for name in reversed(tuple(RUNGS)):
        worlds = table.worlds(*map(table.keeps, table.on(name)), *table.full)
        number, _ = worlds.count(COMPARED)
        if 0 < number <= COMPARED:
            within = name
            for true in worlds.best([], COMPARED):
                package = table.package(true)
                found.setdefault(tuple(package.items()), package)
            break
    for draft in case.drafts.values():
        chosen = {str(issue): str(option) for issue, option in draft.agreement.package.items()}
        if chosen:
            package = {issue: chosen.get(issue, table.fixed.get(issue, LEFT_OPEN)) for issue in case.issues}
            found.setdefault(tuple(package.items()), package)
    return tuple(found.values()), within


def _known(case: Case, day: date | None) -> bool:
    needed = frozenset(case.consent)
    judged_of = any(one.party in needed for one in case.values)
    return judged_of or any(
        one.prefers is not None and needed.intersection(map(str, one.parties)) for one in case.current(day).values()
    )


__all__ = ["COMPARED", "Preferences", "compared", "preferences"]
