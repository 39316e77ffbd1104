"""Packages under preferences known in part: who necessarily or possibly accepts, and by which share of what fits.

A package is acceptable to a party where none of the party's demands excludes it and it is worth at least no deal.

* **Necessary, possible**: in all, in some of the worths that fit what was said and judged (Greco, Mousseau, Słowiński
  2008; of several parties: Greco, Kadziński, Mousseau, Słowiński 2012). Decided by linear programs, never by samples.
* **Shares** (SMAA: Lahdelma, Salminen 2001): of the worths that fit, drawn uniformly. They are shares of judgements,
  and say nothing of how likely anything is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Final

import numpy as np
from immutabledict import immutabledict
from numpy.typing import NDArray

from holdfast.analyses.because import because
from holdfast.analyses.deals.demands import Packages, as_numbers, demands, violated
from holdfast.analyses.deals.judged_records import (
    Acceptance,
    Bounds,
    Drawn,
    Judged,
    PackageJudged,
    PartyJudged,
    Verdict,
)
from holdfast.analyses.deals.reading import Problem
from holdfast.analyses.deals.worths import Worths, worths
from holdfast.analyses.progress import Progress
from holdfast.case.case import Case, Draft
from holdfast.case.conditions import Condition
from holdfast.solvers.acceptance import Shares, acceptance, ranks
from holdfast.solvers.polytope import Bools, Floats, Ints, Relations, TooHardError
from holdfast.solvers.sampling import EFFECTIVE, Sample

#: How many points of a sample serve as witnesses.
_WITNESSES: Final = 512


def judged(
    case: Case,
    packages: Sequence[Mapping[str, str]],
    *,
    as_of: date | None = None,
    draft: Draft | None = None,
    seed: int = 0,
    samples: int = EFFECTIVE,
    shown: int = 12,
    excluded: Mapping[str, Sequence[Sequence[str]]] | None = None,
    given: Iterable[Condition] = (),
    progress: Progress | None = None,
) -> Judged:
    """Who accepts which package, as far as what was said and judged decides it.

    1. For each party whose consent is needed read what bounds its worths (`worths`). Where nothing fits, find which
       minimal sets to drop, and leave the party out of all shares.
    2. Draw worths uniformly among those that fit, for each party from a stream keyed by its place in the case.
    3. For each package and party the share of the worths by which it is worth at least no deal, 0 where a demand of the
       party excludes it. Parties are judged apart, so that the share of all together is the product.
    4. For the packages shown: necessary and possible acceptance by linear programs, ranks and central importances.

    Args:
        case: the case.
        packages: issue to option; what a package does not name is left open.
        as_of: the day whose statements count; the case's own where it is None, and all where that is None too.
        draft: the draft whose clauses a package brings; the case's default where None.
        seed: of the random streams.
        samples: how many independent points each sample is worth at least.
        shown: how many packages are examined one by one.
        excluded: for each party and package the statements that exclude it, where the caller has found them already.
        given: what is supposed where demands are read.
        progress: is told what is being done.

    Raises KeyError where a package names an option that its issue does not have.
    """
    day, problem = as_of or case.as_of, Problem(case, draft or case.draft, given)
    needed = tuple(party for party in case.parties if party in case.consent)
    place = {party: number for number, party in enumerate(case.parties)}
    numbers = as_numbers(case, packages)
    tell = progress or (lambda what, share: None)
    known = tuple(worths(case, party, day) for party in needed)
    columns = tuple(_columns(one, numbers) for one in known)
    barred = [_barred(problem, party, day, numbers, excluded) for party in needed]
    holds = np.ones((len(needed), len(packages)), bool)
    for row, found in enumerate(barred):
        for _, where in found:
            holds[row] &= ~where
    share, error = np.full(holds.shape, np.nan), np.full(holds.shape, np.nan)
    drawn: list[Sample | None] = []
    failures: list[str | None] = []
    for row, one in enumerate(known):
        doing = partial(_part, tell, "drawing worths", row, len(known))
        sample, why = draw(one, seed, place[one.party], samples, doing)
        drawn.append(sample)
        failures.append(why)
        if sample is not None:
            found_share = shares(one, sample, columns[row], holds[row])
            share[row], error[row] = found_share.share, found_share.error
        doing(1.0)
    kept = Drawn(known, tuple(drawn), numbers, columns, holds, share, error, seed, samples, problem)
    order = _order(kept)[:shown]
    parties = tuple(_party(one, drawn[row], failures[row]) for row, one in enumerate(known))
    rows = _shown(kept, parties, order, barred, tell)
    names = [k.statement for one in known for k in one.known if k.statement] + [
        u.statement for p in parties for u in p.unread
    ]
    names += [name for package in rows for one in package.parties for name in one.excluded_by]
    return Judged(
        as_of=day,
        seed=seed,
        needed=needed,
        asked=len(packages),
        parties=parties,
        shown=rows,
        because=immutabledict({name: because(case, name) for name in dict.fromkeys(names)}),
        method=(
            "Worth is importance times worth within the issue; importances sum to 100, the worst option of an issue is "
            "worth 0 and its best the whole importance. Uniform over all such worths that fit what was said and "
            "judged. "
            "Necessary and possible by linear programs; shares by samples, with their standard errors."
        ),
        assumptions=(
            "Worths add up over issues.",
            "What nobody judged, no deal included, is drawn over everything that the statements allow.",
            "What is left open is worth what holds today where the issue says so, else anything from worst to best.",
            "The judgements of different parties are independent of each other.",
            "A share is a share of the judgements that fit what was said. It is no forecast.",
        ),
        drawn=kept,
    )


def _part(tell: Progress, what: str, number: int, of: int, share: float) -> None:
    tell(what, (number + share) / of)


def draw(
    known: Worths, seed: int, place: int, size: int, progress: Callable[[float], None] | None = None
) -> tuple[Sample | None, str | None]:
    """A sample of a party's worths; else None, and why, where something fits but could not be drawn."""
    if not known.issues or not known.consistent:
        return None, None if known.issues else "no issue makes a difference"
    try:
        return known.additive.sample(np.random.default_rng([seed, place]), size=size, progress=progress), None
    except TooHardError as error:
        return None, str(error)


def shares(known: Worths, sample: Sample, columns: Ints, holds: Bools) -> Shares:
    """Acceptance of packages by one party; where a demand excludes them it is 0, without error."""
    found = acceptance(sample, columns, known.level, holds)
    return Shares(found.share, np.where(holds, found.error, 0.0))


def joint(share: Floats, error: Floats) -> tuple[Floats, Floats]:
    """The product over the parties (the first axis), and its standard error: they are drawn independently."""
    product = share.prod(0)
    return product, np.sqrt(np.maximum((share**2 + error**2).prod(0) - product**2, 0.0))


# --- packages and demands -------------------------------------------------------------------------------------------


def _columns(known: Worths, packages: Packages) -> Ints:
    found = np.empty((len(packages.codes), len(known.issues)), np.int64)
    for number, issue in enumerate(known.issues):
        at = packages.issues.index(issue)
        table = np.array([known.columns[issue, option] for option in packages.options[at]])
        found[:, number] = table[packages.codes[:, at]]
    return found


def _barred(
    problem: Problem,
    party: str,
    day: date | None,
    packages: Packages,
    excluded: Mapping[str, Sequence[Sequence[str]]] | None,
) -> tuple[tuple[str, NDArray[np.bool_]], ...]:
    """The demands that exclude packages, each with those it excludes."""
    if excluded is not None:
        names = dict.fromkeys(name for found in excluded[party] for name in found)
        return tuple((name, np.array([name in found for found in excluded[party]], bool)) for name in names)
    return tuple(
        (name, violated(problem, name, packages))
        for name in demands(problem.case, party, day)
        if problem.case.statements[name].firmness != "preference"
    )


def _order(drawn: Drawn) -> NDArray[np.int64]:
    """Packages by joint share, then by how many parties' demands they meet, then by the mean share, then as given."""
    usable = np.array([sample is not None for sample in drawn.samples], bool)
    share = drawn.share[usable]
    together = share.prod(0) if len(share) else np.zeros(drawn.holds.shape[1])
    mean = share.mean(0) if len(share) else together
    return np.lexsort((-mean, -drawn.holds.sum(0), -together))


# --- what is shown --------------------------------------------------------------------------------------------------


def _party(known: Worths, sample: Sample | None, failed: str | None) -> PartyJudged:
    importance: dict[str, Bounds] = {}
    no_deal = None
    drops: tuple[frozenset[int], ...] = ()
    complete = True
    if known.issues and known.consistent:
        means = None if sample is None else sample.points.mean((0, 1))
        for issue in known.issues:
            form = np.zeros(known.additive.polytope.width)
            form[known.weight(issue)] = 1.0
            low, high = known.additive.polytope.minimum(form), known.additive.polytope.minimum(-form)
            mean = None if means is None else float(means[known.weight(issue)])
            if low is not None and high is not None:
                importance[issue] = Bounds(max(low.value, 0.0), min(-high.value, 1.0), mean)
        low_level, high_level = known.additive.level
        no_deal = Bounds(low_level, high_level, (low_level + high_level) / 2)
    elif known.issues:
        drops, complete = known.drops()
    return PartyJudged(
        party=known.party,
        known=known.known,
        unread=known.unread,
        importance=immutabledict(importance),
        no_deal=no_deal,
        trust=None if sample is None else sample.trust,
        drops=tuple(tuple(known.known[tag] for tag in sorted(one)) for one in drops),
        drops_complete=complete,
        failed=failed,
    )


def _shown(
    drawn: Drawn,
    parties: Sequence[PartyJudged],
    order: NDArray[np.int64],
    barred: Sequence[Sequence[tuple[str, NDArray[np.bool_]]]],
    tell: Progress,
) -> tuple[PackageJudged, ...]:
    cells: list[list[Acceptance]] = [[] for _ in order]
    share, error = drawn.share[:, order], drawn.error[:, order]
    for row, known in enumerate(drawn.worths):
        sample = drawn.samples[row]
        relations = _relations(known, sample) if parties[row].no_deal is not None else None
        ranked = None if sample is None or not len(order) else ranks(sample, drawn.columns[row][order])
        for at, number in enumerate(order.tolist()):
            by = tuple(name for name, where in barred[row] if where[number])
            verdict: Verdict = (
                "excluded"
                if by
                else "unknown"
                if relations is None
                else _verdict(known, relations, drawn.columns[row][number])
            )
            central: dict[str, float] = {}
            if ranked is not None and not np.isnan(ranked.central[at]).any():
                central = {issue: float(ranked.central[at, known.weight(issue)]) for issue in known.issues}
            # What a program has decided needs no sample, and has no error.
            decided = {"necessary": 1.0, "not": 0.0}.get(verdict)
            if sample is not None and decided is not None:
                share[row, at], error[row, at] = decided, 0.0
            cells[at].append(
                Acceptance(
                    party=known.party,
                    verdict=verdict,
                    excluded_by=by,
                    share=None if sample is None else float(share[row, at]),
                    error=None if sample is None else float(error[row, at]),
                    ranks=() if ranked is None else tuple(map(float, ranked.share[at])),
                    rank_error=None if ranked is None else float(ranked.error[at].max()),
                    central=immutabledict(central),
                )
            )
        tell("deciding what is necessary and possible", (row + 1) / len(drawn.worths))
    every = all(sample is not None for sample in drawn.samples) and bool(drawn.samples)
    together, apart = joint(share, error)
    return tuple(
        PackageJudged(
            number=int(number),
            package=immutabledict(drawn.packages.package(int(number))),
            joint=float(together[at]) if every else None,
            joint_error=float(apart[at]) if every else None,
            parties=tuple(cells[at]),
        )
        for at, number in enumerate(order)
    )


def _relations(known: Worths, sample: Sample | None) -> Relations:
    width = known.additive.polytope.width
    witnesses = np.zeros((0, width))
    if sample is not None:
        some = sample.points[:, -1][:_WITNESSES]
        witnesses = np.zeros((len(some), width))
        witnesses[:, : some.shape[1]] = some
    return Relations(known.additive.polytope, witnesses)


def _verdict(known: Worths, relations: Relations, columns: Ints) -> Verdict:
    form = np.zeros(known.additive.polytope.width)
    form[columns] = 1.0
    form[known.level] = -1.0
    try:
        if relations.necessary(form):
            return "necessary"
        return "possible" if relations.possible(form) else "not"
    except TooHardError:
        return "unknown"
