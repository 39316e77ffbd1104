"""What options are worth to a party, as single numbers: the centre of what somebody judged.

Nothing is invented: where a judgement is missing, so is the number, and the gap is named. Of what was judged as a range
or as an order the centre stands for the whole, and says so:

* a range of an importance or a worth: its midpoint;
* importances: their midpoints divided by their sum, so that they sum to 100;
* issues in order: the rank-order centroid, the mean of all importances in that order (Barron, Barrett 1996);
* options in order: equal steps from 100 to 0, the mean of all worths in that order with the best 100 and the worst 0.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from immutabledict import immutabledict

from holdfast.case.case import Case, JudgedValues
from holdfast.case.conditions import LEFT_OPEN
from holdfast.case.model.base import Range
from holdfast.case.model.judgements import Judgement, Values

Missing = Literal["values", "several values", "importance", "worths", "worth of an option", "no deal"]


@dataclass(frozen=True, slots=True)
class Gap:
    """A judgement that is missing, so that something cannot be scored."""

    party: str
    missing: Missing
    issue: str | None = None
    option: str | None = None


@dataclass(frozen=True, slots=True)
class PointWorth:
    """What the options of issues are worth to a party: a package is worth the sum, from 0 to 100."""

    party: str
    worths: Mapping[str, Mapping[str, Fraction]]
    """By issue and option, importance counted in."""
    no_deal: Fraction | None
    """None where nobody judged it."""
    judged: tuple[Judgement, ...] = ()
    """Who judged, and why."""
    basis: tuple[str, ...] = ()
    """How the numbers came of the judgements."""
    gaps: tuple[Gap, ...] = ()
    places: tuple[str, ...] = ()
    """The compartments in which that was judged."""


def central(case: Case, parties: Sequence[str]) -> Mapping[str, PointWorth]:
    """The centre of what was judged, for each of these parties that somebody judged once.

    A party that was judged more than once, in several compartments, has no centre here: which judgement counts is not
    for a program to say.
    """
    found = {}
    for party in parties:
        known = [one for one in case.values if one.party == party]
        if len(known) == 1:
            found[party] = _central(case, known[0])
        else:
            missing: Missing = "several values" if known else "values"
            places = tuple(one.compartment for one in known)
            found[party] = PointWorth(party, immutabledict(), None, gaps=(Gap(party, missing),), places=places)
    return found


def _central(case: Case, judged: JudgedValues) -> PointWorth:
    values, party = judged.values, judged.party
    basis: list[str] = []
    gaps: list[Gap] = []
    importance = _importance(values, basis)
    worths: dict[str, Mapping[str, Fraction]] = {}
    ranges = orders = 0
    for issue, known in case.issues.items():
        if issue not in importance:
            gaps.append(Gap(party, "importance", issue))
            continue
        said = values.options.get(issue)  # type: ignore[call-overload]  # references are strings
        if said is None:
            gaps.append(Gap(party, "worths", issue))
            continue
        within = _in_order(said) if isinstance(said, tuple) else {str(k): _middle(v) for k, v in said.items()}
        orders += isinstance(said, tuple)
        ranges += not isinstance(said, tuple) and any(one.low != one.high for one in said.values())
        gaps += [Gap(party, "worth of an option", issue, option) for option in known.options if option not in within]
        weighed = {option: importance[issue] * worth / 100 for option, worth in within.items()}
        if known.today is not None and known.today in weighed:
            weighed[LEFT_OPEN] = weighed[str(known.today)]
        worths[issue] = immutabledict(weighed)
    if ranges:
        basis.append("the midpoint of each range of worths")
    if orders:
        basis.append("equal steps where options are only in order")
    if values.no_deal is None:
        gaps.append(Gap(party, "no deal"))
    elif values.no_deal.low != values.no_deal.high:
        basis.append("the midpoint of the range for no deal")
    return PointWorth(
        party=party,
        worths=immutabledict(worths),
        no_deal=None if values.no_deal is None else _middle(values.no_deal),
        judged=(values.judged,),
        basis=tuple(basis),
        gaps=tuple(gaps),
        places=(judged.compartment,),
    )


def _importance(values: Values, basis: list[str]) -> Mapping[str, Fraction]:
    """Importances that sum to 100."""
    said = values.importance
    if said is None:
        return {}
    if isinstance(said, tuple):
        basis.append("the rank-order centroid of importances, which are only in order")
        count = len(said)
        return {
            str(issue): sum((Fraction(100, rank) for rank in range(place, count + 1)), Fraction(0)) / count
            for place, issue in enumerate(said, 1)
        }
    middles = {str(issue): _middle(weight) for issue, weight in said.items()}
    total = sum(middles.values(), Fraction(0))
    if any(weight.low != weight.high for weight in said.values()):
        basis.append("the midpoint of each range of importance")
    if total and total != 100:
        basis.append(f"importances divided by their sum, {float(total):g}")
    return {issue: weight * 100 / total for issue, weight in middles.items()} if total else {}


def _in_order(options: Sequence[str]) -> dict[str, Fraction]:
    steps = max(len(options) - 1, 1)
    return {str(option): Fraction(100 * (steps - place), steps) for place, option in enumerate(options)}


def _middle(judged: Range) -> Fraction:
    return (Fraction(repr(float(judged.low))) + Fraction(repr(float(judged.high)))) / 2
