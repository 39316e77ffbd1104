"""Efficient and fair packages in words, the same in the terminal and in the report."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Final

from holdfast.analyses.deals.fair import RANKED
from holdfast.analyses.deals.fair_orders import MOST, FallbackAnswer
from holdfast.analyses.deals.fair_records import AdjustedWinner, Drafted, EfficientPoint, Fair, Named
from holdfast.analyses.deals.fair_worths import Gap, PointWorth
from holdfast.case.case import Case
from holdfast.case.conditions import LEFT_OPEN
from holdfast.solvers.frontier import Forecast
from holdfast.solvers.frontier.points import Absence, PointName, Scale
from holdfast.views.names import and_list, count, isolated, issue_label, party_label, readable, sentence

SECTION: Final = "Which packages are efficient and fair?"
TITLES: Final[Mapping[PointName, str]] = {
    "nash": "Nash",
    "kalai-smorodinsky": "Kalai–Smorodinsky",
    "egalitarian": "Egalitarian",
    "leximin": "Leximin",
    "utilitarian": "Utilitarian",
}
RULES: Final[Mapping[PointName, str]] = {
    "nash": "greatest product of gains over no deal",
    "kalai-smorodinsky": "greatest least share of what each could gain at most",
    "egalitarian": "greatest least gain over no deal",
    "leximin": "greatest least gain, then the next, and so on",
    "utilitarian": "greatest sum of gains over no deal",
}
_SCALES: Final[Mapping[Scale, str]] = {
    "given": "gains compared on the judged scales, 0 to 100 for each party",
    "range": "gains as shares of what lies between each party's worst and best package",
    "ideal": "gains as shares of what each could gain at most",
}
NO_ORDER: Final = "Nor does any statement put one option over another, so that nobody's order of packages is known"
NO_SCALE: Final = "the same on every scale of a party"
_ABSENT: Final[Mapping[Absence, str]] = {
    "no package": "no package is possible",
    "none at least no deal": "no package is worth at least no deal to everybody",
    "nobody gains": "nobody gains over no deal",
    "somebody cannot gain": "somebody gains in no package that is worth at least no deal to the others",
}


def headline(fair: Fair) -> str:
    """The answer in one sentence; what there is, never which is best, and which rules it leaves aside."""
    if not fair.not_applied:
        return _headline(fair)
    names = and_list([isolated(limit.name) for limit in fair.not_applied])
    return f"{_headline(fair)}. Not respected, since too many issues are coupled: {names}"


def no_fallback(fair: Fair) -> str:
    """Why there is no fallback bargaining; empty where there is, or where it is not asked for."""
    if fair.fallback or not fair.parties:
        return ""
    if fair.not_ranked:
        ground = "scores" if fair.scored else "what statements order"
        most = RANKED if fair.scored else MOST
        return (
            f"Fallback bargaining by {ground} is left out: {fair.not_ranked:,} packages would have to be ranked, and "
            f"{most:,} is the most"
        )
    if fair.scored:
        return ""
    unused = [isolated(name) for one in fair.orders for name in one.unused]
    circular = [issue for one in fair.orders for issue in one.circular]
    if not unused and not circular:
        return NO_ORDER
    said = [f"{and_list(unused)} {'order' if len(unused) > 1 else 'orders'} more than one issue at a time"] * bool(
        unused
    )
    said += [f"on {and_list([isolated(one) for one in dict.fromkeys(circular)])} they go in a circle"] * bool(circular)
    return f"What statements order cannot be used for fallback bargaining: {'; '.join(said)}"


def _headline(fair: Fair) -> str:
    if not fair.parties:
        return "Nobody's consent is needed, so there is nothing to compare"
    if not fair.scored:
        return "Packages are not scored: nobody judged what they are worth to everyone whose consent is needed"
    if not fair.size:
        return "No package is possible: the rules exclude each other"
    if not fair.exact:
        return f"Too many efficient packages to list: {count(fair.size, 'point')} stand for them"
    above = sum(point.rational for point in fair.points)
    many = f"{count(fair.size, 'efficient point')} among {count(fair.packages, 'package')}"
    if fair.named and not any(one.points for one in fair.named):
        return f"{sentence(many)}, none worth at least no deal to everybody"
    if fair.named and fair.size == len(fair.points):
        return f"{sentence(many)}, {above:,} of them worth at least no deal to everybody"
    return sentence(many)


def worth(number: Fraction) -> str:
    """A worth with one decimal."""
    return f"{float(number):.1f}"


def worths(fair: Fair, point: tuple[Fraction, ...], case: Case) -> str:
    """``Port 65.5, Union 62.2``."""
    return ", ".join(f"{party_label(p, case)} {worth(w)}" for p, w in zip(fair.parties, point, strict=True))


def package(one: Mapping[str, str], case: Case) -> str:
    """``Automation: Two cranes a year; Oversight: left open``."""
    return "; ".join(f"{issue_label(issue, case)}: {option_text(issue, option, case)}" for issue, option in one.items())


def option_text(issue: str, option: str, case: Case) -> str:
    """An option's own words."""
    known = case.issues.get(issue)
    if option == LEFT_OPEN:
        return "left open"
    return readable(option) if known is None or option not in known.options else isolated(known.options[option].text)


def ties(point: EfficientPoint) -> str:
    """How many packages attain a point, beyond the one that is shown."""
    rest = point.count - 1
    return "" if rest < 1 else f"or {count(rest, 'other package')} of the same worth"


def normalisation(one: Named) -> str:
    """On what scale a point compares gains."""
    words = NO_SCALE if one.scale is None else _SCALES[one.scale]
    if one.gap is None:
        return f"{words}; the best of the points listed, perhaps not of all"
    return words if one.gap < 1e-6 else f"{words}; another could be better by {100 * one.gap:.2g}% at most"


def absence(one: Named) -> str:
    """Why a point does not exist."""
    return "" if one.absent is None else f"does not exist: {_ABSENT[one.absent]}"


def no_deal(fair: Fair, case: Case) -> str:
    """What no deal was judged to be worth."""
    known = [(party, fair.worths[party].no_deal) for party in fair.parties if party in fair.worths]
    said = [f"{party_label(party, case)} {worth(one)}" for party, one in known if one is not None]
    return f"No deal: {', '.join(said)}" if said else "Nobody judged what no deal is worth"


def forecast(one: Forecast) -> str:
    """How large the exact frontier would be."""
    return (
        f"The exact frontier has about {one.about:.1g} points: after {one.issues} of {one.of} issues there were "
        f"{one.size:,} among {one.packages:,} packages"
    )


def guarantee(fair: Fair, case: Case) -> str:
    """What may be missed by the points that are listed."""
    missed = ", ".join(f"{party_label(p, case)} {float(w):.2f}" for p, w in zip(fair.parties, fair.loss, strict=True))
    return f"For every package one of the points listed is at most so much worse for each: {missed} of 100"


def fallback(one: FallbackAnswer, fair: Fair, case: Case) -> Iterator[str]:
    """What fallback bargaining comes to."""
    who = "all" if one.quota == len(fair.parties) else f"{one.quota} of {len(fair.parties)}"
    ground = "scores" if one.basis == "scores" else "what statements order, everything else equal"
    among = f"{count(one.considered, 'package')} ranked by {ground}"
    if one.impasse:
        yield f"With the consent of {who}: impasse. No package stands above impasse for enough of them ({among})."
        return
    if one.certain_count:
        depth = "" if one.depth is None else f" at step {one.depth[0]:,}"
        if one.depth is not None and one.depth[0] != one.depth[1]:
            depth = f" between steps {one.depth[0]:,} and {one.depth[1]:,}"
        yield f"With the consent of {who}, falling back ends{depth} in {count(one.certain_count, 'package')} ({among}):"
        for each in one.certain:
            yield f"  {package(each, case)}"
        if one.certain_count > len(one.certain):
            yield f"  and {one.certain_count - len(one.certain):,} more"
    rest = one.possible_count - one.certain_count
    if rest or not one.certain_count:
        yield (
            f"With the consent of {who}, undecided: {count(one.possible_count, 'package')} could be where falling back "
            f"ends, whatever else is not known ({among})."
        )


def drafted(one: Drafted, fair: Fair, case: Case) -> str:
    """Whether a draft's package is dominated."""
    if one.ruled_out_by:
        return f"ruled out by {and_list(list(one.ruled_out_by))}"
    if one.worths is None:
        issues = and_list([issue_label(issue, case) for issue in one.unscored])
        return f"not compared: what it says on {issues} has no worth"
    open_ = and_list([issue_label(issue, case) for issue in one.as_today])
    supposed = f"; {open_} left open, worth what holds today" if open_ else ""
    said = f"{worths(fair, one.worths, case)}{supposed}"
    if not one.dominated_count:
        within = "" if fair.exact else ", as far as the listed points show"
        return f"{said}: no package is better for one and worse for nobody{within}"
    return f"{said}: dominated by {count(one.dominated_count, 'efficient point')}, better for some and worse for nobody"


def winner(one: AdjustedWinner, fair: Fair, case: Case) -> Iterator[tuple[str, str]]:
    """Adjusted Winner: issue and who gets what of it."""
    labels = [party_label(party, case) for party in fair.parties]
    for issue, share in zip(one.issues, one.division.first, strict=True):
        name = issue_label(issue, case)
        if share in (0, 1):
            side = 0 if share == 1 else 1
            best = " or ".join(option_text(issue, option, case) for option in one.best[side][issue])
            yield name, f"{labels[side]}: {best}"
        else:
            yield name, f"divided: {share} for {labels[0]}, {1 - share} for {labels[1]}"
    total = one.division.total[0]
    yield "each gets", f"{total} (about {float(total):.1f}) of its own 100 points"
    for issue in one.indivisible:
        yield issue_label(issue, case), "its options have no order, so there may be nothing between them"


def gap(one: Gap, case: Case) -> str:
    """A judgement that is missing."""
    who = party_label(one.party, case)
    issue = "" if one.issue is None else issue_label(one.issue, case)
    match one.missing:
        case "values":
            return f"{who}: nobody judged what outcomes are worth"
        case "several values":
            return f"{who}: judged more than once; which judgement counts is not for a program to say"
        case "importance":
            return f"{who}: the importance of {issue}"
        case "worths":
            return f"{who}: what the options of {issue} are worth"
        case "worth of an option":
            return f"{who}: what ‘{option_text(one.issue or '', one.option or '', case)}’ is worth on {issue}"
        case _:
            return f"{who}: what no deal is worth"


def judged(one: PointWorth, case: Case) -> str:
    """Who judged a party's worths, and how numbers came of it."""
    by = "; ".join(f"{isolated(j.by)}, because: {isolated(j.because)}" for j in one.judged)
    basis = f" ({'; '.join(one.basis)})" if one.basis else ""
    return f"{party_label(one.party, case)}: judged by {by}{basis}" if by else ""


def fixed(fair: Fair, case: Case) -> str:
    """What stays as it is."""
    said = package(fair.fixed, case)
    return f"Taken as settled: {said}" if said else ""
