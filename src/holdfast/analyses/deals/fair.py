"""Which packages are efficient, and which of them the known rules of fair division pick. Options, never advice.

What a package is worth to a party rests on judgements alone (`fair_worths`); where there are none, only fallback
bargaining is left, over what statements order (`fair_orders`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Final

import numpy as np
import numpy.typing as npt
from immutabledict import immutabledict

from holdfast.analyses.deals.fair_orders import (
    MOST,
    FallbackAnswer,
    Ordered,
    answer,
    by_statements,
    ordered,
    quotas,
    to_rank,
)
from holdfast.analyses.deals.fair_problem import Problem, problem
from holdfast.analyses.deals.fair_records import AdjustedWinner, Drafted, EfficientPoint, Fair, Named
from holdfast.analyses.deals.fair_worths import PointWorth, central
from holdfast.analyses.deals.limits import Limit, red_lines, rules
from holdfast.analyses.progress import Progress
from holdfast.case.case import Case, Draft
from holdfast.case.conditions import LEFT_OPEN
from holdfast.solvers.adjusted_winner import adjusted_winner
from holdfast.solvers.fallback import fallback, partial, ranked
from holdfast.solvers.frontier import Forecast, Frontier, TooManyError, frontier, thin_frontier
from holdfast.solvers.frontier.points import POINTS, PointName, Points, Scale, dominating, points
from holdfast.solvers.frontier.programme import Solved, solve

#: How many packages are named for one point.
SHOWN: Final = 5
#: How many points of the frontier are listed.
LISTED: Final = 400
#: How many packages are ranked one by one for fallback bargaining.
RANKED: Final = 2_000_000
#: Up to so many efficient points the frontier is exact here. Larger ones can be had (`frontier`), but to count the
#: packages behind each point takes minutes then, and nobody reads them.
EXACT: Final = 50_000
#: How many nodes the search of one programme may have.
NODES: Final = 60


def fair(
    case: Case,
    worths: Mapping[str, PointWorth] | None = None,
    *,
    parties: Sequence[str] | None = None,
    as_of: date | None = None,
    draft: Draft | None = None,
    given: Mapping[str, str] | None = None,
    within_red_lines: bool = False,
    limits: Iterable[Limit] | None = None,
    partial_packages: bool = False,
    scale: Scale = "given",
    limit: int | None = None,
    progress: Progress | None = None,
) -> Fair:
    """Efficient and fair packages, as far as judgements and statements allow.

    1. Take the worths of options to each party: those given, else the centre of what was judged.
    2. Compare on the issues that are scored for every party; issues that a rule couples with them come along.
    3. Fallback bargaining: from the scores, or from what statements order.
    4. The Pareto frontier, exact, or where it is too large thinned with a bound on what is missed.
    5. The named points against no deal, from the frontier; by programmes where that is not exact.
    6. Adjusted Winner for two parties; and whether each draft's package is dominated, and by what.

    Args:
        case: the case.
        worths: point worths from elsewhere, by party; by default `fair_worths.central`.
        parties: whose consent is needed; by default the case's.
        as_of: the day on which statements count; by default the case's.
        draft: the draft whose clauses packages bring; by default the one that commands take.
        given: options that are supposed, by issue.
        within_red_lines: whether packages that do not meet a red line of those parties are ruled out.
        limits: what rules packages out, in place of the rules and red lines as read here.
        partial_packages: whether issues may be left open, where that has a worth.
        scale: on which scale gains are compared between parties.
        limit: how many efficient sums are borne before the frontier is thinned; by default `EXACT`.
        progress: told what is being done and how far it has come, from 0 to 1. What it raises ends the work; a step
            takes a few seconds at most.
    """
    needed = tuple(party for party in (parties or case.consent) if party in case.parties)
    day = as_of or case.as_of
    drafted = draft or case.draft
    known = central(case, needed) if worths is None else worths
    hard = tuple(limits) if limits is not None else _limits(case, drafted, needed, day, within_red_lines)
    fixed = {
        name: str(issue.settled)
        for name, issue in case.issues.items()
        if issue.status == "agreed" and issue.settled is not None
    } | dict(given or {})
    one = problem(case, needed, known, hard, fixed, partial_packages=partial_packages)
    no_deal = [known[party].no_deal if party in known else None for party in needed]
    orders: tuple[Ordered, ...] = ()
    found: Frontier | None = None
    said: Forecast | None = None
    rated: Points | None = None
    named: tuple[Named, ...] = ()
    listed: tuple[EfficientPoint, ...] = ()
    not_ranked = 0
    if one is None:
        orders = tuple(ordered(case, party, day) for party in needed)
        not_ranked = 0 if (number := to_rank(case, orders, fixed)) <= MOST else number
        lines = (*hard, *(() if within_red_lines else red_lines(case, drafted, needed, day)))
        settled = by_statements(case, orders, lines, fixed, SHOWN) if needed else ()
    else:
        settled = _by_scores(one, no_deal)
        not_ranked = 0 if one.utilities.packages <= RANKED else one.utilities.packages
        try:
            found = frontier(one.utilities, limit or EXACT, _issues_of(progress, "adding issues to the frontier"))
        except TooManyError as error:
            said = error.forecast
            found = thin_frontier(one.utilities, limit, _issues_of(progress, "adding issues to a thinned frontier"))
        base = [worth for worth in no_deal if worth is not None]
        if len(base) == len(needed):
            rated = points(found, base, scale)
            named = (
                _named(one, found, rated)
                if found.exact
                else _without_frontier(one, found, rated, base, scale, progress)
            )
        listed = _listed(one, found, rated)
    respected = one.applied if one is not None else hard if settled else ()
    statements = [name for order in orders for name in order.because]
    return Fair(
        parties=needed,
        worths=immutabledict({party: known[party] for party in needed if party in known}),
        gaps=tuple(gap for party in needed if party in known for gap in known[party].gaps),
        compared=() if one is None else one.issues,
        left_out=() if one is None else one.left_out,
        fixed=immutabledict(fixed),
        packages=0 if one is None else one.utilities.packages,
        scale=scale,
        points=listed,
        size=0 if found is None else len(found),
        loss=() if found is None else found.utilities.real(found.loss),
        forecast=said,
        ideal=None if rated is None or (found is not None and not found.exact) else rated.ideal,
        named=named,
        fallback=settled,
        not_ranked=not_ranked,
        orders=orders,
        adjusted_winner=None if one is None else _adjusted(case, needed, known, one),
        drafted=() if one is None or found is None else tuple(_drafted(case, one, found, rated, known, hard)),
        limits=respected,
        not_applied=() if one is None else one.not_applied,
        because=tuple(dict.fromkeys([*statements, *(each.name for each in respected)])),
        method=_METHOD if one is not None else _BY_ORDERS,
        assumptions=_assumptions(known, needed, one),
    )


_METHOD: Final = (
    "Exact Pareto frontier by Minkowski sums with dominance pruning (Nemhauser, Ullmann 1969); points by their "
    "definitions among the packages that are worth at least no deal to everybody; fallback bargaining with impasse "
    "(Brams, Kilgour 2001); Adjusted Winner (Brams, Taylor 1996)."
)
_BY_ORDERS: Final = "Fallback bargaining with impasse (Brams, Kilgour 2001) over what statements order; nothing else."


def _assumptions(known: Mapping[str, PointWorth], parties: Sequence[str], one: Problem | None) -> tuple[str, ...]:
    if one is None:
        return (
            "Orders are those that statements give, other issues equal; no worth is invented.",
            "Whatever crosses no red line is supposed to be better than impasse: nobody said so.",
        )
    centres = any(known[party].basis for party in parties)
    return (
        "Worths are judgements, and what follows is as good as they are.",
        *(("Where a judgement is a range or an order, its centre stands for it.",) if centres else ()),
        "An option is worth the same whatever else is agreed: worths are added up.",
        "No package is recommended.",
    )


def _limits(
    case: Case, draft: Draft | None, parties: Sequence[str], day: date | None, within_red_lines: bool
) -> tuple[Limit, ...]:
    return (*rules(case, draft), *(red_lines(case, draft, parties, day) if within_red_lines else ()))


def _point(one: Problem, found: Frontier, rated: Points | None, place: int, count: int) -> EfficientPoint:
    named = () if rated is None else tuple(point.name for point in rated.points if place in point.places)
    return EfficientPoint(
        worths=one.utilities.real(found.points[:, place].tolist()),
        count=count,
        packages=tuple(one.package(package) for package in found.packages(place, SHOWN if found.exact else 1)),
        rational=rated is None or place in rated.rational,
        names=named if found.exact else (),
    )


def _listed(one: Problem, found: Frontier, rated: Points | None) -> tuple[EfficientPoint, ...]:
    most = LISTED if found.exact else LISTED // 2
    wanted = set(np.unique(np.linspace(0, len(found) - 1, min(len(found), most)).astype(int)).tolist())
    if rated is not None and found.exact:
        wanted.update(place for point in rated.points for place in point.places[:SHOWN])
    places = sorted(wanted)
    counts = found.multiplicities(places)
    return tuple(_point(one, found, rated, place, count) for place, count in zip(places, counts, strict=True))


def _named(one: Problem, found: Frontier, rated: Points) -> tuple[Named, ...]:
    return tuple(
        Named(
            point.name,
            point.scale,
            tuple(
                _point(one, found, rated, place, count)
                for place, count in zip(point.places[:SHOWN], found.multiplicities(point.places[:SHOWN]), strict=True)
            ),
            point.value,
            len(point.places) <= SHOWN,
            point.absent,
        )
        for point in rated.points
    )


def _solved(one: Problem, point: Solved, base: Sequence[Fraction]) -> Named:
    if point.package is None or point.worths is None:
        return Named(point.name, point.scale, (), None, False, point.absent)
    rational = all(worth >= least for worth, least in zip(point.worths, base, strict=True))
    only = EfficientPoint(point.worths, 1, (one.package(point.package),), rational, (point.name,))
    return Named(point.name, point.scale, (only,), Fraction(repr(point.value)), False, gap=point.gap)


def _without_frontier(
    one: Problem,
    found: Frontier,
    rated: Points,
    base: Sequence[Fraction],
    scale: Scale,
    progress: Progress | None,
) -> tuple[Named, ...]:
    """The points by programmes; the best of a thinned frontier where they find none."""

    def done(number: int, of: int) -> None:
        if progress is not None:
            progress("searching for named points", number / of)

    failed: list[PointName] = []
    known = {
        point.name: _solved(one, point, base)
        for point in solve(one.utilities, base, scale, POINTS, NODES, unsolved=failed.append, progress=done)
    }
    if failed:
        listed = {each.name: each for each in _named(one, found, rated)}
        known |= {name: replace(listed[name], ties_listed=False, gap=None) for name in failed}
    return tuple(known[name] for name in POINTS)


def _issues_of(progress: Progress | None, what: str) -> Callable[[int, int, int], None] | None:
    return None if progress is None else lambda done, of, size: progress(f"{what}: {size:,} points", done / of)


def _by_scores(one: Problem, no_deal: Sequence[Fraction | None]) -> tuple[FallbackAnswer, ...]:
    """Fallback bargaining over all packages that nothing rules out; empty where they are too many to rank."""
    utilities = one.utilities
    if utilities.packages > RANKED:
        return ()
    shape = tuple(array.shape[1] for array in utilities.values)
    allowed = np.ones(shape, np.bool_)
    total = np.zeros((utilities.parties, *shape), np.int64)
    for issue, array in enumerate(utilities.values):
        total += array.reshape(utilities.parties, *(n if i == issue else 1 for i, n in enumerate(shape)))
    for combination in utilities.forbidden:
        where = [sorted(combination.get(issue, range(n))) for issue, n in enumerate(shape)]
        allowed[np.ix_(*where)] = False
    places = np.argwhere(allowed)
    beside = [place for place, issue in enumerate(one.issues) if issue not in one.scored]
    if beside:  # packages that differ only in what nobody values are one
        alike = places.copy()
        alike[:, beside] = 0
        places = places[np.unique(alike, axis=0, return_index=True)[1]]
    count = len(places)
    reaches = []
    for party, (worth, unit) in enumerate(zip(no_deal, utilities.units, strict=True)):
        scores = total[party][tuple(places.T)]
        if worth is None:  # where impasse stands in the order is not known
            known = ranked(scores, None)
            unsure = np.ones(count, np.bool_)
            reaches.append(partial(known.least - 1, count - known.most, known.never, unsure))
        else:
            reaches.append(ranked(scores, -((-worth) // unit)))
    packages = _Packages(one, places)
    return tuple(
        answer(fallback(reaches, quota), "scores", one.issues, packages, SHOWN) for quota in quotas(len(reaches))
    )


class _Packages(Sequence[Mapping[str, str]]):
    """Packages in words, one by one as they are asked for."""

    def __init__(self, one: Problem, places: npt.NDArray[np.intp]) -> None:
        self._one = one
        self._places = places

    def __len__(self) -> int:
        return len(self._places)

    def __getitem__(self, place):  # type: ignore[no-untyped-def]
        return self._one.package(self._places[place].tolist())


def _adjusted(
    case: Case, parties: Sequence[str], known: Mapping[str, PointWorth], one: Problem
) -> AdjustedWinner | None:
    """Adjusted Winner, for two parties that want different options somewhere.

    Where a party values several options most, those stand for it that the other values most: what is no matter to one
    is not taken from the other.
    """
    if len(parties) != 2:
        return None
    worths = [known[party].worths for party in parties]
    best: tuple[dict[str, tuple[str, ...]], dict[str, tuple[str, ...]]] = ({}, {})
    stakes: tuple[list[Fraction], list[Fraction]] = ([], [])
    issues = []
    for issue in one.scored:
        options = [option for option in one.options[issue] if option != LEFT_OPEN]
        tops = [_most(options, own[issue], other[issue]) for own, other in (worths, worths[::-1])]
        gain = [own[issue][tops[side][0]] - own[issue][tops[1 - side][0]] for side, own in enumerate(worths)]
        if any(gain):
            issues.append(issue)
            for side in (0, 1):
                best[side][issue] = tops[side]
                stakes[side].append(gain[side])
    if not all(any(side) for side in stakes):
        return None
    division = adjusted_winner(*stakes)
    return AdjustedWinner(
        issues=tuple(issues),
        best=(immutabledict(best[0]), immutabledict(best[1])),
        division=division,
        indivisible=tuple(issues[item] for item in division.split if not case.issues[issues[item]].ordered),
    )


def _most(options: Sequence[str], own: Mapping[str, Fraction], other: Mapping[str, Fraction]) -> tuple[str, ...]:
    """What one values most and, where that is several, of these what the other does: all that are alike to both."""
    best = max((own[option], other[option]) for option in options)
    return tuple(option for option in options if (own[option], other[option]) == best)


def _drafted(
    case: Case,
    one: Problem,
    found: Frontier,
    rated: Points | None,
    known: Mapping[str, PointWorth],
    limits: Sequence[Limit],
) -> Iterable[Drafted]:
    for name, draft in case.drafts.items():
        package = {issue: str(draft.agreement.package.get(issue, LEFT_OPEN)) for issue in case.issues}  # type: ignore[call-overload]
        compared = {issue: package[issue] for issue in one.issues}
        unscored = tuple(
            issue for issue in one.scored if any(package[issue] not in known[p].worths[issue] for p in one.parties)
        )
        broken = tuple(each.name for each in limits if not each.allows(package))
        if unscored:
            yield Drafted(name, immutabledict(compared), None, unscored, (), (), 0, broken)
            continue
        worths = tuple(
            sum((known[party].worths[issue][package[issue]] for issue in one.scored), Fraction(0))
            for party in one.parties
        )
        units = [worth / unit for worth, unit in zip(worths, one.utilities.units, strict=True)]
        # Rounded up: what exceeds the next whole number of units exceeds the worth itself.
        better = dominating(found, [-int(-unit // 1) for unit in units])
        counts = found.multiplicities(better[:SHOWN])
        yield Drafted(
            draft=name,
            package=immutabledict(compared),
            worths=worths,
            unscored=(),
            as_today=tuple(issue for issue in one.scored if package[issue] == LEFT_OPEN),
            dominated_by=tuple(_point(one, found, rated, p, n) for p, n in zip(better, counts, strict=False)),
            dominated_count=len(better),
            ruled_out_by=broken,
        )
